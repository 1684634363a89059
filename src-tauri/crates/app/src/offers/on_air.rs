//! Opening, closing and withdrawing on air: one durable transaction each, as a take.

use domain::Actor;
use domain::evidence::Event;
use domain::id::{OfferId, SessionId, SlotId};
use domain::offer::{Availability, OfferEnd, OfferError, OfferOnAir, Opened};
use domain::on_air::OnAirError;
use store::Tables;

use super::selling;
use crate::on_air::{Show, Stage, perform};
use crate::{App, Result};

/// The open offer with this id.
fn is_open(stage: &Stage, id: OfferId) -> Result<OfferOnAir> {
    let mut offers = stage.state().offers.into_iter();
    let found = offers.find(|on_air| on_air.is_open() && on_air.opened.offer == id);
    Ok(found.ok_or(OfferError::NotOpen)?)
}

fn ended(on_air: &OfferOnAir, how: OfferEnd) -> Event {
    Event::OfferEnded { opened: on_air.seq, shown: on_air.opened.shown.clone(), how }
}

fn said(reason: &str) -> Result<String> {
    let reason = reason.trim();
    if reason.is_empty() { Err(OfferError::NoReason.into()) } else { Ok(reason.to_owned()) }
}

/// Closes every offer that is open, for the reason `how` gives.
pub(crate) fn all_closed(stage: &Stage, how: &OfferEnd) -> Vec<Event> {
    let offers = stage.state().offers;
    offers.iter().filter(|on_air| on_air.is_open()).map(|on_air| ended(on_air, how.clone())).collect()
}

/// Offers whose time is up and that nobody closed.
pub(crate) fn due(stage: &Stage) -> Vec<Event> {
    let ended_in_log = |seq: u32| {
        stage.log.iter().any(|entry| matches!(entry.event, Event::OfferEnded { opened, .. } if opened == seq))
    };
    let offers = stage.state().offers;
    let due = offers.iter().filter(|on_air| !on_air.is_open() && !ended_in_log(on_air.seq));
    due.map(|on_air| ended(on_air, OfferEnd::Expired)).collect()
}

/// Opens an offer: from here on shoppers have it, until its time is up.
pub fn open(app: &App, by: &Actor, id: SessionId, offer: OfferId, key: Option<String>) -> Result<Show> {
    perform(app, by, id, key, |tables, stage| {
        stage.must_be_live()?;
        let planned = tables.offer(id, offer)?;
        let state = stage.state();
        let (number, _) = stage.lineup.slot(planned.slot)?;
        planned.may_open(&state.offers, number)?;
        let row = state.slots.iter().find(|row| row.id == planned.slot);
        if row.is_some_and(|row| row.availability != Availability::OnSale) {
            return Err(OfferError::NotOnSale { number }.into());
        }
        // Prices may have changed since it was planned.
        planned.check(&selling(tables, &stage.session, &stage.lineup, planned.slot)?)?;
        let mut events = due(stage);
        events.push(Event::OfferOpened(Box::new(Opened {
            offer,
            shown: stage.usual(tables, planned.slot)?,
            terms: planned.terms,
            ends_at_ms: stage.now.at_ms + planned.length_ms,
        })));
        Ok(events)
    })
}

/// Closes an offer before its time; it held until now.
pub fn close(app: &App, by: &Actor, id: SessionId, offer: OfferId, key: Option<String>) -> Result<Show> {
    perform(app, by, id, key, |_, stage| Ok(Some(ended(&is_open(stage, offer)?, OfferEnd::Closed))))
}

/// Takes an open offer back that should not have been made; the log keeps why.
pub fn withdraw(app: &App, by: &Actor, id: SessionId, offer: OfferId, reason: &str) -> Result<Show> {
    perform(app, by, id, None, |_, stage| {
        Ok(Some(ended(&is_open(stage, offer)?, OfferEnd::Withdrawn(said(reason)?))))
    })
}

/// Takes an opening back, within ten seconds of it.
pub fn undo_open(app: &App, by: &Actor, id: SessionId, offer: OfferId, key: Option<String>) -> Result<Show> {
    perform(app, by, id, key, |_, stage| {
        let on_air = is_open(stage, offer)?;
        on_air.undo_until_ms.ok_or(OfferError::UndoTooLate)?;
        Ok(Some(ended(&on_air, OfferEnd::Undone)))
    })
}

fn availability(stage: &Stage, slot: SlotId) -> Availability {
    let slots = stage.state().slots;
    slots.iter().find(|row| row.id == slot).map(|row| row.availability).unwrap_or_default()
}

/// Tells every screen and shop that nothing is left of a slot; said already, it stays so.
pub fn sold_out(app: &App, by: &Actor, id: SessionId, slot: SlotId, key: Option<String>) -> Result<Show> {
    perform(app, by, id, key, |tables, stage| {
        stage.must_be_live()?;
        match availability(stage, slot) {
            Availability::OnSale => Ok(Some(Event::SoldOut(stage.shown(tables, slot)?))),
            Availability::SoldOut => Ok(None),
            Availability::Withdrawn => Err(OnAirError::Withdrawn(stage.lineup.slot(slot)?.0).into()),
        }
    })
}

/// Tells every screen and shop that a slot can be bought again.
pub fn on_sale(app: &App, by: &Actor, id: SessionId, slot: SlotId, key: Option<String>) -> Result<Show> {
    perform(app, by, id, key, |tables, stage| {
        stage.must_be_live()?;
        let is_new = availability(stage, slot) != Availability::OnSale;
        let shown = stage.shown(tables, slot)?;
        Ok(is_new.then_some(Event::OnSale(shown)))
    })
}

/// Takes a product off every screen and shop, its open offers with it; the log keeps why.
pub fn withdraw_product(app: &App, by: &Actor, id: SessionId, slot: SlotId, reason: &str) -> Result<Show> {
    perform(app, by, id, None, |tables: &Tables<'_>, stage| {
        stage.must_be_live()?;
        let reason = said(reason)?;
        let shown = stage.shown(tables, slot)?;
        if availability(stage, slot) == Availability::Withdrawn {
            return Ok(Vec::new());
        }
        let offers = stage.state().offers;
        let own = offers.iter().filter(|on_air| on_air.is_open() && on_air.opened.shown.slot == slot);
        let mut events: Vec<Event> =
            own.map(|on_air| ended(on_air, OfferEnd::Withdrawn(reason.clone()))).collect();
        events.push(Event::Withdrawn(shown, reason));
        Ok(events)
    })
}
