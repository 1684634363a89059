//! What an import changed, on the wire.

use app::imports as from;
use app::store::import_change::{Restated, Side};
use domain::Money as Exact;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Import, Money};

/// A column that is called otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RenamedColumn {
    /// Its name before.
    pub from: String,
    /// Its name now.
    pub to: String,
}

/// How the names of a file's columns differ from those of the file before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeaderChanges {
    /// Names that were not there before.
    pub added: Vec<String>,
    /// Names that are gone.
    pub gone: Vec<String>,
    /// Names at the place of others, between the same neighbours.
    pub renamed: Vec<RenamedColumn>,
    /// Names that stand elsewhere.
    pub moved: Vec<String>,
}

/// A session that was over and that an import moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MovedSession {
    /// The session.
    pub session_id: String,
    /// Its title; empty when it is gone.
    pub title: String,
    /// When it began, UTC milliseconds.
    pub started_at_ms: i64,
    /// What was told anew came to before: net sales of orders, or a platform's GMV.
    pub before: Money,
    /// What it comes to now.
    pub after: Money,
    /// How many orders or rooms.
    pub orders: i64,
}

/// What an import changed against the file before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportChanges {
    /// The import.
    pub import: Import,
    /// The latest of the same source that came in earlier and counts.
    pub previous: Option<Import>,
    /// How its columns differ; none when the names of one of the two are not known.
    pub headers: Option<HeaderChanges>,
    /// Sessions that were over and moved, the most first.
    pub sessions: Vec<MovedSession>,
    /// How many lines of orders it told anew.
    pub restated: u64,
}

/// A page of the lines an import told anew.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportRestatedRequest {
    /// The import.
    pub import_id: String,
    /// The first of them.
    pub offset: u32,
    /// How many; 500 at most.
    pub limit: u32,
}

/// One side of a line that was told anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RestatedSide {
    /// The file that said so.
    pub file_name: String,
    /// Its row there.
    pub row: i64,
    /// Pieces.
    pub quantity: i64,
    /// GMV.
    pub gmv: Money,
    /// Net sales.
    pub net: Money,
    /// The session it was credited to.
    pub session_id: Option<String>,
}

/// A line of an order that an import told anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RestatedLine {
    /// The order, as the source writes it.
    pub order_ref: String,
    /// The product.
    pub title: String,
    /// Its stock code.
    pub sku: Option<String>,
    /// As an earlier file told it.
    pub was: RestatedSide,
    /// As this file tells it.
    pub now: RestatedSide,
}

/// Lines an import told anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportRestated {
    /// How many there are.
    pub total: u64,
    /// This page of them.
    pub lines: Vec<RestatedLine>,
}

impl From<from::Changes> for ImportChanges {
    fn from(changes: from::Changes) -> Self {
        let headers = changes.headers.map(|headers| HeaderChanges {
            added: headers.added,
            gone: headers.gone,
            renamed: headers.renamed.into_iter().map(|(from, to)| RenamedColumn { from, to }).collect(),
            moved: headers.moved,
        });
        let session = |one: from::MovedSession| MovedSession {
            session_id: one.moved.session.to_string(),
            title: one.title,
            started_at_ms: one.started_at_ms,
            before: Exact::from_observed(one.moved.before_e4, one.moved.currency).into(),
            after: Exact::from_observed(one.moved.after_e4, one.moved.currency).into(),
            orders: one.moved.orders,
        };
        Self {
            import: changes.import.into(),
            previous: changes.previous.map(Into::into),
            headers,
            sessions: changes.sessions.into_iter().map(session).collect(),
            restated: changes.restated,
        }
    }
}

impl From<Side> for RestatedSide {
    fn from(side: Side) -> Self {
        Self {
            file_name: side.file_name,
            row: side.row,
            quantity: side.quantity,
            gmv: Exact::from_observed(side.gmv_e4, side.currency).into(),
            net: Exact::from_observed(side.net_e4, side.currency).into(),
            session_id: side.session.map(|id| id.to_string()),
        }
    }
}

impl From<Restated> for RestatedLine {
    fn from(line: Restated) -> Self {
        Self {
            order_ref: line.order_ref,
            title: line.title,
            sku: line.sku,
            was: line.was.into(),
            now: line.now.into(),
        }
    }
}
