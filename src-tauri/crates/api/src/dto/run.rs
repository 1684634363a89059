//! Long work that runs.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which work.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RunRef {
    /// The id it was asked for with: `exportId`, `runId`.
    pub run_id: String,
}

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RunProgress {
    /// Whether it runs.
    pub running: bool,
    /// Parts done: order lines of an export, sessions of a reckoning.
    #[ts(type = "number")]
    pub done: u64,
    /// Parts in all.
    #[ts(type = "number")]
    pub total: u64,
}
