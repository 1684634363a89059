//! What was left of a session: from GMV to margin by the fee rules, and what it would be under others.

mod alike;
mod books;
mod desk;
mod earned;
mod lines;
mod parts;
mod session;
mod shelf;
mod spending;
mod what_if;

pub(crate) use books::{Ordered, Terms, facts, named_channel};
pub use earned::{Earned, earned};
pub use lines::{ChargedLine, ChargedPage, ChargedQuery, Stage, charged_lines};
pub use parts::{Part, PartOf, PartsBy, parts};
pub use session::{ProductLeft, SessionLeft, Set, known_on, of_session};
pub(crate) use spending::Spending;
pub use what_if::{Ask, Recosted, Revision, WhatIf, what_if};
