//! Sessions and hosts on the wire.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::workspace::twins;
use super::{Market, Money};

twins! {
    /// Where a session stands.
    SessionStatus is domain::SessionStatus {
        /// Being planned; the outside knows nothing of it.
        Draft,
        /// Announced.
        Scheduled,
        /// On air.
        Live,
        /// Over; may be reopened with a reason.
        Ended,
        /// Will not take place.
        Cancelled,
    }
    /// A platform that carries the video.
    Channel is domain::Channel {
        /// TikTok LIVE.
        TikTok,
        /// Shopee Live.
        Shopee,
        /// Facebook Live.
        Facebook,
        /// YouTube Live.
        YouTube,
        /// Instagram Live.
        Instagram,
        /// LazLive.
        Lazada,
        /// Any other platform, or the brand's own player.
        Other,
    }
    /// Which of two instants is meant when clocks are set back and a local time happens twice.
    Overlap is domain::session::Overlap {
        /// The first time it happens.
        Earlier,
        /// The second time.
        Later,
    }
}

/// One platform of a session and where people watch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SessionChannelPlan {
    /// The platform.
    pub channel: Channel,
    /// The page where people watch; may still be unknown.
    #[ts(optional = nullable)]
    pub url: Option<String>,
}

/// A channel as it will be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionChannel {
    /// The platform.
    pub channel: Channel,
    /// The page where people watch.
    pub url: Option<String>,
    /// How the video stands inside a shop's page: `youtube`, `tiktok`, `facebook`, `hls`, `file` or `link`;
    /// none without an address.
    pub player: Option<String>,
}

/// Figures a session should reach; each may be open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SessionGoal {
    /// Sales before refunds.
    #[ts(optional = nullable)]
    pub gmv: Option<Money>,
    /// Orders.
    #[ts(optional = nullable)]
    pub orders: Option<u32>,
    /// Units.
    #[ts(optional = nullable)]
    pub units: Option<u32>,
}

/// What a user plans of a session: the whole of it, on creating and on editing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SessionPlan {
    /// Title.
    pub title: String,
    /// Market, which decides the currency.
    pub market: Market,
    /// IANA name of the zone; the market's when left out.
    #[ts(optional = nullable)]
    pub zone: Option<String>,
    /// Wall time meant in that zone, `YYYY-MM-DDTHH:MM`.
    pub start_local: String,
    /// Which one, when the wall time happens twice that day.
    #[ts(optional = nullable)]
    pub overlap: Option<Overlap>,
    /// Planned length, ms.
    pub length_ms: i64,
    /// Platforms, in the order preferred; each once.
    pub channels: Vec<SessionChannelPlan>,
    /// People on camera, in order.
    pub host_ids: Vec<String>,
    /// Figures to reach.
    pub goal: SessionGoal,
    /// For the team.
    pub note: String,
}

/// Changes what is planned of a session.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SessionEdit {
    /// The session.
    pub session_id: String,
    /// What is planned from now on.
    pub plan: SessionPlan,
}

/// A new draft with the line-up, channels and hosts of another session.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SessionDuplicate {
    /// The session to copy.
    pub session_id: String,
    /// Title of the copy.
    pub title: String,
    /// Its wall time, in the same zone.
    pub start_local: String,
    /// Which one, when the wall time happens twice that day.
    #[ts(optional = nullable)]
    pub overlap: Option<Overlap>,
}

/// One session.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SessionRef {
    /// The session.
    pub session_id: String,
}

/// Views of a session as its platform reported them, typed by hand.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SessionSetViews {
    /// The session.
    pub session_id: String,
    /// Views; none is "not known", which is not nought.
    #[ts(optional = nullable)]
    pub views: Option<u32>,
}

/// Which sessions to list; what is left out does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SessionAll {
    /// Starting at or after this, UTC ms.
    #[ts(optional = nullable)]
    pub from_ms: Option<i64>,
    /// Starting before this, UTC ms.
    #[ts(optional = nullable)]
    pub to_ms: Option<i64>,
    /// In this status.
    #[ts(optional = nullable)]
    pub status: Option<SessionStatus>,
}

/// A session in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionSummary {
    /// The session.
    pub id: String,
    /// Title.
    pub title: String,
    /// Market.
    pub market: Market,
    /// IANA name of its zone.
    pub zone: String,
    /// Wall time meant, `YYYY-MM-DDTHH:MM`.
    pub start_local: String,
    /// Planned start, UTC ms.
    pub starts_at_ms: i64,
    /// Planned length, ms.
    pub length_ms: i64,
    /// Where it stands.
    pub status: SessionStatus,
    /// When it first went live, UTC ms.
    pub started_at_ms: Option<i64>,
    /// When it ended, UTC ms.
    pub ended_at_ms: Option<i64>,
    /// Platforms.
    pub channels: Vec<Channel>,
    /// Names of the people on camera.
    pub hosts: Vec<String>,
    /// Products in its line-up.
    pub slot_count: u32,
    /// GMV it should reach.
    pub goal_gmv: Option<Money>,
}

/// Sessions, earliest start first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionList {
    /// The sessions.
    pub sessions: Vec<SessionSummary>,
}

/// One session, whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The session.
    pub id: String,
    /// Title.
    pub title: String,
    /// Market.
    pub market: Market,
    /// ISO 4217 code of its prices.
    pub currency: String,
    /// IANA name of its zone.
    pub zone: String,
    /// Wall time meant, `YYYY-MM-DDTHH:MM`.
    pub start_local: String,
    /// Which one, when that wall time happens twice.
    pub overlap: Option<Overlap>,
    /// Planned start, UTC ms.
    pub starts_at_ms: i64,
    /// Planned length, ms.
    pub length_ms: i64,
    /// Where it stands.
    pub status: SessionStatus,
    /// Where it may go from here.
    pub next: Vec<SessionStatus>,
    /// When it first went live, UTC ms.
    pub started_at_ms: Option<i64>,
    /// When it ended, UTC ms.
    pub ended_at_ms: Option<i64>,
    /// Platforms, in the order preferred.
    pub channels: Vec<SessionChannel>,
    /// People on camera, in order.
    pub hosts: Vec<Host>,
    /// Figures to reach.
    pub goal: SessionGoal,
    /// Views, as typed by hand; none is "not known".
    pub views: Option<u32>,
    /// For the team.
    pub note: String,
    /// Products in its line-up.
    pub slot_count: u32,
}

/// A person on camera.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Host {
    /// The host.
    pub id: String,
    /// Name, as shown to shoppers.
    pub name: String,
    /// For the team.
    pub note: String,
}

/// All hosts, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HostList {
    /// The hosts.
    pub hosts: Vec<Host>,
}

/// A host to add, or to change when it names one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HostSave {
    /// The host to change; none adds one.
    #[ts(optional = nullable)]
    pub host_id: Option<String>,
    /// Name, as shown to shoppers.
    pub name: String,
    /// For the team.
    pub note: String,
}
