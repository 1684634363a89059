//! Amounts, counts and times as a report writes them in its language.

use chrono::{DateTime, Datelike, Timelike};
use chrono_tz::Tz;
use domain::{Currency, Language};
use rust_decimal::{Decimal, RoundingStrategy};

const MINUS: char = '−';
const NBSP: char = '\u{a0}';

/// A number with its digits in groups of three.
pub(super) fn number(value: Decimal, digits: u32, language: Language) -> String {
    let (group, point) = match language {
        Language::Vi => ('.', ','),
        Language::En => (',', '.'),
    };
    let rounded = value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    let text = format!("{:.*}", digits as usize, rounded.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut said = String::new();
    if rounded.is_sign_negative() && !rounded.is_zero() {
        said.push(MINUS);
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            said.push(group);
        }
        said.push(digit);
    }
    if !fraction.is_empty() {
        said.push(point);
        said.push_str(fraction);
    }
    said
}

/// A count.
pub(super) fn count(value: i64, language: Language) -> String {
    number(Decimal::from(value), 0, language)
}

/// An amount with the sign of its currency where people of its market put it.
pub(super) fn money(amount: Decimal, currency: Currency, language: Language) -> String {
    let figure = number(amount.abs(), currency.display_digits(), language);
    let minus =
        if amount.is_sign_negative() && !amount.is_zero() { MINUS.to_string() } else { String::new() };
    match currency {
        Currency::Vnd => format!("{minus}{figure}{NBSP}₫"),
        Currency::Gbp => format!("{minus}£{figure}"),
        Currency::Usd => format!("{minus}${figure}"),
        Currency::Sgd => format!("{minus}S${figure}"),
        Currency::Cny => format!("{minus}¥{figure}"),
        Currency::Brl => format!("{minus}R${NBSP}{figure}"),
        Currency::Thb => format!("{minus}฿{figure}"),
        Currency::Idr => format!("{minus}Rp{NBSP}{figure}"),
        Currency::Myr => format!("{minus}RM{NBSP}{figure}"),
        // Its sign is in no font of ours.
        Currency::Php => format!("{minus}PHP{NBSP}{figure}"),
    }
}

/// A share of a whole as per cent, to a tenth.
pub(super) fn percent(share: Decimal, language: Language) -> String {
    format!("{}{NBSP}%", number(share * Decimal::ONE_HUNDRED, 1, language))
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn at(at_ms: i64, zone: Tz) -> DateTime<Tz> {
    DateTime::from_timestamp_millis(at_ms).unwrap_or_default().with_timezone(&zone)
}

/// A day.
pub(super) fn day(at_ms: i64, zone: Tz, language: Language) -> String {
    let at = at(at_ms, zone);
    match language {
        Language::Vi => format!("{:02}/{:02}/{}", at.day(), at.month(), at.year()),
        Language::En => {
            let month = MONTHS.get(at.month0() as usize).copied().unwrap_or_default();
            format!("{} {month} {}", at.day(), at.year())
        }
    }
}

/// A time of day.
pub(super) fn clock(at_ms: i64, zone: Tz) -> String {
    let at = at(at_ms, zone);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// A day and a time.
pub(super) fn moment(at_ms: i64, zone: Tz, language: Language) -> String {
    format!("{} {}", day(at_ms, zone, language), clock(at_ms, zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_groups_as_its_readers_do() {
        let amount = Decimal::new(123_456_789, 2);
        assert_eq!(money(amount, Currency::Vnd, Language::Vi), "1.234.568\u{a0}₫");
        assert_eq!(money(-amount, Currency::Gbp, Language::En), "−£1,234,567.89");
        assert_eq!(money(Decimal::new(-1, 1), Currency::Vnd, Language::Vi), "−0\u{a0}₫");
        assert_eq!(percent(Decimal::new(3_984, 4), Language::Vi), "39,8\u{a0}%");
        assert_eq!(number(Decimal::from(999), 0, Language::En), "999");
    }

    #[test]
    fn a_moment_is_told_in_its_zone() {
        let zone = chrono_tz::Asia::Ho_Chi_Minh;
        assert_eq!(moment(1_785_196_800_000, zone, Language::Vi), "28/07/2026 07:00");
        assert_eq!(moment(1_785_196_800_000, zone, Language::En), "28 Jul 2026 07:00");
    }
}
