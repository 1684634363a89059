//! Sale lines as they leave a file: washed, exact, in batches that hold their text in one allocation.

use domain::Currency;
use serde::Serialize;

use crate::product::{ColumnTotal, Warning};
use crate::reject::Reject;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum SaleKind {
    /// Something sold; it stays a sale when it is refunded later.
    Sale,
    /// Something that came back; its amount is negative and `refund_e4` is 0, so that it counts once.
    Refund,
    /// Postage, bank charges and the like: money, but no product.
    Charge,
    /// A correction of stock or account: a negative quantity on an order that is not cancelled.
    Adjustment,
}

/// One line. Amounts are in units of 10⁻⁴ of `currency`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaleRow<'a> {
    /// The row as a spreadsheet numbers it, 1-based.
    pub row: u64,
    /// The order or invoice.
    pub order_ref: &'a str,
    /// Which line of that order it is in the file, from 1.
    pub line_no: u32,
    /// Which of the order's lines of its product it is, from 1, whatever the order of rows; none when only the
    /// order of rows tells.
    pub product_line: Option<u32>,
    /// When the order was placed, UTC milliseconds.
    pub at_ms: i64,
    /// What it is.
    pub kind: SaleKind,
    /// The stock code.
    pub sku: Option<&'a str>,
    /// The product's name.
    pub title: Option<&'a str>,
    /// Units; negative when they came back.
    pub quantity: i64,
    /// Price of one unit; where the file gives only the line's amount, that amount by the quantity, rounded
    /// half away from zero.
    pub unit_price_e4: i64,
    /// Quantity times unit price, exactly, before discounts.
    pub amount_e4: i64,
    /// The line's share of what the seller takes off, positive.
    pub discount_e4: i64,
    /// The line's share of what the platform or a creator takes off and pays to the seller, positive; it is in no
    /// other amount. None when the file does not say.
    pub platform_discount_e4: Option<i64>,
    /// The line's share of money given back, positive.
    pub refund_e4: i64,
    /// The line's share of the tax the buyer pays; none when the file does not say.
    pub tax_e4: Option<i64>,
    /// The line's share of the shipping the buyer pays; none when the file does not say.
    pub shipping_e4: Option<i64>,
    /// The currency of the amounts.
    pub currency: Currency,
    /// The keyed hash of who bought; none when the file does not say.
    pub buyer: Option<[u8; 16]>,
    /// The live session the order names.
    pub session_ref: Option<&'a str>,
    /// Where the order came from, as the file says it.
    pub channel_ref: Option<&'a str>,
    /// What the source says about the order; `cancelled` when it was cancelled.
    pub status: Option<&'a str>,
    /// The washed cells, joined by U+001F, in the order of [`crate::Mapping::kept_columns`].
    pub raw: &'a str,
}

type Span = (u32, u32);

#[derive(Debug, Clone, Copy)]
struct Packed {
    row: u64,
    at_ms: i64,
    quantity: i64,
    unit_price_e4: i64,
    amount_e4: i64,
    discount_e4: i64,
    platform_discount_e4: Option<i64>,
    refund_e4: i64,
    tax_e4: Option<i64>,
    shipping_e4: Option<i64>,
    buyer: Option<[u8; 16]>,
    order_ref: Span,
    sku: Span,
    title: Span,
    session_ref: Span,
    channel_ref: Span,
    status: Span,
    raw: Span,
    line_no: u32,
    product_line: Option<u32>,
    kind: SaleKind,
    currency: Currency,
}

/// Some thousand lines with the rejects found among them. It owns its text and may go to another thread.
#[derive(Debug, Default)]
pub struct SaleBatch {
    text: String,
    rows: Vec<Packed>,
    /// Rows refused since the last batch.
    pub rejects: Vec<Reject>,
}

/// Lines handed on at a time.
pub(crate) const BATCH: usize = 4_096;

impl SaleBatch {
    pub(crate) fn with_capacity() -> Self {
        Self {
            text: String::with_capacity(BATCH * 128),
            rows: Vec::with_capacity(BATCH),
            rejects: Vec::new(),
        }
    }

    /// Lines in it.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it brings no lines.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The lines, in the order of the file.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = SaleRow<'_>> {
        self.rows.iter().map(|packed| self.unpack(packed))
    }

    /// One line of it.
    pub fn row(&self, index: usize) -> Option<SaleRow<'_>> {
        self.rows.get(index).map(|packed| self.unpack(packed))
    }

    pub(crate) fn is_full(&self) -> bool {
        self.rows.len() >= BATCH || self.rejects.len() >= BATCH || self.text.len() > 8 << 20
    }

    fn unpack(&self, packed: &Packed) -> SaleRow<'_> {
        SaleRow {
            row: packed.row,
            order_ref: self.span(packed.order_ref),
            line_no: packed.line_no,
            product_line: packed.product_line,
            at_ms: packed.at_ms,
            kind: packed.kind,
            sku: self.filled(packed.sku),
            title: self.filled(packed.title),
            quantity: packed.quantity,
            unit_price_e4: packed.unit_price_e4,
            amount_e4: packed.amount_e4,
            discount_e4: packed.discount_e4,
            platform_discount_e4: packed.platform_discount_e4,
            tax_e4: packed.tax_e4,
            shipping_e4: packed.shipping_e4,
            refund_e4: packed.refund_e4,
            currency: packed.currency,
            buyer: packed.buyer,
            session_ref: self.filled(packed.session_ref),
            channel_ref: self.filled(packed.channel_ref),
            status: self.filled(packed.status),
            raw: self.span(packed.raw),
        }
    }

    fn span(&self, (start, end): Span) -> &str {
        &self.text[start as usize..end as usize]
    }

    fn filled(&self, span: Span) -> Option<&str> {
        Some(self.span(span)).filter(|text| !text.is_empty())
    }

    fn keep(&mut self, text: &str) -> Span {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        (start, self.text.len() as u32)
    }

    pub(crate) fn push(&mut self, row: &SaleRow<'_>) {
        let packed = Packed {
            row: row.row,
            at_ms: row.at_ms,
            quantity: row.quantity,
            unit_price_e4: row.unit_price_e4,
            amount_e4: row.amount_e4,
            discount_e4: row.discount_e4,
            platform_discount_e4: row.platform_discount_e4,
            tax_e4: row.tax_e4,
            shipping_e4: row.shipping_e4,
            refund_e4: row.refund_e4,
            buyer: row.buyer,
            order_ref: self.keep(row.order_ref),
            sku: self.keep(row.sku.unwrap_or_default()),
            title: self.keep(row.title.unwrap_or_default()),
            session_ref: self.keep(row.session_ref.unwrap_or_default()),
            channel_ref: self.keep(row.channel_ref.unwrap_or_default()),
            status: self.keep(row.status.unwrap_or_default()),
            raw: self.keep(row.raw),
            line_no: row.line_no,
            product_line: row.product_line,
            kind: row.kind,
            currency: row.currency,
        };
        self.rows.push(packed);
    }
}

/// What was counted; `rows_read` is `rows_out + rejected`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SaleCounts {
    /// Rows below the header that were not blank.
    pub rows_read: u64,
    /// Lines handed on.
    pub rows_out: u64,
    /// Rows refused.
    pub rejected: u64,
    /// Lines of cancelled orders, charges included.
    pub cancelled_lines: u64,
    /// Lines of orders nobody has paid yet.
    pub unpaid_lines: u64,
    /// Rows that say what an earlier row of the file says; they are not among the rows read.
    pub repeated_rows: u64,
    /// Rows of totals; they are not among the rows read.
    pub total_rows: u64,
    /// Lines without a buyer.
    pub without_buyer: u64,
    /// Lines that are refunds.
    pub refunds: u64,
    /// Lines that are charges, no products.
    pub charges: u64,
    /// Lines that are adjustments.
    pub adjustments: u64,
    /// Lines with the price 0.
    pub zero_price: u64,
    /// Lines with the quantity 0.
    pub zero_quantity: u64,
}

/// What reading a file of sales came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SaleReport {
    /// What was counted.
    pub counts: SaleCounts,
    /// Exact sums per money column over all rows read, refused ones included where they hold a number.
    pub totals: Vec<ColumnTotal>,
    /// What is worth saying; at most a hundred.
    pub warnings: Vec<Warning>,
    /// Warnings beyond those listed.
    pub more_warnings: u64,
    /// Earliest and latest instant of a line, UTC milliseconds.
    pub span_ms: Option<(i64, i64)>,
}

const WARNINGS_KEPT: usize = 100;

impl SaleReport {
    pub(crate) fn warn(&mut self, warning: Warning) {
        if self.warnings.len() < WARNINGS_KEPT {
            self.warnings.push(warning);
        } else {
            self.more_warnings += 1;
        }
    }

    /// Counts a line that is handed on.
    pub(crate) fn count(&mut self, row: &SaleRow<'_>) {
        let counts = &mut self.counts;
        counts.rows_out += 1;
        counts.without_buyer += u64::from(row.buyer.is_none());
        counts.zero_price += u64::from(row.unit_price_e4 == 0);
        counts.zero_quantity += u64::from(row.quantity == 0);
        match row.kind {
            SaleKind::Sale => {}
            SaleKind::Refund => counts.refunds += 1,
            SaleKind::Charge => counts.charges += 1,
            SaleKind::Adjustment => counts.adjustments += 1,
        }
        let (from, to) = self.span_ms.unwrap_or((row.at_ms, row.at_ms));
        self.span_ms = Some((from.min(row.at_ms), to.max(row.at_ms)));
    }
}
