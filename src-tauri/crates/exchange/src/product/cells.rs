//! The cells of a row of products: text, codes, amounts, counts, each with its reason when it is refused.

use domain::{Currency, Money};

use super::columns::Columns;
use super::described::ProductField;
use super::{ColumnTotal, Variant};
use crate::number::{self, Number, NumberDialect, NumberError};
use crate::reject::{Expectation, Reject};
use crate::table::{CellKind, Row};

/// Reads cells of one file.
pub(crate) struct Cells<'a> {
    pub(crate) columns: Columns,
    pub(crate) headers: &'a [String],
    pub(crate) currency: Currency,
    pub(crate) dialect: NumberDialect,
}

impl Cells<'_> {
    pub(crate) fn empty_totals(&self) -> Vec<ColumnTotal> {
        let total =
            |at: usize| ColumnTotal { column: self.headers[at].clone(), e4: 0, cells: 0, said_e4: None };
        self.columns.numbers().map(total).collect()
    }

    pub(crate) fn add_totals(&self, row: &Row<'_>, totals: &mut [ColumnTotal]) {
        for (at, total) in self.columns.numbers().zip(totals) {
            let dialect = if row.kind(at) == CellKind::Text { self.dialect } else { NumberDialect::Dot };
            if let Ok(number) = number::parse(row.get(at), dialect) {
                total.e4 += i128::from(number.e4);
                total.cells += 1;
            }
        }
    }

    /// A row with cells beyond the header has been shifted; its cells cannot be trusted, nor shown.
    pub(crate) fn check_shape(&self, row: &Row<'_>, needed: &[ProductField]) -> Result<(), Reject> {
        let (expected, found) = (self.headers.len(), row.len());
        if row.last_unended && found < expected {
            return Err(Reject::whole(row.number, Expectation::CompleteRow));
        }
        let needed = needed.iter().filter_map(|field| self.columns.at(*field)).max().unwrap_or(0);
        // A workbook leaves out what is empty at a row's end.
        if row.filled_len() > expected || (found <= needed && !row.is_sheet()) {
            return Err(Reject::whole(row.number, Expectation::Columns { expected, found }));
        }
        Ok(())
    }

    pub(crate) fn text(&self, row: &Row<'_>, field: ProductField) -> Option<String> {
        self.columns.text(row, field).map(str::to_owned)
    }

    pub(crate) fn plain(row: &Row<'_>, column: Option<usize>) -> Option<String> {
        let text = row.text(column?);
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// A code or barcode as text, without the `'` in front; refused if a spreadsheet has eaten its digits.
    pub(crate) fn id(&self, row: &Row<'_>, field: ProductField) -> Result<Option<String>, Reject> {
        let Some(text) = self.columns.text(row, field) else { return Ok(None) };
        if number::is_scientific(text) {
            return Err(self.refuse(row, field, Expectation::IdAsText));
        }
        let bare = text.strip_prefix('\'').unwrap_or(text).trim();
        Ok((!bare.is_empty()).then(|| bare.to_owned()))
    }

    pub(crate) fn money(&self, row: &Row<'_>, field: ProductField) -> Result<Option<Money>, Reject> {
        let Some(number) = self.number(row, field)? else { return Ok(None) };
        if number.e4 < 0 {
            return Err(self.refuse(row, field, Expectation::NotNegative));
        }
        if number.mark.is_some_and(|mark| !mark.allows(self.currency)) {
            let currency = self.currency.code().to_owned();
            return Err(self.refuse(row, field, Expectation::Currency { currency }));
        }
        let money = Money::from_observed(number.e4, self.currency);
        // Trailing zeros are not decimals: 199000.00 is a price in dong.
        if number.e4 % 10_i64.pow(4 - self.currency.minor_digits()) != 0 {
            return Err(self.refuse(row, field, Expectation::decimals(self.currency)));
        }
        Ok(Some(money))
    }

    pub(crate) fn stock(&self, row: &Row<'_>) -> Result<Option<i64>, Reject> {
        let field = ProductField::Stock;
        let Some(number) = self.number(row, field)? else { return Ok(None) };
        if number.e4 % number::ONE_E4 != 0 {
            return Err(self.refuse(row, field, Expectation::WholeNumber));
        }
        Ok(Some(number.e4 / number::ONE_E4))
    }

    fn number(&self, row: &Row<'_>, field: ProductField) -> Result<Option<Number>, Reject> {
        let Some(at) = self.columns.at(field) else { return Ok(None) };
        let dialect = match row.kind(at) {
            CellKind::Text => self.dialect,
            CellKind::Number | CellKind::Serial => NumberDialect::Dot,
            CellKind::Broken => return Err(self.refuse(row, field, Expectation::Value)),
        };
        let Some(text) = self.columns.text(row, field) else { return Ok(None) };
        let expectation = match number::parse(text.as_bytes(), dialect) {
            Ok(number) => return Ok(Some(number)),
            Err(NumberError::Empty) => return Ok(None),
            Err(NumberError::NotANumber | NumberError::Scientific) => Expectation::Number,
            Err(NumberError::TooPrecise) => Expectation::decimals(self.currency),
            Err(NumberError::OutOfRange) => Expectation::InRange,
        };
        Err(self.refuse(row, field, expectation))
    }

    /// A price with the higher one it is reduced from: a reduction without days is the price of today.
    pub(crate) fn prices(&self, row: &Row<'_>) -> Result<(Option<Money>, Option<Money>), Reject> {
        let (price, compare_at) =
            (self.money(row, ProductField::Price)?, self.money(row, ProductField::CompareAt)?);
        let sale = self.money(row, ProductField::SalePrice)?;
        let days = [ProductField::SaleStarts, ProductField::SaleEnds];
        let dated = days.iter().any(|field| self.columns.text(row, *field).is_some());
        Ok(match sale {
            Some(sale) if !dated => (Some(sale), price.or(compare_at)),
            _ => (price, compare_at),
        })
    }

    /// A variant without its choice.
    pub(crate) fn variant(&self, row: &Row<'_>, options: Vec<(String, String)>) -> Result<Variant, Reject> {
        let (price, compare_at) = self.prices(row)?;
        Ok(Variant {
            row: row.number,
            sku: self.id(row, ProductField::Sku)?,
            barcode: self.id(row, ProductField::Barcode)?,
            options,
            price,
            compare_at,
            cost: self.money(row, ProductField::Cost)?,
            stock: self.stock(row)?,
            image: self.text(row, ProductField::VariantImage),
        })
    }

    /// Every picture of a row; one cell may list several.
    pub(crate) fn images(&self, row: &Row<'_>) -> Vec<String> {
        let cells = self.columns.images.iter().map(|at| row.text(*at));
        let listed = cells.flat_map(|cell| cell.split(", ")).map(str::trim);
        listed.filter(|image| !image.is_empty()).map(str::to_owned).collect()
    }

    pub(crate) fn tags(&self, row: &Row<'_>) -> Vec<String> {
        let tags = self.columns.text(row, ProductField::Tags).unwrap_or_default();
        tags.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect()
    }

    /// The category; of several, what all of them lie below.
    pub(crate) fn category(&self, row: &Row<'_>) -> Option<String> {
        let text = self.columns.text(row, ProductField::Category)?;
        let path = |one: &str| -> Vec<String> {
            one.split('>').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
        };
        let between = self.columns.about.between;
        // `A\, B` is one name with a comma in it.
        let (held, mark) = (format!("\\{between}"), '\u{1}');
        let text = text.replace(&held, &mark.to_string());
        let mut paths = text.split(between).map(|one| path(&one.replace(mark, &between.to_string())));
        let first = paths.next().unwrap_or_default();
        let mut shared = paths.filter(|path| !path.is_empty()).fold(first, |shared, path| {
            let same = shared.iter().zip(&path).take_while(|(one, other)| one == other).count();
            shared[..same].to_vec()
        });
        shared.extend(self.text(row, ProductField::SubCategory).filter(|_| !shared.is_empty()));
        (!shared.is_empty()).then(|| shared.join(" > "))
    }

    pub(crate) fn refuse(&self, row: &Row<'_>, field: ProductField, expectation: Expectation) -> Reject {
        match self.columns.at(field) {
            Some(at) => Reject::cell(row.number, &self.headers[at], row.get(at), expectation),
            None => Reject::whole(row.number, expectation),
        }
    }
}

/// `Áo thun Hè` becomes `ao-thun-he`.
pub(crate) fn handle_from(title: &str) -> String {
    let folded = domain::fold(title);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-")
}
