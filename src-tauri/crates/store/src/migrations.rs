//! The schema, step by step; a step that shipped never changes.

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use crate::{Error, Result};

const STEPS: &[M<'static>] = &[
    M::up(include_str!("../migrations/0001_workspace.sql")),
    M::up(include_str!("../migrations/0002_catalogue.sql")),
    M::up(include_str!("../migrations/0003_session.sql")),
    M::up(include_str!("../migrations/0004_simulcast.sql")),
    M::up(include_str!("../migrations/0005_sales.sql")),
    M::up(include_str!("../migrations/0006_fee_base.sql")),
    M::up(include_str!("../migrations/0008_money.sql")),
    M::up(include_str!("../migrations/0009_session_figure.sql")),
];

/// Brings the file up to date. Answers whether anything was done, so that history can be sealed.
pub(crate) fn migrate(conn: &mut Connection) -> Result<bool> {
    let (found, known) = refuse_newer(conn)?;
    if found == known {
        return Ok(false);
    }
    Migrations::from_slice(STEPS).to_latest(conn)?;
    conn.execute("UPDATE history SET state = 'sealed' WHERE state <> 'sealed'", [])?;
    Ok(true)
}

/// Refuses a file of a later version; answers the schema found and the newest one known.
pub(crate) fn refuse_newer(conn: &Connection) -> Result<(i64, i64)> {
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    let found: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known { Err(Error::Newer { found, known }) } else { Ok((found, known)) }
}

/// Whether `conn` holds a schema older than this program's, so that a copy must be taken first.
pub(crate) fn is_behind(conn: &Connection) -> Result<bool> {
    let found: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok(found > 0 && found < i64::try_from(STEPS.len()).unwrap_or(i64::MAX))
}
