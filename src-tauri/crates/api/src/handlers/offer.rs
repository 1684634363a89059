//! Offers: planned, opened and closed; and what can be bought on air.

use app::App;
use app::offers::{self, OfferPlan, PlannedOffer};
use app::on_air::Show;
use domain::Actor;
use domain::id::{OfferId, SessionId};

use super::{on_air, session};
use crate::dto::{
    self, Offer, OfferRef, OfferSave, OfferStep, OfferWithdraw, Offers, OnAir, OnAirTake, SessionRef,
    SlotWithdraw,
};
use crate::{ApiError, ErrorCode};

/// See [`offers::all`].
pub(crate) fn offer_all(app: &App, _: &Actor, req: SessionRef) -> Result<Offers, ApiError> {
    planned(app, session::id(&req)?)
}

/// See [`offers::plan`].
pub(crate) fn offer_save(app: &App, by: &Actor, req: OfferSave) -> Result<Offers, ApiError> {
    let id = dto::id("sessionId", &req.session_id)?;
    let plan = OfferPlan {
        id: req.offer_id.map(|offer| dto::id("offerId", &offer)).transpose()?,
        slot: dto::id("slotId", &req.slot_id)?,
        terms: req.terms.try_into()?,
        length_ms: req.length_ms,
        reason: req.reason.unwrap_or_default(),
    };
    offers::plan(app, by, id, plan)?;
    planned(app, id)
}

/// See [`offers::remove`].
pub(crate) fn offer_remove(app: &App, by: &Actor, req: OfferRef) -> Result<Offers, ApiError> {
    let id = dto::id("sessionId", &req.session_id)?;
    offers::remove(app, by, id, dto::id("offerId", &req.offer_id)?)?;
    planned(app, id)
}

/// See [`offers::open`].
pub(crate) fn offer_open(app: &App, by: &Actor, req: OfferStep) -> Result<OnAir, ApiError> {
    step(app, by, req, offers::open)
}

/// See [`offers::close`].
pub(crate) fn offer_close(app: &App, by: &Actor, req: OfferStep) -> Result<OnAir, ApiError> {
    step(app, by, req, offers::close)
}

/// See [`offers::undo_open`].
pub(crate) fn offer_undo_open(app: &App, by: &Actor, req: OfferStep) -> Result<OnAir, ApiError> {
    step(app, by, req, offers::undo_open)
}

/// See [`offers::withdraw`].
pub(crate) fn offer_withdraw(app: &App, by: &Actor, req: OfferWithdraw) -> Result<OnAir, ApiError> {
    let (id, offer) = (dto::id("sessionId", &req.session_id)?, dto::id("offerId", &req.offer_id)?);
    Ok(on_air::pack(offers::withdraw(app, by, id, offer, &req.reason)?))
}

/// See [`offers::sold_out`].
pub(crate) fn on_air_sold_out(app: &App, by: &Actor, req: OnAirTake) -> Result<OnAir, ApiError> {
    let (id, slot) = (dto::id("sessionId", &req.session_id)?, dto::id("slotId", &req.slot_id)?);
    Ok(on_air::pack(offers::sold_out(app, by, id, slot, req.client_key)?))
}

/// See [`offers::on_sale`].
pub(crate) fn on_air_on_sale(app: &App, by: &Actor, req: OnAirTake) -> Result<OnAir, ApiError> {
    let (id, slot) = (dto::id("sessionId", &req.session_id)?, dto::id("slotId", &req.slot_id)?);
    Ok(on_air::pack(offers::on_sale(app, by, id, slot, req.client_key)?))
}

/// See [`offers::withdraw_product`].
pub(crate) fn on_air_withdraw(app: &App, by: &Actor, req: SlotWithdraw) -> Result<OnAir, ApiError> {
    let (id, slot) = (dto::id("sessionId", &req.session_id)?, dto::id("slotId", &req.slot_id)?);
    Ok(on_air::pack(offers::withdraw_product(app, by, id, slot, &req.reason)?))
}

fn step(
    app: &App,
    by: &Actor,
    req: OfferStep,
    verb: impl FnOnce(&App, &Actor, SessionId, OfferId, Option<String>) -> app::Result<Show>,
) -> Result<OnAir, ApiError> {
    let (id, offer) = (dto::id("sessionId", &req.session_id)?, dto::id("offerId", &req.offer_id)?);
    Ok(on_air::pack(verb(app, by, id, offer, req.client_key)?))
}

fn planned(app: &App, id: SessionId) -> Result<Offers, ApiError> {
    let offers = offers::all(app, id)?.into_iter().map(pack).collect();
    Ok(Offers { session_id: id.to_string(), offers })
}

fn pack(planned: PlannedOffer) -> Offer {
    let code = |problem| ApiError::from(app::Error::Offer(problem)).code;
    let problem: Option<ErrorCode> = planned.problem.map(code);
    Offer {
        id: planned.offer.id.to_string(),
        slot_id: planned.offer.slot.to_string(),
        number: planned.number,
        terms: planned.offer.terms.into(),
        length_ms: planned.offer.length_ms,
        reason: planned.offer.reason,
        usual: planned.usual.map(Into::into),
        problem,
        on_air: planned.on_air.map(Into::into),
    }
}
