//! A show inside a transaction: its plan, its log, and what is written to it.

use std::sync::Arc;

use domain::evidence::{Entry, Event, Moment, Shown};
use domain::id::{SessionId, SlotId};
use domain::lineup::Lineup;
use domain::offer::{openings, price_of};
use domain::on_air::{OnAir, OnAirError, PlannedSlot, ShowPlan, fold, show_ms};
use domain::session::Session;
use domain::{Actor, SessionStatus};
use store::Tables;

use super::{Show, entries};
use crate::{App, Result, simulcast};

/// A show inside a transaction, with its log.
pub(crate) struct Stage {
    pub(crate) session: Session,
    pub(crate) lineup: Lineup,
    pub(crate) log: Arc<Vec<Entry>>,
    pub(crate) now: Moment,
}

impl Stage {
    pub(crate) fn read(tables: &Tables<'_>, id: SessionId, now: Moment) -> Result<Self> {
        let log = Arc::new(entries(tables, id)?);
        Ok(Self { session: tables.session(id)?, lineup: tables.lineup(id)?, log, now })
    }

    /// Like [`Self::read`], with the log kept at hand.
    pub(crate) fn kept(app: &App, tables: &Tables<'_>, id: SessionId, now: Moment) -> Result<Self> {
        let log = app.journals().read(tables, id)?;
        Ok(Self { session: tables.session(id)?, lineup: tables.lineup(id)?, log, now })
    }

    pub(crate) fn state(&self) -> OnAir {
        let slots = self.lineup.slots().iter();
        let plan = ShowPlan {
            starts_at_ms: self.session.starts_at_ms,
            length_ms: self.session.plan.length_ms,
            slots: slots.map(|slot| PlannedSlot { id: slot.id, planned_ms: slot.planned_ms }).collect(),
        };
        fold(&plan, &self.log, &self.now)
    }

    pub(crate) fn must_be_live(&self) -> Result<()> {
        match self.session.standing.status {
            SessionStatus::Live => Ok(()),
            other => Err(OnAirError::NotLive(other).into()),
        }
    }

    /// A slot as it would be shown now, at the price of an offer that is open for it.
    pub(crate) fn shown(&self, tables: &Tables<'_>, id: SlotId) -> Result<Shown> {
        let usual = self.usual(tables, id)?;
        let offered = price_of(&openings(&self.log, &self.now), id);
        Ok(Shown { price: offered.or(usual.price), ..usual })
    }

    /// A slot as it would be shown without any offer.
    pub(crate) fn usual(&self, tables: &Tables<'_>, id: SlotId) -> Result<Shown> {
        let (number, slot) = self.lineup.slot(id)?;
        let product = tables.product_summary(slot.product)?;
        Ok(Shown {
            slot: id,
            product: slot.product,
            number,
            price: slot.price(&product, self.session.currency()),
            title: product.title,
        })
    }

    /// Writes one entry, and the status that goes with it.
    fn write(&mut self, tables: &Tables<'_>, by: &Actor, event: Event, key: Option<String>) -> Result<()> {
        let to = match event {
            Event::WentLive | Event::Reopened(_) => Some(SessionStatus::Live),
            Event::Ended => Some(SessionStatus::Ended),
            Event::Took(_)
            | Event::TakeUndone(_)
            | Event::Repriced(_)
            | Event::Paused
            | Event::Resumed
            | Event::Note(_)
            | Event::OfferOpened(_)
            | Event::OfferEnded { .. }
            | Event::SoldOut(_)
            | Event::OnSale(_)
            | Event::Withdrawn(..) => None,
        };
        if let Some(to) = to {
            self.session.standing = self.session.standing.advance(to, self.now.at_ms)?;
            tables.save_standing(self.session.id, self.session.standing)?;
        }
        let sealed = tables.append_log(Entry {
            session: self.session.id,
            seq: self.log.last().map_or(0, |entry| entry.seq) + 1,
            moment: self.now,
            show_ms: show_ms(&self.log, &self.now),
            event,
            actor: by.name.clone(),
            client_key: key,
        })?;
        Arc::make_mut(&mut self.log).push(sealed.entry);
        Ok(())
    }

    /// Writes what was decided, and what it makes of the price on screen; then shops are told.
    pub(super) fn carry_out(
        &mut self,
        app: &App,
        tables: &Tables<'_>,
        by: &Actor,
        events: Vec<Event>,
        mut key: Option<String>,
    ) -> Result<()> {
        let is_offered =
            events.iter().any(|event| matches!(event, Event::OfferOpened(_) | Event::OfferEnded { .. }));
        if events.is_empty() {
            return Ok(());
        }
        for event in events {
            // The first entry carries the key, by which the whole step is known to be done.
            self.write(tables, by, event, key.take())?;
        }
        if is_offered {
            self.reprice(tables, by)?;
        }
        simulcast::publish(app, tables, self)
    }

    /// Writes down what became different of the slot on screen.
    pub(super) fn reprice(&mut self, tables: &Tables<'_>, by: &Actor) -> Result<()> {
        if self.session.standing.status == SessionStatus::Live
            && let Some(now) = self.state().now
        {
            let shown = self.shown(tables, now.shown.slot)?;
            if shown != now.shown {
                self.write(tables, by, Event::Repriced(shown), None)?;
            }
        }
        Ok(())
    }

    pub(super) fn into_show(self) -> Show {
        let on_air = self.state();
        Show { session: self.session, lineup: self.lineup, on_air }
    }
}
