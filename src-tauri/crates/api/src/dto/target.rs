//! Destinations on the wire.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::workspace::twins;

twins! {
    /// What a destination is.
    TargetKind is domain::simulcast::TargetKind {
        /// A folder that a web server, a synchroniser or an uploader reads.
        Folder,
        /// An address that takes signed `POST`s (Standard Webhooks).
        Webhook,
        /// Object storage that speaks S3.
        ObjectStorage,
        /// A WordPress website with our plugin.
        WordPress,
    }
    /// How a destination fares.
    TargetState is domain::simulcast::TargetState {
        /// Switched off by the user.
        Off,
        /// Nothing has been told yet.
        Idle,
        /// A revision is on its way.
        Sending,
        /// It has the latest revision.
        UpToDate,
        /// It did not take the latest revision; it is told again by plan.
        Retrying,
        /// It will not take it as it is: somebody has to look.
        NeedsYou,
    }
    /// How one revision fares on its way to one destination.
    DeliveryState is domain::simulcast::DeliveryState {
        /// Not accepted yet.
        Pending,
        /// Accepted.
        Delivered,
        /// A later revision was told instead.
        Skipped,
        /// Given up: somebody has to look.
        Dead,
    }
    /// What a destination answered; the window has a sentence for each.
    AnswerCode is app::storefront::AnswerCode {
        /// It has the state.
        Received,
        /// 401 or 403: it does not accept our signature, or wants a login.
        NotAllowed,
        /// 404 or 405: nothing takes the manifest at this address.
        NothingThere,
        /// 410: it asks not to be told any more.
        Gone,
        /// Another 4xx.
        Refused,
        /// It sends us to another address, which has to be entered instead.
        Moved,
        /// 429: it asks to be told less often.
        TooOften,
        /// 5xx, 408 or 425.
        Failing,
        /// No whole answer within the deadline.
        TooSlow,
        /// Its name cannot be resolved.
        UnknownName,
        /// Nothing answers there, or the network is down.
        Unreachable,
        /// The connection broke before an answer came.
        Broken,
        /// No secure connection could be agreed: certificate or protocol.
        NotSecure,
        /// It lies on this computer or in a private network, which its settings do not allow.
        PrivateAddress,
        /// The address is not `http` or `https`, or the body cannot be signed.
        BadAddress,
        /// The folder is not there (perhaps a drive is not connected).
        FolderMissing,
        /// The folder cannot be written.
        FolderReadOnly,
        /// The disk is full.
        FolderFull,
        /// The folder holds a `manifest.json` or `now.json` that is not ours.
        FolderForeign,
        /// The folder holds a newer state, from another desk or a later session.
        FolderNewer,
        /// The folder could not be written for another reason.
        FolderFailed,
        /// A key or password would travel unencrypted.
        NotEncrypted,
        /// The storage does not know the key's id.
        KeyUnknown,
        /// The secret does not belong to the key's id.
        KeyWrong,
        /// This computer's clock and the other side's are too far apart.
        ClockSkew,
        /// The bucket lies in another region.
        WrongRegion,
        /// There is no such bucket.
        BucketMissing,
        /// The key may not read what is there.
        NoRightToRead,
        /// The key may not write there.
        NoRightToWrite,
        /// The bucket holds a `manifest.json` or `now.json` that is not ours.
        StorageForeign,
        /// The bucket holds a newer state, from another desk or a later session.
        StorageNewer,
        /// Another desk writes the same objects at this moment.
        StorageBusy,
        /// It has the state, read back; it ignores conditional writes, so that another desk could overwrite it.
        Unguarded,
        /// It does not keep kind or caching of what is stored.
        HeadersLost,
        /// Browsers cannot read what is stored at the public address.
        NotPublic,
        /// Pages of another domain may not read what is stored.
        NotShared,
        /// The small file of the test could not be removed.
        TestLeft,
        /// WordPress answers, but our plugin is not there.
        PluginMissing,
        /// The plugin is older than what we speak.
        PluginOld,
        /// User and application password do not fit.
        LoginWrong,
        /// The sign-in does not reach WordPress: something on the way drops it.
        LoginLost,
        /// The website has application passwords switched off.
        PasswordsOff,
        /// The user may not edit pages.
        RoleTooLow,
        /// The website is in maintenance.
        Maintenance,
        /// A web page came where the plugin's answer should be.
        NotJson,
        /// A protection in front of the website refuses.
        SiteBlocks,
        /// The website holds a newer state, from another desk or a later session.
        SiteNewer,
        /// No published page shows the live box yet.
        PageMissing,
        /// The website's links are plain: browsers would not find the state.
        PlainLinks,
    }
    /// What is looked at in a test.
    TargetCheck is app::storefront::Check {
        /// It answers at all.
        Reach,
        /// It can be written.
        Write,
        /// It lets us in, and our clock is right.
        SignIn,
        /// The bucket is there, in the region that was named.
        Bucket,
        /// It refuses an older state that comes late.
        Guard,
        /// It keeps kind and caching of what is stored.
        Headers,
        /// Shoppers' browsers can read it.
        Public,
        /// The test left nothing behind.
        Clean,
        /// The website's plugin is there and new enough.
        Plugin,
        /// A page of the website shows the live box.
        Page,
    }
    /// How one thing that was looked at fares.
    TargetGrade is app::storefront::Grade {
        /// It works.
        Works,
        /// It works with a limit that one should know.
        Note,
        /// It does not work: nothing can be sent before it is mended.
        Missing,
    }
}

/// What a destination answered last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TargetAnswer {
    /// Which sentence tells it.
    pub code: AnswerCode,
    /// HTTP status, if one came.
    pub status: Option<u16>,
    /// The first characters of the answer; to be shown as text.
    pub excerpt: Option<String>,
    /// When it came, UTC ms.
    pub at_ms: i64,
    /// How long it took, ms.
    pub took_ms: i64,
}

/// A destination and how it fares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// The destination.
    pub id: String,
    /// What it is.
    pub kind: TargetKind,
    /// What the user calls it.
    pub name: String,
    /// The folder's path, the webhook's URL, `https://endpoint/bucket/folder`, or the website's address.
    pub address: String,
    /// Object storage: the region that signatures name.
    pub region: Option<String>,
    /// Object storage: where shoppers' browsers read it, if that is known.
    pub public_address: Option<String>,
    /// Whether it may lie on this computer or in a private network.
    pub allow_private: bool,
    /// Whether it is told anything.
    pub enabled: bool,
    /// How it fares.
    pub state: TargetState,
    /// The newest revision it has.
    pub revision: Option<i64>,
    /// When it last confirmed that it has it, UTC ms; heartbeats count.
    pub told_at_ms: Option<i64>,
    /// What it answered last.
    pub last_answer: Option<TargetAnswer>,
    /// The newest delivery, for sending it again.
    pub latest_delivery_id: Option<String>,
    /// When it is tried next, UTC ms, while `retrying`.
    pub next_try_at_ms: Option<i64>,
    /// Whether what it is signed in with is missing on this computer.
    pub secret_missing: bool,
}

/// All destinations, in the order they were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TargetList {
    /// The destinations.
    pub targets: Vec<Target>,
    /// Where secrets are kept on this computer.
    pub secrets: SecretPlace,
}

twins! {
    /// Where secrets are kept on this computer.
    SecretPlace is app::secrets::SecretPlace {
        /// In the system's key store.
        KeyStore,
        /// In a file sealed with the passphrase.
        SealedFile,
        /// In a file that only this user can read, not sealed.
        PlainFile,
    }
}

/// Adds a destination.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct TargetCreate {
    /// What it is.
    pub kind: TargetKind,
    /// What the user calls it.
    pub name: String,
    /// The folder's path, the webhook's URL, `https://endpoint/bucket/folder`, or the website's address.
    pub address: String,
    /// Object storage: the region that signatures name.
    pub region: Option<String>,
    /// Object storage: where shoppers' browsers read it.
    pub public_address: Option<String>,
    /// What object storage or a website is signed in with.
    pub keys: Option<TargetKeys>,
    /// Whether it may lie on this computer or in a private network; no by default.
    pub allow_private: Option<bool>,
}

/// Changes a destination; what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct TargetEdit {
    /// The destination.
    pub target_id: String,
    /// What the user calls it.
    pub name: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// Object storage: the region that signatures name.
    pub region: Option<String>,
    /// Object storage: where shoppers' browsers read it; empty where that is not known any more.
    pub public_address: Option<String>,
    /// What object storage or a website is signed in with from now on.
    pub keys: Option<TargetKeys>,
    /// Whether it may lie on this computer or in a private network.
    pub allow_private: Option<bool>,
    /// Whether it is told anything.
    pub enabled: Option<bool>,
}

/// Names a destination.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TargetRef {
    /// The destination.
    pub target_id: String,
}

/// What a destination answered to a test that publishes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TargetTested {
    /// Whether it would take a manifest.
    pub ok: bool,
    /// Its answer.
    pub answer: TargetAnswer,
    /// What was looked at, in order; what could not be looked at is left out.
    pub findings: Vec<TargetFinding>,
}

/// One thing that was looked at in a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TargetFinding {
    /// What.
    pub check: TargetCheck,
    /// How it fares.
    pub grade: TargetGrade,
    /// Which sentence tells it, with its remedy; only where it does not simply work.
    pub answer: AnswerCode,
}

/// What object storage or a website is signed in with; goes to the key store and is never shown again.
#[derive(Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TargetKeys {
    /// The access key's id, or the user's name.
    pub login: String,
    /// Its secret, or an application password.
    pub secret: String,
}

impl std::fmt::Debug for TargetKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TargetKeys(…)")
    }
}

impl From<TargetKeys> for app::storefront::Keys {
    fn from(keys: TargetKeys) -> Self {
        Self::new(&keys.login, &keys.secret)
    }
}

/// What the shop has to know to check our signature.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TargetSecret {
    /// `whsec_…`, to be copied into the shop.
    pub secret: String,
}

impl std::fmt::Debug for TargetSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TargetSecret(…)")
    }
}
