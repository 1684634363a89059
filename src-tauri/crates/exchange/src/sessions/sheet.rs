//! The cells of a file of rooms, and how its numbers and dates are read.

use std::ops::ControlFlow;
use std::path::Path;

use domain::Currency;

use super::names::{self, RoomField};
use super::{RoomAnswers, RoomOpen, RoomSheet};
use crate::date::{self, DateForm, DateShape};
use crate::error::FileError;
use crate::number::{self, Explains, Mark, NumberDialect};
use crate::sniff::Sniffed;
use crate::table::{self, CellKind};

/// No platform lists more rooms in one file; what is held stays bounded.
const ROWS_AT_MOST: usize = 500_000;

/// One cell that is used.
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) kind: CellKind,
}

/// One row of the columns that are used, in the order of [`Sheet::columns`].
pub(super) struct SheetRow {
    pub(super) number: u64,
    pub(super) cells: Vec<Cell>,
    pub(super) is_cut: bool,
}

/// The part of a file that is used.
pub(super) struct Sheet {
    pub(super) columns: Vec<(RoomField, String)>,
    pub(super) fields: Vec<Option<RoomField>>,
    pub(super) rows: Vec<SheetRow>,
    pub(super) others: u64,
}

impl Sheet {
    pub(super) fn read(path: &Path, sniffed: &Sniffed) -> Result<Self, FileError> {
        let mut fields: Vec<Option<RoomField>> = Vec::new();
        for header in &sniffed.headers {
            // Of two columns with one meaning the first counts, as it is the one people see.
            let field = names::named(header).filter(|field| !fields.contains(&Some(*field)));
            fields.push(field);
        }
        let places: Vec<usize> = (0..fields.len()).filter(|&at| fields[at].is_some()).collect();
        let columns: Vec<(RoomField, String)> =
            places.iter().filter_map(|&at| Some((fields[at]?, sniffed.headers[at].clone()))).collect();
        if !columns.iter().any(|(field, _)| *field == RoomField::Start) {
            return Err(FileError::MappingIncomplete {
                file: sniffed.file.clone(),
                what: RoomField::Start.code().to_owned(),
            });
        }
        let kind = columns.iter().position(|(field, _)| *field == RoomField::Type);
        let (mut rows, mut others) = (Vec::new(), 0);
        table::rows(path, sniffed, &mut |row| {
            let cell = |&at: &usize| Cell { text: row.text(at).to_owned(), kind: row.kind(at) };
            let cells: Vec<Cell> = places.iter().map(cell).collect();
            if kind.is_some_and(|at| !cells[at].text.eq_ignore_ascii_case("video")) {
                others += 1;
            } else {
                let is_cut = row.last_unended && row.len() < sniffed.headers.len();
                rows.push(SheetRow { number: row.number, cells, is_cut });
            }
            if rows.len() > ROWS_AT_MOST {
                let reason = format!("it lists more than {ROWS_AT_MOST} sessions");
                return Err(FileError::Unreadable { file: sniffed.file.clone(), reason });
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(Self { columns, fields, rows, others })
    }

    pub(super) fn place(&self, wanted: RoomField) -> Option<usize> {
        self.columns.iter().position(|(field, _)| *field == wanted)
    }

    /// Every filled text cell of a column.
    fn texts(&self, wanted: RoomField) -> impl Iterator<Item = &str> {
        let cells =
            self.place(wanted).into_iter().flat_map(|at| self.rows.iter().map(move |row| &row.cells[at]));
        cells
            .filter(|cell| cell.kind == CellKind::Text && !cell.text.is_empty())
            .map(|cell| cell.text.as_str())
    }
}

/// Thousands and millions as Indonesian screens shorten them: `1,2rb`, `3,4jt`. What was rounded away is not known.
fn shortened(text: &str) -> Option<(String, i64)> {
    let lower = text.trim().to_lowercase();
    let (bare, times) = match (lower.strip_suffix("rb"), lower.strip_suffix("jt")) {
        (Some(bare), _) => (bare, 1_000),
        (None, Some(bare)) => (bare, 1_000_000),
        (None, None) => return None,
    };
    // Nobody shortens a number and keeps its thousands apart: the one mark in it stands before decimals.
    let bare = bare.trim();
    (bare.matches([',', '.']).count() <= 1).then(|| (bare.replace(',', "."), times))
}

/// An amount and the mark of its currency.
pub(crate) fn amount(text: &str, dialect: NumberDialect) -> Result<(i64, Option<Mark>), number::NumberError> {
    if let Some((bare, times)) = shortened(text) {
        // The mark of the currency stands in front: `Rp1,2jt`.
        let read = number::parse(bare.as_bytes(), NumberDialect::Dot)?;
        let e4 = read.e4.checked_mul(times).ok_or(number::NumberError::OutOfRange)?;
        return Ok((e4, read.mark));
    }
    number::parse(text.as_bytes(), dialect).map(|read| (read.e4, read.mark))
}

/// Settles how the file is read, or says what is open.
pub(super) fn decide(sheet: &Sheet, answers: &RoomAnswers, found: &mut RoomSheet) {
    if sheet.place(RoomField::Gmv).is_some() {
        numbers(sheet, answers, found);
        currency(sheet, answers, found);
    }
    dates(sheet, answers, found);
}

fn numbers(sheet: &Sheet, answers: &RoomAnswers, found: &mut RoomSheet) {
    let (mut dot, mut comma, mut either) = (0, 0, 0);
    for text in sheet.texts(RoomField::Gmv) {
        let bare = text.trim_start_matches("R$").trim_end_matches("R$").trim();
        match number::explain(bare.as_bytes()) {
            Explains::OnlyDot => dot += 1,
            Explains::OnlyComma => comma += 1,
            Explains::Either => either += 1,
            Explains::Same | Explains::Neither => {}
        }
        found.money_example.get_or_insert_with(|| text.to_owned());
    }
    found.numbers = match answers.numbers {
        Some(answer) => Some(answer),
        None if comma > 0 && dot == 0 => Some(NumberDialect::Comma),
        None if dot > 0 || either == 0 => Some(NumberDialect::Dot),
        None => None,
    };
    found.proof_cells = if found.numbers == Some(NumberDialect::Comma) { comma } else { dot };
    if found.numbers.is_none() {
        found.open.push(RoomOpen::Numbers);
    }
}

fn currency(sheet: &Sheet, answers: &RoomAnswers, found: &mut RoomSheet) {
    let dialect = found.numbers.unwrap_or(NumberDialect::Dot);
    let mut marks: Vec<Mark> = Vec::new();
    for text in sheet.texts(RoomField::Gmv) {
        if let Ok((_, Some(mark))) = amount(text, dialect)
            && !marks.contains(&mark)
        {
            marks.push(mark);
        }
    }
    let known = |mark: &Mark| match mark {
        Mark::One(currency) => Some(*currency),
        Mark::Dollar | Mark::Yuan | Mark::Foreign => None,
    };
    // What most cells cannot contradict: the one currency named. Cells in another are refused one by one.
    let named: Vec<Currency> = marks.iter().filter_map(known).collect();
    found.currency = match (answers.currency, named.as_slice()) {
        (Some(answer), _) => Some(answer),
        (None, [only]) => Some(*only),
        (None, _) => None,
    };
    let is_foreign_only = !marks.is_empty() && marks.iter().all(|mark| *mark == Mark::Foreign);
    if found.currency.is_none() && !is_foreign_only {
        found.open.push(RoomOpen::Currency);
    }
}

fn dates(sheet: &Sheet, answers: &RoomAnswers, found: &mut RoomSheet) {
    let (mut dmy, mut mdy, mut either, mut stamps, mut offsets) = (0, 0, 0, 0, 0);
    for text in sheet.texts(RoomField::Start) {
        match date::explain(text.as_bytes()) {
            DateShape::OnlyDmy => dmy += 1,
            DateShape::OnlyMdy => mdy += 1,
            DateShape::Either => either += 1,
            DateShape::Plain | DateShape::Neither => {}
        }
        if let Some(stamp) = date::parse(text.as_bytes(), DateForm::Dmy) {
            stamps += 1;
            offsets += u64::from(stamp.offset_minutes.is_some());
        }
        found.date_example.get_or_insert_with(|| text.to_owned());
    }
    found.dates = match answers.dates {
        Some(answer) => Some(answer),
        None if mdy > 0 && dmy == 0 => Some(DateForm::Mdy),
        None if dmy > 0 => Some(DateForm::Dmy),
        None if either == 0 => Some(DateForm::Ymd),
        None => None,
    };
    if found.dates.is_none() {
        found.open.push(RoomOpen::Dates);
    }
    found.has_offsets = stamps > 0 && offsets == stamps;
    if !found.has_offsets && answers.zone.is_none() {
        found.open.push(RoomOpen::Zone);
    }
}
