// Written by `cargo xtask bindings`; do not edit.
import type { HistoryState } from './HistoryState';
import type { HistoryStep } from './HistoryStep';
import type { Nothing } from './Nothing';
import type { WorkspaceEdit } from './WorkspaceEdit';
import type { WorkspaceStart } from './WorkspaceStart';
import type { WorkspaceState } from './WorkspaceState';

/** Every command: what it takes and what it answers. */
export interface Commands {
  workspace_state: [Nothing, WorkspaceState];
  workspace_start: [WorkspaceStart, WorkspaceState];
  workspace_edit: [WorkspaceEdit, WorkspaceState];
  history_state: [Nothing, HistoryState];
  history_undo: [Nothing, HistoryStep];
  history_redo: [Nothing, HistoryStep];
}
