/** What became different in the core, told to whoever listens. */
import type { ChangeNotice } from './bindings/ChangeNotice';
import { transport } from './transport';

type Listener = (notice: ChangeNotice) => void;

// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
const listeners = new Set<Listener>();
let lostAtMs = $state<number | null>(null);
let stop: (() => void) | null = null;
let everConnected = false;

function tell(notice: ChangeNotice) {
  for (const listener of [...listeners]) listener(notice);
}

function link(up: boolean) {
  if (!up) {
    lostAtMs ??= Date.now();
    return;
  }
  const back = everConnected && lostAtMs !== null;
  everConnected = true;
  lostAtMs = null;
  // What happened while nobody listened is unknown: everything is read again.
  if (back) tell({ change: 'everything', id: null });
}

/** Calls `listener` at every change until the answer is called. The connection is opened at the first one. */
export function onChange(listener: Listener): () => void {
  listeners.add(listener);
  stop ??= transport().subscribe(tell, link);
  return () => listeners.delete(listener);
}

export const changes = {
  /** Since when the core has not been heard, UTC milliseconds; null while all is well. */
  get lostAtMs(): number | null {
    return lostAtMs;
  },
};
