//! The review across sessions, months and days.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Datelike};
use chrono_tz::Tz;
use domain::id::SessionId;
use domain::session::Session;
use domain::{Currency, Market, SessionStatus, Tally};
use store::Tables;
use store::import::ImportState;

use super::platform::{self, Lacks};
use super::{Across, AcrossRow, Grouping, Kpi, Measured, Period, goal, kpis, reviewed};
use crate::session_imports::Platform;
use crate::{App, Result};

/// Sessions put together, in one currency; none of their sales came in while there is no tally.
#[derive(Default)]
struct Group {
    sessions: Vec<usize>,
    tally: Option<Tally>,
    lacks: Lacks,
    by_platform: i64,
}

impl Group {
    fn add(&mut self, session: usize, tally: Option<Tally>, lacks: Lacks) {
        self.sessions.push(session);
        if let Some(tally) = tally {
            self.tally.get_or_insert_default().add(&tally, 1);
        }
        // Only a platform's totals lack anything.
        self.by_platform += i64::from(lacks != Lacks::default());
        self.lacks = self.lacks.and(lacks);
    }
}

/// What the sessions of `period` brought, put together by `grouping`, newest first.
pub fn across(app: &App, period: Period, grouping: Grouping) -> Result<Across> {
    app.read(|tables| {
        let sessions = held(tables, period)?;
        let sums = sums(tables, &sessions)?;
        let platforms = platform::all(tables)?;
        let told = |session: &Session| platforms.get(&session.id).and_then(platform::tally_of);
        let mut groups: BTreeMap<(Currency, i64, String), Group> = BTreeMap::new();
        let mut totals: BTreeMap<Currency, Group> = BTreeMap::new();
        for (index, session) in sessions.iter().enumerate() {
            let lines = sums.get(&index).filter(|own| !own.is_empty());
            let own: Vec<(Currency, Option<Tally>, Lacks)> = match (lines, told(session)) {
                (Some(own), _) => {
                    own.iter().map(|(currency, tally)| (*currency, Some(*tally), Lacks::default())).collect()
                }
                (None, Some((currency, tally, lacks))) => vec![(currency, Some(tally), lacks)],
                // Without sales it stands among the others of its market.
                (None, None) => vec![(session.currency(), None, Lacks::default())],
            };
            for (currency, tally, lacks) in own {
                let (order, key) = key(session, grouping);
                groups.entry((currency, order, key)).or_default().add(index, tally, lacks);
                totals.entry(currency).or_default().add(index, tally, lacks);
            }
        }
        let shelf = Shelf { tables, sessions: &sessions, grouping, platforms: &platforms };
        let as_of_ms = tables
            .sale_imports()?
            .iter()
            .filter(|import| import.state == ImportState::Live)
            .map(|import| import.as_of_ms)
            .chain(platforms.values().map(|platform| platform.as_of_ms))
            .max();
        Ok(Across { rows: shelf.rows(&groups)?, totals: shelf.totals(&totals), as_of_ms })
    })
}

/// The sessions of a period that were held, by the instant they went on air.
fn held(tables: &Tables<'_>, period: Period) -> Result<Vec<Session>> {
    let mut sessions = tables.sessions(&store::session::SessionQuery::default())?;
    sessions.retain(|session| {
        let at_ms = started(session);
        matches!(session.standing.status, SessionStatus::Live | SessionStatus::Ended)
            && period.from_ms.is_none_or(|from| at_ms >= from)
            && period.to_ms.is_none_or(|to| at_ms < to)
            && period.market.is_none_or(|market| session.plan.market == market)
    });
    sessions.sort_by_key(started);
    Ok(sessions)
}

fn started(session: &Session) -> i64 {
    session.standing.started_at_ms.unwrap_or(session.starts_at_ms)
}

/// The sums of each session, by its place in `sessions`.
fn sums(tables: &Tables<'_>, sessions: &[Session]) -> Result<HashMap<usize, Vec<(Currency, Tally)>>> {
    let places: HashMap<_, _> =
        sessions.iter().enumerate().map(|(index, session)| (session.id, index)).collect();
    let numbers = tables.sale_session_numbers()?;
    let mut sums: HashMap<usize, Vec<(Currency, Tally)>> = HashMap::new();
    for sum in tables.all_session_sums()? {
        if let Some(place) = numbers.get(&sum.session_no).and_then(|id| places.get(id)) {
            sums.entry(*place).or_default().push((sum.currency, sum.tally));
        }
    }
    Ok(sums)
}

/// What a session is put together by: something to sort by, and the key shown.
fn key(session: &Session, grouping: Grouping) -> (i64, String) {
    let at_ms = started(session);
    let (month, day) = local(at_ms, session.plan.start.zone());
    match grouping {
        Grouping::Session => (at_ms, session.id.to_string()),
        Grouping::Month => (0, month),
        Grouping::Day => (0, day),
    }
}

/// Month and day of an instant in a zone, as `2026-11` and `2026-11-28`.
fn local(at_ms: i64, zone: Tz) -> (String, String) {
    let at = DateTime::from_timestamp_millis(at_ms).unwrap_or_default().with_timezone(&zone);
    let month = format!("{:04}-{:02}", at.year(), at.month());
    let day = format!("{month}-{:02}", at.day());
    (month, day)
}

struct Shelf<'a> {
    tables: &'a Tables<'a>,
    sessions: &'a [Session],
    grouping: Grouping,
    platforms: &'a HashMap<SessionId, Platform>,
}

impl Shelf<'_> {
    /// One row a group; within a currency each is compared with the one before it.
    fn rows(&self, groups: &BTreeMap<(Currency, i64, String), Group>) -> Result<Vec<AcrossRow>> {
        let mut rows = Vec::with_capacity(groups.len());
        let mut previous: HashMap<(Currency, Option<Market>), Measured> = HashMap::new();
        for ((currency, order, key), group) in groups {
            let session = match (self.grouping, group.sessions.as_slice()) {
                (Grouping::Session, [only]) => self.sessions.get(*only),
                _ => None,
            };
            let kpis = self.measured(group).map_or_else(Vec::new, |measured| {
                let chain = (*currency, session.map(|session| session.plan.market));
                let before = previous.insert(chain, measured);
                self.kpis(group, &measured, before.as_ref(), *currency)
            });
            let row = AcrossRow {
                key: key.clone(),
                session: session.map(|session| reviewed(self.tables, session)).transpose()?,
                sessions: count(group),
                currency: *currency,
                kpis,
                by_platform: group.by_platform,
            };
            rows.push((*order, row));
        }
        rows.sort_by(|(one, first), (other, second)| {
            (other, &second.key).cmp(&(one, &first.key)).then(first.currency.cmp(&second.currency))
        });
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    fn totals(&self, totals: &BTreeMap<Currency, Group>) -> Vec<AcrossRow> {
        let of = |(currency, group): (&Currency, &Group)| {
            let measured = self.measured(group)?;
            Some(AcrossRow {
                key: String::new(),
                session: None,
                sessions: count(group),
                currency: *currency,
                kpis: self.kpis(group, &measured, None, *currency),
                by_platform: group.by_platform,
            })
        };
        totals.iter().filter_map(of).collect()
    }

    /// Views of a group are known when those of every session in it are; without sales nothing is known.
    fn measured(&self, group: &Group) -> Option<Measured> {
        let views = group.sessions.iter().map(|&index| {
            let session = self.sessions.get(index)?;
            let told = || self.platforms.get(&session.id)?.figures.views;
            session.views.map(i64::from).or_else(told)
        });
        group.tally.map(|tally| Measured { tally, views: views.sum(), lacks: group.lacks })
    }

    /// A group has a goal when every session in it has one.
    fn kpis(&self, group: &Group, now: &Measured, before: Option<&Measured>, currency: Currency) -> Vec<Kpi> {
        kpis(now, before, currency, |metric| {
            group.sessions.iter().map(|&index| goal(self.sessions.get(index)?, metric, currency)).sum()
        })
    }
}

fn count(group: &Group) -> i64 {
    i64::try_from(group.sessions.len()).unwrap_or(i64::MAX)
}
