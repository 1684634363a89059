//! A table as CSV that a spreadsheet opens without running anything in it.

use std::io::Write;

use super::ShareError;
use super::value::{Value, decimal_text, instant_text};
use crate::csv_safe;

/// A CSV being written: UTF-8 with its mark, commas, a row of titles, lines ended as RFC 4180 has it.
pub struct CsvOut<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> CsvOut<W> {
    /// Begins with the titles of the columns.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn begin(mut out: W, titles: &[String]) -> Result<Self, ShareError> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        writer.write_record(titles.iter().map(|title| csv_safe(title)))?;
        Ok(Self { writer })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn row(&mut self, cells: &[Value<'_>]) -> Result<(), ShareError> {
        self.writer.write_record(cells.iter().map(cell))?;
        Ok(())
    }

    /// Ends the file and gives back what it was written to.
    ///
    /// # Errors
    /// When its end cannot be written.
    pub fn finish(mut self) -> Result<W, ShareError> {
        self.writer.flush()?;
        self.writer.into_inner().map_err(|error| ShareError::Io(error.into_error()))
    }
}

/// Only words can become a formula: numbers and instants are written by us.
fn cell(value: &Value<'_>) -> String {
    match *value {
        Value::Text(text) => csv_safe(text),
        Value::Whole(number) => number.to_string(),
        Value::E4(e4) => decimal_text(e4),
        Value::Instant(at_ms, zone) => instant_text(at_ms, zone),
        Value::Unknown => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use chrono_tz::Asia::Ho_Chi_Minh;

    use super::*;

    fn written(rows: &[&[Value<'_>]]) -> String {
        let mut out = CsvOut::begin(Vec::new(), &["a".to_owned(), "b".to_owned()]).unwrap();
        for row in rows {
            out.row(row).unwrap();
        }
        String::from_utf8(out.finish().unwrap()).unwrap()
    }

    #[test]
    fn words_that_look_like_formulas_are_text_and_amounts_keep_their_sign() {
        for start in ["=1+1", "+84", "-5", "@SUM(A1)", "\t=1", "\r=1"] {
            let text = written(&[&[Value::Text(start), Value::E4(-50_000)]]);
            let row = text.split_once("\r\n").unwrap().1;
            assert!(row.trim_start_matches('"').starts_with('\''), "{row:?}");
            assert!(row.ends_with(",-5\r\n"), "{row:?}");
        }
    }

    #[test]
    fn what_is_unknown_is_empty_and_an_instant_names_its_offset() {
        let text = written(&[&[Value::Unknown, Value::Instant(1_785_240_432_000, Ho_Chi_Minh)]]);
        assert!(text.ends_with("\r\n,2026-07-28T19:07:12+07:00\r\n"), "{text:?}");
    }

    #[test]
    fn amounts_are_exact_decimals() {
        assert_eq!(decimal_text(1_990_000_000), "199000");
        assert_eq!(decimal_text(68_300_000_100), "6830000.01");
        assert_eq!(decimal_text(i64::MAX), "922337203685477.5807");
    }
}
