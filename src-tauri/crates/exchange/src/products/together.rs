//! Shopify's product CSV, current and legacy header: rows of one handle are one product.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::Path;

use domain::{Currency, Money};

use crate::error::FileError;
use crate::number::{self, Explains, Number, NumberDialect, NumberError};
use crate::product::{ColumnTotal, Product, ProductReading, ProductReport, Variant, Warning};
use crate::reject::{Expectation, Reject};
use crate::shopify_column::Columns;
use crate::sniff::Sniffed;
use crate::table::{self, CellKind, Row};
use crate::text;

/// Products handed on at a time.
const BATCH: usize = 500;

/// What is being read, and what came of it so far.
struct Reader<'a> {
    columns: Columns,
    headers: &'a [String],
    currency: Currency,
    dialect: NumberDialect,
    report: ProductReport,
    /// First row of each handle, and whether it was refused.
    handles: HashMap<String, (u64, bool)>,
    skus: HashMap<String, u64>,
    current: Option<Product>,
    option_names: [String; 3],
    /// Of the current product: the row of each choice, and its pictures.
    choices: HashMap<Vec<(String, String)>, u64>,
    pictures: HashSet<String>,
    batch: Vec<Product>,
}

/// Reads the file; see [`crate::read_products`].
pub(crate) fn read(
    path: &Path,
    sniffed: &Sniffed,
    reading: &ProductReading,
    on_batch: &mut dyn FnMut(Vec<Product>) -> ControlFlow<()>,
) -> Result<ProductReport, FileError> {
    let Some(columns) = Columns::of(sniffed) else {
        return Err(FileError::MappingDoesNotFit {
            file: sniffed.file.clone(),
            column: "URL handle".to_owned(),
        });
    };
    let dialect = dialect_of(path, sniffed, &columns)?;
    let mut reader = Reader {
        columns,
        headers: &sniffed.headers,
        currency: reading.currency,
        dialect,
        report: ProductReport { totals: empty_totals(&columns, &sniffed.headers), ..Default::default() },
        handles: HashMap::new(),
        skus: HashMap::new(),
        current: None,
        option_names: Default::default(),
        choices: HashMap::new(),
        pictures: HashSet::new(),
        batch: Vec::new(),
    };
    reader.report.dialect = Some(dialect);
    let mut stopped = false;
    table::rows(path, sniffed, &mut |row| {
        reader.row(row);
        if reader.batch.len() >= BATCH && on_batch(std::mem::take(&mut reader.batch)).is_break() {
            stopped = true;
            return Ok(ControlFlow::Break(()));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    if !stopped {
        table::unchanged(path, sniffed)?;
        reader.close();
        if !reader.batch.is_empty() {
            let _ = on_batch(reader.batch);
        }
    }
    Ok(reader.report)
}

fn empty_totals(columns: &Columns, headers: &[String]) -> Vec<ColumnTotal> {
    let present = columns.numbers().into_iter().flatten();
    present.map(|at| ColumnTotal { column: headers[at].clone(), e4: 0, cells: 0, said_e4: None }).collect()
}

/// Shopify writes a dot before the decimals; a spreadsheet may have rewritten the file with commas since. The
/// comma is believed only when some value can be read no other way and none contradicts it.
fn dialect_of(path: &Path, sniffed: &Sniffed, columns: &Columns) -> Result<NumberDialect, FileError> {
    let (mut dots, mut commas) = (0_u64, 0_u64);
    table::rows(path, sniffed, &mut |row| {
        for column in [columns.price, columns.compare_at, columns.cost].into_iter().flatten() {
            if row.kind(column) == CellKind::Text {
                match number::explain(row.get(column)) {
                    Explains::OnlyDot => dots += 1,
                    Explains::OnlyComma => commas += 1,
                    Explains::Same | Explains::Either | Explains::Neither => {}
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(if commas > 0 && dots == 0 { NumberDialect::Comma } else { NumberDialect::Dot })
}

impl Reader<'_> {
    fn row(&mut self, row: &Row<'_>) {
        self.report.counts.rows_read += 1;
        self.add_totals(row);
        if let Err(reject) = self.take(row) {
            self.report.counts.rejected += 1;
            self.report.rejects.push(reject);
        }
    }

    fn take(&mut self, row: &Row<'_>) -> Result<(), Reject> {
        self.check_shape(row)?;
        let handle = self.text(row, self.columns.handle);
        let title = self.text(row, self.columns.title);
        let handle = match (handle, &title) {
            (Some(handle), _) => handle,
            // Shopify makes the handle from the title when the cell is empty.
            (None, Some(title)) => handle_from(title),
            (None, None) => return Err(self.refuse(row, self.columns.handle, Expectation::Filled)),
        };
        if self.current.as_ref().is_none_or(|current| current.handle != handle) {
            return self.begin(row, handle, title);
        }
        let bare = self.text(row, self.columns.sku).is_none()
            && self.text(row, self.columns.price).is_none()
            && self.columns.options.iter().all(|&(_, value)| self.text(row, value).is_none());
        let image = self.text(row, self.columns.image);
        if bare && image.is_some() {
            self.report.counts.image_rows += 1;
        } else if bare {
            return Err(self.refuse(row, self.columns.price, Expectation::Filled));
        } else {
            let variant = self.variant(row)?;
            self.report.counts.variant_rows += 1;
            if let Some(current) = &mut self.current {
                current.variants.push(variant);
            }
        }
        if let (Some(current), Some(image)) = (&mut self.current, image)
            && self.pictures.insert(image.clone())
        {
            current.images.push(image);
        }
        Ok(())
    }

    /// A row with cells beyond the header has been shifted; its cells cannot be trusted, nor shown.
    fn check_shape(&self, row: &Row<'_>) -> Result<(), Reject> {
        let (expected, found) = (self.headers.len(), row.len());
        if row.last_unended && found < expected {
            return Err(Reject::whole(row.number, Expectation::CompleteRow));
        }
        let needed = [self.columns.handle, self.columns.price].into_iter().flatten().max().unwrap_or(0);
        if row.filled_len() > expected || found <= needed {
            return Err(Reject::whole(row.number, Expectation::Columns { expected, found }));
        }
        Ok(())
    }

    fn begin(&mut self, row: &Row<'_>, handle: String, title: Option<String>) -> Result<(), Reject> {
        self.close();
        let entry = match self.handles.entry(handle.clone()) {
            Entry::Vacant(entry) => entry,
            Entry::Occupied(entry) => {
                let (first_row, refused) = *entry.get();
                return Err(Reject::whole(
                    row.number,
                    match (refused, title) {
                        (true, _) => Expectation::WithItsFirstRow { first_row },
                        (false, Some(_)) => Expectation::UniqueKey { first_row },
                        (false, None) => Expectation::Together { first_row },
                    },
                ));
            }
        };
        entry.insert((row.number, true));
        let Some(title) = title else {
            return Err(self.refuse(row, self.columns.title, Expectation::Filled));
        };
        self.choices.clear();
        self.pictures.clear();
        self.option_names = self.columns.options.map(|(name, _)| self.text(row, name).unwrap_or_default());
        let mut product = Product {
            row: row.number,
            handle: handle.clone(),
            title,
            description: self.text(row, self.columns.body).map(|html| text::from_html(&html)),
            vendor: self.text(row, self.columns.vendor),
            product_type: self.text(row, self.columns.product_type),
            tags: self.tags(row),
            status: self.text(row, self.columns.status),
            images: self.text(row, self.columns.image).into_iter().collect(),
            variants: Vec::new(),
        };
        self.pictures.extend(product.images.iter().cloned());
        // The first row of a product is also its first variant.
        product.variants.push(self.variant(row)?);
        self.handles.insert(handle, (row.number, false));
        self.report.counts.variant_rows += 1;
        self.current = Some(product);
        Ok(())
    }

    fn variant(&mut self, row: &Row<'_>) -> Result<Variant, Reject> {
        let c = self.columns;
        let mut options = Vec::new();
        for (at, (_, value)) in c.options.into_iter().enumerate() {
            if let Some(value) = self.text(row, value) {
                options.push((self.option_names[at].clone(), value));
            }
        }
        if matches!(options.as_slice(), [(name, value)] if name == "Title" && value == "Default Title") {
            options.clear();
        }
        if let Some(&first_row) = self.choices.get(&options) {
            return Err(Reject::whole(row.number, Expectation::UniqueKey { first_row }));
        }
        let sku = self.id(row, c.sku)?;
        let variant = Variant {
            row: row.number,
            barcode: self.id(row, c.barcode)?,
            options,
            price: self.money(row, c.price)?,
            compare_at: self.money(row, c.compare_at)?,
            cost: self.money(row, c.cost)?,
            stock: self.stock(row)?,
            image: self.text(row, c.variant_image),
            sku: sku.clone(),
        };
        if let Some(sku) = sku {
            match self.skus.entry(sku) {
                Entry::Vacant(entry) => entry.insert(row.number),
                Entry::Occupied(entry) => {
                    let first_row = *entry.get();
                    return Err(self.refuse(row, c.sku, Expectation::UniqueKey { first_row }));
                }
            };
        }
        self.choices.insert(variant.options.clone(), row.number);
        Ok(variant)
    }

    fn close(&mut self) {
        let Some(product) = self.current.take() else { return };
        if product.variants.iter().all(|variant| variant.price.is_none()) {
            let (row, handle) = (product.row, product.handle.clone());
            self.report.warnings.push(Warning::NoPrice { row, handle });
        }
        self.report.counts.products += 1;
        self.batch.push(product);
    }

    fn text(&self, row: &Row<'_>, column: Option<usize>) -> Option<String> {
        let text = row.text(column?);
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn tags(&self, row: &Row<'_>) -> Vec<String> {
        let tags = self.text(row, self.columns.tags).unwrap_or_default();
        tags.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
    }

    /// A code or barcode as text, without the `'` in front; refused if a spreadsheet has eaten its digits.
    fn id(&self, row: &Row<'_>, column: Option<usize>) -> Result<Option<String>, Reject> {
        let Some(text) = self.text(row, column) else { return Ok(None) };
        if number::is_scientific(&text) {
            return Err(self.refuse(row, column, Expectation::IdAsText));
        }
        let bare = text.strip_prefix('\'').unwrap_or(&text).trim();
        Ok((!bare.is_empty()).then(|| bare.to_owned()))
    }

    fn money(&self, row: &Row<'_>, column: Option<usize>) -> Result<Option<Money>, Reject> {
        let Some(at) = column else { return Ok(None) };
        let Some(number) = self.number(row, at)? else { return Ok(None) };
        if number.e4 < 0 {
            return Err(self.refuse(row, column, Expectation::NotNegative));
        }
        if number.mark.is_some_and(|mark| !mark.allows(self.currency)) {
            let currency = self.currency.code().to_owned();
            return Err(self.refuse(row, column, Expectation::Currency { currency }));
        }
        let money = Money::from_observed(number.e4, self.currency);
        // Trailing zeros are not decimals: 199000.00 is a price in dong.
        if number.e4 % 10_i64.pow(4 - self.currency.minor_digits()) != 0 {
            return Err(self.refuse(row, column, Expectation::decimals(self.currency)));
        }
        Ok(Some(money))
    }

    fn stock(&self, row: &Row<'_>) -> Result<Option<i64>, Reject> {
        let Some(at) = self.columns.stock else { return Ok(None) };
        let Some(number) = self.number(row, at)? else { return Ok(None) };
        if number.e4 % number::ONE_E4 != 0 {
            return Err(self.refuse(row, Some(at), Expectation::WholeNumber));
        }
        Ok(Some(number.e4 / number::ONE_E4))
    }

    fn number(&self, row: &Row<'_>, at: usize) -> Result<Option<Number>, Reject> {
        let dialect = match row.kind(at) {
            CellKind::Text => self.dialect,
            CellKind::Number | CellKind::Serial => NumberDialect::Dot,
            CellKind::Broken => return Err(self.refuse(row, Some(at), Expectation::Value)),
        };
        let expectation = match number::parse(row.get(at), dialect) {
            Ok(number) => return Ok(Some(number)),
            Err(NumberError::Empty) => return Ok(None),
            Err(NumberError::NotANumber | NumberError::Scientific) => Expectation::Number,
            Err(NumberError::TooPrecise) => Expectation::decimals(self.currency),
            Err(NumberError::OutOfRange) => Expectation::InRange,
        };
        Err(self.refuse(row, Some(at), expectation))
    }

    fn add_totals(&mut self, row: &Row<'_>) {
        for (at, total) in self.columns.numbers().into_iter().flatten().zip(&mut self.report.totals) {
            let dialect = if row.kind(at) == CellKind::Text { self.dialect } else { NumberDialect::Dot };
            if let Ok(number) = number::parse(row.get(at), dialect) {
                total.e4 += i128::from(number.e4);
                total.cells += 1;
            }
        }
    }

    fn refuse(&self, row: &Row<'_>, column: Option<usize>, expectation: Expectation) -> Reject {
        match column {
            Some(at) => Reject::cell(row.number, &self.headers[at], row.get(at), expectation),
            None => Reject::whole(row.number, expectation),
        }
    }
}

/// `Áo thun Hè` becomes `ao-thun-he`.
fn handle_from(title: &str) -> String {
    let folded = domain::fold(title);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
#[path = "shopify_product_test.rs"]
mod tests;
