/** The first screen's answer, read once for the header, the rail and the screen itself. */
import { getContext, setContext } from 'svelte';

import { reading, type Reading } from '$lib/ipc';
import type { SessionReadiness } from '$lib/ipc/bindings/SessionReadiness';
import type { Today } from '$lib/ipc/bindings/Today';

const KEY = Symbol('today');
const ABOUT = ['workspace', 'session', 'lineup', 'onAir', 'catalogue', 'targets', 'deliveries', 'imports', 'sales'];

/** Starts reading, for everything inside the component that calls this. */
export function readToday(): Reading<Today> {
  const today = reading('today', () => ({}), ABOUT);
  setContext(KEY, today);
  return today;
}

export const todayOf = (): Reading<Today> => getContext<Reading<Today>>(KEY);

/** The checklist of one session, for its desk. */
export const readinessOf = (sessionId: string): Reading<SessionReadiness> =>
  reading('session_readiness', () => ({ sessionId }), ['session', 'lineup', 'catalogue', 'hosts', 'targets', 'deliveries']);
