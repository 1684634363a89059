//! Products as files describe them, in batches, with what was refused and why.

mod cells;
mod columns;
mod described;
mod families;
mod together;

use std::ops::ControlFlow;
use std::path::Path;

use domain::{Currency, Money};
use serde::Serialize;

use crate::error::FileError;
use crate::number::NumberDialect;
use crate::reject::Reject;
use crate::sniff::Sniffed;
use crate::table;
use cells::Cells;
use columns::Columns;
use described::Shape;

pub use columns::{ProductOpen, StandIns};
pub(crate) use described::is_name;
pub use described::{ProductField, ProductSource};

/// How a file of products is to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductReading {
    /// The currency the prices are in; product files do not say.
    pub currency: Currency,
    /// How it writes numbers, where that was asked.
    pub numbers: Option<NumberDialect>,
    /// What takes the place of columns the source is known to have: a header, or `none`.
    pub stand_ins: StandIns,
}

impl ProductReading {
    /// A reading to which nothing was answered but the currency.
    pub const fn plain(currency: Currency) -> Self {
        Self { currency, numbers: None, stand_ins: StandIns::new() }
    }
}

/// One product with its variants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// The row it begins in, 1-based.
    pub row: u64,
    /// Its key in the file: an address, or a number of the shop behind what it is, `id:29`.
    pub key: String,
    /// Its address in the shop, where the file says it.
    pub handle: Option<String>,
    /// The title as it stands there; markup in it is text.
    pub title: String,
    /// The description without its markup.
    pub description: Option<String>,
    /// Who makes it.
    pub vendor: Option<String>,
    /// What kind of thing it is.
    pub product_type: Option<String>,
    /// Its category with those it is below, `Beauty > Lips`; of several, what all of them lie below.
    pub category: Option<String>,
    /// Words it is tagged with.
    pub tags: Vec<String>,
    /// `active`, `draft` or `archived`, as the file says it.
    pub status: Option<String>,
    /// Addresses of its pictures, in order.
    pub images: Vec<String>,
    /// Its choices; one without options when it has none.
    pub variants: Vec<Variant>,
}

/// One choice of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Its row, 1-based.
    pub row: u64,
    /// The stock code; empty in the file is none.
    pub sku: Option<String>,
    /// The barcode, without the `'` that keeps spreadsheets from eating it.
    pub barcode: Option<String>,
    /// What distinguishes it: name and value, such as `Size` and `M`.
    pub options: Vec<(String, String)>,
    /// The ordinary price; an empty cell is none, not zero.
    pub price: Option<Money>,
    /// The higher price shown struck through.
    pub compare_at: Option<Money>,
    /// What it costs the brand.
    pub cost: Option<Money>,
    /// Units in stock; an empty cell is none, not zero.
    pub stock: Option<i64>,
    /// The address of its own picture.
    pub image: Option<String>,
}

/// Something worth saying that did not stop a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Warning {
    /// A product came in without any price.
    NoPrice {
        /// Its row.
        row: u64,
        /// Its handle.
        handle: String,
    },
    /// The discount of an order could not be reconciled with its subtotal.
    DiscountUnclear {
        /// The order's first row.
        row: u64,
        /// The order.
        order: String,
    },
    /// More was given back than the order's lines came to (shipping, for example).
    RefundAboveLines {
        /// The order's first row.
        row: u64,
        /// The order.
        order: String,
    },
    /// Clocks showed this local time twice; the earlier one was taken.
    AmbiguousLocalTime {
        /// Its row.
        row: u64,
    },
    /// A column of rates is not what its parts in the same row give.
    RateContradicts {
        /// The first such row.
        row: u64,
        /// The column.
        column: String,
        /// What it should be made of.
        parts: String,
        /// How many rows.
        cells: u64,
        /// The rows.
        at: String,
    },
    /// The session ends when the file was made: it was on air then, and its figures are not the last.
    StillOnAir {
        /// Its row.
        row: u64,
    },
    /// A line has the quantity 0.
    ZeroQuantity {
        /// Its row.
        row: u64,
    },
    /// Columns of a row that must agree do not.
    SumDisagrees {
        /// Its row.
        row: u64,
        /// The column that holds the result.
        column: String,
        /// What stands there.
        said: String,
        /// What the other columns come to.
        reckoned: String,
    },
    /// A row of totals says something else than the rows come to.
    TotalDisagrees {
        /// Its row.
        row: u64,
        /// The column.
        column: String,
        /// What stands there.
        said: String,
        /// What the rows come to.
        reckoned: String,
    },
}

/// What was counted; `rows_read` is `variant_rows + image_rows + product_rows + rejected`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProductCounts {
    /// Rows below the header that were not blank.
    pub rows_read: u64,
    /// Products taken in.
    pub products: u64,
    /// Rows that became variants.
    pub variant_rows: u64,
    /// Rows that only brought another picture.
    pub image_rows: u64,
    /// Rows that only told of a product, whose choices stand in rows of their own.
    pub product_rows: u64,
    /// Rows refused.
    pub rejected: u64,
}

/// The exact sum of a column over all rows read, refused ones included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnTotal {
    /// The column's header, or `quantity × unit price` for the product of two.
    pub column: String,
    /// The sum in units of 10⁻⁴.
    pub e4: i128,
    /// Cells that held a number.
    pub cells: u64,
    /// What a row of totals in the file says it is.
    pub said_e4: Option<i128>,
}

impl Serialize for ColumnTotal {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut out = serializer.serialize_struct("ColumnTotal", 3)?;
        out.serialize_field("column", &self.column)?;
        out.serialize_field("total", &crate::number::e4_text(self.e4))?;
        out.serialize_field("cells", &self.cells)?;
        out.end()
    }
}

/// What reading a file of products came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProductReport {
    /// What was counted.
    pub counts: ProductCounts,
    /// Rows refused, with the reason.
    pub rejects: Vec<Reject>,
    /// What is worth saying.
    pub warnings: Vec<Warning>,
    /// Exact sums per column of money and stock.
    pub totals: Vec<ColumnTotal>,
    /// How the file writes numbers.
    pub dialect: Option<NumberDialect>,
}

/// Products handed on at a time.
const BATCH: usize = 500;

/// What a file of products leaves open.
///
/// # Errors
/// When the file cannot be read, or its header is not that of a file of products.
pub fn open_products(path: &Path, sniffed: &Sniffed, stand_ins: &StandIns) -> Result<ProductOpen, FileError> {
    columns::open(path, sniffed, stand_ins)
}

/// What each header of a file of products says, as it is named on the wire; none for those that are not used.
///
/// # Errors
/// When its header is not that of a file of products.
pub fn product_fields(
    sniffed: &Sniffed,
    stand_ins: &StandIns,
) -> Result<Vec<Option<&'static str>>, FileError> {
    Ok(Columns::of(sniffed, stand_ins)?.codes(&sniffed.headers))
}

/// What becomes products of rows.
trait Making {
    /// Takes a row; answers why it cannot.
    fn take(
        &mut self,
        cells: &Cells<'_>,
        row: &table::Row<'_>,
        report: &mut ProductReport,
    ) -> Result<(), Reject>;
    /// Products that are whole.
    fn whole(&mut self) -> &mut Vec<Product>;
    /// The file ends.
    fn close(&mut self, cells: &Cells<'_>, report: &mut ProductReport);
}

/// Reads the products of a recognised file, some hundreds at a time; `Break` from `on_batch` ends it early.
///
/// # Errors
/// When the file cannot be read, or its header is not that of a file of products.
pub fn read_products(
    path: &Path,
    sniffed: &Sniffed,
    reading: &ProductReading,
    on_batch: &mut dyn FnMut(Vec<Product>) -> ControlFlow<()>,
) -> Result<ProductReport, FileError> {
    let open = columns::open(path, sniffed, &reading.stand_ins)?;
    let columns = Columns::of(sniffed, &reading.stand_ins)?;
    let dialect = reading.numbers.or(open.numbers).unwrap_or(NumberDialect::Dot);
    let mut making: Box<dyn Making> = match columns.about.shape {
        Shape::Together => Box::new(together::Together::default()),
        Shape::Families => Box::new(families::Families::default()),
    };
    let cells = Cells { columns, headers: &sniffed.headers, currency: reading.currency, dialect };
    let mut report =
        ProductReport { totals: cells.empty_totals(), dialect: Some(dialect), ..Default::default() };
    let mut stopped = false;
    table::rows(path, sniffed, &mut |row| {
        report.counts.rows_read += 1;
        cells.add_totals(row, &mut report.totals);
        if let Err(reject) = making.take(&cells, row, &mut report) {
            report.counts.rejected += 1;
            report.rejects.push(reject);
        }
        let whole = making.whole();
        if whole.len() >= BATCH && on_batch(std::mem::take(whole)).is_break() {
            stopped = true;
            return Ok(ControlFlow::Break(()));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    if !stopped {
        table::unchanged(path, sniffed)?;
        making.close(&cells, &mut report);
        let mut whole = std::mem::take(making.whole());
        while !whole.is_empty() {
            let rest = whole.split_off(whole.len().min(BATCH));
            if on_batch(std::mem::replace(&mut whole, rest)).is_break() {
                break;
            }
        }
    }
    Ok(report)
}

/// A product that came in without any price is worth saying.
fn warn_without_price(product: &Product, report: &mut ProductReport) {
    if product.variants.iter().all(|variant| variant.price.is_none()) {
        let (row, handle) = (product.row, product.handle.clone().unwrap_or_else(|| product.title.clone()));
        report.warnings.push(Warning::NoPrice { row, handle });
    }
}

#[cfg(test)]
mod mutation_test;
