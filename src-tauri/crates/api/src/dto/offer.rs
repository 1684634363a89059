//! Offers on the wire: planned, and on air.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Money;
use super::workspace::twins;
use crate::ErrorCode;

twins! {
    /// Where an opening stands.
    OfferState is domain::offer::OfferState {
        /// Shoppers have it.
        Open,
        /// It is over, by hand or by time.
        Closed,
        /// It should not have been made.
        Withdrawn,
    }
    /// Whether a slot can be bought, as the desk said.
    Availability is domain::offer::Availability {
        /// As far as the desk knows.
        OnSale,
        /// The desk said that nothing is left.
        SoldOut,
        /// The desk took it off every screen.
        Withdrawn,
    }
}

/// What an offer gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum OfferTerms {
    /// A lower price for a while.
    Price {
        /// The price.
        price: Money,
    },
    /// A code that takes an amount off.
    AmountOff {
        /// What the shopper types.
        code: String,
        /// What it takes off.
        amount: Money,
    },
    /// A code that takes hundredths off.
    PercentOff {
        /// What the shopper types.
        code: String,
        /// What it takes off, per cent.
        percent: u32,
    },
    /// Something that comes along.
    Gift {
        /// What.
        gift: String,
    },
}

/// One opening of an offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OfferOnAir {
    /// The offer.
    pub offer_id: String,
    /// The slot it is for.
    pub slot_id: String,
    /// Number of the slot then.
    pub number: u32,
    /// Title of the product then.
    pub title: String,
    /// What the product was sold at without it.
    pub usual: Option<Money>,
    /// What it gives.
    pub terms: OfferTerms,
    /// Number of the opening in the log.
    pub seq: u32,
    /// When it was opened, UTC ms.
    pub opens_at_ms: i64,
    /// When it is or was over, UTC ms.
    pub ends_at_ms: i64,
    /// Where it stands.
    pub state: OfferState,
    /// Until when the opening can be undone, UTC ms; none when it no longer can.
    pub undo_until_ms: Option<i64>,
}

/// A planned offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    /// The offer.
    pub id: String,
    /// The slot it belongs to.
    pub slot_id: String,
    /// Number of the slot.
    pub number: u32,
    /// What it gives.
    pub terms: OfferTerms,
    /// How long it stays open, ms.
    pub length_ms: i64,
    /// Why it goes below cost; empty where it does not.
    pub reason: String,
    /// What the product is sold at without it.
    pub usual: Option<Money>,
    /// Why it could not be opened as things are now.
    pub problem: Option<ErrorCode>,
    /// Its newest opening.
    pub on_air: Option<OfferOnAir>,
}

/// The planned offers of a session, in the order of its line-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Offers {
    /// The session.
    pub session_id: String,
    /// The offers.
    pub offers: Vec<Offer>,
}

/// Plans an offer, or changes one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OfferSave {
    /// The session.
    pub session_id: String,
    /// The offer that is changed; left out plans another.
    #[ts(optional = nullable)]
    pub offer_id: Option<String>,
    /// The slot it belongs to.
    pub slot_id: String,
    /// What it gives.
    pub terms: OfferTerms,
    /// How long it stays open, ms.
    pub length_ms: i64,
    /// Why it goes below cost.
    #[ts(optional = nullable)]
    pub reason: Option<String>,
}

/// One offer of a session.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OfferRef {
    /// The session.
    pub session_id: String,
    /// The offer.
    pub offer_id: String,
}

/// Opens or closes an offer, or undoes its opening.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OfferStep {
    /// The session.
    pub session_id: String,
    /// The offer.
    pub offer_id: String,
    /// Chosen by the caller; the same key again does nothing twice.
    #[ts(optional = nullable)]
    pub client_key: Option<String>,
}

/// Takes back an offer that should not have been made.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OfferWithdraw {
    /// The session.
    pub session_id: String,
    /// The offer.
    pub offer_id: String,
    /// Why; kept in the log.
    pub reason: String,
}

/// Takes a product off every screen and shop.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SlotWithdraw {
    /// The session.
    pub session_id: String,
    /// The slot.
    pub slot_id: String,
    /// Why; kept in the log.
    pub reason: String,
}

impl TryFrom<OfferTerms> for domain::offer::Terms {
    type Error = app::Error;

    fn try_from(from: OfferTerms) -> Result<Self, app::Error> {
        use domain::offer::Off;
        Ok(match from {
            OfferTerms::Price { price } => Self::Price(price.try_into()?),
            OfferTerms::AmountOff { code, amount } => {
                Self::Coupon { code, off: Off::Amount(amount.try_into()?) }
            }
            OfferTerms::PercentOff { code, percent } => Self::Coupon { code, off: Off::Percent(percent) },
            OfferTerms::Gift { gift } => Self::Gift(gift),
        })
    }
}

impl From<domain::offer::Terms> for OfferTerms {
    fn from(from: domain::offer::Terms) -> Self {
        use domain::offer::{Off, Terms};
        match from {
            Terms::Price(price) => Self::Price { price: price.into() },
            Terms::Coupon { code, off: Off::Amount(amount) } => {
                Self::AmountOff { code, amount: amount.into() }
            }
            Terms::Coupon { code, off: Off::Percent(percent) } => Self::PercentOff { code, percent },
            Terms::Gift(gift) => Self::Gift { gift },
        }
    }
}

impl From<domain::offer::OfferOnAir> for OfferOnAir {
    fn from(from: domain::offer::OfferOnAir) -> Self {
        let shown = from.opened.shown;
        Self {
            offer_id: from.opened.offer.to_string(),
            slot_id: shown.slot.to_string(),
            number: shown.number,
            title: shown.title,
            usual: shown.price.map(Into::into),
            terms: from.opened.terms.into(),
            seq: from.seq,
            opens_at_ms: from.opens_at_ms,
            ends_at_ms: from.ends_at_ms,
            state: from.state.into(),
            undo_until_ms: from.undo_until_ms,
        }
    }
}
