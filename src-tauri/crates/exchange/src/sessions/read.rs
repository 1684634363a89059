//! From cells to rooms: each row ends as a room or as a reject.

use std::collections::HashMap;
use std::str::FromStr;

use domain::{RoomFigures, fold};
use rust_decimal::Decimal;

use super::check::Checks;
use super::names::{COUNTS, RoomField as F};
use super::sheet::{Cell, Sheet, SheetRow, amount};
use super::{Room, RoomAnswers, RoomSheet};
use crate::date::{self, DateForm, ZoneClock};
use crate::number::{Mark, NumberDialect, NumberError, ONE_E4, is_scientific};
use crate::product::{ColumnTotal, Warning};
use crate::reject::{Expectation, Reject};
use crate::table::CellKind;

const MINUTE_MS: i64 = 60_000;
/// No session is longer than a month.
const LONGEST_S: i64 = 31 * 86_400;
/// No session sells for more than ten trillion of any currency; sums of what is kept stay within 64 bits.
const HIGHEST_E4: i64 = 100_000_000_000_000_000;

/// Reads every row, then refuses rooms that two rows tell differently.
pub(super) fn read(sheet: &Sheet, answers: &RoomAnswers, found: &mut RoomSheet) {
    let mut reading = Reading {
        sheet,
        clock: answers.zone.map(ZoneClock::new),
        dialect: found.numbers.unwrap_or(NumberDialect::Dot),
        dates: found.dates.unwrap_or(DateForm::Ymd),
        currency: found.currency,
        warnings: Vec::new(),
    };
    let mut checks = Checks::default();
    let mut rooms: Vec<Room> = Vec::new();
    for row in &sheet.rows {
        match reading.room(row) {
            Ok(room) => {
                checks.look(row.number, &room.figures, |field| reading.stated(row, field));
                rooms.push(room);
            }
            Err(reject) => found.rejects.push(reject),
        }
    }
    found.totals = reading.totals();
    found.warnings = checks.into_warnings();
    found.warnings.append(&mut reading.warnings);
    one_row_a_room(rooms, found);
    found.rejects.sort_by_key(|reject| reject.row);
}

/// Two rows of one room with one content are one room; with two contents nobody knows which is right.
fn one_row_a_room(rooms: Vec<Room>, found: &mut RoomSheet) {
    let key = |room: &Room| match &room.id {
        Some(id) => id.clone(),
        None => format!("\u{1f}{}\u{1f}{}", room.started_at_ms, fold(&room.title)),
    };
    let mut rows_of: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, room) in rooms.iter().enumerate() {
        rows_of.entry(key(room)).or_default().push(at);
    }
    for (at, room) in rooms.iter().enumerate() {
        let Some(same) = rows_of.get(&key(room)) else { continue };
        let first = &rooms[same[0]];
        let differs = same
            .iter()
            .find(|&&other| Room { row: 0, ..rooms[other].clone() } != Room { row: 0, ..first.clone() });
        match differs {
            Some(&other) => {
                let other = if other == at { first.row } else { rooms[other].row };
                found.rejects.push(Reject::whole(room.row, Expectation::OneRowARoom { first_row: other }));
            }
            None if same[0] == at => found.rooms.push(room.clone()),
            None => found.repeated += 1,
        }
    }
}

struct Reading<'a> {
    sheet: &'a Sheet,
    clock: Option<ZoneClock>,
    dialect: NumberDialect,
    dates: DateForm,
    currency: Option<domain::Currency>,
    warnings: Vec<Warning>,
}

impl Reading<'_> {
    fn cell<'r>(&self, row: &'r SheetRow, field: F) -> Option<&'r Cell> {
        self.sheet.place(field).map(|at| &row.cells[at])
    }

    fn refuse(&self, row: &SheetRow, field: F, expectation: Expectation) -> Reject {
        let header = self.sheet.place(field).map_or("", |at| self.sheet.columns[at].1.as_str());
        let text = self.cell(row, field).map_or("", |cell| cell.text.as_str());
        Reject::cell(row.number, header, text.as_bytes(), expectation)
    }

    fn room(&mut self, row: &SheetRow) -> Result<Room, Reject> {
        if row.is_cut {
            return Err(Reject::whole(row.number, Expectation::CompleteRow));
        }
        let id = self.id(row)?;
        let started = self.instant(row, F::Start)?;
        let Some(started_at_ms) = started else {
            return Err(self.refuse(row, F::Start, Expectation::Filled));
        };
        let ended = self.instant(row, F::End)?;
        let length = self.length(row)?;
        if ended.is_some_and(|ended| ended < started_at_ms) {
            return Err(self.refuse(row, F::End, Expectation::AfterItsStart));
        }
        let ended_at_ms = ended.or_else(|| length.map(|length| started_at_ms + length));
        let title = self.cell(row, F::Title).map_or("", |cell| cell.text.as_str());
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let figures = self.figures(row)?;
        Ok(Room { row: row.number, id, title, started_at_ms, ended_at_ms, figures })
    }

    /// An id as text; refused when a spreadsheet has eaten its digits.
    fn id(&self, row: &SheetRow) -> Result<Option<String>, Reject> {
        let Some(cell) = self.cell(row, F::Room) else { return Ok(None) };
        let text = cell.text.trim_start_matches('\'');
        if text.is_empty() {
            return Err(self.refuse(row, F::Room, Expectation::Filled));
        }
        if is_eaten_id(text, cell.kind == CellKind::Number) {
            return Err(self.refuse(row, F::Room, Expectation::IdAsText));
        }
        Ok(Some(text.chars().take(128).collect()))
    }

    fn instant(&mut self, row: &SheetRow, field: F) -> Result<Option<i64>, Reject> {
        let Some(at) = self.sheet.place(field) else { return Ok(None) };
        let cell = &row.cells[at];
        if cell.text.is_empty() {
            return Ok(None);
        }
        let stamp = match cell.kind {
            CellKind::Text => date::parse(cell.text.as_bytes(), self.dates),
            CellKind::Number | CellKind::Serial => date::parse_serial(cell.text.as_bytes()),
            CellKind::Broken => return Err(self.refuse(row, field, Expectation::Value)),
        };
        let no_date = || self.refuse(row, field, Expectation::of_date(cell.text.as_bytes()));
        let Some(stamp) = stamp else { return Err(no_date()) };
        if let Some(minutes) = stamp.offset_minutes {
            return Ok(Some(stamp.local_ms - i64::from(minutes) * MINUTE_MS));
        }
        let Some(clock) = &mut self.clock else { return Err(self.refuse(row, field, Expectation::Zone)) };
        match clock.instant(stamp.local_ms) {
            Ok((at_ms, twice)) => {
                if twice {
                    self.warnings.push(Warning::AmbiguousLocalTime { row: row.number });
                }
                Ok(Some(at_ms))
            }
            Err(_) => {
                let zone = clock.zone().name().to_owned();
                Err(self.refuse(row, field, Expectation::ExistingLocalTime { zone }))
            }
        }
    }

    fn length(&self, row: &SheetRow) -> Result<Option<i64>, Reject> {
        let text = self.cell(row, F::Duration).map_or("", |cell| cell.text.as_str());
        if text.is_empty() {
            let minutes = self.count(row, F::Minutes)?;
            return Ok(minutes.and_then(|minutes| minutes.checked_mul(MINUTE_MS)));
        }
        length_ms(text).map(Some).ok_or_else(|| self.refuse(row, F::Duration, Expectation::Length))
    }

    fn figures(&self, row: &SheetRow) -> Result<RoomFigures, Reject> {
        let mut counts = [None; COUNTS.len()];
        for (count, field) in counts.iter_mut().zip(COUNTS) {
            *count = self.count(row, field)?;
        }
        let [orders, sku_orders, items, customers, views, impressions, rest @ ..] = counts;
        let [product_impressions, product_clicks, new_followers, comments, shares, likes] = rest;
        Ok(RoomFigures {
            gmv_e4: self.money(row)?,
            orders,
            sku_orders,
            items,
            customers,
            views,
            impressions,
            product_impressions,
            product_clicks,
            new_followers,
            comments,
            shares,
            likes,
        })
    }

    fn count(&self, row: &SheetRow, field: F) -> Result<Option<i64>, Reject> {
        let Some(cell) = self.cell(row, field) else { return Ok(None) };
        if cell.kind == CellKind::Broken {
            return Err(self.refuse(row, field, Expectation::Value));
        }
        match amount(&cell.text, self.dialect_of(cell)) {
            Err(NumberError::Empty) => Ok(None),
            Ok((e4, _)) if e4 < 0 => Err(self.refuse(row, field, Expectation::NotNegative)),
            Ok((e4, _)) if e4 % ONE_E4 == 0 => Ok(Some(e4 / ONE_E4)),
            Ok(_) | Err(NumberError::TooPrecise) => Err(self.refuse(row, field, Expectation::WholeNumber)),
            Err(NumberError::OutOfRange) => Err(self.refuse(row, field, Expectation::InRange)),
            Err(NumberError::NotANumber | NumberError::Scientific) => {
                Err(self.refuse(row, field, Expectation::Number))
            }
        }
    }

    fn dialect_of(&self, cell: &Cell) -> NumberDialect {
        if cell.kind == CellKind::Text { self.dialect } else { NumberDialect::Dot }
    }

    fn money(&self, row: &SheetRow) -> Result<Option<i64>, Reject> {
        let Some(cell) = self.cell(row, F::Gmv) else { return Ok(None) };
        if cell.kind == CellKind::Broken {
            return Err(self.refuse(row, F::Gmv, Expectation::Value));
        }
        match amount(&cell.text, self.dialect_of(cell)) {
            Err(NumberError::Empty) => Ok(None),
            Ok((e4, _)) if e4.abs() > HIGHEST_E4 => Err(self.refuse(row, F::Gmv, Expectation::InRange)),
            Ok((_, Some(Mark::Foreign))) => Err(self.refuse(row, F::Gmv, Expectation::KnownCurrency)),
            Ok((e4, mark)) => match self.currency {
                None => Err(self.refuse(row, F::Gmv, Expectation::KnownCurrency)),
                Some(own) if mark.is_some_and(|mark| !mark.allows(own)) => {
                    let currency = own.code().to_owned();
                    Err(self.refuse(row, F::Gmv, Expectation::Currency { currency }))
                }
                Some(_) => Ok(Some(e4)),
            },
            Err(NumberError::TooPrecise) => {
                Err(self.refuse(row, F::Gmv, Expectation::Decimals { at_most: 4, currency: None }))
            }
            Err(NumberError::OutOfRange) => Err(self.refuse(row, F::Gmv, Expectation::InRange)),
            Err(NumberError::NotANumber | NumberError::Scientific) => {
                Err(self.refuse(row, F::Gmv, Expectation::Number))
            }
        }
    }

    /// A rate as the file writes it, in percent where it is one.
    fn stated(&self, row: &SheetRow, field: F) -> Option<(String, Decimal)> {
        let at = self.sheet.place(field)?;
        let cell = &row.cells[at];
        let header = self.sheet.columns[at].1.clone();
        if matches!(field, F::Aov | F::ShowGpm | F::WatchGpm) {
            let (e4, _) = amount(&cell.text, self.dialect_of(cell)).ok()?;
            return Some((header, Decimal::new(e4, 4)));
        }
        let (bare, is_percent) =
            cell.text.strip_suffix('%').map_or((cell.text.as_str(), false), |bare| (bare.trim(), true));
        let plain = match self.dialect_of(cell) {
            NumberDialect::Dot => bare.replace(',', ""),
            NumberDialect::Comma => bare.replace('.', "").replace(',', "."),
        };
        let read = Decimal::from_str(&plain).ok()?;
        Some((header, if is_percent { read } else { read.checked_mul(Decimal::ONE_HUNDRED)? }))
    }

    /// Exact sums over all rows, refused ones included where they hold a number.
    fn totals(&self) -> Vec<ColumnTotal> {
        let mut totals = Vec::new();
        for field in std::iter::once(F::Gmv).chain(COUNTS) {
            let Some(at) = self.sheet.place(field) else { continue };
            let mut total =
                ColumnTotal { column: self.sheet.columns[at].1.clone(), e4: 0, cells: 0, said_e4: None };
            for row in &self.sheet.rows {
                let cell = &row.cells[at];
                if let Ok((e4, _)) = amount(&cell.text, self.dialect_of(cell)) {
                    total.e4 += i128::from(e4);
                    total.cells += 1;
                }
            }
            totals.push(total);
        }
        totals
    }
}

/// Whether a spreadsheet has eaten digits of an id.
pub(crate) fn is_eaten_id(text: &str, is_number: bool) -> bool {
    is_scientific(text) || (is_number && text.len() > 15)
}

/// `0h19m`, `1h 02m 30s`, `19min`, `1:02:30`; none when it is no length, or a negative one.
pub(crate) fn length_ms(text: &str) -> Option<i64> {
    if text.contains(':') {
        let parts: Option<Vec<i64>> =
            text.split(':').map(|part| part.trim().parse::<u32>().ok().map(i64::from)).collect();
        let seconds = match parts?.as_slice() {
            [hours, minutes, seconds] => hours * 3_600 + minutes * 60 + seconds,
            [hours, minutes] => hours * 3_600 + minutes * 60,
            _ => return None,
        };
        return (seconds <= LONGEST_S).then_some(seconds * 1_000);
    }
    let (mut rest, mut seconds) = (text.trim(), 0_i64);
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let count = i64::from(rest[..end].parse::<u32>().ok()?);
        rest = rest[end..].trim_start();
        let unit = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let name = rest[..unit].trim().to_lowercase();
        seconds += match name.as_str() {
            "d" | "day" | "days" => count * 86_400,
            "h" | "hr" | "hrs" | "hour" | "hours" | "giờ" | "jam" => count * 3_600,
            "m" | "min" | "mins" | "minute" | "minutes" | "phút" | "menit" | "mnt" => count * 60,
            "s" | "sec" | "secs" | "giây" | "detik" | "dtk" => count,
            _ => return None,
        };
        if seconds > LONGEST_S {
            return None;
        }
        rest = &rest[unit..];
    }
    (!text.trim().is_empty()).then_some(seconds * 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_and_negative_ones_are_none() {
        assert_eq!(length_ms("0h19m"), Some(19 * MINUTE_MS));
        assert_eq!(length_ms("1h 02m 30s"), Some(3_750_000));
        assert_eq!(length_ms("1:02:30"), Some(3_750_000));
        for text in ["-1h", "-0h19m", "soon", "1x", "12", "40d", "4294967295:00", &"4294967295d".repeat(40)] {
            assert_eq!(length_ms(text), None, "{text}");
        }
    }
}
