//! From tables to rows: each row ends as a row, as a total or as a reject, and tables that say the same are compared.

use std::collections::{BTreeMap, HashMap};

use chrono::Timelike as _;

use super::described::RowOf;
use super::field::{COUNTS, MONEY};
use super::rows::{Read, Reading};
use super::sheet::{Above, Sheet, SheetRow, of_kind};
use super::{FigureField as F, FigureKind, FigureRow, FigureSheet, room};
use crate::date::{DateForm, ZoneClock};
use crate::number::{NumberDialect, e4_text};
use crate::product::{ColumnTotal, Warning};
use crate::reject::{Expectation, Reject};
use crate::sessions::RoomAnswers;

const MINUTE_MS: i64 = 60_000;
/// Rows named in one warning.
const ROWS_NAMED: usize = 10;

/// Reads every table.
pub(super) fn read(sheets: &[Sheet], above: &Above, answers: &RoomAnswers, found: &mut FigureSheet) {
    let begun = above.date.zip(above.time);
    let mut reading = Reading {
        clock: answers.zone.map(ZoneClock::new),
        dialect: found.numbers.unwrap_or(NumberDialect::Dot),
        dates: found.dates.unwrap_or(DateForm::Ymd),
        currency: found.currency,
        begun: begun.map(|(date, time)| (date, i64::from(time.num_seconds_from_midnight()) * 1_000)),
        warnings: Vec::new(),
    };
    let mut tables: Vec<(RowOf, Vec<FigureRow>)> = Vec::new();
    for sheet in sheets {
        let rows = table(&mut reading, sheet, found);
        tables.push((sheet.table.rows, rows));
    }
    compare(sheets, found);
    let mut steps = Vec::new();
    for (kind, rows) in tables {
        match kind {
            RowOf::Step => steps.push(rows),
            RowOf::Product => found.products.extend(rows),
            RowOf::Day | RowOf::Ad => found.rows.extend(rows),
        }
    }
    match found.kind {
        FigureKind::Minutes => {
            join(steps, found);
            found.room = room::of(&mut reading, above, found);
            // A product list alone is of no session that could be told.
            if found.room.is_none() && found.rejects.is_empty() {
                found.rejects.push(Reject::whole(1, Expectation::Filled));
            }
        }
        FigureKind::Days | FigureKind::Ads => found
            .rows
            .sort_by(|one, other| (one.day, one.name.as_str()).cmp(&(other.day, other.name.as_str()))),
    }
    found.warnings.append(&mut reading.warnings);
    found.rejects.sort_by_key(|reject| reject.row);
}

/// What tells a row of one table again.
fn key(row: &FigureRow, kind: RowOf) -> String {
    match kind {
        RowOf::Step => row.at_ms.to_string(),
        RowOf::Product => row.product_id.clone().unwrap_or_else(|| domain::fold(&row.name)),
        RowOf::Day => row.day.to_string(),
        RowOf::Ad => format!("{}\u{1f}{}", row.day, domain::fold(&row.name)),
    }
}

fn table(reading: &mut Reading, sheet: &Sheet, found: &mut FigureSheet) -> Vec<FigureRow> {
    let mut rows: Vec<FigureRow> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut contested: Vec<usize> = Vec::new();
    let mut totals: Vec<&SheetRow> = Vec::new();
    let mut against: BTreeMap<F, Vec<u64>> = BTreeMap::new();
    for cells in &sheet.rows {
        let row = match reading.row(sheet, cells) {
            Ok(Read::Row(row)) => row,
            Ok(Read::Total) => {
                totals.push(cells);
                continue;
            }
            Err(reject) => {
                found.rejects.push(reject);
                continue;
            }
        };
        for (at, (field, _)) in sheet.columns.iter().enumerate() {
            if reading.holds(&cells.cells[at], *field, &row) == Some(false) {
                against.entry(*field).or_default().push(row.row);
            }
        }
        match places.get(&key(&row, sheet.table.rows)) {
            None => {
                places.insert(key(&row, sheet.table.rows), rows.len());
                rows.push(row);
            }
            Some(&at) if FigureRow { row: 0, ..rows[at].clone() } == FigureRow { row: 0, ..row.clone() } => {
                found.repeated += 1;
            }
            // Nobody knows which of the two is right.
            Some(&at) => {
                contested.push(at);
                let first_row = rows[at].row;
                found.rejects.push(Reject::whole(row.row, Expectation::UniqueKey { first_row }));
            }
        }
    }
    sums(reading, sheet, &totals, found);
    rates(sheet, against, found);
    contested.sort_unstable();
    contested.dedup();
    for at in contested.into_iter().rev() {
        let row = rows.remove(at);
        found.rejects.push(Reject::whole(row.row, Expectation::UniqueKey { first_row: row.row }));
    }
    rows
}

/// Exact sums over all rows of a table, refused ones included where they hold a number, against its row of totals.
fn sums(reading: &Reading, sheet: &Sheet, totals: &[&SheetRow], found: &mut FigureSheet) {
    found.total_rows += totals.len() as u64;
    for field in MONEY.into_iter().chain(COUNTS).filter(|field| field.adds_up()) {
        let Some(at) = sheet.place(field) else { continue };
        let mut total = ColumnTotal { column: sheet.named(at), e4: 0, cells: 0, said_e4: None };
        for row in sheet.rows.iter().filter(|row| !totals.iter().any(|total| total.number == row.number)) {
            if let Some(e4) = reading.exact(&row.cells[at]) {
                total.e4 += i128::from(e4);
                total.cells += 1;
            }
        }
        for row in totals {
            let Some(said) = reading.exact(&row.cells[at]).map(i128::from) else { continue };
            total.said_e4 = Some(said);
            if said != total.e4 {
                found.warnings.push(Warning::TotalDisagrees {
                    row: row.number,
                    column: sheet.named(at),
                    said: e4_text(said),
                    reckoned: e4_text(total.e4),
                });
            }
        }
        found.totals.push(total);
    }
}

fn rates(sheet: &Sheet, against: BTreeMap<F, Vec<u64>>, found: &mut FigureSheet) {
    for (field, rows) in against {
        let named: Vec<String> = rows.iter().take(ROWS_NAMED).map(u64::to_string).collect();
        let more = if rows.len() > ROWS_NAMED { " …" } else { "" };
        found.warnings.push(Warning::RateContradicts {
            row: rows.first().copied().unwrap_or_default(),
            column: sheet.place(field).map_or_else(String::new, |at| sheet.named(at)),
            parts: field.parts().map_or("", |(_, _, _, words)| words).to_owned(),
            cells: rows.len() as u64,
            at: format!("{}{more}", named.join(", ")),
        });
    }
}

/// Tables of steps and of products say the same show: their sums must agree.
fn compare(sheets: &[Sheet], found: &mut FigureSheet) {
    let Some(first) = of_kind(sheets, RowOf::Step).next() else { return };
    for sheet in sheets.iter().filter(|sheet| sheet.headers != first.headers) {
        for field in [F::Gmv, F::Orders, F::ProductClicks] {
            let total = |sheet: &Sheet| {
                let column = sheet.place(field).map(|at| sheet.named(at))?;
                found.totals.iter().find(|total| total.column == column).cloned()
            };
            // One order may hold several products, so that theirs add up to more.
            if field == F::Orders && sheet.table.rows == RowOf::Product {
                continue;
            }
            let (Some(own), Some(other)) = (total(first), total(sheet)) else { continue };
            if own.e4 != other.e4 {
                found.warnings.push(Warning::TotalDisagrees {
                    row: 1,
                    column: other.column,
                    said: e4_text(other.e4),
                    reckoned: e4_text(own.e4),
                });
            }
        }
    }
}

/// The finest table of steps leads; others fill what it does not say of the same time.
fn join(mut tables: Vec<Vec<FigureRow>>, found: &mut FigureSheet) {
    for rows in &mut tables {
        rows.sort_by_key(|row| row.at_ms);
    }
    tables.sort_by_key(|rows| std::cmp::Reverse(rows.len()));
    let mut tables = tables.into_iter();
    let Some(mut rows) = tables.next() else { return };
    found.step_minutes = step(&rows);
    for other in tables {
        found.second += other.len() as u64;
        if step(&other) != found.step_minutes {
            continue;
        }
        for row in &mut rows {
            let same = other.iter().find(|other| other.at_ms == row.at_ms);
            for (field, value) in same.into_iter().flat_map(|same| &same.figures) {
                row.figures.entry(*field).or_insert(*value);
            }
        }
    }
    found.rows = rows;
}

/// The length of a step: the shortest time between two.
fn step(rows: &[FigureRow]) -> i64 {
    let apart = rows.windows(2).map(|pair| pair[1].at_ms - pair[0].at_ms);
    apart.filter(|ms| *ms >= MINUTE_MS).min().map_or(5, |ms| (ms / MINUTE_MS).min(60))
}
