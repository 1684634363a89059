import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { expect, test, vi } from 'vitest';

import Table from './Table.svelte';
import { moved, nextSort, type Column } from './table.svelte';

const rows = [{ id: 'a', name: 'Toner rau má' }, { id: 'b', name: 'Đầm lụa' }];
interface Row {
  id: string;
  name: string;
}
const columns: Column<Row>[] = [{ key: 'name', title: 'Tên', sortable: true, text: (row) => row.name }];

function table(props: Record<string, unknown> = {}) {
  const target = document.body.appendChild(document.createElement('div'));
  const part = mount(Table<Row>, { target, props: { label: 'Sản phẩm', columns, rows, key: (row: Row) => row.id, ...props } });
  flushSync();
  return { target, end: () => (void unmount(part), target.remove()) };
}

const key = (target: Element | null, name: string) =>
  target?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }));

test('a table is walked and opened by keyboard alone', async () => {
  const onopen = vi.fn();
  const { target, end } = table({ onopen });
  const first = target.querySelector<HTMLElement>('[data-cell="0:0"]');
  expect(first?.tabIndex).toBe(0);
  first?.focus();
  key(first, 'ArrowDown');
  await vi.waitFor(() => expect(document.activeElement?.textContent).toContain('Đầm lụa'));
  key(document.activeElement, 'Enter');
  expect(onopen).toHaveBeenCalledWith(rows[1], 1);
  end();
});

test('Enter on a cell with a button presses it instead of opening the row', () => {
  const onopen = vi.fn();
  const pressed = vi.fn();
  const cell = createRawSnippet(() => ({
    render: () => '<button type="button">Sửa</button>',
    setup: (button) => button.addEventListener('click', pressed),
  }));
  const { target, end } = table({ onopen, columns: [{ key: 'edit', title: 'Sửa' }], cell });
  key(target.querySelector('[data-cell="0:0"]'), 'Enter');
  expect(pressed).toHaveBeenCalledOnce();
  expect(onopen).not.toHaveBeenCalled();
  end();
});

test('a long table draws a part of its rows and tells readers how many there are', () => {
  const { target, end } = table({ rows: [], count: 100_000, at: (index: number) => ({ id: String(index), name: `Sản phẩm ${index}` }) });
  expect(target.querySelector('[role=grid]')?.getAttribute('aria-rowcount')).toBe('100001');
  expect(target.querySelectorAll('tbody tr').length).toBeLessThan(120);
  end();
});

test('the cursor stops at the edges, and heads sort up, then down', () => {
  const at = { row: 0, column: 0 };
  expect(moved(at, new KeyboardEvent('keydown', { key: 'ArrowUp' }), 3, 2, 10)).toEqual(at);
  expect(moved(at, new KeyboardEvent('keydown', { key: 'End', ctrlKey: true }), 3, 2, 10)).toEqual({ row: 2, column: 1 });
  expect(moved(at, new KeyboardEvent('keydown', { key: 'ArrowDown', altKey: true }), 3, 2, 10)).toBeNull();
  expect(nextSort(null, 'price')).toEqual({ key: 'price', down: false });
  expect(nextSort({ key: 'price', down: false }, 'price')).toEqual({ key: 'price', down: true });
});
