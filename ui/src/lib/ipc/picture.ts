/** Where a window finds the picture of a product. */
import { isDesktop } from './transport';
import { workspace } from './workspace.svelte';

/**
 * The address to show `image` from: the web's own, or the local server's for a file of this computer, which only the
 * server may read. Null while there is no picture, or no server.
 */
export function pictureOf(image: string | null, productId: string): string | null {
  if (!image || /^https?:\/\//.test(image)) return image;
  const origin = isDesktop() ? (workspace.state?.origin ?? null) : '';
  return origin === null ? null : `${origin}/media/${encodeURIComponent(productId)}`;
}
