/** The open workspace, for the whole window: what it is, who looks, and the look and language that follow from it. */
import { market } from '$lib/format';
import { language } from '$lib/messages';

import type { Theme } from './bindings/Theme';
import type { Workspace } from './bindings/Workspace';
import type { WorkspaceEdit } from './bindings/WorkspaceEdit';
import type { WorkspaceStart } from './bindings/WorkspaceStart';
import type { WorkspaceState } from './bindings/WorkspaceState';
import { call } from './call';
import { onChange } from './changes.svelte';
import { AppError } from './error';

let state = $state.raw<WorkspaceState | null>(null);
let error = $state.raw<AppError | null>(null);

/** Paints in light, in dark, or as the system has it. */
export function paint(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset['theme'];
  else root.dataset['theme'] = theme;
}

/** How soon the core is asked again while it has nothing open, ms. */
const REOPENING_MS = 500;

function follow(next: WorkspaceState) {
  // While a backup or another file takes its place nothing is open for a moment: the window waits, it does not begin
  // with the first questions again.
  if (!next.workspace && state?.workspace) {
    setTimeout(() => void read(), REOPENING_MS);
    return;
  }
  state = next;
  error = null;
  if (!next.workspace) return;
  language.set(next.workspace.language);
  market.set(next.workspace.market, next.workspace.zone);
  paint(next.workspace.theme);
}

async function read() {
  try {
    follow(await call('workspace_state', {}));
  } catch (cause) {
    error = AppError.from(cause);
  }
}

export const workspace = {
  /** What the frame needs; null until the core has answered. */
  get state(): WorkspaceState | null {
    return state;
  },
  /** The open workspace; null before the first run is answered. */
  get current(): Workspace | null {
    return state?.workspace ?? null;
  },
  /** Why the core did not answer. */
  get error(): AppError | null {
    return error;
  },
  /** Whether the caller may edit the plan and run the show. */
  get mayOperate(): boolean {
    return state?.role === 'operator' || state?.role === 'owner';
  },
  get mayOwn(): boolean {
    return state?.role === 'owner';
  },
  /** Reads now and at every change of the workspace, until the answer is called. */
  follow(): () => void {
    void read();
    return onChange(({ change }) => {
      if (change === 'workspace' || change === 'everything') void read();
    });
  },
  again: read,
  /** Answers the first run. Throws `AppError`. */
  async start(answers: WorkspaceStart): Promise<void> {
    follow(await call('workspace_start', answers));
  },
  /** Changes settings. Throws `AppError`. */
  async edit(changed: WorkspaceEdit): Promise<void> {
    follow(await call('workspace_edit', changed));
  },
};
