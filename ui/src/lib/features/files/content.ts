import { api } from '$lib/api';
import type { FileRef } from '$lib/api/generated/FileRef';
import { openFile } from '$lib/api/shell';

/* A filed file on the screen. It is opened once, which is recorded and checks its hash, and read piece by piece. */

/** Pictures that every web view draws; other kinds open in the system's own program. */
const DRAWN = ['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/bmp'];

export type Shown = 'image' | 'pdf' | 'elsewhere';

/** Where a kind of file is looked at. */
export function shownAs({ media_type }: FileRef): Shown {
	if (media_type === 'application/pdf') return 'pdf';
	return DRAWN.includes(media_type) ? 'image' : 'elsewhere';
}

/** The content of a file, checked by the core. `told` hears how much is there, from 0 to 1. */
export async function contentOf(file: FileRef, told: (part: number) => void, signal: AbortSignal): Promise<Blob> {
	await api.call('files.open', { id: file.id });
	const pieces: Uint8Array<ArrayBuffer>[] = [];
	let at: number | null = 0;
	while (at !== null && !signal.aborted) {
		const piece: { content: string; next: number | null } = await api.call('files.read', { id: file.id, at });
		pieces.push(bytes(piece.content));
		at = piece.next;
		told(at === null ? 1 : at / file.size);
	}
	signal.throwIfAborted();
	return new Blob(pieces, { type: file.media_type });
}

/** Opens a file in the system's own program; in a browser it is put among the downloads. Whether that worked. */
export async function openElsewhere(file: FileRef): Promise<boolean> {
	if ((await openFile(file.id)) === true) return true;
	const blob = await contentOf(file, () => undefined, new AbortController().signal);
	const link = document.createElement('a');
	link.href = URL.createObjectURL(blob);
	link.download = file.name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
	return true;
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
	const text = atob(base64);
	const out = new Uint8Array(text.length);
	for (let n = 0; n < text.length; n++) out[n] = text.charCodeAt(n);
	return out;
}
