//! Restarted rooms: sessions a person said to be one show, or to be two.

use domain::id::{CorrectionId, SessionId};
use rusqlite::params;

use crate::credit_correction::Followed;
use crate::{Error, Result, Tables, row};

const TABLE: &str = "session_join";

/// What a person said of two sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionJoin {
    /// Its id.
    pub id: CorrectionId,
    /// The session that is a part, or is none.
    pub part: SessionId,
    /// The session it is, or is not, a part of.
    pub into: SessionId,
    /// Whether both are one show.
    pub is_one: bool,
    /// Who said so.
    pub actor: String,
    /// When, UTC milliseconds.
    pub at_ms: i64,
}

impl SessionJoin {
    /// The join as the lines follow it.
    pub const fn followed(&self) -> Followed {
        Followed { id: self.id, order_key: None, within: self.part, to: Some(self.into) }
    }
}

impl Tables<'_> {
    /// Everything that was said, oldest first.
    pub fn session_joins(&self) -> Result<Vec<SessionJoin>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM session_join ORDER BY at_ms, id")?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(found) = rows.next()? {
            all.push(SessionJoin {
                id: row::id(found, TABLE, "id")?,
                part: row::id(found, TABLE, "part_id")?,
                into: row::id(found, TABLE, "into_id")?,
                is_one: found.get("is_one")?,
                actor: found.get("actor")?,
                at_ms: found.get("at_ms")?,
            });
        }
        Ok(all)
    }

    /// Keeps what was said of two sessions, in place of what was said of them before.
    pub fn save_session_join(&self, join: &SessionJoin) -> Result<()> {
        let (part, into) = (join.part.as_uuid().into_bytes(), join.into.as_uuid().into_bytes());
        self.conn
            .prepare_cached("DELETE FROM session_join WHERE part_id = ?1 AND into_id = ?2")?
            .execute(params![part, into])?;
        self.conn
            .prepare_cached(
                "INSERT INTO session_join (id, part_id, into_id, is_one, actor, at_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                join.id.as_uuid().into_bytes(),
                part,
                into,
                join.is_one,
                join.actor,
                join.at_ms,
            ])?;
        Ok(())
    }

    /// Takes back what was said.
    pub fn delete_session_join(&self, id: CorrectionId) -> Result<()> {
        let gone = self
            .conn
            .prepare_cached("DELETE FROM session_join WHERE id = ?1")?
            .execute([id.as_uuid().into_bytes()])?;
        if gone == 0 { Err(Error::NotFound(TABLE)) } else { Ok(()) }
    }

    /// Says that the lines follow these joins too.
    pub fn follow_joins(&self, all: &[SessionJoin]) -> Result<()> {
        let mut statement = self.conn.prepare_cached(
            "INSERT INTO credit_applied (id, scope, order_key, within_id, to_id)
             VALUES (?1, 'session', NULL, ?2, ?3)",
        )?;
        for one in all.iter().filter(|one| one.is_one) {
            let (part, into) = (one.part.as_uuid().into_bytes(), one.into.as_uuid().into_bytes());
            statement.execute(params![one.id.as_uuid().into_bytes(), part, into])?;
        }
        Ok(())
    }

    /// Whether somebody worked on a session, so that it is more than the room a file told of.
    pub fn is_session_worked_on(&self, session: SessionId) -> Result<bool> {
        let id = session.as_uuid().into_bytes();
        Ok(self
            .conn
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM slot WHERE session_id = ?1)
                     OR EXISTS (SELECT 1 FROM session_host WHERE session_id = ?1)
                     OR EXISTS (SELECT 1 FROM log_entry WHERE session_id = ?1)
                     OR EXISTS (SELECT 1 FROM expense WHERE session_id = ?1)
                     OR NOT EXISTS (SELECT 1 FROM session_figure WHERE session_id = ?1 AND is_made = 1)",
            )?
            .query_row([id], |found| found.get(0))?)
    }
}
