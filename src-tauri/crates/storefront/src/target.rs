//! One address that receives the manifest, and what it answered.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use domain::id::DeliveryId;
use url::Url;

use crate::folder::{self, FolderError};
use crate::manifest::Stamp;
use crate::retry::Outcome;
use crate::sign::Secret;
use crate::webhook::{self, Webhooks};

/// An address that receives the manifest.
#[derive(Debug, Clone)]
pub enum Target {
    /// A folder that a web server, a synchroniser or an uploader reads.
    Folder {
        /// The folder; it must exist.
        path: PathBuf,
    },
    /// An address that takes signed `POST`s (Standard Webhooks, event `manifest.updated`).
    Webhook {
        /// `https` or `http`.
        url: Url,
        /// What we sign with.
        secret: Secret,
        /// Whether it may lie on this computer or in a private network.
        allow_private: bool,
    },
}

/// One state on its way to one target.
#[derive(Debug, Clone, Copy)]
pub struct Parcel<'a> {
    /// The delivery, the same at every try: the other side's idempotency key.
    pub delivery: DeliveryId,
    /// Epoch and revision of the manifest.
    pub stamp: Stamp,
    /// When the manifest was built.
    pub issued_at: DateTime<Utc>,
    /// The bytes of `manifest.json`.
    pub manifest: &'a [u8],
    /// The bytes of `now.json`.
    pub now_json: &'a [u8],
}

/// What came of one try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// What the retry plan decides by.
    pub outcome: Outcome,
    /// What the user may read.
    pub answer: Answer,
}

/// What a target answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status, if one came.
    pub status: Option<u16>,
    /// Which sentence tells it.
    pub code: AnswerCode,
    /// The first characters of the answer, without control characters; shown as text.
    pub excerpt: Option<String>,
}

macro_rules! answer_codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// Which sentence tells an answer; a closed list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum AnswerCode { $($(#[$doc])* $name,)* }

        impl AnswerCode {
            /// All codes.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The name kept with a delivery and used by the message catalogue.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The code of this name.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)* _ => None }
            }
        }
    };
}

answer_codes! {
    /// It has the state.
    Received = "received",
    /// 401 or 403: it does not accept our signature, or wants a login.
    NotAllowed = "notAllowed",
    /// 404 or 405: nothing takes the manifest at this address.
    NothingThere = "nothingThere",
    /// 410: it asks not to be told any more.
    Gone = "gone",
    /// Another 4xx.
    Refused = "refused",
    /// It sends us to another address, which has to be entered instead.
    Moved = "moved",
    /// 429: it asks to be told less often.
    TooOften = "tooOften",
    /// 5xx, 408 or 425.
    Failing = "failing",
    /// No whole answer within the deadline.
    TooSlow = "tooSlow",
    /// Its name cannot be resolved.
    UnknownName = "unknownName",
    /// Nothing answers there, or the network is down.
    Unreachable = "unreachable",
    /// The connection broke before an answer came.
    Broken = "broken",
    /// No secure connection could be agreed: certificate or protocol.
    NotSecure = "notSecure",
    /// It lies on this computer or in a private network, which its settings do not allow.
    PrivateAddress = "privateAddress",
    /// The address is not `http` or `https`, or the body cannot be signed.
    BadAddress = "badAddress",
    /// The folder is not there (perhaps a drive is not connected).
    FolderMissing = "folderMissing",
    /// The folder cannot be written.
    FolderReadOnly = "folderReadOnly",
    /// The disk is full.
    FolderFull = "folderFull",
    /// The folder holds a `manifest.json` or `now.json` that is not ours.
    FolderForeign = "folderForeign",
    /// The folder holds a newer state, from another desk or a later session.
    FolderNewer = "folderNewer",
    /// The folder could not be written for another reason.
    FolderFailed = "folderFailed",
}

impl Answer {
    /// An answer without status or words.
    pub(crate) const fn of(code: AnswerCode) -> Self {
        Self { status: None, code, excerpt: None }
    }
}

impl From<FolderError> for Attempt {
    fn from(err: FolderError) -> Self {
        let later = Outcome::Unavailable { retry_after: None };
        let (outcome, code) = match &err {
            FolderError::NotFound(_) => (later, AnswerCode::FolderMissing),
            FolderError::ReadOnly(_) => (later, AnswerCode::FolderReadOnly),
            FolderError::Full(_) => (later, AnswerCode::FolderFull),
            FolderError::Io { .. } => (later, AnswerCode::FolderFailed),
            FolderError::Foreign(_) => (Outcome::Rejected, AnswerCode::FolderForeign),
            FolderError::Newer { .. } => (Outcome::Rejected, AnswerCode::FolderNewer),
        };
        Self { outcome, answer: Answer { status: None, code, excerpt: Some(err.to_string()) } }
    }
}

/// Carries parcels to targets; one for the whole application, so that connections stay warm.
#[derive(Debug, Clone)]
pub struct Sender {
    pub(crate) webhooks: Webhooks,
}

impl Sender {
    /// A sender.
    ///
    /// # Errors
    /// When no TLS configuration can be made, for want of certificate roots.
    pub fn new() -> Result<Self, reqwest::Error> {
        Ok(Self { webhooks: Webhooks::new()? })
    }

    /// Brings `parcel` to `target`; `now` is the instant that is signed.
    ///
    /// Every fault is an [`Attempt`]: there is nothing for the caller to handle but what to do next.
    pub async fn send(&self, target: &Target, parcel: &Parcel<'_>, now: DateTime<Utc>) -> Attempt {
        match target {
            Target::Folder { path } => folder::send(path, parcel).await,
            Target::Webhook { url, secret, allow_private } => {
                self.webhooks
                    .post(url, secret, *allow_private, parcel.delivery, webhook::event(parcel), now)
                    .await
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_is_found_again_by_its_name() {
        for &code in AnswerCode::ALL {
            assert_eq!(AnswerCode::from_code(code.code()), Some(code));
        }
    }
}
