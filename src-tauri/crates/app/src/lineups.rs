//! Line-ups: which products a session offers, in which order, at which price.

use std::collections::HashMap;

use domain::id::{ProductId, ProductListId, SessionId, SlotId};
use domain::lineup::{Lineup, LineupError, Slot, SlotEdit, USUAL_SLOT_MS};
use domain::session::Session;
use domain::{Actor, Change, ProductSummary, SessionStatus};
use store::Tables;
use storefront::LinkSource;

use crate::{App, Error, Result, Write, on_air};

/// A line-up with its session and what is shown of its products.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenLineup {
    /// The session.
    pub session: Session,
    /// The slots.
    pub lineup: Lineup,
    /// What is shown of each product.
    pub products: HashMap<ProductId, ProductSummary>,
}

/// A product's address, marked for one place it is shown at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackedLink {
    /// `website`, or the channel's code.
    pub source: &'static str,
    /// The marked address.
    pub url: String,
}

impl OpenLineup {
    /// The product's page for slot `number`, marked once for the website and once a channel.
    pub fn links(&self, number: u32, product: &ProductSummary) -> Vec<TrackedLink> {
        let Some(link) = &product.link else { return Vec::new() };
        let channels = self.session.plan.channels.iter().map(|channel| LinkSource::Channel(channel.channel));
        std::iter::once(LinkSource::Website)
            .chain(channels)
            .filter_map(|source| {
                let url = storefront::tracked(link, source, self.session.id, number)?;
                Some(TrackedLink { source: source.code(), url })
            })
            .collect()
    }
}

pub(crate) fn open(tables: &Tables<'_>, session: SessionId) -> Result<OpenLineup> {
    let (session, lineup) = (tables.session(session)?, tables.lineup(session)?);
    let products: Vec<ProductId> = lineup.slots().iter().map(|slot| slot.product).collect();
    Ok(OpenLineup { session, products: tables.product_summaries(&products)?, lineup })
}

/// The line-up of a session.
pub fn get(app: &App, session: SessionId) -> Result<OpenLineup> {
    app.read(|tables| open(tables, session))
}

/// Changes a line-up by `change` and answers it as it is then.
fn change(
    app: &App,
    by: &Actor,
    verb: &'static str,
    session: SessionId,
    subject: String,
    change: impl FnOnce(&Tables<'_>, &Session, &mut Lineup) -> Result<()>,
) -> Result<OpenLineup> {
    let write = Write::new(verb, Change::Lineup(session), by).to(subject);
    app.transact(write, |tables| {
        let held = tables.session(session)?;
        if matches!(held.standing.status, SessionStatus::Ended | SessionStatus::Cancelled) {
            return Err(LineupError::Closed.into());
        }
        let mut lineup = tables.lineup(session)?;
        change(tables, &held, &mut lineup)?;
        tables.save_lineup(session, &lineup)?;
        open(tables, session)
    })
}

/// A new slot for a product, with the sentences the catalogue has for it.
fn slot(app: &App, tables: &Tables<'_>, product: ProductId) -> Result<Slot> {
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

/// What a step is called after: the title of the one product, or how many there are.
fn subject<T>(app: &App, ids: &[T], title: impl FnOnce(&Tables<'_>, &T) -> Result<String>) -> Result<String> {
    match ids {
        [one] => app.read(|tables| title(tables, one)),
        many => Ok(many.len().to_string()),
    }
}

fn title_of_slot(tables: &Tables<'_>, session: SessionId, slot: SlotId) -> Result<String> {
    let product = tables.lineup(session)?.slot(slot)?.1.product;
    Ok(tables.product(product)?.title)
}

/// Puts products in front of a slot, or at the end.
pub fn add(
    app: &App,
    by: &Actor,
    session: SessionId,
    products: &[ProductId],
    before: Option<SlotId>,
) -> Result<OpenLineup> {
    let subject = subject(app, products, |tables, &product| Ok(tables.product(product)?.title))?;
    change(app, by, "lineup_add", session, subject, |tables, _, lineup| {
        let slots: Result<Vec<Slot>> = products.iter().map(|&product| slot(app, tables, product)).collect();
        Ok(lineup.add(slots?, before)?)
    })
}

/// Takes slots out; one that was on screen stays, because the log speaks of it.
pub fn remove(app: &App, by: &Actor, session: SessionId, slots: &[SlotId]) -> Result<OpenLineup> {
    let subject = subject(app, slots, |tables, &slot| title_of_slot(tables, session, slot))?;
    let now = app.moment();
    change(app, by, "lineup_remove", session, subject, |tables, _, lineup| {
        let shown = tables.slots_in_log(session)?;
        if let Some(&slot) = slots.iter().find(|slot| shown.contains(slot)) {
            let (number, _) = lineup.slot(slot)?;
            let on_screen = on_air::on_screen(tables, session, &now)?;
            return Err(Error::Lineup(if on_screen == Some(slot) {
                LineupError::OnScreen(number)
            } else {
                LineupError::WasShown(number)
            }));
        }
        Ok(lineup.remove(slots)?)
    })
}

/// Moves slots in front of another, or to the end.
pub fn move_slots(
    app: &App,
    by: &Actor,
    session: SessionId,
    slots: &[SlotId],
    before: Option<SlotId>,
) -> Result<OpenLineup> {
    let subject = subject(app, slots, |tables, &slot| title_of_slot(tables, session, slot))?;
    change(app, by, "lineup_move", session, subject, |_, _, lineup| Ok(lineup.move_before(slots, before)?))
}

/// Changes what is planned of one slot.
pub fn edit(app: &App, by: &Actor, session: SessionId, slot: SlotId, edit: SlotEdit) -> Result<OpenLineup> {
    let subject = app.read(|tables| title_of_slot(tables, session, slot))?;
    change(app, by, "lineup_edit", session, subject, |_, held, lineup| {
        Ok(lineup.edit(slot, edit, held.currency())?)
    })
}

/// Adds what a product list has and the line-up has not, at the end.
pub fn use_list(app: &App, by: &Actor, session: SessionId, list: ProductListId) -> Result<OpenLineup> {
    let name = app.read(|tables| Ok(tables.product_list(list)?.name))?;
    change(app, by, "lineup_use_list", session, name, |tables, _, lineup| {
        let missing = tables.product_list(list)?.products.into_iter();
        let missing = missing.filter(|&product| lineup.number_of(product).is_none());
        let slots: Result<Vec<Slot>> = missing.map(|product| slot(app, tables, product)).collect();
        Ok(lineup.add(slots?, None)?)
    })
}
