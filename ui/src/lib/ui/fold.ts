/** Text without case and accents, for finding an entry in a short list. The core searches patients. */
export function fold(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replaceAll('đ', 'd')
		.replaceAll('ł', 'l')
		.replaceAll('ø', 'o');
}
