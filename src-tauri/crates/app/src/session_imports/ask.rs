//! What is asked about a file of rooms, and how its report says it was read.

use domain::{Channel, Currency, Market};
use exchange::{DateForm, FileError, NumberDialect, RoomAnswers, RoomField, RoomOpen, RoomSheet};

use super::{Judged, LEAVE, PAST, RoomsFile};
use crate::imports::{Ask, Column, Dialect, Question, Report, RowState, Said};
use crate::{Error, Result};

const ROOMS: &str = "rooms";
const AGE: &str = "asOf";

fn bad(key: &str, value: &str) -> Error {
    FileError::BadAnswer { key: key.to_owned(), value: value.to_owned() }.into()
}

/// The answers given; the zone of the brand's market is proposed.
pub(crate) fn answers(ask: &Ask, home: Option<Market>) -> Result<RoomAnswers> {
    let get = |key: &str| ask.answers.get(key).map(String::as_str);
    let zone = match get("zone") {
        Some(name) => Some(name.parse().map_err(|_| bad("zone", name))?),
        None => home.map(Market::zone),
    };
    let currency = get("currency").map(|code| Currency::from_code(code).ok_or_else(|| bad("currency", code)));
    let numbers = get("numbers").map(|code| match code {
        "dot" => Ok(NumberDialect::Dot),
        "comma" => Ok(NumberDialect::Comma),
        other => Err(bad("numbers", other)),
    });
    let dates = get("dateForm").map(|code| DateForm::from_code(code).ok_or_else(|| bad("dateForm", code)));
    Ok(RoomAnswers {
        zone,
        currency: currency.transpose()?,
        numbers: numbers.transpose()?,
        dates: dates.transpose()?,
    })
}

/// The platform: the source says it, or the user.
pub(super) fn channel(ask: &Ask, sheet: &RoomSheet) -> Result<Option<Channel>> {
    match (sheet.channel, ask.answers.get("channel")) {
        (Some(own), _) => Ok(Some(own)),
        (None, Some(code)) => Channel::from_code(code).map(Some).ok_or_else(|| bad("channel", code)),
        (None, None) => Ok(None),
    }
}

pub(crate) fn counts_as_newest(ask: &Ask) -> Result<bool> {
    match ask.answers.get(AGE).map(String::as_str) {
        None | Some("file") => Ok(false),
        Some("now") => Ok(true),
        Some(other) => Err(bad(AGE, other)),
    }
}

/// What becomes of rooms without a session. Sales make a show worth reviewing; a list of posts says only that a
/// video was there, so that none is made of it unasked.
pub(super) fn makes_past(ask: &Ask, sheet: &RoomSheet) -> Result<bool> {
    Ok(wants_past(ask)?.unwrap_or_else(|| sheet.fields.contains(&Some(RoomField::Gmv))))
}

/// What the user said of rooms without a session, if anything.
pub(super) fn wants_past(ask: &Ask) -> Result<Option<bool>> {
    match ask.answers.get(ROOMS).map(String::as_str) {
        Some(PAST) => Ok(Some(true)),
        Some(LEAVE) => Ok(Some(false)),
        Some(other) => Err(bad(ROOMS, other)),
        None => Ok(None),
    }
}

pub(crate) fn question(key: &str, about: &str, choices: Vec<String>, answer: Option<String>) -> Question {
    let choices = choices.into_iter().map(|choice| (choice, String::new())).collect();
    Question { key: key.to_owned(), about: about.to_owned(), choices, answer, blocks: true }
}

pub(crate) fn code(codes: &[&str]) -> Vec<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

/// Says how the file is read, and asks what it does not say.
pub(super) fn describe(
    report: &mut Report,
    ask: &Ask,
    sheet: &RoomSheet,
    file: &RoomsFile,
    has_channel: bool,
) {
    let is_open = |open: RoomOpen| sheet.open.contains(&open);
    let header = |wanted: RoomField| {
        let at = sheet.fields.iter().position(|field| *field == Some(wanted));
        at.and_then(|at| report.sniffed.headers.get(at)).cloned().unwrap_or_default()
    };
    let mut questions = Vec::new();
    if !has_channel {
        questions.push(question("channel", "", code(&Channel::ALL.map(Channel::code)), None));
    }
    if is_open(RoomOpen::Currency) || ask.answers.contains_key("currency") {
        let answer = file.currency.map(|currency| currency.code().to_owned());
        questions.push(question("currency", "", code(&Currency::ALL.map(Currency::code)), answer));
    }
    if !sheet.has_offsets {
        let zones = Market::ALL.map(|market| market.zone().name());
        questions.push(question("zone", "", code(&zones), file.zone.map(|zone| zone.name().to_owned())));
    }
    if is_open(RoomOpen::Dates) || ask.answers.contains_key("dateForm") {
        let example = sheet.date_example.clone().unwrap_or_default();
        let answer = sheet.dates.map(|form| form.code().to_owned());
        questions.push(question("dateForm", &example, code(&["dmy", "mdy"]), answer));
    }
    if is_open(RoomOpen::Numbers) || ask.answers.contains_key("numbers") {
        let answer = sheet.numbers.map(|dialect| number_code(dialect).to_owned());
        questions.push(question("numbers", &header(RoomField::Gmv), code(&["dot", "comma"]), answer));
    }
    report.numbers = sheet.money_example.as_ref().map(|example| Dialect {
        reading: sheet.numbers.map(|dialect| number_code(dialect).to_owned()),
        example: Some(example.clone()),
        proofs: proofs(sheet.numbers, sheet.proof_cells, ask),
    });
    report.dates = sheet.date_example.as_ref().map(|example| Dialect {
        reading: sheet.dates.map(|form| date_code(form).to_owned()),
        example: Some(example.clone()),
        proofs: vec![Said::plain(if ask.answers.contains_key("dateForm") { "answer" } else { "value" })],
    });
    report.questions.append(&mut questions);
    report.currency = sheet.currency.map(|currency| currency.code().to_owned());
    report.zone = file.zone.map(|zone| zone.name().to_owned());
    report.columns = columns(report, sheet);
}

/// What speaks for the way numbers are read.
pub(crate) fn proofs(numbers: Option<NumberDialect>, proof_cells: u64, ask: &Ask) -> Vec<Said> {
    let cells = ("cells", proof_cells.to_string());
    match numbers {
        _ if ask.answers.contains_key("numbers") => vec![Said::plain("answer")],
        None => vec![Said::plain("nothing")],
        Some(_) if proof_cells == 0 => vec![Said::plain("source")],
        Some(NumberDialect::Dot) => vec![Said::with("onlyDotFits", [cells])],
        Some(NumberDialect::Comma) => vec![Said::with("onlyCommaFits", [cells])],
    }
}

pub(crate) const fn number_code(dialect: NumberDialect) -> &'static str {
    match dialect {
        NumberDialect::Dot => "dot",
        NumberDialect::Comma => "comma",
    }
}

pub(crate) const fn date_code(form: DateForm) -> &'static str {
    match form {
        DateForm::Dmy => "dayFirst",
        DateForm::Mdy => "monthFirst",
        DateForm::Ymd => "yearFirst",
    }
}

/// A rate is compared with its parts and computed anew; it is no field of its own.
fn columns(report: &Report, sheet: &RoomSheet) -> Vec<Column> {
    let of = |(index, header): (usize, &String)| {
        let field = sheet.fields.get(index).copied().flatten();
        Column {
            index,
            header: header.clone(),
            example: None,
            field: field.map(|field| field.code().to_owned()),
            confidence: if field.is_some() { 100 } else { 0 },
            reason: Said::plain(if field.is_some() { "headerKnown" } else { "notUsed" }),
            personal: false,
        }
    };
    report.sniffed.headers.iter().enumerate().map(of).collect()
}

/// What may be said otherwise once the rooms are known.
pub(super) fn ask_last(report: &mut Report, judged: &[Judged], makes_past: bool, is_newest: bool) {
    if judged.iter().any(|one| one.place.session.is_none()) {
        let answer = if makes_past { PAST } else { LEAVE };
        let asked = question(ROOMS, "", code(&[PAST, LEAVE]), Some(answer.to_owned()));
        report.questions.push(Question { blocks: false, ..asked });
    }
    if is_newest || judged.iter().any(|one| one.state == RowState::Older) {
        let answer = if is_newest { "now" } else { "file" };
        let asked = question(AGE, "", code(&["file", "now"]), Some(answer.to_owned()));
        report.questions.push(Question { blocks: false, ..asked });
    }
}
