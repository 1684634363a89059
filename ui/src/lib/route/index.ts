/** Where the window is and how to go elsewhere. */
export { here, nameHere } from './here.svelte';
export { href, route, type Place, type Route } from './route.svelte';
