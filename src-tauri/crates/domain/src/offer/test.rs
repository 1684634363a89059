//! What may be offered, what may follow what, and the price at a moment.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::evidence::{Entry, Event, Moment, Shown};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;

fn dong(amount: i64) -> Money {
    Money::from_minor(amount, Currency::Vnd)
}

fn slot(n: u32) -> SlotId {
    Uuid::from_u128(u128::from(n)).into()
}

fn offer(n: u32, terms: Terms) -> Offer {
    let id = Uuid::from_u128(100 + u128::from(n)).into();
    Offer { id, slot: slot(1), terms, length_ms: 5 * MINUTE, reason: String::new() }
}

fn coupon(code: &str, off: Off) -> Terms {
    Terms::Coupon { code: code.to_owned(), off }
}

fn sold_at(usual: i64, cost: Option<i64>) -> Selling {
    Selling { currency: Currency::Vnd, usual: Some(dong(usual)), cost: cost.map(dong) }
}

fn shown() -> Shown {
    let product = Uuid::from_u128(9).into();
    Shown { slot: slot(1), product, number: 1, title: "Kem".to_owned(), price: Some(dong(229_000)) }
}

fn moment(ms: i64) -> Moment {
    Moment { at_ms: ms, boot: Uuid::nil(), boot_ms: ms }
}

fn entry(seq: u32, at_ms: i64, event: Event) -> Entry {
    let (session, actor) = (Uuid::nil().into(), "owner".to_owned());
    Entry { session, seq, moment: moment(at_ms), show_ms: at_ms, event, actor, client_key: None }
}

fn open(offer: &Offer, at_ms: i64) -> Event {
    let (terms, ends_at_ms) = (offer.terms.clone(), at_ms + offer.length_ms);
    Event::OfferOpened(Box::new(Opened { offer: offer.id, shown: shown(), terms, ends_at_ms }))
}

fn end(opened: u32, how: OfferEnd) -> Event {
    Event::OfferEnded { opened, shown: shown(), how }
}

#[test]
fn an_offer_is_lower_than_the_price_and_leaves_something() {
    let price = |amount| offer(1, Terms::Price(dong(amount)));
    let selling = sold_at(229_000, Some(120_000));
    assert_eq!(price(199_000).check(&selling), Ok(()));
    assert_eq!(price(229_000).check(&selling), Err(OfferError::NotLower { usual: dong(229_000) }));
    assert_eq!(price(0).check(&selling), Err(OfferError::NotPositive));
    let all_of_it = offer(1, coupon("FREE", Off::Amount(dong(229_000))));
    assert_eq!(all_of_it.check(&selling), Err(OfferError::NotLower { usual: dong(229_000) }));
    let pounds = offer(1, Terms::Price(Money::from_minor(999, Currency::Gbp)));
    let refused = OfferError::Currency { given: Currency::Gbp, needed: Currency::Vnd };
    assert_eq!(pounds.check(&selling), Err(refused));
    let unpriced = Selling { usual: None, ..selling };
    assert_eq!(price(199_000).check(&unpriced), Err(OfferError::NoUsualPrice));
    assert_eq!(offer(1, Terms::Gift("Túi vải".to_owned())).check(&unpriced), Ok(()));
}

#[test]
fn below_cost_asks_for_a_reason_and_unknown_cost_does_not() {
    let half = offer(1, coupon("HALF", Off::Percent(50)));
    assert_eq!(half.check(&sold_at(229_000, Some(120_000))), Err(OfferError::BelowCost));
    let with_reason = Offer { reason: "Dọn kho".to_owned(), ..half.clone() };
    assert_eq!(with_reason.check(&sold_at(229_000, Some(120_000))), Ok(()));
    assert_eq!(half.check(&sold_at(229_000, None)), Ok(()), "not known is not below");
    assert_eq!(half.check(&sold_at(240_000, Some(120_000))), Ok(()), "at cost is not below it");
}

#[test]
fn a_code_can_be_typed_and_is_kept_in_capitals() {
    let spoken = offer(1, coupon(" live20 ", Off::Percent(20))).tidied();
    assert_eq!(spoken.terms.text(), Some("LIVE20"));
    for code in ["", "A", "HAI MƯƠI", "A B", "X<Y>"] {
        let refused = offer(1, coupon(code, Off::Percent(20))).check(&sold_at(229_000, None));
        assert_eq!(refused, Err(OfferError::Code(code.to_owned())));
    }
    let nothing = offer(1, coupon("ZERO", Off::Percent(0)));
    assert_eq!(nothing.check(&sold_at(229_000, None)), Err(OfferError::Percent(0)));
}

#[test]
fn one_offer_of_a_kind_is_open_for_a_slot_and_a_withdrawn_one_stays_away() {
    let (first, second) = (offer(1, Terms::Price(dong(199_000))), offer(2, Terms::Price(dong(189_000))));
    let gift = offer(3, Terms::Gift("Túi vải".to_owned()));
    let mut log = vec![entry(1, 0, open(&first, 0))];
    let at = |log: &[Entry], ms| openings(log, &moment(ms));
    assert_eq!(first.may_open(&at(&log, MINUTE), 1), Err(OfferError::IsOpen));
    assert_eq!(second.may_open(&at(&log, MINUTE), 1), Err(OfferError::KindOpen { number: 1 }));
    assert_eq!(gift.may_open(&at(&log, MINUTE), 1), Ok(()));
    assert_eq!(second.may_open(&at(&log, 5 * MINUTE), 1), Ok(()), "its time is up");
    log.push(entry(2, 2 * MINUTE, end(1, OfferEnd::Withdrawn("sai giá".to_owned()))));
    assert_eq!(first.may_open(&at(&log, 3 * MINUTE), 1), Err(OfferError::WasWithdrawn));
    assert_eq!(second.may_open(&at(&log, 3 * MINUTE), 1), Ok(()));
}

#[test]
fn an_opening_that_was_undone_never_happened_and_later_it_can_only_be_ended() {
    let first = offer(1, Terms::Price(dong(199_000)));
    let mut log = vec![entry(1, 0, open(&first, 0))];
    assert_eq!(openings(&log, &moment(9 * SECOND))[0].undo_until_ms, Some(10 * SECOND));
    assert_eq!(openings(&log, &moment(11 * SECOND))[0].undo_until_ms, None);
    log.push(entry(2, 5 * SECOND, end(1, OfferEnd::Undone)));
    assert_eq!(openings(&log, &moment(6 * SECOND)), []);
    assert_eq!(first.may_open(&openings(&log, &moment(6 * SECOND)), 1), Ok(()));
}

#[test]
fn what_the_desk_said_last_of_a_slot_counts() {
    let said = |events: Vec<Event>| {
        let log: Vec<Entry> = (1..).zip(events).map(|(seq, event)| entry(seq, 0, event)).collect();
        availability(&log).get(&slot(1)).copied().unwrap_or_default()
    };
    assert_eq!(said(Vec::new()), Availability::OnSale);
    assert_eq!(said(vec![Event::SoldOut(shown())]), Availability::SoldOut);
    assert_eq!(said(vec![Event::SoldOut(shown()), Event::OnSale(shown())]), Availability::OnSale);
    assert_eq!(said(vec![Event::Withdrawn(shown(), "lỗi".to_owned())]), Availability::Withdrawn);
}

proptest! {
    #[test]
    fn the_price_is_the_offers_from_its_opening_to_its_end_and_at_no_other_time(
        opens in 0..10 * MINUTE, length in SHORTEST_MS..20 * MINUTE, closed_after in prop::option::of(0..20 * MINUTE),
        asked in 0..40 * MINUTE,
    ) {
        let offer = Offer { length_ms: length, ..offer(1, Terms::Price(dong(199_000))) };
        let mut log = vec![entry(1, opens, open(&offer, opens))];
        if let Some(after) = closed_after {
            log.push(entry(2, opens + after, end(1, OfferEnd::Closed)));
        }
        let over = opens + closed_after.map_or(length, |after| after.min(length));
        let known: Vec<Entry> = log.into_iter().filter(|entry| entry.moment.at_ms <= asked).collect();
        let offers = openings(&known, &moment(asked));
        let expected = (opens <= asked && asked < over).then(|| dong(199_000));
        prop_assert_eq!(price_of(&offers, slot(1)), expected);
        prop_assert_eq!(price_of(&offers, slot(2)), None);
        prop_assert!(offers.iter().all(|offer| offer.ends_at_ms - offer.opens_at_ms <= length));
    }

    #[test]
    fn whatever_is_pressed_no_slot_has_two_open_offers_of_a_kind(
        presses in prop::collection::vec((0..4_u32, 0..3_u8, 0..3 * MINUTE), 1..40),
    ) {
        let kinds = |n: u32| if n < 2 { Terms::Price(dong(199_000)) } else { Terms::Gift("Túi".to_owned()) };
        let mut log: Vec<Entry> = Vec::new();
        let mut now = 0;
        for (n, press, later) in presses {
            now += later;
            let before = openings(&log, &moment(now));
            let offer = offer(n, kinds(n));
            let own = before.iter().find(|open| open.is_open() && open.opened.offer == offer.id);
            let event = match (press, own) {
                (0, _) => offer.may_open(&before, 1).is_ok().then(|| open(&offer, now)),
                (1, Some(own)) => Some(end(own.seq, OfferEnd::Closed)),
                (_, Some(own)) => Some(end(own.seq, OfferEnd::Withdrawn("sai".to_owned()))),
                (_, None) => None,
            };
            let seq = u32::try_from(log.len()).unwrap_or(u32::MAX) + 1;
            log.extend(event.map(|event| entry(seq, now, event)));
            let after = openings(&log, &moment(now));
            for kind in [OfferKind::Price, OfferKind::Gift] {
                let open = after.iter().filter(|open| open.is_open() && open.opened.terms.kind() == kind);
                prop_assert!(open.count() <= 1);
            }
        }
    }
}
