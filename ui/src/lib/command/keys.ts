/** Keys to commands. Nothing acts while text is typed or composed: Telex and VNI send keys of their own. */
import { commands } from './command.svelte';

const mac = (): boolean => /mac/i.test(globalThis.navigator?.userAgent ?? '');

/** The chord of a key press, such as `shift+mod+z`. */
export function chordOf(event: KeyboardEvent): string {
  // With Alt a digit may type a sign of the layout; the key itself is meant.
  const digit = event.altKey && /^Digit\d$/.test(event.code) ? event.code.slice(5) : null;
  const key = digit ?? event.key.toLowerCase();
  const parts: string[] = [];
  // A sign typed with Shift is its own key: `?` is `?`, not `shift+/`.
  if (event.shiftKey && (key.length > 1 || /[a-z ]/.test(key))) parts.push('shift');
  if (event.altKey) parts.push('alt');
  if (mac() ? event.metaKey : event.ctrlKey) parts.push('mod');
  return [...parts, key === ' ' ? 'space' : key].join('+');
}

/** A chord as people read it: `Ctrl K`, `⌘ K`. */
export function keysShown(chord: string): string {
  const names: Record<string, string> = mac()
    ? { mod: '⌘', shift: '⇧', alt: '⌥' }
    : { mod: 'Ctrl', shift: 'Shift', alt: 'Alt' };
  // Written as people say it: Ctrl before Shift.
  return chord
    .split('+')
    .sort((one, other) => Number(other === 'mod') - Number(one === 'mod'))
    .map((part) => names[part] ?? part.replace(/(^| )\w/g, (first) => first.toUpperCase()))
    .join(' ');
}

/** Whether a key press is free to be a command: nothing composes, and no field has it. */
export function mayAct(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.key === 'Process') return false;
  const target = event.target instanceof HTMLElement ? event.target : null;
  const typing = target?.closest(
    'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable="true"]',
  );
  // A chord with Ctrl is no text; undo, copy and paste inside a field are the field's own.
  if (typing) return (event.ctrlKey || event.metaKey) && !/^[zyxcva]$/i.test(event.key);
  return true;
}

/** Listens for the chords of what is offered, until the answer is called. */
export function listenToKeys(): () => void {
  const press = (event: KeyboardEvent) => {
    if (!mayAct(event)) return;
    const chord = chordOf(event);
    // The last one offered is the screen's own and goes first.
    const found = commands.list.findLast((one) => one.keys === chord);
    if (found && commands.run(found.id)) event.preventDefault();
  };
  addEventListener('keydown', press);
  return () => removeEventListener('keydown', press);
}
