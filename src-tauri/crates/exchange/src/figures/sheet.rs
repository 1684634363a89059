//! The cells of the tables of a file, and what stands above them about the whole session.

use std::ops::ControlFlow;
use std::path::Path;

use chrono::{NaiveDate, NaiveTime};

use super::described::Table;
use super::{FigureField, FigureSource, RowOf};
use crate::error::FileError;
use crate::sniff::{self, Container, Sniffed};
use crate::table::{self, CellKind};

/// No platform writes more rows into one such file; what is held stays bounded.
const ROWS_AT_MOST: usize = 500_000;

/// One cell that is used.
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) kind: CellKind,
}

/// One row of the columns that are used.
pub(super) struct SheetRow {
    pub(super) number: u64,
    pub(super) cells: Vec<Cell>,
    pub(super) is_cut: bool,
}

/// One table of the file, with the columns that are used.
pub(super) struct Sheet {
    /// The sheet's name; none in a file of one table.
    pub(super) name: Option<String>,
    pub(super) table: &'static Table,
    pub(super) headers: Vec<String>,
    pub(super) fields: Vec<Option<FigureField>>,
    pub(super) columns: Vec<(FigureField, String)>,
    pub(super) rows: Vec<SheetRow>,
}

/// What stands above the tables about the room.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Above {
    pub(super) room: Option<String>,
    pub(super) title: Option<String>,
    pub(super) date: Option<NaiveDate>,
    pub(super) time: Option<NaiveTime>,
    pub(super) length: Option<String>,
}

impl Sheet {
    pub(super) fn place(&self, wanted: FigureField) -> Option<usize> {
        self.columns.iter().position(|(field, _)| *field == wanted)
    }

    /// Every filled text cell of a column.
    pub(super) fn texts(&self, wanted: FigureField) -> impl Iterator<Item = &str> {
        let cells =
            self.place(wanted).into_iter().flat_map(|at| self.rows.iter().map(move |row| &row.cells[at]));
        cells
            .filter(|cell| cell.kind == CellKind::Text && !cell.text.is_empty())
            .map(|cell| cell.text.as_str())
    }

    /// A column as people find it again: its sheet, where there are several, and its name.
    pub(super) fn named(&self, at: usize) -> String {
        match &self.name {
            Some(sheet) => format!("{sheet} / {}", self.columns[at].1),
            None => self.columns[at].1.clone(),
        }
    }
}

/// Reads every table of the file, and what stands above them.
pub(super) fn read(
    path: &Path,
    sniffed: &Sniffed,
    source: FigureSource,
) -> Result<(Vec<Sheet>, Above), FileError> {
    let mut above = Above::default();
    let mut sheets = Vec::new();
    let all = match &sniffed.container {
        Container::Csv { .. } => vec![None],
        Container::Xlsx { sheets, .. } => sheets.iter().map(|sheet| Some(sheet.as_str())).collect(),
    };
    let several = all.len() > 1;
    for name in all {
        let own;
        let looked = match name {
            None => sniffed,
            Some(name) => match sniff::sniff_sheet(path, Some(name)) {
                Ok(found) => {
                    own = found;
                    &own
                }
                // A sheet without a table: a chart, a page of notes.
                Err(FileError::NoHeader { .. } | FileError::Empty { .. }) => continue,
                Err(error) => return Err(error),
            },
        };
        let Some(table) = source.table(&looked.headers) else { continue };
        above.look(path, looked)?;
        sheets.push(cells(path, looked, table, name.filter(|_| several))?);
    }
    let wanted = sniffed.headers.clone();
    // The table the file was recognised by leads.
    sheets.sort_by_key(|sheet| (sheet.table.rows, sheet.headers != wanted));
    if sheets.is_empty() {
        let what = FigureField::Gmv.code();
        return Err(FileError::MappingIncomplete { file: sniffed.file.clone(), what });
    }
    Ok((sheets, above))
}

fn cells(
    path: &Path,
    looked: &Sniffed,
    table: &'static Table,
    name: Option<&str>,
) -> Result<Sheet, FileError> {
    let fields = table.fields(&looked.headers);
    let places: Vec<usize> = (0..fields.len()).filter(|&at| fields[at].is_some()).collect();
    let columns = places.iter().filter_map(|&at| Some((fields[at]?, looked.headers[at].clone()))).collect();
    let mut rows = Vec::new();
    table::rows(path, looked, &mut |row| {
        let cell = |&at: &usize| Cell { text: row.text(at).to_owned(), kind: row.kind(at) };
        let is_cut = row.last_unended && row.len() < looked.headers.len();
        rows.push(SheetRow { number: row.number, cells: places.iter().map(cell).collect(), is_cut });
        Ok(if rows.len() < ROWS_AT_MOST { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    let headers = looked.headers.clone();
    Ok(Sheet { name: name.map(str::to_owned), table, headers, fields, columns, rows })
}

impl Above {
    /// Looks at the rows above a table.
    fn look(&mut self, path: &Path, looked: &Sniffed) -> Result<(), FileError> {
        let header_row = looked.header_row;
        table::all_rows(path, looked, &mut |row| {
            if row.number >= header_row {
                return Ok(ControlFlow::Break(()));
            }
            let cells: Vec<&str> =
                (0..row.len()).map(|at| row.text(at)).filter(|text| !text.is_empty()).collect();
            self.take(&cells);
            Ok(ControlFlow::Continue(()))
        })
    }

    /// Takes what a row says: a word for what it is and the value behind it, in one cell or in several.
    fn take(&mut self, cells: &[&str]) {
        let text = cells.join(" ");
        let words: Vec<&str> = text.split_whitespace().collect();
        let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        for word in &words {
            let word = bare(word);
            let digits = word.bytes().filter(u8::is_ascii_digit).count();
            if self.room.is_none() && digits >= 15 && digits == word.len() {
                self.room = Some(word.clone());
            }
        }
        let says = |names: &[&str]| {
            let folded = domain::fold(&text);
            names.iter().any(|name| folded.starts_with(name))
        };
        if says(&["started", "start time", "bat dau", "thoi gian bat dau"]) {
            for word in &words {
                self.date = self.date.or_else(|| NaiveDate::parse_from_str(word, "%Y-%m-%d").ok());
                self.time = self.time.or_else(|| NaiveTime::parse_from_str(word, "%H:%M:%S").ok());
                self.time = self.time.or_else(|| NaiveTime::parse_from_str(word, "%H:%M").ok());
            }
        }
        let behind = || {
            text.split_once([':', '：']).map_or_else(|| cells.get(1).copied(), |(_, rest)| Some(rest.trim()))
        };
        if self.length.is_none() && says(&["duration", "thoi luong"]) {
            let value = behind().map(str::to_owned).or_else(|| words.get(1..).map(|rest| rest.join(" ")));
            self.length = value.filter(|text| !text.is_empty());
        }
        if self.title.is_none() && says(&["room title", "live title", "title", "ten phien live"]) {
            self.title = behind().map(str::to_owned).filter(|text| !text.is_empty());
        }
    }
}

/// The tables whose rows are of one kind.
pub(super) fn of_kind(sheets: &[Sheet], rows: RowOf) -> impl Iterator<Item = &Sheet> {
    sheets.iter().filter(move |sheet| sheet.table.rows == rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_above_is_read_in_one_cell_or_in_several() {
        let mut one = Above::default();
        one.take(&["Started 20:00:13 2026-07-01"]);
        one.take(&["Room ID: 7412345678901234567"]);
        one.take(&["Duration: 1h 35m"]);
        let mut several = Above::default();
        several.take(&["Started", "20:00:13", "2026-07-01"]);
        several.take(&["Room ID", "7412345678901234567"]);
        several.take(&["Duration", "1h 35m"]);
        assert_eq!(one, several);
        assert_eq!(one.room.as_deref(), Some("7412345678901234567"));
        assert_eq!(
            (one.date, one.time),
            (NaiveDate::from_ymd_opt(2026, 7, 1), NaiveTime::from_hms_opt(20, 0, 13))
        );
        assert_eq!(one.length.as_deref(), Some("1h 35m"));
    }
}
