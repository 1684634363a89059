/** What an undoable step is called. A verb `lineup_move_slot` is said by the message `step_lineup_move_slot`. */
import * as m from './paraglide/messages';

type Say = (blanks: { subject: string }) => string;

/** The label of a step, with what it was done to; a verb without words of its own is "a change". */
export function stepLabel({ verb, subject }: { verb: string; subject: string }): string {
  const say = (m as unknown as Record<string, Say | undefined>)[`step_${verb}`];
  // The core names one thing by its title and several by how many they are.
  const several = /^(product_delete|lineup_\w+)$/.test(verb) && /^\d+$/.test(subject);
  const label = say ? say({ subject: several ? m.product_count({ count: Number(subject), shown: subject }) : subject }) : m.step_other();
  return label.trim();
}
