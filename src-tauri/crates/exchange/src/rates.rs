//! Rates of exchange as files state them: one a row (date, from, to, rate), or one a column as the ECB publishes.

mod column;
#[cfg(test)]
mod test;

use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, NaiveDate};
use domain::Currency;
use domain::rate::{Code, Rate};
use rust_decimal::Decimal;

use crate::date::{self, DateForm, DateShape};
use crate::error::FileError;
use crate::number::NumberDialect;
use crate::sniff::Sniffed;
use crate::table::{self, CellKind, Row};
use column::{Shape, marks};

/// What only the user can say about such a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RateAnswers {
    /// What stands before decimals.
    pub numbers: Option<NumberDialect>,
    /// The order of day and month.
    pub dates: Option<DateForm>,
}

/// What is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateOpen {
    /// Which columns hold date, currencies and rate: none of their names is known.
    Columns,
    /// What stands before decimals.
    Numbers,
    /// The order of day and month.
    Dates,
}

/// A cell that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateReject {
    /// The row as a spreadsheet numbers it, 1-based.
    pub row: u64,
    /// The column's name.
    pub column: String,
    /// What stands there.
    pub value: String,
}

/// What a file of rates holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RateSheet {
    /// The rates between currencies brands sell in, and the euro others are made through.
    pub rates: Vec<Rate>,
    /// Rows below the header.
    pub rows: u64,
    /// Cells of other currencies, and cells without a rate.
    pub others: u64,
    /// What could not be read.
    pub rejects: Vec<RateReject>,
    /// What is open; while anything is, no rate is read.
    pub open: Vec<RateOpen>,
}

/// Whether amounts may be exchanged by way of it.
fn is_used(code: Code) -> bool {
    code.as_str() == "EUR" || Currency::from_code(code.as_str()).is_some()
}

/// Reads a file of rates; numbers and dates are read only where the whole column proves how, or the user said so.
///
/// # Errors
/// When the file cannot be read.
pub fn read_rates(path: &Path, sniffed: &Sniffed, answers: RateAnswers) -> Result<RateSheet, FileError> {
    let mut sheet = RateSheet::default();
    let Some(shape) = Shape::of(&sniffed.headers) else {
        sheet.open.push(RateOpen::Columns);
        return Ok(sheet);
    };
    let (numbers, dates) = prove(path, sniffed, &shape, answers)?;
    sheet.open.extend(numbers.is_none().then_some(RateOpen::Numbers));
    sheet.open.extend(dates.is_none().then_some(RateOpen::Dates));
    let (Some(numbers), Some(dates)) = (numbers, dates) else { return Ok(sheet) };
    let reading = Reading { headers: &sniffed.headers, shape: &shape, numbers, dates, source: &sniffed.file };
    table::rows(path, sniffed, &mut |row| {
        sheet.rows += 1;
        reading.row(row, &mut sheet);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(sheet)
}

/// How numbers and dates are written, by all values together; none while that is open.
fn prove(
    path: &Path,
    sniffed: &Sniffed,
    shape: &Shape,
    answers: RateAnswers,
) -> Result<(Option<NumberDialect>, Option<DateForm>), FileError> {
    let (mut dot, mut comma, mut either) = (false, false, false);
    let (mut dmy, mut mdy, mut unclear) = (false, false, false);
    table::rows(path, sniffed, &mut |row| {
        for column in shape.rate_columns().filter(|column| row.kind(*column) == CellKind::Text) {
            match marks(row.text(column)) {
                Some(NumberDialect::Dot) => dot = true,
                Some(NumberDialect::Comma) => comma = true,
                None => either |= row.text(column).contains(['.', ',']),
            }
        }
        if row.kind(shape.date()) == CellKind::Text {
            match date::explain(row.get(shape.date())) {
                DateShape::OnlyDmy => dmy = true,
                DateShape::OnlyMdy => mdy = true,
                DateShape::Either => unclear = true,
                DateShape::Plain | DateShape::Neither => {}
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let numbers = match (dot, comma) {
        (true, false) => Some(NumberDialect::Dot),
        (false, true) => Some(NumberDialect::Comma),
        // Without any mark both read the same.
        (false, false) if !either => Some(NumberDialect::Dot),
        _ => None,
    };
    let dates = match (dmy, mdy) {
        (true, false) => Some(DateForm::Dmy),
        (false, true) => Some(DateForm::Mdy),
        (false, false) if !unclear => Some(DateForm::Ymd),
        _ => None,
    };
    Ok((answers.numbers.or(numbers), answers.dates.or(dates)))
}

struct Reading<'a> {
    headers: &'a [String],
    shape: &'a Shape,
    numbers: NumberDialect,
    dates: DateForm,
    source: &'a str,
}

impl Reading<'_> {
    fn row(&self, row: &Row<'_>, sheet: &mut RateSheet) {
        let Some(day) = self.day(row) else {
            sheet.rejects.push(self.reject(row, self.shape.date()));
            return;
        };
        for (from, to, column) in self.shape.cells(row, sheet, self.headers) {
            let text = row.text(column);
            if text.is_empty() || matches!(text, "N/A" | "-" | "n/a") || !is_used(from) || !is_used(to) {
                sheet.others += 1;
                continue;
            }
            let is_plain = row.kind(column) == CellKind::Number;
            let rate = column::read(text, if is_plain { NumberDialect::Dot } else { self.numbers });
            match rate.filter(|rate| *rate > Decimal::ZERO && from != to) {
                Some(rate) => {
                    let source = self.source.to_owned();
                    sheet.rates.push(Rate { day, from, to, rate, source });
                }
                None => sheet.rejects.push(self.reject(row, column)),
            }
        }
    }

    fn day(&self, row: &Row<'_>) -> Option<NaiveDate> {
        let cell = row.get(self.shape.date());
        let stamp = match row.kind(self.shape.date()) {
            CellKind::Serial => date::parse_serial(cell),
            CellKind::Text | CellKind::Number | CellKind::Broken => date::parse(cell, self.dates),
        }?;
        DateTime::from_timestamp_millis(stamp.local_ms).map(|at| at.date_naive())
    }

    fn reject(&self, row: &Row<'_>, column: usize) -> RateReject {
        RateReject {
            row: row.number,
            column: self.headers.get(column).cloned().unwrap_or_default(),
            value: row.text(column).to_owned(),
        }
    }
}
