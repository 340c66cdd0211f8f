import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url&no-inline';

/* PDF pages drawn by pdf.js, from what is bundled alone: its worker, fonts, character maps and decoders. Nothing of a document
   runs or reaches the network: there is no scripting sandbox, links are not drawn, and the policy of the window allows no other host. */

GlobalWorkerOptions.workerSrc = workerUrl;

const bundled = import.meta.glob<string>(
	['/node_modules/pdfjs-dist/{cmaps,standard_fonts,wasm}/*.{bcmap,pfb,ttf,wasm}'],
	{ query: '?url&no-inline', import: 'default', eager: true }
);
const urls = new Map(Object.entries(bundled).map(([path, url]) => [path.split('/').at(-1), url]));

/** What pdf.js asks for by its name, under the name that the bundle gave it. */
class Bundled {
	async fetch({ filename }: { filename: string }): Promise<Uint8Array> {
		const url = urls.get(filename);
		if (url === undefined) throw new Error('not bundled');
		return new Uint8Array(await (await fetch(url)).arrayBuffer());
	}
}

/** Opens a document; its `destroy` ends the work on it. */
export async function openPdf(content: Blob): Promise<PDFDocumentProxy> {
	const data = new Uint8Array(await content.arrayBuffer());
	return getDocument({ data, BinaryDataFactory: Bundled, useWorkerFetch: false, cMapPacked: true, isEvalSupported: false, enableXfa: false }).promise;
}

/** Draws a page into a canvas so many pixels wide on the screen. */
export async function drawPage(pdf: PDFDocumentProxy, number: number, canvas: HTMLCanvasElement, width: number): Promise<void> {
	const page = await pdf.getPage(number);
	const plain = page.getViewport({ scale: 1 });
	const viewport = page.getViewport({ scale: (width / plain.width) * Math.min(2, window.devicePixelRatio || 1) });
	canvas.width = Math.floor(viewport.width);
	canvas.height = Math.floor(viewport.height);
	await page.render({ canvas, viewport }).promise;
	page.cleanup();
}
