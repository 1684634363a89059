//! The books of sales: what is known, what a new observation changes, and the sums that follow.

mod books;
mod check;
mod compact;
mod ledger;
mod observe;
mod orders;
mod recredit;
mod rooms;
mod turn;

pub(crate) use books::Books;
pub use check::Checked;
pub(crate) use check::check;
pub(crate) use compact::Compact;
pub(crate) use ledger::Ledger;
pub(crate) use observe::{Decision, RowState, standing};
pub(crate) use orders::ORDER_BITS;
pub(crate) use recredit::{is_behind, rebuild, settle};
pub(crate) use turn::{Pace, step, turn};
