/**
 * Asks for the small file as often as the desk says, and for the manifest when the small file is ahead of it.
 *
 * It asks only while it is told that somebody is looking. Files are revalidated by their ETag (`no-cache`), which
 * needs no header of ours and so no preflight when they lie on another host.
 */
import { compare, isManifest, isNow, type Manifest, type Now } from './manifest';

/** All that was told so far. */
export interface Told {
  manifest: Manifest;
  /** The newest of manifest and small file. */
  head: Now;
  /** What has to be added to this computer's clock to get the server's, ms. */
  ahead: number;
}

export interface Feed {
  /** Says whether somebody is looking: questions are asked only then, the first one at once. */
  look: (looking: boolean) => void;
  stop: () => void;
}

/** `unknown`: of a schema we do not read; `silent`: no answer. */
export type Fault = 'unknown' | 'silent';

/** A longer silence than this is not kept, however often a question failed, ms. */
const LONGEST_WAIT = 60_000;
/** A clock this close is right: `Date` has whole seconds only, ms. */
const CLOSE_ENOUGH = 1_500;

export function follow(src: string, onTold: (told: Told) => void, onFault: (fault: Fault) => void): Feed {
  let told: Told | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isLooking = false;
  let isAsking = false;
  const asked = new AbortController();

  const get = async (url: string): Promise<[body: unknown, ahead: number]> => {
    const began = Date.now();
    const answer = await fetch(url, { cache: 'no-cache', credentials: 'omit', signal: asked.signal });
    if (!answer.ok) throw Error();
    const ahead = Date.parse(answer.headers.get('date') ?? '') + 500 - (began + Date.now()) / 2;
    const known = Number.isNaN(ahead) ? (told?.ahead ?? 0) : ahead;
    return [await answer.json(), Math.abs(known) < CLOSE_ENOUGH ? 0 : known];
  };

  const tell = (next: Told): void => onTold((told = next));

  const fetchManifest = async (): Promise<void> => {
    const [manifest, ahead] = await get(src);
    if (!isManifest(manifest)) return onFault('unknown');
    // What is older is refused, here and below.
    if (told && compare(manifest, told.manifest) < 0) return;
    const isHead = !told || compare(manifest, told.head) >= 0;
    tell({ manifest, head: isHead || !told ? manifest : told.head, ahead });
  };

  const ask = async (): Promise<void> => {
    if (!told) return fetchManifest();
    const [head, ahead] = await get(new URL('now.json', src).href);
    if (!isNow(head)) return onFault('unknown');
    const known = told.manifest;
    // The same revision may come again with a later expiry.
    if (compare(head, told.head) >= 0) tell({ ...told, head, ahead });
    if (compare(head, known) > 0) await fetchManifest();
  };

  /** Ten per cent to either side, so that ten thousand shoppers do not ask in the same moment. */
  const wait = (): number => {
    const usual = Math.max(200, told?.head.pollAfterMs ?? 2_000);
    return Math.min(usual * 2 ** failures, Math.max(usual, LONGEST_WAIT)) * (0.9 + Math.random() * 0.2);
  };

  const turn = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    try {
      await ask();
      failures = 0;
    } catch {
      failures += 1;
      if (!asked.signal.aborted) onFault('silent');
    }
    isAsking = false;
    if (isLooking) timer = setTimeout(turn, wait());
  };

  const look = (looking: boolean): void => {
    if (looking === isLooking) return;
    isLooking = looking;
    clearTimeout(timer);
    if (looking) void turn();
  };
  const stop = (): void => {
    look(false);
    asked.abort();
  };
  return { look, stop };
}
