//! The line-up.

/// What a slot still lacks before it can be sold on air.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SlotProblem {
    /// Neither a show price nor a list price in the session's currency.
    NoPrice,
    /// The product has no page to lead to.
    NoLink,
    /// The product has no picture.
    NoImage,
    /// Nothing left to sell.
    SoldOut,
    /// Few left to sell.
    LowStock,
}
