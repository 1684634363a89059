//! Whose shops, which goods and which orders a rule is for; and a commission that changes.

use chrono::{NaiveDate, NaiveTime};
use rstest::rstest;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::test::{line, rule, setting, tiktok};
use super::*;
use crate::{Channel, Market};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn vn() -> Setting {
    setting(Market::Vn)
}

fn shop(seller_type: Option<SellerType>, programmes: Vec<Programme>) -> Setting {
    let shop = Shop { market: Market::Vn, channel: Channel::TikTok, seller_type, programmes };
    Setting { shops: vec![shop.checked().expect("a shop that holds")], ..vn() }
}

fn order() -> Facts {
    line(Currency::Vnd, ["100000", "0", "0", "0", "0"])
}

/// What ten per cent under these terms charge on an order of 100,000.
fn charged(terms: FeeTerms, facts: Facts, setting: &Setting) -> Result<i64, Vec<Missing>> {
    let rules = [rule(1, FeeTerms { rate_ppm: Some(100_000), ..terms }), rule(2, tiktok(Market::Vn))];
    let reckoning = reckon(&rules, &[facts], setting);
    let missing: Vec<Missing> = reckoning.gaps.iter().map(|gap| gap.missing).collect();
    if !missing.is_empty() {
        return Err(missing);
    }
    let sum: Decimal = reckoning.charges.iter().map(|charge| charge.amount).sum();
    Ok(i64::try_from(sum.trunc()).expect("a small amount"))
}

#[rstest]
#[case(None, Err(vec![Missing::Category(1)]))]
#[case(Some("Làm đẹp"), Ok(10_000))]
#[case(Some("Làm đẹp > Son > Son kem"), Ok(10_000))]
#[case(Some("Làm đẹp khác"), Ok(0))]
#[case(Some("Thời trang"), Ok(0))]
fn a_category_takes_in_all_below_it(#[case] own: Option<&str>, #[case] expected: Result<i64, Vec<Missing>>) {
    let terms = FeeTerms { category: Some("làm đẹp".to_owned()), ..tiktok(Market::Vn) };
    let facts = Facts { category: own.map(|own| crate::fold(own).into()), ..order() };
    assert_eq!(charged(terms, facts, &vn()), expected);
}

#[rstest]
#[case(None, Err(vec![Missing::SellerType(Channel::TikTok)]))]
#[case(Some(SellerType::Mall), Ok(10_000))]
#[case(Some(SellerType::Normal), Ok(0))]
fn a_fee_of_malls_needs_to_know_the_shop(
    #[case] own: Option<SellerType>,
    #[case] expected: Result<i64, Vec<Missing>>,
) {
    let terms = FeeTerms { seller_type: Some(SellerType::Mall), ..tiktok(Market::Vn) };
    assert_eq!(charged(terms, order(), &shop(own, Vec::new())), expected);
}

#[test]
fn a_programme_is_charged_while_the_shop_takes_part_and_was_not_joined_unsaid() {
    let terms = || FeeTerms { programme: Some("Voucher Xtra".to_owned()), ..tiktok(Market::Vn) };
    let joined = |first: &str| Programme {
        name: "voucher xtra ".to_owned(),
        first_day: Some(day(first)),
        last_day: Some(day("2026-12-31")),
    };
    assert_eq!(charged(terms(), order(), &vn()), Ok(0));
    assert_eq!(charged(terms(), order(), &shop(None, vec![joined("2026-11-28")])), Ok(10_000));
    assert_eq!(charged(terms(), order(), &shop(None, vec![joined("2026-11-29")])), Ok(0));
    let only = [rule(1, terms())];
    let gaps = reckon(&only, &[order()], &shop(None, vec![joined("2026-11-01")])).gaps;
    assert_eq!(gaps[0].missing, Missing::Fees(Channel::TikTok), "a programme comes on top of the others");
}

#[rstest]
#[case(ByAds::Only, None, Err(vec![Missing::Ads]))]
#[case(ByAds::Only, Some(true), Ok(10_000))]
#[case(ByAds::Only, Some(false), Ok(0))]
#[case(ByAds::Not, Some(false), Ok(10_000))]
#[case(ByAds::Not, Some(true), Ok(0))]
fn shop_ads_have_a_rate_of_their_own(
    #[case] asked: ByAds,
    #[case] by_ads: Option<bool>,
    #[case] expected: Result<i64, Vec<Missing>>,
) {
    let terms = FeeTerms { by_ads: Some(asked), ..tiktok(Market::Vn) };
    assert_eq!(charged(terms, Facts { by_ads, ..order() }, &vn()), expected);
}

#[test]
fn one_thing_that_does_not_fit_is_enough_whatever_else_is_unknown() {
    let terms = FeeTerms {
        channel: Some(Channel::Shopee),
        by_ads: Some(ByAds::Only),
        category: Some("x".to_owned()),
        ..tiktok(Market::Vn)
    };
    assert_eq!(charged(terms, order(), &vn()), Ok(0));
}

#[rstest]
#[case("2026-11-28", "17:59", 0)]
#[case("2026-11-28", "18:00", 10_000)]
#[case("2026-11-29", "17:59", 10_000)]
#[case("2026-11-29", "18:00", 0)]
fn a_promotion_of_24_hours_begins_and_ends_by_the_clock_of_the_market(
    #[case] on: &str,
    #[case] clock: &str,
    #[case] expected: i64,
) {
    let hour = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").expect("a time");
    let terms = FeeTerms {
        valid_from: Some(day("2026-11-28")),
        starts_at: Some(hour("18:00")),
        valid_to: Some(day("2026-11-29")),
        ends_at: Some(hour("18:00")),
        ..tiktok(Market::Vn)
    };
    let facts = Facts { day: day(on), time: hour(clock), ..order() };
    assert_eq!(charged(terms, facts, &vn()), Ok(expected));
}

#[test]
fn what_came_back_is_charged_by_the_rule_that_takes_the_place() {
    let instead = FeeRuleId::new(Uuid::from_u128(2));
    let first = FeeTerms { rate_ppm: Some(100_000), becomes: Some(instead), ..tiktok(Market::Vn) };
    let second = FeeTerms { rate_ppm: Some(20_000), ..tiktok(Market::Vn) };
    let rules = [rule(1, first), rule(2, second)];
    let sum = |refund: &str| {
        let facts = line(Currency::Vnd, ["100000", "0", "0", "0", refund]);
        let reckoning = reckon(&rules, &[facts], &vn());
        assert_eq!(reckoning.gaps, []);
        let of = |rule| reckoning.charges.iter().filter(move |charge| charge.rule == rule);
        [0, 1].map(|rule| of(rule).map(|charge| charge.amount).sum::<Decimal>())
    };
    assert_eq!(sum("0"), [10_000, 0].map(Decimal::from));
    assert_eq!(sum("40000"), [6_000, 800].map(Decimal::from));
    assert_eq!(sum("100000"), [0, 2_000].map(Decimal::from));
}

fn commission(rate_ppm: u32) -> FeeTerms {
    FeeTerms {
        name: "Hoa hồng".to_owned(),
        purpose: Purpose::Commission,
        rate_ppm: Some(rate_ppm),
        ..FeeTerms::blank()
    }
}

#[test]
fn a_lowered_commission_is_kept_for_thirty_days_by_those_who_were_there() {
    let hosts = [1, 2].map(|number| (HostId::new(Uuid::from_u128(number)), format!("host {number}")));
    let lowered =
        succession(&commission(150_000), 100_000, day("2026-11-10"), &hosts[..1], "g").expect("it holds");
    assert_eq!(lowered.ended.valid_to, Some(day("2026-11-11")));
    assert_eq!((lowered.begun.valid_from, lowered.begun.valid_to), (Some(day("2026-11-12")), None));
    let kept = &lowered.kept[0];
    assert_eq!((kept.valid_from, kept.valid_to), (Some(day("2026-11-12")), Some(day("2026-12-09"))));

    let terms = [lowered.ended.clone(), lowered.begun.clone(), kept.clone()];
    let rules: Vec<FeeRule> = (1..).zip(terms).map(|(number, terms)| rule(number, terms)).collect();
    let rate = |host: usize, on: &str| {
        let setting = Setting::of(Market::Vn, vec![hosts[host].0]);
        let facts = Facts { day: day(on), ..order() };
        reckon(&rules, &[facts], &setting).charges.iter().map(|charge| charge.amount).sum::<Decimal>()
    };
    let [old, new] = [15_000, 10_000].map(Decimal::from);
    assert_eq!([rate(0, "2026-11-11"), rate(1, "2026-11-11")], [old, old], "before the change");
    assert_eq!([rate(0, "2026-11-12"), rate(1, "2026-11-12")], [old, new], "the old one is kept by one");
    assert_eq!([rate(0, "2026-12-09"), rate(0, "2026-12-10")], [old, new], "for thirty days");
}

#[test]
fn a_raised_commission_is_kept_by_nobody() {
    let hosts = [(HostId::new(Uuid::from_u128(1)), "host".to_owned())];
    let raised = succession(&commission(100_000), 150_000, day("2026-11-10"), &hosts, "g").expect("it holds");
    assert_eq!((raised.kept.len(), raised.begun.valid_from), (0, Some(day("2026-11-12"))));
    let over = FeeTerms { valid_to: Some(day("2026-11-11")), ..commission(1) };
    assert_eq!(succession(&over, 2, day("2026-11-10"), &hosts, "g"), Err(FeeError::Period));
    assert_eq!(succession(&tiktok(Market::Vn), 2, day("2026-11-10"), &hosts, "g"), Err(FeeError::Rate));
}

#[test]
fn a_charge_that_stays_is_dearer_where_goods_come_back() {
    use crate::waterfall::{Books, Costs};
    let terms = FeeTerms { rate_ppm: Some(212_800), on_refund: OnRefund::Keep, ..tiktok(Market::Vn) };
    let rules = [rule(1, terms)];
    let lines = [line(Currency::Vnd, ["100000", "0", "0", "0", "20000"])];
    let reckoning = reckon(&rules, &lines, &vn());
    let costs: Costs = vec![Ok(Cost::default())];
    let books = Books { rules: &rules, lines: &lines, reckoning: &reckoning, costs: &costs };
    let taken = books.waterfall(Currency::Vnd).taken.remove(0);
    let effective = crate::metric::percent(taken.amount, taken.net);
    assert_eq!(effective.map(|rate| rate.to_string()), Some("26.6".to_owned()), "a fifth came back");
}
