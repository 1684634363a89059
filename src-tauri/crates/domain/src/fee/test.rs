//! The vectors of the trade.

use chrono::{NaiveDate, NaiveTime};
use rstest::rstest;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::*;
use crate::rate::Rates;
use crate::waterfall::{Books, Costs, Margin, Waterfall};
use crate::{Channel, LineKind, Market};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn decimal(text: &str) -> Decimal {
    text.parse().expect("a decimal")
}

pub(super) fn rule(number: u128, terms: FeeTerms) -> FeeRule {
    let terms = FeeTerms { name: format!("rule {number}"), ..terms };
    FeeRule { id: FeeRuleId::new(Uuid::from_u128(number)), terms: terms.checked().expect("terms that hold") }
}

/// What a line says: amount, discount, platform discount, tax, refund; decimal text.
pub(super) fn line(currency: Currency, stated: [&str; 5]) -> Facts {
    let e4 = |text: &str| Some(Money::new(decimal(text), currency).to_observed().expect("four decimals"));
    let [amount, discount, platform, tax, refund] = stated.map(e4);
    Facts {
        order: 1,
        product: 1,
        day: day("2026-11-28"),
        time: NaiveTime::MIN,
        channel: Some(Channel::TikTok),
        currency,
        kind: LineKind::Sale,
        quantity: 1,
        amount_e4: amount,
        discount_e4: discount,
        platform_discount_e4: platform,
        tax_e4: tax,
        shipping_e4: Some(0),
        refund_e4: refund,
        by_creator: None,
        with_code: None,
        by_ads: None,
        category: None,
        is_sample: false,
        is_counted: true,
    }
}

pub(super) fn setting(market: Market) -> Setting {
    Setting::of(market, Vec::new())
}

pub(super) fn tiktok(market: Market) -> FeeTerms {
    FeeTerms { channel: Some(Channel::TikTok), market: Some(market), ..FeeTerms::blank() }
}

fn us_referral() -> FeeRule {
    rule(
        1,
        FeeTerms {
            base: Base::PaidPlusPlatformDiscountLessTax,
            rate_ppm: Some(60_000),
            ..tiktok(Market::Us)
        },
    )
}

fn us_administration() -> FeeRule {
    let terms = FeeTerms {
        kind: Kind::PercentOfFee,
        other: Some(FeeRuleId::new(Uuid::from_u128(1))),
        rate_ppm: Some(200_000),
        cap: Some(Money::from_minor(500, Currency::Usd)),
        cap_scope: Scope::Product,
        due: Due::Refunded,
        ..tiktok(Market::Us)
    };
    rule(2, terms)
}

/// What each rule charges in all, by its place.
fn charged(rules: &[FeeRule], lines: &[Facts], market: Market) -> Vec<Decimal> {
    let reckoning = reckon(rules, lines, &setting(market));
    assert_eq!(reckoning.gaps, [], "nothing is missing");
    let of = |rule| reckoning.charges.iter().filter(move |charge| charge.rule == rule);
    (0..rules.len()).map(|rule| of(rule).map(|charge| charge.amount).sum()).collect()
}

#[test]
fn vector_1_a_us_referral_counts_the_platforms_discount_and_not_the_tax() {
    let rules = [us_referral(), us_administration()];
    // 51.00 of goods, 5.00 of it paid by the platform, 4.00 of tax on top: the customer paid 50.00.
    let kept = line(Currency::Usd, ["51", "0", "5", "4", "0"]);
    assert_eq!(charged(&rules, std::slice::from_ref(&kept), Market::Us), [decimal("3.06"), Decimal::ZERO]);
    let back = line(Currency::Usd, ["51", "0", "5", "4", "51"]);
    assert_eq!(charged(&rules, &[back], Market::Us), [Decimal::ZERO, decimal("0.61")]);
}

#[test]
fn vector_2_the_administration_of_a_refund_is_capped_a_product() {
    let goods = decimal("40") / decimal("0.06");
    let text = goods.round_dp(4).to_string();
    let back = line(Currency::Usd, [&text, "0", "0", "0", &text]);
    let rules = [us_referral(), us_administration()];
    assert_eq!(charged(&rules, std::slice::from_ref(&back), Market::Us), [Decimal::ZERO, decimal("5.00")]);
    let other = Facts { product: 2, ..back.clone() };
    let same = Facts { ..back.clone() };
    assert_eq!(charged(&rules, &[back, other, same], Market::Us)[1], decimal("10.00"), "each product once");
}

#[test]
fn vector_3_a_malaysian_order_pays_its_support_fee_and_the_tax_on_it() {
    let terms = FeeTerms {
        kind: Kind::FlatPerOrder,
        flat: Some(Money::from_minor(50, Currency::Myr)),
        tax_ppm: 80_000,
        due: Due::Delivered,
        ..tiktok(Market::My)
    };
    let rules = [rule(1, terms)];
    let one = line(Currency::Myr, ["20", "0", "0", "0", "0"]);
    let two = Facts { product: 2, ..one.clone() };
    let other = Facts { order: 2, ..one.clone() };
    assert_eq!(charged(&rules, &[one, two, other], Market::My), [decimal("1.08")], "two orders, three lines");
}

#[test]
fn vector_4_a_small_vietnamese_order_pays_more_by_the_order_than_by_the_hundred() {
    let percent =
        |number, rate_ppm| rule(number, FeeTerms { rate_ppm: Some(rate_ppm), ..tiktok(Market::Vn) });
    let processing = FeeTerms {
        kind: Kind::FlatPerOrder,
        flat: Some(Money::from_minor(3_000, Currency::Vnd)),
        on_refund: OnRefund::Keep,
        ..tiktok(Market::Vn)
    };
    let rules = [percent(1, 40_000), percent(2, 50_000), rule(3, processing)];
    let order = line(Currency::Vnd, ["59000", "0", "0", "0", "0"]);
    let fees = charged(&rules, std::slice::from_ref(&order), Market::Vn);
    assert_eq!(fees, [2_360, 2_950, 3_000].map(Decimal::from));
    assert_eq!(crate::metric::percent(fees.iter().sum(), Decimal::from(59_000)), Some(decimal("14.1")));
    let back = line(Currency::Vnd, ["59000", "0", "0", "0", "59000"]);
    assert_eq!(charged(&rules, &[back], Market::Vn), [0, 0, 3_000].map(Decimal::from), "it is not refunded");
}

#[test]
fn vector_5_when_the_subsidy_ends_the_brand_pays_what_the_platform_paid() {
    let until = FeeTerms {
        per: Scope::Session,
        rate_ppm: Some(100_000),
        payers: vec![(Payer::Platform, WHOLE_PPM)],
        valid_to: Some(day("2026-11-30")),
        ..tiktok(Market::Gb)
    };
    let from = FeeTerms {
        payers: vec![(Payer::Brand, WHOLE_PPM)],
        valid_from: Some(day("2026-12-01")),
        valid_to: None,
        ..until.clone()
    };
    let rules = [rule(1, until), rule(1, from)];
    let borne = |lines: &[Facts], payer| waterfall(&rules, lines, Market::Gb).borne(Purpose::Fee, payer);
    let during = line(Currency::Gbp, ["100000", "0", "0", "0", "0"]);
    let after = Facts { day: day("2026-12-01"), ..during.clone() };
    let ten = Decimal::from(10_000);
    assert_eq!(borne(std::slice::from_ref(&during), Payer::Platform), ten);
    assert_eq!(borne(&[during], Payer::Brand), Decimal::ZERO);
    assert_eq!(borne(std::slice::from_ref(&after), Payer::Platform), Decimal::ZERO);
    assert_eq!(borne(&[after], Payer::Brand), ten);
}

fn waterfall(rules: &[FeeRule], lines: &[Facts], market: Market) -> Waterfall {
    let costs: Costs = lines.iter().map(|_| Ok(Cost::default())).collect();
    let reckoning = reckon(rules, lines, &setting(market));
    let books = Books { rules, lines, reckoning: &reckoning, costs: &costs };
    books.waterfall(market.currency())
}

#[test]
fn where_no_fee_is_entered_the_margin_is_no_number() {
    let order = line(Currency::Sgd, ["20", "0", "0", "0", "0"]);
    let nothing = waterfall(&[], std::slice::from_ref(&order), Market::Sg);
    let Margin::Incomplete { missing: [only] } = nothing.margin() else { panic!("{nothing:?}") };
    assert_eq!((only.missing, only.lines), (Missing::Fees(Channel::TikTok), 1));
    let free = [rule(1, tiktok(Market::Sg))];
    assert_eq!(
        waterfall(&free, &[order], Market::Sg).margin(),
        Margin::Known(Decimal::from(20)),
        "said: 0 %"
    );
}

#[test]
fn a_rate_by_category_that_nobody_entered_is_missing() {
    let rules = [rule(1, FeeTerms { rate_ppm: None, ..tiktok(Market::Vn) })];
    let order = line(Currency::Vnd, ["59000", "0", "0", "0", "0"]);
    let gaps = reckon(&rules, &[order], &setting(Market::Vn)).gaps;
    assert_eq!(gaps, [Gap { rule: Some(0), line: 0, missing: Missing::RuleRate }]);
}

#[rstest]
#[case(Base::CustomerPayment, Missing::PlatformDiscount)]
#[case(Base::PaidPlusPlatformDiscountLessTax, Missing::PlatformDiscount)]
#[case(Base::NetPlusShippingPlusPlatformDiscount, Missing::PlatformDiscount)]
#[case(Base::AfterDiscountsLessTax, Missing::PlatformDiscount)]
fn a_base_that_is_not_known_is_missing_and_not_nothing(#[case] base: Base, #[case] missing: Missing) {
    let rules = [rule(1, FeeTerms { base, rate_ppm: Some(60_000), ..tiktok(Market::Us) })];
    let order = line(Currency::Usd, ["20", "0", "0", "0", "0"]);
    let unsaid = Facts { platform_discount_e4: None, ..order.clone() };
    let reckoning =
        reckon(&rules, &[unsaid, Facts { tax_e4: Some(0), order: 2, ..order }], &setting(Market::Us));
    assert_eq!(reckoning.gaps, [Gap { rule: Some(0), line: 0, missing }]);
    assert_eq!(reckoning.charges.len(), 1, "the other order is charged");
    let untaxed = Facts { tax_e4: None, ..line(Currency::Usd, ["20", "0", "0", "0", "0"]) };
    let gaps = reckon(&rules, &[untaxed], &setting(Market::Us)).gaps;
    assert_eq!(gaps.is_empty(), base == Base::NetPlusShippingPlusPlatformDiscount, "{gaps:?}");
}

#[test]
fn of_a_group_the_highest_rule_takes_the_others_place() {
    let terms = |rate_ppm, precedence, condition| FeeTerms {
        rate_ppm: Some(rate_ppm),
        precedence,
        condition,
        group: Some("infrastructure".to_owned()),
        ..tiktok(Market::Vn)
    };
    let rules = [rule(1, terms(50_000, 0, Condition::None)), rule(2, terms(0, 1, Condition::FromLive))];
    let live = line(Currency::Vnd, ["100000", "0", "0", "0", "0"]);
    assert_eq!(charged(&rules, std::slice::from_ref(&live), Market::Vn), [Decimal::ZERO, Decimal::ZERO]);
    let unsure = [rule(1, terms(50_000, 0, Condition::None)), rule(2, terms(0, 1, Condition::WithCode))];
    let gaps = reckon(&unsure, &[live], &setting(Market::Vn)).gaps;
    assert_eq!(gaps, [Gap { rule: Some(1), line: 0, missing: Missing::Code }]);
}

#[test]
fn a_refund_in_an_order_of_its_own_gives_its_charge_back() {
    let rules = [rule(1, FeeTerms { rate_ppm: Some(100_000), ..tiktok(Market::Gb) })];
    let sold = line(Currency::Gbp, ["100", "0", "0", "0", "0"]);
    let back = Facts {
        order: 2,
        kind: LineKind::Refund,
        quantity: -1,
        ..line(Currency::Gbp, ["-30", "0", "0", "0", "0"])
    };
    assert_eq!(charged(&rules, &[sold, back], Market::Gb), [Decimal::from(7)]);
}

#[test]
fn goods_that_came_back_whole_cost_nothing_and_unknown_cost_is_missing() {
    let sold = line(Currency::Gbp, ["100", "0", "0", "0", "50"]);
    let cost = Money::from_minor(3_001, Currency::Gbp);
    let none = Rates::default();
    let amount = |line: &Facts, unit| cost_of(line, unit, &none).map(|cost| cost.amount);
    assert_eq!(amount(&sold, Ok(cost)), Ok(decimal("15.01")), "half of it stayed sold");
    assert_eq!(amount(&sold, Err(Missing::Cost(1))), Err(Missing::Cost(1)));
    let missing = Missing::Rate { from: Currency::Vnd, to: Currency::Gbp, day: sold.day };
    assert_eq!(amount(&sold, Ok(Money::from_minor(1, Currency::Vnd))), Err(missing));
    let back = line(Currency::Gbp, ["100", "0", "0", "0", "100"]);
    assert_eq!(amount(&back, Err(Missing::Cost(1))), Ok(Decimal::ZERO));
}

#[test]
fn terms_that_make_no_sense_are_refused() {
    let refused = |change: fn(&mut FeeTerms)| {
        let mut terms = FeeTerms { name: " Phí sàn ".to_owned(), ..tiktok(Market::Vn) };
        change(&mut terms);
        terms.checked().err()
    };
    assert_eq!(refused(|_| ()), None);
    assert_eq!(refused(|terms| terms.name = " ".to_owned()), Some(FeeError::NoName));
    assert_eq!(refused(|terms| terms.payers = vec![(Payer::Brand, 999_999)]), Some(FeeError::Payers));
    let twice = |terms: &mut FeeTerms| terms.payers = vec![(Payer::Brand, 500_000), (Payer::Brand, 500_000)];
    assert_eq!(refused(twice), Some(FeeError::Payers));
    assert_eq!(refused(|terms| terms.kind = Kind::FlatPerUnit), Some(FeeError::NoAmount));
    assert_eq!(refused(|terms| terms.kind = Kind::PercentOfFee), Some(FeeError::NoOther));
    assert_eq!(refused(|terms| terms.rate_ppm = Some(1_000_001)), Some(FeeError::Rate));
    let backwards = |terms: &mut FeeTerms| {
        (terms.valid_from, terms.valid_to) = (Some(day("2026-02-01")), Some(day("2026-01-31")));
    };
    assert_eq!(refused(backwards), Some(FeeError::Period));
    let pounds = |terms: &mut FeeTerms| terms.cap = Some(Money::from_minor(1, Currency::Gbp));
    let needed = Currency::Vnd;
    assert_eq!(refused(pounds), Some(FeeError::Currency { given: Currency::Gbp, needed }));
}

#[test]
fn three_per_cent_is_charged_on_the_part_above_ten_thousand_only() {
    let steps = vec![Step { from: Money::from_minor(1_000_000, Currency::Usd), rate_ppm: 30_000 }];
    let rules = [rule(1, FeeTerms { rate_ppm: Some(50_000), steps, ..tiktok(Market::Us) })];
    let watch = line(Currency::Usd, ["12000", "0", "0", "0", "0"]);
    assert_eq!(charged(&rules, &[watch], Market::Us), [Decimal::from(560)]);
}
