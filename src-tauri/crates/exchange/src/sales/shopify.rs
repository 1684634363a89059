//! Shopify's orders export: what is said once per order is brought to its lines, to the last đồng.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use domain::Currency;

use crate::binding::Bound;
use crate::mapping::Mapping;
use crate::number::{self, NumberDialect};
use crate::product::{ColumnTotal, Warning};
use crate::reject::{Expectation, Reject};
use crate::sale::{SaleBatch, SaleKind, SaleReport, SaleRow};
use crate::sales::Reading;
use crate::sales::cells::{Cells, Sums};
use crate::sales::session;
use crate::sales::share::{allocate, unit};
use crate::sniff::Sniffed;
use crate::table::{CellKind, Row};

mod settle;

type Span = (usize, usize);

/// One order while its rows pass by. Its allocations are used again for the next.
#[derive(Default)]
struct Order {
    open: bool,
    refused: bool,
    name: String,
    first_row: u64,
    at_ms: i64,
    currency: Option<Currency>,
    discount_e4: i64,
    refund_e4: i64,
    subtotal_e4: Option<i64>,
    tax_e4: Option<i64>,
    shipping_e4: Option<i64>,
    status: String,
    cancelled: bool,
    buyer: Option<[u8; 16]>,
    session: String,
    channel: String,
    text: String,
    lines: Vec<Line>,
    rows: u32,
}

struct Line {
    row: u64,
    line_no: u32,
    quantity: i64,
    unit_price_e4: i64,
    amount_e4: i64,
    discount_e4: i64,
    sku: Span,
    title: Span,
    raw: Span,
}

/// Columns that have no field of their own in a mapping.
struct Extra {
    subtotal: Option<Bound>,
    cancelled_at: Option<usize>,
    line_discount: Option<Bound>,
    taxes: Option<Bound>,
    shipping: Option<Bound>,
}

/// Reads orders.
pub(super) struct Orders<'a> {
    cells: Cells<'a>,
    extra: Extra,
    hasher: RandomState,
    /// First row of each order, by the hash of its name.
    seen: HashMap<u64, u64>,
    order: Order,
    sums: Sums,
    product_e4: i128,
    product_rows: u64,
    raw: String,
    batch: SaleBatch,
    report: SaleReport,
}

impl<'a> Orders<'a> {
    pub(super) fn new(cells: Cells<'a>, sniffed: &Sniffed, mapping: &Mapping) -> Self {
        let b = cells.binding;
        let dialect = b.unit_price.map_or(NumberDialect::Dot, |bound| bound.dialect);
        let find = |name: &str| sniffed.headers.iter().position(|header| header == name);
        let at = |name: &str| find(name).or_else(|| find(mapping.stand_ins.get(name)?));
        let bound = |name: &str| at(name).map(|at| Bound { at, dialect, dash: false });
        let extra = Extra {
            subtotal: bound("Subtotal"),
            cancelled_at: at("Cancelled at"),
            line_discount: bound("Lineitem discount"),
            taxes: bound("Taxes"),
            shipping: bound("Shipping"),
        };
        let summed = [
            b.quantity,
            b.unit_price,
            b.discount,
            b.refund,
            extra.subtotal,
            extra.shipping,
            extra.taxes,
            bound("Total"),
            extra.line_discount,
        ];
        let sums = Sums::new(&cells, &summed);
        Self {
            cells,
            extra,
            hasher: RandomState::new(),
            seen: HashMap::new(),
            order: Order::default(),
            sums,
            product_e4: 0,
            product_rows: 0,
            raw: String::new(),
            batch: SaleBatch::with_capacity(),
            report: SaleReport::default(),
        }
    }

    fn take(&mut self, row: &Row<'_>) -> Result<(), Reject> {
        self.cells.check_shape(row)?;
        let b = self.cells.binding;
        let name = self.cells.id(row, b.order_ref)?;
        if name.is_empty() {
            return Err(self.cells.refuse(row, b.order_ref, Expectation::Filled));
        }
        if !self.order.open || self.order.name != name {
            self.close();
            let hash = self.hasher.hash_one(name);
            if let Some(&first_row) = self.seen.get(&hash) {
                return Err(Reject::whole(row.number, Expectation::Together { first_row }));
            }
            self.seen.insert(hash, row.number);
            self.begin(row, name)?;
        } else if self.order.refused {
            let first_row = self.order.first_row;
            return Err(Reject::whole(row.number, Expectation::WithItsFirstRow { first_row }));
        } else {
            self.check_head(row)?;
        }
        self.order.rows += 1;
        self.line(row)
    }

    fn begin(&mut self, row: &Row<'_>, name: &str) -> Result<(), Reject> {
        let order = &mut self.order;
        order.open = true;
        // Until the head is read without fault, the order's other rows have nothing to belong to.
        order.refused = true;
        order.rows = 0;
        order.name.clear();
        order.name.push_str(name);
        order.first_row = row.number;
        let b = self.cells.binding;
        let currency = self.cells.currency(row)?;
        let (at_ms, twice) = self.cells.instant(row, b.date)?;
        if twice {
            self.report.warn(Warning::AmbiguousLocalTime { row: row.number });
        }
        let amount =
            |bound: Option<Bound>| bound.map_or(Ok(None), |bound| self.cells.money(row, bound, currency));
        self.order.discount_e4 = amount(b.discount)?.unwrap_or(0).abs();
        self.order.refund_e4 = amount(b.refund)?.unwrap_or(0).abs();
        self.order.subtotal_e4 = amount(self.extra.subtotal)?;
        self.order.tax_e4 = amount(self.extra.taxes)?;
        self.order.shipping_e4 = amount(self.extra.shipping)?;
        self.order.currency = Some(currency);
        self.order.at_ms = at_ms;
        self.order.cancelled = self.extra.cancelled_at.is_some_and(|at| !row.get(at).is_empty());
        self.order.buyer = self.cells.buyer(row);
        replace(&mut self.order.status, self.cells.text(row, b.status));
        replace(&mut self.order.channel, self.cells.text(row, b.channel));
        let session = b.session.and_then(|at| session::within(row.text(at)));
        replace(&mut self.order.session, session.unwrap_or_default());
        self.order.refused = false;
        Ok(())
    }

    /// A later row may repeat what the first says of the order, not say something else: then it is another order
    /// under the same name.
    fn check_head(&self, row: &Row<'_>) -> Result<(), Reject> {
        let (b, order) = (self.cells.binding, &self.order);
        let currency = order.currency.unwrap_or(Currency::Usd);
        let said = [(self.extra.subtotal, order.subtotal_e4), (b.discount, Some(order.discount_e4))];
        for (bound, said) in said.into_iter().filter_map(|(bound, said)| Some((bound?, said))) {
            let again = self.cells.money(row, bound, currency)?.map(i64::abs);
            if again.is_some() && again != said.map(i64::abs) {
                let first_row = order.first_row;
                return Err(self.cells.refuse(row, bound.at, Expectation::SameInOrder { first_row }));
            }
        }
        Ok(())
    }

    fn line(&mut self, row: &Row<'_>) -> Result<(), Reject> {
        let b = self.cells.binding;
        let currency = self.order.currency.unwrap_or(Currency::Usd);
        let (Some(quantity_at), Some(price_at)) = (b.quantity, b.unit_price) else {
            return Err(Reject::whole(row.number, Expectation::Filled));
        };
        let quantity = self.cells.quantity(row, quantity_at)?;
        if quantity < 0 {
            return Err(self.cells.refuse(row, quantity_at.at, Expectation::NotNegative));
        }
        let Some(unit_price_e4) = self.cells.money(row, price_at, currency)? else {
            return Err(self.cells.refuse(row, price_at.at, Expectation::Filled));
        };
        if unit_price_e4 < 0 {
            return Err(self.cells.refuse(row, price_at.at, Expectation::NotNegative));
        }
        let amount_e4 = self.cells.amount(row, price_at, unit_price_e4, quantity)?;
        let line_discount = self.extra.line_discount;
        let discount = line_discount.map_or(Ok(None), |bound| self.cells.money(row, bound, currency))?;
        let sku = b.sku.map_or(Ok(""), |at| self.cells.id(row, at))?;
        let title = self.cells.text(row, b.title);
        self.cells.raw(row, &mut self.raw);
        let line = Line {
            row: row.number,
            line_no: self.order.rows,
            quantity,
            unit_price_e4,
            amount_e4,
            discount_e4: discount.unwrap_or(0).abs(),
            sku: self.order.keep(sku),
            title: self.order.keep(title),
            raw: self.order.keep(&self.raw),
        };
        if quantity == 0 {
            self.report.warn(Warning::ZeroQuantity { row: row.number });
        }
        self.order.lines.push(line);
        Ok(())
    }

    /// Brings the order's discount and refund to its lines and hands them on.
    fn close(&mut self) {
        if !self.order.open {
            return;
        }
        self.order.open = false;
        let order = &mut self.order;
        let Some(currency) = order.currency.filter(|_| !order.lines.is_empty()) else {
            order.reset();
            return;
        };
        let clear = order.settle_discount(currency);
        if !clear {
            let (row, order) = (order.first_row, order.name.clone());
            self.report.warn(Warning::DiscountUnclear { row, order });
        }
        let (refunds, above) = self.order.refunds(currency);
        if above {
            let (row, order) = (self.order.first_row, self.order.name.clone());
            self.report.warn(Warning::RefundAboveLines { row, order });
        }
        let order = &self.order;
        if order.cancelled {
            self.report.counts.cancelled_lines += order.lines.len() as u64;
        }
        let (taxes, shipping) =
            (order.spread(order.tax_e4, currency), order.spread(order.shipping_e4, currency));
        for (at, (line, refund_e4)) in order.lines.iter().zip(refunds).enumerate() {
            let beside = [&taxes, &shipping].map(|shares| shares.get(at).copied());
            let row = order.row(line, refund_e4, beside, currency);
            self.report.count(&row);
            self.batch.push(&row);
        }
        self.order.reset();
    }
}

impl Order {
    fn keep(&mut self, text: &str) -> Span {
        let start = self.text.len();
        self.text.push_str(text);
        (start, self.text.len())
    }

    fn reset(&mut self) {
        self.text.clear();
        self.lines.clear();
    }

    /// An amount of the whole order, shared among its lines; nothing when the file does not say it.
    fn spread(&self, amount: Option<i64>, currency: Currency) -> Vec<i64> {
        let weights: Vec<i64> = self.lines.iter().map(|line| line.amount_e4).collect();
        amount.map_or_else(Vec::new, |amount| allocate(amount, &weights, unit(currency)))
    }

    fn row(
        &self,
        line: &Line,
        refund_e4: i64,
        [tax_e4, shipping_e4]: [Option<i64>; 2],
        currency: Currency,
    ) -> SaleRow<'_> {
        let text = |(start, end): Span| &self.text[start..end];
        let filled = |text: &str| !text.is_empty();
        let status = if self.cancelled { "cancelled" } else { self.status.as_str() };
        SaleRow {
            row: line.row,
            order_ref: &self.name,
            line_no: line.line_no,
            product_line: None,
            at_ms: self.at_ms,
            kind: SaleKind::Sale,
            sku: Some(text(line.sku)).filter(|text| filled(text)),
            title: Some(text(line.title)).filter(|text| filled(text)),
            quantity: line.quantity,
            unit_price_e4: line.unit_price_e4,
            amount_e4: line.amount_e4,
            discount_e4: line.discount_e4,
            platform_discount_e4: None,
            refund_e4,
            tax_e4,
            shipping_e4,
            currency,
            buyer: self.buyer,
            session_ref: Some(self.session.as_str()).filter(|text| filled(text)),
            channel_ref: Some(self.channel.as_str()).filter(|text| filled(text)),
            status: Some(status).filter(|text| filled(text)),
            raw: text(line.raw),
        }
    }
}

fn replace(text: &mut String, by: &str) {
    text.clear();
    text.push_str(by);
}

impl Reading for Orders<'_> {
    fn row(&mut self, row: &Row<'_>) {
        self.report.counts.rows_read += 1;
        self.sums.add(row);
        let b = self.cells.binding;
        let read = |bound: Option<Bound>| {
            let bound = bound?;
            let text = row.kind(bound.at) == CellKind::Text;
            let dialect = if text { bound.dialect } else { NumberDialect::Dot };
            number::parse(row.get(bound.at), dialect).ok().map(|number| i128::from(number.e4))
        };
        if let (Some(quantity), Some(price)) = (read(b.quantity), read(b.unit_price)) {
            self.product_e4 += quantity * price / i128::from(number::ONE_E4);
            self.product_rows += 1;
        }
        if let Err(reject) = self.take(row) {
            self.report.counts.rejected += 1;
            self.batch.rejects.push(reject);
        }
    }

    fn batch(&mut self) -> &mut SaleBatch {
        &mut self.batch
    }

    fn finish(mut self: Box<Self>) -> (SaleReport, SaleBatch) {
        self.close();
        self.report.totals = self.sums.into_totals();
        let column = "Lineitem quantity × Lineitem price".to_owned();
        let total = ColumnTotal { column, e4: self.product_e4, cells: self.product_rows, said_e4: None };
        self.report.totals.push(total);
        (self.report, self.batch)
    }
}
