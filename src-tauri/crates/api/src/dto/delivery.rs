//! Deliveries on the wire.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::target::{DeliveryState, TargetAnswer};

/// Asks for deliveries of one destination, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct DeliveryPageRequest {
    /// The destination.
    pub target_id: String,
    /// Only deliveries older than this one: the last of the page before.
    pub before: Option<String>,
    /// At most this many; 50 by default, 200 at most.
    pub limit: Option<u32>,
}

/// One revision on its way to one destination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Delivery {
    /// The delivery; the other side's idempotency key.
    pub id: String,
    /// The revision.
    pub revision: i64,
    /// The session it tells about.
    pub session_id: String,
    /// How it fares.
    pub state: DeliveryState,
    /// Tries so far.
    pub attempts: u32,
    /// When it was written, UTC ms.
    pub created_at_ms: i64,
    /// When it was accepted, skipped or given up, UTC ms.
    pub finished_at_ms: Option<i64>,
    /// When it is tried next, UTC ms, while pending.
    pub next_try_at_ms: Option<i64>,
    /// The answer to its last try.
    pub last_answer: Option<TargetAnswer>,
}

/// Deliveries of one destination, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeliveryPage {
    /// The deliveries.
    pub deliveries: Vec<Delivery>,
    /// How many there are in all.
    pub total: i64,
    /// What to ask with for the next page; none at the end.
    pub before: Option<String>,
}

/// Sends the latest state again, by hand.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeliveryResend {
    /// The delivery that was given up.
    pub delivery_id: String,
}
