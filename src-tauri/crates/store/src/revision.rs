//! States that were told, and the latest of each session as bytes.

use domain::id::SessionId;
use rusqlite::{Row, params};

use crate::{Result, Tables, row};

/// One state that is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its number, counted over the workspace.
    pub revision: i64,
    /// UTC seconds at which this desk took over.
    pub epoch: i64,
    /// The session.
    pub session: SessionId,
    /// Where the session stands: `upcoming`, `live`, `paused`, `ended` or `cancelled`.
    pub state: &'static str,
    /// When it was built, UTC milliseconds.
    pub issued_at_ms: i64,
}

/// The latest state of one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The session.
    pub session: SessionId,
    /// The number of its revision.
    pub revision: i64,
    /// UTC seconds at which the desk that told it took over.
    pub epoch: i64,
    /// When it was built, UTC milliseconds.
    pub issued_at_ms: i64,
    /// The bytes of `manifest.json`.
    pub bytes: Vec<u8>,
}

impl Tables<'_> {
    /// The highest revision and the highest epoch so far; noughts before the first.
    pub fn last_stamp(&self) -> Result<(i64, i64)> {
        let mut statement = self.conn.prepare_cached(
            "SELECT coalesce(max(revision), 0),
                    coalesce((SELECT epoch FROM revision ORDER BY revision DESC LIMIT 1), 0) FROM revision",
        )?;
        Ok(statement.query_row([], |found| Ok((found.get(0)?, found.get(1)?)))?)
    }

    /// Writes a state and makes it its session's latest.
    pub fn add_revision(&self, revision: &Revision, manifest: &[u8]) -> Result<()> {
        let session = revision.session.as_uuid().into_bytes();
        self.conn
            .prepare_cached(
                "INSERT INTO revision (revision, epoch, session_id, state, issued_at_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                revision.revision,
                revision.epoch,
                session,
                revision.state,
                revision.issued_at_ms
            ])?;
        self.conn
            .prepare_cached(
                "INSERT INTO manifest (session_id, revision, manifest) VALUES (?1, ?2, ?3)
                 ON CONFLICT (session_id) DO UPDATE
                 SET revision = excluded.revision, manifest = excluded.manifest",
            )?
            .execute(params![session, revision.revision, manifest])?;
        Ok(())
    }

    /// The latest state of a session; `None` when none was told.
    pub fn manifest(&self, session: SessionId) -> Result<Option<Manifest>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT manifest.session_id, revision, epoch, issued_at_ms, manifest
             FROM manifest JOIN revision USING (revision) WHERE manifest.session_id = ?1",
        )?;
        let mut rows = statement.query([session.as_uuid().into_bytes()])?;
        rows.next()?.map(read).transpose()
    }
}

fn read(found: &Row<'_>) -> Result<Manifest> {
    Ok(Manifest {
        session: row::id(found, "manifest", "session_id")?,
        revision: found.get("revision")?,
        epoch: found.get("epoch")?,
        issued_at_ms: found.get("issued_at_ms")?,
        bytes: found.get("manifest")?,
    })
}
