//! Offers: planned for a slot, opened and closed on air, closed by the clock when their time is up.

mod clock;
mod on_air;

use domain::id::{OfferId, SessionId, SlotId};
use domain::lineup::{Lineup, LineupError};
use domain::offer::{Offer, OfferError, OfferOnAir, Selling, Terms, openings};
use domain::session::Session;
use domain::{Actor, Change, Money, SessionStatus};
use store::Tables;

use crate::{App, Result, Write};

pub(crate) use clock::keep;
pub(crate) use on_air::{all_closed, due};
pub use on_air::{close, on_sale, open, sold_out, undo_open, withdraw, withdraw_product};

/// A planned offer, and what became of it on air.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedOffer {
    /// As it is planned.
    pub offer: Offer,
    /// Number of its slot.
    pub number: u32,
    /// What the slot is sold at without it.
    pub usual: Option<Money>,
    /// Why it would not be accepted as things are now.
    pub problem: Option<OfferError>,
    /// Its newest opening.
    pub on_air: Option<OfferOnAir>,
}

/// What is said of an offer when it is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferPlan {
    /// The offer that is changed; none plans another.
    pub id: Option<OfferId>,
    /// The slot it belongs to.
    pub slot: SlotId,
    /// What it gives.
    pub terms: Terms,
    /// How long it stays open, ms.
    pub length_ms: i64,
    /// Why it goes below cost; empty where it does not.
    pub reason: String,
}

/// What is known of the product in `slot`.
pub(crate) fn selling(
    tables: &Tables<'_>,
    session: &Session,
    lineup: &Lineup,
    slot: SlotId,
) -> Result<Selling> {
    let (_, slot) = lineup.slot(slot)?;
    let currency = session.currency();
    let usual = slot.price(&tables.product_summary(slot.product)?, currency);
    let costs = tables.variants_of(slot.product)?.into_iter().filter_map(|variant| variant.cost);
    let cost = costs.filter(|cost| cost.currency() == currency).max_by_key(|cost| cost.amount());
    Ok(Selling { currency, usual, cost })
}

/// The offers of a session, in the order of its slots.
pub fn all(app: &App, session: SessionId) -> Result<Vec<PlannedOffer>> {
    let now = app.moment();
    app.read(|tables| {
        let (held, lineup) = (tables.session(session)?, tables.lineup(session)?);
        let opened = openings(&app.journals().read(tables, session)?, &now);
        let mut planned = Vec::new();
        for offer in tables.offers(session)? {
            let selling = selling(tables, &held, &lineup, offer.slot)?;
            planned.push(PlannedOffer {
                number: lineup.slot(offer.slot)?.0,
                usual: selling.usual,
                problem: offer.check(&selling).err(),
                on_air: opened.iter().rev().find(|on_air| on_air.opened.offer == offer.id).cloned(),
                offer,
            });
        }
        planned.sort_by_key(|planned| planned.number);
        Ok(planned)
    })
}

/// Refuses while the offer is open: what shoppers have is closed first.
fn must_not_be_open(app: &App, tables: &Tables<'_>, session: SessionId, id: OfferId) -> Result<()> {
    let opened = openings(&app.journals().read(tables, session)?, &app.moment());
    let is_open = opened.iter().any(|on_air| on_air.opened.offer == id && on_air.is_open());
    if is_open { Err(OfferError::IsOpen.into()) } else { Ok(()) }
}

fn planning(tables: &Tables<'_>, session: SessionId) -> Result<(Session, Lineup)> {
    let held = tables.session(session)?;
    if matches!(held.standing.status, SessionStatus::Ended | SessionStatus::Cancelled) {
        return Err(LineupError::Closed.into());
    }
    Ok((held, tables.lineup(session)?))
}

fn title_of(app: &App, session: SessionId, slot: SlotId) -> Result<String> {
    app.read(|tables| {
        let lineup = tables.lineup(session)?;
        Ok(tables.product_summary(lineup.slot(slot)?.1.product)?.title)
    })
}

/// Plans an offer, or changes one that is not open.
pub fn plan(app: &App, by: &Actor, session: SessionId, plan: OfferPlan) -> Result<OfferId> {
    let subject = title_of(app, session, plan.slot)?;
    let verb = if plan.id.is_some() { "offer_change" } else { "offer_plan" };
    let write = Write::new(verb, Change::Lineup(session), by).to(subject);
    app.transact(write, |tables| {
        let (held, lineup) = planning(tables, session)?;
        if let Some(known) = plan.id {
            tables.offer(session, known)?;
            must_not_be_open(app, tables, session, known)?;
        }
        let OfferPlan { id, slot, terms, length_ms, reason } = plan;
        let id = id.unwrap_or_else(|| app.mint());
        let offer = Offer { id, slot, terms, length_ms, reason }.tidied();
        offer.check(&selling(tables, &held, &lineup, slot)?)?;
        tables.save_offer(session, &offer)?;
        Ok(id)
    })
}

/// Takes an offer that is not open out of the plan.
pub fn remove(app: &App, by: &Actor, session: SessionId, id: OfferId) -> Result<()> {
    let slot = app.read(|tables| Ok(tables.offer(session, id)?.slot))?;
    let subject = title_of(app, session, slot)?;
    app.transact(Write::new("offer_remove", Change::Lineup(session), by).to(subject), |tables| {
        planning(tables, session)?;
        must_not_be_open(app, tables, session, id)?;
        Ok(tables.delete_offer(id)?)
    })
}

/// Plans for the slots of a copy what was planned for those of the original; the two stand in one order.
pub(crate) fn copy(app: &App, tables: &Tables<'_>, from: SessionId, to: SessionId) -> Result<()> {
    let (original, copied) = (tables.lineup(from)?, tables.lineup(to)?);
    for offer in tables.offers(from)? {
        let (number, _) = original.slot(offer.slot)?;
        let twin = copied.numbered().find(|(other, _)| *other == number);
        if let Some((_, slot)) = twin {
            tables.save_offer(to, &Offer { id: app.mint(), slot: slot.id, ..offer })?;
        }
    }
    Ok(())
}
