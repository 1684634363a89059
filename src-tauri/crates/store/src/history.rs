//! Undo and redo of planning work, by changesets of SQLite's session extension.
//!
//! Only planning tables are recorded. Log, revisions, deliveries, imports, sales, roll-ups, search and history
//! itself are left out: what the outside has seen is undone by its own verb, and recorded shadow tables would
//! break undo.

use rusqlite::session::{ChangesetItem, ConflictAction, ConflictType, Session};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use crate::{Error, Result, Tables};

/// The tables whose edits can be undone.
const PLANNING: &[&str] = &[
    "workspace",
    "product",
    "variant",
    "product_list",
    "product_list_entry",
    "host",
    "session",
    "session_channel",
    "session_host",
    "slot",
    "offer",
    "target",
    "fee_rule",
    "expense",
    "shop",
    "product_category",
    "product_key",
    "exchange_rate",
    "credit_correction",
    "session_join",
    "payout_rule",
];

/// How many steps are kept to go back.
const KEPT: i64 = 500;

/// What a write is called in the history.
#[derive(Debug, Clone)]
pub struct Recording {
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// Who.
    pub actor: String,
    /// The verb, for the label ("lineup_move_slot").
    pub verb: &'static str,
    /// What it was done to, in the user's words (a title), or empty.
    pub subject: String,
    /// Code of the change announced with it, and again when it is undone.
    pub change: &'static str,
    /// The id the change is about.
    pub change_id: Option<Uuid>,
}

/// One step of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Grows with each write.
    pub seq: i64,
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// The verb.
    pub verb: String,
    /// What it was done to, or empty.
    pub subject: String,
    /// Code of the change to announce.
    pub change: String,
    /// The id the change is about.
    pub change_id: Option<Uuid>,
}

/// Back or forth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Take the latest step back.
    Undo,
    /// Repeat the step last taken back.
    Redo,
}

impl Step {
    const fn taken_from(self) -> &'static str {
        match self {
            Self::Undo => "done",
            Self::Redo => "undone",
        }
    }

    /// Undo takes the newest step first, redo the one that was taken back last.
    const fn order(self) -> &'static str {
        match self {
            Self::Undo => "seq",
            Self::Redo => "undone",
        }
    }

    const fn mark(self) -> &'static str {
        match self {
            Self::Undo => {
                "UPDATE history SET state = 'undone', undone = 1 + coalesce(
                     (SELECT max(undone) FROM history WHERE undone IS NOT NULL), 0) WHERE seq = ?1"
            }
            Self::Redo => "UPDATE history SET state = 'done', undone = NULL WHERE seq = ?1",
        }
    }
}

/// Runs `f` and keeps what it changed in planning tables as one step; a write without changes leaves none.
pub(crate) fn record<T, E: From<Error>>(
    conn: &Connection,
    recording: &Recording,
    f: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    let mut session = Session::new(conn).map_err(Error::from)?;
    for table in PLANNING {
        session.attach(Some(*table)).map_err(Error::from)?;
    }
    let answer = f()?;
    let mut changeset = Vec::new();
    session.changeset_strm(&mut changeset).map_err(Error::from)?;
    drop(session);
    if !changeset.is_empty() {
        keep(conn, recording, &changeset)?;
    }
    Ok(answer)
}

fn keep(conn: &Connection, recording: &Recording, changeset: &[u8]) -> Result<()> {
    // What was taken back cannot be repeated on top of new work.
    conn.prepare_cached("DELETE FROM history WHERE state = 'undone' AND actor = ?1")?
        .execute([&recording.actor])?;
    conn.prepare_cached(
        "INSERT INTO history (at_ms, actor, verb, subject, change, change_id, changeset, state)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'done')",
    )?
    .execute(params![
        recording.at_ms,
        recording.actor,
        recording.verb,
        recording.subject,
        recording.change,
        recording.change_id.map(Uuid::into_bytes),
        changeset,
    ])?;
    let seq = conn.last_insert_rowid();
    conn.prepare_cached("DELETE FROM history WHERE seq <= ?1")?.execute([seq - KEPT])?;
    Ok(())
}

/// Applies the next step of `actor` in the given direction.
pub(crate) fn apply(conn: &Connection, step: Step, actor: &str) -> Result<Option<HistoryEntry>> {
    let Some(entry) = next(conn, step, actor)? else { return Ok(None) };
    turn(conn, step, &entry)?;
    Ok(Some(entry))
}

/// Takes back one step out of turn, told by its verb and the id it is marked with.
pub(crate) fn undo_marked(conn: &Connection, verb: &str, mark: Uuid) -> Result<()> {
    let sql = "SELECT seq, at_ms, verb, subject, change, change_id FROM history
               WHERE state = 'done' AND verb = ?1 AND change_id = ?2";
    let entry = conn.query_row(sql, params![verb, mark.into_bytes()], read_entry).optional()?;
    let entry = entry.ok_or(Error::Sealed)?;
    turn(conn, Step::Undo, &entry)
}

fn turn(conn: &Connection, step: Step, entry: &HistoryEntry) -> Result<()> {
    let changeset: Vec<u8> =
        conn.query_row("SELECT changeset FROM history WHERE seq = ?1", [entry.seq], |row| row.get(0))?;
    let oriented = match step {
        Step::Redo => changeset,
        Step::Undo => {
            let mut inverted = Vec::new();
            rusqlite::session::invert_strm(&mut changeset.as_slice(), &mut inverted)?;
            inverted
        }
    };
    conn.apply_strm(&mut oriented.as_slice(), None::<fn(&str) -> bool>, refuse).map_err(
        |error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::OperationAborted | rusqlite::ErrorCode::ConstraintViolation) => {
                Error::UndoCollides
            }
            _ => error.into(),
        },
    )?;
    conn.execute(step.mark(), [entry.seq])?;
    Ok(())
}

/// Nothing is overwritten: a step either fits exactly or not at all.
fn refuse(_: ConflictType, _: ChangesetItem) -> ConflictAction {
    ConflictAction::SQLITE_CHANGESET_ABORT
}

fn next(conn: &Connection, step: Step, actor: &str) -> Result<Option<HistoryEntry>> {
    let sql = format!(
        "SELECT seq, at_ms, verb, subject, change, change_id FROM history
         WHERE state = ?1 AND actor = ?2 ORDER BY {} DESC LIMIT 1",
        step.order()
    );
    let entry = conn.query_row(&sql, [step.taken_from(), actor], read_entry).optional()?;
    Ok(entry)
}

fn read_entry(row: &Row<'_>) -> rusqlite::Result<HistoryEntry> {
    let change_id: Option<[u8; 16]> = row.get("change_id")?;
    Ok(HistoryEntry {
        seq: row.get("seq")?,
        at_ms: row.get("at_ms")?,
        verb: row.get("verb")?,
        subject: row.get("subject")?,
        change: row.get("change")?,
        change_id: change_id.map(Uuid::from_bytes),
    })
}

impl Tables<'_> {
    /// The step [`crate::Store::step`] would take next, if any.
    pub fn next_step(&self, step: Step, actor: &str) -> Result<Option<HistoryEntry>> {
        next(self.conn, step, actor)
    }
}
