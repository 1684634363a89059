//! What is known of rooms now: of several files that tell of one room, the later one counts.

use std::collections::{BTreeMap, HashMap};

use domain::id::SessionId;
use domain::{Channel, Currency, RoomFigures, fold};
use store::Tables;
use store::session_figure::RoomObserved;

use crate::Result;
use crate::session_joins::Joins;

/// Exports and lists of one platform place the same start up to so far apart.
pub(crate) const DRIFT_MS: i64 = 150_000;

/// The rooms of all live imports, each once.
#[derive(Default)]
pub(crate) struct Rooms {
    all: Vec<RoomObserved>,
    by_id: HashMap<(Channel, String), usize>,
    by_start: BTreeMap<(&'static str, i64), Vec<usize>>,
    joins: Joins,
}

impl Rooms {
    /// Everything known now.
    pub(crate) fn read(tables: &Tables<'_>) -> Result<Self> {
        Ok(Self::of(tables.rooms_observed()?).joined(Joins::read(tables)?))
    }

    /// The same, with rooms that were started again put together.
    pub(crate) fn joined(self, joins: Joins) -> Self {
        Self { joins, ..self }
    }

    /// Every room there is, each once.
    pub(crate) fn all(&self) -> &[RoomObserved] {
        &self.all
    }

    /// The rooms among observations of which what counts stands first.
    pub(crate) fn of(observed: Vec<RoomObserved>) -> Self {
        let mut rooms = Self::default();
        // Those with an id first: an older file without ids is then recognised, whichever came in before.
        let (named, nameless): (Vec<_>, Vec<_>) = observed.into_iter().partition(|room| room.room.is_some());
        for room in named {
            if rooms.find(&room).is_none() {
                rooms.add(room);
            }
        }
        for room in nameless {
            match rooms.find(&room) {
                None => rooms.add(room),
                // Totals put together from steps never take the place of the platform's own.
                Some(at)
                    if room.as_of_ms > rooms.all[at].as_of_ms && room.by_steps <= rooms.all[at].by_steps =>
                {
                    rooms.all[at] = RoomObserved { room: rooms.all[at].room.clone(), ..room };
                }
                Some(_) => {}
            }
        }
        rooms
    }

    fn add(&mut self, room: RoomObserved) {
        let at = self.all.len();
        if let Some(id) = &room.room {
            self.by_id.insert((room.channel, id.clone()), at);
        }
        self.by_start.entry((room.channel.code(), room.started_at_ms)).or_default().push(at);
        self.all.push(room);
    }

    fn find(&self, room: &RoomObserved) -> Option<usize> {
        if let Some(id) = &room.room
            && let Some(at) = self.by_id.get(&(room.channel, id.clone()))
        {
            return Some(*at);
        }
        let code = room.channel.code();
        let near = (code, room.started_at_ms - DRIFT_MS)..=(code, room.started_at_ms + DRIFT_MS);
        let mut others = self.by_start.range(near).flat_map(|(_, places)| places.iter().copied());
        // Two ids are two rooms, however near.
        others.find(|&at| {
            let other = &self.all[at];
            (room.room.is_none() || other.room.is_none()) && fold(&other.title) == fold(&room.title)
        })
    }

    /// The same room, as it is known now.
    pub(crate) fn known(&self, room: &RoomObserved) -> Option<&RoomObserved> {
        self.find(room).map(|at| &self.all[at])
    }

    /// Every room with an id that is a session's, in an order of its own.
    pub(crate) fn sessions(&self) -> Vec<((Channel, String), SessionId)> {
        let named = self.by_id.iter().filter_map(|(key, at)| Some((key.clone(), self.all[*at].session?)));
        let mut all: Vec<_> = named.collect();
        all.sort_by(|((one, a), _), ((other, b), _)| (one.code(), a).cmp(&(other.code(), b)));
        all
    }

    /// What the platforms say of each session, its rooms together.
    pub(crate) fn by_session(&self) -> HashMap<SessionId, Platform> {
        let mut sessions: HashMap<SessionId, Platform> = HashMap::new();
        for room in &self.all {
            let Some(session) = room.session.map(|own| self.joins.root(own)) else { continue };
            sessions.entry(session).and_modify(|known| known.add(room)).or_insert_with(|| Platform::of(room));
        }
        sessions
    }
}

/// What platforms say of one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Platform {
    /// The totals. GMV is known when every room states it in one currency.
    pub figures: RoomFigures,
    /// That currency.
    pub currency: Option<Currency>,
    /// The platforms.
    pub channels: Vec<Channel>,
    /// How many rooms.
    pub rooms: i64,
    /// The latest instant the totals stand for, UTC milliseconds.
    pub as_of_ms: i64,
    /// The files.
    pub files: Vec<String>,
}

impl Platform {
    fn of(room: &RoomObserved) -> Self {
        Self {
            figures: room.figures,
            currency: room.currency,
            channels: vec![room.channel],
            rooms: 1,
            as_of_ms: room.as_of_ms,
            files: vec![room.file_name.clone()],
        }
    }

    fn add(&mut self, room: &RoomObserved) {
        self.figures = self.figures.with(&room.figures);
        if self.currency != room.currency {
            (self.figures.gmv_e4, self.currency) = (None, None);
        }
        if !self.channels.contains(&room.channel) {
            self.channels.push(room.channel);
        }
        if !self.files.contains(&room.file_name) {
            self.files.push(room.file_name.clone());
        }
        self.rooms += 1;
        self.as_of_ms = self.as_of_ms.max(room.as_of_ms);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn seen(id: Option<&str>, as_of_ms: i64, started_at_ms: i64, views: i64) -> RoomObserved {
        RoomObserved {
            import: Uuid::nil().into(),
            file_name: "rooms.xlsx".to_owned(),
            row: 4,
            as_of_ms,
            channel: Channel::TikTok,
            room: id.map(str::to_owned),
            title: "Đêm da".to_owned(),
            started_at_ms,
            ended_at_ms: None,
            currency: None,
            figures: RoomFigures { views: Some(views), ..RoomFigures::default() },
            session: Some(Uuid::nil().into()),
            is_made: false,
            by_steps: false,
        }
    }

    #[test]
    fn of_several_files_the_later_one_counts_and_no_room_twice() {
        let rooms =
            Rooms::of(vec![seen(Some("1"), 9, 0, 30), seen(None, 5, 60_000, 20), seen(Some("1"), 3, 0, 10)]);
        let sums: Vec<_> = rooms.by_session().into_values().collect();
        assert_eq!((sums[0].rooms, sums[0].figures.views), (1, Some(30)));
    }

    #[test]
    fn a_restarted_room_is_a_second_one_and_adds_up() {
        let rooms = Rooms::of(vec![seen(Some("2"), 9, 60_000, 5), seen(Some("1"), 9, 0, 30)]);
        let sums: Vec<_> = rooms.by_session().into_values().collect();
        assert_eq!((sums[0].rooms, sums[0].figures.views), (2, Some(35)));
    }
}
