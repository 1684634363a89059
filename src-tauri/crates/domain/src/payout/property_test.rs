//! Whatever a settlement says, the way to the payout closes to the last unit, and the order of files does not matter.

use proptest::prelude::*;

use super::{About, Charged, Expected, Explained, Paid, Sold, standing};

fn amount() -> impl Strategy<Value = i64> {
    -10_000_000_000_i64..10_000_000_000
}

fn charged() -> impl Strategy<Value = Charged> {
    prop_oneof![
        (0..4_u8).prop_map(|kind| Charged::Kind(format!("kind{kind}"))),
        (0..3_u8).prop_map(|name| Charged::Column(format!("Column {name}"))),
    ]
}

fn paid() -> impl Strategy<Value = Paid> {
    let some = || proptest::option::of(amount());
    let taken = proptest::collection::vec((charged(), amount()), 0..6);
    (amount(), some(), some(), some(), taken).prop_map(
        |(total_e4, revenue_e4, fees_e4, adjustment_e4, taken)| Paid {
            total_e4,
            revenue_e4,
            fees_e4,
            adjustment_e4,
            taken,
        },
    )
}

fn expected() -> impl Strategy<Value = Expected> {
    (charged(), proptest::option::of(-10_000_000_000_i64..=0))
        .prop_map(|(charged, e4)| Expected { charged, e4 })
}

fn sold() -> impl Strategy<Value = Sold> {
    (amount(), amount(), amount()).prop_map(|(gmv_e4, discount_e4, refund_e4)| Sold {
        gmv_e4,
        discount_e4,
        refund_e4,
    })
}

proptest! {
    #[test]
    fn what_the_platform_says_adds_up_to_the_payout_and_the_differences_to_its_difference(
        sold in proptest::option::of(sold()),
        entries in proptest::collection::vec(paid(), 0..5),
        rules in proptest::collection::vec(expected(), 0..6),
    ) {
        let way = Explained::of(sold, &entries, &rules);
        let theirs: i64 = way.steps.values().filter_map(|step| step.theirs_e4).sum();
        prop_assert_eq!(theirs, entries.iter().map(|entry| entry.total_e4).sum::<i64>());
        prop_assert_eq!(way.paid_e4, theirs);
        let differences: i64 = way.steps.values().map(super::Step::difference_e4).sum();
        prop_assert_eq!(way.difference_e4(), differences);
        let fees: i64 = rules.iter().filter_map(|rule| rule.e4).sum();
        prop_assert_eq!(way.expected_e4(), sold.map_or(0, |sold| sold.net_e4()) + fees);
    }

    #[test]
    fn orders_add_up_in_any_order(ways in proptest::collection::vec((sold(), paid()), 1..6)) {
        let of = |(sold, paid): &(Sold, Paid)| Explained::of(Some(*sold), std::slice::from_ref(paid), &[]);
        let (mut there, mut back) = (Explained::default(), Explained::default());
        ways.iter().for_each(|way| there.add(&of(way)));
        ways.iter().rev().for_each(|way| back.add(&of(way)));
        prop_assert_eq!(there, back);
    }

    #[test]
    fn the_order_in_which_files_came_does_not_matter(
        seen in proptest::collection::vec((0..5_u8, 0..4_u8), 0..30),
        turn in 0..30_usize,
    ) {
        let all: Vec<_> = seen.iter().enumerate().map(|(at, &(group, rank))| (group, rank, at)).collect();
        let mut turned = all.clone();
        turned.rotate_left(turn.min(all.len()));
        let mut one = standing(all);
        let mut other = standing(turned);
        one.sort_unstable();
        other.sort_unstable();
        prop_assert_eq!(one, other);
    }
}

#[test]
fn a_fee_that_is_dearer_than_the_rule_is_the_whole_difference() {
    let transaction = Charged::Kind("transaction".to_owned());
    let sold = Sold { gmv_e4: 2_000_000_000, discount_e4: 0, refund_e4: 0 };
    let paid = Paid {
        total_e4: 1_850_000_000,
        revenue_e4: Some(2_000_000_000),
        fees_e4: Some(-150_000_000),
        adjustment_e4: None,
        taken: vec![(transaction.clone(), -150_000_000)],
    };
    let rule = Expected { charged: transaction.clone(), e4: Some(-100_000_000) };
    let way = Explained::of(Some(sold), &[paid], &[rule]);
    assert_eq!(way.expected_e4(), 1_900_000_000);
    assert_eq!(way.difference_e4(), -50_000_000);
    assert_eq!(way.steps[&About::Fee(transaction)].difference_e4(), -50_000_000);
    assert_eq!(way.steps[&About::Revenue].difference_e4(), 0);
    assert!(!way.agrees());
}
