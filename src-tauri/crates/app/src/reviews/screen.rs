//! What was on screen, when: from the evidence log.

use domain::evidence::{Event, Sealed, Shown};

use super::Band;

/// A take that is on screen, and since when.
struct Take<'a> {
    seq: u32,
    shown: &'a Shown,
}

/// The bands of a session, in order. `now_ms` closes the last one while the session is live.
pub(super) fn bands(log: &[Sealed], now_ms: i64) -> Vec<Band> {
    let mut bands = Vec::new();
    let mut takes: Vec<Take<'_>> = Vec::new();
    let mut since_ms = 0;
    for sealed in log {
        let at_ms = sealed.entry.moment.at_ms;
        match &sealed.entry.event {
            Event::Took(shown) => {
                close(&mut bands, takes.last(), since_ms, at_ms);
                takes.push(Take { seq: sealed.entry.seq, shown });
                since_ms = at_ms;
            }
            // What the take had covered is on screen again.
            Event::TakeUndone(seq) => {
                close(&mut bands, takes.last(), since_ms, at_ms);
                takes.retain(|take| take.seq != *seq);
                since_ms = at_ms;
            }
            Event::Ended => {
                close(&mut bands, takes.last(), since_ms, at_ms);
                takes.clear();
            }
            Event::WentLive
            | Event::Repriced(_)
            | Event::Paused
            | Event::Resumed
            | Event::Reopened(_)
            | Event::Note(_) => {}
        }
    }
    close(&mut bands, takes.last(), since_ms, now_ms);
    bands
}

fn close(bands: &mut Vec<Band>, take: Option<&Take<'_>>, from_ms: i64, to_ms: i64) {
    let Some(Take { shown, .. }) = take else { return };
    if to_ms <= from_ms {
        return;
    }
    match bands.last_mut() {
        Some(last) if last.product == shown.product && last.to_ms == from_ms => last.to_ms = to_ms,
        _ => bands.push(Band {
            slot_number: Some(shown.number),
            title: shown.title.clone(),
            product: shown.product,
            from_ms,
            to_ms,
        }),
    }
}

/// The stretches on air, from and to; `now_ms` closes the last one while the session is live.
pub(super) fn stretches(log: &[Sealed], now_ms: i64) -> Vec<(i64, i64)> {
    let mut stretches = Vec::new();
    let mut open = None;
    for sealed in log {
        let at_ms = sealed.entry.moment.at_ms;
        match &sealed.entry.event {
            Event::WentLive | Event::Reopened(_) => open = Some(at_ms),
            Event::Ended => stretches.extend(open.take().map(|from_ms| (from_ms, at_ms))),
            Event::Took(_)
            | Event::TakeUndone(_)
            | Event::Repriced(_)
            | Event::Paused
            | Event::Resumed
            | Event::Note(_) => {}
        }
    }
    stretches.extend(open.map(|from_ms| (from_ms, now_ms.max(from_ms))));
    stretches
}
