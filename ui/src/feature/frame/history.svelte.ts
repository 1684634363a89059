/** Undo and redo of the planning work, with what they would do. */
import type { HistoryState } from '$lib/ipc/bindings/HistoryState';
import { call, reading, sentenceOf, type Reading } from '$lib/ipc';
import { m, stepLabel } from '$lib/messages';
import { notices } from '$lib/part';

export type Direction = 'undo' | 'redo';

/** What could be undone and redone; read again at every change. Call it while a component starts. */
export const historyState = (): Reading<HistoryState> => reading('history_state', () => ({}), 'any');

/** The report of the step before: a new one takes its place, for its button would do something else by now. */
let told: number | null = null;

/** Takes back or repeats one step, and says which, with the way back at hand. */
export async function step(direction: Direction): Promise<void> {
  try {
    const { step: done } = await call(direction === 'undo' ? 'history_undo' : 'history_redo', {});
    if (!done) return;
    const label = stepLabel(done);
    if (told !== null) notices.close(told);
    if (direction === 'undo') told = notices.done(m.history_undone({ label }), { text: m.history_redo(), run: () => void step('redo') });
    else told = notices.done(m.history_redone({ label }), { text: m.history_undo(), run: () => void step('undo') });
  } catch (cause) {
    notices.failed(sentenceOf(cause));
  }
}
