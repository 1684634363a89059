//! Undo and redo on the wire.

use serde::Serialize;
use ts_rs::TS;

/// One step: its label is made in the window from the verb and its subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// The verb, such as `lineup_move_slot`.
    pub verb: String,
    /// What it was done to, or empty.
    pub subject: String,
    /// When, UTC milliseconds.
    pub at_ms: i64,
}

/// What undo and redo would do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryState {
    /// The step undo would take back.
    pub undo: Option<Step>,
    /// The step redo would repeat.
    pub redo: Option<Step>,
}

/// The step that was taken back or repeated; none when there was none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HistoryStep {
    /// The step.
    pub step: Option<Step>,
}

impl From<app::store::HistoryEntry> for Step {
    fn from(entry: app::store::HistoryEntry) -> Self {
        Self { verb: entry.verb, subject: entry.subject, at_ms: entry.at_ms }
    }
}

impl From<app::HistoryState> for HistoryState {
    fn from(state: app::HistoryState) -> Self {
        Self { undo: state.undo.map(Into::into), redo: state.redo.map(Into::into) }
    }
}
