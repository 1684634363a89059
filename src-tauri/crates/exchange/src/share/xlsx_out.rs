//! A workbook with live formulas: text is written as text, and each formula carries its result for readers that
//! do not calculate.

use std::io::{Seek, Write};

use chrono::NaiveDate;
use domain::Currency;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{DocProperties, Format, FormatAlign, Formula, Workbook, Worksheet};

use super::ShareError;
use super::value::{Value, decimal_text, local};

/// The rows a sheet holds under its titles.
pub const LARGEST_SHEET: u32 = 1_048_575;

/// A name of a sheet is at most so long.
const NAME_AT_MOST: usize = 31;

const MS_PER_DAY: f64 = 86_400_000.0;

/// A cell of a workbook.
#[derive(Debug, Clone, PartialEq)]
pub enum CellOut<'a> {
    /// A value; amounts are shown with the places of their currency.
    Value(Value<'a>, Currency),
    /// A title of a column or a part.
    Title(&'a str),
    /// A formula for an amount, with its result.
    Amount(String, Option<Decimal>, Currency),
    /// A formula for a share of a whole, with its result (0.398 for 39.8 %).
    Share(String, Option<Decimal>),
    /// A formula for a count, with its result.
    Count(String, Option<Decimal>),
    /// Nothing.
    Empty,
}

impl<'a> CellOut<'a> {
    /// Words.
    pub const fn text(text: &'a str) -> Self {
        Self::Value(Value::Text(text), Currency::Vnd)
    }

    /// A whole number.
    pub const fn whole(number: i64) -> Self {
        Self::Value(Value::Whole(number), Currency::Vnd)
    }
}

struct Looks {
    title: Format,
    whole: Format,
    share: Format,
    instant: Format,
    dong: Format,
    cents: Format,
}

impl Looks {
    const fn amount(&self, currency: Currency) -> &Format {
        if currency.display_digits() == 0 { &self.dong } else { &self.cents }
    }
}

/// A workbook being written, one sheet after the other, each from the top.
pub struct BookOut {
    book: Workbook,
    looks: Looks,
    sheets: usize,
    next: u32,
}

/// Where a row goes.
struct RowOut<'a> {
    sheet: &'a mut Worksheet,
    looks: &'a Looks,
    row: u32,
}

impl BookOut {
    /// A workbook with this title.
    pub fn new(title: &str) -> Self {
        let mut book = Workbook::new();
        book.set_properties(&DocProperties::new().set_title(title).set_author("Showrunner"));
        let number = |code: &str| Format::new().set_num_format(code);
        let looks = Looks {
            title: Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top),
            whole: number("#,##0"),
            share: number("0.0%"),
            instant: number("yyyy-mm-dd hh:mm:ss"),
            dong: number("#,##0"),
            cents: number("#,##0.00"),
        };
        Self { book, looks, sheets: 0, next: 0 }
    }

    /// Begins a sheet with the widths of its columns in characters. One of many rows is written to disk as it grows.
    ///
    /// # Errors
    /// When its name is taken or cannot be one.
    pub fn sheet(&mut self, name: &str, widths: &[f64], of_many_rows: bool) -> Result<(), ShareError> {
        let sheet = if of_many_rows {
            self.book.add_worksheet_with_constant_memory()?
        } else {
            self.book.add_worksheet()
        };
        let name: String =
            name.chars().filter(|letter| !"[]:*?/\\'".contains(*letter)).take(NAME_AT_MOST).collect();
        sheet.set_name(name)?;
        for (at, width) in (0_u16..).zip(widths) {
            sheet.set_column_width(at, *width)?;
        }
        self.sheets += 1;
        self.next = 0;
        Ok(())
    }

    /// The number of the next row, as a formula names it.
    pub const fn next(&self) -> u32 {
        self.next + 1
    }

    /// Keeps the rows written so far in sight while the others are scrolled.
    ///
    /// # Errors
    /// When there is no sheet yet.
    pub fn freeze(&mut self) -> Result<(), ShareError> {
        let next = self.next;
        self.current()?.sheet.set_freeze_panes(next, 0)?;
        Ok(())
    }

    /// Writes a row.
    ///
    /// # Errors
    /// When the sheet is full or a cell is too long.
    pub fn row(&mut self, cells: &[CellOut<'_>]) -> Result<(), ShareError> {
        let mut row = self.current()?;
        for (at, cell) in (0_u16..).zip(cells) {
            row.cell(at, cell)?;
        }
        self.next += 1;
        Ok(())
    }

    fn current(&mut self) -> Result<RowOut<'_>, ShareError> {
        let last = self.sheets.checked_sub(1).ok_or_else(|| ShareError::Form("no sheet yet".to_owned()))?;
        Ok(RowOut { sheet: self.book.worksheet_from_index(last)?, looks: &self.looks, row: self.next })
    }

    /// Ends the workbook.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish<W: Write + Seek + Send>(mut self, out: W) -> Result<(), ShareError> {
        self.book.save_to_writer(out)?;
        Ok(())
    }
}

impl RowOut<'_> {
    fn cell(&mut self, at: u16, cell: &CellOut<'_>) -> Result<(), ShareError> {
        let row = self.row;
        match cell {
            CellOut::Empty => {}
            CellOut::Title(text) => {
                self.sheet.write_string_with_format(row, at, *text, &self.looks.title)?;
            }
            CellOut::Value(value, currency) => self.value(at, *value, *currency)?,
            CellOut::Amount(formula, result, currency) => {
                let look = self.looks.amount(*currency);
                self.sheet.write_formula_with_format(row, at, with_result(formula, *result), look)?;
            }
            CellOut::Share(formula, result) => {
                let formula = with_result(formula, *result);
                self.sheet.write_formula_with_format(row, at, formula, &self.looks.share)?;
            }
            CellOut::Count(formula, result) => {
                let formula = with_result(formula, *result);
                self.sheet.write_formula_with_format(row, at, formula, &self.looks.whole)?;
            }
        }
        Ok(())
    }

    fn value(&mut self, at: u16, value: Value<'_>, currency: Currency) -> Result<(), ShareError> {
        match value {
            Value::Unknown => Ok(()),
            Value::Text(text) => self.text(at, text),
            Value::Whole(number) => match exactly(number, 1) {
                Some(double) => self.number(at, double, &self.looks.whole),
                None => self.text(at, &number.to_string()),
            },
            Value::E4(e4) => match exactly(e4, 10_000) {
                Some(double) => self.number(at, double, self.looks.amount(currency)),
                None => self.text(at, &decimal_text(e4)),
            },
            Value::Instant(at_ms, zone) => match serial(at_ms, zone) {
                Some(serial) => self.number(at, serial, &self.looks.instant),
                None => Ok(()),
            },
        }
    }

    /// A string cell is never calculated; `write` would look for a formula.
    fn text(&mut self, at: u16, text: &str) -> Result<(), ShareError> {
        self.sheet.write_string(self.row, at, text)?;
        Ok(())
    }

    fn number(&mut self, at: u16, number: f64, look: &Format) -> Result<(), ShareError> {
        self.sheet.write_number_with_format(self.row, at, number, look)?;
        Ok(())
    }
}

fn with_result(formula: &str, result: Option<Decimal>) -> Formula {
    let result = result.map_or_else(String::new, |result| result.normalize().to_string());
    Formula::new(formula).set_result(result)
}

/// The double nearest to `units ÷ by`, where it leads back to exactly the same units: numbers of a workbook are
/// doubles, and an amount too large for them is written as text instead.
fn exactly(units: i64, by: i64) -> Option<f64> {
    let double = Decimal::from(units).to_f64()? / Decimal::from(by).to_f64()?;
    let back = (double * Decimal::from(by).to_f64()?).round();
    #[expect(clippy::cast_possible_truncation, reason = "what was cut off does not come back the same")]
    let same = back as i64 == units && back.abs() < 9_007_199_254_740_992.0;
    same.then_some(double)
}

/// Days since the end of 1899 in the zone's own time, as workbooks count.
fn serial(at_ms: i64, zone: chrono_tz::Tz) -> Option<f64> {
    let first = NaiveDate::from_ymd_opt(1899, 12, 30)?.and_hms_opt(0, 0, 0)?;
    let since = local(at_ms, zone)?.naive_local() - first;
    Some(since.num_milliseconds().to_f64()? / MS_PER_DAY)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_amount_too_large_for_a_double_is_text_and_not_another_amount() {
        assert_eq!(exactly(1_990_000_000, 10_000), Some(199_000.0));
        assert_eq!(exactly(i64::MAX, 10_000), None);
        assert_eq!(exactly(9_007_199_254_740_993, 1), None);
    }

    #[test]
    fn an_instant_is_told_in_its_zone() {
        let hours = |days: f64| (days.fract() * 24.0).round();
        assert_eq!(serial(1_785_196_800_000, chrono_tz::Asia::Ho_Chi_Minh).map(hours), Some(7.0));
        assert_eq!(serial(1_785_196_800_000, chrono_tz::UTC).map(hours), Some(0.0));
    }

    proptest! {
        #[test]
        fn every_amount_that_is_written_as_a_number_comes_back(e4 in -1_000_000_000_000_000_i64..1_000_000_000_000_000) {
            let double = exactly(e4, 10_000).expect("within what doubles hold");
            prop_assert_eq!((double * 10_000.0).round() as i64, e4);
        }
    }
}
