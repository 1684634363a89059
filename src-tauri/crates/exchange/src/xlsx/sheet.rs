//! The rows of one sheet, cell by cell; the declared dimension is not trusted and not needed.

use quick_xml::events::{BytesStart, Event};

use crate::error::FileError;
use crate::meter::{LONGEST_ROW, Meter};
use crate::table::{CellKind, OnRow, Row};
use crate::xlsx::package::{Xml, damaged};
use crate::xlsx::style::{Texts, push_text};

/// Excel's last column.
const LAST_COLUMN: usize = 16_384;
/// Characters a cell may hold, by the format's own rule.
const LONGEST_CELL: usize = 32_767;
/// Days between the epochs of 1900 and 1904.
const DAYS_TO_1904: f64 = 1462.0;
/// Digits a spreadsheet keeps of a number.
const DIGITS_KEPT: usize = 15;

/// What the sheet's cells refer to.
pub(super) struct Shape<'a> {
    pub(super) texts: &'a Texts,
    pub(super) dates: &'a [bool],
    pub(super) from_1904: bool,
}

/// The cells of one row, end to end.
#[derive(Default)]
pub(crate) struct SheetRow {
    text: String,
    cells: Vec<(usize, CellKind)>,
}

impl SheetRow {
    pub(crate) fn len(&self) -> usize {
        self.cells.len()
    }

    pub(crate) fn get(&self, column: usize) -> &[u8] {
        let Some(&(end, _)) = self.cells.get(column) else { return &[] };
        let start = if column == 0 { 0 } else { self.cells[column - 1].0 };
        &self.text.as_bytes()[start..end]
    }

    pub(crate) fn kind(&self, column: usize) -> CellKind {
        self.cells.get(column).map_or(CellKind::Text, |&(_, kind)| kind)
    }

    fn clear(&mut self) {
        self.text.clear();
        self.cells.clear();
    }

    /// Ends the cell whose text has been appended; earlier columns that were left out are empty.
    fn end_cell(&mut self, column: usize, start: usize, kind: CellKind) {
        while self.cells.len() < column {
            self.cells.push((start, CellKind::Text));
        }
        self.cells.push((self.text.len(), kind));
    }
}

/// The attributes of a cell that matter.
#[derive(Default)]
struct CellHead {
    column: Option<usize>,
    style: Option<usize>,
    kind: Stored,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum Stored {
    #[default]
    Number,
    Shared,
    Text,
    Bool,
    Error,
    IsoDate,
}

/// Reads every row and hands it on.
pub(super) fn rows(
    mut xml: Xml<'_>,
    meter: &Meter,
    shape: &Shape<'_>,
    file: &str,
    part: &str,
    on_row: &mut OnRow<'_>,
) -> Result<(), FileError> {
    let mut buffer = Vec::new();
    let mut inner = Vec::new();
    let mut row = SheetRow::default();
    let mut number = 0;
    let mut in_row = false;
    let mut seen_data = false;
    let broken = |reason: &dyn std::fmt::Display, row: u64| match meter.is_exceeded() {
        true => row_too_long(file, row),
        false => damaged(file, part, reason),
    };
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|err| broken(&err, number + 1))? {
            Event::Start(element) => match element.local_name().into_inner() {
                "sheetData" => seen_data = true,
                "row" => {
                    let next = raw_attribute(&element, "r").and_then(|r| r.parse().ok());
                    let next = next.unwrap_or_else(|| u64::saturating_add(number, 1));
                    if in_row || next <= number {
                        return Err(damaged(file, part, &"two rows stand in one place"));
                    }
                    (number, in_row) = (next, true);
                    meter.begin();
                    row.clear();
                }
                "c" if !in_row => return Err(damaged(file, part, &"a cell stands outside of the rows")),
                "c" => {
                    let head = cell_head(&element);
                    let column = head.column.unwrap_or(row.len());
                    read_cell(&mut xml, &mut inner, &head, shape, &mut row).map_err(|fault| match fault {
                        Fault::Damaged(reason) => broken(&reason, number),
                        Fault::Cut => cut(file),
                        Fault::RowTooLong => row_too_long(file, number),
                        Fault::TooLong => {
                            let cell = format!("{}{number}", letters(column));
                            FileError::CellTooLong { file: file.to_owned(), cell, limit: LONGEST_CELL }
                        }
                    })?;
                }
                _ => {}
            },
            Event::End(element) => match element.local_name().into_inner() {
                "row" if !std::mem::take(&mut in_row) => {
                    return Err(damaged(file, part, &"a row ends that never began"));
                }
                "row" if on_row(&Row::sheet(number, &row))?.is_break() => return Ok(()),
                "sheetData" => return Ok(()),
                _ => {}
            },
            Event::Eof if seen_data => return Err(cut(file)),
            Event::Eof => return Err(damaged(file, part, &"it is not a worksheet")),
            _ => {}
        }
    }
}

fn cut(file: &str) -> FileError {
    FileError::Truncated { file: file.to_owned(), row: None }
}

fn row_too_long(file: &str, row: u64) -> FileError {
    FileError::RowTooLong { file: file.to_owned(), row, limit: LONGEST_ROW }
}

fn raw_attribute<'e>(element: &'e BytesStart<'_>, name: &str) -> Option<&'e str> {
    let raw = element.attributes_raw();
    let mut from = 0;
    while let Some(at) = raw[from..].find(name) {
        let start = from + at;
        let rest = &raw[start + name.len()..];
        let alone = start == 0 || raw.as_bytes()[start - 1].is_ascii_whitespace();
        if alone && let Some(quoted) = rest.trim_start().strip_prefix('=') {
            let quoted = quoted.trim_start();
            let quote = quoted.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
            return quoted[1..].split(quote).next();
        }
        from = start + name.len();
    }
    None
}

fn cell_head(element: &BytesStart<'_>) -> CellHead {
    CellHead {
        column: raw_attribute(element, "r").and_then(column_of),
        style: raw_attribute(element, "s").and_then(|style| style.parse().ok()),
        kind: match raw_attribute(element, "t") {
            Some("s") => Stored::Shared,
            Some("b") => Stored::Bool,
            Some("e") => Stored::Error,
            Some("d") => Stored::IsoDate,
            Some("str" | "inlineStr") => Stored::Text,
            _ => Stored::Number,
        },
    }
}

/// `AB12` is column 27, counted from 0.
fn column_of(reference: &str) -> Option<usize> {
    let mut column = 0_usize;
    for byte in reference.bytes().take_while(u8::is_ascii_alphabetic) {
        column = column * 26 + usize::from(byte.to_ascii_uppercase() - b'A') + 1;
        if column > LAST_COLUMN {
            return None;
        }
    }
    column.checked_sub(1)
}

/// The name of a column counted from 0: 27 is `AB`.
fn letters(column: usize) -> String {
    let mut name = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or_default();
        name.insert(0, char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    name
}

/// Why a cell cannot be read.
enum Fault {
    Damaged(String),
    /// The sheet ends in it.
    Cut,
    /// It holds more than the format allows.
    TooLong,
    /// Its row does.
    RowTooLong,
}

impl Fault {
    fn damaged(reason: &str) -> Self {
        Self::Damaged(reason.to_owned())
    }
}

/// Reads up to the end of the cell.
fn read_cell(
    xml: &mut Xml<'_>,
    buffer: &mut Vec<u8>,
    head: &CellHead,
    shape: &Shape<'_>,
    row: &mut SheetRow,
) -> Result<(), Fault> {
    let column = head.column.unwrap_or(row.len());
    if column < row.len() {
        return Err(Fault::damaged("two cells stand in one place"));
    }
    if column >= LAST_COLUMN {
        return Err(Fault::damaged("a row has more cells than a sheet has columns"));
    }
    let start = row.text.len();
    let (mut reading, mut formula, mut phonetic) = (false, false, false);
    loop {
        buffer.clear();
        match xml.read_event_into(buffer).map_err(|err| Fault::Damaged(err.to_string()))? {
            Event::Start(element) => match element.local_name().into_inner() {
                "v" | "t" => reading = !phonetic,
                "f" => formula = true,
                "rPh" => phonetic = true,
                _ => {}
            },
            Event::End(element) => match element.local_name().into_inner() {
                "v" | "t" => reading = false,
                "rPh" => phonetic = false,
                "c" => break,
                _ => {}
            },
            Event::Eof => return Err(Fault::Cut),
            event if reading => push_text(&event, &mut row.text),
            _ => {}
        }
    }
    let kind = finish(head, shape, start, &mut row.text)?;
    if row.text.len() - start > LONGEST_CELL && row.text[start..].chars().nth(LONGEST_CELL).is_some() {
        return Err(Fault::TooLong);
    }
    // Shared texts are short in the file and may be long in the row.
    if row.text.len() as u64 > LONGEST_ROW {
        return Err(Fault::RowTooLong);
    }
    let kind = if formula && row.text.len() == start { CellKind::Broken } else { kind };
    row.end_cell(column, start, kind);
    Ok(())
}

/// Turns what is stored into what the cell says.
fn finish(head: &CellHead, shape: &Shape<'_>, start: usize, text: &mut String) -> Result<CellKind, Fault> {
    match head.kind {
        Stored::Text => Ok(CellKind::Text),
        Stored::IsoDate => Ok(CellKind::Text),
        Stored::Error => Ok(CellKind::Broken),
        Stored::Bool => {
            let value = if &text[start..] == "1" { "TRUE" } else { "FALSE" };
            text.truncate(start);
            text.push_str(value);
            Ok(CellKind::Text)
        }
        Stored::Shared => {
            let index = text[start..].trim().parse::<usize>().ok();
            let shared = index.and_then(|index| shape.texts.get(index));
            text.truncate(start);
            text.push_str(shared.ok_or_else(|| Fault::damaged("it refers to a text that is not there"))?);
            Ok(CellKind::Text)
        }
        Stored::Number if text.len() == start => Ok(CellKind::Text),
        Stored::Number => {
            let date = head.style.and_then(|style| shape.dates.get(style)).copied().unwrap_or(false);
            let Some(plain) = plain_number(&text[start..], date && shape.from_1904) else {
                return Ok(CellKind::Text);
            };
            if let Some(plain) = plain {
                text.truncate(start);
                text.push_str(&plain);
            }
            Ok(if date { CellKind::Serial } else { CellKind::Number })
        }
    }
}

/// A stored number as plain digits: none if it is no number, `Some(None)` if it already is.
///
/// Spreadsheets keep 15 digits; `8.289999999999999` is how they store 8.29. A whole number of more digits
/// is left as it stands, so that an id which lost its end can be told.
fn plain_number(stored: &str, from_1904: bool) -> Option<Option<String>> {
    let digits = stored.bytes().filter(u8::is_ascii_digit).count();
    let simple = stored.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    if simple && !from_1904 && (digits <= DIGITS_KEPT || !stored.contains('.')) {
        return stored.parse::<f64>().ok().map(|_| None);
    }
    let value = stored.trim().parse::<f64>().ok().filter(|value| value.is_finite())?;
    let value = if from_1904 { value + DAYS_TO_1904 } else { value };
    if value.abs() >= 1e15 {
        return Some(Some(format!("{value:.2E}").replace('E', "E+")));
    }
    let scientific = format!("{value:.*e}", DIGITS_KEPT - 1);
    let exponent = scientific.split_once('e').and_then(|(_, e)| e.parse::<i32>().ok()).unwrap_or(0);
    let decimals = usize::try_from(DIGITS_KEPT as i32 - 1 - exponent).unwrap_or(0);
    let rounded = format!("{value:.decimals$}");
    let rounded =
        if rounded.contains('.') { rounded.trim_end_matches('0').trim_end_matches('.') } else { &rounded };
    Some(Some(rounded.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_price_is_the_price_that_was_typed() {
        assert_eq!(plain_number("8.289999999999999", false), Some(Some("8.29".to_owned())));
        assert_eq!(plain_number("2.08", false), Some(None));
        assert_eq!(plain_number("1E-3", false), Some(Some("0.001".to_owned())));
        assert_eq!(plain_number("5.8312345E+17", false), Some(Some("5.83E+17".to_owned())));
        assert_eq!(plain_number("abc", false), None);
    }

    #[test]
    fn columns_are_counted_in_letters() {
        assert_eq!(column_of("A1"), Some(0));
        assert_eq!(column_of("AB12"), Some(27));
        assert_eq!(column_of("ZZZZ1"), None);
        assert_eq!([0, 25, 26, 27, 16_383].map(letters), ["A", "Z", "AA", "AB", "XFD"]);
    }
}
