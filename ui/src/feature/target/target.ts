/** Destinations in words: how each fares and what it answered. */
import CircleAlert from '@lucide/svelte/icons/circle-alert';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import Clock from '@lucide/svelte/icons/clock';
import Minus from '@lucide/svelte/icons/minus';
import Send from '@lucide/svelte/icons/send';
import type { Component } from 'svelte';

import type { AnswerCode } from '$lib/ipc/bindings/AnswerCode';
import type { DeliveryState } from '$lib/ipc/bindings/DeliveryState';
import type { TargetState } from '$lib/ipc/bindings/TargetState';
import { m } from '$lib/messages';

type Tone = 'ok' | 'warn' | 'alert' | 'line' | 'plain';
interface Told {
  tone: Tone;
  icon: Component;
  text: () => string;
}

export const STATES: Record<TargetState, Told> = {
  off: { tone: 'line', icon: CirclePause, text: () => m.target_off() },
  idle: { tone: 'line', icon: Minus, text: () => m.target_idle() },
  sending: { tone: 'plain', icon: Send, text: () => m.target_sending() },
  upToDate: { tone: 'ok', icon: CircleCheck, text: () => m.target_up_to_date() },
  retrying: { tone: 'warn', icon: Clock, text: () => m.target_retrying() },
  needsYou: { tone: 'alert', icon: CircleAlert, text: () => m.target_needs_you() },
};

export const DELIVERIES: Record<DeliveryState, Told> = {
  pending: { tone: 'plain', icon: Send, text: () => m.target_delivery_pending() },
  delivered: { tone: 'ok', icon: CircleCheck, text: () => m.target_delivery_delivered() },
  skipped: { tone: 'line', icon: Minus, text: () => m.target_delivery_skipped() },
  dead: { tone: 'alert', icon: CircleAlert, text: () => m.target_delivery_dead() },
};

/** What a destination answered, with its remedy. */
export const ANSWERS: Record<AnswerCode, () => string> = {
  received: () => m.target_answer_received(),
  notAllowed: () => m.target_answer_not_allowed(),
  nothingThere: () => m.target_answer_nothing_there(),
  gone: () => m.target_answer_gone(),
  refused: () => m.target_answer_refused(),
  moved: () => m.target_answer_moved(),
  tooOften: () => m.target_answer_too_often(),
  failing: () => m.target_answer_failing(),
  tooSlow: () => m.target_answer_too_slow(),
  unknownName: () => m.target_answer_unknown_name(),
  unreachable: () => m.target_answer_unreachable(),
  broken: () => m.target_answer_broken(),
  notSecure: () => m.target_answer_not_secure(),
  privateAddress: () => m.target_answer_private(),
  badAddress: () => m.target_answer_bad_address(),
  folderMissing: () => m.target_answer_folder_missing(),
  folderReadOnly: () => m.target_answer_folder_read_only(),
  folderFull: () => m.target_answer_folder_full(),
  folderForeign: () => m.target_answer_folder_foreign(),
  folderNewer: () => m.target_answer_folder_newer(),
  folderFailed: () => m.target_answer_folder_failed(),
  notEncrypted: () => m.connect_answer_not_encrypted(),
  keyUnknown: () => m.connect_answer_key_unknown(),
  keyWrong: () => m.connect_answer_key_wrong(),
  clockSkew: () => m.connect_answer_clock_skew(),
  wrongRegion: () => m.connect_answer_wrong_region(),
  bucketMissing: () => m.connect_answer_bucket_missing(),
  noRightToRead: () => m.connect_answer_no_right_to_read(),
  noRightToWrite: () => m.connect_answer_no_right_to_write(),
  storageForeign: () => m.connect_answer_storage_foreign(),
  storageNewer: () => m.connect_answer_storage_newer(),
  storageBusy: () => m.connect_answer_storage_busy(),
  unguarded: () => m.connect_answer_unguarded(),
  headersLost: () => m.connect_answer_headers_lost(),
  notPublic: () => m.connect_answer_not_public(),
  notShared: () => m.connect_answer_not_shared(),
  testLeft: () => m.connect_answer_test_left(),
  pluginMissing: () => m.connect_answer_plugin_missing(),
  pluginOld: () => m.connect_answer_plugin_old(),
  loginWrong: () => m.connect_answer_login_wrong(),
  loginLost: () => m.connect_answer_login_lost(),
  passwordsOff: () => m.connect_answer_passwords_off(),
  roleTooLow: () => m.connect_answer_role_too_low(),
  maintenance: () => m.connect_answer_maintenance(),
  notJson: () => m.connect_answer_not_json(),
  siteBlocks: () => m.connect_answer_site_blocks(),
  siteNewer: () => m.connect_answer_site_newer(),
  pageMissing: () => m.connect_answer_page_missing(),
  plainLinks: () => m.connect_answer_plain_links(),
};

/** The lines a shop's page needs; `src` is where the folder or the receiver puts the manifest. */
export const snippet = (language: string): string =>
  [
    '<script type="module" src="/live/live-session.js"></script>',
    `<live-session src="/live/manifest.json" locale="${language}">`,
    `  <a href="https://…">${m.target_snippet_link()}</a>`,
    '</live-session>',
  ].join('\n');
