/** Undo and redo of the planning work, with what they would do. */
import type { HistoryState } from '$lib/ipc/bindings/HistoryState';
import { call, reading, sentenceOf, type Reading } from '$lib/ipc';
import { m, stepLabel } from '$lib/messages';
import { notices } from '$lib/part';

export type Direction = 'undo' | 'redo';

/** What could be undone and redone; read again at every change. Call it while a component starts. */
export const historyState = (): Reading<HistoryState> => reading('history_state', () => ({}), 'any');

/** Takes back or repeats one step, and says which, with the way back at hand. */
export async function step(direction: Direction): Promise<void> {
  try {
    const { step: done } = await call(direction === 'undo' ? 'history_undo' : 'history_redo', {});
    if (!done) return;
    const label = stepLabel(done);
    if (direction === 'undo') notices.done(m.history_undone({ label }), { text: m.history_redo(), run: () => void step('redo') });
    else notices.done(m.history_redone({ label }), { text: m.history_undo(), run: () => void step('undo') });
  } catch (cause) {
    notices.failed(sentenceOf(cause));
  }
}
