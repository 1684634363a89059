/** Copies what stands in the window, and says whether that worked. */
import { m } from '$lib/messages';

import { notices } from './notice.svelte';

/** A browser may refuse: then the text is still there to be selected by hand. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notices.done(m.copy_done());
  } catch {
    notices.failed(m.copy_failed());
  }
}
