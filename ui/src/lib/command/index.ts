/** Everything the window can do, by one id each, used by palette, keys and shortcut sheet alike. */
export { commands, offer, type Offer } from './command.svelte';
export { chordOf, keysShown, listenToKeys, mayAct } from './keys';
export { offerSearch, searches, type Found, type SearchSource } from './search.svelte';
