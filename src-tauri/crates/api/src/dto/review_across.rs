//! Reviews across sessions on the wire: rows by any grouping, and a year by market, channels and month.

use app::reviews as from;
use domain::{Currency, Money};
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Market;
use super::review::{Kpi, ReviewGrouping, ReviewedSession};

const MS_PER_HOUR: i64 = 3_600_000;

/// One row of a grouping, to be opened.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReviewWithin {
    /// What the row was put together by.
    pub grouping: ReviewGrouping,
    /// Its key.
    pub key: String,
}

/// Sessions of a period.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ReviewAll {
    /// First instant, UTC milliseconds; from the first session when left out.
    pub from_ms: Option<i64>,
    /// The instant after the last one, UTC milliseconds; to the last session when left out.
    pub to_ms: Option<i64>,
    /// First day, by the clock of each session's own zone: `2026-11-28`.
    pub from_day: Option<String>,
    /// Last day.
    pub to_day: Option<String>,
    /// What rows are put together by.
    pub grouping: ReviewGrouping,
    /// Only sessions of this market.
    pub market: Option<Market>,
    /// Only what one row of another grouping is made of.
    pub within: Option<ReviewWithin>,
}

/// One row across sessions, in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewRow {
    /// `2026-11`, `2026-11-28`, `2026-Q4`, a weekday from 1 (Monday), an hour, a market's or the channels' codes (`+`
    /// between them), or the id of session, host or product; empty for no host or channel.
    pub key: String,
    /// What host or product are called.
    pub title: Option<String>,
    /// The session, when grouped by session.
    pub session: Option<ReviewedSession>,
    /// How many sessions.
    pub sessions: i64,
    /// ISO 4217 code; where no sales came in, that of the market.
    pub currency: String,
    /// The headline figures; none when no sales came in.
    pub kpis: Vec<Kpi>,
    /// How many of the sessions are told by platform totals, because no order lines came in.
    pub by_platform: i64,
    /// GMV as a range; none where that is not known.
    pub range: Option<ReviewRange>,
    /// Their time on air, milliseconds; none while one of them does not say.
    pub on_air_ms: Option<i64>,
    /// GMV an hour on air, rounded half up to 10⁻⁴.
    pub gmv_per_hour: Option<String>,
}

/// What sessions brought over a period.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewAcross {
    /// One row a group and currency: newest first, by the clock, or most GMV first.
    pub rows: Vec<ReviewRow>,
    /// Everything together, one row a currency.
    pub totals: Vec<ReviewRow>,
    /// The latest instant the figures stand for, UTC milliseconds.
    pub as_of_ms: Option<i64>,
    /// Whether a session stands in several rows; in the total it counts once.
    pub shares_sessions: bool,
    /// What the opened row is called, where its key alone does not say.
    pub of: Option<String>,
}

/// Which year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ReviewYearOf {
    /// The year; the latest with a session when left out.
    pub year: Option<i32>,
}

/// What one month of a row brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewMonth {
    /// Sessions held.
    pub sessions: i64,
    /// GMV; none when none of the sales came in.
    pub gmv: Option<String>,
}

/// One market, its channels and a currency over a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewYearRow {
    /// The market; none for a total.
    pub market: Option<Market>,
    /// The channels' codes, `+` between them; empty where none is known.
    pub channels: String,
    /// ISO 4217 code.
    pub currency: String,
    /// January to December.
    pub months: Vec<ReviewMonth>,
    /// The whole year.
    pub whole: ReviewMonth,
}

/// A year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewYear {
    /// Every year with a session, newest first.
    pub years: Vec<i32>,
    /// The year shown; none when no session was ever held.
    pub year: Option<i32>,
    /// One row a market, channels and currency.
    pub rows: Vec<ReviewYearRow>,
    /// Everything together, one row a currency.
    pub totals: Vec<ReviewYearRow>,
}

/// GMV as a range, from what is certain to what may be the session's as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewRange {
    /// By the session's id or by hand.
    pub certain: String,
    /// Certain, likely, and what fits another session as well; in a total counted once.
    pub possible: String,
    /// Sale lines credited for certain.
    pub certain_lines: i64,
    /// How many of them by hand.
    pub by_hand: i64,
    /// Sale lines that fit another session as well.
    pub shared_lines: i64,
}

impl ReviewRange {
    pub(super) fn of(range: &from::Range, currency: Currency) -> Self {
        let text = |e4| Money::from_observed(e4, currency).amount().normalize().to_string();
        Self {
            certain: text(range.certain_e4),
            possible: text(range.possible_e4),
            certain_lines: range.certain_lines,
            by_hand: range.by_hand,
            shared_lines: range.shared_lines,
        }
    }
}

/// What a check of the figures found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FiguresChecked {
    /// Sums that were compared with their lines.
    pub sums: i64,
    /// Sums that are not those of their lines.
    pub wrong: i64,
}

impl From<from::Checked> for FiguresChecked {
    fn from(checked: from::Checked) -> Self {
        let count = |number| i64::try_from(number).unwrap_or(i64::MAX);
        Self { sums: count(checked.sums), wrong: count(checked.wrong) }
    }
}

/// GMV an hour on air.
fn per_hour(row: &from::AcrossRow) -> Option<String> {
    let hours = Decimal::from(row.on_air_ms.filter(|ms| *ms > 0)?);
    let gmv = row.kpis.iter().find(|kpi| kpi.metric == domain::Metric::Gmv)?.value?;
    let exact = gmv.checked_mul(Decimal::from(MS_PER_HOUR))?.checked_div(hours)?;
    Some(exact.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero).normalize().to_string())
}

impl From<ReviewWithin> for from::Within {
    fn from(within: ReviewWithin) -> Self {
        Self { grouping: within.grouping.into(), key: within.key }
    }
}

impl From<from::AcrossRow> for ReviewRow {
    fn from(row: from::AcrossRow) -> Self {
        Self {
            gmv_per_hour: per_hour(&row),
            key: row.key,
            title: row.title,
            session: row.session.map(Into::into),
            sessions: row.sessions,
            currency: row.currency.code().to_owned(),
            kpis: row.kpis.into_iter().map(Into::into).collect(),
            by_platform: row.by_platform,
            range: row.range.map(|range| ReviewRange::of(&range, row.currency)),
            on_air_ms: row.on_air_ms,
        }
    }
}

impl From<from::Across> for ReviewAcross {
    fn from(across: from::Across) -> Self {
        Self {
            rows: across.rows.into_iter().map(Into::into).collect(),
            totals: across.totals.into_iter().map(Into::into).collect(),
            as_of_ms: across.as_of_ms,
            shares_sessions: across.shares_sessions,
            of: across.of,
        }
    }
}

fn month(cell: from::YearCell, currency: Currency) -> ReviewMonth {
    let gmv = |e4| Money::from_observed(e4, currency).amount().normalize().to_string();
    ReviewMonth { sessions: cell.sessions, gmv: cell.tally.map(|tally| gmv(tally.gmv_e4)) }
}

impl From<from::Year> for ReviewYear {
    fn from(year: from::Year) -> Self {
        let row = |market: Option<domain::Market>, channels, currency: Currency, months: [_; 12], whole| {
            ReviewYearRow {
                market: market.map(Into::into),
                channels,
                currency: currency.code().to_owned(),
                months: months.into_iter().map(|cell| month(cell, currency)).collect(),
                whole: month(whole, currency),
            }
        };
        let total = |(currency, months, whole)| row(None, String::new(), currency, months, whole);
        Self {
            years: year.years,
            year: year.year,
            totals: year.totals.into_iter().map(total).collect(),
            rows: year
                .rows
                .into_iter()
                .map(|one| row(Some(one.market), one.channels, one.currency, one.months, one.whole))
                .collect(),
        }
    }
}
