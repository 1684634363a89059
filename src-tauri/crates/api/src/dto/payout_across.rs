//! Payouts by the day they were made, on the wire.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::review::{ReviewGrouping, ReviewedSession};
use super::workspace::Market;

/// Payouts by the day they were made.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct PayoutAcrossQuery {
    /// From, UTC milliseconds.
    pub from_ms: Option<i64>,
    /// To, not included, UTC milliseconds.
    pub to_ms: Option<i64>,
    /// Only payouts in this market's currency.
    pub market: Option<Market>,
    /// How they are put together.
    pub grouping: ReviewGrouping,
    /// As known at this instant, UTC milliseconds.
    pub known_on_ms: Option<i64>,
}

/// One row of payouts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PayoutAcrossRow {
    /// `2026-11`, `2026-11-28`, or the session's id; empty for orders of no session.
    pub key: String,
    /// The session.
    pub session: Option<ReviewedSession>,
    /// ISO 4217 code.
    pub currency: String,
    /// Orders something was paid out for.
    pub orders: i64,
    /// What platforms count as revenue; none where a file does not say.
    pub revenue: Option<String>,
    /// What they took, below zero; none where a file does not say.
    pub taken: Option<String>,
    /// Their adjustments.
    pub adjustments: String,
    /// What was paid out.
    pub paid: String,
}

/// What was paid out over a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PayoutAcross {
    /// One row a group and currency, newest first.
    pub rows: Vec<PayoutAcrossRow>,
    /// Everything together, one row a currency.
    pub totals: Vec<PayoutAcrossRow>,
    /// The latest instant the figures stand for, UTC milliseconds.
    pub as_of_ms: Option<i64>,
}
