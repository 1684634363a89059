//! The control room and the evidence log on the wire.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::workspace::twins;
use super::{Availability, Money, OfferOnAir, OfferTerms, SessionStatus};

twins! {
    /// What the show clock does.
    ClockState is domain::on_air::ClockState {
        /// Not gone live yet.
        Waiting,
        /// Running.
        Running,
        /// Stopped for a while.
        Paused,
        /// Over.
        Ended,
    }
    /// Where a slot stands in the show.
    SlotState is domain::on_air::SlotState {
        /// Not shown yet.
        Coming,
        /// On screen now.
        Now,
        /// Was on screen.
        Shown,
        /// Passed over: a later one was shown.
        Passed,
    }
    /// What happened.
    LogKind is domain::evidence::LogKind {
        /// The session went live.
        WentLive,
        /// A slot was put on screen.
        Took,
        /// The take before was taken back.
        TakeUndone,
        /// Price or title of the slot on screen changed.
        Repriced,
        /// The clock was stopped.
        Paused,
        /// The clock runs again.
        Resumed,
        /// The session ended.
        Ended,
        /// It was opened again, with a reason.
        Reopened,
        /// Someone wrote something down.
        Note,
        /// An offer was opened.
        OfferOpened,
        /// It was closed before its time.
        OfferClosed,
        /// Its time was up.
        OfferExpired,
        /// It was withdrawn, with a reason.
        OfferWithdrawn,
        /// Its opening was taken back.
        OfferUndone,
        /// A slot is sold out.
        SoldOut,
        /// It can be bought again.
        OnSale,
        /// It was taken off every screen, with a reason.
        Withdrawn,
    }
}

/// What is on screen, as it was announced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct NowShowing {
    /// The slot.
    pub slot_id: String,
    /// The product.
    pub product_id: String,
    /// The number named on air.
    pub number: u32,
    /// The title at that moment.
    pub title: String,
    /// The price at that moment.
    pub price: Option<Money>,
    /// When it was taken, UTC ms.
    pub since_ms: i64,
    /// Show time it has been on screen so far, ms.
    pub shown_ms: i64,
    /// Planned length, ms.
    pub planned_ms: i64,
    /// Planned length minus time shown, ms; negative is over.
    pub remaining_ms: i64,
    /// Until when the take can be undone, UTC ms; none when it no longer can.
    pub undo_until_ms: Option<i64>,
}

/// One row of the run of show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OnAirSlot {
    /// The slot.
    pub slot_id: String,
    /// The number named on air.
    pub number: u32,
    /// Where it stands.
    pub state: SlotState,
    /// From the plan, UTC ms.
    pub planned_start_ms: i64,
    /// From the plan, ms.
    pub planned_ms: i64,
    /// Computed while live, UTC ms; none once shown or passed over, and none while not live.
    pub expected_start_ms: Option<i64>,
    /// First time on screen, UTC ms.
    pub actual_start_ms: Option<i64>,
    /// Show time on screen in all, ms.
    pub actual_ms: Option<i64>,
    /// Whether it can be bought, as the desk said.
    pub availability: Availability,
}

/// The state of a show: anchors from which screens draw, and what is on screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OnAir {
    /// The session.
    pub session_id: String,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub status: SessionStatus,
    /// What the clock does. While `running`, `elapsedMs`, `shownMs` grow with time and `remainingMs` shrinks;
    /// while `paused`, `pausedTotalMs`, `offsetMs` and expected times grow.
    pub clock: ClockState,
    /// When this was computed, UTC ms: what screens count on from.
    pub server_now_ms: i64,
    /// Planned start, UTC ms.
    pub planned_start_ms: i64,
    /// Planned end, UTC ms.
    pub planned_end_ms: i64,
    /// Computed end, UTC ms: start, pauses, what was shown and what is still to come.
    pub expected_end_ms: i64,
    /// When it first went live, UTC ms.
    pub started_at_ms: Option<i64>,
    /// When it ended, UTC ms.
    pub ended_at_ms: Option<i64>,
    /// When the running pause began, UTC ms.
    pub paused_at_ms: Option<i64>,
    /// All pauses so far, the running one and times between end and reopening included, ms.
    pub paused_total_ms: i64,
    /// Show time, without pauses, ms.
    pub elapsed_ms: i64,
    /// How far from plan, ms; positive is late.
    pub offset_ms: i64,
    /// What is on screen.
    pub now: Option<NowShowing>,
    /// What `on_air_next` would take.
    pub next_slot_id: Option<String>,
    /// What `on_air_previous` would take.
    pub previous_slot_id: Option<String>,
    /// The run of show.
    pub slots: Vec<OnAirSlot>,
    /// Every opening of an offer, oldest first.
    pub offers: Vec<OfferOnAir>,
    /// Number of the last log entry; 0 before the first.
    pub log_seq: u32,
}

/// Puts a slot on screen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OnAirTake {
    /// The session.
    pub session_id: String,
    /// The slot.
    pub slot_id: String,
    /// Chosen by the caller; the same key again does nothing twice.
    #[ts(optional = nullable)]
    pub client_key: Option<String>,
}

/// Moves on or back by one slot, pauses, resumes, undoes or ends.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OnAirStep {
    /// The session.
    pub session_id: String,
    /// Chosen by the caller; the same key again does nothing twice.
    #[ts(optional = nullable)]
    pub client_key: Option<String>,
}

/// Opens an ended session again.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OnAirReopen {
    /// The session.
    pub session_id: String,
    /// Why; kept in the log.
    pub reason: String,
}

/// Writes something down at this moment of the show.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OnAirNote {
    /// The session.
    pub session_id: String,
    /// What.
    pub text: String,
}

/// One entry of the evidence log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LogEntry {
    /// Counted from 1 within the session.
    pub seq: u32,
    /// When, UTC ms.
    pub at_ms: i64,
    /// Show time, ms.
    pub show_ms: i64,
    /// What happened.
    pub kind: LogKind,
    /// The slot it is about.
    pub slot_id: Option<String>,
    /// Its product.
    pub product_id: Option<String>,
    /// Its number at that moment.
    pub number: Option<u32>,
    /// Its title at that moment.
    pub title: Option<String>,
    /// Its price at that moment.
    pub price: Option<Money>,
    /// Reason or note.
    pub text: Option<String>,
    /// The take that was undone.
    pub undoes_seq: Option<u32>,
    /// What the offer gives that was opened.
    pub offer: Option<OfferTerms>,
    /// The opening that came to its end.
    pub opened_seq: Option<u32>,
    /// Who.
    pub actor: String,
    /// SHA-256 of the entry before and of this one, hexadecimal.
    pub hash: String,
}

/// Asks for part of a session's log.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LogPageRequest {
    /// The session.
    pub session_id: String,
    /// Older than this entry; the newest when left out.
    #[ts(optional = nullable)]
    pub before_seq: Option<u32>,
    /// At most so many, up to 500; 100 when left out.
    #[ts(optional = nullable)]
    pub limit: Option<u32>,
}

/// Part of a session's log, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LogPage {
    /// The entries.
    pub entries: Vec<LogEntry>,
    /// Entries in all.
    pub total: u32,
    /// Whether older ones follow.
    pub more: bool,
    /// The first entry that does not fit the chain of hashes; none when the whole log is as it was written.
    pub broken_at_seq: Option<u32>,
}
