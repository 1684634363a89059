//! The state of a show, computed from its plan, its log and the time.
//!
//! Show time is what the clock counts: it starts with the first going live, stands still in pauses and between
//! an end and a reopening, and runs on the clock that only runs. A take that was undone never happened here.

mod refusal;
mod stretch;

use crate::evidence::{Entry, Event, Moment, Shown};
use crate::id::SlotId;
use crate::offer::{Availability, OfferOnAir, availability, openings};

pub use refusal::OnAirError;
pub use stretch::{Stretch, stretches, windows};

/// How long a take can be undone, ms.
pub const UNDO_MS: i64 = 10_000;

/// What the show clock does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClockState {
    /// Not gone live yet.
    Waiting,
    /// Running.
    Running,
    /// Stopped for a while.
    Paused,
    /// Over.
    Ended,
}

/// Where a slot stands in the show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SlotState {
    /// Not shown yet.
    Coming,
    /// On screen now.
    Now,
    /// Was on screen.
    Shown,
    /// Passed over: the show stands at a later one.
    Passed,
}

/// One slot of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlannedSlot {
    /// The slot.
    pub id: SlotId,
    /// Planned length, ms.
    pub planned_ms: i64,
}

/// What a show was planned to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowPlan {
    /// Planned start, UTC ms.
    pub starts_at_ms: i64,
    /// Planned length, ms.
    pub length_ms: i64,
    /// The slots, in order.
    pub slots: Vec<PlannedSlot>,
}

/// What is on screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NowShowing {
    /// The slot as it was last announced.
    pub shown: Shown,
    /// Number of the take in the log.
    pub seq: u32,
    /// When it was taken, UTC ms.
    pub since_ms: i64,
    /// Show time on screen in all, ms.
    pub shown_ms: i64,
    /// Planned length, ms.
    pub planned_ms: i64,
    /// Until when the take can be undone, UTC ms; none when it no longer can.
    pub undo_until_ms: Option<i64>,
}

impl NowShowing {
    /// Planned length minus time shown, ms; negative is over.
    pub const fn remaining_ms(&self) -> i64 {
        self.planned_ms - self.shown_ms
    }
}

/// One row of the run of show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnAirSlot {
    /// The slot.
    pub id: SlotId,
    /// Where it stands.
    pub state: SlotState,
    /// From the plan, UTC ms.
    pub planned_start_ms: i64,
    /// From the plan, ms.
    pub planned_ms: i64,
    /// Computed while live for slots that are coming, UTC ms.
    pub expected_start_ms: Option<i64>,
    /// First time on screen, UTC ms.
    pub actual_start_ms: Option<i64>,
    /// Show time on screen in all, ms.
    pub actual_ms: Option<i64>,
    /// Whether it can be bought, as the desk said.
    pub availability: Availability,
}

/// The state of a show at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnAir {
    /// What the clock does.
    pub clock: ClockState,
    /// The moment, UTC ms.
    pub now_ms: i64,
    /// When it first went live, UTC ms.
    pub started_at_ms: Option<i64>,
    /// When it ended, UTC ms.
    pub ended_at_ms: Option<i64>,
    /// When the running pause began, UTC ms.
    pub paused_at_ms: Option<i64>,
    /// All times off the clock since the start, ms.
    pub paused_total_ms: i64,
    /// Show time, ms.
    pub elapsed_ms: i64,
    /// How far from plan, ms; positive is late.
    pub offset_ms: i64,
    /// Planned end, UTC ms.
    pub planned_end_ms: i64,
    /// Computed end, UTC ms.
    pub expected_end_ms: i64,
    /// What is on screen; nothing once the show is over.
    pub now: Option<NowShowing>,
    /// What comes after it in the order.
    pub next: Option<SlotId>,
    /// What stands before it in the order.
    pub previous: Option<SlotId>,
    /// The run of show.
    pub slots: Vec<OnAirSlot>,
    /// Every opening of an offer, oldest first.
    pub offers: Vec<OfferOnAir>,
    /// Number of the last entry of the log; 0 before the first.
    pub log_seq: u32,
}

/// What the clock has counted up to one moment.
struct Tally {
    clock: ClockState,
    started_at_ms: Option<i64>,
    ended_at_ms: Option<i64>,
    paused_at_ms: Option<i64>,
    paused_total_ms: i64,
    elapsed_ms: i64,
}

/// The state of a show at `now`, from its plan and its whole log, oldest entry first.
pub fn fold(plan: &ShowPlan, log: &[Entry], now: &Moment) -> OnAir {
    let tally = count(log, now);
    let takes = stretches(log, now);
    let showing = (tally.clock != ClockState::Ended).then(|| takes.last()).flatten();
    let current = takes.last().and_then(|take| position(plan, take.shown.slot));
    let mut slots = run_of_show(plan, &takes, current, showing.is_some());
    let said = availability(log);
    for slot in &mut slots {
        slot.availability = said.get(&slot.id).copied().unwrap_or_default();
    }
    let now_showing = showing.map(|take| now_showing(plan, take, &slots, log, now));
    let forecast = forecast(plan, &tally, &mut slots, now_showing.as_ref(), now.at_ms);
    let is_there = |slot: &&OnAirSlot| slot.availability != Availability::Withdrawn;
    let (next, previous) = match current {
        Some(at) => (slots.iter().skip(at + 1).find(is_there), slots.iter().take(at).rev().find(is_there)),
        None => (slots.iter().find(is_there), None),
    };
    let (next, previous) = (next.map(|slot| slot.id), previous.map(|slot| slot.id));
    OnAir {
        clock: tally.clock,
        now_ms: now.at_ms,
        started_at_ms: tally.started_at_ms,
        ended_at_ms: tally.ended_at_ms,
        paused_at_ms: tally.paused_at_ms,
        paused_total_ms: tally.paused_total_ms,
        elapsed_ms: tally.elapsed_ms,
        offset_ms: forecast.offset_ms,
        planned_end_ms: plan.starts_at_ms + plan.length_ms,
        expected_end_ms: forecast.end_ms,
        now: now_showing,
        next,
        previous,
        slots,
        offers: openings(log, now),
        log_seq: log.last().map_or(0, |entry| entry.seq),
    }
}

/// Show time at `now`, ms: what an entry written now would carry.
pub fn show_ms(log: &[Entry], now: &Moment) -> i64 {
    count(log, now).elapsed_ms
}

fn count(log: &[Entry], now: &Moment) -> Tally {
    let mut tally = Tally {
        clock: ClockState::Waiting,
        started_at_ms: None,
        ended_at_ms: None,
        paused_at_ms: None,
        paused_total_ms: 0,
        elapsed_ms: 0,
    };
    for (index, entry) in log.iter().enumerate() {
        let at_ms = entry.moment.at_ms;
        match entry.event {
            Event::WentLive => {
                tally.clock = ClockState::Running;
                tally.started_at_ms.get_or_insert(at_ms);
            }
            Event::Paused => (tally.clock, tally.paused_at_ms) = (ClockState::Paused, Some(at_ms)),
            Event::Resumed => (tally.clock, tally.paused_at_ms) = (ClockState::Running, None),
            Event::Ended => {
                tally =
                    Tally { clock: ClockState::Ended, ended_at_ms: Some(at_ms), paused_at_ms: None, ..tally };
            }
            Event::Reopened(_) => (tally.clock, tally.ended_at_ms) = (ClockState::Running, None),
            Event::Took(_)
            | Event::TakeUndone(_)
            | Event::Repriced(_)
            | Event::Note(_)
            | Event::OfferOpened(_)
            | Event::OfferEnded { .. }
            | Event::SoldOut(_)
            | Event::OnSale(_)
            | Event::Withdrawn(..) => {}
        }
        let until = log.get(index + 1).map_or(now, |next| &next.moment);
        let passed = until.since(&entry.moment);
        match tally.clock {
            ClockState::Running => tally.elapsed_ms += passed,
            ClockState::Paused => tally.paused_total_ms += passed,
            // Between an end and a reopening the clock stands; after the last end nothing is counted.
            ClockState::Ended if index + 1 < log.len() => tally.paused_total_ms += passed,
            ClockState::Ended | ClockState::Waiting => {}
        }
    }
    tally
}

fn position(plan: &ShowPlan, slot: SlotId) -> Option<usize> {
    plan.slots.iter().position(|planned| planned.id == slot)
}

fn run_of_show(
    plan: &ShowPlan,
    takes: &[Stretch],
    current: Option<usize>,
    is_showing: bool,
) -> Vec<OnAirSlot> {
    let mut planned_start_ms = plan.starts_at_ms;
    let rows = plan.slots.iter().enumerate().map(|(index, slot)| {
        let mut own = takes.iter().filter(|take| take.shown.slot == slot.id).peekable();
        let actual_start_ms = own.peek().map(|take| take.from_ms);
        let actual_ms =
            actual_start_ms.map(|_| own.map(|take| (take.until_show_ms - take.from_show_ms).max(0)).sum());
        let state = match current {
            Some(at) if at == index && is_showing => SlotState::Now,
            _ if actual_start_ms.is_some() => SlotState::Shown,
            Some(at) if index < at => SlotState::Passed,
            _ => SlotState::Coming,
        };
        let starts_ms = planned_start_ms;
        planned_start_ms += slot.planned_ms;
        OnAirSlot {
            id: slot.id,
            state,
            planned_start_ms: starts_ms,
            planned_ms: slot.planned_ms,
            expected_start_ms: None,
            actual_start_ms,
            actual_ms,
            availability: Availability::OnSale,
        }
    });
    rows.collect()
}

fn now_showing(
    plan: &ShowPlan,
    take: &Stretch,
    slots: &[OnAirSlot],
    log: &[Entry],
    now: &Moment,
) -> NowShowing {
    let row = position(plan, take.shown.slot).and_then(|at| slots.get(at));
    let taken = log.iter().find(|entry| entry.seq == take.seq).map(|entry| &entry.moment);
    NowShowing {
        shown: take.shown.clone(),
        seq: take.seq,
        since_ms: take.from_ms,
        shown_ms: row.and_then(|row| row.actual_ms).unwrap_or_default(),
        planned_ms: row.map_or(0, |row| row.planned_ms),
        undo_until_ms: taken.filter(|taken| now.since(taken) <= UNDO_MS).map(|taken| taken.at_ms + UNDO_MS),
    }
}

struct Forecast {
    offset_ms: i64,
    end_ms: i64,
}

/// How far from plan the show is, and when it will be over; fills the expected starts.
///
/// The plan is the slots one after another, and what the session is longer than they are as its tail. Late is
/// what the rest of the plan, begun now, would end after the planned end. A slot that runs within its planned
/// length is not early yet: its unspent time still belongs to it.
fn forecast(
    plan: &ShowPlan,
    tally: &Tally,
    slots: &mut [OnAirSlot],
    now: Option<&NowShowing>,
    now_ms: i64,
) -> Forecast {
    let of_slots: i64 = plan.slots.iter().map(|slot| slot.planned_ms).sum();
    let planned_end_ms = plan.starts_at_ms + plan.length_ms.max(of_slots);
    if let Some(ended_at_ms) = tally.ended_at_ms {
        return Forecast { offset_ms: ended_at_ms - planned_end_ms, end_ms: ended_at_ms };
    }
    let Some(started_at_ms) = tally.started_at_ms else {
        // A show that has not begun is late once its start has passed.
        let offset_ms = (now_ms - plan.starts_at_ms).max(0);
        return Forecast { offset_ms, end_ms: planned_end_ms + offset_ms };
    };
    let mut cursor_ms = now_ms + now.map_or(0, |now| now.remaining_ms().max(0));
    let mut is_last = now.is_some();
    for slot in slots.iter_mut().filter(|slot| slot.state == SlotState::Coming) {
        slot.expected_start_ms = Some(cursor_ms);
        cursor_ms += slot.planned_ms;
        is_last = false;
    }
    if of_slots == 0 {
        // Nothing was planned inside the show, so only a late start and pauses move its end.
        let offset_ms = started_at_ms - plan.starts_at_ms + tally.paused_total_ms;
        return Forecast { offset_ms, end_ms: (planned_end_ms + offset_ms).max(now_ms) };
    }
    let tail_ms = (plan.length_ms - of_slots).max(0);
    // The last slot may run into the tail without making the show late.
    let spent_ms = if is_last { now.map_or(0, |now| -now.remaining_ms()).max(0) } else { 0 };
    let end_ms = cursor_ms + (tail_ms - spent_ms).max(0);
    Forecast { offset_ms: end_ms - planned_end_ms, end_ms }
}

#[cfg(test)]
mod tests;
