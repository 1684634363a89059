//! What stands in a cell of a file that goes out.

use chrono::{DateTime, SecondsFormat, TimeZone};
use chrono_tz::Tz;
use rust_decimal::Decimal;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Words, and everything that is not reckoned with: ids, numbers of orders.
    Text,
    /// A whole number.
    Whole,
    /// An amount in the row's currency, 10⁻⁴.
    Amount,
    /// An instant.
    Instant,
}

/// A column of a table that goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name for programs, the same in every language.
    pub key: &'static str,
    /// What it holds.
    pub form: Form,
}

impl Column {
    /// A column.
    pub const fn new(key: &'static str, form: Form) -> Self {
        Self { key, form }
    }
}

/// A cell. What is not known is [`Value::Unknown`], which is not zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// Words.
    Text(&'a str),
    /// A whole number.
    Whole(i64),
    /// An amount, 10⁻⁴.
    E4(i64),
    /// An instant, UTC milliseconds, and the zone it is told in.
    Instant(i64, Tz),
    /// Not known, or not there.
    Unknown,
}

/// An amount of 10⁻⁴ as decimal text without zeros at its end: `199000`, `24.5`.
pub fn decimal_text(e4: i64) -> String {
    Decimal::new(e4, 4).normalize().to_string()
}

/// An instant as ISO 8601 in its zone, to the second.
pub(super) fn instant_text(at_ms: i64, zone: Tz) -> String {
    local(at_ms, zone).map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, false)).unwrap_or_default()
}

/// An instant in its zone; none outside of the calendar.
pub(super) fn local(at_ms: i64, zone: Tz) -> Option<DateTime<Tz>> {
    zone.timestamp_millis_opt(at_ms).single()
}
