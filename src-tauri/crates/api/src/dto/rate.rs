//! Rates of exchange on the wire.

use app::rates::LookedRates;
use app::reviews as from;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::import::ImportCounts;
use super::workspace::Market;

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

/// Looks at a file of rates; what it does not prove can be answered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct RatesAsk {
    /// The file.
    pub path: String,
    /// What stands before decimals: `dot` or `comma`.
    pub numbers: Option<String>,
    /// The order of day and month: `dmy` or `mdy`.
    pub dates: Option<String>,
    /// The hash of the file as it was shown; only to take it in.
    pub hash: Option<String>,
}

/// What a file of rates does not prove.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RatesOpen {
    /// Which columns hold what.
    Columns,
    /// What stands before decimals.
    Numbers,
    /// The order of day and month.
    Dates,
}

/// One pair of currencies a file has rates of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RatesPair {
    /// From, three letters.
    pub from: String,
    /// To, three letters.
    pub to: String,
    /// On how many days.
    pub days: u64,
    /// The newest rate.
    pub rate: String,
    /// Its day.
    pub day: String,
}

/// A cell that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RatesReject {
    /// The row as a spreadsheet numbers it.
    pub row: u64,
    /// The column's name.
    pub column: String,
    /// What stands there.
    pub value: String,
}

/// What a file of rates would bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RatesLooked {
    /// The file's name.
    pub file: String,
    /// Its hash.
    pub hash: String,
    /// How many rows went which way; a row of many currencies brings many rates.
    pub counts: ImportCounts,
    /// First day.
    pub first_day: Option<String>,
    /// Last day.
    pub last_day: Option<String>,
    /// The pairs, by name.
    pub pairs: Vec<RatesPair>,
    /// Cells of currencies nobody sells in, or without a rate.
    pub others: u64,
    /// What could not be read, the first hundred.
    pub rejects: Vec<RatesReject>,
    /// What is open; while anything is, nothing comes in.
    pub open: Vec<RatesOpen>,
}

/// Cells that could not be read are shown up to so many.
const REJECTS_SHOWN: usize = 100;

impl From<LookedRates> for RatesLooked {
    fn from(looked: LookedRates) -> Self {
        let pair = |pair: app::rates::RatePair| RatesPair {
            from: pair.from.as_str().to_owned(),
            to: pair.to.as_str().to_owned(),
            days: pair.days,
            rate: pair.latest.rate.normalize().to_string(),
            day: pair.latest.day.to_string(),
        };
        let reject = |reject: app::exchange::RateReject| RatesReject {
            row: reject.row,
            column: reject.column,
            value: reject.value,
        };
        let open = |open: app::exchange::RateOpen| match open {
            app::exchange::RateOpen::Columns => RatesOpen::Columns,
            app::exchange::RateOpen::Numbers => RatesOpen::Numbers,
            app::exchange::RateOpen::Dates => RatesOpen::Dates,
        };
        Self {
            file: looked.sniffed.file,
            hash: looked.sniffed.hash,
            counts: looked.counts.into(),
            first_day: looked.days.map(|(first, _)| first.to_string()),
            last_day: looked.days.map(|(_, last)| last.to_string()),
            pairs: looked.pairs.into_iter().map(pair).collect(),
            others: looked.others,
            rejects: looked.rejects.into_iter().take(REJECTS_SHOWN).map(reject).collect(),
            open: looked.open.into_iter().map(open).collect(),
        }
    }
}

/// Asks what sessions of several currencies brought in one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ReviewTogetherAsk {
    /// First instant, UTC milliseconds.
    pub from_ms: Option<i64>,
    /// The instant after the last, UTC milliseconds.
    pub to_ms: Option<i64>,
    /// Only sessions of this market.
    pub market: Option<Market>,
    /// ISO 4217 code.
    pub currency: String,
}

/// The rates one pair was exchanged at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExchangedAt {
    /// ISO 4217 code.
    pub from: String,
    /// ISO 4217 code.
    pub to: String,
    /// First day of the rates.
    pub first_day: String,
    /// Last day of the rates.
    pub last_day: String,
    /// Lowest rate.
    pub lowest: String,
    /// Highest rate.
    pub highest: String,
    /// Who said so.
    pub sources: Vec<String>,
}

/// Days a rate is missing on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NoRate {
    /// ISO 4217 code.
    pub from: String,
    /// ISO 4217 code.
    pub to: String,
    /// The days, in order.
    pub days: Vec<String>,
}

/// What sessions brought together in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewTogether {
    /// ISO 4217 code.
    pub currency: String,
    /// Sessions with sales.
    pub sessions: i64,
    /// GMV; none while a rate is missing.
    pub gmv: Option<String>,
    /// Net sales; none while a rate is missing or a platform does not say what they are.
    pub net_sales: Option<String>,
    /// The rates.
    pub exchanged: Vec<ExchangedAt>,
    /// The rates that are missing.
    pub missing: Vec<NoRate>,
    /// A rate older than this many days is not used for a day.
    pub oldest_days: u32,
}

impl From<from::Together> for ReviewTogether {
    fn from(together: from::Together) -> Self {
        let text = |amount: rust_decimal::Decimal| amount.normalize().to_string();
        let rate = |rate: rust_decimal::Decimal| text(rate.round_dp(8));
        let at = |one: from::ExchangedAt| ExchangedAt {
            from: one.from.code().to_owned(),
            to: one.to.code().to_owned(),
            first_day: one.days.0.to_string(),
            last_day: one.days.1.to_string(),
            lowest: rate(one.rates.0),
            highest: rate(one.rates.1),
            sources: one.sources,
        };
        let none = |one: from::NoRate| NoRate {
            from: one.from.code().to_owned(),
            to: one.to.code().to_owned(),
            days: one.days.iter().map(ToString::to_string).collect(),
        };
        Self {
            currency: together.currency.code().to_owned(),
            sessions: together.sessions,
            gmv: together.gmv.map(text),
            net_sales: together.net_sales.map(text),
            exchanged: together.exchanged.into_iter().map(at).collect(),
            missing: together.missing.into_iter().map(none).collect(),
            oldest_days: u32::try_from(domain::rate::OLDEST_DAYS).unwrap_or(u32::MAX),
        }
    }
}
