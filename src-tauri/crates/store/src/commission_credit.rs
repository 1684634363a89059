//! Which lines are credited by the room a platform names: stock codes of orders, and by what that was worked out.

use domain::id::SessionId;
use rusqlite::{OptionalExtension, params};

use crate::{Result, Tables, row};

/// A stock code of an order, and the session it is credited to.
pub type RoomCredit = ((i64, String), SessionId);

impl Tables<'_> {
    /// Every stock code of an order that is credited by its room.
    pub fn room_credits(&self) -> Result<Vec<RoomCredit>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM commission_credit")?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(found) = rows.next()? {
            let session = row::id(found, "commission_credit", "session_id")?;
            all.push(((found.get("order_key")?, found.get("sku_ref")?), session));
        }
        Ok(all)
    }

    /// By which files and rooms that was worked out; none when it never was, or has to be again.
    pub fn room_credit_mark(&self) -> Result<Option<Vec<u8>>> {
        let mut statement = self.conn.prepare_cached("SELECT mark FROM commission_credit_of")?;
        Ok(statement.query_row([], |found| found.get(0)).optional()?)
    }

    /// Says that lines are credited by exactly these.
    pub fn set_room_credits(&self, all: &[RoomCredit], mark: &[u8]) -> Result<()> {
        self.conn.execute("DELETE FROM commission_credit", [])?;
        let mut statement = self.conn.prepare_cached(
            "INSERT INTO commission_credit (order_key, sku_ref, session_id) VALUES (?1, ?2, ?3)",
        )?;
        for ((order_key, sku), session) in all {
            statement.execute(params![order_key, sku, session.as_uuid().into_bytes()])?;
        }
        self.conn
            .prepare_cached("INSERT OR REPLACE INTO commission_credit_of (only_row, mark) VALUES (1, ?1)")?
            .execute([mark])?;
        Ok(())
    }

    /// Forgets what lines between two numbers are credited by, so that it is worked out again; answers whether there
    /// was any.
    pub fn forget_room_credits(&self, first_line: i64, last_line: i64) -> Result<bool> {
        let gone = self
            .conn
            .prepare_cached(
                // From the few that are credited to the many lines, not the other way round.
                "DELETE FROM commission_credit WHERE EXISTS
                     (SELECT 1 FROM sale_key WHERE key BETWEEN order_key << 16 AND (order_key << 16) + 65535
                      AND line_id BETWEEN ?1 AND ?2)",
            )?
            .execute([first_line, last_line])?;
        // What lines came in may be the first of their order: all is worked out again where any commission is known.
        let known: bool =
            self.conn
                .query_row("SELECT EXISTS (SELECT 1 FROM commission_credit_of)", [], |row| row.get(0))?;
        self.conn.execute("DELETE FROM commission_credit_of", [])?;
        Ok(gone > 0 || known)
    }
}
