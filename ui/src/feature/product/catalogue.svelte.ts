/** The catalogue as a window sees it: only the pages in sight are fetched, a hundred thousand rows or ten. */
import { untrack } from 'svelte';

import type { CatalogueSort } from '$lib/ipc/bindings/CatalogueSort';
import type { VariantRow } from '$lib/ipc/bindings/VariantRow';
import { AppError, call, onChange } from '$lib/ipc';

/** Rows fetched at once; more than fill the tallest window. */
export const PAGE = 100;
/** Pages kept, so that a long scroll does not fill the memory. */
const KEPT = 40;
/** Pages on their way at once: a scroll over thousands of rows asks only for where it comes to rest. */
const AT_ONCE = 3;

export interface Question {
  query: string;
  sort: CatalogueSort;
  descending: boolean;
}

interface Shown {
  question: Question;
  total: number;
  pages: ReadonlyMap<number, readonly VariantRow[]>;
}

export class Catalogue {
  #shown = $state.raw<Shown | null>(null);
  #error = $state.raw<AppError | null>(null);
  #question: Question | null = null;
  #sight = { from: 0, to: 1 };
  /** Counts questions and refreshes: an answer to a former one is dropped. */
  #turn = 0;
  // Nothing is drawn from these two.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  #fresh = new Set<number>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  #flying = new Set<number>();

  /** Rows that match what is shown; null before the first answer. */
  get total(): number | null {
    return this.#shown?.total ?? null;
  }

  /** What the rows shown answer, which may still be the former question. */
  get question(): Question | null {
    return this.#shown?.question ?? null;
  }

  /** Why the latest try gave nothing. */
  get error(): AppError | null {
    return this.#error;
  }

  /** A row, once it is here. */
  at(index: number): VariantRow | undefined {
    return this.#shown?.pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  /** Asks something else, from its first row. What is shown stands until the answer is here. */
  ask(question: Question): void {
    this.#question = question;
    this.#sight = { from: 0, to: 1 };
    this.again();
  }

  /** Reads again what is in sight; the rest follows when it comes into sight. */
  again(): void {
    this.#turn += 1;
    this.#fresh.clear();
    this.#flying.clear();
    this.#fetch();
  }

  /** Says which rows are in sight. */
  see(from: number, to: number): void {
    this.#sight = { from, to };
    this.#fetch();
  }

  /** Reads again at every change of the catalogue, until the answer is called. */
  follow(): () => void {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const off = onChange(({ change }) => {
      if (change !== 'catalogue' && change !== 'everything') return;
      clearTimeout(waiting);
      waiting = setTimeout(() => this.again(), 30);
    });
    return () => {
      clearTimeout(waiting);
      this.#turn += 1;
      off();
    };
  }

  #inSight(page: number): boolean {
    return page >= Math.floor(this.#sight.from / PAGE) && page <= Math.floor(Math.max(0, this.#sight.to - 1) / PAGE);
  }

  #fetch(): void {
    if (!this.#question) return;
    const first = Math.floor(this.#sight.from / PAGE);
    for (let page = first; this.#inSight(page) && this.#flying.size < AT_ONCE; page += 1) {
      if (!this.#fresh.has(page) && !this.#flying.has(page)) void this.#read(page, this.#question);
    }
  }

  async #read(page: number, question: Question): Promise<void> {
    const turn = this.#turn;
    this.#flying.add(page);
    try {
      const { total, rows } = await call('catalogue_page', { ...question, offset: page * PAGE, limit: PAGE });
      if (turn !== this.#turn) return;
      this.#flying.delete(page);
      this.#take(page, question, total, rows);
    } catch (cause) {
      if (turn !== this.#turn) return;
      this.#flying.delete(page);
      this.#error = AppError.from(cause);
      return;
    }
    this.#fetch();
  }

  #take(page: number, question: Question, total: number, rows: readonly VariantRow[]): void {
    const former = untrack(() => this.#shown);
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- replaced whole, never changed once shown
    const pages = new Map(former?.question === question ? former.pages : []);
    pages.delete(page); // so that it stands last, as the one fetched last
    pages.set(page, rows);
    this.#fresh.add(page);
    for (const old of pages.keys()) {
      if (pages.size <= KEPT) break;
      if (this.#inSight(old)) continue;
      pages.delete(old);
      this.#fresh.delete(old);
    }
    this.#shown = { question, total, pages };
    this.#error = null;
  }
}
