//! The rows of one sheet, cell by cell; the declared dimension is not trusted and not needed.

use std::io::Read;

use crate::error::FileError;
use crate::meter::{LONGEST_ROW, Meter};
use crate::table::CellKind;
use crate::xlsx::package::damaged;
use crate::xlsx::page::Page;
use crate::xlsx::style::{Shape, push_data, push_text};
use crate::xlsx::tags::{Piece, Tag, Tags};

/// Excel's last column.
const LAST_COLUMN: usize = 16_384;
/// Characters a cell may hold, by the format's own rule.
const LONGEST_CELL: usize = 32_767;
/// Days between the epochs of 1900 and 1904.
const DAYS_TO_1904: f64 = 1462.0;
/// Digits a spreadsheet keeps of a number.
const DIGITS_KEPT: usize = 15;

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

/// Reads the rows of a sheet.
pub(super) struct Sheet<'a, R> {
    pub(super) tags: Tags<R>,
    pub(super) meter: &'a Meter,
    pub(super) shape: &'a Shape,
    pub(super) file: &'a str,
    pub(super) part: &'a str,
}

impl<R: Read> Sheet<'_, R> {
    /// Reads every row and hands them on by the page, until nobody takes them; what stands before a fault is handed
    /// on as well.
    pub(super) fn read(mut self, give: &mut dyn FnMut(Page) -> bool) -> Result<(), FileError> {
        let mut page = Page::default();
        let read = self.rows(&mut page, give);
        give(page);
        read
    }

    fn rows(&mut self, page: &mut Page, give: &mut dyn FnMut(Page) -> bool) -> Result<(), FileError> {
        let mut number = 0;
        let mut in_row = false;
        let mut seen_data = false;
        loop {
            let piece = self.tags.next();
            match piece.map_err(|err| broken(self.meter, self.file, self.part, &err, number + 1))? {
                Piece::Open(tag) => match tag.name {
                    b"sheetData" => seen_data = true,
                    b"row" => {
                        let next = value(&tag, b"r").and_then(|r| r.parse().ok());
                        let next = next.unwrap_or_else(|| u64::saturating_add(number, 1));
                        if in_row || next <= number {
                            return Err(self.damaged("two rows stand in one place"));
                        }
                        (number, in_row) = (next, true);
                        self.meter.begin();
                    }
                    b"c" if !in_row => return Err(self.damaged("a cell stands outside of the rows")),
                    b"c" => {
                        let head = CellHead::of(&tag);
                        self.cell(&head, page).map_err(|fault| self.refusal(fault, &head, page, number))?;
                    }
                    _ => {}
                },
                Piece::Close(b"row") if !std::mem::take(&mut in_row) => {
                    return Err(self.damaged("a row ends that never began"));
                }
                Piece::Close(b"row") => {
                    page.end_row(number);
                    if page.is_full() && !give(std::mem::take(page)) {
                        return Ok(());
                    }
                }
                Piece::Close(b"sheetData") if seen_data => return Ok(()),
                Piece::End if seen_data => return Err(cut(self.file)),
                Piece::End => return Err(self.damaged("it is not a worksheet")),
                _ => {}
            }
        }
    }

    fn damaged(&self, reason: &str) -> FileError {
        damaged(self.file, self.part, &reason)
    }

    fn refusal(&self, fault: Fault, head: &CellHead, page: &Page, number: u64) -> FileError {
        match fault {
            Fault::Damaged(reason) => broken(self.meter, self.file, self.part, &reason, number),
            Fault::Cut => cut(self.file),
            Fault::RowTooLong => row_too_long(self.file, number),
            Fault::TooLong => {
                let cell = format!("{}{number}", letters(head.column.unwrap_or_else(|| page.width())));
                FileError::CellTooLong { file: self.file.to_owned(), cell, limit: LONGEST_CELL }
            }
        }
    }

    /// Reads up to the end of the cell.
    fn cell(&mut self, head: &CellHead, page: &mut Page) -> Result<(), Fault> {
        let column = head.column.unwrap_or_else(|| page.width());
        if column < page.width() {
            return Err(Fault::damaged("two cells stand in one place"));
        }
        if column >= LAST_COLUMN {
            return Err(Fault::damaged("a row has more cells than a sheet has columns"));
        }
        let text = page.text();
        let start = text.len();
        let (mut reading, mut formula, mut phonetic) = (false, false, false);
        loop {
            match self.tags.next().map_err(|err| Fault::Damaged(err.to_string()))? {
                Piece::Open(tag) => match tag.name {
                    b"v" | b"t" => reading = !phonetic,
                    b"f" => formula = true,
                    b"rPh" => phonetic = true,
                    _ => {}
                },
                Piece::Close(b"v" | b"t") => reading = false,
                Piece::Close(b"rPh") => phonetic = false,
                Piece::Close(b"c") => break,
                Piece::Text(raw) if reading => push_text(raw, text).map_err(Fault::damaged)?,
                Piece::Data(raw) if reading => push_data(raw, text).map_err(Fault::damaged)?,
                Piece::End => return Err(Fault::Cut),
                _ => {}
            }
        }
        let kind = finish(head, self.shape, start, text)?;
        let length = text.len() - start;
        if length > LONGEST_CELL && text[start..].chars().nth(LONGEST_CELL).is_some() {
            return Err(Fault::TooLong);
        }
        // Shared texts are short in the file and may be long in the row.
        if page.row_bytes() as u64 > LONGEST_ROW {
            return Err(Fault::RowTooLong);
        }
        page.end_cell(column, start, if formula && length == 0 { CellKind::Broken } else { kind });
        Ok(())
    }
}

/// What a part is refused with that cannot be read on.
fn broken(meter: &Meter, file: &str, part: &str, reason: &dyn std::fmt::Display, row: u64) -> FileError {
    if meter.is_exceeded() { row_too_long(file, row) } else { damaged(file, part, reason) }
}

fn cut(file: &str) -> FileError {
    FileError::Truncated { file: file.to_owned(), row: None }
}

fn row_too_long(file: &str, row: u64) -> FileError {
    FileError::RowTooLong { file: file.to_owned(), row, limit: LONGEST_ROW }
}

fn value<'b>(tag: &Tag<'b>, wanted: &[u8]) -> Option<&'b str> {
    let (_, value) = tag.attributes().find(|(name, _)| *name == wanted)?;
    std::str::from_utf8(value).ok()
}

impl CellHead {
    fn of(tag: &Tag<'_>) -> Self {
        let mut head = Self::default();
        for (name, value) in tag.attributes() {
            match name {
                b"r" => head.column = column_of(value),
                b"s" => head.style = std::str::from_utf8(value).ok().and_then(|style| style.parse().ok()),
                b"t" => {
                    head.kind = match value {
                        b"s" => Stored::Shared,
                        b"b" => Stored::Bool,
                        b"e" => Stored::Error,
                        b"d" => Stored::IsoDate,
                        b"str" | b"inlineStr" => Stored::Text,
                        _ => Stored::Number,
                    }
                }
                _ => {}
            }
        }
        head
    }
}

/// `AB12` is column 27, counted from 0.
fn column_of(reference: &[u8]) -> Option<usize> {
    let mut column = 0_usize;
    for byte in reference.iter().take_while(|byte| byte.is_ascii_alphabetic()) {
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

/// Turns what is stored into what the cell says.
fn finish(head: &CellHead, shape: &Shape, start: usize, text: &mut String) -> Result<CellKind, Fault> {
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
        assert_eq!(column_of(b"A1"), Some(0));
        assert_eq!(column_of(b"AB12"), Some(27));
        assert_eq!(column_of(b"ZZZZ1"), None);
        assert_eq!([0, 25, 26, 27, 16_383].map(letters), ["A", "Z", "AA", "AB", "XFD"]);
    }
}
