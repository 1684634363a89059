//! The register of every file that came in, products and sales alike.

use domain::id::ImportId;
use rusqlite::{Row, params};

use crate::{Error, Result, Tables, row};

/// What a file brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImportKind {
    /// Products.
    Products,
    /// Sales.
    Sales,
    /// What platforms say of live sessions.
    Sessions,
    /// Rates of exchange.
    Rates,
    /// What platforms paid out.
    Payouts,
    /// What creators get.
    Commissions,
    /// One live session, step by step.
    Minutes,
    /// Days of a channel.
    Days,
    /// Advertising by day.
    Ads,
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ImportState {
    /// Being written; its rows do not count yet.
    Staging,
    /// Its rows count.
    Live,
    /// Taken back; kept in the register.
    Undone,
}

impl ImportKind {
    /// Every kind, in the order they are offered.
    pub const ALL: [Self; 9] = [
        Self::Products,
        Self::Sales,
        Self::Sessions,
        Self::Rates,
        Self::Payouts,
        Self::Commissions,
        Self::Minutes,
        Self::Days,
        Self::Ads,
    ];

    /// The code in SQL.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Products => "products",
            Self::Sales => "sales",
            Self::Sessions => "sessions",
            Self::Rates => "rates",
            Self::Payouts => "payouts",
            Self::Commissions => "commissions",
            Self::Minutes => "minutes",
            Self::Days => "days",
            Self::Ads => "ads",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl ImportState {
    /// The code in SQL.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Staging => "staging",
            Self::Live => "live",
            Self::Undone => "undone",
        }
    }

    pub(crate) fn from_code(code: &str) -> Option<Self> {
        [Self::Staging, Self::Live, Self::Undone].into_iter().find(|state| state.code() == code)
    }
}

/// How many rows of a file went which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// Rows below the header that were not blank.
    pub read: u64,
    /// Rows that brought something new.
    pub new: u64,
    /// Rows that changed something known.
    pub changed: u64,
    /// Rows that said what was known.
    pub unchanged: u64,
    /// Rows that differ from what is known, but are older than it.
    pub older: u64,
    /// Rows refused.
    pub rejected: u64,
}

/// One file that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// What it brought.
    pub kind: ImportKind,
    /// Its name without folders.
    pub file_name: String,
    /// Where it was read from.
    pub path: String,
    /// BLAKE3 of its content, lower-case hex.
    pub hash: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Code of the shop or program it came from.
    pub source: String,
    /// The mapping it was read by, as JSON; none when its source needs none.
    pub mapping_json: Option<String>,
    /// Who brought it in.
    pub actor: String,
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// Where it stands.
    pub state: ImportState,
    /// How many rows went which way.
    pub counts: ImportCounts,
    /// Sums of its columns of money and units, as JSON: `[{"column", "total", "cells"}]`.
    pub totals_json: String,
}

fn read_import(found: &Row<'_>) -> Result<Import> {
    let count = |column: &'static str| -> Result<u64> {
        u64::try_from(found.get::<_, i64>(column)?).map_err(|_| Error::Corrupt { table: "import", column })
    };
    Ok(Import {
        id: row::id(found, "import", "id")?,
        kind: row::code(found, "import", "kind", ImportKind::from_code)?,
        file_name: found.get("file_name")?,
        path: found.get("path")?,
        hash: found.get("hash")?,
        bytes: count("bytes")?,
        source: found.get("source")?,
        mapping_json: found.get("mapping_json")?,
        actor: found.get("actor")?,
        at_ms: found.get("at_ms")?,
        state: row::code(found, "import", "state", ImportState::from_code)?,
        counts: ImportCounts {
            read: count("rows_read")?,
            new: count("rows_new")?,
            changed: count("rows_changed")?,
            unchanged: count("rows_unchanged")?,
            older: count("rows_older")?,
            rejected: count("rows_rejected")?,
        },
        totals_json: found.get("totals_json")?,
    })
}

/// SQLite counts up to `i64::MAX`; no file has more rows.
fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl Tables<'_> {
    /// Enters a file into the register.
    pub fn insert_import(&self, import: &Import) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO import (id, kind, file_name, path, hash, bytes, source, mapping_json, actor, at_ms,
                 state, rows_read, rows_new, rows_changed, rows_unchanged, rows_older, rows_rejected, totals_json)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
            )?
            .execute(params![
                import.id.as_uuid().into_bytes(),
                import.kind.code(),
                import.file_name,
                import.path,
                import.hash,
                signed(import.bytes),
                import.source,
                import.mapping_json,
                import.actor,
                import.at_ms,
                import.state.code(),
                signed(import.counts.read),
                signed(import.counts.new),
                signed(import.counts.changed),
                signed(import.counts.unchanged),
                signed(import.counts.older),
                signed(import.counts.rejected),
                import.totals_json,
            ])?;
        Ok(())
    }

    /// Says where an import stands now.
    pub fn set_import_state(&self, id: ImportId, state: ImportState) -> Result<()> {
        let changed = self
            .conn
            .prepare_cached("UPDATE import SET state = ?2 WHERE id = ?1")?
            .execute(params![id.as_uuid().into_bytes(), state.code()])?;
        if changed == 0 { Err(Error::NotFound("import")) } else { Ok(()) }
    }

    /// Says how many rows of an import went which way, and its sums.
    pub fn set_import_counts(&self, id: ImportId, counts: ImportCounts, totals_json: &str) -> Result<()> {
        self.conn
            .prepare_cached(
                "UPDATE import SET rows_read = ?2, rows_new = ?3, rows_changed = ?4, rows_unchanged = ?5,
                 rows_older = ?6, rows_rejected = ?7, totals_json = ?8 WHERE id = ?1",
            )?
            .execute(params![
                id.as_uuid().into_bytes(),
                signed(counts.read),
                signed(counts.new),
                signed(counts.changed),
                signed(counts.unchanged),
                signed(counts.older),
                signed(counts.rejected),
                totals_json,
            ])?;
        Ok(())
    }

    /// One import.
    pub fn import(&self, id: ImportId) -> Result<Import> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM import WHERE id = ?1")?;
        let mut rows = statement.query([id.as_uuid().into_bytes()])?;
        rows.next()?.map(read_import).transpose()?.ok_or(Error::NotFound("import"))
    }

    /// Every import that was finished, the newest first.
    pub fn imports(&self) -> Result<Vec<Import>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT * FROM import WHERE state <> 'staging' ORDER BY at_ms DESC, id DESC")?;
        let mut rows = statement.query([])?;
        let mut imports = Vec::new();
        while let Some(found) = rows.next()? {
            imports.push(read_import(found)?);
        }
        Ok(imports)
    }

    /// The latest import of a file with this content that still counts.
    pub fn live_import_of(&self, hash: &str) -> Result<Option<Import>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT * FROM import WHERE hash = ?1 AND state = 'live' ORDER BY at_ms DESC LIMIT 1",
        )?;
        let mut rows = statement.query([hash])?;
        rows.next()?.map(read_import).transpose()
    }
}
