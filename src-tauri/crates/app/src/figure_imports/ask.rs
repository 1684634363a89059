//! What is asked about a file of figures, and how its report says it was read.

use domain::{Currency, Market};
use exchange::{FigureKind, RoomOpen};

use super::Looked;
use crate::imports::{Ask, Column, Dialect, Report, RowState, Said};
use crate::session_imports::{LEAVE, PAST, code, date_code, number_code, proofs, question};

/// Says how the file is read, and asks what it does not say.
pub(super) fn describe(report: &mut Report, ask: &Ask, looked: &Looked) {
    let sheet = &looked.sheet;
    let is_open = |open: RoomOpen| sheet.open.contains(&open);
    let given = |key: &str| ask.answers.contains_key(key);
    let mut questions = Vec::new();
    if is_open(RoomOpen::Currency) || given("currency") {
        let answer = sheet.currency.map(|currency| currency.code().to_owned());
        questions.push(question("currency", "", code(&Currency::ALL.map(Currency::code)), answer));
    }
    if !sheet.has_offsets {
        let zones = Market::ALL.map(|market| market.zone().name());
        questions.push(question("zone", "", code(&zones), looked.zone.map(|zone| zone.name().to_owned())));
    }
    if is_open(RoomOpen::Dates) || given("dateForm") {
        let example = sheet.date_example.clone().unwrap_or_default();
        let answer = sheet.dates.map(|form| form.code().to_owned());
        questions.push(question("dateForm", &example, code(&["dmy", "mdy"]), answer));
    }
    if is_open(RoomOpen::Numbers) || given("numbers") {
        let example = sheet.money_example.clone().unwrap_or_default();
        let answer = sheet.numbers.map(|dialect| dialect.code().to_owned());
        questions.push(question("numbers", &example, code(&["dot", "comma"]), answer));
    }
    report.numbers = sheet.money_example.as_ref().map(|example| Dialect {
        reading: sheet.numbers.map(|dialect| number_code(dialect).to_owned()),
        example: Some(example.clone()),
        proofs: proofs(sheet.numbers, sheet.proof_cells, ask),
    });
    report.dates = sheet.date_example.as_ref().map(|example| Dialect {
        reading: sheet.dates.map(|form| date_code(form).to_owned()),
        example: Some(example.clone()),
        proofs: vec![Said::plain(if given("dateForm") { "answer" } else { "value" })],
    });
    report.questions.append(&mut questions);
    report.currency = sheet.currency.map(|currency| currency.code().to_owned());
    report.zone = looked.zone.map(|zone| zone.name().to_owned());
    report.columns = columns(looked);
}

/// A rate is compared with its parts and computed anew; it is no field of its own.
fn columns(looked: &Looked) -> Vec<Column> {
    let of = |(index, (sheet, header, field)): (
        usize,
        &(Option<String>, String, Option<exchange::FigureField>),
    )| {
        Column {
            index,
            header: sheet.as_ref().map_or_else(|| header.clone(), |sheet| format!("{sheet} / {header}")),
            example: None,
            field: field.map(exchange::FigureField::code),
            confidence: if field.is_some() { 100 } else { 0 },
            reason: Said::plain(if field.is_some() { "headerKnown" } else { "notUsed" }),
            personal: false,
        }
    };
    looked.sheet.columns.iter().enumerate().map(of).collect()
}

/// What may be said otherwise once the rows are known.
pub(super) fn ask_last(report: &mut Report, looked: &Looked, is_newest: bool) {
    if looked.sheet.kind == FigureKind::Minutes
        && let Some((_, place, _)) = &looked.judged.room
        && place.session.is_none()
    {
        let answer = if place.makes { PAST } else { LEAVE };
        let mut asked = question("rooms", "", code(&[PAST, LEAVE]), Some(answer.to_owned()));
        asked.blocks = false;
        report.questions.push(asked);
    }
    if is_newest || looked.judged.rows.iter().any(|row| row.state == RowState::Older) {
        let answer = if is_newest { "now" } else { "file" };
        let mut asked = question("asOf", "", code(&["file", "now"]), Some(answer.to_owned()));
        asked.blocks = false;
        report.questions.push(asked);
    }
}
