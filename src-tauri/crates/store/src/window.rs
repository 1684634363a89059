//! When sessions were on air, and what they offered: what sale lines are credited by.

use std::collections::HashMap;

use domain::Market;
use domain::id::{ProductId, SessionId};
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use crate::{Result, Tables, row};

/// One stretch on air: from and to, UTC milliseconds.
pub type Stretch = (i64, i64);

impl Tables<'_> {
    /// Every stretch on air that has ended, by session: from going live or being reopened to the end.
    pub fn stretches_on_air(&self) -> Result<HashMap<SessionId, Vec<Stretch>>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT session_id, kind, at_ms FROM log_entry WHERE kind IN ('went_live', 'reopened', 'ended')
             ORDER BY session_id, seq",
        )?;
        let mut rows = statement.query([])?;
        let mut stretches: HashMap<SessionId, Vec<Stretch>> = HashMap::new();
        let mut open: Option<(SessionId, i64)> = None;
        while let Some(found) = rows.next()? {
            let session: SessionId = row::id(found, "log_entry", "session_id")?;
            let kind: String = found.get("kind")?;
            let at_ms: i64 = found.get("at_ms")?;
            match (kind.as_str(), open) {
                ("ended", Some((opened, from_ms))) if opened == session => {
                    stretches.entry(session).or_default().push((from_ms, at_ms));
                    open = None;
                }
                ("ended", _) => open = None,
                _ => open = Some((session, at_ms)),
            }
        }
        Ok(stretches)
    }

    /// The products of every line-up, sorted.
    pub fn products_offered(&self) -> Result<HashMap<SessionId, Vec<ProductId>>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT session_id, product_id FROM slot ORDER BY session_id, product_id")?;
        let mut rows = statement.query([])?;
        let mut offered: HashMap<SessionId, Vec<ProductId>> = HashMap::new();
        while let Some(found) = rows.next()? {
            let session = row::id(found, "slot", "session_id")?;
            offered.entry(session).or_default().push(row::id(found, "slot", "product_id")?);
        }
        Ok(offered)
    }

    /// Every session there is.
    pub fn session_ids(&self) -> Result<Vec<SessionId>> {
        let mut statement = self.conn.prepare_cached("SELECT id FROM session")?;
        let mut rows = statement.query([])?;
        let mut ids = Vec::new();
        while let Some(found) = rows.next()? {
            ids.push(row::id(found, "session", "id")?);
        }
        Ok(ids)
    }

    /// The session of `market` that went on air last before `before_ms`.
    pub fn session_before(&self, market: Market, before_ms: i64) -> Result<Option<SessionId>> {
        let id: Option<[u8; 16]> = self
            .conn
            .prepare_cached(
                "SELECT id FROM session_state JOIN session ON session.id = session_id
                 WHERE started_at_ms < ?2 AND market = ?1
                 AND id NOT IN (SELECT part_id FROM session_join WHERE is_one = 1) ORDER BY started_at_ms DESC LIMIT 1",
            )?
            .query_row(params![market.code(), before_ms], |row| row.get(0))
            .optional()?;
        Ok(id.map(|bytes| Uuid::from_bytes(bytes).into()))
    }

    /// The sessions that lines were ever credited by, by their small numbers.
    pub fn sale_session_numbers(&self) -> Result<HashMap<i64, SessionId>> {
        let mut statement = self.conn.prepare_cached("SELECT no, session_id FROM sale_session")?;
        let mut rows = statement.query([])?;
        let mut numbers = HashMap::new();
        while let Some(found) = rows.next()? {
            numbers.insert(found.get("no")?, row::id(found, "sale_session", "session_id")?);
        }
        Ok(numbers)
    }
}
