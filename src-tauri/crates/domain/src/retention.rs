//! How long what files brought is kept.

use chrono::{DateTime, Months};

/// What is kept for how long; `None` is for ever.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Retention {
    /// The washed cells of files, months after they came in.
    pub cell_months: Option<u32>,
    /// The keyed hashes of buyers, months after the order was placed.
    pub buyer_months: Option<u32>,
}

/// The longest that can be asked for: a hundred years.
pub const MOST_MONTHS: u32 = 1_200;

/// The instant `months` calendar months before `now_ms`, UTC milliseconds: what is older is no longer kept. On a day
/// that the earlier month does not have, its last day counts.
pub fn kept_since(now_ms: i64, months: u32) -> i64 {
    DateTime::from_timestamp_millis(now_ms)
        .and_then(|now| now.checked_sub_months(Months::new(months)))
        .map_or(i64::MIN, |since| since.timestamp_millis())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        text.parse::<DateTime<chrono::Utc>>().map(|at| at.timestamp_millis()).unwrap_or_default()
    }

    #[test]
    fn months_are_calendar_months_and_a_short_one_ends_on_its_last_day() {
        assert_eq!(kept_since(at("2026-11-23T10:00:00Z"), 12), at("2025-11-23T10:00:00Z"));
        assert_eq!(kept_since(at("2026-03-31T10:00:00Z"), 1), at("2026-02-28T10:00:00Z"));
    }

    #[test]
    fn what_lies_before_all_time_keeps_everything() {
        assert_eq!(kept_since(i64::MIN, 1), i64::MIN);
    }
}
