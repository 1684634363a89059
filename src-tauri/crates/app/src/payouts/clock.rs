//! Payouts by the other clock: what was paid out in each month or day, and for which sessions.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Datelike};
use domain::session::Session;
use domain::{Actor, Currency, Market};
use store::Tables;

use super::files::{Files, Standing};
use super::gather::DAY_MS;
use crate::fees::may_see_money;
use crate::reviews::{Grouping, Period, Reviewed, reviewed};
use crate::sales::{Books, standing};
use crate::{App, Result};

/// One row of payouts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockRow {
    /// Month, day, or the session's id; empty for orders of no session, and for a total.
    pub key: String,
    /// The session.
    pub session: Option<Reviewed>,
    /// The currency.
    pub currency: Currency,
    /// Orders something was paid out for.
    pub orders: i64,
    /// What platforms count as revenue, 10⁻⁴; none where a file does not say.
    pub revenue_e4: Option<i64>,
    /// What they took, 10⁻⁴, below zero; none where a file does not say.
    pub taken_e4: Option<i64>,
    /// Their adjustments, 10⁻⁴.
    pub adjustment_e4: i64,
    /// What was paid out, 10⁻⁴.
    pub paid_e4: i64,
}

/// What was paid out over a period.
#[derive(Debug, Clone, Default)]
pub struct PaidAcross {
    /// One row a group and currency, newest first.
    pub rows: Vec<ClockRow>,
    /// Everything together, one row a currency.
    pub totals: Vec<ClockRow>,
    /// The latest instant the figures stand for, UTC milliseconds.
    pub as_of_ms: Option<i64>,
}

#[derive(Default)]
struct Sum {
    orders: HashSet<i64>,
    revenue: Option<i64>,
    taken: Option<i64>,
    is_revenue_unsaid: bool,
    is_taken_unsaid: bool,
    adjustment: i64,
    paid: i64,
}

/// What was paid out in a period, by the day of the payout; a market's entries are those in its currency.
///
/// # Errors
/// `Forbidden` for whoever does not see money.
pub fn paid_across(
    app: &App,
    by: &Actor,
    period: Period,
    grouping: Grouping,
    known_on_ms: Option<i64>,
) -> Result<PaidAcross> {
    may_see_money(by)?;
    app.read(|tables| {
        let files = Files::read(tables, known_on_ms)?;
        let from_ms = period.from_ms.unwrap_or(i64::MIN / 2);
        let to_ms = period.to_ms.unwrap_or(i64::MAX / 2);
        let entries = files.standing(tables.payouts_settled(from_ms, to_ms)?);
        let desk = Desk::read(tables, known_on_ms)?;
        let mut groups: BTreeMap<(Currency, i64, String, Option<i64>), Sum> = BTreeMap::new();
        let mut totals: BTreeMap<Currency, Sum> = BTreeMap::new();
        for one in &entries {
            let currency = one.entry.currency;
            if period.market.is_some_and(|market| market.currency() != currency) {
                continue;
            }
            let (order, key, session) = desk.key(tables, one, grouping)?;
            groups.entry((currency, order, key, session)).or_default().add(&desk, one);
            totals.entry(currency).or_default().add(&desk, one);
        }
        let mut rows = Vec::with_capacity(groups.len());
        for ((currency, order, key, session), sum) in &groups {
            let session = session.and_then(|no| desk.sessions.get(&no));
            let session = session.map(|session| reviewed(tables, session)).transpose()?;
            rows.push((*order, sum.row(key.clone(), session, *currency)));
        }
        rows.sort_by(|(one, first), (other, second)| {
            (other, &second.key).cmp(&(one, &first.key)).then(first.currency.cmp(&second.currency))
        });
        Ok(PaidAcross {
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            totals: totals.iter().map(|(currency, sum)| sum.row(String::new(), None, *currency)).collect(),
            as_of_ms: files.all().iter().map(|file| file.as_of_ms).max(),
        })
    })
}

struct Desk {
    books: Books,
    columns: HashMap<i64, store::payout::PayoutColumn>,
    sessions: HashMap<i64, Session>,
    zone: chrono_tz::Tz,
}

impl Desk {
    fn read(tables: &Tables<'_>, known_on_ms: Option<i64>) -> Result<Self> {
        let mut sessions = HashMap::new();
        for (no, id) in tables.sale_session_numbers()? {
            sessions.insert(no, tables.session(id)?);
        }
        let home = tables.workspace()?.map(|workspace| workspace.market);
        Ok(Self {
            books: Books::known_on(tables, known_on_ms)?,
            columns: tables.payout_columns()?,
            sessions,
            zone: home.map_or(chrono_tz::UTC, Market::zone),
        })
    }

    /// What an entry is put together by: something to sort by, the key shown, and the session.
    fn key(
        &self,
        tables: &Tables<'_>,
        one: &Standing,
        grouping: Grouping,
    ) -> Result<(i64, String, Option<i64>)> {
        if grouping != Grouping::Session {
            // A settlement gives the day alone, in the platform's own zone; a file with times is read in ours.
            let is_day = one.entry.settled_at_ms.rem_euclid(DAY_MS) == 0;
            let zone = if is_day { chrono_tz::UTC } else { self.zone };
            let at = DateTime::from_timestamp_millis(one.entry.settled_at_ms).unwrap_or_default();
            let at = at.with_timezone(&zone);
            let month = format!("{:04}-{:02}", at.year(), at.month());
            let day = format!("{month}-{:02}", at.day());
            return Ok((0, if grouping == Grouping::Month { month } else { day }, None));
        }
        let order = tables.sale_order(one.entry.order_key)?;
        let mut counts: BTreeMap<i64, i64> = BTreeMap::new();
        for no in standing(&self.books, &order).into_iter().filter_map(|line| line.session_no) {
            *counts.entry(no).or_default() += 1;
        }
        let no = counts.into_iter().max_by_key(|(no, count)| (*count, -no)).map(|(no, _)| no);
        let session = no.and_then(|no| self.sessions.get(&no));
        let at = session.map_or(i64::MIN, |one| one.standing.started_at_ms.unwrap_or(one.starts_at_ms));
        Ok((at, session.map(|session| session.id.to_string()).unwrap_or_default(), no))
    }

    fn amount(&self, one: &Standing, kind: &str) -> Option<i64> {
        let is = |no: &i64| self.columns.get(no).is_some_and(|column| column.kind == kind);
        one.entry.amounts.iter().find(|(no, _)| is(no)).map(|(_, e4)| *e4)
    }
}

impl Sum {
    fn add(&mut self, desk: &Desk, one: &Standing) {
        self.orders.insert(one.entry.order_key);
        match desk.amount(one, "revenue") {
            Some(e4) => self.revenue = Some(self.revenue.unwrap_or_default() + e4),
            None => self.is_revenue_unsaid = true,
        }
        match desk.amount(one, "fees") {
            Some(e4) => self.taken = Some(self.taken.unwrap_or_default() + e4),
            None => self.is_taken_unsaid = true,
        }
        self.adjustment += desk.amount(one, "adjustment").unwrap_or_default();
        self.paid += one.entry.total_e4;
    }

    fn row(&self, key: String, session: Option<Reviewed>, currency: Currency) -> ClockRow {
        ClockRow {
            key,
            session,
            currency,
            orders: i64::try_from(self.orders.len()).unwrap_or(i64::MAX),
            revenue_e4: self.revenue.filter(|_| !self.is_revenue_unsaid),
            taken_e4: self.taken.filter(|_| !self.is_taken_unsaid),
            adjustment_e4: self.adjustment,
            paid_e4: self.paid,
        }
    }
}
