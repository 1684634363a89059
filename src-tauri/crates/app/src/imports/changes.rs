//! What changed since last month's file: names of columns, and sessions and orders that are told anew.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::{ImportId, SessionId};
use domain::{Currency, SessionStatus};
use store::Tables;
use store::import::{Import, ImportKind, ImportState};
use store::import_change::{Moved, Restated};

use crate::session_imports::Rooms;
use crate::{App, Result};

/// How the names of a file's columns differ from those of the file before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HeaderChanges {
    /// Names that were not there before.
    pub added: Vec<String>,
    /// Names that are gone.
    pub gone: Vec<String>,
    /// A name that is gone and one that was added at its place, between the same neighbours.
    pub renamed: Vec<(String, String)>,
    /// Names that stand elsewhere among those that stayed.
    pub moved: Vec<String>,
}

/// A session an import moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedSession {
    /// By how much.
    pub moved: Moved,
    /// Its title; empty when the session is gone.
    pub title: String,
    /// When it began, UTC milliseconds.
    pub started_at_ms: i64,
}

/// What an import changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The import.
    pub import: Import,
    /// The file before it: the latest of the same source that came in earlier and counts.
    pub previous: Option<Import>,
    /// How its columns differ; none when the names of one of the two are not known.
    pub headers: Option<HeaderChanges>,
    /// Sessions that were over and moved.
    pub sessions: Vec<MovedSession>,
    /// How many lines of orders it told anew.
    pub restated: u64,
}

/// What `import` changed against the file before it.
///
/// # Errors
/// `NotFound` when there is no such import.
pub fn changes(app: &App, id: ImportId) -> Result<Changes> {
    app.read(|tables| {
        let import = tables.import(id)?;
        let previous = previous(tables, &import)?;
        let headers = match &previous {
            Some(previous) => names(tables, id)?.zip(names(tables, previous.id)?),
            None => None,
        };
        let sessions = tables.moved(Some(id), i64::MIN)?.into_iter().map(|moved| titled(tables, moved));
        let is_sales = import.kind == ImportKind::Sales;
        Ok(Changes {
            headers: headers.map(|(now, before)| compare(&before, &now)),
            sessions: sessions.collect::<Result<_>>()?,
            restated: if is_sales { tables.restated_count(id)? } else { 0 },
            previous,
            import,
        })
    })
}

/// A page of the lines an import told anew.
///
/// # Errors
/// When the workspace cannot be read.
pub fn restated(app: &App, id: ImportId, offset: u32, limit: u32) -> Result<(u64, Vec<Restated>)> {
    app.read(|tables| {
        let page = tables.restated(id, i64::from(offset), i64::from(limit.min(super::LONGEST_PAGE_ROWS)))?;
        Ok((tables.restated_count(id)?, page))
    })
}

fn titled(tables: &Tables<'_>, moved: Moved) -> Result<MovedSession> {
    match tables.session(moved.session) {
        Ok(session) => Ok(MovedSession {
            title: session.plan.title.clone(),
            started_at_ms: session.standing.started_at_ms.unwrap_or(session.starts_at_ms),
            moved,
        }),
        Err(store::Error::NotFound(_)) => Ok(MovedSession { title: String::new(), started_at_ms: 0, moved }),
        Err(error) => Err(error.into()),
    }
}

fn names(tables: &Tables<'_>, import: ImportId) -> Result<Option<Vec<String>>> {
    let kept = tables.import_header(import)?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()))
}

/// The latest import of the same source that came in before and counts.
fn previous(tables: &Tables<'_>, import: &Import) -> Result<Option<Import>> {
    let own = tables.sale_source_of(import.id)?;
    for other in tables.imports()? {
        let fits = other.kind == import.kind
            && other.source == import.source
            && other.state == ImportState::Live
            && (other.at_ms, other.id.as_uuid()) < (import.at_ms, import.id.as_uuid());
        if fits && tables.sale_source_of(other.id)? == own {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

/// How the names of a later file differ from those of an earlier one.
fn compare(before: &[String], now: &[String]) -> HeaderChanges {
    let (old, new): (BTreeSet<&String>, BTreeSet<&String>) = (before.iter().collect(), now.iter().collect());
    let mut found = HeaderChanges::default();
    let mut renamed_to: BTreeSet<&String> = BTreeSet::new();
    for (at, name) in before.iter().enumerate().filter(|(_, name)| !name.is_empty() && !new.contains(name)) {
        // What stands between the same two neighbours is most likely the same column; an end is no neighbour.
        let left = at.checked_sub(1).map(|left| &before[left]);
        let beside = left.zip(before.get(at + 1));
        let heir = now.iter().enumerate().find(|(place, heir)| {
            let left = place.checked_sub(1).map(|left| &now[left]);
            !old.contains(heir)
                && !heir.is_empty()
                && beside.is_some()
                && left.zip(now.get(place + 1)) == beside
        });
        match heir {
            Some((_, heir)) => {
                renamed_to.insert(heir);
                found.renamed.push((name.clone(), heir.clone()));
            }
            None => found.gone.push(name.clone()),
        }
    }
    let added =
        now.iter().filter(|name| !name.is_empty() && !old.contains(name) && !renamed_to.contains(name));
    found.added = added.cloned().collect();
    found.moved = out_of_order(before, now);
    found
}

/// The fewest names that must have moved: those outside the longest run that kept its order.
fn out_of_order(before: &[String], now: &[String]) -> Vec<String> {
    let place: BTreeMap<&String, usize> = before.iter().enumerate().map(|(at, name)| (name, at)).collect();
    let kept: Vec<(&String, usize)> = now
        .iter()
        .filter(|name| !name.is_empty())
        .filter_map(|name| Some((name, *place.get(name)?)))
        .collect();
    let mut best = vec![1_usize; kept.len()];
    for at in 0..kept.len() {
        for earlier in 0..at {
            if kept[earlier].1 < kept[at].1 {
                best[at] = best[at].max(best[earlier] + 1);
            }
        }
    }
    let mut wanted = best.iter().copied().max().unwrap_or_default();
    let mut limit = usize::MAX;
    let mut stays = BTreeSet::new();
    for at in (0..kept.len()).rev() {
        if wanted > 0 && best[at] == wanted && kept[at].1 < limit {
            (wanted, limit) = (wanted - 1, kept[at].1);
            stays.insert(at);
        }
    }
    (0..kept.len()).filter(|at| !stays.contains(at)).map(|at| kept[at].0.clone()).collect()
}

/// Keeps what an import changed, once it is in: the names of its columns, and the sessions it moved.
pub(super) fn keep(app: &App, import: &Import, headers: &[String]) -> Result<()> {
    let moved = app.read(|tables| {
        if import.counts.changed == 0 {
            return Ok(Vec::new());
        }
        match import.kind {
            ImportKind::Sales => by_orders(tables, import.id),
            ImportKind::Sessions | ImportKind::Minutes => by_rooms(tables, import.id),
            ImportKind::Products
            | ImportKind::Rates
            | ImportKind::Payouts
            | ImportKind::Commissions
            | ImportKind::Days
            | ImportKind::Ads => Ok(Vec::new()),
        }
    })?;
    let headers = serde_json::to_string(headers).unwrap_or_else(|_| "[]".to_owned());
    app.act(domain::Change::Imports, |tables| {
        tables.insert_import_header(import.id, &headers)?;
        for one in moved.iter().filter(|one| one.before_e4 != one.after_e4) {
            tables.insert_moved(one)?;
        }
        Ok(())
    })
}

/// Lines read at a time while sessions are added up.
const PAGE: i64 = 5_000;

type Sums = BTreeMap<(SessionId, &'static str), (i64, i64, BTreeSet<String>)>;

fn by_orders(tables: &Tables<'_>, import: ImportId) -> Result<Vec<Moved>> {
    let mut sums = Sums::new();
    let mut offset = 0;
    loop {
        let page = tables.restated(import, offset, PAGE)?;
        let is_last = page.len() < usize::try_from(PAGE).unwrap_or(usize::MAX);
        for line in page {
            for (side, is_now) in [(&line.was, false), (&line.now, true)] {
                let Some(session) = side.session else { continue };
                let sum = sums.entry((session, side.currency.code())).or_default();
                *(if is_now { &mut sum.1 } else { &mut sum.0 }) += side.net_e4;
                sum.2.insert(line.order_ref.clone());
            }
        }
        if is_last {
            break;
        }
        offset += PAGE;
    }
    past_ones(tables, import, sums)
}

/// Totals of rooms against what was known of them before.
fn by_rooms(tables: &Tables<'_>, import: ImportId) -> Result<Vec<Moved>> {
    let (own, others): (Vec<_>, Vec<_>) =
        tables.rooms_observed()?.into_iter().partition(|room| room.import == import);
    let known = Rooms::of(others);
    let mut sums = Sums::new();
    for room in &own {
        let Some(before) = known.known(room) else { continue };
        let is_older = before.as_of_ms > room.as_of_ms && before.by_steps == room.by_steps;
        let gives_way = room.by_steps && !before.by_steps;
        let (Some(session), Some(currency)) = (room.session, room.currency) else { continue };
        let (Some(was), Some(now)) = (before.figures.gmv_e4, room.figures.gmv_e4) else { continue };
        if is_older || gives_way || before.currency != room.currency {
            continue;
        }
        let sum = sums.entry((session, currency.code())).or_default();
        sum.0 += was;
        sum.1 += now;
        if was != now {
            sum.2.insert(room.room.clone().unwrap_or_else(|| room.started_at_ms.to_string()));
        }
    }
    past_ones(tables, import, sums)
}

fn past_ones(tables: &Tables<'_>, import: ImportId, sums: Sums) -> Result<Vec<Moved>> {
    let mut all = Vec::new();
    for ((session, code), (before_e4, after_e4, orders)) in sums {
        let is_over = match tables.session(session) {
            Ok(found) => found.standing.status == SessionStatus::Ended,
            Err(store::Error::NotFound(_)) => false,
            Err(error) => return Err(error.into()),
        };
        let Some(currency) = Currency::from_code(code).filter(|_| is_over) else { continue };
        let orders = i64::try_from(orders.len()).unwrap_or(i64::MAX);
        all.push(Moved { import, session, currency, before_e4, after_e4, orders });
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn a_column_is_renamed_only_between_the_same_neighbours() {
        let found = compare(&names("Order Type Amount Note"), &names("Order Kind Amount Fee"));
        assert_eq!(found.renamed, [("Type".to_owned(), "Kind".to_owned())]);
        assert_eq!(
            (found.gone, found.added, found.moved.is_empty()),
            (vec!["Note".to_owned()], vec!["Fee".to_owned()], true)
        );
    }

    #[test]
    fn a_column_that_moved_is_one_and_not_all_behind_it() {
        let found = compare(&names("A B C D E"), &names("E A B C D"));
        assert_eq!(found, HeaderChanges { moved: vec!["E".to_owned()], ..HeaderChanges::default() });
        assert_eq!(compare(&names("A B C"), &names("A B C")), HeaderChanges::default());
    }
}
