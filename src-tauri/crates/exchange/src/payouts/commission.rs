//! What creators were paid or will be: one row a stock code of an order, read as settlements are.

use std::path::Path;

use domain::Currency;

use super::form::PayoutField as F;
use super::prove::Layout;
use super::read::{self, Reading};
use super::{PayoutAnswers, PayoutColumn, PayoutSheet};
use crate::error::FileError;
use crate::header::Source;
use crate::reject::Reject;
use crate::sniff::Sniffed;
use crate::table::Row;

/// Words for yes and no, in the languages the platform writes.
const YES: [&str; 6] = ["yes", "có", "ya", "ใช่", "true", "是"];
const NO: [&str; 6] = ["no", "không", "tidak", "ไม่", "false", "否"];

/// What a commission comes to, expected and in the end; 10⁻⁴, and none where the file says nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CommissionPay {
    /// What the buyer paid for the goods.
    pub paid_e4: Option<i64>,
    /// What it is expected to be reckoned on.
    pub expected_base_e4: Option<i64>,
    /// The commission expected.
    pub expected_e4: Option<i64>,
    /// What it was reckoned on.
    pub actual_base_e4: Option<i64>,
    /// The commission paid.
    pub actual_e4: Option<i64>,
    /// The commission of shop ads expected.
    pub expected_ads_e4: Option<i64>,
    /// The commission of shop ads paid.
    pub actual_ads_e4: Option<i64>,
    /// The co-funded bonus expected.
    pub expected_bonus_e4: Option<i64>,
    /// The co-funded bonus paid.
    pub actual_bonus_e4: Option<i64>,
}

/// What a file says of the commission of one stock code of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commission {
    /// The row as a spreadsheet numbers it, 1-based.
    pub row: u64,
    /// The order.
    pub order: String,
    /// The platform's own number of the stock code; never the seller's.
    pub sku: String,
    /// The creator's name on the platform.
    pub creator: String,
    /// What kind of content brought the order, in the platform's words; may be empty.
    pub content_type: String,
    /// Which content: the room of a live session.
    pub content: Option<String>,
    /// By which plan, in the platform's words; may be empty.
    pub model: String,
    /// The rate, in millionths.
    pub rate_ppm: Option<i64>,
    /// The rate where shop ads brought the order, in millionths.
    pub ads_rate_ppm: Option<i64>,
    /// The day of the order, in days since 1970, as the seller reads the clock.
    pub created_day: i64,
    /// The day the commission was paid.
    pub paid_day: Option<i64>,
    /// Whether all of it came back.
    pub is_returned: Option<bool>,
    /// The currency of its amounts.
    pub currency: Currency,
    /// What it comes to.
    pub pay: CommissionPay,
}

/// What a file of commissions came to.
#[derive(Debug, Clone, Default)]
pub struct CommissionSheet {
    /// How it was read, as of a settlement; it holds no entries.
    pub read: PayoutSheet,
    /// Each commission; a row that repeats another to the letter is there once.
    pub commissions: Vec<Commission>,
    /// The column in which files of orders name the same stock code.
    pub joined_by: &'static str,
    /// Whether it is an agency's report, which tells of its own creators alone.
    pub is_summarised: bool,
}

/// Reads a file of commissions. Its rows are read twice.
///
/// # Errors
/// When the file cannot be read, changed since it was looked at, or lacks a column no commission can do without.
pub fn read_commissions(
    path: &Path,
    sniffed: &Sniffed,
    answers: &PayoutAnswers,
) -> Result<CommissionSheet, FileError> {
    let incomplete =
        |what: &str| FileError::MappingIncomplete { file: sniffed.file.clone(), what: what.to_owned() };
    let Source::Described(source) = sniffed.recognised.source else { return Err(incomplete("payoutEntry")) };
    let description = source.description();
    let Some(form) = &description.commission else { return Err(incomplete("payoutEntry")) };
    let mut found = PayoutSheet { orders: source.orders(), ..PayoutSheet::default() };
    let layout = Layout::of(path, sniffed, description, form, answers, &mut found)?;
    if let Some(missing) = layout.lacks(&[F::Entry, F::Sku, F::Creator, F::Created]) {
        return Err(incomplete(missing));
    }
    let mut sheet = CommissionSheet {
        read: found,
        joined_by: form.joined_by(),
        is_summarised: is_summarised(path, sniffed)?,
        ..CommissionSheet::default()
    };
    if sheet.read.open.is_empty() {
        let mut commissions = Vec::new();
        let columns = sheet.read.columns.clone();
        read::each(path, sniffed, &layout, &mut sheet.read, &mut |reading, row, is_first| {
            let (commission, amounts) = of_row(reading, row, &columns)?;
            if is_first {
                commissions.push(commission);
            }
            Ok(amounts)
        })?;
        sheet.commissions = commissions;
    }
    Ok(sheet)
}

/// Whether a row with the word for it stands first in the file.
fn is_summarised(path: &Path, sniffed: &Sniffed) -> Result<bool, FileError> {
    let mut is_first = None;
    crate::table::all_rows(path, sniffed, &mut |row| {
        is_first = Some(crate::field::is_total_word(row.text(0)));
        Ok(std::ops::ControlFlow::Break(()))
    })?;
    Ok(is_first.unwrap_or_default())
}

fn of_row(
    reading: &Reading<'_>,
    row: &Row<'_>,
    columns: &[PayoutColumn],
) -> Result<(Commission, Vec<(usize, i64)>), Reject> {
    reading.whole(row)?;
    let needed = |field| reading.id(row, field)?.ok_or_else(|| reading.lacks(row, field));
    let (order, sku) = (needed(F::Entry)?, needed(F::Sku)?);
    let creator = reading.words(row, F::Creator);
    if creator.is_empty() {
        return Err(reading.lacks(row, F::Creator));
    }
    let created_day = reading.day(row, F::Created)?.ok_or_else(|| reading.lacks(row, F::Created))?;
    let currency = reading.currency(row)?;
    let amounts = reading.amounts(row, currency)?;
    let of = |kind: &str| {
        let at = columns.iter().position(|column| column.kind == kind)?;
        amounts.iter().find(|(place, _)| *place == at).map(|(_, e4)| *e4)
    };
    let commission = Commission {
        row: row.number,
        order,
        sku,
        creator,
        content_type: reading.words(row, F::ContentType),
        content: reading.id(row, F::Content)?,
        model: reading.words(row, F::Model),
        rate_ppm: reading.rate(row, F::Rate),
        ads_rate_ppm: reading.rate(row, F::AdsRate),
        created_day,
        paid_day: reading.day(row, F::Settled)?,
        is_returned: said(&reading.words(row, F::Returned)),
        currency,
        pay: CommissionPay {
            paid_e4: of("paid"),
            expected_base_e4: of("expectedBase"),
            expected_e4: of("expected"),
            actual_base_e4: of("actualBase"),
            actual_e4: of("actual"),
            expected_ads_e4: of("expectedAds"),
            actual_ads_e4: of("actualAds"),
            expected_bonus_e4: of("expectedBonus"),
            actual_bonus_e4: of("actualBonus"),
        },
    };
    Ok((commission, amounts))
}

fn said(text: &str) -> Option<bool> {
    let word = text.trim().to_lowercase();
    match word.as_str() {
        word if YES.contains(&word) => Some(true),
        word if NO.contains(&word) => Some(false),
        _ => None,
    }
}
