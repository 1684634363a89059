/** How a table moves: its cursor, its sort and, for long tables, the rows that are worth drawing. */
import { Virtualizer, elementScroll, observeElementOffset, observeElementRect } from '@tanstack/virtual-core';

/** Above this many rows only those in sight are drawn. */
export const VIRTUAL_ABOVE = 100;
/** What is assumed in sight before the table has been measured. */
const FIRST_SIGHT = 50;

export interface Column<Row> {
  key: string;
  title: string;
  /** Figures stand right. */
  num?: boolean;
  /** CSS width; the columns without one share what is left. */
  width?: string;
  /** Gives way where the table is narrower than this, in px: a cut name tells less than a column less. */
  from?: number;
  sortable?: boolean;
  /** The text of a cell, where the table's own `cell` snippet does not draw it. */
  text?: (row: Row) => string;
  /** Keeps the title for readers only, as for a column of buttons. */
  hideTitle?: boolean;
}

/** The columns that have room in a table `width` px wide; all of them before it was measured. */
export const fitting = <Row>(columns: readonly Column<Row>[], width: number): Column<Row>[] =>
  columns.filter(({ from = 0 }) => width === 0 || width >= from);

export interface Sort {
  key: string;
  down: boolean;
}

/** The sort after a click on a head: up, then down, then up again. */
export const nextSort = (sort: Sort | null, key: string): Sort =>
  sort?.key === key ? { key, down: !sort.down } : { key, down: false };

export interface Cursor {
  row: number;
  column: number;
}

/** Where a key leads the cursor; null for keys that are not a table's. */
export function moved(at: Cursor, event: KeyboardEvent, rows: number, columns: number, page: number): Cursor | null {
  const far = event.ctrlKey || event.metaKey;
  const row = (to: number) => ({ row: Math.min(Math.max(to, 0), rows - 1), column: at.column });
  const column = (to: number) => ({ row: at.row, column: Math.min(Math.max(to, 0), columns - 1) });
  switch (event.key) {
    case 'ArrowDown':
      return event.altKey ? null : row(far ? rows - 1 : at.row + 1);
    case 'ArrowUp':
      return event.altKey ? null : row(far ? 0 : at.row - 1);
    case 'ArrowRight':
      return event.altKey ? null : column(far ? columns - 1 : at.column + 1);
    case 'ArrowLeft':
      return event.altKey ? null : column(far ? 0 : at.column - 1);
    case 'PageDown':
      return row(at.row + page);
    case 'PageUp':
      return row(at.row - page);
    case 'Home':
      return far ? { row: 0, column: 0 } : column(0);
    case 'End':
      return far ? { row: rows - 1, column: columns - 1 } : column(columns - 1);
    default:
      return null;
  }
}

/** The slice of rows to draw, with the height of what is left out above and below. */
export interface Sight {
  from: number;
  to: number;
  above: number;
  below: number;
}

/** Watches a scrolling box and says which of `count` rows of `rowHeight` px are in sight. Call it while a part starts. */
export class Window {
  sight = $state.raw<Sight>({ from: 0, to: FIRST_SIGHT, above: 0, below: 0 });
  #virtualizer: Virtualizer<HTMLElement, Element> | null = null;

  /** Starts watching; the answer stops it. */
  watch(box: HTMLElement, count: number, rowHeight: number): () => void {
    const read = () => {
      const items = virtualizer.getVirtualItems();
      const first = items[0];
      const last = items.at(-1);
      this.sight = {
        from: first?.index ?? 0,
        to: last ? last.index + 1 : Math.min(count, FIRST_SIGHT),
        above: first?.start ?? 0,
        below: last ? virtualizer.getTotalSize() - last.end : 0,
      };
    };
    const virtualizer = new Virtualizer<HTMLElement, Element>({
      count,
      getScrollElement: () => box,
      estimateSize: () => rowHeight,
      overscan: 12,
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      onChange: read,
    });
    this.#virtualizer = virtualizer;
    const stop = virtualizer._didMount();
    virtualizer._willUpdate();
    read();
    return () => {
      stop();
      this.#virtualizer = null;
    };
  }

  /** Brings a row into sight. */
  show(row: number): void {
    this.#virtualizer?.scrollToIndex(row, { align: 'auto' });
  }
}
