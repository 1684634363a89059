//! Sessions of several currencies in one, by dated rates; only where it is asked for, and never silently.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use domain::fee::Missing;
use domain::rate::{Exchange, Rates};
use domain::session::Session;
use domain::{Currency, SessionStatus, Tally};
use rust_decimal::{Decimal, RoundingStrategy};
use store::Tables;
use store::session::SessionQuery;

use super::Period;
use super::platform::{self, Lacks};
use crate::sales::{Books, standing};
use crate::{App, Result};

/// The rates one pair was exchanged at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExchangedAt {
    /// From.
    pub from: Currency,
    /// To.
    pub to: Currency,
    /// First and last day of the rates.
    pub days: (NaiveDate, NaiveDate),
    /// Lowest and highest rate.
    pub rates: (Decimal, Decimal),
    /// Who said so.
    pub sources: Vec<String>,
}

/// Days a rate is missing on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoRate {
    /// From.
    pub from: Currency,
    /// To.
    pub to: Currency,
    /// The days, in order.
    pub days: Vec<NaiveDate>,
}

/// What sessions brought together in one currency.
#[derive(Debug, Clone)]
pub struct Together {
    /// The currency.
    pub currency: Currency,
    /// Sessions with sales.
    pub sessions: i64,
    /// GMV; none while a rate is missing.
    pub gmv: Option<Decimal>,
    /// Net sales; none while a rate is missing, or a platform does not say what they are.
    pub net_sales: Option<Decimal>,
    /// The rates.
    pub exchanged: Vec<ExchangedAt>,
    /// The rates that are missing.
    pub missing: Vec<NoRate>,
}

/// What the sessions of `period` brought together in `currency`: each day's orders at the rate of that day, rounded
/// half up to the minor unit a session, currency and day.
///
/// # Errors
/// When the workspace cannot be read.
pub fn together(app: &App, period: Period, currency: Currency) -> Result<Together> {
    app.read(|tables| {
        let rates: Rates = tables.exchange_rates()?.into_iter().map(|known| known.rate).collect();
        let books = Books::read(tables)?;
        let platforms = platform::all(tables)?;
        let mut sum = Sum::new(currency, rates);
        for session in held(tables, period)? {
            let zone = session.plan.market.zone();
            let sums = match tables.sale_session_no(session.id)? {
                Some(no) => tables.session_sums(no)?,
                None => Vec::new(),
            };
            let sold = sums.iter().filter(|sum| !sum.tally.is_empty());
            let mut has_sales = false;
            for one in sold {
                has_sales = true;
                if one.currency == currency {
                    sum.add(one.currency, day_of(started(&session), zone), &one.tally, true);
                } else {
                    for (day, tally) in by_day(tables, &books, one.session_no, one.currency, zone)? {
                        sum.add(one.currency, day, &tally, true);
                    }
                }
            }
            if !has_sales
                && let Some((own, tally, lacks)) = platforms.get(&session.id).and_then(platform::tally_of)
            {
                has_sales = true;
                sum.add(own, day_of(started(&session), zone), &tally, lacks == Lacks::default());
            }
            sum.sessions += i64::from(has_sales);
        }
        Ok(sum.finish())
    })
}

fn held(tables: &Tables<'_>, period: Period) -> Result<Vec<Session>> {
    let mut sessions = tables.sessions(&SessionQuery::default())?;
    sessions.retain(|session| {
        matches!(session.standing.status, SessionStatus::Live | SessionStatus::Ended)
            && period.from_ms.is_none_or(|from| started(session) >= from)
            && period.to_ms.is_none_or(|to| started(session) < to)
            && period.market.is_none_or(|market| session.plan.market == market)
    });
    Ok(sessions)
}

fn started(session: &Session) -> i64 {
    session.standing.started_at_ms.unwrap_or(session.starts_at_ms)
}

fn day_of(at_ms: i64, zone: Tz) -> NaiveDate {
    DateTime::from_timestamp_millis(at_ms).unwrap_or_default().with_timezone(&zone).date_naive()
}

/// A session's sums in one currency by the day of the order; the roll-ups keep none, so its lines are read.
fn by_day(
    tables: &Tables<'_>,
    books: &Books,
    session_no: i64,
    currency: Currency,
    zone: Tz,
) -> Result<BTreeMap<NaiveDate, Tally>> {
    let mut days: BTreeMap<NaiveDate, Tally> = BTreeMap::new();
    tables.each_sale_order_of_session(session_no, Some(currency), &mut |order| {
        for line in standing(books, &order) {
            if line.session_no == Some(session_no) && line.currency == currency {
                let tally = Tally::of_line(&line.amounts);
                days.entry(day_of(line.at_ms, zone)).or_default().add(&tally, 1);
            }
        }
    })?;
    Ok(days)
}

struct Sum {
    currency: Currency,
    rates: Rates,
    sessions: i64,
    gmv: Decimal,
    net_sales: Decimal,
    net_is_known: bool,
    used: Vec<Exchange>,
    missing: BTreeMap<(Currency, NaiveDate), ()>,
}

impl Sum {
    const fn new(currency: Currency, rates: Rates) -> Self {
        Self {
            currency,
            rates,
            sessions: 0,
            gmv: Decimal::ZERO,
            net_sales: Decimal::ZERO,
            net_is_known: true,
            used: Vec::new(),
            missing: BTreeMap::new(),
        }
    }

    fn add(&mut self, from: Currency, day: NaiveDate, tally: &Tally, net_is_known: bool) {
        self.net_is_known &= net_is_known;
        match self.rates.on(from, self.currency, day) {
            Ok(exchange) => {
                let digits = self.currency.minor_digits();
                let in_ours = |e4: i64| {
                    let exact = Decimal::new(e4, 4).saturating_mul(exchange.rate);
                    exact.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
                };
                // What is in the currency already is not rounded.
                let own = |e4: i64| if from == self.currency { Decimal::new(e4, 4) } else { in_ours(e4) };
                self.gmv += own(tally.gmv_e4);
                self.net_sales += own(tally.net_sales_e4());
                if from != self.currency {
                    self.used.push(exchange);
                }
            }
            Err(Missing::Rate { from, day, .. }) => drop(self.missing.insert((from, day), ())),
            Err(_) => {}
        }
    }

    fn finish(self) -> Together {
        let mut exchanged: Vec<ExchangedAt> = Vec::new();
        for exchange in &self.used {
            let sources = self.rates.sources(exchange);
            match exchanged.iter_mut().find(|one| one.from == exchange.from) {
                None => exchanged.push(ExchangedAt {
                    from: exchange.from,
                    to: exchange.to,
                    days: (exchange.day, exchange.day),
                    rates: (exchange.rate, exchange.rate),
                    sources,
                }),
                Some(one) => {
                    one.days = (one.days.0.min(exchange.day), one.days.1.max(exchange.day));
                    one.rates = (one.rates.0.min(exchange.rate), one.rates.1.max(exchange.rate));
                    let new = sources.into_iter().filter(|source| !one.sources.contains(source));
                    let new: Vec<String> = new.collect();
                    one.sources.extend(new);
                }
            }
        }
        let mut missing: Vec<NoRate> = Vec::new();
        for (from, day) in self.missing.into_keys() {
            match missing.iter_mut().find(|one| one.from == from) {
                None => missing.push(NoRate { from, to: self.currency, days: vec![day] }),
                Some(one) => one.days.push(day),
            }
        }
        let is_whole = missing.is_empty();
        Together {
            currency: self.currency,
            sessions: self.sessions,
            gmv: Some(self.gmv).filter(|_| is_whole),
            net_sales: Some(self.net_sales).filter(|_| is_whole && self.net_is_known),
            exchanged,
            missing,
        }
    }
}
