//! A platform's own totals beside our order lines: two sources for one figure, never added.

use std::collections::HashMap;

use domain::id::SessionId;
use domain::{Currency, Metric, RoomFigures, Tally};
use rust_decimal::Decimal;
use store::Tables;

use super::Measured;
use crate::Result;
use crate::session_imports::{Platform, Rooms};
use crate::session_joins::Joins;

/// Other sessions it takes to say what is usual.
const USUAL_OF: usize = 3;

/// Figures that a source does not know.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Lacks {
    /// What was taken off and given back.
    pub(super) kept: bool,
    /// Orders.
    pub(super) orders: bool,
    /// Units.
    pub(super) units: bool,
    /// Views.
    pub(super) views: bool,
}

impl Lacks {
    pub(super) const fn and(self, other: Self) -> Self {
        Self {
            kept: self.kept || other.kept,
            orders: self.orders || other.orders,
            units: self.units || other.units,
            views: self.views || other.views,
        }
    }

    pub(super) const fn has(self, metric: Metric) -> bool {
        match metric {
            Metric::NetSales | Metric::Discounts | Metric::Refunds => self.kept,
            Metric::Orders | Metric::Aov => self.orders,
            Metric::Units => self.units,
            Metric::Gpm => self.views,
            Metric::Gmv => false,
        }
    }
}

/// What platforms say of the sessions; nothing is read where no such file ever came in.
pub(super) fn all(tables: &Tables<'_>) -> Result<HashMap<SessionId, Platform>> {
    if !tables.has_rooms()? {
        return Ok(HashMap::new());
    }
    Ok(Rooms::read(tables)?.by_session())
}

/// What platforms had said of the sessions at an instant.
pub(super) fn known_on(tables: &Tables<'_>, known_on_ms: i64) -> Result<HashMap<SessionId, Platform>> {
    let mut observed = tables.rooms_observed()?;
    observed.retain(|room| room.as_of_ms <= known_on_ms);
    Ok(Rooms::of(observed).joined(Joins::read(tables)?).by_session())
}

/// The platform's totals as the sums of a session that has no order lines.
pub(super) fn tally_of(platform: &Platform) -> Option<(Currency, Tally, Lacks)> {
    let (currency, gmv_e4) = (platform.currency?, platform.figures.gmv_e4?);
    let (orders, units) = (platform.figures.orders, platform.figures.items);
    let tally = Tally {
        gmv_e4,
        orders: orders.unwrap_or_default(),
        units: units.unwrap_or_default(),
        ..Tally::default()
    };
    let lacks = Lacks { kept: true, orders: orders.is_none(), units: units.is_none(), ..Lacks::default() };
    Some((currency, tally, lacks))
}

/// The platform's totals in a recap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlatformReview {
    /// What the platforms say.
    pub said: Platform,
    /// Whether the headline figures are theirs, because no order lines came in.
    pub heads: bool,
    /// GMV ÷ views × 1,000 of theirs.
    pub gpm: Option<Decimal>,
    /// Their GMV less that of our order lines, 10⁻⁴; none when there are no lines in that currency.
    pub differs_e4: Option<i64>,
    /// The step of the funnel furthest behind the brand's other sessions, from 0; none when none is, or when that
    /// cannot be known.
    pub weak_step: Option<usize>,
}

/// The platform's totals of one session beside `lines`, the sums of its order lines.
pub(super) fn review(
    all: &HashMap<SessionId, Platform>,
    session: SessionId,
    lines: impl Fn(Currency) -> Option<Tally>,
) -> Option<PlatformReview> {
    let said = all.get(&session)?.clone();
    let own = tally_of(&said);
    let beside = own.and_then(|(currency, _, _)| lines(currency));
    let others: Vec<&RoomFigures> =
        all.iter().filter(|(id, _)| **id != session).map(|(_, platform)| &platform.figures).collect();
    let usual = others.iter().copied().copied().reduce(|sum, figures| sum.with(&figures));
    let usual = usual.filter(|_| others.len() >= USUAL_OF);
    Some(PlatformReview {
        heads: own.is_some() && beside.is_none(),
        gpm: own.and_then(|(currency, tally, _)| tally.figure(Metric::Gpm, currency, said.figures.views)),
        differs_e4: own.zip(beside).map(|((_, tally, _), lines)| tally.gmv_e4 - lines.gmv_e4),
        weak_step: usual.and_then(|usual| said.figures.weak_step(&usual)),
        said,
    })
}

impl Measured {
    /// A figure; none when its source does not know it.
    pub(super) fn figure(&self, metric: Metric, currency: Currency) -> Option<Decimal> {
        if self.lacks.has(metric) {
            return None;
        }
        self.tally.figure(metric, currency, self.views)
    }
}
