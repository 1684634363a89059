//! States on their way to targets, each try, and what was answered.

use domain::id::{DeliveryId, SessionId, TargetId};
use domain::simulcast::DeliveryState;
use rusqlite::{OptionalExtension, Row, params};

use crate::{Error, Result, Tables, row};

/// One state on its way to one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The same at every try: the other side's idempotency key.
    pub id: DeliveryId,
    /// To whom.
    pub target: TargetId,
    /// What.
    pub revision: i64,
    /// The session it tells about.
    pub session: SessionId,
    /// How it fares.
    pub state: DeliveryState,
    /// Tries so far.
    pub attempts: u32,
    /// When it was written, UTC milliseconds.
    pub created_at_ms: i64,
    /// When it is tried next, UTC milliseconds; of no meaning once finished.
    pub due_at_ms: i64,
    /// When it was accepted, skipped or given up, UTC milliseconds.
    pub finished_at_ms: Option<i64>,
}

/// One try and what was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// When it began, UTC milliseconds.
    pub at_ms: i64,
    /// How long it took, milliseconds.
    pub took_ms: i64,
    /// Code of the answer, as crate `storefront` names it.
    pub answer: String,
    /// HTTP status, if one came.
    pub status: Option<u16>,
    /// The first characters of the answer.
    pub excerpt: Option<String>,
}

/// What a try led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The delivery.
    pub delivery: DeliveryId,
    /// The try.
    pub attempt: Attempt,
    /// How the delivery fares now.
    pub state: DeliveryState,
    /// When it is tried next, UTC milliseconds, if it is pending.
    pub due_at_ms: i64,
    /// Whether the target itself asked to be told nothing before.
    pub asked_to_wait: bool,
    /// When the try ended, UTC milliseconds.
    pub ended_at_ms: i64,
}

/// How far a target is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// The newest delivery.
    pub latest: Option<Delivery>,
    /// The newest revision it accepted, and when (UTC milliseconds).
    pub accepted: Option<(i64, i64)>,
    /// Its last answer.
    pub answer: Option<Attempt>,
}

const COLUMNS: &str =
    "delivery.id, target_id, delivery.revision, revision.session_id, delivery.state, attempts,
    created_at_ms, due_at_ms, finished_at_ms";

impl Tables<'_> {
    /// Queues `revision` for `target`, due at `due_at_ms` (UTC milliseconds).
    pub fn add_delivery(
        &self,
        id: DeliveryId,
        target: TargetId,
        revision: i64,
        now_ms: i64,
        due_at_ms: i64,
    ) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO delivery (id, target_id, revision, state, created_at_ms, due_at_ms)
                 VALUES (?1, ?2, ?3, 'pending', ?4, ?5)",
            )?
            .execute(params![
                id.as_uuid().into_bytes(),
                target.as_uuid().into_bytes(),
                revision,
                now_ms,
                due_at_ms
            ])?;
        Ok(())
    }

    /// One delivery.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn delivery(&self, id: DeliveryId) -> Result<Delivery> {
        let sql =
            format!("SELECT {COLUMNS} FROM delivery JOIN revision USING (revision) WHERE delivery.id = ?1");
        self.first(&sql, &[&id.as_uuid().into_bytes()])?.ok_or(Error::NotFound("delivery"))
    }

    /// The newest revision that was queued for `target`, or for any when none is named.
    pub fn last_queued(&self, target: Option<TargetId>) -> Result<Option<i64>> {
        let newest = match target {
            Some(target) => self
                .conn
                .prepare_cached("SELECT max(revision) FROM delivery WHERE target_id = ?1")?
                .query_row([target.as_uuid().into_bytes()], |found| found.get(0)),
            None => self
                .conn
                .prepare_cached("SELECT max(revision) FROM delivery")?
                .query_row([], |found| found.get(0)),
        };
        Ok(newest?)
    }

    /// The newest unfinished delivery of `target`: older ones need not be told any more.
    pub fn next_delivery(&self, target: TargetId) -> Result<Option<Delivery>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM delivery JOIN revision USING (revision)
             WHERE target_id = ?1 AND delivery.state = 'pending'
             ORDER BY delivery.revision DESC, delivery.id DESC LIMIT 1"
        );
        self.first(&sql, &[&target.as_uuid().into_bytes()])
    }

    /// Until when `target` asked to be told nothing, UTC milliseconds; `None` when what it answered last asked
    /// for nothing.
    pub fn asked_until_ms(&self, target: TargetId) -> Result<Option<i64>> {
        Ok(self
            .conn
            .prepare_cached(
                "SELECT max(due_at_ms) FROM delivery WHERE target_id = ?1 AND state = 'pending' AND asked_to_wait",
            )?
            .query_row([target.as_uuid().into_bytes()], |found| found.get(0))?)
    }

    /// How far `target` is.
    pub fn told(&self, target: TargetId) -> Result<Told> {
        let id = target.as_uuid().into_bytes();
        let sql = format!(
            "SELECT {COLUMNS} FROM delivery JOIN revision USING (revision)
             WHERE target_id = ?1 ORDER BY delivery.revision DESC, delivery.id DESC LIMIT 1"
        );
        let accepted = self
            .conn
            .prepare_cached(
                "SELECT revision, finished_at_ms FROM delivery WHERE target_id = ?1 AND state = 'delivered'
                 ORDER BY revision DESC, id DESC LIMIT 1",
            )?
            .query_row([id], |found| Ok((found.get(0)?, found.get(1)?)))
            .optional()?;
        let answer = self
            .conn
            .prepare_cached(
                "SELECT attempt.* FROM delivery JOIN attempt ON delivery_id = delivery.id
                 WHERE target_id = ?1 ORDER BY revision DESC, delivery.id DESC, number DESC LIMIT 1",
            )?
            .query_row([id], read_attempt)
            .optional()?;
        Ok(Told { latest: self.first(&sql, &[&id])?, accepted, answer })
    }

    /// Deliveries of `target` older than the delivery `before`, newest first, each with its last answer. What was
    /// sent again has the revision of what it repeats, so a revision alone names no place in the list.
    pub fn deliveries(
        &self,
        target: TargetId,
        before: Option<DeliveryId>,
        limit: u32,
    ) -> Result<Vec<(Delivery, Option<Attempt>)>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM delivery JOIN revision USING (revision)
             WHERE target_id = ?1 AND (?2 IS NULL OR (delivery.revision, delivery.id) <
                 (SELECT last.revision, last.id FROM delivery AS last WHERE last.id = ?2))
             ORDER BY delivery.revision DESC, delivery.id DESC LIMIT ?3"
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let id = target.as_uuid().into_bytes();
        let before = before.map(|last| last.as_uuid().into_bytes());
        let mut rows = statement.query(params![id, before, limit])?;
        let mut page = Vec::new();
        while let Some(found) = rows.next()? {
            let delivery = read(found)?;
            let answer = self.last_attempt(delivery.id)?;
            page.push((delivery, answer));
        }
        Ok(page)
    }

    /// How many deliveries `target` has had.
    pub fn delivery_count(&self, target: TargetId) -> Result<i64> {
        let id = target.as_uuid().into_bytes();
        Ok(self
            .conn
            .prepare_cached("SELECT count(*) FROM delivery WHERE target_id = ?1")?
            .query_row([id], |found| found.get(0))?)
    }

    /// Writes a try and what it led to; older unfinished deliveries of the same target are passed over.
    ///
    /// A delivery that was removed in the meantime is not missed.
    pub fn record_outcome(&self, outcome: &Outcome) -> Result<()> {
        let id = outcome.delivery.as_uuid().into_bytes();
        let finished = (outcome.state != DeliveryState::Pending).then_some(outcome.ended_at_ms);
        let known = self
            .conn
            .prepare_cached(
                "UPDATE delivery SET state = ?2, attempts = attempts + 1, due_at_ms = ?3, asked_to_wait = ?4,
                     finished_at_ms = ?5 WHERE id = ?1",
            )?
            .execute(params![id, outcome.state.code(), outcome.due_at_ms, outcome.asked_to_wait, finished])?;
        if known == 0 {
            return Ok(());
        }
        let attempt = &outcome.attempt;
        self.conn
            .prepare_cached(
                "INSERT INTO attempt (delivery_id, number, at_ms, took_ms, answer, status, excerpt)
                 SELECT id, attempts, ?2, ?3, ?4, ?5, ?6 FROM delivery WHERE id = ?1",
            )?
            .execute(params![
                id,
                attempt.at_ms,
                attempt.took_ms,
                attempt.answer,
                attempt.status,
                attempt.excerpt
            ])?;
        self.conn
            .prepare_cached(
                "UPDATE delivery SET state = 'skipped', finished_at_ms = ?2
                 FROM (SELECT target_id AS told, revision AS newest FROM delivery WHERE id = ?1)
                 WHERE target_id = told AND revision < newest AND state = 'pending'",
            )?
            .execute(params![id, outcome.ended_at_ms])?;
        Ok(())
    }

    fn last_attempt(&self, delivery: DeliveryId) -> Result<Option<Attempt>> {
        Ok(self
            .conn
            .prepare_cached("SELECT * FROM attempt WHERE delivery_id = ?1 ORDER BY number DESC LIMIT 1")?
            .query_row([delivery.as_uuid().into_bytes()], read_attempt)
            .optional()?)
    }

    fn first(&self, sql: &str, given: &[&dyn rusqlite::ToSql]) -> Result<Option<Delivery>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(given)?;
        rows.next()?.map(read).transpose()
    }
}

fn read(found: &Row<'_>) -> Result<Delivery> {
    Ok(Delivery {
        id: row::id(found, "delivery", "id")?,
        target: row::id(found, "delivery", "target_id")?,
        revision: found.get("revision")?,
        session: row::id(found, "revision", "session_id")?,
        state: row::code(found, "delivery", "state", DeliveryState::from_code)?,
        attempts: found.get("attempts")?,
        created_at_ms: found.get("created_at_ms")?,
        due_at_ms: found.get("due_at_ms")?,
        finished_at_ms: found.get("finished_at_ms")?,
    })
}

fn read_attempt(found: &Row<'_>) -> rusqlite::Result<Attempt> {
    Ok(Attempt {
        at_ms: found.get("at_ms")?,
        took_ms: found.get("took_ms")?,
        answer: found.get("answer")?,
        status: found.get("status")?,
        excerpt: found.get("excerpt")?,
    })
}
