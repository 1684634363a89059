//! What was left of a session by its hosts, by the minute and by what was on screen; each way adds up to the whole.

use domain::id::{HostId, ProductId, SessionId};
use domain::on_air::windows;
use domain::waterfall::{Waterfall, by_host, shared};
use domain::{Actor, Currency};
use rust_decimal::Decimal;

use super::books::{Ordered, Terms};
use super::spending::Spending;
use crate::fees::may_see_money;
use crate::on_air::entries;
use crate::reviews::bands;
use crate::sales::Books;
use crate::{App, Result};

const MS_PER_MINUTE: i64 = 60_000;

/// How a session is taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartsBy {
    /// By its hosts: what is theirs alone, and an equal share of the rest.
    Host,
    /// By each minute on air, by when orders were placed.
    Minute,
    /// By each stretch a product was on screen.
    Band,
}

/// What a part is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PartOf {
    /// A host's.
    Host(HostId, String),
    /// A minute on air, from and to, UTC milliseconds.
    Minute(i64, i64),
    /// A product on screen, from and to, UTC milliseconds.
    Band {
        /// The product.
        product: ProductId,
        /// Its title then.
        title: String,
        /// From.
        from_ms: i64,
        /// To.
        to_ms: i64,
    },
    /// What was ordered at no such time; on air for so many milliseconds.
    Outside(i64),
}

/// One part.
#[derive(Debug, Clone)]
pub struct Part {
    /// What it is.
    pub of: PartOf,
    /// What was left of it.
    pub waterfall: Waterfall,
}

/// What was left of `session` in one currency, in parts; together they are the whole.
///
/// # Errors
/// `NotFound`, or `Forbidden` for whoever does not see money.
pub fn parts(
    app: &App,
    by: &Actor,
    session: SessionId,
    currency: Currency,
    parts_by: PartsBy,
) -> Result<Vec<Part>> {
    may_see_money(by)?;
    let now = app.moment();
    app.read(|tables| {
        let books = Books::read(tables)?;
        let session = tables.session(session)?;
        let rules = tables.fee_rules()?;
        let spending = Spending::read(tables, &now)?;
        let terms = Terms::read(tables, spending.rates.clone())?;
        let ordered = Ordered::read(tables, &books, &terms, &session)?;
        let reckoning = ordered.reckon(&rules);
        let is_first = ordered.currencies().first() == Some(&currency);
        let whole = ordered.waterfall(&rules, &reckoning, currency);
        let (_, spends) = spending.of_session(tables, &session, (currency, is_first), &whole.tally)?;
        if parts_by == PartsBy::Host {
            let hosts = tables.hosts_of(session.id)?;
            let ids: Vec<HostId> = hosts.iter().map(|host| host.id).collect();
            let parts = by_host(&whole.bearing(spends), &rules, &ids);
            let part = |(host, waterfall): (domain::session::Host, Waterfall)| Part {
                of: PartOf::Host(host.id, host.name),
                waterfall,
            };
            return Ok(hosts.into_iter().zip(parts).map(part).collect());
        }
        let log = entries(tables, session.id)?;
        let stretches = windows(&log, &now);
        let slots = match parts_by {
            PartsBy::Minute => minutes(&stretches),
            PartsBy::Host | PartsBy::Band => bands(&log, &now)
                .into_iter()
                .map(|band| PartOf::Band {
                    product: band.product,
                    title: band.title,
                    from_ms: band.from_ms,
                    to_ms: band.to_ms,
                })
                .collect(),
        };
        let times: Vec<(i64, i64)> = slots.iter().filter_map(time).collect();
        let place = |at_ms: i64| {
            let next = times.partition_point(|(from, _)| *from <= at_ms);
            next.checked_sub(1).filter(|at| at_ms < times[*at].1).unwrap_or(times.len())
        };
        let mut drawn =
            ordered.waterfalls_by(&rules, &reckoning, currency, |line, _| place(ordered.lines[line].at_ms));
        let on_air: i64 = stretches.iter().map(|(from, to)| to - from).sum();
        let shown: i64 = times.iter().map(|(from, to)| to - from).sum();
        let outside_ms = (on_air - shown).max(0);
        let lengths = times.iter().map(|(from, to)| to - from).chain([outside_ms]);
        let weights: Vec<Decimal> = lengths.map(Decimal::from).collect();
        let shares = shared(&spends, &weights, currency.minor_digits());
        let parts = slots.into_iter().chain([PartOf::Outside(outside_ms)]).zip(shares).enumerate();
        let part = |(at, (of, share))| {
            let waterfall = drawn.remove(&at).unwrap_or_else(|| Waterfall::empty(currency));
            Part { of, waterfall: waterfall.bearing(share) }
        };
        Ok(parts.map(part).collect())
    })
}

/// Every minute on air, each from when the session was on air in it.
fn minutes(stretches: &[(i64, i64)]) -> Vec<PartOf> {
    let mut minutes = Vec::new();
    for &(from_ms, to_ms) in stretches {
        let mut at_ms = from_ms;
        while at_ms < to_ms {
            let next = ((at_ms.div_euclid(MS_PER_MINUTE) + 1) * MS_PER_MINUTE).min(to_ms);
            minutes.push(PartOf::Minute(at_ms, next));
            at_ms = next;
        }
    }
    minutes
}

const fn time(part: &PartOf) -> Option<(i64, i64)> {
    match part {
        PartOf::Minute(from, to) => Some((*from, *to)),
        PartOf::Band { from_ms, to_ms, .. } => Some((*from_ms, *to_ms)),
        PartOf::Host(..) | PartOf::Outside(_) => None,
    }
}
