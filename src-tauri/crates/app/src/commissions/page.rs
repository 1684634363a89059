//! What creators get for what they brought a session, by creator, beside what our own rules say.

use std::collections::{BTreeMap, BTreeSet};

use domain::fee::{Condition, FeeRule};
use domain::id::SessionId;
use domain::{Actor, Currency};
use rust_decimal::Decimal;
use store::commission::Commission;

use super::brought::{Asked, Brought, Found, asked};
use crate::fees::may_see_money;
use crate::margins::{Ordered, Terms};
use crate::sales::Books;
use crate::{App, Result};

/// What one creator gets in one currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CreatorRow {
    /// The creator's name on the platform; empty for all together.
    pub creator: String,
    /// Orders with something of the creator's.
    pub orders: i64,
    /// Stock codes of orders.
    pub commissions: i64,
    /// Those of which all came back.
    pub returned: i64,
    /// What is expected, shop ads included, 10⁻⁴; none where no file says.
    pub expected_e4: Option<i64>,
    /// What was paid, shop ads included, 10⁻⁴; none while nothing was.
    pub actual_e4: Option<i64>,
    /// Commissions that were not paid yet.
    pub waiting: i64,
    /// What is paid for shop ads of it, or expected, 10⁻⁴.
    pub ads_e4: Option<i64>,
    /// The co-funded bonus paid, or expected, 10⁻⁴; it comes on top.
    pub bonus_e4: Option<i64>,
    /// What was paid where it was, what is expected where not, 10⁻⁴.
    pub file_e4: Option<i64>,
    /// What our rules for creators' commissions say of the same lines, positive; none where there is no such rule.
    pub ours: Option<Decimal>,
    /// Lines of which a rule does not know.
    pub open: i64,
}

/// What creators get for what they brought a session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionCommissions {
    /// One row a currency and creator, the most first.
    pub rows: Vec<(Currency, CreatorRow)>,
    /// All together, one row a currency.
    pub totals: Vec<(Currency, CreatorRow)>,
    /// Lines of the session of which no file says whether a creator brought them.
    pub unknown_lines: i64,
    /// Names of the rules that are compared.
    pub rules: Vec<String>,
    /// The latest instant the figures stand for, UTC milliseconds; none while no file came in.
    pub as_of_ms: Option<i64>,
    /// Names of the files.
    pub files: Vec<String>,
}

fn plus(sum: &mut Option<i64>, more: Option<i64>) {
    if let Some(more) = more {
        *sum = Some(sum.unwrap_or_default() + more);
    }
}

fn both(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    match (one, other) {
        (None, None) => None,
        (one, other) => Some(one.unwrap_or_default() + other.unwrap_or_default()),
    }
}

impl CreatorRow {
    fn add(&mut self, one: &Commission) {
        let pay = &one.terms.pay;
        let expected = both(pay.expected_e4, pay.expected_ads_e4);
        let actual = both(pay.actual_e4, pay.actual_ads_e4);
        self.commissions += 1;
        self.returned += i64::from(one.terms.is_returned == Some(true));
        self.waiting += i64::from(actual.is_none());
        plus(&mut self.expected_e4, expected);
        plus(&mut self.actual_e4, actual);
        plus(&mut self.file_e4, actual.or(expected));
        plus(&mut self.ads_e4, pay.actual_ads_e4.or(pay.expected_ads_e4));
        plus(&mut self.bonus_e4, pay.actual_bonus_e4.or(pay.expected_bonus_e4));
    }

    /// What the files say more than our rules; none where one side says nothing, or not everything.
    pub fn difference(&self) -> Option<Decimal> {
        let ours = self.ours.filter(|_| self.open == 0)?;
        Some(Decimal::new(self.file_e4?, 4) - ours)
    }
}

/// Rows while they are put together: by currency and creator; the empty name is all together.
#[derive(Default)]
struct Sums {
    rows: BTreeMap<(Currency, String), (CreatorRow, BTreeSet<i64>)>,
}

impl Sums {
    fn each(
        &mut self,
        currency: Currency,
        creator: &str,
        then: impl Fn(&mut CreatorRow, &mut BTreeSet<i64>),
    ) {
        for name in [creator, ""] {
            let (row, orders) = self.rows.entry((currency, name.to_owned())).or_default();
            name.clone_into(&mut row.creator);
            then(row, orders);
        }
    }

    /// Adds up what files say of the session's lines; answers of how many they say nothing.
    fn gather(&mut self, ordered: &Ordered, said: &[Found]) -> i64 {
        let (mut unknown, mut counted) = (0, BTreeSet::new());
        for (at, said) in said.iter().enumerate().filter(|(at, _)| ordered.facts[*at].is_counted) {
            match said {
                Found::Nobody => {}
                Found::Unknown => unknown += 1,
                Found::By(all) => {
                    for one in all.iter().filter(|one| counted.insert(one.id)) {
                        self.each(one.terms.currency, &one.terms.creator, |row, orders| {
                            row.add(one);
                            orders.insert(ordered.lines[at].order_key);
                        });
                    }
                }
            }
        }
        unknown
    }

    /// Adds up what the rules for orders of creators say of the same lines; answers their names.
    fn compare(&mut self, ordered: &Ordered, said: &[Found], rules: &[FeeRule]) -> Vec<String> {
        let is_own = |rule: usize| rules[rule].terms.condition == Condition::ByCreator;
        let names: Vec<String> =
            (0..rules.len()).filter(|at| is_own(*at)).map(|at| rules[at].terms.name.clone()).collect();
        if names.is_empty() {
            return names;
        }
        for (row, _) in self.rows.values_mut() {
            row.ours = Some(Decimal::ZERO);
        }
        let creator = |at: usize| match &said[at] {
            Found::By(all) if ordered.facts[at].is_counted => {
                all.first().map(|one| (one.terms.currency, one.terms.creator.as_str()))
            }
            Found::By(_) | Found::Nobody | Found::Unknown => None,
        };
        let reckoning = ordered.reckon(rules);
        for charge in reckoning.charges.iter().filter(|charge| is_own(charge.rule)) {
            if let Some((currency, name)) = creator(charge.line) {
                self.each(currency, name, |row, _| row.ours = row.ours.map(|sum| sum + charge.amount));
            }
        }
        for gap in reckoning.gaps.iter().filter(|gap| gap.rule.is_some_and(is_own)) {
            if let Some((currency, name)) = creator(gap.line) {
                self.each(currency, name, |row, _| row.open += 1);
            }
        }
        names
    }

    fn finish(self, found: &mut SessionCommissions) {
        for ((currency, name), (mut row, orders)) in self.rows {
            row.orders = i64::try_from(orders.len()).unwrap_or(i64::MAX);
            if name.is_empty() { &mut found.totals } else { &mut found.rows }.push((currency, row));
        }
        found
            .rows
            .sort_by_key(|(currency, row)| (*currency, std::cmp::Reverse(row.file_e4), row.creator.clone()));
    }
}

/// What creators get for what they brought `session`, as known at an instant; now when none.
///
/// # Errors
/// `NotFound` when there is no such session, `Forbidden` for whoever does not see money.
pub fn of_session(
    app: &App,
    by: &Actor,
    session: SessionId,
    known_on_ms: Option<i64>,
) -> Result<SessionCommissions> {
    may_see_money(by)?;
    app.read(|tables| {
        let books = Books::known_on(tables, known_on_ms)?;
        let session = tables.session(session)?;
        let brought = Brought::read(tables, known_on_ms)?;
        let mut found = SessionCommissions {
            as_of_ms: brought.files().iter().map(|file| file.as_of_ms).max(),
            files: brought.files().iter().map(|file| file.file_name.clone()).collect(),
            ..SessionCommissions::default()
        };
        if found.files.is_empty() {
            return Ok(found);
        }
        let ordered = Ordered::read(tables, &books, &Terms::of(tables)?, &session)?;
        let lines: Vec<Asked<'_>> =
            ordered.lines.iter().zip(&ordered.facts).map(|(line, facts)| asked(line, facts)).collect();
        let said = brought.of(tables, &lines)?;
        let rules = tables.fee_rules()?;
        let mut sums = Sums::default();
        found.unknown_lines = sums.gather(&ordered, &said);
        found.rules = sums.compare(&ordered, &said, &rules);
        sums.finish(&mut found);
        Ok(found)
    })
}
