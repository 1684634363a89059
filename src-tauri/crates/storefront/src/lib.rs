//! Shops over the network: manifest, signature, retry plan, and one module a kind of destination.
//!
//! What others build on:
//!
//! * `app` fills a [`Show`] from its tables and calls [`SessionManifest::build`] and [`NowJson::of`]; both are pure.
//! * `app` keeps the bytes with the delivery, and later hands them as a [`Parcel`] to [`Sender::send`], which
//!   answers with an [`Attempt`]; [`RetryPlan::after`] says what follows.
//! * `screens` serves the same bytes to the demo shop under `/demo/<sessionId>/manifest.json` and
//!   `/demo/<sessionId>/now.json`, asked for more often: see [`Cadence::LOOPBACK`].

mod bucket;
mod folder;
mod keys;
pub mod link;
pub mod manifest;
mod platform;
pub mod player;
mod reach;
pub mod retry;
pub mod sign;
pub mod target;
mod webhook;
pub mod wordpress;

pub use bucket::{Bucket, BucketError};
pub use folder::{Folder, FolderError};
pub use keys::Keys;
pub use link::{LinkSource, session_key, tracked};
pub use manifest::{
    Cadence, NextShow, NowJson, SessionManifest, Show, ShowChannel, ShowSlot, ShowState, ShowTake, Stamp,
};
pub use platform::{Check, Checked, Finding, Grade};
pub use reach::is_nearby;
pub use retry::{Outcome, RetryPlan, Verdict};
pub use sign::{Secret, SignError};
pub use target::{Answer, AnswerCode, Attempt, Parcel, Sender, Target};
pub use webhook::Webhook;
pub use wordpress::Site;
