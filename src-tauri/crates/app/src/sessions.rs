//! Sessions: plan, announce, call off, look up.

use domain::id::SessionId;
use domain::lineup::{Lineup, Slot};
use domain::session::{Host, LocalStart, Overlap, Session, SessionError, SessionPlan, Standing};
use domain::{Actor, Change, SessionStatus};
use store::Tables;
use store::session::SessionQuery;

use crate::{App, Result, Write, offers, on_air};

/// A session with what is shown beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSession {
    /// The session.
    pub session: Session,
    /// The people on camera, in order.
    pub hosts: Vec<Host>,
    /// Products in its line-up.
    pub slot_count: u32,
}

pub(crate) fn open(tables: &Tables<'_>, session: Session) -> Result<OpenSession> {
    let (hosts, slot_count) = (tables.hosts_of(session.id)?, tables.slot_count(session.id)?);
    Ok(OpenSession { session, hosts, slot_count })
}

/// How the video at this address can stand inside a shop's page; none when it is no page.
pub fn player(url: &str) -> Option<&'static str> {
    use storefront::player::Player;
    Some(match storefront::player::of(url)?.0 {
        Player::Youtube => "youtube",
        Player::Tiktok => "tiktok",
        Player::Facebook => "facebook",
        Player::Hls => "hls",
        Player::File => "file",
        Player::Link => "link",
    })
}

/// Sessions, earliest start first.
pub fn all(app: &App, query: &SessionQuery) -> Result<Vec<OpenSession>> {
    app.read(|tables| tables.sessions(query)?.into_iter().map(|session| open(tables, session)).collect())
}

/// One session.
pub fn get(app: &App, id: SessionId) -> Result<OpenSession> {
    app.read(|tables| open(tables, tables.session(id)?))
}

/// A new draft.
pub fn create(app: &App, by: &Actor, plan: SessionPlan) -> Result<OpenSession> {
    let plan = plan.checked()?;
    let starts_at_ms = plan.start.instant_ms()?;
    let session = Session { id: app.mint(), plan, starts_at_ms, views: None, standing: Standing::DRAFT };
    let write = Write::new("session_create", Change::Session(session.id), by).to(&session.plan.title);
    app.transact(write, |tables| {
        tables.save_session(&session)?;
        open(tables, session)
    })
}

/// Changes what is planned. When and where it is held stays once it has been on air.
pub fn edit(app: &App, by: &Actor, id: SessionId, plan: SessionPlan) -> Result<OpenSession> {
    let plan = plan.checked()?;
    let write = Write::new("session_edit", Change::Session(id), by).to(&plan.title);
    app.transact(write, |tables| {
        let mut session = tables.session(id)?;
        let is_held_otherwise = session.plan.is_held_otherwise(&plan);
        match session.standing.status {
            SessionStatus::Draft | SessionStatus::Scheduled => {}
            SessionStatus::Live | SessionStatus::Ended | SessionStatus::Cancelled if is_held_otherwise => {
                return Err(SessionError::Started.into());
            }
            SessionStatus::Live | SessionStatus::Ended | SessionStatus::Cancelled => {}
        }
        if plan.market.currency() != session.currency()
            && tables.lineup(id)?.slots().iter().any(|slot| slot.show_price.is_some())
        {
            return Err(SessionError::CurrencyInUse(session.currency()).into());
        }
        if is_held_otherwise {
            session.starts_at_ms = plan.start.instant_ms()?;
        }
        session.plan = plan;
        tables.save_session(&session)?;
        open(tables, session)
    })
}

/// A new draft with the channels, hosts, goal and line-up of another session, at another time.
pub fn duplicate(
    app: &App,
    by: &Actor,
    id: SessionId,
    title: &str,
    start_local: &str,
    overlap: Option<Overlap>,
) -> Result<OpenSession> {
    let copy: SessionId = app.mint();
    app.transact(Write::new("session_duplicate", Change::Session(copy), by).to(title), |tables| {
        let original = tables.session(id)?;
        let start = LocalStart::in_zone(start_local, original.plan.start.zone(), overlap)?;
        let plan = SessionPlan { title: title.to_owned(), start, ..original.plan }.checked()?;
        let starts_at_ms = plan.start.instant_ms()?;
        let session = Session { id: copy, plan, starts_at_ms, views: None, standing: Standing::DRAFT };
        tables.save_session(&session)?;
        let lineup = tables.lineup(id)?;
        let slots = lineup.slots().iter().map(|slot| Slot { id: app.mint(), ..slot.clone() });
        tables.save_lineup(copy, &Lineup::of(slots.collect())?)?;
        offers::copy(app, tables, id, copy)?;
        open(tables, session)
    })
}

/// Announces a session.
pub fn schedule(app: &App, by: &Actor, id: SessionId) -> Result<OpenSession> {
    advance(app, by, id, SessionStatus::Scheduled)
}

/// Takes an announcement back: the session is a draft again.
pub fn unschedule(app: &App, by: &Actor, id: SessionId) -> Result<OpenSession> {
    advance(app, by, id, SessionStatus::Draft)
}

/// Calls a session off, for good.
pub fn cancel(app: &App, by: &Actor, id: SessionId) -> Result<OpenSession> {
    advance(app, by, id, SessionStatus::Cancelled)
}

/// The outside sees this, so it is no step of the history.
fn advance(app: &App, by: &Actor, id: SessionId, to: SessionStatus) -> Result<OpenSession> {
    app.act(Change::Session(id), |tables| {
        let mut session = tables.session(id)?;
        session.standing = session.standing.advance(to, app.now_ms())?;
        tables.save_standing(id, session.standing)?;
        on_air::published(app, by, tables, id)?;
        open(tables, session)
    })
}

/// Writes down how many views the platform reported; none is "not known", which is not nought.
pub fn set_views(app: &App, by: &Actor, id: SessionId, views: Option<u32>) -> Result<OpenSession> {
    let title = app.read(|tables| Ok(tables.session(id)?.plan.title))?;
    app.transact(Write::new("session_set_views", Change::Session(id), by).to(title), |tables| {
        let session = Session { views, ..tables.session(id)? };
        tables.save_session(&session)?;
        open(tables, session)
    })
}

/// Computes the instants of sessions to come anew: a country may have changed its clocks since they were planned.
pub(crate) fn follow_zone_data(app: &App) -> Result<()> {
    let query = SessionQuery { from_ms: Some(app.now_ms()), ..SessionQuery::default() };
    let moved: Vec<Session> = app.read(|tables| {
        let mut moved = Vec::new();
        for session in tables.sessions(&query)? {
            let is_to_come =
                matches!(session.standing.status, SessionStatus::Draft | SessionStatus::Scheduled);
            // A wall time that no longer exists keeps its old instant until someone decides.
            let Ok(starts_at_ms) = session.plan.start.instant_ms() else { continue };
            if is_to_come && starts_at_ms != session.starts_at_ms {
                moved.push(Session { starts_at_ms, ..session });
            }
        }
        Ok(moved)
    })?;
    for session in moved {
        tracing::info!(session = %session.id, "zone data changed; the start was computed anew");
        app.act(Change::Session(session.id), |tables| Ok(tables.save_session(&session)?))?;
    }
    Ok(())
}
