/** The commands that are offered right now. A screen offers its own while it is shown. */
import { untrack, type Component } from 'svelte';

export interface Offer {
  /** `noun_verb`, the same wherever the command is used. */
  id: string;
  /** A function, so that it follows the language. */
  title: () => string;
  /** Heading in the palette and in the shortcut sheet. */
  group: () => string;
  /** Chord such as `mod+k`, `shift+mod+z`, `?`; `mod` is Ctrl, or Command on a Mac. */
  keys?: string;
  icon?: Component;
  /** False greys it out and disarms its keys. */
  enabled?: () => boolean;
  /** Keeps it out of the palette, as for the palette's own key. */
  silent?: boolean;
  run: () => void;
}

let offered = $state.raw<readonly Offer[]>([]);

export const commands = {
  /** All of them, in the order they were offered. */
  get list(): readonly Offer[] {
    return offered;
  },
  /** Runs one by id; says whether it could. */
  run(id: string): boolean {
    const found = offered.find((one) => one.id === id);
    if (!found || found.enabled?.() === false) return false;
    found.run();
    return true;
  },
};

/** Offers commands while the component that calls this is shown; the same id offered later wins. */
export function offer(list: () => readonly Offer[]): void {
  $effect(() => {
    const mine = list();
    untrack(() => {
      offered = [...offered.filter(({ id }) => !mine.some((one) => one.id === id)), ...mine];
    });
    return () => {
      offered = untrack(() => offered).filter((one) => !mine.includes(one));
    };
  });
}
