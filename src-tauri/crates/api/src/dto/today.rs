//! The first screen on the wire.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::workspace::twins;
use super::{SessionStatus, SessionSummary};

twins! {
    /// Something that should be so before a session goes live.
    Check is app::today::Check {
        /// There are products in the line-up; `count` of them.
        LineupFilled,
        /// Products with a price; `count` of `total`.
        Priced,
        /// Products with a link; `count` of `total`.
        Linked,
        /// Products with a picture; `count` of `total`.
        Pictured,
        /// Products with enough in stock; `count` of `total`, and the ones that have not.
        Stocked,
        /// Channels with an address; `count` of `total`.
        ChannelsLinked,
        /// Someone is on camera; `count` people.
        Hosted,
        /// Planned length fits the session; `count` minutes planned of `total`.
        FitsLength,
        /// Targets that answered last time; `count` of `total`.
        TargetsAnswered,
    }
    /// Something that waits for the user.
    NeedKind is app::today::NeedKind {
        /// A session's planned start has passed and it is neither live nor cancelled.
        SessionOverdue,
        /// A session runs far beyond its planned end.
        SessionOverrun,
        /// An ended session whose views are not typed in.
        ViewsMissing,
        /// A scheduled session starts soon and a check is not met.
        NotReady,
        /// Deliveries to a target have stopped.
        DeliveryDead,
        /// An import rejected rows or waits for an answer.
        ImportOpen,
        /// An import moved sessions that were over.
        SessionMoved,
        /// Files of a watched folder wait.
        FilesWait,
        /// A watched folder is not there.
        WatchGone,
    }
}

/// One line of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Readiness {
    /// What should be so.
    pub check: Check,
    /// Whether it is.
    pub met: bool,
    /// How many are as they should be.
    pub count: u32,
    /// Of how many.
    pub total: u32,
    /// Numbers of the slots that are not.
    pub slots: Vec<u32>,
}

/// One thing that waits for the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Need {
    /// What.
    pub kind: NeedKind,
    /// What it is about: a session's title, a target's name, a file's name, a folder.
    pub subject: String,
    /// The id of what it is about.
    pub id: Option<String>,
    /// Since when, UTC ms.
    pub since_ms: i64,
    /// How many: rows, deliveries, checks.
    pub count: u32,
}

/// The session that is on air or comes next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NextSession {
    /// The session.
    pub session: SessionSummary,
    /// Where it stands.
    pub status: SessionStatus,
    /// Planned end, UTC ms.
    pub planned_end_ms: i64,
    /// The checklist.
    pub readiness: Vec<Readiness>,
}

/// What should be so before a session goes live.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionReadiness {
    /// The checklist.
    pub readiness: Vec<Readiness>,
}

/// The first screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Today {
    /// When this was computed, UTC ms: what screens count on from.
    pub server_now_ms: i64,
    /// IANA name of the workspace's zone.
    pub zone: String,
    /// On air now or next.
    pub next: Option<NextSession>,
    /// What waits for the user, oldest first.
    pub needs: Vec<Need>,
    /// Sessions starting within seven days, drafts included, earliest first.
    pub week: Vec<SessionSummary>,
    /// The session that ended last; its figures come from its review.
    pub last: Option<SessionSummary>,
}
