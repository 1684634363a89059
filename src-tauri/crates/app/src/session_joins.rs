//! Rooms that were started again: two sessions close after each other that a person says are one show, or two.
//!
//! The part stays a session of its own that is shown no longer: its room's totals, its time on air and the lines that
//! carry its id count for the show it is a part of.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use domain::id::{CorrectionId, SessionId};
use domain::session::Session;
use domain::{Actor, Change, SessionStatus, fold};
use store::Tables;
use store::session::SessionQuery;
use store::session_join::SessionJoin;

use crate::reviews::{self, Reviewed, reviewed};
use crate::session_imports::Rooms;
use crate::{App, Error, Result, Write};

/// A room that was started again begins so soon after the one before it ended.
const RESTARTED_MS: i64 = 30 * 60_000;

/// Which session each part belongs to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Joins(HashMap<SessionId, SessionId>);

impl Joins {
    pub(crate) fn read(tables: &Tables<'_>) -> Result<Self> {
        let all = tables.session_joins()?.into_iter().filter(|join| join.is_one);
        Ok(Self(all.map(|join| (join.part, join.into)).collect()))
    }

    /// The show a session is, or is a part of.
    pub(crate) fn root(&self, session: SessionId) -> SessionId {
        let mut root = session;
        // No chain is longer than there are parts.
        for _ in 0..self.0.len() {
            match self.0.get(&root) {
                Some(&into) => root = into,
                None => break,
            }
        }
        root
    }

    /// The parts of a show, without itself.
    pub(crate) fn parts_of(&self, session: SessionId) -> Vec<SessionId> {
        self.0.keys().copied().filter(|part| self.root(*part) == session).collect()
    }

    /// When the parts of one show were on air, as far as files say it.
    pub(crate) fn windows_of(&self, tables: &Tables<'_>, session: SessionId) -> Result<Vec<(i64, i64)>> {
        let mut windows = Vec::new();
        for part in self.parts_of(session) {
            let standing = tables.session(part)?.standing;
            windows.extend(standing.started_at_ms.zip(standing.ended_at_ms));
        }
        windows.sort_unstable();
        Ok(windows)
    }

    /// When the parts of each show were on air, as far as files say it.
    pub(crate) fn windows(&self, tables: &Tables<'_>) -> Result<HashMap<SessionId, Vec<(i64, i64)>>> {
        let mut windows = HashMap::new();
        for root in self.0.values().map(|into| self.root(*into)) {
            if let Entry::Vacant(vacant) = windows.entry(root) {
                vacant.insert(self.windows_of(tables, root)?);
            }
        }
        Ok(windows)
    }
}

/// Two sessions that may be one show, or are said to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// What was said; none of a proposal.
    pub said: Option<CorrectionId>,
    /// The session that would be a part.
    pub part: Reviewed,
    /// The session it would be a part of.
    pub into: Reviewed,
    /// How long after the one the other began, ms; negative when it began before that one ended.
    pub gap_ms: i64,
    /// Whether both have one title.
    pub same_title: bool,
}

/// What is proposed, and what was joined.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Joined {
    /// Pairs nobody has spoken of.
    pub proposals: Vec<Pair>,
    /// Pairs that are one show.
    pub joined: Vec<Pair>,
}

/// What is proposed, and what was joined.
///
/// # Errors
/// When the workspace cannot be read.
pub fn all(app: &App) -> Result<Joined> {
    app.read(|tables| {
        let joins = tables.session_joins()?;
        let mut joined = Joined::default();
        for one in joins.iter().filter(|join| join.is_one) {
            let (part, into) = (tables.session(one.part)?, tables.session(one.into)?);
            joined.joined.push(pair(tables, Some(one.id), &part, &into)?);
        }
        for (part, into) in proposed(tables, &joins)? {
            joined.proposals.push(pair(tables, None, &part, &into)?);
        }
        Ok(joined)
    })
}

fn span(session: &Session) -> (i64, i64) {
    let from = session.standing.started_at_ms.unwrap_or(session.starts_at_ms);
    (from, session.standing.ended_at_ms.unwrap_or(from + session.plan.length_ms))
}

fn pair(tables: &Tables<'_>, said: Option<CorrectionId>, part: &Session, into: &Session) -> Result<Pair> {
    let (own, other) = (span(part), span(into));
    let gap_ms = if own.0 >= other.0 { own.0 - other.1 } else { other.0 - own.1 };
    let same_title = fold(&part.plan.title) == fold(&into.plan.title);
    let (part, into) = (reviewed(tables, part)?, reviewed(tables, into)?);
    Ok(Pair { said, part, into, gap_ms, same_title })
}

/// Rooms of one channel that began close after each other: each as a part of the session before it, or of the planned
/// one beside it.
fn proposed(tables: &Tables<'_>, joins: &[SessionJoin]) -> Result<Vec<(Session, Session)>> {
    let rooms = Rooms::read(tables)?;
    let mut told: Vec<_> = rooms.all().iter().filter_map(|room| Some((room, room.session?))).collect();
    told.sort_by_key(|(room, _)| (room.channel.code(), room.started_at_ms));
    let known: HashMap<SessionId, Session> =
        tables.sessions(&SessionQuery::default())?.into_iter().map(|session| (session.id, session)).collect();
    let parts = Joins::read(tables)?;
    let mut found: Vec<(Session, Session)> = Vec::new();
    for two in told.windows(2) {
        let [(one, first), (next, second)] = two else { continue };
        let (first, second) = (parts.root(*first), parts.root(*second));
        let ended_at_ms = one.ended_at_ms.unwrap_or(one.started_at_ms);
        let is_close = one.channel == next.channel && next.started_at_ms - ended_at_ms <= RESTARTED_MS;
        let is_known = one.ended_at_ms.is_some() && first != second;
        let (Some(first), Some(second)) = (known.get(&first), known.get(&second)) else { continue };
        if !is_close || !is_known || [first, second].iter().any(|one| !is_over(one)) {
            continue;
        }
        let is_worked = (tables.is_session_worked_on(first.id)?, tables.is_session_worked_on(second.id)?);
        let (part, into) = match is_worked {
            (_, false) => (second, first),
            (false, true) => (first, second),
            (true, true) => continue,
        };
        // Beside a planned session its own time says enough; of two rooms nobody planned only one title does.
        let is_planned = is_worked != (false, false);
        let was_said = joins.iter().any(|join| {
            (join.part, join.into) == (part.id, into.id) || (join.part, join.into) == (into.id, part.id)
        });
        let is_named = fold(&first.plan.title) == fold(&second.plan.title);
        let is_within = is_planned && within_plan(part, into);
        let is_new = !found.iter().any(|(other, _)| other.id == part.id);
        if !was_said && is_new && (is_named || is_within) {
            found.push((part.clone(), into.clone()));
        }
    }
    Ok(found)
}

fn is_over(session: &Session) -> bool {
    session.standing.status == SessionStatus::Ended
}

/// Whether a part began within what was planned for a session.
fn within_plan(part: &Session, into: &Session) -> bool {
    let (from, _) = span(part);
    (into.starts_at_ms - RESTARTED_MS..into.starts_at_ms + into.plan.length_ms).contains(&from)
}

/// Says that two sessions are one show, or that they are two; one step, which undo takes back.
///
/// # Errors
/// `Invalid` for two that were not proposed.
pub fn say(app: &App, by: &Actor, part: SessionId, into: SessionId, is_one: bool) -> Result<()> {
    let (verb, at_ms) = (if is_one { "session_join" } else { "session_keep_apart" }, app.now_ms());
    let id: CorrectionId = app.mint();
    let title = app.read(|tables| Ok(tables.session(into)?.plan.title))?;
    app.transact(Write::new(verb, Change::Sales, by).to(title), |tables| {
        let found = proposed(tables, &tables.session_joins()?)?;
        if !found.iter().any(|(own, other)| (own.id, other.id) == (part, into)) {
            return Err(Error::Invalid { field: "partId", value: part.to_string() });
        }
        let actor = by.name.clone();
        Ok(tables.save_session_join(&SessionJoin { id, part, into, is_one, actor, at_ms })?)
    })?;
    reviews::recredit(app)
}

/// Takes two sessions apart that were joined; they are proposed again.
///
/// # Errors
/// `NotFound` when they are not joined.
pub fn take_apart(app: &App, by: &Actor, id: CorrectionId) -> Result<()> {
    app.transact(Write::new("session_take_apart", Change::Sales, by), |tables| {
        Ok(tables.delete_session_join(id)?)
    })?;
    reviews::recredit(app)
}
