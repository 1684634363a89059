//! The review across sessions, months and days.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Datelike};
use chrono_tz::Tz;
use domain::session::Session;
use domain::{Currency, Market, SessionStatus, Tally};
use store::Tables;
use store::import::ImportState;
use store::rollup::DaySum;

use super::{Across, AcrossRow, Grouping, Kpi, Measured, Period, goal, kpis, reviewed};
use crate::{App, Result};

const SECONDS_PER_DAY: i64 = 86_400;

/// Sessions put together, in one currency.
#[derive(Default)]
struct Group {
    sessions: Vec<usize>,
    tally: Tally,
}

/// What the sessions of `period` brought, put together by `grouping`, newest first.
pub fn across(app: &App, period: Period, grouping: Grouping) -> Result<Across> {
    app.read(|tables| {
        let sessions = held(tables, period)?;
        let sums = sums(tables, &sessions)?;
        let mut groups: BTreeMap<(Option<Currency>, i64, String), Group> = BTreeMap::new();
        let mut totals: BTreeMap<Option<Currency>, Group> = BTreeMap::new();
        for (index, session) in sessions.iter().enumerate() {
            let own = sums.get(&index).filter(|own| !own.is_empty());
            let none = [(None, Tally::default())];
            let own: Vec<(Option<Currency>, Tally)> = match own {
                Some(own) => own.iter().map(|(currency, tally)| (Some(*currency), *tally)).collect(),
                None => none.to_vec(),
            };
            for (currency, tally) in own {
                let (order, key) = key(session, grouping);
                let group = groups.entry((currency, order, key)).or_default();
                group.sessions.push(index);
                group.tally.add(&tally, 1);
                let total = totals.entry(currency).or_default();
                total.sessions.push(index);
                total.tally.add(&tally, 1);
            }
        }
        let days = if grouping == Grouping::Session { Vec::new() } else { tables.day_sums()? };
        let shelf = Shelf { tables, sessions: &sessions, days: &days, grouping };
        let as_of_ms = tables
            .sale_imports()?
            .iter()
            .filter(|import| import.state == ImportState::Live)
            .map(|import| import.as_of_ms)
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
    days: &'a [DaySum],
    grouping: Grouping,
}

impl Shelf<'_> {
    /// One row a group; within a currency each is compared with the one before it.
    fn rows(&self, groups: &BTreeMap<(Option<Currency>, i64, String), Group>) -> Result<Vec<AcrossRow>> {
        let mut rows = Vec::with_capacity(groups.len());
        let mut previous: HashMap<(Currency, Option<Market>), Measured> = HashMap::new();
        for ((currency, order, key), group) in groups {
            let session = match (self.grouping, group.sessions.as_slice()) {
                (Grouping::Session, [only]) => self.sessions.get(*only),
                _ => None,
            };
            let measured = self.measured(group);
            let kpis = currency.map_or_else(Vec::new, |currency| {
                let chain = (currency, session.map(|session| session.plan.market));
                let before = previous.insert(chain, measured);
                self.kpis(group, &measured, before.as_ref(), currency)
            });
            let row = AcrossRow {
                key: key.clone(),
                session: session.map(|session| reviewed(self.tables, session)).transpose()?,
                sessions: count(group),
                currency: *currency,
                kpis,
                all_gmv_e4: currency.and_then(|currency| self.all_gmv(currency, key)),
            };
            rows.push((*order, row));
        }
        rows.sort_by(|(one, first), (other, second)| {
            (other, &second.key).cmp(&(one, &first.key)).then(first.currency.cmp(&second.currency))
        });
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    fn totals(&self, totals: &BTreeMap<Option<Currency>, Group>) -> Vec<AcrossRow> {
        let of = |(currency, group): (&Option<Currency>, &Group)| {
            let currency = (*currency)?;
            Some(AcrossRow {
                key: String::new(),
                session: None,
                sessions: count(group),
                currency: Some(currency),
                kpis: self.kpis(group, &self.measured(group), None, currency),
                all_gmv_e4: self.all_gmv(currency, ""),
            })
        };
        totals.iter().filter_map(of).collect()
    }

    /// Views of a group are known when those of every session in it are.
    fn measured(&self, group: &Group) -> Measured {
        let views = group.sessions.iter().map(|&index| self.sessions.get(index)?.views.map(i64::from));
        Measured { tally: group.tally, views: views.sum() }
    }

    /// A group has a goal when every session in it has one.
    fn kpis(&self, group: &Group, now: &Measured, before: Option<&Measured>, currency: Currency) -> Vec<Kpi> {
        kpis(now, before, currency, |metric| {
            group.sessions.iter().map(|&index| goal(self.sessions.get(index)?, metric, currency)).sum()
        })
    }

    /// GMV of every line of the month or day named `key`, credited or not; of all days when it is empty.
    fn all_gmv(&self, currency: Currency, key: &str) -> Option<i64> {
        if self.grouping == Grouping::Session {
            return None;
        }
        let of_key = |day: &&DaySum| {
            let noon = DateTime::from_timestamp(day.day * SECONDS_PER_DAY, 0).unwrap_or_default();
            day.currency == currency && noon.format("%Y-%m-%d").to_string().starts_with(key)
        };
        Some(self.days.iter().filter(of_key).map(|day| day.tally.gmv_e4).sum())
    }
}

fn count(group: &Group) -> i64 {
    i64::try_from(group.sessions.len()).unwrap_or(i64::MAX)
}
