/** Several files on their way in: each looked at in turn, the proven ones taken in by one press. */
import { AppError, call, pathOf, sentenceOf, type GivenFile } from '$lib/ipc';
import type { GivenPath } from '$lib/ipc/bindings/GivenPath';
import type { Import } from '$lib/ipc/bindings/Import';
import type { ImportPreview } from '$lib/ipc/bindings/ImportPreview';

export type QueuedState = 'waiting' | 'looking' | 'ready' | 'asks' | 'nothing' | 'failed' | 'importing' | 'done';

export interface Queued {
  key: number;
  name: string;
  path: string | null;
  given: GivenFile;
  /** Whether it landed in a watched folder. */
  watched: boolean;
  state: QueuedState;
  preview: ImportPreview | null;
  fault: string;
}

/** What others lean on comes in first: products, then sessions, then what is credited to them. */
const ORDER = ['products', 'sessions', 'minutes', 'sales', 'days', 'ads', 'unclear'];

/** How many questions of a file must be answered. */
export const openQuestions = (preview: ImportPreview): number => preview.questions.filter(({ blocks, answer }) => blocks && answer === null).length;

/** Where a file stands once it was looked at. A file with refused rows is opened first, so that nobody loses them unseen. */
export function stateOf(preview: ImportPreview): QueuedState {
  if (openQuestions(preview) > 0 || preview.kind === 'unclear') return 'asks';
  if (!preview.ready) return 'nothing';
  return preview.counts.rejected > 0 ? 'asks' : 'ready';
}

let last = 0;

export class Queue {
  items = $state.raw<readonly Queued[]>([]);
  /** Files of a folder that are no tables. */
  others = $state(0);
  isCut = $state(false);
  busy = $state(false);

  get proven(): number {
    return this.items.filter(({ state }) => state === 'ready').length;
  }

  get looked(): number {
    return this.items.filter(({ state }) => state !== 'waiting' && state !== 'looking').length;
  }

  /** Takes files and folders; answers the one file there is when it is only one, and keeps none then. */
  async take(files: readonly GivenFile[]): Promise<GivenFile | null> {
    const paths = files.flatMap((file) => ('path' in file ? [file.path] : []));
    let all: GivenFile[] = files.filter((file) => !('path' in file));
    if (paths.length > 0) {
      const listed = await call('import_files', { paths });
      all = [...all, ...listed.files.map(({ name, path }) => ({ name, path }))];
      this.others += listed.others;
      this.isCut ||= listed.isCut;
    }
    const [only] = all;
    if (only && all.length === 1 && this.items.length === 0) return only;
    this.items = [...this.items, ...all.map((given) => ({ key: ++last, name: given.name, path: null, given, watched: false, state: 'waiting' as const, preview: null, fault: '' }))];
    await this.look();
    return null;
  }

  /** Lists the files that wait in watched folders, each once; one that waits there no longer and was not opened here is gone. */
  async follow(files: readonly GivenPath[]): Promise<void> {
    const has = (path: string) => files.some((file) => file.path === path);
    const stays = ({ watched, given, state }: Queued) => !watched || state === 'done' || state === 'importing' || ('path' in given && has(given.path));
    const kept = this.items.filter(stays);
    const known = kept.flatMap(({ given }) => ('path' in given ? [given.path] : []));
    const fresh = files.filter(({ path }) => !known.includes(path));
    if (fresh.length === 0 && kept.length === this.items.length) return;
    this.items = [...kept, ...fresh.map(({ name, path }) => ({ key: ++last, name, path: null, given: { name, path }, watched: true, state: 'waiting' as const, preview: null, fault: '' }))];
    await this.look();
  }

  /** Looks at every file that waits, one after another. */
  async look(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (let next = this.#waiting(); next; next = this.#waiting()) {
      this.#set(next.key, { state: 'looking' });
      await this.#guarded(next.key, async () => {
        const path = next.path ?? (await pathOf(next.given));
        const preview = await call('import_preview', { path });
        await call('import_discard', { previewId: preview.previewId });
        this.#set(next.key, { path, preview, state: stateOf(preview) });
      });
    }
    this.busy = false;
  }

  /** Takes the proven files in; each is looked at again, since another may have come in before it. */
  async importProven(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const rank = ({ preview }: Queued) => ORDER.indexOf(preview?.kind ?? 'unclear');
    const proven = this.items.filter(({ state }) => state === 'ready').toSorted((one, other) => rank(one) - rank(other));
    for (const item of proven) {
      this.#set(item.key, { state: 'importing' });
      await this.#guarded(item.key, async () => {
        const preview = await call('import_preview', { path: item.path ?? '' });
        const state = stateOf(preview);
        const goes = state === 'ready';
        if (goes) await call('import_commit', { previewId: preview.previewId });
        else await call('import_discard', { previewId: preview.previewId });
        this.#set(item.key, { preview, state: goes ? 'done' : state });
      });
    }
    this.busy = false;
    await this.look();
  }

  /** A file of the list came in by a page of its own. */
  settle(done: Import): void {
    const item = this.items.find(({ path, state }) => path === done.path && state !== 'done');
    if (item) this.#set(item.key, { state: 'done' });
  }

  /** Takes a file off the list; one of a watched folder is not listed again. */
  async leave(key: number): Promise<void> {
    const item = this.items.find((one) => one.key === key);
    this.items = this.items.filter((one) => one.key !== key);
    if (item?.watched && 'path' in item.given) await call('watch_leave', { paths: [item.given.path] });
  }

  clear(): void {
    this.items = [];
    this.others = 0;
    this.isCut = false;
  }

  #waiting(): Queued | undefined {
    return this.items.find(({ state }) => state === 'waiting');
  }

  #set(key: number, changed: Partial<Queued>): void {
    this.items = this.items.map((item) => (item.key === key ? { ...item, ...changed } : item));
  }

  async #guarded(key: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      this.#set(key, { state: 'failed', fault: sentenceOf(AppError.from(cause)) });
    }
  }
}
