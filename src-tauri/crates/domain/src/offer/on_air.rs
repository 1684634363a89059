//! Offers on air, and what can still be bought, as the log tells.

use std::collections::HashMap;

use super::{Offer, OfferError, OfferKind, Terms};
use crate::evidence::{Entry, Event, Moment, Shown};
use crate::id::{OfferId, SlotId};
use crate::money::Money;
use crate::on_air::UNDO_MS;

/// An offer as it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The offer.
    pub offer: OfferId,
    /// The slot, sold then at the price before the offer.
    pub shown: Shown,
    /// What it gives.
    pub terms: Terms,
    /// When it is over whatever else happens, UTC ms.
    pub ends_at_ms: i64,
}

/// How an opening came to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfferEnd {
    /// By hand, before its time; it held until then.
    Closed,
    /// Its time was up.
    Expired,
    /// It should not have been made, and why.
    Withdrawn(String),
    /// Within ten seconds: it never happened.
    Undone,
}

/// Where an opening stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OfferState {
    /// Shoppers have it.
    Open,
    /// It is over, by hand or by time.
    Closed,
    /// It should not have been made.
    Withdrawn,
}

/// One opening of an offer at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferOnAir {
    /// As it was opened.
    pub opened: Opened,
    /// Number of the opening in the log.
    pub seq: u32,
    /// When, UTC ms.
    pub opens_at_ms: i64,
    /// Where it stands.
    pub state: OfferState,
    /// When it was or will be over, UTC ms.
    pub ends_at_ms: i64,
    /// Until when the opening can be undone, UTC ms; none when it no longer can.
    pub undo_until_ms: Option<i64>,
}

impl OfferOnAir {
    /// Whether shoppers have it.
    pub fn is_open(&self) -> bool {
        self.state == OfferState::Open
    }
}

/// Every opening up to `now`, oldest first, from a session's whole log. Those that were undone leave none; one
/// whose time is up is over, whether or not anybody wrote that down yet.
pub fn openings(log: &[Entry], now: &Moment) -> Vec<OfferOnAir> {
    let mut offers: Vec<OfferOnAir> = Vec::new();
    for entry in log {
        match &entry.event {
            Event::OfferOpened(opened) => offers.push(OfferOnAir {
                opened: (**opened).clone(),
                seq: entry.seq,
                opens_at_ms: entry.moment.at_ms,
                state: OfferState::Open,
                ends_at_ms: opened.ends_at_ms,
                undo_until_ms: (now.since(&entry.moment) <= UNDO_MS).then_some(entry.moment.at_ms + UNDO_MS),
            }),
            Event::OfferEnded { opened, how, .. } => {
                let Some(at) = offers.iter().position(|offer| offer.seq == *opened) else { continue };
                let offer = &mut offers[at];
                offer.undo_until_ms = None;
                offer.ends_at_ms = offer.ends_at_ms.min(entry.moment.at_ms);
                match how {
                    OfferEnd::Closed | OfferEnd::Expired => offer.state = OfferState::Closed,
                    OfferEnd::Withdrawn(_) => offer.state = OfferState::Withdrawn,
                    OfferEnd::Undone => drop(offers.remove(at)),
                }
            }
            _ => {}
        }
    }
    for offer in offers.iter_mut().filter(|offer| offer.is_open() && now.at_ms >= offer.ends_at_ms) {
        (offer.state, offer.undo_until_ms) = (OfferState::Closed, None);
    }
    offers
}

/// The price a slot is offered at, where one is open for a while.
pub fn price_of(offers: &[OfferOnAir], slot: SlotId) -> Option<Money> {
    offers.iter().filter(|offer| offer.is_open() && offer.opened.shown.slot == slot).find_map(|offer| {
        match offer.opened.terms {
            Terms::Price(price) => Some(price),
            Terms::Coupon { .. } | Terms::Gift(_) => None,
        }
    })
}

impl Offer {
    /// Refuses to open it for slot `number`, given what was opened before.
    ///
    /// # Errors
    /// While it or another of its kind is open for the slot, and for good once it was withdrawn.
    pub fn may_open(&self, before: &[OfferOnAir], number: u32) -> Result<(), OfferError> {
        let own = || before.iter().filter(|offer| offer.opened.offer == self.id);
        if own().any(OfferOnAir::is_open) {
            return Err(OfferError::IsOpen);
        }
        if own().any(|offer| offer.state == OfferState::Withdrawn) {
            return Err(OfferError::WasWithdrawn);
        }
        let kind: OfferKind = self.terms.kind();
        let is_taken = |offer: &OfferOnAir| {
            offer.is_open() && offer.opened.shown.slot == self.slot && offer.opened.terms.kind() == kind
        };
        if before.iter().any(is_taken) { Err(OfferError::KindOpen { number }) } else { Ok(()) }
    }
}

/// Whether a slot can be bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Availability {
    /// As far as the desk knows.
    #[default]
    OnSale,
    /// The desk said that nothing is left.
    SoldOut,
    /// The desk took it off every screen.
    Withdrawn,
}

/// What the desk said of slots that can or cannot be bought; slots it said nothing of are on sale.
pub fn availability(log: &[Entry]) -> HashMap<SlotId, Availability> {
    let said = log.iter().filter_map(|entry| match &entry.event {
        Event::SoldOut(shown) => Some((shown.slot, Availability::SoldOut)),
        Event::Withdrawn(shown, _) => Some((shown.slot, Availability::Withdrawn)),
        Event::OnSale(shown) => Some((shown.slot, Availability::OnSale)),
        _ => None,
    });
    said.collect()
}
