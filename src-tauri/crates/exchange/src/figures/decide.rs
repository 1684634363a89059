//! How the numbers, dates and amounts of a file of figures are read, or what is open about them.

use domain::Currency;

use super::field::{COUNTS, MONEY};
use super::sheet::Sheet;
use super::{FigureField as F, FigureKind, FigureSheet};
use crate::date::{self, DateForm, DateShape};
use crate::number::{self, Explains, Mark, NumberDialect};
use crate::sessions::{RoomAnswers, RoomOpen, amount};

/// Settles how the file is read, or says what is open.
pub(super) fn decide(sheets: &[Sheet], answers: &RoomAnswers, found: &mut FigureSheet) {
    numbers(sheets, answers, found);
    currency(sheets, answers, found);
    dates(sheets, answers, found);
}

/// The columns of these fields over all tables.
fn texts<'a>(sheets: &'a [Sheet], fields: &'a [F]) -> impl Iterator<Item = (F, &'a str)> {
    let columns = sheets.iter().flat_map(|sheet| fields.iter().map(move |&field| (sheet, field)));
    columns.flat_map(|(sheet, field)| sheet.texts(field).map(move |text| (field, text)))
}

/// Amounts prove a dialect where only one explains them; so does a count that would not be whole in the other.
fn numbers(sheets: &[Sheet], answers: &RoomAnswers, found: &mut FigureSheet) {
    let (mut dot, mut comma, mut either) = (0, 0, 0);
    for (_, text) in texts(sheets, &MONEY) {
        let bare = text.trim_start_matches("R$").trim_end_matches("R$").trim();
        match number::explain(bare.as_bytes()) {
            Explains::OnlyDot => dot += 1,
            Explains::OnlyComma => comma += 1,
            // A currency without smaller coins has no three decimals: what stands there parts thousands.
            Explains::Either if has_no_coins(text) => {
                *(if text.contains('.') { &mut comma } else { &mut dot }) += 1;
            }
            Explains::Either => either += 1,
            Explains::Same | Explains::Neither => {}
        }
        found.money_example.get_or_insert_with(|| text.to_owned());
    }
    for (_, text) in texts(sheets, &COUNTS) {
        if number::explain(text.as_bytes()) == Explains::Either {
            *(if text.contains('.') { &mut comma } else { &mut dot }) += 1;
        }
    }
    found.numbers = match answers.numbers {
        Some(answer) => Some(answer),
        // Cells that prove one way and cells that prove the other prove nothing.
        None if comma > 0 && dot > 0 => None,
        None if comma > 0 => Some(NumberDialect::Comma),
        None if dot > 0 || either == 0 => Some(NumberDialect::Dot),
        None => None,
    };
    found.proof_cells = if found.numbers == Some(NumberDialect::Comma) { comma } else { dot };
    if found.numbers.is_none() {
        found.open.push(RoomOpen::Numbers);
    }
}

/// Whether the mark beside an amount names a currency that has no smaller coin.
fn has_no_coins(text: &str) -> bool {
    let mark = amount(text, NumberDialect::Dot).ok().and_then(|(_, mark)| mark);
    matches!(mark, Some(Mark::One(currency)) if currency.minor_digits() == 0)
}

fn currency(sheets: &[Sheet], answers: &RoomAnswers, found: &mut FigureSheet) {
    let dialect = found.numbers.unwrap_or(NumberDialect::Dot);
    let mut named: Vec<Currency> = Vec::new();
    let mut keep = |currency| {
        if !named.contains(&currency) {
            named.push(currency);
        }
    };
    let mut has_amounts = false;
    for (_, text) in texts(sheets, &MONEY) {
        has_amounts = true;
        if let Ok((_, Some(Mark::One(currency)))) = amount(text, dialect) {
            keep(currency);
        }
    }
    let codes: Vec<Option<Currency>> = texts(sheets, &[F::CurrencyCode])
        .map(|(_, text)| Currency::from_code(&text.to_uppercase()))
        .collect();
    codes.iter().flatten().copied().for_each(keep);
    found.currency = match (answers.currency, named.as_slice()) {
        (Some(answer), _) => Some(answer),
        (None, [only]) => Some(*only),
        (None, _) => None,
    };
    found.has_row_currency = !codes.is_empty() && codes.iter().all(Option::is_some);
    let stored = sheets.iter().any(|sheet| MONEY.iter().any(|&field| sheet.place(field).is_some()));
    if found.currency.is_none() && !found.has_row_currency && (has_amounts || stored) {
        found.open.push(RoomOpen::Currency);
    }
}

fn dates(sheets: &[Sheet], answers: &RoomAnswers, found: &mut FigureSheet) {
    let (mut dmy, mut mdy, mut either, mut stamps, mut offsets) = (0, 0, 0, 0, 0);
    for (_, text) in texts(sheets, &[F::At, F::Day]) {
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
    // A day is a day of the shop's calendar; only instants need a zone.
    found.has_offsets = found.kind != FigureKind::Minutes || (stamps > 0 && offsets == stamps);
    if !found.has_offsets && answers.zone.is_none() {
        found.open.push(RoomOpen::Zone);
    }
}
