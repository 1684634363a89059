//! Offers: a price for a while, a coupon or a gift, planned for a slot and opened on air.
//!
//! What is planned may change; what was opened stands in the log as it was, with the end that was known then.

mod on_air;
mod refusal;

use rust_decimal::Decimal;

use crate::id::{OfferId, SlotId};
use crate::money::{Currency, Money};

pub use on_air::{Availability, OfferEnd, OfferOnAir, OfferState, Opened, availability, openings, price_of};
pub use refusal::OfferError;

/// The shortest an offer is open, ms.
pub const SHORTEST_MS: i64 = 30_000;
/// The longest an offer is open, ms.
pub const LONGEST_MS: i64 = 24 * 60 * 60_000;
/// The longest code of a coupon, characters.
const LONGEST_CODE: usize = 40;
/// The longest name of a gift, characters.
const LONGEST_GIFT: usize = 120;

/// What an offer gives, without the particulars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OfferKind {
    /// A lower price for a while.
    Price,
    /// A code that takes something off.
    Coupon,
    /// Something that comes along.
    Gift,
}

impl OfferKind {
    /// The code in SQL, in the log and on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Price => "price",
            Self::Coupon => "coupon",
            Self::Gift => "gift",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Price, Self::Coupon, Self::Gift].into_iter().find(|kind| kind.code() == code)
    }
}

/// What a coupon takes off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Off {
    /// An amount.
    Amount(Money),
    /// So many hundredths of the price.
    Percent(u32),
}

/// What an offer gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Terms {
    /// This price.
    Price(Money),
    /// What the code takes off.
    Coupon {
        /// What the shopper types.
        code: String,
        /// What it takes off.
        off: Off,
    },
    /// This comes along.
    Gift(String),
}

impl Terms {
    /// Which kind it is.
    pub const fn kind(&self) -> OfferKind {
        match self {
            Self::Price(_) => OfferKind::Price,
            Self::Coupon { .. } => OfferKind::Coupon,
            Self::Gift(_) => OfferKind::Gift,
        }
    }

    /// Its price, or the amount its coupon takes off.
    pub const fn amount(&self) -> Option<Money> {
        match self {
            Self::Price(amount) | Self::Coupon { off: Off::Amount(amount), .. } => Some(*amount),
            Self::Coupon { off: Off::Percent(_), .. } | Self::Gift(_) => None,
        }
    }

    /// The hundredths its coupon takes off.
    pub const fn percent(&self) -> Option<u32> {
        match self {
            Self::Coupon { off: Off::Percent(percent), .. } => Some(*percent),
            Self::Coupon { off: Off::Amount(_), .. } | Self::Price(_) | Self::Gift(_) => None,
        }
    }

    /// The code of its coupon, or its gift.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Coupon { code: text, .. } | Self::Gift(text) => Some(text),
            Self::Price(_) => None,
        }
    }

    /// The terms with these parts; none when they do not go together.
    pub fn of_parts(
        kind: OfferKind,
        amount: Option<Money>,
        percent: Option<u32>,
        text: Option<String>,
    ) -> Option<Self> {
        match (kind, amount, percent, text) {
            (OfferKind::Price, Some(price), None, None) => Some(Self::Price(price)),
            (OfferKind::Coupon, Some(amount), None, Some(code)) => {
                Some(Self::Coupon { code, off: Off::Amount(amount) })
            }
            (OfferKind::Coupon, None, Some(percent), Some(code)) => {
                Some(Self::Coupon { code, off: Off::Percent(percent) })
            }
            (OfferKind::Gift, None, None, Some(gift)) => Some(Self::Gift(gift)),
            _ => None,
        }
    }

    /// What one unit brings with it, exactly, where the product is sold at `usual`.
    fn brings(&self, usual: Money) -> Decimal {
        match self {
            Self::Price(price) => price.amount(),
            Self::Coupon { off: Off::Amount(amount), .. } => usual.amount() - amount.amount(),
            Self::Coupon { off: Off::Percent(percent), .. } => {
                usual.amount() * Decimal::from(100_u32.saturating_sub(*percent)) / Decimal::from(100)
            }
            Self::Gift(_) => usual.amount(),
        }
    }
}

/// What is planned to be offered with a slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The offer.
    pub id: OfferId,
    /// The slot it belongs to.
    pub slot: SlotId,
    /// What it gives.
    pub terms: Terms,
    /// How long it stays open, ms.
    pub length_ms: i64,
    /// Why it goes below cost; empty where it does not.
    pub reason: String,
}

/// What is known of the product an offer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selling {
    /// The session's currency.
    pub currency: Currency,
    /// What it is sold at without an offer.
    pub usual: Option<Money>,
    /// The most that one of its variants costs the brand.
    pub cost: Option<Money>,
}

impl Offer {
    /// The offer with its texts as they are kept: without space around them, a code in capitals.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        self.reason = self.reason.trim().to_owned();
        self.terms = match self.terms {
            Terms::Coupon { code, off } => Terms::Coupon { code: code.trim().to_uppercase(), off },
            Terms::Gift(gift) => Terms::Gift(gift.trim().to_owned()),
            Terms::Price(price) => Terms::Price(price),
        };
        self
    }

    /// Refuses what cannot be offered with a product of which `selling` is known.
    ///
    /// # Errors
    /// Names what does not hold. Below cost is accepted with a reason.
    pub fn check(&self, selling: &Selling) -> Result<(), OfferError> {
        if !(SHORTEST_MS..=LONGEST_MS).contains(&self.length_ms) {
            return Err(OfferError::Length(self.length_ms));
        }
        if let Some(amount) = self.terms.amount() {
            if amount.currency() != selling.currency {
                let (given, needed) = (amount.currency(), selling.currency);
                return Err(OfferError::Currency { given, needed });
            }
            if amount.to_minor()? <= 0 {
                return Err(OfferError::NotPositive);
            }
        }
        match &self.terms {
            Terms::Coupon { code, .. } if !is_code(code) => return Err(OfferError::Code(code.clone())),
            Terms::Coupon { off: Off::Percent(percent), .. } if !(1..100).contains(percent) => {
                return Err(OfferError::Percent(*percent));
            }
            Terms::Gift(gift) if gift.is_empty() || gift.chars().count() > LONGEST_GIFT => {
                return Err(OfferError::Gift);
            }
            Terms::Gift(_) => return Ok(()),
            Terms::Price(_) | Terms::Coupon { .. } => {}
        }
        let usual = selling.usual.ok_or(OfferError::NoUsualPrice)?;
        let brings = self.terms.brings(usual);
        if brings >= usual.amount() || brings <= Decimal::ZERO {
            return Err(OfferError::NotLower { usual });
        }
        let cost = selling.cost.filter(|cost| cost.currency() == selling.currency);
        if self.reason.is_empty() && cost.is_some_and(|cost| brings < cost.amount()) {
            return Err(OfferError::BelowCost);
        }
        Ok(())
    }
}

/// What shoppers can type and shops take: letters, digits, hyphen and underscore.
fn is_code(code: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    (3..=LONGEST_CODE).contains(&code.len()) && code.chars().all(fits)
}

#[cfg(test)]
mod test;
