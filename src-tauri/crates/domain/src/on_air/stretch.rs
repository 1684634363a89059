//! What was on screen from when until when: chapters of a replay, bands of a review.

use crate::evidence::{Entry, Event, Moment, Shown};

/// One stretch of a show in which one slot was on screen. Takes that were undone leave none.
///
/// An end takes nothing off the screen for good: reopened, the show goes on with what it showed. The time between
/// is inside the stretch and off the air, see [`windows`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// What was on screen, as last announced in it.
    pub shown: Shown,
    /// Number of the take in the log.
    pub seq: u32,
    /// From when, UTC ms.
    pub from_ms: i64,
    /// Until when, UTC ms: the next take, the end of the session, or now.
    pub until_ms: i64,
    /// Show time at its beginning, ms.
    pub from_show_ms: i64,
    /// Show time at its end, ms.
    pub until_show_ms: i64,
}

/// The stretches of a show up to `now`, from its whole log, oldest entry first.
pub fn stretches(log: &[Entry], now: &Moment) -> Vec<Stretch> {
    let elapsed_ms = super::show_ms(log, now);
    let undone: Vec<u32> = log.iter().filter_map(|entry| entry.event.undoes()).collect();
    let mut stretches: Vec<Stretch> = Vec::new();
    for entry in log {
        match &entry.event {
            Event::Took(shown) if !undone.contains(&entry.seq) => {
                if let Some(before) = stretches.last_mut() {
                    (before.until_ms, before.until_show_ms) = (entry.moment.at_ms, entry.show_ms);
                }
                stretches.push(Stretch {
                    shown: shown.clone(),
                    seq: entry.seq,
                    from_ms: entry.moment.at_ms,
                    until_ms: now.at_ms,
                    from_show_ms: entry.show_ms,
                    until_show_ms: elapsed_ms,
                });
            }
            Event::Repriced(shown) => {
                // It speaks of what was on screen then, which may have been undone since.
                let last = stretches.last_mut().filter(|stretch| stretch.shown.slot == shown.slot);
                if let Some(stretch) = last {
                    stretch.shown = shown.clone();
                }
            }
            _ => {}
        }
    }
    let ended = log.iter().rev().find_map(|entry| match entry.event {
        Event::Ended => Some(Some(entry.moment.at_ms)),
        Event::Reopened(_) => Some(None),
        _ => None,
    });
    if let (Some(Some(ended_at_ms)), Some(last)) = (ended, stretches.last_mut()) {
        last.until_ms = ended_at_ms;
    }
    stretches
}

/// When a show was on air, from and until, UTC ms: from going live or being reopened to its end, or to `now`.
pub fn windows(log: &[Entry], now: &Moment) -> Vec<(i64, i64)> {
    let mut windows = Vec::new();
    let mut open = None;
    for entry in log {
        match entry.event {
            Event::WentLive | Event::Reopened(_) => open = Some(entry.moment.at_ms),
            Event::Ended => windows.extend(open.take().map(|from_ms| (from_ms, entry.moment.at_ms))),
            _ => {}
        }
    }
    windows.extend(open.map(|from_ms| (from_ms, now.at_ms.max(from_ms))));
    windows
}
