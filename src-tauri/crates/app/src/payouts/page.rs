//! Payouts of a period or a session: sums a currency, and its orders, those that need a look first.

use std::collections::{BTreeMap, HashMap};

use domain::payout::{Charged, Explained, Paid};
use domain::session::Session;
use domain::{Actor, Currency};
use store::Tables;
use store::payout::PayoutColumn;

use super::files::{Files, Standing};
use super::gather::{Case, DAY_MS, Gather};
use super::rules::{RuleMatch, Takes};
use super::{Query, Span, State};
use crate::fees::may_see_money;
use crate::reviews::{File, Reviewed, reviewed};
use crate::sales::Books;
use crate::{App, Result};

/// Orders that wait for their payout.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Waiting {
    /// How many.
    pub orders: i64,
    /// Their GMV, 10⁻⁴.
    pub gmv_e4: i64,
    /// What our rules expect to be paid out, 10⁻⁴.
    pub expected_e4: i64,
    /// Orders for which a rule's amount is not known.
    pub open: i64,
}

/// Everything in one currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Orders of which something was paid out, from GMV to payout.
    pub settled: Explained,
    /// How many orders in each state.
    pub orders: BTreeMap<State, i64>,
    /// Not yet due.
    pub not_due: Waiting,
    /// Due, and not paid out.
    pub overdue: Waiting,
    /// Entries about no order we know.
    pub no_order: Explained,
    /// What was paid out in the period itself, 10⁻⁴; none when the question is about orders.
    pub in_period_e4: Option<i64>,
}

/// One order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRow {
    /// Names it together with its currency.
    pub key: i64,
    /// The currency.
    pub currency: Currency,
    /// Its number.
    pub order_ref: String,
    /// Whose order numbers these are.
    pub source: String,
    /// When it was placed, UTC milliseconds.
    pub placed_at_ms: Option<i64>,
    /// When its payout is due, UTC milliseconds.
    pub due_at_ms: Option<i64>,
    /// When something of it was settled last, UTC milliseconds.
    pub settled_at_ms: Option<i64>,
    /// The session it is credited to.
    pub session: Option<Reviewed>,
    /// Where it stands.
    pub state: State,
    /// From GMV to payout.
    pub way: Explained,
}

/// Payouts of a period or a session.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// One summary a currency; currencies are never added.
    pub sets: Vec<(Currency, Summary)>,
    /// A page of orders.
    pub orders: Vec<OrderRow>,
    /// How many orders there are of that state and currency.
    pub total: i64,
    /// In which column each rule that charges something stands.
    pub rules: Vec<RuleMatch>,
    /// Columns of fees by their kind, as they are named.
    pub columns: BTreeMap<String, String>,
    /// Settlements behind the figures.
    pub files: Vec<File>,
    /// Sources of orders of which settlements came in.
    pub sources: Vec<String>,
    /// Platforms with orders and without any settlement.
    pub without: Vec<String>,
}

/// Payouts against what was sold.
///
/// # Errors
/// `NotFound` when there is no such session, `Forbidden` for whoever does not see money.
pub fn page(app: &App, by: &Actor, query: &Query) -> Result<Page> {
    may_see_money(by)?;
    let now_ms = query.known_on_ms.unwrap_or_else(|| app.now_ms());
    app.read(|tables| {
        if let Span::Session(id) = query.span {
            tables.session(id)?;
        }
        let desk = Desk::read(tables, query, now_ms)?;
        desk.page(tables, query)
    })
}

/// Everything a question is about, reckoned.
pub(super) struct Desk {
    pub(super) books: Books,
    pub(super) files: Files,
    pub(super) columns: HashMap<i64, PayoutColumn>,
    pub(super) cases: Vec<Case>,
    pub(super) takes: Takes,
    sessions: HashMap<i64, Session>,
    now_ms: i64,
    due_ms: i64,
}

impl Desk {
    pub(super) fn read(tables: &Tables<'_>, query: &Query, now_ms: i64) -> Result<Self> {
        let books = Books::known_on(tables, query.known_on_ms)?;
        let files = Files::read(tables, query.known_on_ms)?;
        let columns = tables.payout_columns()?;
        let cases = Gather::all(tables, &books, &files, query)?;
        let mut sessions = HashMap::new();
        let numbers = tables.sale_session_numbers()?;
        for no in cases.iter().filter_map(Case::session_no) {
            if let Some(id) = numbers.get(&no).filter(|_| !sessions.contains_key(&no)) {
                sessions.insert(no, tables.session(*id)?);
            }
        }
        let takes = Takes::reckon(tables, &books, &cases, &sessions, &columns)?;
        let due_ms = i64::from(query.due_days) * DAY_MS;
        Ok(Self { books, files, columns, cases, takes, sessions, now_ms, due_ms })
    }

    /// An entry by what its columns are.
    pub(super) fn paid(&self, one: &Standing) -> Paid {
        let mut paid = Paid { total_e4: one.entry.total_e4, ..Paid::default() };
        for (no, e4) in &one.entry.amounts {
            let Some(column) = self.columns.get(no) else { continue };
            match (column.kind.as_str(), column.part_of.as_str()) {
                ("revenue", _) => paid.revenue_e4 = Some(*e4),
                ("fees", _) => paid.fees_e4 = Some(*e4),
                ("adjustment", _) => paid.adjustment_e4 = Some(*e4),
                ("", "fees") => paid.taken.push((Charged::Column(column.name.clone()), *e4)),
                (kind, "fees") => paid.taken.push((Charged::Kind(kind.to_owned()), *e4)),
                _ => {}
            }
        }
        paid
    }

    pub(super) fn row(&self, tables: &Tables<'_>, case: &Case) -> Result<OrderRow> {
        let entries: Vec<Paid> = case.entries.iter().map(|one| self.paid(one)).collect();
        let sold = case.sold();
        let way = Explained::of(sold, &entries, &self.takes.expected(case));
        let placed_at_ms = case.placed_ms();
        let due_at_ms = placed_at_ms.map(|at| at + self.due_ms);
        let state = match sold {
            None => State::NoOrder,
            Some(_) if !entries.is_empty() => {
                if way.agrees() {
                    State::Agrees
                } else {
                    State::Differs
                }
            }
            Some(sold) if sold.net_e4() == 0 => State::Nothing,
            Some(_) if due_at_ms.is_some_and(|due| due <= self.now_ms) => State::Overdue,
            Some(_) => State::NotDue,
        };
        let session = case.session_no().and_then(|no| self.sessions.get(&no));
        Ok(OrderRow {
            key: case.order_key,
            currency: case.currency,
            order_ref: case.order_ref.clone(),
            source: case.source.clone(),
            placed_at_ms,
            due_at_ms,
            settled_at_ms: case.entries.iter().map(|one| one.entry.settled_at_ms).max(),
            session: session.map(|session| reviewed(tables, session)).transpose()?,
            state,
            way,
        })
    }

    fn page(&self, tables: &Tables<'_>, query: &Query) -> Result<Page> {
        let mut rows = self.cases.iter().map(|case| self.row(tables, case)).collect::<Result<Vec<_>>>()?;
        let mut sets: BTreeMap<Currency, Summary> = BTreeMap::new();
        for (row, case) in rows.iter().zip(&self.cases) {
            let set = sets.entry(row.currency).or_default();
            set.count(row);
            if let Span::PaidOut { from_ms, to_ms } = query.span {
                let settled = case.entries.iter().map(|one| &one.entry);
                let own = settled.filter(|entry| (from_ms..to_ms).contains(&entry.settled_at_ms));
                *set.in_period_e4.get_or_insert(0) += own.map(|entry| entry.total_e4).sum::<i64>();
            }
        }
        rows.retain(|row| {
            query.state.is_none_or(|state| state == row.state)
                && query.currency.is_none_or(|currency| currency == row.currency)
        });
        rows.sort_by(|one, other| {
            let by = |row: &OrderRow| (row.state, std::cmp::Reverse(row.way.difference_e4().abs()));
            by(one).cmp(&by(other)).then_with(|| one.order_ref.cmp(&other.order_ref))
        });
        let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
        let orders = rows.into_iter().skip(query.offset as usize).take(query.limit as usize).collect();
        Ok(Page {
            sets: sets.into_iter().collect(),
            orders,
            total,
            rules: self.takes.matches.clone(),
            columns: self.fee_columns(),
            files: self.used_files(),
            sources: self.files.sources().into_iter().collect(),
            without: self.without(tables)?,
        })
    }

    /// Columns of fees by their kind, as they are named.
    pub(super) fn fee_columns(&self) -> BTreeMap<String, String> {
        let fees = self.columns.values().filter(|column| column.part_of == "fees" && !column.kind.is_empty());
        fees.map(|column| (column.kind.clone(), column.name.clone())).collect()
    }

    /// Settlements with an entry behind the figures.
    fn used_files(&self) -> Vec<File> {
        let mut entries: HashMap<i64, i64> = HashMap::new();
        for one in self.cases.iter().flat_map(|case| &case.entries) {
            *entries.entry(one.file_no).or_default() += 1;
        }
        let file = |file: &store::payout::PayoutFile| {
            let lines = *entries.get(&file.no)?;
            let name = file.file_name.clone();
            Some(File { import: file.import, name, as_of_ms: file.as_of_ms, lines })
        };
        self.files.all().iter().filter_map(file).collect()
    }

    /// Platforms whose orders came in, and never a settlement.
    fn without(&self, tables: &Tables<'_>) -> Result<Vec<String>> {
        let settled = self.files.sources();
        let mut all: Vec<String> = tables.sale_imports()?.into_iter().map(|import| import.source).collect();
        all.retain(|source| {
            let platform = crate::margins::named_channel(source);
            platform.is_some_and(|channel| channel != domain::Channel::Other) && !settled.contains(source)
        });
        all.sort_unstable();
        all.dedup();
        Ok(all)
    }
}

impl Summary {
    fn count(&mut self, row: &OrderRow) {
        *self.orders.entry(row.state).or_default() += 1;
        match row.state {
            State::Agrees | State::Differs => self.settled.add(&row.way),
            State::NoOrder => self.no_order.add(&row.way),
            State::NotDue => self.not_due.add(&row.way),
            State::Overdue => self.overdue.add(&row.way),
            State::Nothing => {}
        }
    }
}

impl Waiting {
    fn add(&mut self, way: &Explained) {
        self.orders += 1;
        self.gmv_e4 += way.sold.gmv_e4;
        self.expected_e4 += way.expected_e4();
        self.open += i64::from(way.steps.values().any(|step| step.open > 0));
    }
}
