//! The rooms of a file of sessions on the wire.

use app::imports::{RoomLine, RowState};
use serde::Serialize;
use ts_rs::TS;

use super::Money;
use super::import_row::ImportRowState;

/// One room of a file of sessions, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportRoom {
    /// Answer under `room:` and this with `past`, `leave` or a session's id.
    pub key: String,
    /// Its row, as a spreadsheet counts.
    pub row: u64,
    /// Its title; may be empty.
    pub title: String,
    /// When it began, UTC milliseconds.
    pub started_at_ms: i64,
    /// When it ended, UTC milliseconds.
    pub ended_at_ms: Option<i64>,
    /// What it is to what is known.
    pub state: ImportRowState,
    /// What places it: `sameRoom` (certain), `sameTime`, `sameTitle` (proposed), `chosen`, `past` (a past session is
    /// made of it) or `leave` (kept without a session).
    pub by: String,
    /// The session it belongs to.
    pub session_id: Option<String>,
    /// That session's title.
    pub session_title: Option<String>,
    /// The platform's GMV; none when it does not say.
    pub gmv: Option<Money>,
    /// Its orders.
    pub orders: Option<i64>,
    /// Its views.
    pub views: Option<i64>,
}

impl From<RoomLine> for ImportRoom {
    fn from(room: RoomLine) -> Self {
        let state = match room.state {
            RowState::New => ImportRowState::New,
            RowState::Changed => ImportRowState::Changed,
            RowState::Unchanged => ImportRowState::Unchanged,
            RowState::Older => ImportRowState::Older,
            RowState::Rejected => ImportRowState::Rejected,
        };
        Self {
            key: room.key,
            row: room.row,
            title: room.title,
            started_at_ms: room.started_at_ms,
            ended_at_ms: room.ended_at_ms,
            state,
            by: room.by.to_owned(),
            session_id: room.session.map(|id| id.to_string()),
            session_title: room.session_title,
            gmv: room.gmv.map(Into::into),
            orders: room.orders,
            views: room.views,
        }
    }
}
