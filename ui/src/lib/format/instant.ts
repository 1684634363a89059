/** The instants at which a day of a zone begins and ends. */
import { parseDate } from '@internationalized/date';

import { market } from './market.svelte';

/** UTC milliseconds of the first instant of `2026-11-28` in a zone; a day whose midnight clocks skip begins later. */
export const dayBegins = (key: string, zone: string = market.zone): number => parseDate(key).toDate(zone).getTime();

/** UTC milliseconds of the first instant after `2026-11-28` in a zone. */
export const dayEnds = (key: string, zone: string = market.zone): number => parseDate(key).add({ days: 1 }).toDate(zone).getTime();
