//! Lines a platform credits to a room itself: a creator's commission names the live session that brought the order.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::id::SessionId;
use rustc_hash::FxHashMap;
use store::Tables;
use store::commission::Commission;
use store::sale::SaleLine;

use crate::Result;
use crate::commissions::{Asked, Brought, Commissions, Found};
use crate::margins::named_channel;
use crate::session_imports::Rooms;

/// Stock codes of orders, and the session each is credited to by its room.
type ByRoom = BTreeMap<(i64, String), SessionId>;

/// What must be credited anew because files of commissions or of rooms came in or went.
pub(super) struct Moved {
    pub(super) mark: Vec<u8>,
    pub(super) now: ByRoom,
    /// Orders to look at again.
    pub(super) orders: Vec<i64>,
    /// Of each of their lines, the session a platform says it is; none where it says nothing.
    pub(super) lines: FxHashMap<i64, Option<SessionId>>,
}

/// By what files and rooms lines are credited; nothing while no commission counts.
fn mark(tables: &Tables<'_>) -> Result<Option<(Vec<u8>, Commissions, Rooms)>> {
    let commissions = Commissions::read(tables, None)?;
    if commissions.files().all().is_empty() {
        return Ok(None);
    }
    let rooms = Rooms::read(tables)?;
    let mut hasher = blake3::Hasher::new();
    for file in commissions.files().all() {
        hasher.update(&file.no.to_le_bytes());
    }
    for ((channel, room), session) in rooms.sessions() {
        hasher.update(channel.code().as_bytes()).update(room.as_bytes()).update(session.as_uuid().as_bytes());
    }
    Ok(Some((hasher.finalize().as_bytes().to_vec(), commissions, rooms)))
}

/// Whether what a platform says of rooms may differ from what lines are credited by.
pub(super) fn is_behind(tables: &Tables<'_>) -> Result<bool> {
    let now = mark(tables)?.map(|(mark, ..)| mark).unwrap_or_default();
    Ok(tables.room_credit_mark()?.unwrap_or_default() != now)
}

/// What has to be credited anew; none when all is up to date.
pub(super) fn moved(tables: &Tables<'_>) -> Result<Option<Moved>> {
    let known = tables.room_credit_mark()?.unwrap_or_default();
    let found = mark(tables)?;
    let mark = found.as_ref().map(|(mark, ..)| mark.clone()).unwrap_or_default();
    if known == mark {
        return Ok(None);
    }
    let now = match &found {
        Some((_, commissions, rooms)) => by_room(tables, commissions, rooms)?,
        None => ByRoom::new(),
    };
    let before: ByRoom = tables.room_credits()?.into_iter().collect();
    let differs = |one: &ByRoom, other: &ByRoom| -> BTreeSet<i64> {
        let gone = one.iter().filter(|(key, session)| other.get(*key) != Some(*session));
        gone.map(|((order, _), _)| *order).collect()
    };
    let orders: Vec<i64> = differs(&now, &before).union(&differs(&before, &now)).copied().collect();
    let mut lines: FxHashMap<i64, Option<SessionId>> = FxHashMap::default();
    let mut all: Vec<SaleLine> = Vec::new();
    for &order in &orders {
        all.extend(tables.sale_order(order)?.into_iter().map(|observed| observed.line));
    }
    let asked: Vec<Asked<'_>> = all.iter().map(|line| Asked { line, day: 0 }).collect();
    for (line, found) in all.iter().zip(Brought::read(tables, None)?.of(tables, &asked)?) {
        let own = match found {
            Found::By(commissions) => one_session(&now, line, &commissions),
            Found::Nobody | Found::Unknown => None,
        };
        lines.insert(line.id, own);
    }
    Ok(Some(Moved { mark, now, orders, lines }))
}

/// The session of a line; none where its commissions name none.
fn one_session(now: &ByRoom, line: &SaleLine, commissions: &[Commission]) -> Option<SessionId> {
    let of = |one: &Commission| now.get(&(line.order_key, one.sku_ref.clone())).copied();
    commissions.first().and_then(of)
}

/// Which stock codes of orders were bought in the room of a session; those said to be of several are of none.
fn by_room(tables: &Tables<'_>, commissions: &Commissions, rooms: &Rooms) -> Result<ByRoom> {
    let mut all: HashMap<(i64, String), Option<SessionId>> = HashMap::new();
    for ((channel, room), session) in rooms.sessions() {
        for one in commissions.standing(tables.commissions_of_content(&room)?) {
            let file = commissions.files().file(one.file_no);
            let is_its = file.is_none_or(|file| named_channel(&file.orders) == Some(channel));
            let own = (one.terms.content_ref.as_deref() == Some(room.as_str()) && is_its).then_some(session);
            let said = all.entry((one.order_key, one.sku_ref)).or_insert(own);
            if *said != own {
                *said = None;
            }
        }
    }
    Ok(all.into_iter().filter_map(|(key, session)| Some((key, session?))).collect())
}
