//! From the tables to the state that shops are told.

use std::collections::HashMap;
use std::time::Duration;

use domain::id::{ProductId, SessionId, SlotId};
use domain::offer::Availability;
use domain::on_air::{ClockState, NowShowing, OnAir, stretches};
use domain::product::ProductSummary;
use domain::{Language, Market, SessionStatus};
use store::Tables;
use storefront::{LinkSource, NextShow, Show, ShowChannel, ShowSlot, ShowState, ShowTake, Stamp};

use super::utc;
use crate::Result;
use crate::on_air::Stage;

/// The session of `stage` as shops see it, with a stamp still to be given; `None` for a draft that was
/// never announced.
pub(super) fn of(tables: &Tables<'_>, stage: &Stage) -> Result<Option<Show>> {
    let session = &stage.session;
    let state = stage.state();
    let told = match session.standing.status {
        // One that was announced and is a draft again is off, as far as shops know.
        SessionStatus::Draft if tables.manifest(session.id)?.is_some() => ShowState::Cancelled,
        SessionStatus::Draft => return Ok(None),
        SessionStatus::Scheduled => ShowState::Upcoming,
        SessionStatus::Live if state.clock == ClockState::Paused => ShowState::Paused,
        SessionStatus::Live => ShowState::Live,
        SessionStatus::Ended => ShowState::Ended,
        SessionStatus::Cancelled => ShowState::Cancelled,
    };
    let workspace = tables.workspace()?;
    let hosts = tables.hosts_of(session.id)?;
    let slots = slots(tables, stage, &state)?;
    let on_screen = on_screen(&state).map(|now| ShowTake { slot: now.shown.slot, at: utc(now.since_ms) });
    let takes = stretches(&stage.log, &stage.now)
        .into_iter()
        .filter(|stretch| said(&state, stretch.shown.slot) != Availability::Withdrawn)
        .map(|stretch| ShowTake { slot: stretch.shown.slot, at: utc(stretch.from_ms) });
    Ok(Some(Show {
        session: session.id,
        stamp: Stamp { epoch: 0, revision: 0 },
        state: told,
        title: session.plan.title.clone(),
        brand: workspace.map(|workspace| workspace.brand).unwrap_or_default(),
        hosts: hosts.into_iter().map(|host| host.name).collect(),
        language: language_of(session.plan.market),
        market: session.plan.market,
        zone: session.plan.start.zone(),
        poster: slots.iter().find_map(|slot| slot.image.clone()),
        starts_at: utc(session.starts_at_ms),
        planned_end: utc(session.ends_at_ms()),
        started_at: session.standing.started_at_ms.map(utc),
        ended_at: session.standing.ended_at_ms.map(utc),
        picture_delay: Duration::ZERO,
        channels: channels(stage),
        slots,
        on_screen,
        takes: takes.collect(),
        offers: state.offers.clone(),
        log_head: tables.log_head(session.id)?.map(|hash| hex(&hash)),
        next: next(tables, stage)?,
    }))
}

/// What is on screen, unless the desk took it off every screen.
pub(super) fn on_screen(state: &OnAir) -> Option<&NowShowing> {
    let now = state.now.as_ref()?;
    (said(state, now.shown.slot) != Availability::Withdrawn).then_some(now)
}

/// Whether a slot can be bought, as the desk said.
pub(super) fn said(state: &OnAir, slot: SlotId) -> Availability {
    state.slots.iter().find(|row| row.id == slot).map(|row| row.availability).unwrap_or_default()
}

fn slots(tables: &Tables<'_>, stage: &Stage, state: &OnAir) -> Result<Vec<ShowSlot>> {
    let session = &stage.session;
    let products: Vec<ProductId> = stage.lineup.slots().iter().map(|slot| slot.product).collect();
    let products: HashMap<ProductId, ProductSummary> = tables.product_summaries(&products)?;
    let mut told = Vec::with_capacity(products.len());
    for (number, slot) in stage.lineup.numbered() {
        let Some(product) = products.get(&slot.product) else { continue };
        let said = said(state, slot.id);
        if said == Availability::Withdrawn {
            continue;
        }
        let currency = session.currency();
        let link = product.link.as_deref();
        told.push(ShowSlot {
            id: slot.id,
            number,
            title: product.title.clone(),
            image: product.image.clone().filter(|image| is_on_the_web(image)),
            list_price: product.list_price.filter(|price| price.currency() == currency),
            show_price: slot.show_price,
            link: link.and_then(|link| storefront::tracked(link, LinkSource::Website, session.id, number)),
            sold_out: said == Availability::SoldOut || product.stock.is_some_and(|left| left <= 0),
        });
    }
    Ok(told)
}

fn channels(stage: &Stage) -> Vec<ShowChannel> {
    let channels = stage.session.plan.channels.iter();
    channels
        .filter_map(|channel| Some(ShowChannel { channel: channel.channel, url: channel.url.clone()? }))
        .collect()
}

/// The announced session that starts next after this one.
fn next(tables: &Tables<'_>, stage: &Stage) -> Result<Option<NextShow>> {
    let next = tables.announced_next(stage.now.at_ms, stage.session.id)?;
    Ok(next.map(|next| NextShow { session: next.id, title: next.title, starts_at: utc(next.starts_at_ms) }))
}

/// A shop reads its pictures from the web; a file of this computer is no use to it.
pub(super) fn is_on_the_web(image: &str) -> bool {
    image.starts_with("https://") || image.starts_with("http://")
}

/// The language shows of this market are held in, as far as the widget speaks it.
const fn language_of(market: Market) -> Language {
    match market {
        Market::Vn => Language::Vi,
        Market::Th | Market::Ph | Market::My | Market::Id | Market::Sg | Market::Gb | Market::Us => {
            Language::En
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Products of a session whose picture is a file of this computer, by the slot that shows them.
pub(super) fn local_images(tables: &Tables<'_>, id: SessionId) -> Result<HashMap<String, ProductId>> {
    let lineup = tables.lineup(id)?;
    let products: Vec<ProductId> = lineup.slots().iter().map(|slot| slot.product).collect();
    let products = tables.product_summaries(&products)?;
    let local = lineup.slots().iter().filter_map(|slot| {
        let image = products.get(&slot.product)?.image.as_deref()?;
        (!is_on_the_web(image)).then(|| (slot.id.to_string(), slot.product))
    });
    Ok(local.collect())
}
