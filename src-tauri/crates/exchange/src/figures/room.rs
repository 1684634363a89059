//! The room a file of steps is about, and its totals as the steps together give them.

use domain::RoomFigures;

use super::rows::Reading;
use super::sheet::Above;
use super::{FigureField as F, FigureSheet};
use crate::date::Stamp;
use crate::sessions::length_ms;

const MINUTE_MS: i64 = 60_000;

/// One room, by its steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureRoom {
    /// The platform's id; none when the file names none.
    pub id: Option<String>,
    /// Its title; mostly the file names none.
    pub title: String,
    /// When it began, UTC milliseconds: as the file says, else with its first step.
    pub started_at_ms: i64,
    /// When it ended: by the length the file says, else with its last step.
    pub ended_at_ms: i64,
    /// Its totals: the steps together. What a step does not say is not known of the whole.
    pub figures: RoomFigures,
}

/// The room of a file that has been read; none when it has no step.
pub(super) fn of(reading: &mut Reading, above: &Above, found: &FigureSheet) -> Option<FigureRoom> {
    let (first, last) = (found.rows.first()?, found.rows.last()?);
    let said = above.date.zip(above.time).and_then(|(date, time)| {
        let local_ms = date.and_time(time).and_utc().timestamp_millis();
        reading.placed(Stamp { local_ms, offset_minutes: None }, 0).ok()
    });
    let started_at_ms = said.unwrap_or(first.at_ms);
    let length = above.length.as_deref().and_then(length_ms);
    let ended_at_ms =
        length.map_or(last.at_ms + found.step_minutes * MINUTE_MS, |length| started_at_ms + length);
    Some(FigureRoom {
        id: above.room.clone(),
        title: above.title.clone().unwrap_or_default(),
        started_at_ms,
        ended_at_ms: ended_at_ms.max(started_at_ms),
        figures: totals(found),
    })
}

fn totals(found: &FigureSheet) -> RoomFigures {
    let sum = |field: F| {
        let mut values = found.rows.iter().map(|row| row.get(field));
        values.try_fold(0_i64, |sum, value| sum.checked_add(value?))
    };
    RoomFigures {
        gmv_e4: sum(F::Gmv),
        orders: sum(F::Orders),
        sku_orders: sum(F::SkuOrders),
        items: sum(F::Items),
        customers: None,
        views: sum(F::Views),
        impressions: sum(F::Impressions),
        product_impressions: sum(F::ProductImpressions),
        product_clicks: sum(F::ProductClicks),
        new_followers: sum(F::NewFollowers),
        comments: sum(F::Comments),
        shares: sum(F::Shares),
        likes: sum(F::Likes),
    }
}
