/** Connecting object storage or a website: what is asked, and the request it becomes. */
import CircleAlert from '@lucide/svelte/icons/circle-alert';
import CircleCheck from '@lucide/svelte/icons/circle-check';
import Info from '@lucide/svelte/icons/info';
import type { Component } from 'svelte';

import type { TargetCheck } from '$lib/ipc/bindings/TargetCheck';
import type { TargetCreate } from '$lib/ipc/bindings/TargetCreate';
import type { TargetGrade } from '$lib/ipc/bindings/TargetGrade';
import type { TargetKind } from '$lib/ipc/bindings/TargetKind';
import { m } from '$lib/messages';

/** What a bucket's key has to be allowed, as its owner's console names it. */
export const RIGHTS = 's3:GetObject s3:PutObject s3:DeleteObject';
/** What the plugin is called as a file, and on a page. */
export const PLUGIN = 'showrunner-live.zip';
export const SHORTCODE = '[live_session]';
/** A folder that does. */
export const FOLDER = 'live';

export type Provider = 'aws' | 'r2' | 'other';

/** What the user enters; what does not belong to the chosen kind is not sent. */
export interface Form {
  kind: TargetKind;
  provider: Provider;
  name: string;
  endpoint: string;
  account: string;
  region: string;
  bucket: string;
  folder: string;
  publicAddress: string;
  site: string;
  login: string;
  secret: string;
  allowPrivate: boolean;
}

export const emptyForm = (kind: TargetKind): Form => ({
  kind, provider: 'aws', name: '', endpoint: '', account: '', region: '', bucket: '', folder: '', publicAddress: '', site: '', login: '', secret: '', allowPrivate: false,
});

/** An address without blanks around it and without slashes at its ends. */
const bare = (text: string): string => text.trim().replace(/^\/+|\/+$/g, '');

function endpointOf({ provider, region, account, endpoint }: Form): string {
  if (provider === 'aws') return `https://s3.${bare(region)}.amazonaws.com`;
  if (provider === 'r2') return `https://${bare(account)}.r2.cloudflarestorage.com`;
  return bare(endpoint);
}

/** The request, for trying it out and for adding it alike. */
export function requestOf(form: Form): TargetCreate {
  const keys = { login: form.login, secret: form.secret };
  const shared = { kind: form.kind, name: form.name, keys, allowPrivate: form.allowPrivate };
  if (form.kind === 'wordPress') return { ...shared, address: form.site.trim() };
  const address = [endpointOf(form), bare(form.bucket), bare(form.folder)].filter(Boolean).join('/');
  const region = form.provider === 'r2' ? 'auto' : form.region.trim();
  return { ...shared, address, region, publicAddress: form.publicAddress.trim() };
}

export const CHECKS: Record<TargetCheck, () => string> = {
  reach: () => m.connect_check_reach(),
  write: () => m.connect_check_write(),
  signIn: () => m.connect_check_sign_in(),
  bucket: () => m.connect_check_bucket(),
  guard: () => m.connect_check_guard(),
  headers: () => m.connect_check_headers(),
  public: () => m.connect_check_public(),
  clean: () => m.connect_check_clean(),
  plugin: () => m.connect_check_plugin(),
  page: () => m.connect_check_page(),
};

export const GRADES: Record<TargetGrade, { tone: 'ok' | 'warn' | 'alert'; icon: Component; text: () => string }> = {
  works: { tone: 'ok', icon: CircleCheck, text: () => m.connect_works() },
  note: { tone: 'warn', icon: Info, text: () => m.connect_note() },
  missing: { tone: 'alert', icon: CircleAlert, text: () => m.connect_missing() },
};

export const KINDS: Record<TargetKind, () => string> = {
  folder: () => m.target_folder(),
  webhook: () => m.target_webhook(),
  objectStorage: () => m.connect_storage(),
  wordPress: () => m.connect_wordpress(),
};
