//! A session beside comparable ones: its goal, the last of its kind, the same season last year, and what is usual.

use std::collections::HashMap;

use domain::id::{HostId, SessionId};
use domain::insight::{USUAL_OF, median};
use domain::session::Session;
use domain::{Channel, Currency, Metric, SessionStatus};
use rust_decimal::Decimal;
use store::Tables;

use super::slice::{Part, Slices, started};
use super::{Measured, Period, Reviewed, across, goal, platform, reviewed};
use crate::Result;
use crate::session_imports::Platform;

/// The newest of comparable sessions that are looked at.
const NEWEST: usize = 20;
const DAY_MS: i64 = 24 * 60 * 60_000;
const YEAR_MS: i64 = 365 * DAY_MS;
/// How far from the same day a year before the season reaches.
const SEASON_MS: i64 = 21 * DAY_MS;

/// What comparable sessions have in common with one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Market, channels and hosts.
    Host,
    /// Market and channels.
    Channel,
    /// The market.
    Market,
}

/// One figure beside others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Which figure.
    pub metric: Metric,
    /// The session's own.
    pub value: Option<Decimal>,
    /// What it should reach.
    pub goal: Option<Decimal>,
    /// That of the last one of its kind.
    pub last: Option<Decimal>,
    /// The middle one of the same season last year.
    pub last_year: Option<Decimal>,
    /// The middle one of comparable sessions.
    pub usual: Option<Decimal>,
}

/// A session beside comparable ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The currency.
    pub currency: Currency,
    /// What comparable sessions have in common with it.
    pub kind: Kind,
    /// How many there are; below three nothing is usual.
    pub usual_of: usize,
    /// The last one of its kind.
    pub last: Option<Reviewed>,
    /// How many sessions of the same season last year.
    pub last_year_of: usize,
    /// The figures.
    pub rows: Vec<Beside>,
}

fn hosts(session: &Session) -> Vec<HostId> {
    let mut all = session.plan.hosts.clone();
    all.sort_unstable();
    all
}

fn channels(session: &Session) -> Vec<Channel> {
    let mut all: Vec<Channel> = session.plan.channels.iter().map(|one| one.channel).collect();
    all.sort_by_key(|channel| channel.code());
    all
}

impl Kind {
    const ALL: [Self; 3] = [Self::Host, Self::Channel, Self::Market];

    fn fits(self, one: &Session, other: &Session) -> bool {
        let (market, channel) = (one.plan.market == other.plan.market, || channels(one) == channels(other));
        match self {
            Self::Host => market && channel() && hosts(one) == hosts(other),
            Self::Channel => market && channel(),
            Self::Market => market,
        }
    }
}

/// Every session that was held and sold something in one currency, with its sums.
pub(super) struct Others {
    sessions: Vec<Session>,
    measured: HashMap<SessionId, Measured>,
}

impl Others {
    /// Sessions that ended, but for `own`.
    pub(super) fn read(
        tables: &Tables<'_>,
        platforms: &HashMap<SessionId, Platform>,
        own: SessionId,
        currency: Currency,
    ) -> Result<Self> {
        let mut sessions = across::held(tables, Period::default())?;
        sessions.retain(|one| one.standing.status == SessionStatus::Ended && one.id != own);
        let slices = Slices::read(tables, &sessions, platforms)?;
        let mut measured = HashMap::new();
        for part in slices.whole()?.into_iter().filter(|part| part.currency == currency) {
            let Part { session, tally: Some(tally), lacks, .. } = part else { continue };
            let Some(session) = sessions.get(session) else { continue };
            let told = || platforms.get(&session.id)?.figures.views;
            let views = session.views.map(i64::from).or_else(told);
            measured.insert(session.id, Measured { tally, views, lacks });
        }
        sessions.retain(|one| measured.contains_key(&one.id));
        Ok(Self { sessions, measured })
    }

    pub(super) fn measured(&self, session: SessionId) -> Option<&Measured> {
        self.measured.get(&session)
    }

    /// Earlier sessions like `own`, newest first: by as much in common as leaves enough of them.
    pub(super) fn comparable(&self, own: &Session) -> (Kind, Vec<&Session>) {
        let earlier = |kind: Kind| {
            let mut all: Vec<&Session> = self
                .sessions
                .iter()
                .filter(|one| started(one) < started(own) && kind.fits(one, own))
                .collect();
            all.sort_by_key(|one| std::cmp::Reverse(started(one)));
            all.truncate(NEWEST);
            (kind, all)
        };
        let enough = Kind::ALL.into_iter().map(earlier).find(|(_, all)| all.len() >= USUAL_OF);
        enough.unwrap_or_else(|| earlier(Kind::Market))
    }

    /// The last session with as much in common as there is.
    fn last(&self, own: &Session) -> Option<&Session> {
        Kind::ALL.into_iter().find_map(|kind| {
            let earlier =
                self.sessions.iter().filter(|one| started(one) < started(own) && kind.fits(one, own));
            earlier.max_by_key(|one| started(one))
        })
    }

    /// Sessions around the same day a year before, with as much in common as there is.
    fn last_year(&self, own: &Session) -> Vec<&Session> {
        let around = started(own) - YEAR_MS;
        let near = |one: &&Session| (started(one) - around).abs() <= SEASON_MS;
        let of = |kind: Kind| -> Vec<&Session> {
            self.sessions.iter().filter(near).filter(|one| kind.fits(one, own)).collect()
        };
        Kind::ALL.into_iter().map(of).find(|all| !all.is_empty()).unwrap_or_default()
    }

    fn middle(&self, sessions: &[&Session], metric: Metric, currency: Currency) -> Option<Decimal> {
        let mut values: Vec<Decimal> =
            sessions.iter().filter_map(|one| self.measured(one.id)?.figure(metric, currency)).collect();
        values.sort_unstable();
        values.get(values.len().checked_sub(1)? / 2).copied()
    }
}

/// `session` with its sums beside the others.
pub(super) fn compare(
    tables: &Tables<'_>,
    session: &Session,
    own: Option<&Measured>,
    others: &Others,
    currency: Currency,
) -> Result<Comparison> {
    let (kind, comparable) = others.comparable(session);
    let (last, last_year) = (others.last(session), others.last_year(session));
    let is_usual = comparable.len() >= USUAL_OF;
    let rows = Metric::ALL
        .into_iter()
        .map(|metric| Beside {
            metric,
            value: own.and_then(|own| own.figure(metric, currency)),
            goal: goal(session, metric, currency),
            last: last.and_then(|last| others.measured(last.id)?.figure(metric, currency)),
            last_year: others.middle(&last_year, metric, currency),
            usual: is_usual.then(|| others.middle(&comparable, metric, currency)).flatten(),
        })
        .collect();
    Ok(Comparison {
        currency,
        kind,
        usual_of: comparable.len(),
        last: last.map(|last| reviewed(tables, last)).transpose()?,
        last_year_of: last_year.len(),
        rows,
    })
}

/// Whether the goal of `session` lies far above what comparable sessions reached.
pub(super) fn goal_far_above(
    tables: &Tables<'_>,
    session: &Session,
) -> Result<Option<domain::insight::FarAbove>> {
    let Some(goal) = session.plan.goal.gmv else { return Ok(None) };
    let others = Others::read(tables, &platform::all(tables)?, session.id, goal.currency())?;
    let (_, comparable) = others.comparable(session);
    let reached: Vec<i64> =
        comparable.iter().filter_map(|one| Some(others.measured(one.id)?.tally.gmv_e4)).collect();
    if reached.len() < USUAL_OF {
        return Ok(None);
    }
    let usual = domain::insight::Usual {
        shows: reached.len(),
        gmv_e4: median(reached.clone()).unwrap_or_default(),
        best_gmv_e4: reached.into_iter().max().unwrap_or_default(),
        views: None,
        refund_ppm: None,
    };
    Ok(usual.far_above(goal.to_observed()?))
}
