/** How the catalogues in messages/ are compiled; shared by vite and `npm run messages`. */
export const paraglide = {
	project: './project.inlang',
	outdir: './src/lib/paraglide',
	strategy: /** @type {['localStorage', 'preferredLanguage', 'baseLocale']} */ ([
		'localStorage',
		'preferredLanguage',
		'baseLocale'
	])
};
