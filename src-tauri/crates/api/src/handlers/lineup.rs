//! Line-ups.

use app::{App, lineups};
use domain::Actor;
use domain::lineup::SlotEdit;

use super::session;
use crate::ApiError;
use crate::dto::{
    self, Lineup, LineupAdd, LineupEdit, LineupMove, LineupRemove, LineupUseList, SessionRef, Slot,
    TrackedLink,
};

/// See [`lineups::get`].
pub(crate) fn lineup_get(app: &App, _: &Actor, req: SessionRef) -> Result<Lineup, ApiError> {
    Ok(pack(&lineups::get(app, session::id(&req)?)?))
}

/// See [`lineups::add`].
pub(crate) fn lineup_add(app: &App, by: &Actor, req: LineupAdd) -> Result<Lineup, ApiError> {
    let id = dto::id("sessionId", &req.session_id)?;
    let products = dto::ids("productIds", &req.product_ids)?;
    let before = req.before_slot_id.map(|slot| dto::id("beforeSlotId", &slot)).transpose()?;
    Ok(pack(&lineups::add(app, by, id, &products, before)?))
}

/// See [`lineups::remove`].
pub(crate) fn lineup_remove(app: &App, by: &Actor, req: LineupRemove) -> Result<Lineup, ApiError> {
    let id = dto::id("sessionId", &req.session_id)?;
    Ok(pack(&lineups::remove(app, by, id, &dto::ids("slotIds", &req.slot_ids)?)?))
}

/// See [`lineups::move_slots`].
pub(crate) fn lineup_move(app: &App, by: &Actor, req: LineupMove) -> Result<Lineup, ApiError> {
    let id = dto::id("sessionId", &req.session_id)?;
    let slots = dto::ids("slotIds", &req.slot_ids)?;
    let before = req.before_slot_id.map(|slot| dto::id("beforeSlotId", &slot)).transpose()?;
    Ok(pack(&lineups::move_slots(app, by, id, &slots, before)?))
}

/// See [`lineups::edit`].
pub(crate) fn lineup_edit(app: &App, by: &Actor, req: LineupEdit) -> Result<Lineup, ApiError> {
    let id = dto::id("sessionId", &req.session_id)?;
    let edit = SlotEdit {
        show_price: req.show_price.map(TryInto::try_into).transpose()?,
        talking_points: req.talking_points,
        planned_ms: req.planned_ms,
        note: req.note,
    };
    Ok(pack(&lineups::edit(app, by, id, dto::id("slotId", &req.slot_id)?, edit)?))
}

/// See [`lineups::use_list`].
pub(crate) fn lineup_use_list(app: &App, by: &Actor, req: LineupUseList) -> Result<Lineup, ApiError> {
    let id = dto::id("sessionId", &req.session_id)?;
    Ok(pack(&lineups::use_list(app, by, id, dto::id("listId", &req.list_id)?)?))
}

fn pack(open: &lineups::OpenLineup) -> Lineup {
    let session = &open.session;
    let currency = session.currency();
    let mut planned_start_ms = session.starts_at_ms;
    let slots = open.lineup.numbered().filter_map(|(number, slot)| {
        // A product with a slot cannot be deleted, so every slot finds its own.
        let product = open.products.get(&slot.product)?;
        let starts_ms = planned_start_ms;
        planned_start_ms += slot.planned_ms;
        let links = open.links(number, product).into_iter();
        Some(Slot {
            id: slot.id.to_string(),
            product_id: slot.product.to_string(),
            number,
            title: product.title.clone(),
            image: product.image.clone(),
            link: product.link.clone(),
            list_price: product.list_price.map(Into::into),
            show_price: slot.show_price.map(Into::into),
            price: slot.price(product, currency).map(Into::into),
            stock: product.stock,
            talking_points: slot.talking_points.clone(),
            planned_ms: slot.planned_ms,
            planned_start_ms: starts_ms,
            note: slot.note.clone(),
            problems: slot.problems(product, currency).into_iter().map(Into::into).collect(),
            links: links.map(|link| TrackedLink { source: link.source.to_owned(), url: link.url }).collect(),
        })
    });
    Lineup {
        session_id: session.id.to_string(),
        currency: currency.code().to_owned(),
        starts_at_ms: session.starts_at_ms,
        length_ms: session.plan.length_ms,
        planned_ms: open.lineup.planned_ms(),
        slots: slots.collect(),
    }
}
