//! What needs more than one crate to be tested.

pub mod catalogue;
pub mod receiver;
pub mod shows;
