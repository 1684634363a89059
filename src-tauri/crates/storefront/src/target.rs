//! One address that receives the manifest, and what it answered.

use chrono::{DateTime, Utc};
use domain::id::DeliveryId;

use crate::bucket::{Bucket, Known};
use crate::folder::{Folder, FolderError};
use crate::manifest::Stamp;
use crate::platform::{Checked, Platform as _};
use crate::reach::Reach;
use crate::retry::Outcome;
use crate::webhook::Webhook;
use crate::wordpress::Site;

/// An address that receives the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A folder that a web server, a synchroniser or an uploader reads.
    Folder(Folder),
    /// An address that takes signed `POST`s (Standard Webhooks, event `manifest.updated`).
    Webhook(Webhook),
    /// Object storage that speaks S3.
    Bucket(Bucket),
    /// A WordPress website with our plugin.
    WordPress(Site),
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
    /// A key or password would travel unencrypted.
    NotEncrypted = "notEncrypted",
    /// The storage does not know the key's id.
    KeyUnknown = "keyUnknown",
    /// The secret does not belong to the key's id.
    KeyWrong = "keyWrong",
    /// This computer's clock and the other side's are too far apart.
    ClockSkew = "clockSkew",
    /// The bucket lies in another region.
    WrongRegion = "wrongRegion",
    /// There is no such bucket.
    BucketMissing = "bucketMissing",
    /// The key may not read what is there.
    NoRightToRead = "noRightToRead",
    /// The key may not write there.
    NoRightToWrite = "noRightToWrite",
    /// The bucket holds a `manifest.json` or `now.json` that is not ours.
    StorageForeign = "storageForeign",
    /// The bucket holds a newer state, from another desk or a later session.
    StorageNewer = "storageNewer",
    /// Another desk writes the same objects at this moment.
    StorageBusy = "storageBusy",
    /// It has the state, read back; it ignores conditional writes, so that another desk could overwrite it.
    Unguarded = "unguarded",
    /// It does not keep kind or caching of what is stored.
    HeadersLost = "headersLost",
    /// Browsers cannot read what is stored at the public address.
    NotPublic = "notPublic",
    /// Pages of another domain may not read what is stored.
    NotShared = "notShared",
    /// The small file of the test could not be removed.
    TestLeft = "testLeft",
    /// WordPress answers, but our plugin is not there.
    PluginMissing = "pluginMissing",
    /// The plugin is older than what we speak.
    PluginOld = "pluginOld",
    /// User and application password do not fit.
    LoginWrong = "loginWrong",
    /// The sign-in does not reach WordPress: something on the way drops it.
    LoginLost = "loginLost",
    /// The website has application passwords switched off.
    PasswordsOff = "passwordsOff",
    /// The user may not edit pages.
    RoleTooLow = "roleTooLow",
    /// The website is in maintenance.
    Maintenance = "maintenance",
    /// A web page came where the plugin's answer should be.
    NotJson = "notJson",
    /// A protection in front of the website refuses.
    SiteBlocks = "siteBlocks",
    /// The website holds a newer state, from another desk or a later session.
    SiteNewer = "siteNewer",
    /// No published page shows the live box yet.
    PageMissing = "pageMissing",
    /// The website's links are plain: browsers would not find the state.
    PlainLinks = "plainLinks",
}

impl AnswerCode {
    /// What follows when nothing but this is known.
    const fn outcome(self) -> Outcome {
        match self {
            Self::Received | Self::Unguarded => Outcome::Accepted,
            Self::TooOften
            | Self::Failing
            | Self::TooSlow
            | Self::UnknownName
            | Self::Unreachable
            | Self::Broken
            | Self::NotSecure
            | Self::FolderMissing
            | Self::FolderReadOnly
            | Self::FolderFull
            | Self::FolderFailed
            | Self::StorageBusy
            | Self::Maintenance => Outcome::Unavailable { retry_after: None },
            Self::NotAllowed
            | Self::NothingThere
            | Self::Gone
            | Self::Refused
            | Self::Moved
            | Self::PrivateAddress
            | Self::BadAddress
            | Self::FolderForeign
            | Self::FolderNewer
            | Self::NotEncrypted
            | Self::KeyUnknown
            | Self::KeyWrong
            | Self::ClockSkew
            | Self::WrongRegion
            | Self::BucketMissing
            | Self::NoRightToRead
            | Self::NoRightToWrite
            | Self::StorageForeign
            | Self::StorageNewer
            | Self::HeadersLost
            | Self::NotPublic
            | Self::NotShared
            | Self::TestLeft
            | Self::PluginMissing
            | Self::PluginOld
            | Self::LoginWrong
            | Self::LoginLost
            | Self::PasswordsOff
            | Self::RoleTooLow
            | Self::NotJson
            | Self::SiteBlocks
            | Self::SiteNewer
            | Self::PageMissing
            | Self::PlainLinks => Outcome::Rejected,
        }
    }
}

impl Attempt {
    /// What came of a try that says no more than this.
    pub(crate) const fn of(code: AnswerCode) -> Self {
        Self { outcome: code.outcome(), answer: Answer { status: None, code, excerpt: None } }
    }
}

impl From<FolderError> for Attempt {
    fn from(err: FolderError) -> Self {
        let code = match &err {
            FolderError::NotFound(_) => AnswerCode::FolderMissing,
            FolderError::ReadOnly(_) => AnswerCode::FolderReadOnly,
            FolderError::Full(_) => AnswerCode::FolderFull,
            FolderError::Io { .. } => AnswerCode::FolderFailed,
            FolderError::Foreign(_) => AnswerCode::FolderForeign,
            FolderError::Newer { .. } => AnswerCode::FolderNewer,
        };
        let answer = Answer { status: None, code, excerpt: Some(err.to_string()) };
        Self { outcome: code.outcome(), answer }
    }
}

/// Carries parcels to targets; one for the whole application, so that connections stay warm.
#[derive(Debug, Clone)]
pub struct Sender {
    pub(crate) reach: Reach,
    /// What was learned of object storage, by its address.
    pub(crate) known: Known,
}

impl Sender {
    /// A sender.
    ///
    /// # Errors
    /// When no TLS configuration can be made, for want of certificate roots.
    pub fn new() -> Result<Self, reqwest::Error> {
        Ok(Self { reach: Reach::new()?, known: Known::default() })
    }

    /// Brings `parcel` to `target`; `now` is the instant that is signed.
    ///
    /// Every fault is an [`Attempt`]: there is nothing for the caller to handle but what to do next.
    pub async fn send(&self, target: &Target, parcel: &Parcel<'_>, now: DateTime<Utc>) -> Attempt {
        match target {
            Target::Folder(folder) => folder.push(self, parcel, now).await,
            Target::Webhook(webhook) => webhook.push(self, parcel, now).await,
            Target::Bucket(bucket) => bucket.push(self, parcel, now).await,
            Target::WordPress(site) => site.push(self, parcel, now).await,
        }
    }

    /// Finds out whether `target` would take a state, without publishing one.
    pub async fn check(&self, target: &Target, id: DeliveryId, now: DateTime<Utc>) -> Checked {
        match target {
            Target::Folder(folder) => folder.check(self, id, now).await,
            Target::Webhook(webhook) => webhook.check(self, id, now).await,
            Target::Bucket(bucket) => bucket.check(self, id, now).await,
            Target::WordPress(site) => site.check(self, id, now).await,
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
