//! The orders and entries a question is about, put together by order.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::Currency;
use domain::metric::Tally;
use domain::payout::Sold;
use store::Tables;
use store::sale::{Observed, SaleLine};

use super::files::{Files, Standing};
use super::{Query, Span};
use crate::Result;
use crate::sales::{Books, standing};

pub(super) const DAY_MS: i64 = 86_400_000;

/// One order in one currency, with everything that stands of it.
pub(super) struct Case {
    pub(super) order_key: i64,
    pub(super) currency: Currency,
    pub(super) order_ref: String,
    pub(super) source: String,
    pub(super) lines: Vec<SaleLine>,
    pub(super) entries: Vec<Standing>,
}

impl Case {
    /// What our lines say; none where we know no such order.
    pub(super) fn sold(&self) -> Option<Sold> {
        if self.lines.is_empty() {
            return None;
        }
        let mut tally = Tally::default();
        for line in &self.lines {
            tally.add(&Tally::of_line(&line.amounts), 1);
        }
        Some(Sold { gmv_e4: tally.gmv_e4, discount_e4: tally.discount_e4, refund_e4: tally.refund_e4 })
    }

    /// When it was placed: as our lines say, else as the settlement does.
    pub(super) fn placed_ms(&self) -> Option<i64> {
        let ours = self.lines.iter().map(|line| line.at_ms).min();
        ours.or_else(|| self.entries.iter().filter_map(|one| one.entry.created_at_ms).min())
    }

    /// The session most of its lines are credited to.
    pub(super) fn session_no(&self) -> Option<i64> {
        let mut counts: BTreeMap<i64, i64> = BTreeMap::new();
        for no in self.lines.iter().filter_map(|line| line.session_no) {
            *counts.entry(no).or_default() += 1;
        }
        counts.into_iter().max_by_key(|(no, count)| (*count, -no)).map(|(no, _)| no)
    }
}

/// Gathers what a question is about.
pub(super) struct Gather<'a> {
    tables: &'a Tables<'a>,
    books: &'a Books,
    files: &'a Files,
    sources: HashMap<i64, String>,
    wanted: BTreeSet<String>,
    cases: Vec<Case>,
    known: HashSet<i64>,
}

impl<'a> Gather<'a> {
    /// Every order and entry of `query`.
    pub(super) fn all(
        tables: &'a Tables<'a>,
        books: &'a Books,
        files: &'a Files,
        query: &Query,
    ) -> Result<Vec<Case>> {
        let mut wanted = files.sources();
        if let Some(only) = &query.source {
            wanted.retain(|source| source == only);
        }
        let sources = tables.sale_imports()?.into_iter().map(|import| (import.no, import.source)).collect();
        let mut gather =
            Self { tables, books, files, sources, wanted, cases: Vec::new(), known: HashSet::new() };
        match query.span {
            Span::Session(id) => {
                if let Some(no) = tables.sale_session_no(id)? {
                    gather.orders(|each| Ok(tables.each_sale_order_of_session(no, None, each)?), None)?;
                }
            }
            Span::Ordered { from_ms, to_ms } => {
                let between = (from_ms, to_ms);
                gather.orders(
                    |each| Ok(tables.each_sale_order_between(from_ms, to_ms, each)?),
                    Some(between),
                )?;
                gather.entries_created(from_ms, to_ms)?;
            }
            Span::PaidOut { from_ms, to_ms } => {
                gather.paid_out(from_ms, to_ms)?;
                gather.due_between(from_ms, to_ms, query.due_days)?;
            }
        }
        Ok(gather.cases)
    }

    /// Orders as they stand, placed in the time asked for.
    fn orders(
        &mut self,
        read: impl FnOnce(&mut dyn FnMut(Vec<Observed>)) -> Result<()>,
        between: Option<(i64, i64)>,
    ) -> Result<()> {
        let (books, mut found) = (self.books, Vec::new());
        read(&mut |order| {
            let lines: Vec<SaleLine> = standing(books, &order).into_iter().cloned().collect();
            let placed = lines.iter().map(|line| line.at_ms).min();
            let is_in = |at: i64| between.is_none_or(|(from, to)| at >= from && at < to);
            if placed.is_some_and(is_in) {
                found.push(lines);
            }
        })?;
        for lines in found {
            let Some(key) = lines.first().map(|line| line.order_key) else { continue };
            if self.known.insert(key) {
                let entries = self.files.standing(self.tables.payouts_of_order(key)?);
                self.put(key, lines, entries);
            }
        }
        Ok(())
    }

    /// Entries of orders placed then, and entries about no order settled then, where we know no such order.
    fn entries_created(&mut self, from_ms: i64, to_ms: i64) -> Result<()> {
        let mut observed = self.tables.payouts_created(from_ms, to_ms)?;
        let settled = self.tables.payouts_settled(from_ms, to_ms)?;
        observed.extend(settled.into_iter().filter(|one| one.entry.created_at_ms.is_none()));
        for one in self.files.standing(observed) {
            let key = one.entry.order_key;
            if self.known.contains(&key) || !self.lines_of(key)?.is_empty() {
                continue;
            }
            self.known.insert(key);
            let entries = self.files.standing(self.tables.payouts_of_order(key)?);
            self.put(key, Vec::new(), entries);
        }
        Ok(())
    }

    /// Orders of which something was paid out then, each with all its entries.
    fn paid_out(&mut self, from_ms: i64, to_ms: i64) -> Result<()> {
        for one in self.files.standing(self.tables.payouts_settled(from_ms, to_ms)?) {
            let key = one.entry.order_key;
            if self.known.insert(key) {
                let lines = self.lines_of(key)?;
                let entries = self.files.standing(self.tables.payouts_of_order(key)?);
                self.put(key, lines, entries);
            }
        }
        Ok(())
    }

    /// Orders that were to be paid out then, and of which nothing was.
    fn due_between(&mut self, from_ms: i64, to_ms: i64, due_days: u32) -> Result<()> {
        let wait = i64::from(due_days) * DAY_MS;
        let (from_ms, to_ms) = (from_ms - wait, to_ms - wait);
        let tables = self.tables;
        let before = self.cases.len();
        self.orders(
            |each| Ok(tables.each_sale_order_between(from_ms, to_ms, each)?),
            Some((from_ms, to_ms)),
        )?;
        let waiting = self.cases.split_off(before);
        self.cases.extend(waiting.into_iter().filter(|case| case.entries.is_empty()));
        Ok(())
    }

    fn lines_of(&self, order_key: i64) -> Result<Vec<SaleLine>> {
        let order = self.tables.sale_order(order_key)?;
        Ok(standing(self.books, &order).into_iter().cloned().collect())
    }

    /// One case a currency, where its source is asked for.
    fn put(&mut self, order_key: i64, lines: Vec<SaleLine>, entries: Vec<Standing>) {
        let of_line = lines.first().and_then(|line| self.sources.get(&line.import_no)).cloned();
        let of_entry = || {
            let file = entries.first().and_then(|one| self.files.file(one.file_no));
            file.map(|file| file.orders.clone())
        };
        let Some(source) = of_line.or_else(of_entry).filter(|source| self.wanted.contains(source)) else {
            return;
        };
        let mut currencies: Vec<Currency> = lines.iter().map(|line| line.currency).collect();
        currencies.extend(entries.iter().map(|one| one.entry.currency));
        currencies.sort_unstable();
        currencies.dedup();
        for currency in currencies {
            let lines: Vec<SaleLine> =
                lines.iter().filter(|line| line.currency == currency).cloned().collect();
            let entries: Vec<Standing> =
                entries.iter().filter(|one| one.entry.currency == currency).cloned().collect();
            let order_ref = match (lines.first(), entries.first()) {
                (Some(line), _) => line.order_ref.clone(),
                (None, Some(one)) => one.entry.order_ref.clone(),
                (None, None) => continue,
            };
            let source = source.clone();
            self.cases.push(Case { order_key, currency, order_ref, source, lines, entries });
        }
    }
}
