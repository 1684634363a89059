//! The chain of the log: what holds, and what is noticed.

use super::*;
use crate::money::Currency;

fn entry(seq: u32, event: Event) -> Entry {
    let at_ms = 1_795_870_800_000 + i64::from(seq) * 1_000;
    Entry {
        session: Uuid::from_u128(1).into(),
        seq,
        moment: Moment { at_ms, boot: Uuid::from_u128(7), boot_ms: i64::from(seq) * 1_000 },
        show_ms: i64::from(seq) * 1_000,
        event,
        actor: "owner".to_owned(),
        client_key: None,
    }
}

fn took() -> Event {
    Event::Took(Shown {
        slot: Uuid::from_u128(2).into(),
        product: Uuid::from_u128(3).into(),
        number: 3,
        title: "Kem chống nắng".to_owned(),
        price: Some(Money::from_minor(229_000, Currency::Vnd)),
    })
}

fn log() -> Vec<Sealed> {
    let events = [Event::WentLive, took(), Event::Note("khách hỏi".to_owned()), Event::Ended];
    let mut previous = GENESIS;
    (1..)
        .zip(events)
        .map(|(seq, event)| {
            let sealed = entry(seq, event).sealed(previous);
            previous = sealed.hash;
            sealed
        })
        .collect()
}

#[test]
fn an_entry_is_the_same_text_for_everyone() {
    assert_eq!(
        entry(2, took()).canonical(),
        "16:showrunner-log-1,36:00000000-0000-0000-0000-000000000001,1:2,13:1795870802000,4:2000,4:took,\
         36:00000000-0000-0000-0000-000000000002,36:00000000-0000-0000-0000-000000000003,1:3,\
         18:Kem chống nắng,10:229000 VND,-,-,5:owner,-,",
    );
}

#[test]
fn a_log_as_it_was_written_holds() {
    assert_eq!(first_broken(&log()), None);
}

#[test]
fn a_changed_price_a_missing_entry_and_a_swap_are_all_noticed() {
    let mut cheaper = log();
    if let Event::Took(shown) = &mut cheaper[1].entry.event {
        shown.price = Some(Money::from_minor(129_000, Currency::Vnd));
    }
    assert_eq!(first_broken(&cheaper), Some(2));

    let mut rewritten = log();
    rewritten[1] = entry(2, Event::Note("nothing was shown".to_owned())).sealed(rewritten[0].hash);
    assert_eq!(first_broken(&rewritten), Some(3), "even with a fresh hash of its own");

    let mut shorter = log();
    shorter.remove(1);
    assert_eq!(first_broken(&shorter), Some(2));

    let mut swapped = log();
    swapped.swap(1, 2);
    assert_eq!(first_broken(&swapped), Some(2));
}

#[test]
fn time_passes_by_the_clock_that_only_runs_and_by_utc_across_a_restart() {
    let first = Moment { at_ms: 10_000, boot: Uuid::from_u128(1), boot_ms: 500 };
    let set_back = Moment { at_ms: 4_000, boot_ms: 2_500, ..first };
    assert_eq!(set_back.since(&first), 2_000, "someone set the computer's clock back");
    let restarted = Moment { at_ms: 13_000, boot: Uuid::from_u128(2), boot_ms: 0 };
    assert_eq!(restarted.since(&first), 3_000);
}

#[test]
fn what_an_offer_promised_is_sealed_and_what_was_written_before_offers_still_holds() {
    let opened = |dong| {
        let Event::Took(shown) = took() else { unreachable!("it took") };
        Event::OfferOpened(Box::new(Opened {
            offer: Uuid::from_u128(4).into(),
            shown,
            terms: crate::offer::Terms::Price(Money::from_minor(dong, Currency::Vnd)),
            ends_at_ms: 1_795_871_100_000,
        }))
    };
    assert_eq!(
        entry(2, opened(199_000)).canonical(),
        "16:showrunner-log-2,36:00000000-0000-0000-0000-000000000001,1:2,13:1795870802000,4:2000,12:offer_opened,\
         36:00000000-0000-0000-0000-000000000002,36:00000000-0000-0000-0000-000000000003,1:3,\
         18:Kem chống nắng,10:229000 VND,-,-,5:owner,-,36:00000000-0000-0000-0000-000000000004,5:price,\
         10:199000 VND,-,13:1795871100000,",
    );
    let mut log = vec![entry(1, opened(199_000)).sealed(GENESIS)];
    assert_eq!(first_broken(&log), None);
    log[0].entry.event = opened(99_000);
    assert_eq!(first_broken(&log), Some(1), "a cheaper promise is another one");
}
