//! The schema, step by step; a step that shipped never changes.

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use crate::{Error, Result};

const STEPS: &[M<'static>] = &[
    M::up(include_str!("../migrations/0001_workspace.sql")),
    M::up(include_str!("../migrations/0002_catalogue.sql")),
    M::up(include_str!("../migrations/0003_session.sql")),
];

/// Brings the file up to date. Answers whether anything was done, so that history can be sealed.
pub(crate) fn migrate(conn: &mut Connection) -> Result<bool> {
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    let found: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known {
        return Err(Error::Newer { found, known });
    }
    if found == known {
        return Ok(false);
    }
    Migrations::from_slice(STEPS).to_latest(conn)?;
    conn.execute("UPDATE history SET state = 'sealed' WHERE state <> 'sealed'", [])?;
    Ok(true)
}

/// Whether `conn` holds a schema older than this program's, so that a copy must be taken first.
pub(crate) fn is_behind(conn: &Connection) -> Result<bool> {
    let found: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok(found > 0 && found < i64::try_from(STEPS.len()).unwrap_or(i64::MAX))
}
