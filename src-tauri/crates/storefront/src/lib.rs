//! Shops over the network: manifest, signature, retry plan, and one module a kind of destination.
//!
//! What others build on:
//!
//! * `app` fills a [`Show`] from its tables and calls [`SessionManifest::build`] and [`NowJson::of`]; both are pure.
//! * `app` keeps the bytes with the delivery, and later hands them as a [`Parcel`] to [`Sender::send`], which
//!   answers with an [`Attempt`]; [`RetryPlan::after`] says what follows.
//! * `screens` serves the same bytes to the demo shop under `/demo/<sessionId>/manifest.json` and
//!   `/demo/<sessionId>/now.json`, asked for more often: see [`Cadence::LOOPBACK`].

mod folder;
pub mod link;
pub mod manifest;
pub mod player;
mod probe;
pub mod retry;
pub mod sign;
pub mod target;
mod webhook;

pub use folder::FolderError;
pub use link::{LinkSource, session_key, tracked};
pub use manifest::{
    Cadence, NextShow, NowJson, SessionManifest, Show, ShowChannel, ShowSlot, ShowState, ShowTake, Stamp,
};
pub use retry::{Outcome, RetryPlan, Verdict};
pub use sign::{Secret, SignError};
pub use target::{Answer, AnswerCode, Attempt, Parcel, Sender, Target};
pub use webhook::is_nearby;
