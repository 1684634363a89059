//! Which session a room belongs to: known by its id, proposed by its time or title, or a past one to be made.

use domain::id::SessionId;
use domain::session::{
    Goal, LONGEST_MS, LocalStart, Overlap, SHORTEST_MS, Session, SessionChannel, SessionPlan, Standing,
};
use domain::{Market, SessionStatus, fold};
use exchange::{FileError, Room};
use store::Tables;
use store::session::SessionQuery;
use store::session_figure::RoomObserved;

use super::rooms::DRIFT_MS;
use super::{LEAVE, PAST, RoomsFile};
use crate::{App, Result};

/// A title says which session only near its time: one title is used for weeks.
const SAME_TITLE_MS: i64 = 6 * 3_600_000;

/// Where a room belongs, and what says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// The session; none when one is to be made, or none is wanted.
    pub(crate) session: Option<SessionId>,
    /// Whether a past session is made of it.
    pub(crate) makes: bool,
    /// Code of the reason.
    pub(crate) by: &'static str,
}

/// The sessions there are.
pub(crate) struct Sessions(pub(super) Vec<Session>);

fn span(session: &Session) -> (i64, i64) {
    let from = session.standing.started_at_ms.unwrap_or(session.starts_at_ms);
    (from, session.standing.ended_at_ms.unwrap_or(from + session.plan.length_ms))
}

impl Sessions {
    pub(crate) fn read(tables: &Tables<'_>) -> Result<Self> {
        let mut all = tables.sessions(&SessionQuery { with_parts: true, ..SessionQuery::default() })?;
        all.retain(|session| session.standing.status != SessionStatus::Cancelled);
        Ok(Self(all))
    }

    pub(crate) fn title(&self, id: SessionId) -> Option<&str> {
        self.0.iter().find(|session| session.id == id).map(|session| session.plan.title.as_str())
    }

    /// Where a room belongs: what the user said of it, what an earlier file said of the same room, what its time or
    /// title proposes, and last what is to be done with all the others.
    pub(crate) fn place(&self, file: &RoomsFile, room: &Room, known: Option<&RoomObserved>) -> Result<Place> {
        let key = format!("room:{}", room_key(room));
        if let Some(said) = file.answers.get(&key) {
            let is_there = |id: &SessionId| self.title(*id).is_some();
            return match said.as_str() {
                PAST => Ok(Place { session: None, makes: true, by: PAST }),
                LEAVE => Ok(Place { session: None, makes: false, by: LEAVE }),
                id => match uuid::Uuid::parse_str(id).ok().map(SessionId::from).filter(is_there) {
                    Some(id) => Ok(Place { session: Some(id), makes: false, by: "chosen" }),
                    None => Err(FileError::BadAnswer { key, value: id.to_owned() }.into()),
                },
            };
        }
        let linked = known.and_then(|known| known.session).filter(|id| self.title(*id).is_some());
        if let Some(session) = linked {
            return Ok(Place { session: Some(session), makes: false, by: "sameRoom" });
        }
        if let Some((session, by)) = self.near(file, room) {
            return Ok(Place { session: Some(session), makes: false, by });
        }
        let makes = file.makes_past;
        Ok(Place { session: None, makes, by: if makes { PAST } else { LEAVE } })
    }

    /// The session of this channel whose time the room shares, the nearest start first.
    fn near(&self, file: &RoomsFile, room: &Room) -> Option<(SessionId, &'static str)> {
        let (from, title) = (room.started_at_ms, fold(&room.title));
        let to = room.ended_at_ms.unwrap_or(from).max(from + SHORTEST_MS);
        let of = |session: &Session| {
            let channels = &session.plan.channels;
            if !channels.is_empty() && !channels.iter().any(|one| one.channel == file.channel) {
                return None;
            }
            let (begins, ends) = span(session);
            let apart = (begins - from).abs();
            let shared = ends.min(to) - begins.max(from);
            if apart <= DRIFT_MS || shared * 2 >= to - from {
                return Some((0, apart, session.id, "sameTime"));
            }
            // Folding is the dear part, so that it comes last.
            let is_named = apart <= SAME_TITLE_MS && !title.is_empty() && fold(&session.plan.title) == title;
            is_named.then_some((1, apart, session.id, "sameTitle"))
        };
        let best =
            self.0.iter().filter_map(of).min_by_key(|(rank, apart, id, _)| (*rank, *apart, id.as_uuid()));
        best.map(|(_, _, id, by)| (id, by))
    }
}

/// How answers name a room: by its id, else by its row.
pub(crate) fn room_key(room: &Room) -> String {
    room.id.clone().unwrap_or_else(|| format!("row{}", room.row))
}

/// The past session a room becomes.
pub(crate) fn past_session(app: &App, file: &RoomsFile, room: &Room) -> Result<Session> {
    let zone = file.zone.unwrap_or_else(|| file.market.zone());
    let at =
        chrono::DateTime::from_timestamp_millis(room.started_at_ms).unwrap_or_default().with_timezone(&zone);
    let local = at.format("%Y-%m-%dT%H:%M").to_string();
    let title = match room.title.as_str() {
        "" => format!("{} {}", file.channel.code(), at.format("%Y-%m-%d %H:%M")),
        title => title.to_owned(),
    };
    let ended = room.ended_at_ms.unwrap_or(room.started_at_ms);
    let start = LocalStart::in_zone(&local, zone, Some(Overlap::Earlier))?;
    let plan = SessionPlan {
        title,
        market: file.market,
        start,
        length_ms: (ended - room.started_at_ms).clamp(SHORTEST_MS, LONGEST_MS),
        channels: vec![SessionChannel { channel: file.channel, url: None }],
        hosts: Vec::new(),
        goal: Goal::default(),
        note: String::new(),
    };
    let plan = plan.checked()?;
    let starts_at_ms = plan.start.instant_ms()?;
    let standing = Standing {
        status: SessionStatus::Ended,
        started_at_ms: Some(room.started_at_ms),
        ended_at_ms: Some(ended),
    };
    Ok(Session { id: app.mint(), plan, starts_at_ms, views: None, standing })
}

/// The market of a zone; a zone of none is the brand's own.
pub(super) fn market_of(zone: Option<chrono_tz::Tz>, home: Option<Market>) -> Market {
    let own = home.filter(|home| zone.is_none_or(|zone| home.zone() == zone));
    let by_zone = || Market::ALL.into_iter().find(|market| Some(market.zone()) == zone);
    own.or_else(by_zone).or(home).unwrap_or(Market::Vn)
}
