//! The review across sessions: by session, product, host, channel, market, hour, weekday, day, month and quarter.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::id::SessionId;
use domain::session::Session;
use domain::{Currency, Market, SessionStatus, Tally};
use store::Tables;
use store::import::ImportState;

use super::platform::{self, Lacks};
use super::range::{Range, Ranges};
use super::slice::{Part, Slices, local, started};
use super::{Across, AcrossQuery, AcrossRow, Grouping, Kpi, Measured, Period, goal, kpis, reviewed};
use crate::session_imports::Platform;
use crate::{App, Error, Result};

/// Parts put together, in one currency; none of their sales came in while there is no tally.
#[derive(Default)]
struct Group {
    sessions: Vec<usize>,
    tally: Option<Tally>,
    lacks: Lacks,
    by_platform: i64,
    on_air_ms: Option<i64>,
}

impl Group {
    fn add(&mut self, part: &Part) {
        // Time on air is known of a group when it is of each of its sessions.
        self.on_air_ms = match (self.sessions.is_empty(), self.on_air_ms, part.on_air_ms) {
            (true, _, own) => own,
            (false, Some(sum), Some(own)) => Some(sum + own),
            (false, _, _) => None,
        };
        self.sessions.push(part.session);
        if let Some(tally) = part.tally {
            self.tally.get_or_insert_default().add(&tally, 1);
        }
        self.by_platform += i64::from(part.is_platform);
        self.lacks = self.lacks.and(part.lacks);
    }
}

/// What the sessions of `period` brought, put together by `grouping`.
pub fn across(app: &App, period: Period, grouping: Grouping) -> Result<Across> {
    across_within(app, &AcrossQuery { period, grouping, days: (None, None), within: None })
}

/// What the sessions of a period brought, or what one row of another grouping is made of.
///
/// # Errors
/// `Invalid` when a row is to be opened by products or hours, which are finer than what is known of it.
pub fn across_within(app: &App, query: &AcrossQuery) -> Result<Across> {
    let (grouping, within) = (query.grouping, query.within.as_ref());
    if within.is_some() && matches!(grouping, Grouping::Product | Grouping::Hour) {
        return Err(Error::Invalid { field: "grouping", value: "within".to_owned() });
    }
    app.read(|tables| {
        let mut sessions = held(tables, query.period)?;
        sessions.retain(|session| {
            let day = local(started(session), session.plan.start.zone()).date_naive();
            query.days.0.is_none_or(|from| day >= from) && query.days.1.is_none_or(|to| day <= to)
        });
        let platforms = platform::all(tables)?;
        let mut slices = Slices::read(tables, &sessions, &platforms)?;
        let (parts, whole) = match within {
            None => (slices.parts(grouping)?, slices.whole()?),
            Some(within) => {
                let mut own = slices.parts(within.grouping)?;
                own.retain(|part| part.key == within.key);
                (slices.again(own.clone(), grouping)?, own)
            }
        };
        let mut groups: BTreeMap<(Currency, i64, String), Group> = BTreeMap::new();
        for part in &parts {
            groups.entry((part.currency, part.order, part.key.clone())).or_default().add(part);
        }
        let mut totals: BTreeMap<Currency, Group> = BTreeMap::new();
        for part in &whole {
            totals.entry(part.currency).or_default().add(part);
        }
        let shares_sessions = grouping == Grouping::Host && {
            let mut met = HashSet::new();
            parts.iter().any(|part| !met.insert((part.session, part.currency)))
        };
        let shelf = Shelf {
            tables,
            sessions: &sessions,
            grouping,
            // A goal is the whole session's; a part of it has none.
            is_whole: within.is_none_or(|within| within.grouping.is_whole()) && grouping.is_whole(),
            platforms: &platforms,
            slices: &slices,
            numbers: slices.numbers(),
            ranges: Ranges::read(tables)?,
        };
        let as_of_ms = tables
            .sale_imports()?
            .iter()
            .filter(|import| import.state == ImportState::Live)
            .map(|import| import.as_of_ms)
            .chain(platforms.values().map(|platform| platform.as_of_ms))
            .max();
        Ok(Across {
            rows: shelf.rows(&groups)?,
            totals: shelf.totals(&totals),
            as_of_ms,
            shares_sessions,
            of: within.and_then(|within| slices.name(&within.key)).map(str::to_owned),
        })
    })
}

/// The sessions of a period that were held, by the instant they went on air.
pub(super) fn held(tables: &Tables<'_>, period: Period) -> Result<Vec<Session>> {
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

struct Shelf<'a> {
    tables: &'a Tables<'a>,
    sessions: &'a [Session],
    grouping: Grouping,
    is_whole: bool,
    platforms: &'a HashMap<SessionId, Platform>,
    slices: &'a Slices<'a>,
    numbers: HashMap<usize, i64>,
    ranges: Option<Ranges>,
}

impl Shelf<'_> {
    /// One row a group; where rows follow each other in time, each is compared with the one before it.
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
                let before = previous.insert(chain, measured).filter(|_| self.grouping.is_in_time());
                self.kpis(group, &measured, before.as_ref(), *currency)
            });
            let row = AcrossRow {
                key: key.clone(),
                title: self.slices.name(key).map(str::to_owned),
                session: session.map(|session| reviewed(self.tables, session)).transpose()?,
                ..self.row(group, kpis, *currency)
            };
            rows.push((*order, row));
        }
        let gmv = |row: &AcrossRow| row.kpis.first().and_then(|kpi| kpi.value);
        rows.sort_by(|(one, first), (other, second)| {
            let sorted = match self.grouping {
                // The clock and the week have an order of their own.
                Grouping::Hour | Grouping::Weekday => first.key.cmp(&second.key),
                Grouping::Product | Grouping::Host | Grouping::Channel | Grouping::Market => {
                    gmv(second).cmp(&gmv(first)).then_with(|| first.key.cmp(&second.key))
                }
                Grouping::Session | Grouping::Day | Grouping::Month | Grouping::Quarter => {
                    (other, &second.key).cmp(&(one, &first.key))
                }
            };
            sorted.then(first.currency.cmp(&second.currency))
        });
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    fn row(&self, group: &Group, kpis: Vec<Kpi>, currency: Currency) -> AcrossRow {
        AcrossRow {
            key: String::new(),
            title: None,
            session: None,
            sessions: count(group),
            currency,
            kpis,
            by_platform: group.by_platform,
            range: self.range(group, currency),
            on_air_ms: group.on_air_ms,
        }
    }

    /// How surely it is theirs; nobody can say that of a platform's totals, or of parts of a session.
    fn range(&self, group: &Group, currency: Currency) -> Option<Range> {
        let ranges = self.ranges.as_ref().filter(|_| self.is_whole && group.by_platform == 0)?;
        let mut numbers: Vec<i64> =
            group.sessions.iter().filter_map(|place| self.numbers.get(place).copied()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        Some(ranges.of(&numbers, currency, &group.tally?))
    }

    fn totals(&self, totals: &BTreeMap<Currency, Group>) -> Vec<AcrossRow> {
        let of = |(currency, group): (&Currency, &Group)| {
            let measured = self.measured(group)?;
            let kpis = self.kpis(group, &measured, None, *currency);
            Some(self.row(group, kpis, *currency))
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
            if !self.is_whole {
                return None;
            }
            group.sessions.iter().map(|&index| goal(self.sessions.get(index)?, metric, currency)).sum()
        })
    }
}

fn count(group: &Group) -> i64 {
    let sessions: HashSet<usize> = group.sessions.iter().copied().collect();
    i64::try_from(sessions.len()).unwrap_or(i64::MAX)
}
