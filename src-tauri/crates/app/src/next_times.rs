//! What a session teaches, taken up in a planned session's line-up: shown first, then one undoable step.

use std::collections::HashMap;

use domain::id::{ProductId, SessionId};
use domain::insight::{Planned, Proposal, taken_up};
use domain::lineup::{Lineup, LineupError, Slot, USUAL_SLOT_MS};
use domain::session::{LocalStart, Overlap, Session, SessionPlan, Standing};
use domain::{Actor, Change, Currency, Money, SessionStatus};
use rust_decimal::RoundingStrategy;
use store::Tables;

use crate::sessions::{self, OpenSession};
use crate::{App, Error, Result, Write, reviews};

/// One row of a line-up as it would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextSlot {
    /// The product.
    pub product: ProductId,
    /// Its title.
    pub title: String,
    /// Planned length, ms.
    pub planned_ms: i64,
    /// The price named on air.
    pub price: Option<Money>,
    /// Its number, length and price now; none when it would be new.
    pub before: Option<(u32, i64, Option<Money>)>,
}

/// Which proposals of a session go into which line-up.
#[derive(Debug, Clone)]
pub struct TakeUp {
    /// The session that teaches.
    pub from: SessionId,
    /// The planned session; none for a new one with the line-up of the session that teaches.
    pub into: Option<SessionId>,
    /// Places of the proposals among those of [`reviews::insight`].
    pub proposals: Vec<usize>,
}

/// The line-up as it would be.
///
/// # Errors
/// `Closed` when the session is not planned any more, `Invalid` for a proposal that is not there.
pub fn preview(app: &App, wanted: &TakeUp) -> Result<Vec<NextSlot>> {
    let proposals = chosen(app, wanted)?;
    app.read(|tables| {
        let into = match wanted.into {
            Some(into) => planned(tables, into)?,
            None => wanted.from,
        };
        Ok(draft(tables, into, &proposals)?.1)
    })
}

/// Takes the proposals up; one step, which undo takes back.
///
/// # Errors
/// As [`preview`], and `Invalid` when no session is named.
pub fn take_up(app: &App, by: &Actor, wanted: &TakeUp) -> Result<Vec<NextSlot>> {
    let into = wanted.into.ok_or(Error::Invalid { field: "into", value: String::new() })?;
    let proposals = chosen(app, wanted)?;
    let title = app.read(|tables| Ok(tables.session(into)?.plan.title))?;
    let write = Write::new("next_time_take_up", Change::Lineup(into), by).to(title);
    app.transact(write, |tables| {
        planned(tables, into)?;
        let (lineup, rows) = draft(tables, into, &proposals)?;
        tables.save_lineup(into, &changed(app, tables, &lineup, &rows)?)?;
        Ok(rows)
    })
}

/// When and under what title a new session is planned.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Its title.
    pub title: String,
    /// Its wall time, in the zone of the session that teaches.
    pub start_local: String,
    /// Which one, when the wall time happens twice that day.
    pub overlap: Option<Overlap>,
}

/// Plans a new session like the one that teaches, with the proposals taken up; one step, which undo takes back.
///
/// # Errors
/// What a plan refuses, such as a wall time that does not exist; `Invalid` for a proposal that is not there.
pub fn plan(app: &App, by: &Actor, wanted: &TakeUp, new: &NewSession) -> Result<OpenSession> {
    let proposals = chosen(app, wanted)?;
    let id: SessionId = app.mint();
    app.transact(Write::new("next_time_plan", Change::Session(id), by).to(&new.title), |tables| {
        let original = tables.session(wanted.from)?;
        let start = LocalStart::in_zone(&new.start_local, original.plan.start.zone(), new.overlap)?;
        let plan = SessionPlan { title: new.title.clone(), start, ..original.plan }.checked()?;
        let starts_at_ms = plan.start.instant_ms()?;
        let session = Session { id, plan, starts_at_ms, views: None, standing: Standing::DRAFT };
        tables.save_session(&session)?;
        let (lineup, rows) = draft(tables, wanted.from, &proposals)?;
        // Slots of its own: those of the session that teaches stay with it.
        let slots = lineup.slots().iter().map(|slot| Slot { id: app.mint(), ..slot.clone() });
        let lineup = Lineup::of(slots.collect())?;
        tables.save_lineup(id, &changed(app, tables, &lineup, &rows)?)?;
        sessions::open(tables, session)
    })
}

/// The line-up with the rows as they would be.
fn changed(app: &App, tables: &Tables<'_>, lineup: &Lineup, rows: &[NextSlot]) -> Result<Lineup> {
    let mut known: HashMap<ProductId, Slot> =
        lineup.slots().iter().map(|slot| (slot.product, slot.clone())).collect();
    let mut slots = Vec::with_capacity(rows.len());
    for row in rows {
        let slot = match known.remove(&row.product) {
            Some(slot) => slot,
            None => new_slot(app, tables, row.product)?,
        };
        slots.push(Slot { planned_ms: row.planned_ms, show_price: row.price, ..slot });
    }
    Ok(Lineup::of(slots)?)
}

/// The session, if its line-up may still change.
fn planned(tables: &Tables<'_>, id: SessionId) -> Result<SessionId> {
    match tables.session(id)?.standing.status {
        SessionStatus::Draft | SessionStatus::Scheduled => Ok(id),
        SessionStatus::Live | SessionStatus::Ended | SessionStatus::Cancelled => {
            Err(LineupError::Closed.into())
        }
    }
}

fn chosen(app: &App, wanted: &TakeUp) -> Result<Vec<Proposal>> {
    let all = reviews::insight(app, wanted.from)?.proposals;
    let picked = wanted.proposals.iter().map(|&at| {
        all.get(at).copied().ok_or_else(|| Error::Invalid { field: "proposals", value: at.to_string() })
    });
    picked.collect()
}

fn new_slot(app: &App, tables: &Tables<'_>, product: ProductId) -> Result<Slot> {
    let product = tables.product(product)?;
    Ok(Slot {
        id: app.mint(),
        product: product.id,
        show_price: None,
        talking_points: product.talking_points,
        planned_ms: USUAL_SLOT_MS,
        note: String::new(),
    })
}

fn draft(tables: &Tables<'_>, into: SessionId, proposals: &[Proposal]) -> Result<(Lineup, Vec<NextSlot>)> {
    let session = tables.session(into)?;
    let lineup = tables.lineup(into)?;
    let plan = lineup
        .slots()
        .iter()
        .map(|slot| Planned { product: slot.product, planned_ms: slot.planned_ms, price: slot.show_price })
        .collect();
    let currency = session.currency();
    let slot = |product| Planned { product, planned_ms: USUAL_SLOT_MS, price: None };
    let after = taken_up(plan, proposals, |e4| whole(e4, currency), slot);
    let products: Vec<ProductId> = after.iter().map(|one| one.product).collect();
    let known = tables.product_summaries(&products)?;
    let rows = after
        .into_iter()
        .map(|one| NextSlot {
            title: known.get(&one.product).map(|summary| summary.title.clone()).unwrap_or_default(),
            before: lineup
                .numbered()
                .find(|(_, slot)| slot.product == one.product)
                .map(|(number, slot)| (number, slot.planned_ms, slot.show_price)),
            product: one.product,
            planned_ms: one.planned_ms,
            price: one.price,
        })
        .collect();
    Ok((lineup, rows))
}

/// An observed price in whole minor units, rounded half up: prices are named on air.
fn whole(e4: i64, currency: Currency) -> Option<Money> {
    let amount = Money::from_observed(e4, currency).amount();
    let rounded =
        amount.round_dp_with_strategy(currency.minor_digits(), RoundingStrategy::MidpointAwayFromZero);
    Some(Money::new(rounded, currency))
}
