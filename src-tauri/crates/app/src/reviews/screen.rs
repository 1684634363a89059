//! What was on screen while the show was on air.

use domain::evidence::{Entry, Moment};
use domain::on_air::{stretches, windows};

use super::Band;

/// The bands of a session, in order: what the desk showed, without the time between an end and a reopening.
pub(crate) fn bands(log: &[Entry], now: &Moment) -> Vec<Band> {
    let on_air = windows(log, now);
    let mut bands: Vec<Band> = Vec::new();
    for stretch in stretches(log, now) {
        for &(opened_ms, closed_ms) in &on_air {
            let (from_ms, to_ms) = (stretch.from_ms.max(opened_ms), stretch.until_ms.min(closed_ms));
            if to_ms <= from_ms {
                continue;
            }
            match bands.last_mut() {
                Some(last) if last.product == stretch.shown.product && last.to_ms == from_ms => {
                    last.to_ms = to_ms;
                }
                _ => bands.push(Band {
                    slot_number: Some(stretch.shown.number),
                    title: stretch.shown.title.clone(),
                    product: stretch.shown.product,
                    from_ms,
                    to_ms,
                }),
            }
        }
    }
    bands
}
