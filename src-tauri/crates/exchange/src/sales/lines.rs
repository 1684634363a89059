//! Any table of sale lines, one row a line, read by a mapping.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher, RandomState};

use crate::mapping::Mapping;
use crate::number::{NumberDialect, ONE_E4};
use crate::product::{ColumnTotal, Warning};
use crate::reject::{Expectation, Reject};
use crate::sale::{SaleBatch, SaleKind, SaleReport, SaleRow};
use crate::sales::Reading;
use crate::sales::cells::{Cells, Sums};
use crate::sales::session;
use crate::table::{CellKind, Row};

/// A key that is a hash already.
#[derive(Default, Clone, Copy)]
pub(super) struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// Counts per order, by the hash of its number: two orders whose hashes meet would share a count, and their
/// lines would still be numbered apart.
#[derive(Default)]
pub(super) struct OrderCounts {
    hasher: RandomState,
    counts: HashMap<u64, u32, std::hash::BuildHasherDefault<Hashed>>,
}

impl OrderCounts {
    /// The number of the next line of this order, from 1.
    pub(super) fn next(&mut self, order: &str) -> u32 {
        let count = self.counts.entry(self.hasher.hash_one(order)).or_insert(0);
        *count += 1;
        *count
    }
}

/// Reads lines.
pub(super) struct Lines<'a> {
    cells: Cells<'a>,
    mapping: &'a Mapping,
    orders: OrderCounts,
    sums: Sums,
    /// Σ quantity × unit price over every row where both are numbers.
    product_e4: i128,
    product_rows: u64,
    raw: String,
    batch: SaleBatch,
    report: SaleReport,
}

impl<'a> Lines<'a> {
    pub(super) fn new(cells: Cells<'a>, mapping: &'a Mapping) -> Self {
        let b = cells.binding;
        let sums = Sums::new(&cells, &[b.quantity, b.unit_price, b.amount, b.discount, b.refund]);
        Self {
            cells,
            mapping,
            orders: OrderCounts::default(),
            sums,
            product_e4: 0,
            product_rows: 0,
            raw: String::new(),
            batch: SaleBatch::with_capacity(),
            report: SaleReport::default(),
        }
    }

    fn line(&mut self, row: &Row<'_>) -> Result<(), Reject> {
        self.cells.check_shape(row)?;
        let b = self.cells.binding;
        let order_ref = self.cells.id(row, b.order_ref)?;
        if order_ref.is_empty() {
            return Err(self.cells.refuse(row, b.order_ref, Expectation::Filled));
        }
        let sku = b.sku.map_or(Ok(""), |at| self.cells.id(row, at))?;
        let currency = self.cells.currency(row)?;
        let quantity = b.quantity.map_or(Ok(1), |bound| self.cells.quantity(row, bound))?;
        let (unit_price_e4, amount_e4) = self.amounts(row, quantity, currency)?;
        let (at_ms, twice) = self.cells.instant(row, b.date)?;
        let discount = b.discount.map_or(Ok(None), |bound| self.cells.money(row, bound, currency))?;
        let refund = b.refund.map_or(Ok(None), |bound| self.cells.money(row, bound, currency))?;
        if twice {
            self.report.warn(Warning::AmbiguousLocalTime { row: row.number });
        }
        self.cells.raw(row, &mut self.raw);
        let line = SaleRow {
            row: row.number,
            order_ref,
            line_no: self.orders.next(order_ref),
            at_ms,
            kind: self.kind(order_ref, sku, quantity),
            sku: Some(sku).filter(|text| !text.is_empty()),
            title: Some(self.cells.text(row, b.title)).filter(|text| !text.is_empty()),
            quantity,
            unit_price_e4,
            amount_e4,
            // Files write what was taken off as positive or negative; it is kept as what was taken off.
            discount_e4: discount.unwrap_or(0).abs(),
            refund_e4: refund.unwrap_or(0).abs(),
            currency,
            buyer: self.cells.buyer(row),
            session_ref: b.session.and_then(|at| session::token(row.text(at))),
            channel_ref: Some(self.cells.text(row, b.channel)).filter(|text| !text.is_empty()),
            status: Some(self.cells.text(row, b.status)).filter(|text| !text.is_empty()),
            raw: &self.raw,
        };
        self.report.count(&line);
        self.batch.push(&line);
        Ok(())
    }

    /// Unit price and amount of the line; from the amount alone where there is no unit price.
    fn amounts(
        &self,
        row: &Row<'_>,
        quantity: i64,
        currency: domain::Currency,
    ) -> Result<(i64, i64), Reject> {
        let b = self.cells.binding;
        let (bound, by_unit) = match (b.unit_price, b.amount) {
            (Some(bound), _) => (bound, true),
            (None, Some(bound)) => (bound, false),
            (None, None) => return Err(Reject::whole(row.number, Expectation::Filled)),
        };
        let Some(value) = self.cells.money(row, bound, currency)? else {
            return Err(self.cells.refuse(row, bound.at, Expectation::Filled));
        };
        if by_unit {
            let amount = value.checked_mul(quantity);
            let amount = amount.ok_or_else(|| self.cells.refuse(row, bound.at, Expectation::InRange))?;
            return Ok((value, amount));
        }
        Ok((shared(value, quantity), value))
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
        let read = |bound: crate::mapping::Bound| {
            let text = row.kind(bound.at) == CellKind::Text;
            let dialect = if text { bound.dialect } else { NumberDialect::Dot };
            crate::number::parse(row.get(bound.at), dialect).ok().map(|number| i128::from(number.e4))
        };
        if let (Some(quantity), Some(price)) = (read(quantity), read(price)) {
            self.product_e4 += quantity * price / i128::from(ONE_E4);
            self.product_rows += 1;
        }
    }
}

/// An amount by a count, rounded half away from zero; by 0 it is itself.
fn shared(amount: i64, count: i64) -> i64 {
    if count == 0 {
        return amount;
    }
    let (amount, count) = (i128::from(amount), i128::from(count));
    let half = count.abs() / 2;
    let sign = if (amount < 0) == (count < 0) { 1 } else { -1 };
    let rounded = sign * ((amount.abs() + half) / count.abs());
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

impl Reading for Lines<'_> {
    fn row(&mut self, row: &Row<'_>) {
        self.report.counts.rows_read += 1;
        self.sums.add(row);
        self.add_product(row);
        if self.is_cancelled(row.text(self.cells.binding.order_ref)) {
            self.report.counts.cancelled_lines += 1;
        }
        if let Err(reject) = self.line(row) {
            self.report.counts.rejected += 1;
            self.batch.rejects.push(reject);
        }
    }

    fn batch(&mut self) -> &mut SaleBatch {
        &mut self.batch
    }

    fn finish(mut self: Box<Self>) -> (SaleReport, SaleBatch) {
        let b = self.cells.binding;
        self.report.totals = self.sums.into_totals();
        if let (Some(quantity), Some(price)) = (b.quantity, b.unit_price) {
            let column = format!("{} × {}", self.cells.header(quantity.at), self.cells.header(price.at));
            let total = ColumnTotal { column, e4: self.product_e4, cells: self.product_rows };
            self.report.totals.push(total);
        }
        (self.report, self.batch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_price_from_an_amount_is_rounded_half_away_from_zero() {
        assert_eq!(shared(10, 4), 3);
        assert_eq!(shared(-10, 4), -3);
        assert_eq!(shared(-10, -4), 3);
        assert_eq!(shared(7, 0), 7);
    }
}
