//! Tables of figures platforms write beside orders and rooms: a session step by step, days, advertising.

mod decide;
mod described;
mod field;
#[cfg(test)]
mod mutation_test;
mod read;
mod room;
mod rows;
mod sheet;
#[cfg(test)]
mod test;

use std::collections::BTreeMap;
use std::path::Path;

use domain::{Channel, Currency};

use crate::date::DateForm;
use crate::error::FileError;
use crate::number::NumberDialect;
use crate::product::{ColumnTotal, Warning};
use crate::reject::Reject;
use crate::sessions::{RoomAnswers, RoomOpen};
use crate::sniff::Sniffed;

pub(crate) use described::is_name;
pub use described::{FigureKind, FigureSource, RowOf};
pub use field::FigureField;
pub use room::FigureRoom;

/// Figures of one row: amounts in 10⁻⁴ units, counts as they are. What the file does not say is not there.
pub type Figures = BTreeMap<FigureField, i64>;

/// One row as a file states it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FigureRow {
    /// The row as a spreadsheet numbers it, 1-based.
    pub row: u64,
    /// When a step began, UTC milliseconds; 0 in other rows.
    pub at_ms: i64,
    /// The day, counted from 1970-01-01; 0 in other rows.
    pub day: i64,
    /// The platform's id of the product.
    pub product_id: Option<String>,
    /// The product's title or the campaign's name; may be empty.
    pub name: String,
    /// The currency of its amounts.
    pub currency: Option<Currency>,
    /// Its figures.
    pub figures: Figures,
}

impl FigureRow {
    /// A figure.
    pub fn get(&self, field: FigureField) -> Option<i64> {
        self.figures.get(&field).copied()
    }
}

/// What a file of figures came to. While something is open, there are no rows in it.
#[derive(Debug, Clone)]
pub struct FigureSheet {
    /// Where it comes from.
    pub source: FigureSource,
    /// What it brings.
    pub kind: FigureKind,
    /// The platform.
    pub channel: Channel,
    /// The room a session's steps are of.
    pub room: Option<FigureRoom>,
    /// Steps, days or days of advertising, in the order of time.
    pub rows: Vec<FigureRow>,
    /// Products of a session.
    pub products: Vec<FigureRow>,
    /// How long a step is, in minutes.
    pub step_minutes: i64,
    /// Rows read.
    pub read: u64,
    /// Rows that repeat another to the letter.
    pub repeated: u64,
    /// Rows that say the same time or product as a finer table of the same file.
    pub second: u64,
    /// Rows of totals.
    pub total_rows: u64,
    /// Rows refused.
    pub rejects: Vec<Reject>,
    /// What is worth saying.
    pub warnings: Vec<Warning>,
    /// Exact sums of its columns of money and counts that may be added.
    pub totals: Vec<ColumnTotal>,
    /// What is open.
    pub open: Vec<RoomOpen>,
    /// The currency of its amounts; none when it has none or its rows say it.
    pub currency: Option<Currency>,
    /// Whether each row names its currency.
    pub has_row_currency: bool,
    /// Whether no zone is needed.
    pub has_offsets: bool,
    /// What stands before decimals.
    pub numbers: Option<NumberDialect>,
    /// Cells that prove it.
    pub proof_cells: u64,
    /// The order of day and month.
    pub dates: Option<DateForm>,
    /// An amount as it stands there.
    pub money_example: Option<String>,
    /// A time as it stands there.
    pub date_example: Option<String>,
    /// What each column of each table is: the sheet, the header, the field.
    pub columns: Vec<(Option<String>, String, Option<FigureField>)>,
}

/// Reads a file of figures. Files of this kind have a row a step, product or day and are held whole.
///
/// # Errors
/// When the file cannot be read, changed since it was looked at, or holds none of the tables of `source`.
pub fn read_figures(
    path: &Path,
    sniffed: &Sniffed,
    source: FigureSource,
    answers: &RoomAnswers,
) -> Result<FigureSheet, FileError> {
    let (sheets, above) = sheet::read(path, sniffed, source)?;
    let columns = sheets.iter().flat_map(|sheet| {
        let named = sheet.headers.iter().zip(&sheet.fields);
        named.map(|(header, field)| (sheet.name.clone(), header.clone(), *field))
    });
    let mut found = FigureSheet {
        source,
        kind: source.kind(),
        channel: source.channel(),
        room: None,
        rows: Vec::new(),
        products: Vec::new(),
        step_minutes: 0,
        read: sheets.iter().map(|sheet| sheet.rows.len() as u64).sum(),
        repeated: 0,
        second: 0,
        total_rows: 0,
        rejects: Vec::new(),
        warnings: Vec::new(),
        totals: Vec::new(),
        open: Vec::new(),
        currency: None,
        has_row_currency: false,
        has_offsets: false,
        numbers: None,
        proof_cells: 0,
        dates: None,
        money_example: None,
        date_example: None,
        columns: columns.collect(),
    };
    decide::decide(&sheets, answers, &mut found);
    if found.open.is_empty() {
        read::read(&sheets, &above, answers, &mut found);
    }
    Ok(found)
}
