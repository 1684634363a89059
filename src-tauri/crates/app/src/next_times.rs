//! What a session teaches, taken up in a planned session's line-up: shown first, then one undoable step.

use std::collections::HashMap;

use domain::id::{ProductId, SessionId};
use domain::insight::{Planned, Proposal, taken_up};
use domain::lineup::{Lineup, LineupError, Slot, USUAL_SLOT_MS};
use domain::{Actor, Change, Currency, Money, SessionStatus};
use rust_decimal::RoundingStrategy;
use store::Tables;

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
    /// The planned session.
    pub into: SessionId,
    /// Places of the proposals among those of [`reviews::insight`].
    pub proposals: Vec<usize>,
}

/// The line-up as it would be.
///
/// # Errors
/// `Closed` when the session is not planned any more, `Invalid` for a proposal that is not there.
pub fn preview(app: &App, wanted: &TakeUp) -> Result<Vec<NextSlot>> {
    let proposals = chosen(app, wanted)?;
    app.read(|tables| Ok(draft(tables, wanted.into, &proposals)?.1))
}

/// Takes the proposals up; one step, which undo takes back.
///
/// # Errors
/// As [`preview`].
pub fn take_up(app: &App, by: &Actor, wanted: &TakeUp) -> Result<Vec<NextSlot>> {
    let proposals = chosen(app, wanted)?;
    let title = app.read(|tables| Ok(tables.session(wanted.into)?.plan.title))?;
    let write = Write::new("next_time_take_up", Change::Lineup(wanted.into), by).to(title);
    app.transact(write, |tables| {
        let (lineup, rows) = draft(tables, wanted.into, &proposals)?;
        let mut known: HashMap<ProductId, Slot> =
            lineup.slots().iter().map(|slot| (slot.product, slot.clone())).collect();
        let mut slots = Vec::with_capacity(rows.len());
        for row in &rows {
            let slot = match known.remove(&row.product) {
                Some(slot) => slot,
                None => new_slot(app, tables, row.product)?,
            };
            slots.push(Slot { planned_ms: row.planned_ms, show_price: row.price, ..slot });
        }
        tables.save_lineup(wanted.into, &Lineup::of(slots)?)?;
        Ok(rows)
    })
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
    if !matches!(session.standing.status, SessionStatus::Draft | SessionStatus::Scheduled) {
        return Err(LineupError::Closed.into());
    }
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
