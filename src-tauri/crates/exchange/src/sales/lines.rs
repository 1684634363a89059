//! Any table of sale lines, one row a line, read by a mapping.

use std::hash::{BuildHasher, RandomState};
use std::ops::RangeInclusive;

use crate::binding::Bound;
use crate::hashed::ByHash;
use crate::mapping::{Mapping, State};
use crate::number::{NumberDialect, ONE_E4};
use crate::product::{ColumnTotal, Warning};
use crate::reject::{Expectation, Reject};
use crate::sale::{SaleBatch, SaleKind, SaleReport, SaleRow};
use crate::sales::Reading;
use crate::sales::ahead::{self, Ahead, Fate};
use crate::sales::cells::{Cells, Sums};
use crate::sales::line::{self, Said};
use crate::sales::settle::{self, Settled};
use crate::sales::sums::Checks;
use crate::sales::total_row::TotalRows;
use crate::sales::{session, total_row};
use crate::table::{CellKind, Row};

/// Counts per order, by the hash of its number: two orders whose hashes meet would share a count, and their
/// lines would still be numbered apart.
#[derive(Default)]
pub(super) struct OrderCounts {
    hasher: RandomState,
    counts: ByHash<u32>,
}

impl OrderCounts {
    /// The number of the next line of this order, from 1.
    pub(super) fn next(&mut self, order: &str) -> u32 {
        let count = self.counts.entry(self.hasher.hash_one(order)).or_insert(0);
        *count += 1;
        *count
    }
}

/// What became of a row that could be read.
enum Taken {
    Line,
    /// It stands there twice, and counts once.
    Repeated,
}

/// Reads lines.
pub(super) struct Lines<'a> {
    cells: Cells<'a>,
    mapping: &'a Mapping,
    /// The orders, where something is said once an order or rows are known again by a key.
    ahead: Option<Ahead>,
    orders: OrderCounts,
    checks: Checks,
    total_rows: TotalRows,
    /// Blocks of rows that stood there before and count once.
    twice: Vec<RangeInclusive<u64>>,
    sums: Sums,
    /// Σ quantity × unit price over every row where both are numbers.
    product_e4: i128,
    product_rows: u64,
    of_order: Vec<Option<i64>>,
    raw: String,
    batch: SaleBatch,
    report: SaleReport,
}

impl<'a> Lines<'a> {
    pub(super) fn new(
        cells: Cells<'a>,
        mapping: &'a Mapping,
        headers: &[String],
        twice: Vec<RangeInclusive<u64>>,
    ) -> Self {
        let b = cells.binding;
        let shares = b.shares.iter().filter(|share| !share.per_order).map(|share| Some(share.bound));
        let amount = b.amount.filter(|_| !b.amount_per_order);
        let summed: Vec<_> =
            [b.quantity, b.unit_price, amount].into_iter().chain(shares).chain([b.returned]).collect();
        let sums = Sums::new(&cells, &summed);
        Self {
            checks: Checks::new(headers, mapping),
            total_rows: TotalRows::new(b),
            twice,
            cells,
            mapping,
            ahead: None,
            orders: OrderCounts::default(),
            sums,
            product_e4: 0,
            product_rows: 0,
            of_order: Vec::new(),
            raw: String::new(),
            batch: SaleBatch::with_capacity(),
            report: SaleReport::default(),
        }
    }

    /// Takes note of a row before any line is handed on; a row that cannot be read is refused later.
    pub(super) fn note(&mut self, row: &Row<'_>) {
        if self.stood_before(row) {
            return;
        }
        let said = line::read(&mut self.cells, self.mapping, row, &mut self.of_order);
        if let Ok(said) = said {
            let ahead = self.ahead.get_or_insert_default();
            ahead.note(self.cells.binding, row, &said, &self.of_order);
        }
    }

    /// Ends the taking of notes.
    pub(super) fn noted(&mut self) {
        self.ahead.get_or_insert_default().complete();
    }

    fn line(&mut self, row: &Row<'_>) -> Result<Taken, Reject> {
        let said = line::read(&mut self.cells, self.mapping, row, &mut self.of_order)?;
        let b = self.cells.binding;
        let (settled, line_no, product_line) = match self.ahead.as_mut() {
            None => (settle::alone(b, &said.amounts), self.orders.next(said.order_ref), None),
            Some(ahead) => match ahead.fate(b, row, &said) {
                Fate::Repeated => return Ok(Taken::Repeated),
                Fate::Against { row: other } => {
                    return Err(Reject::whole(row.number, Expectation::UniqueKey { first_row: other }));
                }
                Fate::Disagrees { column, first_row } => {
                    let at = ahead::columns(b).get(column).map_or(b.order_ref, |bound| bound.at);
                    return Err(self.cells.refuse(row, at, Expectation::SameInOrder { first_row }));
                }
                Fate::Line { settled, line_no, product_line, above } => {
                    if above {
                        let order = said.order_ref.to_owned();
                        self.report.warn(Warning::RefundAboveLines { row: row.number, order });
                    }
                    (settled, line_no, Some(product_line))
                }
            },
        };
        if said.twice {
            self.report.warn(Warning::AmbiguousLocalTime { row: row.number });
        }
        self.checks.check(row, said.amounts.currency, &mut self.report);
        self.push(row, &said, settled, line_no, product_line);
        Ok(Taken::Line)
    }

    fn push(
        &mut self,
        row: &Row<'_>,
        said: &Said<'_>,
        settled: Settled,
        line_no: u32,
        product_line: Option<u32>,
    ) {
        let b = self.cells.binding;
        self.cells.raw(row, &mut self.raw);
        let state = said.amounts.state;
        let status = match state {
            State::Counts => self.cells.text(row, b.status),
            State::Cancelled => "cancelled",
            State::Unpaid => "unpaid",
        };
        self.report.counts.cancelled_lines += u64::from(state == State::Cancelled);
        self.report.counts.unpaid_lines += u64::from(state == State::Unpaid);
        let line = SaleRow {
            row: row.number,
            order_ref: said.order_ref,
            line_no,
            product_line,
            at_ms: said.at_ms,
            kind: self.kind(said.order_ref, said.sku, said.amounts.quantity),
            sku: Some(said.sku).filter(|text| !text.is_empty()),
            title: Some(said.title).filter(|text| !text.is_empty()),
            quantity: said.amounts.quantity,
            unit_price_e4: settled.unit_price_e4,
            amount_e4: settled.amount_e4,
            discount_e4: settled.discount_e4,
            platform_discount_e4: settled.platform_discount_e4,
            refund_e4: settled.refund_e4,
            tax_e4: settled.tax_e4,
            shipping_e4: settled.shipping_e4,
            currency: said.amounts.currency,
            buyer: self.cells.buyer(row),
            session_ref: b.session.and_then(|at| session::token(row.text(at))),
            channel_ref: Some(self.cells.text(row, b.channel)).filter(|text| !text.is_empty()),
            status: Some(status).filter(|text| !text.is_empty()),
            raw: &self.raw,
        };
        self.report.count(&line);
        self.batch.push(&line);
    }

    fn stood_before(&self, row: &Row<'_>) -> bool {
        self.twice.iter().any(|block| block.contains(&row.number))
    }

    fn kind(&self, order_ref: &str, sku: &str, quantity: i64) -> SaleKind {
        if !sku.is_empty() && self.mapping.charge_codes.iter().any(|code| code == sku) {
            SaleKind::Charge
        } else if self.is_cancelled(order_ref) {
            SaleKind::Refund
        } else if quantity < 0 {
            SaleKind::Adjustment
        } else {
            SaleKind::Sale
        }
    }

    fn is_cancelled(&self, order_ref: &str) -> bool {
        let prefix = self.mapping.cancellation_prefix.as_deref().filter(|prefix| !prefix.is_empty());
        prefix
            .and_then(|prefix| order_ref.strip_prefix(prefix))
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    }

    fn add_product(&mut self, row: &Row<'_>) {
        let b = self.cells.binding;
        let (Some(quantity), Some(price)) = (b.quantity, b.unit_price) else { return };
        if let (Some(quantity), Some(price)) = (number_at(row, quantity), number_at(row, price)) {
            self.product_e4 += quantity * price / i128::from(ONE_E4);
            self.product_rows += 1;
        }
    }

    /// Counts a row that ends as a line or as a reject.
    fn count(&mut self, row: &Row<'_>) {
        self.report.counts.rows_read += 1;
        self.sums.add(row);
        self.add_product(row);
        if self.is_cancelled(row.text(self.cells.binding.order_ref)) {
            self.report.counts.cancelled_lines += 1;
        }
    }

    fn refuse(&mut self, reject: Reject) {
        self.report.counts.rejected += 1;
        self.batch.rejects.push(reject);
    }
}

/// The number of a cell, whatever its currency; none when it holds none.
pub(crate) fn number_at(row: &Row<'_>, bound: Bound) -> Option<i128> {
    let text = row.kind(bound.at) == CellKind::Text;
    let dialect = if text { bound.dialect } else { NumberDialect::Dot };
    match row.get(bound.at) {
        b"-" if bound.dash => Some(0),
        cell => crate::number::parse(cell, dialect).ok().map(|number| i128::from(number.e4)),
    }
}

impl Reading for Lines<'_> {
    fn row(&mut self, row: &Row<'_>) {
        if self.stood_before(row) {
            self.report.counts.repeated_rows += 1;
            return;
        }
        if total_row::is_worded(row, self.cells.binding) {
            self.total_rows.said(row, &mut self.sums, &mut self.report);
            return;
        }
        if self.total_rows.may_be(row) {
            self.total_rows.hold(row, &self.sums);
            return;
        }
        match self.line(row) {
            Ok(Taken::Line) => self.count(row),
            Ok(Taken::Repeated) => self.report.counts.repeated_rows += 1,
            Err(reject) => {
                self.count(row);
                self.refuse(reject);
            }
        }
    }

    fn batch(&mut self) -> &mut SaleBatch {
        &mut self.batch
    }

    fn finish(mut self: Box<Self>) -> (SaleReport, SaleBatch) {
        let b = self.cells.binding;
        let held = self.total_rows.release(&mut self.sums, &mut self.report);
        for row in held {
            self.report.counts.rows_read += 1;
            let header = self.cells.header(b.order_ref).to_owned();
            self.refuse(Reject::cell(row, &header, b"", Expectation::Filled));
        }
        self.report.totals = self.sums.into_totals();
        if let Some(ahead) = &self.ahead {
            for (bound, (e4, cells)) in ahead::columns(b).into_iter().zip(&ahead.sums) {
                let column = self.cells.header(bound.at).to_owned();
                self.report.totals.push(ColumnTotal { column, e4: *e4, cells: *cells, said_e4: None });
            }
        }
        if let (Some(quantity), Some(price)) = (b.quantity, b.unit_price) {
            let column = format!("{} × {}", self.cells.header(quantity.at), self.cells.header(price.at));
            let total = ColumnTotal { column, e4: self.product_e4, cells: self.product_rows, said_e4: None };
            self.report.totals.push(total);
        }
        (self.report, self.batch)
    }
}
