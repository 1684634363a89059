//! Which days are alike to rules.

use chrono::{NaiveDate, NaiveTime};

use super::test::{line, rule, tiktok};
use super::{Calendar, FeeTerms, Programme, Shop};
use crate::{Channel, Currency, Market};

fn day(number: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 3, number).unwrap()
}

#[test]
fn days_that_are_alike_to_every_rule_and_programme_share_one() {
    let between = |from, to| FeeTerms { valid_from: from, valid_to: to, ..tiktok(Market::Vn) };
    let rules = [
        rule(1, between(Some(day(5)), Some(day(9)))),
        rule(2, between(Some(day(10)), None)),
        rule(3, between(None, Some(day(20)))),
    ];
    let programme =
        |first, last| Programme { name: "Voucher Xtra".to_owned(), first_day: first, last_day: last };
    let shop = Shop {
        market: Market::Vn,
        channel: Channel::TikTok,
        seller_type: None,
        programmes: vec![programme(Some(day(12)), Some(day(14)))],
    };
    let calendar = Calendar::of(&rules, std::slice::from_ref(&shop));
    let said = |on: NaiveDate| {
        let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
        let in_force: Vec<bool> = rules.iter().map(|rule| rule.terms.is_valid_at(on, noon)).collect();
        (in_force, shop.takes_part("voucher xtra", on))
    };
    for one in 1..=31 {
        assert_eq!(said(day(one)), said(calendar.like(day(one))), "day {one}");
    }
    let apart: std::collections::BTreeSet<NaiveDate> = (1..=31).map(|one| calendar.like(day(one))).collect();
    assert!(apart.len() < 12, "{apart:?}");
    // A line of one day is as one of the day that stands for it.
    let blank = line(Currency::Vnd, ["0", "0", "0", "0", "0"]);
    assert_eq!(calendar.like(blank.day), calendar.like(calendar.like(blank.day)));
}

#[test]
fn a_day_within_which_a_rule_begins_is_told() {
    let noon = NaiveTime::from_hms_opt(12, 0, 0);
    let begins = FeeTerms { valid_from: Some(day(5)), starts_at: noon, ..tiktok(Market::Vn) };
    let whole_days = FeeTerms { valid_from: Some(day(7)), valid_to: Some(day(8)), ..tiktok(Market::Vn) };
    let calendar = Calendar::of(&[rule(1, begins), rule(2, whole_days)], &[]);
    assert!(calendar.is_split(day(5)));
    assert!(!calendar.is_split(day(6)) && !calendar.is_split(day(7)) && !calendar.is_split(day(8)));
}
