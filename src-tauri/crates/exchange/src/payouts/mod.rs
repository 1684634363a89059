//! What platforms paid out, one row an entry of a settlement: every column of money kept, each row checked by its sum.

mod commission;
#[cfg(test)]
mod commission_test;
mod form;
mod prove;
mod read;
mod sums;
#[cfg(test)]
mod test;

use std::path::Path;

use domain::Currency;

use crate::date::DateForm;
use crate::error::FileError;
use crate::header::Source;
use crate::number::NumberDialect;
use crate::product::{ColumnTotal, Warning};
use crate::reject::Reject;
use crate::sniff::Sniffed;

pub use commission::{Commission, CommissionPay, CommissionSheet, read_commissions};
pub(crate) use form::PayoutForm;

/// Codes of the amounts every source has.
const TOTAL: &str = "total";
const REVENUE: &str = "revenue";
const FEES: &str = "fees";
const ADJUSTMENT: &str = "adjustment";

/// A column of money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutColumn {
    /// Its name as found.
    pub name: String,
    /// What it is, by the code of its source; empty when nobody has described it.
    pub kind: String,
    /// Code of the amount it is a part of; none stands beside the sums.
    pub of: Option<String>,
}

/// One entry of a settlement as a file states it. What was taken is below zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutEntry {
    /// The row as a spreadsheet numbers it, 1-based.
    pub row: u64,
    /// The number of the order or adjustment.
    pub entry: String,
    /// The order it is about; the entry's own number when the file names no other.
    pub order: String,
    /// What kind of entry it is, in the platform's words; may be empty.
    pub type_name: String,
    /// When the order was placed, UTC milliseconds.
    pub created_at_ms: Option<i64>,
    /// When it was settled, UTC milliseconds.
    pub settled_at_ms: i64,
    /// The currency of its amounts.
    pub currency: Currency,
    /// What was paid out, 10⁻⁴.
    pub total_e4: i64,
    /// Every filled cell of money, by the place of its column: 10⁻⁴.
    pub amounts: Vec<(usize, i64)>,
}

impl PayoutEntry {
    /// The amount of a kind; none where the file says nothing.
    pub fn amount(&self, columns: &[PayoutColumn], kind: &str) -> Option<i64> {
        let at = columns.iter().position(|column| column.kind == kind)?;
        self.amounts.iter().find(|(place, _)| *place == at).map(|(_, e4)| *e4)
    }
}

/// What only the user can say about such a file.
#[derive(Debug, Clone, Copy, Default)]
pub struct PayoutAnswers {
    /// What stands before decimals.
    pub numbers: Option<NumberDialect>,
    /// The order of day and month.
    pub dates: Option<DateForm>,
}

/// What is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayoutOpen {
    /// What stands before decimals.
    Numbers,
    /// The order of day and month.
    Dates,
}

/// What a file of payouts came to. While something is open, there are no entries in it.
#[derive(Debug, Clone, Default)]
pub struct PayoutSheet {
    /// Whose order numbers it holds.
    pub orders: &'static str,
    /// Its columns of money.
    pub columns: Vec<PayoutColumn>,
    /// The entries; a row that repeats another to the letter is there once.
    pub entries: Vec<PayoutEntry>,
    /// Rows read that could be entries.
    pub rows: u64,
    /// Rows that repeat another to the letter.
    pub repeated: u64,
    /// Rows whose fees come to more or less than the fees the file itemises.
    pub not_itemised: u64,
    /// Rows refused.
    pub rejects: Vec<Reject>,
    /// What is worth saying.
    pub warnings: Vec<Warning>,
    /// Exact sums of its columns of money.
    pub totals: Vec<ColumnTotal>,
    /// What is open.
    pub open: Vec<PayoutOpen>,
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
    /// The zone of its times.
    pub zone: Option<&'static str>,
    /// What each column of the file is, by its code; none when it is not used.
    pub fields: Vec<Option<String>>,
}

/// Reads a file of payouts. Its rows are read twice, and only its entries are held.
///
/// # Errors
/// When the file cannot be read, changed since it was looked at, or lacks a column no entry can do without.
pub fn read_payouts(
    path: &Path,
    sniffed: &Sniffed,
    answers: &PayoutAnswers,
) -> Result<PayoutSheet, FileError> {
    let incomplete =
        |what: &str| FileError::MappingIncomplete { file: sniffed.file.clone(), what: what.to_owned() };
    let Source::Described(source) = sniffed.recognised.source else { return Err(incomplete("payoutEntry")) };
    let description = source.description();
    let Some(form) = &description.payout else { return Err(incomplete("payoutEntry")) };
    let mut found =
        PayoutSheet { orders: source.orders(), zone: description.zone.as_deref(), ..PayoutSheet::default() };
    let layout = prove::Layout::of(path, sniffed, description, form, answers, &mut found)?;
    if let Some(missing) = layout.missing() {
        return Err(incomplete(missing));
    }
    if found.open.is_empty() {
        read::read(path, sniffed, &layout, &mut found)?;
        sums::settle(form, &mut found);
    }
    Ok(found)
}
