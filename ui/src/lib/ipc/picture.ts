/** Where a window finds the picture of a product. */
import { isDesktop } from './transport';
import { workspace } from './workspace.svelte';

/** A short mark of a text: another file at the same product is another address, or the window would show the old one. */
const markOf = (text: string): string => {
  let mark = 0;
  for (const letter of text) mark = (Math.imul(mark, 31) + (letter.codePointAt(0) ?? 0)) >>> 0;
  return mark.toString(36);
};

/**
 * The address to show `image` from: the web's own, or the local server's for a file of this computer, which only the
 * server may read. Null while there is no picture, or no server.
 */
export function pictureOf(image: string | null, productId: string): string | null {
  if (!image || /^https?:\/\//.test(image)) return image;
  const origin = isDesktop() ? (workspace.state?.origin ?? null) : '';
  return origin === null ? null : `${origin}/media/${encodeURIComponent(productId)}?of=${markOf(image)}`;
}
