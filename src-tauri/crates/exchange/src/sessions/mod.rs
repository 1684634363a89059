//! What platforms say of live sessions, one row a room: typed, checked against itself, nothing guessed.

mod check;
#[cfg(test)]
mod mutation_test;
mod names;
mod on_air;
mod read;
mod sheet;
#[cfg(test)]
mod test;

use std::path::Path;

use chrono_tz::Tz;
use domain::{Channel, Currency, RoomFigures};

use crate::date::DateForm;
use crate::error::FileError;
use crate::number::NumberDialect;
use crate::product::{ColumnTotal, Warning};
use crate::reject::Reject;
use crate::sniff::Sniffed;

pub use names::RoomField;
pub(crate) use names::{named, recognise};
pub(crate) use read::{is_eaten_id, length_ms};
pub(crate) use sheet::amount;

/// One room as a file states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// The row as a spreadsheet numbers it, 1-based.
    pub row: u64,
    /// The platform's id; older files have none.
    pub id: Option<String>,
    /// Its title; may be empty.
    pub title: String,
    /// When it began, UTC milliseconds.
    pub started_at_ms: i64,
    /// When it ended, UTC milliseconds; none where the file does not say.
    pub ended_at_ms: Option<i64>,
    /// Its totals.
    pub figures: RoomFigures,
}

/// What only the user can say about such a file.
#[derive(Debug, Clone, Copy, Default)]
pub struct RoomAnswers {
    /// The zone of times that carry none.
    pub zone: Option<Tz>,
    /// The currency of amounts that carry none.
    pub currency: Option<Currency>,
    /// What stands before decimals.
    pub numbers: Option<NumberDialect>,
    /// The order of day and month.
    pub dates: Option<DateForm>,
}

/// What is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomOpen {
    /// The zone of its times.
    Zone,
    /// The currency of its amounts.
    Currency,
    /// What stands before decimals.
    Numbers,
    /// The order of day and month.
    Dates,
}

/// What a file of rooms came to. While something is open, there are no rooms in it.
#[derive(Debug, Clone, Default)]
pub struct RoomSheet {
    /// The platform.
    pub channel: Option<Channel>,
    /// The rooms; a row that repeats another to the letter is there once.
    pub rooms: Vec<Room>,
    /// Rows read that could be rooms.
    pub rows: u64,
    /// Rows that repeat another to the letter.
    pub repeated: u64,
    /// Rows of something else, such as photos.
    pub others: u64,
    /// Rows refused.
    pub rejects: Vec<Reject>,
    /// What is worth saying.
    pub warnings: Vec<Warning>,
    /// Exact sums of its columns of money and counts.
    pub totals: Vec<ColumnTotal>,
    /// What is open.
    pub open: Vec<RoomOpen>,
    /// The currency of its amounts; none when it has none.
    pub currency: Option<Currency>,
    /// Whether every time carries its own offset, so that no zone is needed.
    pub has_offsets: bool,
    /// What stands before decimals; none when it holds no amounts.
    pub numbers: Option<NumberDialect>,
    /// Cells that prove it.
    pub proof_cells: u64,
    /// The order of day and month.
    pub dates: Option<DateForm>,
    /// An amount as it stands there.
    pub money_example: Option<String>,
    /// A time as it stands there.
    pub date_example: Option<String>,
    /// What each column is; none when it is not used.
    pub fields: Vec<Option<RoomField>>,
}

/// Reads a file of rooms. Files of this kind have a row a room and are held whole.
///
/// # Errors
/// When the file cannot be read, changed since it was looked at, or has no column that says when a room began.
pub fn read_rooms(path: &Path, sniffed: &Sniffed, answers: &RoomAnswers) -> Result<RoomSheet, FileError> {
    let cells = sheet::Sheet::read(path, sniffed)?;
    crate::table::unchanged(path, sniffed)?;
    let mut found = RoomSheet {
        channel: names::channel(sniffed.recognised.source),
        rows: cells.rows.len() as u64,
        others: cells.others,
        fields: cells.fields.clone(),
        ..RoomSheet::default()
    };
    sheet::decide(&cells, answers, &mut found);
    if found.open.is_empty() {
        read::read(&cells, answers, &mut found);
        let mut clock = answers.zone.map(crate::date::ZoneClock::new);
        let made_at = on_air::made_at(path, &sniffed.file, clock.as_mut());
        found.warnings.extend(on_air::still(&found.rooms, &made_at));
    }
    Ok(found)
}
