//! What was left of a session: from GMV to margin by the fee rules, and what it would be under others.

mod books;
mod earned;
mod lines;
mod session;
mod what_if;

pub use earned::{Earned, earned};
pub use lines::{ChargedLine, ChargedPage, ChargedQuery, Stage, charged_lines};
pub use session::{ProductLeft, SessionLeft, Set, of_session};
pub use what_if::{Recosted, Revision, WhatIf, what_if};
