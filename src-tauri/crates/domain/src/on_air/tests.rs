//! What a show's clock says, in ordinary shows and in odd ones.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::money::{Currency, Money};
use crate::session::LocalStart;

const START: i64 = 1_795_870_800_000;
const MINUTE: i64 = 60_000;

fn slot_id(n: u32) -> SlotId {
    Uuid::from_u128(u128::from(n)).into()
}

/// Slots 1, 2, 3 … of these minutes, in a session of `length` minutes.
fn plan(length: i64, minutes: &[i64]) -> ShowPlan {
    let slots =
        (1..).zip(minutes).map(|(n, &long)| PlannedSlot { id: slot_id(n), planned_ms: long * MINUTE });
    ShowPlan { starts_at_ms: START, length_ms: length * MINUTE, slots: slots.collect() }
}

/// The moment so many milliseconds after the planned start.
fn at(ms: i64) -> Moment {
    Moment { at_ms: START + ms, boot: Uuid::nil(), boot_ms: 5_000_000 + ms }
}

fn took(n: u32) -> Event {
    Event::Took(shown(n, 100_000))
}

fn shown(n: u32, dong: i64) -> Shown {
    Shown {
        slot: slot_id(n),
        product: Uuid::from_u128(u128::from(n)).into(),
        number: n,
        title: format!("product {n}"),
        price: Some(Money::from_minor(dong, Currency::Vnd)),
    }
}

/// Writes a log as the verbs do: each entry carries the show time of its moment.
fn log(events: impl IntoIterator<Item = (i64, Event)>) -> Vec<Entry> {
    log_at(events.into_iter().map(|(ms, event)| (at(ms), event)))
}

fn log_at(events: impl IntoIterator<Item = (Moment, Event)>) -> Vec<Entry> {
    let mut log: Vec<Entry> = Vec::new();
    for (seq, (moment, event)) in (1..).zip(events) {
        let show_ms = show_ms(&log, &moment);
        log.push(Entry {
            session: Uuid::nil().into(),
            seq,
            moment,
            show_ms,
            event,
            actor: "owner".to_owned(),
            client_key: None,
        });
    }
    log
}

fn states(on_air: &OnAir) -> Vec<SlotState> {
    on_air.slots.iter().map(|slot| slot.state).collect()
}

#[test]
fn a_show_that_keeps_to_its_plan_is_neither_late_nor_early() {
    let plan = plan(30, &[10, 10, 10]);
    let log = log([(0, Event::WentLive), (0, took(1)), (10 * MINUTE, took(2))]);
    let on_air = fold(&plan, &log, &at(13 * MINUTE));
    assert_eq!((on_air.offset_ms, on_air.elapsed_ms), (0, 13 * MINUTE));
    assert_eq!(on_air.expected_end_ms, on_air.planned_end_ms);
    assert_eq!(states(&on_air), [SlotState::Shown, SlotState::Now, SlotState::Coming]);
    assert_eq!(on_air.slots[0].actual_ms, Some(10 * MINUTE));
    assert_eq!(on_air.slots[2].expected_start_ms, Some(START + 20 * MINUTE));
    assert_eq!(on_air.now.map(|now| now.remaining_ms()), Some(7 * MINUTE));
    assert_eq!((on_air.previous, on_air.next), (Some(slot_id(1)), Some(slot_id(3))));
}

#[test]
fn a_late_start_an_overrun_and_a_pause_make_late_and_a_skipped_product_makes_early() {
    let plan = plan(30, &[10, 10, 10]);
    let late = |log: &[Entry], minute: i64| fold(&plan, log, &at(minute * MINUTE)).offset_ms;
    let two = 2 * MINUTE;
    assert_eq!(late(&[], 2), two, "the start has passed");
    assert_eq!(late(&log([(two, Event::WentLive), (two, took(1))]), 5), two);
    assert_eq!(late(&log([(0, Event::WentLive), (0, took(1))]), 12), two, "two minutes over");
    let paused =
        log([(0, Event::WentLive), (0, took(1)), (3 * MINUTE, Event::Paused), (5 * MINUTE, Event::Resumed)]);
    assert_eq!(late(&paused, 6), two);
    let skipped = log([(0, Event::WentLive), (0, took(1)), (10 * MINUTE, took(3))]);
    assert_eq!(late(&skipped, 11), -10 * MINUTE);
    assert_eq!(states(&fold(&plan, &skipped, &at(11 * MINUTE)))[1], SlotState::Passed);
}

#[test]
fn the_last_product_may_run_into_the_time_nobody_planned() {
    let plan = plan(30, &[10, 10]);
    let log = log([(0, Event::WentLive), (0, took(1)), (10 * MINUTE, took(2))]);
    assert_eq!(fold(&plan, &log, &at(25 * MINUTE)).offset_ms, 0);
    let over = fold(&plan, &log, &at(31 * MINUTE));
    assert_eq!((over.offset_ms, over.expected_end_ms), (MINUTE, START + 31 * MINUTE));
}

#[test]
fn a_show_without_planned_minutes_is_late_by_its_start_and_pauses_only() {
    let plan = plan(60, &[0, 0]);
    let log = log([(MINUTE, Event::WentLive), (2 * MINUTE, took(1))]);
    assert_eq!(fold(&plan, &log, &at(40 * MINUTE)).offset_ms, MINUTE);
}

#[test]
fn an_undone_take_never_happened_and_the_one_before_was_on_screen_all_along() {
    let plan = plan(30, &[10, 10, 10]);
    let log =
        log([(0, Event::WentLive), (0, took(1)), (MINUTE, took(2)), (MINUTE + 4_000, Event::TakeUndone(3))]);
    let on_air = fold(&plan, &log, &at(2 * MINUTE));
    assert_eq!(states(&on_air), [SlotState::Now, SlotState::Coming, SlotState::Coming]);
    assert_eq!(on_air.slots[0].actual_ms, Some(2 * MINUTE));
    assert_eq!(on_air.now.map(|now| now.undo_until_ms), Some(None), "too long ago to undo as well");
}

#[test]
fn a_take_can_be_undone_for_ten_seconds() {
    let plan = plan(30, &[10]);
    let log = log([(0, Event::WentLive), (MINUTE, took(1))]);
    let until = |ms| fold(&plan, &log, &at(MINUTE + ms)).now.and_then(|now| now.undo_until_ms);
    assert_eq!(until(10_000), Some(START + MINUTE + UNDO_MS));
    assert_eq!(until(10_001), None);
}

#[test]
fn a_new_price_on_screen_is_announced_without_a_new_take() {
    let plan = plan(30, &[10]);
    let log = log([(0, Event::WentLive), (0, took(1)), (MINUTE, Event::Repriced(shown(1, 90_000)))]);
    let now = fold(&plan, &log, &at(2 * MINUTE)).now.expect("it is on screen");
    assert_eq!(now.shown.price, Some(Money::from_minor(90_000, Currency::Vnd)));
    assert_eq!((now.seq, now.since_ms), (2, START));
}

#[test]
fn an_ended_show_shows_nothing_and_reopened_goes_on_where_it_was() {
    let plan = plan(30, &[10, 10]);
    let mut events = vec![(0, Event::WentLive), (0, took(1)), (5 * MINUTE, Event::Ended)];
    let ended = fold(&plan, &log(events.clone()), &at(9 * MINUTE));
    assert_eq!((ended.clock, ended.now, ended.elapsed_ms), (ClockState::Ended, None, 5 * MINUTE));
    assert_eq!((ended.offset_ms, ended.ended_at_ms), (-25 * MINUTE, Some(START + 5 * MINUTE)));

    events.push((8 * MINUTE, Event::Reopened("ended by mistake".to_owned())));
    let on_air = fold(&plan, &log(events), &at(9 * MINUTE));
    assert_eq!((on_air.clock, on_air.ended_at_ms), (ClockState::Running, None));
    assert_eq!((on_air.elapsed_ms, on_air.paused_total_ms), (6 * MINUTE, 3 * MINUTE));
    assert_eq!(on_air.now.map(|now| now.shown_ms), Some(6 * MINUTE));
}

#[test]
fn a_show_runs_over_midnight_and_over_the_night_clocks_are_set_back() {
    let start = LocalStart::parse("2026-10-24T23:30", "Europe/London", None).expect("a plain evening");
    let starts_at_ms = start.instant_ms().expect("it exists once");
    let plan = ShowPlan { starts_at_ms, ..plan(180, &[60, 60, 60]) };
    let moment = |minute: i64| Moment {
        at_ms: starts_at_ms + minute * MINUTE,
        boot: Uuid::nil(),
        boot_ms: minute * MINUTE,
    };
    let log = log_at([
        (moment(0), Event::WentLive),
        (moment(0), took(1)),
        (moment(60), took(2)),
        (moment(120), took(3)),
    ]);
    let on_air = fold(&plan, &log, &moment(150));
    assert_eq!((on_air.offset_ms, on_air.elapsed_ms), (0, 150 * MINUTE));
    let wall = LocalStart::parse("2026-10-25T01:30", "Europe/London", Some(crate::session::Overlap::Later));
    assert_eq!(
        wall.and_then(|wall| wall.instant_ms()),
        Ok(on_air.planned_end_ms),
        "half past eleven and three hours is half past one, the second time"
    );
}

#[test]
fn a_computer_clock_set_back_or_put_to_sleep_does_not_bend_show_time() {
    let plan = plan(30, &[10]);
    let boot = Uuid::from_u128(1);
    let began = Moment { at_ms: START, boot, boot_ms: 0 };
    let log = log_at([(began, Event::WentLive), (began, took(1))]);
    let set_back = Moment { at_ms: START - 3_600_000, boot, boot_ms: 4 * MINUTE };
    assert_eq!(fold(&plan, &log, &set_back).elapsed_ms, 4 * MINUTE);
    let restarted = Moment { at_ms: START + 6 * MINUTE, boot: Uuid::from_u128(2), boot_ms: 100 };
    assert_eq!(fold(&plan, &log, &restarted).elapsed_ms, 6 * MINUTE, "the show went on meanwhile");
}

/// What an operator may press, and how long they wait before it.
fn presses() -> impl Strategy<Value = Vec<(i64, u8, u32)>> {
    prop::collection::vec((0..20 * MINUTE, 0..6_u8, 1..=5_u32), 0..40)
}

/// Presses that make sense where the show stands, as a log; ends at the time of the last one.
fn pressed(presses: &[(i64, u8, u32)]) -> (Vec<Entry>, i64) {
    let mut events = vec![(0, Event::WentLive)];
    let (mut ms, mut clock, mut seq, mut last_take) = (0, ClockState::Running, 1, None);
    for &(wait, what, slot) in presses {
        ms += wait;
        let event = match (what, clock) {
            (0 | 1, ClockState::Running | ClockState::Paused) => took(slot),
            (2, ClockState::Running) => Event::Paused,
            (2, ClockState::Paused) => Event::Resumed,
            (3, ClockState::Running | ClockState::Paused) => Event::Ended,
            (_, ClockState::Ended) => Event::Reopened("go on".to_owned()),
            (4, _) => match last_take.take() {
                Some(seq) => Event::TakeUndone(seq),
                None => continue,
            },
            _ => Event::Note("note".to_owned()),
        };
        seq += 1;
        clock = match event {
            Event::Paused => ClockState::Paused,
            Event::Ended => ClockState::Ended,
            Event::Resumed | Event::Reopened(_) => ClockState::Running,
            _ => clock,
        };
        if matches!(event, Event::Took(_)) {
            last_take = Some(seq);
        }
        events.push((ms, event));
    }
    (log(events), ms)
}

proptest! {
    #[test]
    fn show_time_and_pauses_add_up_to_the_time_that_passed(presses in presses(), rest in 0..MINUTE) {
        let (log, last) = pressed(&presses);
        let on_air = fold(&plan(60, &[10, 10, 10, 10, 10]), &log, &at(last + rest));
        let passed = match on_air.ended_at_ms {
            Some(ended) => ended - START,
            None => last + rest,
        };
        prop_assert_eq!(on_air.elapsed_ms + on_air.paused_total_ms, passed);
    }

    #[test]
    fn time_on_screen_is_never_more_than_show_time(presses in presses(), rest in 0..MINUTE) {
        let (log, last) = pressed(&presses);
        let on_air = fold(&plan(60, &[10, 10, 10, 10, 10]), &log, &at(last + rest));
        let on_screen: i64 = on_air.slots.iter().filter_map(|slot| slot.actual_ms).sum();
        prop_assert!(on_screen <= on_air.elapsed_ms);
        let before_the_first = log.iter().find(|entry| matches!(entry.event, Event::Took(_)));
        if !log.iter().any(|entry| matches!(entry.event, Event::TakeUndone(_))) {
            let from = before_the_first.map_or(on_air.elapsed_ms, |entry| entry.show_ms);
            prop_assert_eq!(on_screen, on_air.elapsed_ms - from);
        }
    }

    #[test]
    fn a_take_and_its_undo_leave_the_show_as_it_was(presses in presses(), slot in 1..=5_u32, wait in 0..UNDO_MS) {
        let (mut log, last) = pressed(&presses);
        let plan = plan(60, &[10, 10, 10, 10, 10]);
        let without = fold(&plan, &log, &at(last + wait));
        prop_assume!(without.clock != ClockState::Ended);
        let seq = u32::try_from(log.len()).expect("a short log") + 1;
        for (seq, ms, event) in [(seq, last, took(slot)), (seq + 1, last + wait, Event::TakeUndone(seq))] {
            let show_ms = show_ms(&log, &at(ms));
            let first = log[0].clone();
            log.push(Entry { seq, moment: at(ms), show_ms, event, ..first });
        }
        let with = fold(&plan, &log, &at(last + wait));
        prop_assert_eq!(OnAir { log_seq: without.log_seq, ..with }, without);
    }

    #[test]
    fn nothing_on_screen_is_late_while_it_keeps_to_its_minutes(minutes in prop::collection::vec(1..30_i64, 1..12), which in any::<prop::sample::Index>()) {
        let total: i64 = minutes.iter().sum();
        let plan = plan(total, &minutes);
        let mut starts = vec![0];
        starts.extend(minutes.iter().scan(0, |sum, minute| { *sum += minute * MINUTE; Some(*sum) }));
        let reached = which.index(minutes.len());
        let takes = (1..).zip(&starts[..=reached]).map(|(n, &ms)| (ms, took(n)));
        let log = log(std::iter::once((0, Event::WentLive)).chain(takes));
        let on_air = fold(&plan, &log, &at(starts[reached] + MINUTE / 2));
        prop_assert_eq!(on_air.offset_ms, 0);
    }
}
