//! The control room: go live, show products, pause, end; and the evidence of it.
//!
//! Each verb is one durable transaction: log entry, status, and what shops are told. The state of a show is
//! always computed from its log, so a restart in the middle of one goes on where it was.

mod journal;
mod stage;

use domain::evidence::{Entry, Event, Moment, Sealed, first_broken};
use domain::id::{SessionId, SlotId};
use domain::lineup::Lineup;
use domain::offer::{Availability, OfferEnd};
use domain::on_air::{ClockState, OnAir, OnAirError, Stretch, stretches};
use domain::session::{Session, SessionError};
use domain::{Actor, Change, SessionStatus};
use store::Tables;
use store::session::SessionQuery;

use crate::{App, Error, Result, offers, simulcast};

pub(crate) use journal::Journals;
pub(crate) use stage::Stage;

/// Rows that may be written in one step while a session is on air: some 20 ms, the longest a take may wait.
const ROWS_BESIDE_A_SHOW: u64 = 100;

/// Refuses to write so many rows of `file` at once that a take would wait for them.
pub(crate) fn leave_room(tables: &Tables<'_>, file: &str, rows: u64) -> Result<()> {
    if rows <= ROWS_BESIDE_A_SHOW {
        return Ok(());
    }
    let live = SessionQuery { status: Some(SessionStatus::Live), ..SessionQuery::default() };
    match tables.sessions(&live)?.into_iter().next() {
        None => Ok(()),
        Some(session) => Err(Error::HoldsUpShow {
            session: session.plan.title,
            file: file.to_owned(),
            rows,
            most: ROWS_BESIDE_A_SHOW,
        }),
    }
}

/// A show at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Show {
    /// The session.
    pub session: Session,
    /// Its line-up.
    pub lineup: Lineup,
    /// Its state.
    pub on_air: OnAir,
}

/// A session's whole log, oldest entry first.
pub(crate) fn entries(tables: &Tables<'_>, id: SessionId) -> Result<Vec<Entry>> {
    Ok(tables.log(id)?.into_iter().map(|sealed| sealed.entry).collect())
}

/// Carries out what `decide` says, once for each key, and tells the outside; one transaction, one fsync.
pub(crate) fn perform<Events: IntoIterator<Item = Event>>(
    app: &App,
    by: &Actor,
    id: SessionId,
    key: Option<String>,
    decide: impl FnOnce(&Tables<'_>, &Stage) -> Result<Events>,
) -> Result<Show> {
    let (show, is_status_new) = app.act(Change::OnAir(id), |tables| {
        // Asked only now that this is the one writer: the log of two desks never goes back in time.
        let mut stage = Stage::kept(app, tables, id, app.moment())?;
        let was = stage.session.standing.status;
        let is_done = key.as_deref().map_or(Ok(false), |key| tables.log_has_key(id, key))?;
        if !is_done {
            stage.carry_out(app, tables, by, decide(tables, &stage)?.into_iter().collect(), key)?;
        }
        let is_status_new = stage.session.standing.status != was;
        Ok((stage.into_show(), is_status_new))
    })?;
    if is_status_new {
        app.announce(Change::Session(id));
        // The time on air is what sales are credited by.
        crate::reviews::credit_soon(app);
    }
    Ok(show)
}

/// The show as it is now; after a restart it goes on from its log.
pub fn state(app: &App, id: SessionId) -> Result<Show> {
    let now = app.moment();
    app.read(|tables| Ok(Stage::kept(app, tables, id, now)?.into_show()))
}

/// Goes live. From here on products are shown to shoppers.
pub fn start(app: &App, by: &Actor, id: SessionId, key: Option<String>) -> Result<Show> {
    perform(app, by, id, key, |_, stage| {
        // A session that ended is reopened, which needs a reason.
        if stage.session.standing.status == SessionStatus::Ended {
            return Err(OnAirError::NoReason.into());
        }
        stage.session.standing.status.advance(SessionStatus::Live)?;
        if stage.lineup.is_empty() {
            return Err(SessionError::NoProducts.into());
        }
        Ok(Some(Event::WentLive))
    })
}

/// Puts a slot on screen; one that is there already stays, without a new entry.
pub fn take(app: &App, by: &Actor, id: SessionId, slot: SlotId, key: Option<String>) -> Result<Show> {
    perform(app, by, id, key, |tables, stage| {
        stage.must_be_live()?;
        let state = stage.state();
        let is_there = state.now.is_some_and(|now| now.shown.slot == slot);
        let row = state.slots.iter().find(|row| row.id == slot);
        if row.is_some_and(|row| row.availability == Availability::Withdrawn) {
            return Err(OnAirError::Withdrawn(stage.lineup.slot(slot)?.0).into());
        }
        let shown = stage.shown(tables, slot)?;
        Ok((!is_there).then_some(Event::Took(shown)))
    })
}

/// Puts what comes next in the order on screen.
pub fn next(app: &App, by: &Actor, id: SessionId, key: Option<String>) -> Result<Show> {
    perform(app, by, id, key, |tables, stage| {
        stage.must_be_live()?;
        let slot = stage.state().next.ok_or(OnAirError::NoNext)?;
        Ok(Some(Event::Took(stage.shown(tables, slot)?)))
    })
}

/// Puts what stands before in the order on screen.
pub fn previous(app: &App, by: &Actor, id: SessionId, key: Option<String>) -> Result<Show> {
    perform(app, by, id, key, |tables, stage| {
        stage.must_be_live()?;
        let slot = stage.state().previous.ok_or(OnAirError::NoPrevious)?;
        Ok(Some(Event::Took(stage.shown(tables, slot)?)))
    })
}

/// Takes the last take back, within ten seconds of it.
pub fn undo_take(app: &App, by: &Actor, id: SessionId, key: Option<String>) -> Result<Show> {
    perform(app, by, id, key, |_, stage| {
        stage.must_be_live()?;
        let now = stage.state().now.ok_or(OnAirError::NothingToUndo)?;
        now.undo_until_ms.ok_or(OnAirError::UndoTooLate)?;
        Ok(Some(Event::TakeUndone(now.seq)))
    })
}

/// Stops the show clock.
pub fn pause(app: &App, by: &Actor, id: SessionId, key: Option<String>) -> Result<Show> {
    perform(app, by, id, key, |_, stage| {
        stage.must_be_live()?;
        match stage.state().clock {
            ClockState::Paused => Err(OnAirError::AlreadyPaused.into()),
            ClockState::Running | ClockState::Waiting | ClockState::Ended => Ok(Some(Event::Paused)),
        }
    })
}

/// Lets the show clock run again.
pub fn resume(app: &App, by: &Actor, id: SessionId, key: Option<String>) -> Result<Show> {
    perform(app, by, id, key, |_, stage| {
        stage.must_be_live()?;
        match stage.state().clock {
            ClockState::Paused => Ok(Some(Event::Resumed)),
            ClockState::Running | ClockState::Waiting | ClockState::Ended => {
                Err(OnAirError::NotPaused.into())
            }
        }
    })
}

/// Ends the session, and with it every offer that is open.
pub fn end(app: &App, by: &Actor, id: SessionId, key: Option<String>) -> Result<Show> {
    perform(app, by, id, key, |_, stage| {
        stage.must_be_live()?;
        let mut events = offers::due(stage);
        events.extend(offers::all_closed(stage, &OfferEnd::Closed));
        events.push(Event::Ended);
        Ok(events)
    })
}

/// Opens an ended session again; the log keeps why.
pub fn reopen(app: &App, by: &Actor, id: SessionId, reason: &str) -> Result<Show> {
    perform(app, by, id, None, |_, stage| {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(OnAirError::NoReason.into());
        }
        match stage.session.standing.status {
            SessionStatus::Ended => Ok(Some(Event::Reopened(reason.to_owned()))),
            other => Err(OnAirError::NotEnded(other).into()),
        }
    })
}

/// Writes something down at this moment of the show.
pub fn note(app: &App, by: &Actor, id: SessionId, text: &str) -> Result<Show> {
    perform(app, by, id, None, |_, stage| {
        stage.must_be_live()?;
        let text = text.trim();
        if text.is_empty() { Err(OnAirError::NoText.into()) } else { Ok(Some(Event::Note(text.to_owned()))) }
    })
}

/// Part of a session's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPage {
    /// The entries, newest first.
    pub entries: Vec<Sealed>,
    /// Entries in all.
    pub total: u32,
    /// Whether older ones follow.
    pub more: bool,
    /// The first entry that does not fit the chain of hashes.
    pub broken_at: Option<u32>,
}

/// The newest entries of a session's log that are older than `before`, at most `limit`.
pub fn log_page(app: &App, id: SessionId, before: Option<u32>, limit: usize) -> Result<LogPage> {
    app.read(|tables| {
        tables.session(id)?;
        let log = tables.log(id)?;
        let broken_at = first_broken(&log);
        let total = u32::try_from(log.len()).unwrap_or(u32::MAX);
        let older =
            log.into_iter().rev().filter(|sealed| before.is_none_or(|before| sealed.entry.seq < before));
        let mut entries: Vec<Sealed> = older.take(limit + 1).collect();
        let more = entries.len() > limit;
        entries.truncate(limit);
        Ok(LogPage { entries, total, more, broken_at })
    })
}

/// What was on screen from when until when, up to now; for chapters and reviews.
pub fn stretches_of(app: &App, id: SessionId) -> Result<Vec<Stretch>> {
    let now = app.moment();
    app.read(|tables| Ok(stretches(&app.journals().read(tables, id)?, &now)))
}

/// The slot on screen, if any.
pub(crate) fn on_screen(tables: &Tables<'_>, id: SessionId, now: &Moment) -> Result<Option<SlotId>> {
    Ok(Stage::read(tables, id, *now)?.state().now.map(|now| now.shown.slot))
}

/// What the outside sees of a session may have become different: first the log says so, then shops are told,
/// all in the caller's transaction.
pub(crate) fn published(app: &App, by: &Actor, tables: &Tables<'_>, id: SessionId) -> Result<()> {
    let mut stage = Stage::kept(app, tables, id, app.moment())?;
    stage.reprice(tables, by)?;
    simulcast::publish(app, tables, &stage)
}

/// Passes a planned change on to every session that shops are told about and that it can reach; answers the
/// sessions whose show it makes different.
pub(crate) fn told(app: &App, by: &Actor, tables: &Tables<'_>, change: Change) -> Result<Vec<SessionId>> {
    let shows = match change {
        Change::Session(id) | Change::Lineup(id) => match tables.session(id) {
            Ok(_) => vec![id],
            // An undo may have taken the session itself away.
            Err(store::Error::NotFound(_)) => Vec::new(),
            Err(other) => return Err(other.into()),
        },
        Change::Catalogue | Change::Hosts | Change::Workspace => tables.sessions_on_the_way()?,
        Change::ProductLists
        | Change::OnAir(_)
        | Change::Targets
        | Change::Deliveries(_)
        | Change::Imports
        | Change::Sales
        | Change::Fees => Vec::new(),
    };
    shows.iter().try_for_each(|&id| published(app, by, tables, id))?;
    Ok(shows)
}
