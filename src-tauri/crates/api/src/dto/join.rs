//! Rooms that were started again, on the wire.

use app::session_joins as from;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ReviewedSession;

/// Two sessions that may be one show, or are said to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JoinPair {
    /// What was said; none of a proposal.
    pub join_id: Option<String>,
    /// The session that would be a part.
    pub part: ReviewedSession,
    /// The session it would be a part of.
    pub into: ReviewedSession,
    /// How long after the one the other began, milliseconds; negative when it began before that one ended.
    pub gap_ms: i64,
    /// Whether both have one title.
    pub same_title: bool,
}

/// What is proposed, and what was joined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JoinPairs {
    /// Pairs nobody has spoken of.
    pub proposals: Vec<JoinPair>,
    /// Pairs that are one show.
    pub joined: Vec<JoinPair>,
}

/// What a person says of two sessions that were proposed.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JoinSay {
    /// The session that would be a part.
    pub part_id: String,
    /// The session it would be a part of.
    pub into_id: String,
    /// Whether both are one show.
    pub is_one: bool,
}

/// Two sessions that were joined.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JoinRef {
    /// What was said.
    pub join_id: String,
}

impl From<from::Pair> for JoinPair {
    fn from(pair: from::Pair) -> Self {
        Self {
            join_id: pair.said.map(|id| id.to_string()),
            part: pair.part.into(),
            into: pair.into.into(),
            gap_ms: pair.gap_ms,
            same_title: pair.same_title,
        }
    }
}

impl From<from::Joined> for JoinPairs {
    fn from(joined: from::Joined) -> Self {
        Self {
            proposals: joined.proposals.into_iter().map(Into::into).collect(),
            joined: joined.joined.into_iter().map(Into::into).collect(),
        }
    }
}
