//! A table is read row by row, whatever container it is in; nothing of it is held but a workbook that is not large.

use std::ops::ControlFlow;
use std::path::Path;

use csv::ByteRecord;

use crate::error::FileError;
use crate::sniff::{Container, Sniffed};
use crate::xlsx::SheetRow;
use crate::{csv_in, xlsx};

/// What a cell is, as far as its container says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CellKind {
    /// Text; every cell of a CSV.
    Text,
    /// A number a spreadsheet stored as a number: plain digits, a dot before the decimals.
    Number,
    /// A number a spreadsheet shows as a date: days since its epoch of 1900.
    Serial,
    /// A formula error, or a formula that was never calculated.
    Broken,
}

/// One row on its way through.
pub(crate) struct Row<'a> {
    /// As a spreadsheet numbers it, 1-based.
    pub number: u64,
    /// Whether the file ended in this row without a line end.
    pub last_unended: bool,
    cells: Cells<'a>,
}

enum Cells<'a> {
    Csv(&'a ByteRecord),
    Sheet(SheetRow<'a>),
}

impl<'a> Row<'a> {
    pub(crate) const fn csv(number: u64, last_unended: bool, record: &'a ByteRecord) -> Self {
        Self { number, last_unended, cells: Cells::Csv(record) }
    }

    pub(crate) const fn sheet(number: u64, row: SheetRow<'a>) -> Self {
        Self { number, last_unended: false, cells: Cells::Sheet(row) }
    }

    /// Whether it stands in a workbook, which leaves out what is empty at its end.
    pub(crate) const fn is_sheet(&self) -> bool {
        matches!(self.cells, Cells::Sheet(_))
    }

    /// Cells the row has.
    pub(crate) fn len(&self) -> usize {
        match self.cells {
            Cells::Csv(record) => record.len(),
            Cells::Sheet(row) => row.len(),
        }
    }

    /// The trimmed text of a cell; empty when the row is shorter.
    #[inline]
    pub(crate) fn get(&self, column: usize) -> &'a [u8] {
        match self.cells {
            Cells::Csv(record) => trimmed(record.get(column).unwrap_or_default()),
            Cells::Sheet(row) => trimmed(row.get(column)),
        }
    }

    /// The text of a cell; the container has been checked to be UTF-8.
    pub(crate) fn text(&self, column: usize) -> &'a str {
        std::str::from_utf8(self.get(column)).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn kind(&self, column: usize) -> CellKind {
        match self.cells {
            Cells::Csv(_) => CellKind::Text,
            Cells::Sheet(row) => row.kind(column),
        }
    }

    pub(crate) fn is_blank(&self) -> bool {
        (0..self.len()).all(|column| self.get(column).is_empty() && self.kind(column) != CellKind::Broken)
    }

    /// Cells up to the last that is filled.
    pub(crate) fn filled_len(&self) -> usize {
        (0..self.len()).rev().find(|&column| !self.get(column).is_empty()).map_or(0, |last| last + 1)
    }
}

/// Without white space around it, and without what exports put before ids: TAB, no-break space, byte order mark.
#[inline]
pub(crate) fn trimmed(cell: &[u8]) -> &[u8] {
    let plain = |byte: &u8| byte.is_ascii_graphic();
    match (cell.first(), cell.last()) {
        (None, _) => cell,
        (Some(first), Some(last)) if plain(first) && plain(last) => cell,
        _ => {
            let odd = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}');
            std::str::from_utf8(cell).map_or(cell, |text| text.trim_matches(odd).as_bytes())
        }
    }
}

/// What is called with each row; `Break` ends the reading early.
pub(crate) type OnRow<'f> = dyn FnMut(&Row<'_>) -> Result<ControlFlow<()>, FileError> + 'f;

/// Reads the rows below the header, blank ones left out.
pub(crate) fn rows(path: &Path, sniffed: &Sniffed, on_row: &mut OnRow<'_>) -> Result<(), FileError> {
    let size = std::fs::metadata(path).map_err(|err| crate::error::unreadable(path, &err))?.len();
    if size != sniffed.size {
        return Err(FileError::Changed { file: crate::error::shown(path) });
    }
    let header_row = sniffed.header_row;
    all_rows(path, sniffed, &mut |row| {
        if row.number <= header_row || row.is_blank() {
            return Ok(ControlFlow::Continue(()));
        }
        on_row(row)
    })
}

/// Looks whether the file is still the one that was looked at, when it has been read to its end.
pub(crate) fn unchanged(path: &Path, sniffed: &Sniffed) -> Result<(), FileError> {
    let same = crate::sniff::hash_of(path).is_ok_and(|hash| hash == sniffed.hash);
    if same { Ok(()) } else { Err(FileError::Changed { file: crate::error::shown(path) }) }
}

/// Reads every row of the chosen sheet.
pub(crate) fn all_rows(path: &Path, sniffed: &Sniffed, on_row: &mut OnRow<'_>) -> Result<(), FileError> {
    match &sniffed.container {
        Container::Csv { encoding, delimiter } => {
            csv_in::rows(path, *encoding, delimiter.byte(), sniffed.ended, on_row)
        }
        Container::Xlsx { sheet, .. } => xlsx::rows(path, sheet, &sniffed.kept, on_row),
    }
}
