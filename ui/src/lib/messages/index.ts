/** Words of the window. `m.noun_thing()` reads the language as a rune, so a change repaints without a reload. */
import { language } from './language.svelte';
import * as m from './paraglide/messages';
import { overwriteGetLocale } from './paraglide/runtime';

overwriteGetLocale(() => language.current);

export { LANGUAGES, language, type Language } from './language.svelte';
export { channelName } from './channel';
export { kindName } from './kind';
export { marketName } from './market';
export { stepLabel } from './step';
export { m };
