//! The control room and the evidence log.

use std::fmt::Write as _;

use app::App;
use app::on_air::{self, Show};
use domain::Actor;
use domain::evidence::{Event, Sealed};

use super::session;
use crate::ApiError;
use crate::dto::{
    self, LogEntry, LogPage, LogPageRequest, NowShowing, OnAir, OnAirNote, OnAirReopen, OnAirSlot, OnAirStep,
    OnAirTake, SessionRef,
};

/// Entries in a page of the log when nobody says how many, and at most.
const PAGE: (u32, u32) = (100, 500);

/// See [`on_air::state`].
pub(crate) fn on_air_state(app: &App, _: &Actor, req: SessionRef) -> Result<OnAir, ApiError> {
    Ok(pack(on_air::state(app, session::id(&req)?)?))
}

/// See [`on_air::start`].
pub(crate) fn on_air_start(app: &App, by: &Actor, req: OnAirStep) -> Result<OnAir, ApiError> {
    step(app, by, req, on_air::start)
}

/// See [`on_air::take`].
pub(crate) fn on_air_take(app: &App, by: &Actor, req: OnAirTake) -> Result<OnAir, ApiError> {
    let (id, slot) = (dto::id("sessionId", &req.session_id)?, dto::id("slotId", &req.slot_id)?);
    Ok(pack(on_air::take(app, by, id, slot, req.client_key)?))
}

/// See [`on_air::next`].
pub(crate) fn on_air_next(app: &App, by: &Actor, req: OnAirStep) -> Result<OnAir, ApiError> {
    step(app, by, req, on_air::next)
}

/// See [`on_air::previous`].
pub(crate) fn on_air_previous(app: &App, by: &Actor, req: OnAirStep) -> Result<OnAir, ApiError> {
    step(app, by, req, on_air::previous)
}

/// See [`on_air::undo_take`].
pub(crate) fn on_air_undo_take(app: &App, by: &Actor, req: OnAirStep) -> Result<OnAir, ApiError> {
    step(app, by, req, on_air::undo_take)
}

/// See [`on_air::pause`].
pub(crate) fn on_air_pause(app: &App, by: &Actor, req: OnAirStep) -> Result<OnAir, ApiError> {
    step(app, by, req, on_air::pause)
}

/// See [`on_air::resume`].
pub(crate) fn on_air_resume(app: &App, by: &Actor, req: OnAirStep) -> Result<OnAir, ApiError> {
    step(app, by, req, on_air::resume)
}

/// See [`on_air::end`].
pub(crate) fn on_air_end(app: &App, by: &Actor, req: OnAirStep) -> Result<OnAir, ApiError> {
    step(app, by, req, on_air::end)
}

/// See [`on_air::reopen`].
pub(crate) fn on_air_reopen(app: &App, by: &Actor, req: OnAirReopen) -> Result<OnAir, ApiError> {
    Ok(pack(on_air::reopen(app, by, dto::id("sessionId", &req.session_id)?, &req.reason)?))
}

/// See [`on_air::note`].
pub(crate) fn on_air_note(app: &App, by: &Actor, req: OnAirNote) -> Result<OnAir, ApiError> {
    Ok(pack(on_air::note(app, by, dto::id("sessionId", &req.session_id)?, &req.text)?))
}

/// See [`on_air::log_page`].
pub(crate) fn log_page(app: &App, _: &Actor, req: LogPageRequest) -> Result<LogPage, ApiError> {
    let limit = usize::try_from(req.limit.unwrap_or(PAGE.0).min(PAGE.1)).unwrap_or_default();
    let page = on_air::log_page(app, dto::id("sessionId", &req.session_id)?, req.before_seq, limit)?;
    Ok(LogPage {
        entries: page.entries.into_iter().map(entry).collect(),
        total: page.total,
        more: page.more,
        broken_at_seq: page.broken_at,
    })
}

fn step(
    app: &App,
    by: &Actor,
    req: OnAirStep,
    verb: impl FnOnce(&App, &Actor, domain::id::SessionId, Option<String>) -> app::Result<Show>,
) -> Result<OnAir, ApiError> {
    Ok(pack(verb(app, by, dto::id("sessionId", &req.session_id)?, req.client_key)?))
}

pub(super) fn pack(show: Show) -> OnAir {
    let state = show.on_air;
    let slots = (1..).zip(&state.slots).map(|(number, slot)| OnAirSlot {
        slot_id: slot.id.to_string(),
        number,
        state: slot.state.into(),
        planned_start_ms: slot.planned_start_ms,
        planned_ms: slot.planned_ms,
        expected_start_ms: slot.expected_start_ms,
        actual_start_ms: slot.actual_start_ms,
        actual_ms: slot.actual_ms,
        availability: slot.availability.into(),
    });
    OnAir {
        session_id: show.session.id.to_string(),
        title: show.session.plan.title,
        status: show.session.standing.status.into(),
        clock: state.clock.into(),
        server_now_ms: state.now_ms,
        planned_start_ms: show.session.starts_at_ms,
        planned_end_ms: state.planned_end_ms,
        expected_end_ms: state.expected_end_ms,
        started_at_ms: state.started_at_ms,
        ended_at_ms: state.ended_at_ms,
        paused_at_ms: state.paused_at_ms,
        paused_total_ms: state.paused_total_ms,
        elapsed_ms: state.elapsed_ms,
        offset_ms: state.offset_ms,
        slots: slots.collect(),
        offers: state.offers.into_iter().map(Into::into).collect(),
        now: state.now.map(now_showing),
        next_slot_id: state.next.map(|slot| slot.to_string()),
        previous_slot_id: state.previous.map(|slot| slot.to_string()),
        log_seq: state.log_seq,
    }
}

fn now_showing(now: domain::on_air::NowShowing) -> NowShowing {
    NowShowing {
        slot_id: now.shown.slot.to_string(),
        product_id: now.shown.product.to_string(),
        number: now.shown.number,
        price: now.shown.price.map(Into::into),
        since_ms: now.since_ms,
        shown_ms: now.shown_ms,
        planned_ms: now.planned_ms,
        remaining_ms: now.remaining_ms(),
        undo_until_ms: now.undo_until_ms,
        title: now.shown.title,
    }
}

fn entry(sealed: Sealed) -> LogEntry {
    let entry = sealed.entry;
    let shown = entry.event.shown();
    let (offer, opened_seq) = match &entry.event {
        Event::OfferOpened(opened) => (Some(opened.terms.clone().into()), None),
        Event::OfferEnded { opened, .. } => (None, Some(*opened)),
        _ => (None, None),
    };
    LogEntry {
        seq: entry.seq,
        at_ms: entry.moment.at_ms,
        show_ms: entry.show_ms,
        kind: entry.event.kind().into(),
        slot_id: shown.map(|shown| shown.slot.to_string()),
        product_id: shown.map(|shown| shown.product.to_string()),
        number: shown.map(|shown| shown.number),
        title: shown.map(|shown| shown.title.clone()),
        price: shown.and_then(|shown| shown.price).map(Into::into),
        text: entry.event.text().map(str::to_owned),
        undoes_seq: entry.event.undoes(),
        offer,
        opened_seq,
        hash: hexadecimal(&sealed.hash),
        actor: entry.actor,
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
