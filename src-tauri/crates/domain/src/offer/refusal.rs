//! Why an offer was refused.

use crate::money::{Currency, Money, MoneyError};

/// Why an offer was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OfferError {
    /// It is open for too short or too long; ms.
    #[error("an offer is open between half a minute and one day")]
    Length(i64),
    /// The amount is in another currency than the session.
    #[error("the offer is in {}, the session in {}", .given.code(), .needed.code())]
    Currency {
        /// What was given.
        given: Currency,
        /// The session's.
        needed: Currency,
    },
    /// The amount is nothing or less.
    #[error("a price or discount is more than nought")]
    NotPositive,
    /// The code of a coupon has other signs than letters, digits, hyphen and underscore, or does not fit.
    #[error("\"{0}\" is no code of a coupon")]
    Code(String),
    /// A coupon takes off between 1 and 99 hundredths.
    #[error("a coupon takes off 1 to 99 %, not {0}")]
    Percent(u32),
    /// A gift has a name that fits a line.
    #[error("a gift needs a short name")]
    Gift,
    /// Nobody can tell what is lower while there is no price.
    #[error("the product has no price to be lower than")]
    NoUsualPrice,
    /// It is not lower than the price without it, or leaves nothing.
    #[error("the offer is not lower than {}", .usual.amount())]
    NotLower {
        /// The price without it.
        usual: Money,
    },
    /// It brings less than the product costs, and nobody said why.
    #[error("the offer is below cost; say why")]
    BelowCost,
    /// It is open: close it first.
    #[error("the offer is open")]
    IsOpen,
    /// Another one of its kind is open for the slot.
    #[error("number {number} has an open offer of this kind")]
    KindOpen {
        /// The slot's number.
        number: u32,
    },
    /// It was withdrawn: another one has to be planned.
    #[error("the offer was withdrawn")]
    WasWithdrawn,
    /// It is not open.
    #[error("the offer is not open")]
    NotOpen,
    /// Shoppers have acted on it.
    #[error("an opening can be undone for ten seconds; close or withdraw it instead")]
    UndoTooLate,
    /// The slot is sold out or withdrawn.
    #[error("number {number} is not on sale")]
    NotOnSale {
        /// The slot's number.
        number: u32,
    },
    /// Withdrawing needs a reason.
    #[error("withdrawing needs a reason")]
    NoReason,
    /// An amount does not fit its currency.
    #[error(transparent)]
    Money(#[from] MoneyError),
}
