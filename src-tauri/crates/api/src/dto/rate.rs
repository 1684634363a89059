//! Rates of exchange on the wire.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One rate: on `day` one of `from` was worth `rate` of `to`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeRate {
    /// The day.
    pub day: String,
    /// What is given, three letters.
    pub from: String,
    /// What is got, three letters.
    pub to: String,
    /// How much of it for one, decimal text.
    pub rate: String,
    /// Who said so; the file's name of one from a file.
    pub source: String,
    /// The file it came from; none when it was entered by hand.
    pub import_id: Option<String>,
}

/// Every rate that counts, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeRates {
    /// The rates.
    pub rates: Vec<ExchangeRate>,
    /// A rate older than this many days is not used for a day.
    pub oldest_days: u32,
}

/// Enters a rate by hand; one of the same day and pair gives way.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExchangeRateSave {
    /// The day.
    pub day: String,
    /// What is given, three letters.
    pub from: String,
    /// What is got, three letters.
    pub to: String,
    /// How much of it for one, decimal text.
    pub rate: String,
    /// Who said so.
    pub source: String,
}

/// Names a rate that was entered by hand.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExchangeRateRef {
    /// The day.
    pub day: String,
    /// What is given.
    pub from: String,
    /// What is got.
    pub to: String,
}
