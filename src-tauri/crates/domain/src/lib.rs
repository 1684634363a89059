//! Nouns and rules of live selling: pure, without I/O, clock or serialisation.

pub mod fold;
pub mod id;
pub mod market;
pub mod money;

pub use fold::fold;
pub use market::{Channel, Language, Market};
pub use money::{Currency, Money, MoneyError};
