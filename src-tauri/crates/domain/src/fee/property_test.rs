//! What holds for all rules and orders.

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::reckon::graded;
use super::test::{line, rule, setting, tiktok};
use super::*;
use crate::expense::{Spend, Spent};
use crate::rate::Rates;
use crate::waterfall::{Books, Costs, Sum, Waterfall, by_host, shared};
use crate::{LineKind, Market};

prop_compose! {
    fn any_terms(market: Market)(
        kind in 0..3_usize,
        base in 0..2_usize,
        rate_ppm in 0..=1_000_000_u32,
        flat in 0..10_000_i64,
        steps in proptest::collection::btree_map(1..1_000_000_i64, 0..=1_000_000_u32, 0..3),
        cap in proptest::option::of((0..100_000_i64, 0..4_usize)),
        tax_ppm in 0..200_000_u32,
        on_refund in 0..3_usize,
        per in 0..4_usize,
        brand in 0..=1_000_000_u32,
        creator in 0..=1_000_000_u32,
        commission in any::<bool>(),
    ) -> FeeTerms {
        let money = |minor| Money::from_minor(minor, market.currency());
        let creator = creator.min(WHOLE_PPM - brand);
        FeeTerms {
            name: "any".to_owned(),
            purpose: if commission { Purpose::Commission } else { Purpose::Fee },
            kind: Kind::ALL[kind],
            base: Base::ALL[base],
            rate_ppm: Some(rate_ppm),
            flat: Some(money(flat)),
            steps: steps.into_iter().map(|(from, rate_ppm)| Step { from: money(from), rate_ppm }).collect(),
            cap: cap.map(|(cap, _)| money(cap)),
            cap_scope: cap.map_or(Scope::Line, |(_, scope)| Scope::ALL[scope]),
            tax_ppm,
            on_refund: OnRefund::ALL[on_refund],
            per: Scope::ALL[per],
            payers: vec![
                (Payer::Brand, brand),
                (Payer::Creator, creator),
                (Payer::Platform, WHOLE_PPM - brand - creator),
            ],
            ..tiktok(market)
        }
    }
}

/// The same terms, reckoned on each line by itself.
fn by_line(terms: FeeTerms) -> FeeTerms {
    let kind = if terms.kind == Kind::FlatPerOrder { Kind::FlatPerUnit } else { terms.kind };
    FeeTerms { kind, per: Scope::Line, cap_scope: Scope::Line, on_refund: OnRefund::Proportional, ..terms }
}

prop_compose! {
    fn any_line(currency: Currency)(
        order in 0..4_i64,
        product in 0..3_i64,
        quantity in 1..5_i64,
        amount in 0..50_000_000_000_i64,
        discount in 0..1_000_i64,
        refund in 0..2_000_i64,
        is_refund in proptest::bool::weighted(0.1),
        is_counted in proptest::bool::weighted(0.8),
    ) -> Facts {
        let discount = amount / 1_000 * discount;
        let blank = line(currency, ["0", "0", "0", "0", "0"]);
        Facts {
            order,
            product,
            quantity: if is_refund { -quantity } else { quantity },
            kind: if is_refund { LineKind::Refund } else { LineKind::Sale },
            amount_e4: Some(if is_refund { -amount } else { amount }),
            discount_e4: Some(if is_refund { 0 } else { discount }),
            refund_e4: Some(if is_refund { 0 } else { (amount - discount).min(amount / 1_000 * refund) }),
            is_counted,
            ..blank
        }
    }
}

fn any_books() -> impl Strategy<Value = (Market, Vec<FeeRule>, Vec<Facts>, Vec<i64>)> {
    (0..8_usize).prop_flat_map(|which| {
        let market = Market::ALL[which];
        let terms = proptest::collection::vec(any_terms(market), 0..5);
        let lines = proptest::collection::vec(any_line(market.currency()), 1..12);
        (Just(market), terms, lines, proptest::collection::vec(0..100_000_i64, 3)).prop_map(
            |(market, terms, lines, costs)| {
                let rules = (1..).zip(terms).map(|(number, terms)| rule(number, terms)).collect();
                (market, rules, lines, costs)
            },
        )
    })
}

proptest! {
    #[test]
    fn a_waterfall_closes_to_the_last_minor_unit((market, rules, lines, costs) in any_books()) {
        let currency = market.currency();
        let unit = |product: i64| Money::from_minor(costs[usize::try_from(product).unwrap_or_default()], currency);
        let goods: Costs = lines.iter().map(|line| cost_of(line, Ok(unit(line.product)), &Rates::default())).collect();
        let reckoning = reckon(&rules, &lines, &setting(market));
        let books = Books { rules: &rules, lines: &lines, reckoning: &reckoning, costs: &goods };
        let whole = books.waterfall(currency);

        let tally = whole.tally;
        let mut left = Decimal::new(tally.gmv_e4 - tally.discount_e4 - tally.refund_e4, 4);
        for taken in &whole.taken {
            prop_assert_eq!(taken.by.iter().map(|(_, part)| *part).sum::<Decimal>(), taken.amount, "all is borne");
            left -= taken.amount;
        }
        let elsewhere: Decimal = [Payer::Platform, Payer::Creator, Payer::Agency]
            .into_iter()
            .flat_map(|payer| Purpose::ALL.iter().map(move |purpose| (*purpose, payer)))
            .map(|(purpose, payer)| whole.borne(purpose, payer))
            .sum();
        prop_assert_eq!(left + elsewhere - whole.cost, whole.left());

        let parts = books.waterfalls_by(currency, |_, line| line.product);
        prop_assert_eq!(parts.values().map(Waterfall::left).sum::<Decimal>(), whole.left(), "products add up");
        // By hosts, and what was spent shared among products: to the last minor unit, too.
        let hosts: Vec<_> = (1..=3).map(|number| HostId::new(uuid::Uuid::from_u128(number))).collect();
        let spent = |amount: i64, host| Spend {
            expense: 0,
            payer: Payer::Brand,
            host,
            spent: Ok(Spent { amount: Money::from_minor(amount, currency).amount(), base: None, exchange: None }),
        };
        let spends = vec![spent(costs[0], None), spent(costs[1], Some(hosts[1]))];
        let bearing = whole.clone().bearing(spends.clone());
        let shares = by_host(&bearing, &rules, &hosts);
        prop_assert_eq!(shares.iter().map(Waterfall::left).sum::<Decimal>(), bearing.left(), "hosts add up");
        prop_assert_eq!(shares.iter().map(|share| share.tally.gmv_e4).sum::<i64>(), bearing.tally.gmv_e4);
        let weights: Vec<Decimal> = parts.values().map(|part| part.net_sales().max(Decimal::ZERO)).collect();
        let spread = shared(&spends, &weights, currency.minor_digits());
        if !weights.is_empty() {
            let borne: Decimal = spread.iter().flatten().map(Spend::borne).sum();
            prop_assert_eq!(borne, bearing.spent(), "what was spent is spread whole");
        }
        for charge in &reckoning.charges {
            prop_assert!(charge.amount.scale() <= 4 && charge.amount.round_dp(currency.minor_digits()) == charge.amount);
        }
    }

    #[test]
    fn what_is_alike_may_be_reckoned_once_and_counted((market, mut rules, lines, costs) in any_books(), times in 1..4_i64, fine in any::<bool>()) {
        let currency = market.currency();
        if fine {
            for rule in &mut rules {
                rule.terms = by_line(rule.terms.clone());
            }
        }
        let grain = Grain::of(&rules);
        prop_assume!(grain < Grain::Session);
        prop_assert!(!fine || grain == Grain::Line, "rules of lines are told as such");
        let drawn = |lines: &[Facts]| {
            let unit = |product: i64| Money::from_minor(costs[usize::try_from(product).unwrap_or_default()], currency);
            let goods: Costs = lines.iter().map(|line| cost_of(line, Ok(unit(line.product)), &Rates::default())).collect();
            let reckoning = reckon(&rules, lines, &setting(market));
            Books { rules: &rules, lines, reckoning: &reckoning, costs: &goods }.waterfall(currency)
        };
        // Everything as often as it is sold, each time by orders of its own.
        let again = |time: i64| lines.iter().map(move |line| Facts { order: line.order + 10 * time, ..line.clone() });
        let whole = drawn(&(0..times).flat_map(again).collect::<Vec<_>>());

        let mut units: std::collections::BTreeMap<i64, Vec<Facts>> = std::collections::BTreeMap::new();
        for (place, line) in (0..).zip(&lines) {
            let unit = if grain == Grain::Line { place } else { line.order };
            units.entry(unit).or_default().push(line.clone());
        }
        let mut sum = Sum::over(currency);
        for unit in units.values() {
            sum.add(&drawn(unit), times);
        }
        prop_assert_eq!(sum.whole(), whole);
    }

    #[test]
    fn shares_add_up_to_what_is_shared(minor in -1_000_000_i64..1_000_000, brand in 0..=WHOLE_PPM, which in 0..8_usize) {
        let currency = Currency::ALL[which];
        let amount = Money::from_minor(minor, currency).amount();
        let parts = split(amount, &[(Payer::Brand, brand), (Payer::Agency, WHOLE_PPM - brand)], currency.minor_digits());
        prop_assert_eq!(parts.iter().map(|(_, part)| *part).sum::<Decimal>(), amount);
        let due = amount * Decimal::from(brand) / Decimal::from(WHOLE_PPM);
        prop_assert!((parts[0].1 - due).abs() < Decimal::new(1, currency.minor_digits()), "nobody is off by a unit");
    }

    #[test]
    fn steps_are_marginal(terms in any_terms(Market::Us), worth in 0..10_000_000_i64, more in 0..10_000_i64) {
        let at = |minor: i64| graded(&terms, Money::from_minor(minor, Currency::Usd).amount());
        let highest = terms.steps.iter().map(|step| step.rate_ppm).chain(terms.rate_ppm).max().unwrap_or_default();
        let grown = at(worth + more) - at(worth);
        let most = Decimal::new(more, 2) * Decimal::from(highest) / Decimal::from(WHOLE_PPM);
        prop_assert!(grown >= Decimal::ZERO && grown <= most, "a step never charges what lies below it: {grown} of {most}");
    }
}
