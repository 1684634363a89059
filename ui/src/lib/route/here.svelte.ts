/** What the header says about where the window is, beyond the name of the place. */
import { untrack } from 'svelte';

let crumb = $state<string | null>(null);

export const here = {
  /** The name of the one thing shown, such as a session's title. */
  get crumb(): string | null {
    return crumb;
  },
};

/** Names the one thing a screen shows, while it is shown. */
export function nameHere(name: () => string | null): void {
  $effect(() => {
    const mine = name();
    untrack(() => (crumb = mine));
    return () => (crumb = null);
  });
}
