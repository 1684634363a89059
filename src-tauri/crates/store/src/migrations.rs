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
    M::up(include_str!("../migrations/0006_first_weeks.sql")),
    M::up(include_str!("../migrations/0007_fee_base.sql")),
    M::up(include_str!("../migrations/0008_money.sql")),
    M::up(include_str!("../migrations/0009_session_figure.sql")),
    M::up(include_str!("../migrations/0010_import_kind.sql")),
    M::up(include_str!("../migrations/0011_payout.sql")),
    M::up(include_str!("../migrations/0012_figure.sql")),
    M::up(include_str!("../migrations/0013_credit.sql")),
    M::up(include_str!("../migrations/0014_costs_and_rates.sql")),
    M::up(include_str!("../migrations/0015_retention.sql")),
    M::up(include_str!("../migrations/0016_commission.sql")),
    M::up(include_str!("../migrations/0017_watch.sql")),
    M::up(include_str!("../migrations/0018_product_key.sql")),
    M::up(include_str!("../migrations/0019_offer.sql")),
    M::up(include_str!("../migrations/0020_connected_shop.sql")),
    M::up(include_str!("../migrations/0021_alike.sql")),
    M::up(include_str!("../migrations/0022_joined.sql")),
    M::up(include_str!("../migrations/0023_sale_key.sql")),
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Steps of the version that shipped first.
    const FIRST: usize = 5;

    #[test]
    fn a_workspace_of_the_first_version_keeps_its_files_and_what_refers_to_them() -> Result<()> {
        let mut conn = Connection::open_in_memory()?;
        conn.pragma_update(None, "foreign_keys", "ON")?;
        Migrations::from_slice(&STEPS[..FIRST]).to_latest(&mut conn)?;
        conn.execute_batch(
            "INSERT INTO import VALUES (zeroblob(16), 'sales', 'a.csv', '/a.csv', 'x', 1, 'unknown', NULL, 'me', 5,
                'live', 1, 1, 0, 0, 0, '[]');
             INSERT INTO sale_import VALUES (1, zeroblob(16), 'unknown', 5, 1, 1, 1, '');",
        )?;
        Migrations::from_slice(STEPS).to_latest(&mut conn)?;
        let kept: i64 = conn.query_row(
            "SELECT count(*) FROM import JOIN sale_import ON import_id = import.id
             WHERE file_name = 'a.csv' AND rows_older = 0 AND totals_json = '[]'",
            [],
            |row| row.get(0),
        )?;
        assert_eq!(kept, 1);
        assert!(!conn.prepare("PRAGMA foreign_key_check")?.exists([])?, "nothing refers to what is gone");
        let refused = conn.execute("DELETE FROM import", []);
        assert!(refused.is_err(), "a file that sales refer to stays");
        Ok(())
    }
}
