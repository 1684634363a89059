//! Sessions: what is planned of them, and where they stand.

use domain::id::SessionId;
use domain::session::{Goal, LocalStart, Overlap, Session, SessionChannel, SessionPlan, Standing};
use domain::{Channel, Market, Money, SessionStatus};
use rusqlite::{Connection, OptionalExtension, Row, params};
use uuid::Uuid;

use crate::{Error, Result, Tables, row};

const TABLE: &str = "session";

/// Every column a session is read from; a session without a state is a draft.
const SELECT: &str = "SELECT session.*, status, started_at_ms, ended_at_ms
    FROM session LEFT JOIN session_state ON session_state.session_id = session.id";

/// The show on air that began last, unless neither its planned end nor its last entry lies after the instant.
const ON_AIR: &str = "SELECT session.id FROM session_state CROSS JOIN session ON session.id = session_id
    WHERE status = 'live' AND max(starts_at_ms + length_ms, coalesce((SELECT at_ms FROM log_entry
        WHERE log_entry.session_id = session.id ORDER BY seq DESC LIMIT 1), 0)) > ?1
    ORDER BY started_at_ms DESC, session.id DESC LIMIT 1";

/// The announced session that starts first and is not past.
const ANNOUNCED: &str = "SELECT session.id FROM session_state CROSS JOIN session ON session.id = session_id
    WHERE status = 'scheduled' AND starts_at_ms + length_ms > ?1
    ORDER BY starts_at_ms, session.id LIMIT 1";

/// The session that ended last at this desk, and when; one that only a file tells of was never shown to anybody.
const ENDED: &str = "SELECT session_id, ended_at_ms FROM session_state WHERE status = 'ended'
    AND EXISTS (SELECT 1 FROM log_entry WHERE log_entry.session_id = session_state.session_id)
    ORDER BY ended_at_ms DESC LIMIT 1";

/// The announced session that was called off last, and when; one that was announced anew does not count.
const CALLED_OFF: &str = "SELECT revision.session_id, issued_at_ms FROM revision
    CROSS JOIN manifest ON manifest.session_id = revision.session_id AND manifest.revision = revision.revision
    CROSS JOIN session ON session.id = revision.session_id
    WHERE state = 'cancelled' ORDER BY revision.revision DESC LIMIT 1";

/// A session that is announced, as much of it as others say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// The session.
    pub id: SessionId,
    /// Its title.
    pub title: String,
    /// Its start, UTC ms.
    pub starts_at_ms: i64,
}

/// Which sessions to list; what is `None` does not narrow.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SessionQuery {
    /// Starting at or after this, UTC ms.
    pub from_ms: Option<i64>,
    /// Starting before this, UTC ms.
    pub to_ms: Option<i64>,
    /// In this status.
    pub status: Option<SessionStatus>,
    /// Also those that are a part of another one.
    pub with_parts: bool,
}

/// Whether a session is on air, left or not.
pub(crate) fn is_any_live(conn: &Connection) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM session_state WHERE status = 'live')";
    Ok(conn.prepare_cached(sql)?.query_row([], |found| found.get(0))?)
}

fn read_standing(found: &Row<'_>) -> Result<Standing> {
    let status: Option<String> = found.get("status")?;
    let Some(status) = status else { return Ok(Standing::DRAFT) };
    Ok(Standing {
        status: SessionStatus::from_code(&status)
            .ok_or(Error::Corrupt { table: "session_state", column: "status" })?,
        started_at_ms: found.get("started_at_ms")?,
        ended_at_ms: found.get("ended_at_ms")?,
    })
}

fn read_start(found: &Row<'_>) -> Result<LocalStart> {
    let overlap: Option<String> = found.get("overlap")?;
    let (local, zone): (String, String) = (found.get("start_local")?, found.get("zone")?);
    LocalStart::parse(&local, &zone, overlap.as_deref().and_then(Overlap::from_code))
        .map_err(|_| Error::Corrupt { table: TABLE, column: "start_local" })
}

impl Tables<'_> {
    fn read_session(&self, found: &Row<'_>) -> Result<Session> {
        let id: SessionId = row::id(found, TABLE, "id")?;
        let market = row::code(found, TABLE, "market", Market::from_code)?;
        let gmv: Option<i64> = found.get("goal_gmv_minor")?;
        let plan = SessionPlan {
            title: found.get("title")?,
            market,
            start: read_start(found)?,
            length_ms: found.get("length_ms")?,
            channels: self.channels_of(id)?,
            hosts: self.hosts_of(id)?.into_iter().map(|host| host.id).collect(),
            goal: Goal {
                gmv: gmv.map(|minor| Money::from_minor(minor, market.currency())),
                orders: row::count_or_null(found, TABLE, "goal_orders")?,
                units: row::count_or_null(found, TABLE, "goal_units")?,
            },
            note: found.get("note")?,
        };
        Ok(Session {
            id,
            plan,
            starts_at_ms: found.get("starts_at_ms")?,
            views: row::count_or_null(found, TABLE, "views")?,
            standing: read_standing(found)?,
        })
    }

    fn channels_of(&self, session: SessionId) -> Result<Vec<SessionChannel>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT * FROM session_channel WHERE session_id = ?1 ORDER BY position")?;
        let mut rows = statement.query([session.as_uuid().into_bytes()])?;
        let mut channels = Vec::new();
        while let Some(found) = rows.next()? {
            channels.push(SessionChannel {
                channel: row::code(found, "session_channel", "channel", Channel::from_code)?,
                url: found.get("url")?,
            });
        }
        Ok(channels)
    }

    /// One session.
    pub fn session(&self, id: SessionId) -> Result<Session> {
        let mut statement = self.conn.prepare_cached(&format!("{SELECT} WHERE session.id = ?1"))?;
        let mut rows = statement.query([id.as_uuid().into_bytes()])?;
        rows.next()?.map(|found| self.read_session(found)).transpose()?.ok_or(Error::NotFound(TABLE))
    }

    /// Sessions, earliest start first.
    pub fn sessions(&self, query: &SessionQuery) -> Result<Vec<Session>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "{SELECT} WHERE (?1 IS NULL OR starts_at_ms >= ?1) AND (?2 IS NULL OR starts_at_ms < ?2)
             AND (?3 IS NULL OR coalesce(status, 'draft') = ?3)
             AND (?4 OR session.id NOT IN (SELECT part_id FROM session_join WHERE is_one = 1))
             ORDER BY starts_at_ms, session.id"
        ))?;
        let status = query.status.map(SessionStatus::code);
        let mut rows = statement.query(params![query.from_ms, query.to_ms, status, query.with_parts])?;
        let mut sessions = Vec::new();
        while let Some(found) = rows.next()? {
            sessions.push(self.read_session(found)?);
        }
        Ok(sessions)
    }

    /// The session that ended last.
    pub fn last_ended(&self) -> Result<Option<Session>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "{SELECT} WHERE status = 'ended'
             AND session.id NOT IN (SELECT part_id FROM session_join WHERE is_one = 1) ORDER BY ended_at_ms DESC, session.id DESC LIMIT 1"
        ))?;
        let mut rows = statement.query([])?;
        rows.next()?.map(|found| self.read_session(found)).transpose()
    }

    /// The show on air; one that has neither its planned end nor an entry in its log after `left_ms` (UTC ms) was
    /// left, not led. Of several the one that began last.
    pub fn session_on_air(&self, left_ms: i64) -> Result<Option<SessionId>> {
        self.first_session(ON_AIR, left_ms)
    }

    /// The session that the outside is to see at `now_ms` (UTC ms): the one on air, see
    /// [`Tables::session_on_air`]; else the one announced next; else the one that ended or was called off last.
    pub fn current_session(&self, now_ms: i64, left_ms: i64) -> Result<Option<SessionId>> {
        if let Some(on_air) = self.session_on_air(left_ms)? {
            return Ok(Some(on_air));
        }
        if let Some(next) = self.first_session(ANNOUNCED, now_ms)? {
            return Ok(Some(next));
        }
        let over = [self.over_last(ENDED)?, self.over_last(CALLED_OFF)?].into_iter().flatten();
        Ok(over.max_by_key(|&(_, over_ms)| over_ms).map(|(id, _)| id))
    }

    /// The announced session that starts first at or after `from_ms` (UTC ms), leaving out `except`. A take asks
    /// for it, so it costs the same whether one session is planned or a season.
    pub fn announced_next(&self, from_ms: i64, except: SessionId) -> Result<Option<Announced>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT session.id, title, starts_at_ms FROM session JOIN session_state ON session_id = session.id
             WHERE starts_at_ms >= ?1 AND status = 'scheduled' AND session.id <> ?2
             ORDER BY starts_at_ms, session.id LIMIT 1",
        )?;
        let mut rows = statement.query(params![from_ms, except.as_uuid().into_bytes()])?;
        let Some(found) = rows.next()? else { return Ok(None) };
        let id = row::id(found, TABLE, "id")?;
        Ok(Some(Announced { id, title: found.get("title")?, starts_at_ms: found.get("starts_at_ms")? }))
    }

    /// Whether a session is on air, left or not.
    pub fn is_any_live(&self) -> Result<bool> {
        is_any_live(self.conn)
    }

    fn first_session(&self, sql: &str, after_ms: i64) -> Result<Option<SessionId>> {
        let id = self.conn.prepare_cached(sql)?.query_row([after_ms], |found| found.get(0)).optional()?;
        Ok(id.map(|id| Uuid::from_bytes(id).into()))
    }

    fn over_last(&self, sql: &str) -> Result<Option<(SessionId, i64)>> {
        let over = self.conn.prepare_cached(sql)?.query_row([], |found| Ok((found.get(0)?, found.get(1)?)));
        Ok(over.optional()?.map(|(id, over_ms)| (Uuid::from_bytes(id).into(), over_ms)))
    }

    /// Sessions that shops are told about now: announced or on air.
    pub fn sessions_on_the_way(&self) -> Result<Vec<SessionId>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT session_id FROM session_state WHERE status IN ('scheduled', 'live') ORDER BY session_id",
        )?;
        let mut rows = statement.query([])?;
        let mut sessions = Vec::new();
        while let Some(found) = rows.next()? {
            sessions.push(row::id(found, "session_state", "session_id")?);
        }
        Ok(sessions)
    }

    /// Writes what is planned of a session, new or known.
    pub fn save_session(&self, session: &Session) -> Result<()> {
        let (id, plan) = (session.id.as_uuid().into_bytes(), &session.plan);
        let gmv = plan.goal.gmv.map(Money::to_minor).transpose();
        let gmv = gmv.map_err(|_| Error::Corrupt { table: TABLE, column: "goal_gmv_minor" })?;
        self.conn
            .prepare_cached(
                "INSERT INTO session (id, title, market, zone, start_local, overlap, starts_at_ms, length_ms,
                     goal_gmv_minor, goal_orders, goal_units, views, note)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
                 ON CONFLICT (id) DO UPDATE SET (title, market, zone, start_local, overlap, starts_at_ms,
                     length_ms, goal_gmv_minor, goal_orders, goal_units, views, note) =
                     (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .execute(params![
                id,
                plan.title,
                plan.market.code(),
                plan.start.zone().name(),
                plan.start.local(),
                plan.start.overlap().map(Overlap::code),
                session.starts_at_ms,
                plan.length_ms,
                gmv,
                plan.goal.orders,
                plan.goal.units,
                session.views,
                plan.note,
            ])?;
        self.save_channels(session)?;
        self.save_session_hosts(session)
    }

    fn save_channels(&self, session: &Session) -> Result<()> {
        let id = session.id.as_uuid().into_bytes();
        let kept = &session.plan.channels;
        for known in self.channels_of(session.id)? {
            if !kept.iter().any(|channel| channel.channel == known.channel) {
                self.conn
                    .prepare_cached("DELETE FROM session_channel WHERE session_id = ?1 AND channel = ?2")?
                    .execute(params![id, known.channel.code()])?;
            }
        }
        for (position, channel) in (0_i64..).zip(kept) {
            self.conn
                .prepare_cached(
                    "INSERT INTO session_channel (session_id, channel, url, position) VALUES (?1, ?2, ?3, ?4)
                     ON CONFLICT (session_id, channel) DO UPDATE SET url = ?3, position = ?4",
                )?
                .execute(params![id, channel.channel.code(), channel.url, position])?;
        }
        Ok(())
    }

    fn save_session_hosts(&self, session: &Session) -> Result<()> {
        let id = session.id.as_uuid().into_bytes();
        let kept = &session.plan.hosts;
        for known in self.hosts_of(session.id)? {
            if !kept.contains(&known.id) {
                self.conn
                    .prepare_cached("DELETE FROM session_host WHERE session_id = ?1 AND host_id = ?2")?
                    .execute(params![id, known.id.as_uuid().into_bytes()])?;
            }
        }
        for (position, host) in (0_i64..).zip(kept) {
            self.host(*host)?;
            self.conn
                .prepare_cached(
                    "INSERT INTO session_host (session_id, host_id, position) VALUES (?1, ?2, ?3)
                     ON CONFLICT (session_id, host_id) DO UPDATE SET position = ?3",
                )?
                .execute(params![id, host.as_uuid().into_bytes(), position])?;
        }
        Ok(())
    }

    /// Writes where a session stands; a draft leaves no row, so that its creation can still be undone.
    pub fn save_standing(&self, session: SessionId, standing: Standing) -> Result<()> {
        let id = session.as_uuid().into_bytes();
        if standing == Standing::DRAFT {
            self.conn.prepare_cached("DELETE FROM session_state WHERE session_id = ?1")?.execute([id])?;
            return Ok(());
        }
        self.conn
            .prepare_cached(
                "INSERT INTO session_state (session_id, status, started_at_ms, ended_at_ms)
                 VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (session_id) DO UPDATE SET (status, started_at_ms, ended_at_ms) = (?2, ?3, ?4)",
            )?
            .execute(params![id, standing.status.code(), standing.started_at_ms, standing.ended_at_ms])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;

    #[test]
    fn a_take_finds_the_current_session_without_reading_through_years_of_them() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let store = Store::open(&folder.path().join("brand.showrunner"))?;
        for sql in [ON_AIR, ANNOUNCED, ENDED, CALLED_OFF] {
            let steps: Vec<String> = store.read(|tables| {
                let mut plan = tables.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
                // Bound or not, the plan is the same.
                let given = vec![0_i64; plan.parameter_count()];
                let steps = plan.query_map(rusqlite::params_from_iter(given), |row| row.get("detail"))?;
                Ok::<_, Error>(steps.collect::<rusqlite::Result<_>>()?)
            })?;
            assert!(steps.iter().all(|step| !step.starts_with("SCAN")), "{sql}: {steps:?}");
            let is_short = [ON_AIR, ANNOUNCED].contains(&sql);
            assert!(is_short || steps.iter().all(|step| !step.contains("TEMP")), "{sql}: {steps:?}");
        }
        Ok(())
    }
}
