/** The show at the desk: what the core says, drawn on between its answers, and the verbs. */
import { untrack } from 'svelte';

import type { OnAir } from '$lib/ipc/bindings/OnAir';
import type { Availability } from '$lib/ipc/bindings/Availability';
import type { Slot } from '$lib/ipc/bindings/Slot';
import { call, reading, sentenceOf, workspace } from '$lib/ipc';
import { m } from '$lib/messages';
import { notices } from '$lib/part';

import { drawn, typedNumber } from './desk';

/** How often the clock is drawn, ms: often enough that no second is skipped. */
const BEAT_MS = 200;
/** How often the anchors are asked for again though nothing was told, ms. */
const RESYNC_MS = 15_000;
/** How long a typed number waits for its next digit, ms. */
const TYPING_MS = 1_500;

type Verb = 'on_air_start' | 'on_air_next' | 'on_air_previous' | 'on_air_undo_take' | 'on_air_pause' | 'on_air_resume' | 'on_air_end';

export type Show = ReturnType<typeof openShow>;

/** Opens a session's show. Call it while a component starts. */
export function openShow(id: string) {
  const sessionId = id;
  const told = reading('on_air_state', () => ({ sessionId }), ['onAir', 'lineup', 'session', 'catalogue']);
  const lineup = reading('lineup_get', () => ({ sessionId }), ['lineup', 'catalogue', 'session']);
  const session = reading('session_get', () => ({ sessionId }), ['session', 'hosts']);
  const log = reading('log_page', () => ({ sessionId, limit: 60 }), ['onAir', 'session']);
  /** The latest state and when it came, by the clock that nobody sets. */
  let anchor = $state.raw<{ state: OnAir; at: number } | null>(null);
  let beat = $state(performance.now());
  let chosen = $state<string | null>(null);
  let typed = $state('');
  let forget: ReturnType<typeof setTimeout> | undefined;
  let busy = $state(false);
  const slots = $derived(lineup.data?.slots ?? []);
  const planned = reading('offer_all', () => (workspace.mayOperate ? { sessionId } : null), ['lineup', 'catalogue', 'session']);

  function put(state: OnAir) {
    if (anchor && state.serverNowMs < anchor.state.serverNowMs) return; // overtaken by a later answer
    anchor = { state, at: performance.now() };
  }
  $effect(() => {
    const state = told.data;
    if (state) untrack(() => put(state));
  });
  $effect(() => {
    if (anchor && anchor.state.status !== 'live') chosen = null;
  });
  $effect(() => {
    const draw = setInterval(() => (beat = performance.now()), BEAT_MS);
    const ask = setInterval(() => void told.again(), RESYNC_MS);
    const seen = () => document.visibilityState === 'visible' && void told.again();
    document.addEventListener('visibilitychange', seen);
    return () => {
      clearInterval(draw);
      clearInterval(ask);
      clearTimeout(forget);
      document.removeEventListener('visibilitychange', seen);
    };
  });

  async function run(work: () => Promise<OnAir>): Promise<boolean> {
    if (busy) return false; // a second press while the first is on its way would go one too far
    busy = true;
    try {
      put(await work());
      return true;
    } catch (cause) {
      notices.failed(sentenceOf(cause));
      return false;
    } finally {
      busy = false;
    }
  }
  const verb = (name: Verb) => run(() => call(name, { sessionId, clientKey: crypto.randomUUID() }));
  async function take(slotId: string) {
    if (await run(() => call('on_air_take', { sessionId, slotId, clientKey: crypto.randomUUID() }))) chosen = null;
  }
  const offerStep = (name: 'offer_open' | 'offer_close' | 'offer_undo_open', offerId: string) =>
    run(() => call(name, { sessionId, offerId, clientKey: crypto.randomUUID() }));
  const availability = (slotId: string): Availability => anchor?.state.slots.find((row) => row.slotId === slotId)?.availability ?? 'onSale';
  function choose(slotId: string | null) {
    if (anchor?.state.status !== 'live') return; // nothing can be shown, so nothing waits to be
    chosen = slotId === chosen || slotId === anchor?.state.now?.slotId ? null : slotId;
  }

  return {
    get state(): OnAir | null {
      return anchor?.state ?? null;
    },
    get drawn() {
      return anchor ? drawn(anchor.state, Math.max(0, beat - anchor.at)) : null;
    },
    get error() {
      return told.error;
    },
    get session() {
      return session.data;
    },
    get slots(): readonly Slot[] {
      return slots;
    },
    slot: (slotId: string | null | undefined): Slot | null => slots.find((slot) => slot.id === slotId) ?? null,
    get log() {
      return log.data?.entries ?? [];
    },
    get busy() {
      return busy;
    },
    /** The slot chosen by hand, not on air. */
    get chosen() {
      return chosen;
    },
    /** What Next shows: what was chosen by hand, else what comes next in order. */
    get upNext(): string | null {
      return chosen ?? anchor?.state.nextSlotId ?? null;
    },
    get typed() {
      return typed;
    },
    choose,
    digit(digit: string) {
      clearTimeout(forget);
      typed = typedNumber(typed, digit, slots.map((slot) => slot.number));
      const found = slots.find((slot) => String(slot.number) === typed);
      if (found) chosen = found.id === anchor?.state.now?.slotId ? null : found.id;
      forget = setTimeout(() => (typed = ''), TYPING_MS);
    },
    async next() {
      if (chosen) await take(chosen);
      else await verb('on_air_next');
    },
    previous: () => verb('on_air_previous'),
    take,
    takeChosen() {
      if (chosen) void take(chosen);
      else notices.failed(m.desk_choose_first());
    },
    undo: () => verb('on_air_undo_take'),
    pause: () => verb(anchor?.state.clock === 'paused' ? 'on_air_resume' : 'on_air_pause'),
    start: () => verb('on_air_start'),
    end: () => verb('on_air_end'),
    /** The offers that are planned; empty for who may not open them. */
    get planned() {
      return planned.data?.offers ?? [];
    },
    /** The product in hand: chosen, else on screen. */
    get inHand(): string | null {
      return chosen ?? anchor?.state.now?.slotId ?? null;
    },
    openOffer: (offerId: string) => offerStep('offer_open', offerId),
    closeOffer: (offerId: string) => offerStep('offer_close', offerId),
    undoOffer: (offerId: string) => offerStep('offer_undo_open', offerId),
    withdrawOffer: (offerId: string, reason: string) => run(() => call('offer_withdraw', { sessionId, offerId, reason })),
    /** Whether a product can be bought, as the desk said. */
    availability,
    /** Sold out, or on sale again. */
    soldOut: (slotId: string) =>
      run(() => call(availability(slotId) === 'onSale' ? 'on_air_sold_out' : 'on_air_on_sale', { sessionId, slotId, clientKey: crypto.randomUUID() })),
    withdrawProduct: (slotId: string, reason: string) => run(() => call('on_air_withdraw', { sessionId, slotId, reason })),
    note: (text: string) => run(() => call('on_air_note', { sessionId, text })),
    again: told.again,
  };
}
