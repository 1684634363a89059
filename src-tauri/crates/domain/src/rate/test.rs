//! Which rate of exchange counts on a day.

use rstest::rstest;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn rate(on: &str, from: &str, to: &str, rate: &str) -> Rate {
    let code = |text| Code::new(text).expect("three letters");
    let rate = rate.parse().expect("a rate");
    Rate { day: day(on), from: code(from), to: code(to), rate, source: format!("bank of {from}") }
}

fn known() -> Rates {
    [
        rate("2026-11-10", "GBP", "VND", "33000"),
        rate("2026-11-12", "GBP", "VND", "33100"),
        rate("2026-11-12", "EUR", "USD", "1.05"),
        rate("2026-11-12", "EUR", "THB", "38.5"),
        rate("2026-11-14", "EUR", "USD", "1.06"),
        rate("2026-11-13", "VND", "IDR", "0.62"),
    ]
    .into_iter()
    .collect()
}

#[rstest]
#[case("2026-11-09", None)]
#[case("2026-11-10", Some(("2026-11-10", "33000")))]
#[case("2026-11-11", Some(("2026-11-10", "33000")))]
#[case("2026-11-19", Some(("2026-11-12", "33100")))]
#[case("2026-11-20", None)]
fn the_newest_rate_on_or_before_the_day_counts_for_a_week(
    #[case] asked: &str,
    #[case] expected: Option<(&str, &str)>,
) {
    let found = known().on(Currency::Gbp, Currency::Vnd, day(asked));
    match expected {
        Some((on, rate)) => {
            let found = found.expect("a rate");
            assert_eq!((found.day, found.rate), (day(on), rate.parse().expect("a rate")));
        }
        None => {
            let missing = Missing::Rate { from: Currency::Gbp, to: Currency::Vnd, day: day(asked) };
            assert_eq!(found, Err(missing));
        }
    }
}

#[test]
fn a_rate_is_read_the_other_way_round_too() {
    let found = known().on(Currency::Idr, Currency::Vnd, day("2026-11-13")).expect("a rate");
    assert_eq!(found.rate.round_dp(6).to_string(), "1.612903");
}

#[test]
fn two_rates_of_one_day_make_a_third_and_it_is_told() {
    let rates = known();
    let found = rates.on(Currency::Usd, Currency::Thb, day("2026-11-15")).expect("a rate");
    // The dollar has a newer rate, but only on the 12th do both have one.
    assert_eq!((found.day, found.through), (day("2026-11-12"), Code::new("eur")));
    assert_eq!(found.rate.round_dp(4).to_string(), "36.6667");
    assert_eq!(rates.sources(&found), ["bank of EUR"]);
}

#[test]
fn what_was_said_later_of_one_day_counts() {
    let twice = [rate("2026-11-12", "GBP", "VND", "1"), rate("2026-11-12", "GBP", "VND", "2")];
    let rates: Rates = twice.into_iter().collect();
    let found = rates.on(Currency::Gbp, Currency::Vnd, day("2026-11-12")).expect("a rate");
    assert_eq!(found.rate, Decimal::TWO);
}

#[test]
fn a_rate_that_makes_no_sense_is_refused() {
    assert_eq!(rate("2026-11-12", "GBP", "gbp", "1").checked(), Err(RateError::Same));
    assert_eq!(rate("2026-11-12", "GBP", "VND", "0").checked(), Err(RateError::NotPositive));
    assert_eq!(Code::new("VN"), None);
}
