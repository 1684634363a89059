//! Shows that stand out and shows that do not, and plans with proposals taken up.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

const MINUTE: i64 = MINUTE_MS;

fn product(number: u128) -> ProductId {
    Uuid::from_u128(number).into()
}

fn featured(number: u32, gmv: i64, units: i64, minutes: i64) -> Featured {
    Featured {
        product: product(number.into()),
        number: Some(number),
        gmv_e4: gmv,
        units,
        on_screen_ms: minutes * MINUTE,
        units_before_shown: 0,
    }
}

fn show(gmv_e4: i64, refund_e4: i64, views: Option<i64>) -> Show {
    Show { gmv_e4, refund_e4, views, ..Show::default() }
}

#[test]
fn without_three_comparable_shows_nothing_is_usual() {
    assert_eq!(Usual::of(&[show(1, 0, None), show(2, 0, None)]), None);
    let usual = Usual::of(&[show(30, 3, Some(5)), show(10, 0, None), show(20, 1, Some(9))]);
    let expected = Usual { shows: 3, gmv_e4: 20, best_gmv_e4: 30, views: None, refund_ppm: Some(50_000) };
    assert_eq!(usual, Some(expected));
}

#[test]
fn more_views_and_less_sold_stands_out_with_both_numbers() {
    let usual =
        Usual { shows: 4, gmv_e4: 1_000, best_gmv_e4: 2_000, views: Some(100), refund_ppm: Some(30_000) };
    let found = anomalies(&show(800, 0, Some(120)), Some(&usual), None);
    let expected =
        Anomaly::ViewsUpSalesDown { views: 120, usual_views: 100, gmv_e4: 800, usual_gmv_e4: 1_000 };
    assert_eq!(found, [expected]);
    assert!(anomalies(&show(801, 0, Some(120)), Some(&usual), None).is_empty());
    assert!(anomalies(&show(800, 0, Some(119)), Some(&usual), None).is_empty());
    assert!(anomalies(&show(800, 0, None), Some(&usual), None).is_empty(), "not known is not more");
}

#[test]
fn refunds_stand_out_at_twice_the_usual_and_a_twentieth_of_gmv() {
    let usual = Usual { shows: 3, gmv_e4: 1_000, best_gmv_e4: 1_000, views: None, refund_ppm: Some(30_000) };
    let found = anomalies(&show(1_000, 60, None), Some(&usual), None);
    assert_eq!(found, [Anomaly::RefundsHigh { ppm: 60_000, usual_ppm: 30_000 }]);
    assert!(anomalies(&show(1_000, 59, None), Some(&usual), None).is_empty());
    let rare = Usual { refund_ppm: Some(1_000), ..usual };
    assert!(anomalies(&show(1_000, 40, None), Some(&rare), None).is_empty(), "a few refunds are no news");
}

#[test]
fn a_goal_a_fifth_above_the_best_is_far_above() {
    let usual = Usual { shows: 3, gmv_e4: 50, best_gmv_e4: 100, views: None, refund_ppm: None };
    assert_eq!(usual.far_above(120), None);
    let far = FarAbove { goal_e4: 121, best_e4: 100, usual_e4: 50, shows: 3 };
    assert_eq!(usual.far_above(121), Some(far));
}

#[test]
fn what_was_shown_long_without_a_sale_sold_too_early_or_not_shown_at_all_stands_out() {
    let early = Featured { units_before_shown: 3, ..featured(2, 900, 15, 3) };
    let few = Featured { units_before_shown: 2, ..featured(3, 900, 2, 3) };
    let own = Show {
        products: vec![featured(1, 0, 0, 5), early, few, featured(4, 0, 0, 4)],
        gaps: vec![(0, 5 * MINUTE), (10, 4 * MINUTE)],
        ..show(1_800, 0, None)
    };
    let expected = [
        Anomaly::ShownUnsold { product: product(1), on_screen_ms: 5 * MINUTE },
        Anomaly::SoldBeforeShown { product: product(2), units: 3, of_units: 15 },
        Anomaly::NothingShown { from_ms: 0, to_ms: 5 * MINUTE },
    ];
    assert_eq!(anomalies(&own, None, Some(1)), expected);
}

#[test]
fn the_best_seller_comes_first_and_longer_and_the_unsold_last() {
    let own = Show {
        products: vec![
            featured(1, 100, 10, 10),
            featured(2, 10, 1, 10),
            featured(3, 0, 0, 6),
            featured(4, 600, 30, 6),
        ],
        ..show(710, 0, None)
    };
    let found = next_time(&own, &[]);
    let codes: Vec<_> = found.iter().map(|one| (one.code(), one.product())).collect();
    let expected = [
        ("first", product(4)),
        ("longer", product(4)),
        ("shorter", product(1)),
        ("shorter", product(2)),
        ("last", product(3)),
    ];
    assert_eq!(codes, expected);
    assert!(
        matches!(found[1], Proposal::Longer { was_ms, to_ms, .. } if (was_ms, to_ms) == (6 * MINUTE, 9 * MINUTE))
    );
    assert!(next_time(&show(0, 0, None), &[]).is_empty());
}

#[test]
fn a_price_that_sold_twice_as_well_is_proposed_with_both_rates() {
    let own = Show { products: vec![featured(1, 1_000, 10, 10)], ..show(1_000, 0, None) };
    let then = |gmv_e4, units| Earlier { product: product(1), gmv_e4, units, on_screen_ms: 10 * MINUTE };
    let found = next_time(&own, &[then(1_800, 20), then(900, 10)]);
    let expected =
        Proposal::Price { product: product(1), now_e4: 100, then_e4: 90, now_rate: 1_000, then_rate: 2_000 };
    assert_eq!(found, [expected]);
    assert!(next_time(&own, &[then(2_000, 20)]).is_empty(), "at the same price it was not the price");
    assert!(next_time(&own, &[then(900, 10)]).is_empty());
}

fn planned(number: u128) -> Planned {
    Planned { product: product(number), planned_ms: 5 * MINUTE, price: None }
}

fn proposal() -> impl Strategy<Value = Proposal> {
    let numbers = (0..5_u8, 0..8_u128, 1..20_i64);
    numbers.prop_map(|(kind, number, minutes)| {
        let (product, per_minute_e4, average_e4) = (product(number), 1, 1);
        let (was_ms, to_ms) = (MINUTE, minutes * MINUTE);
        match kind {
            0 => Proposal::First { product, per_minute_e4, average_e4, number: 4 },
            1 => Proposal::Longer { product, per_minute_e4, average_e4, was_ms, to_ms },
            2 => Proposal::Shorter { product, per_minute_e4, average_e4, was_ms, to_ms },
            3 => Proposal::Last { product, on_screen_ms: was_ms },
            _ => Proposal::Price { product, now_e4: 2, then_e4: minutes, now_rate: 1, then_rate: 2 },
        }
    })
}

proptest! {
    /// Proposals lose no product and list none twice; none in the plan is left out but only what comes first is added.
    #[test]
    fn a_plan_keeps_its_products(
        plan in proptest::collection::btree_set(0..8_u128, 0..8),
        proposals in proptest::collection::vec(proposal(), 0..12),
    ) {
        let before: Vec<Planned> = plan.iter().map(|&number| planned(number)).collect();
        let slot = |product| Planned { product, planned_ms: MINUTE, price: None };
        let after = taken_up(before.clone(), &proposals, |_| None, slot);
        let mut products: Vec<ProductId> = after.iter().map(|one| one.product).collect();
        products.sort_unstable();
        let listed = products.len();
        products.dedup();
        prop_assert_eq!(products.len(), listed);
        for one in &before {
            prop_assert!(products.contains(&one.product));
        }
        for one in &after {
            let was_there = before.iter().any(|other| other.product == one.product);
            let is_first = proposals.iter().any(|p| matches!(p, Proposal::First { product, .. } if *product == one.product));
            prop_assert!(was_there || is_first);
        }
        prop_assert_eq!(taken_up(before.clone(), &[], |_| None, slot), before);
    }
}
