//! What is asked about a settlement, and how its report says it was read.

use domain::Currency;
use exchange::{DateForm, FileError, NumberDialect, PayoutAnswers, PayoutOpen, PayoutSheet};

use crate::imports::{Ask, Column, Dialect, Question, Report, RowState, Said};
use crate::{Error, Result};

const AGE: &str = "asOf";

pub(crate) fn bad(key: &str, value: &str) -> Error {
    FileError::BadAnswer { key: key.to_owned(), value: value.to_owned() }.into()
}

/// The answers given.
pub(crate) fn answers(ask: &Ask) -> Result<PayoutAnswers> {
    let get = |key: &str| ask.answers.get(key).map(String::as_str);
    let numbers = get("numbers").map(|code| match code {
        "dot" => Ok(NumberDialect::Dot),
        "comma" => Ok(NumberDialect::Comma),
        other => Err(bad("numbers", other)),
    });
    let dates = get("dateForm").map(|code| DateForm::from_code(code).ok_or_else(|| bad("dateForm", code)));
    Ok(PayoutAnswers { numbers: numbers.transpose()?, dates: dates.transpose()? })
}

/// Whether the file's figures count as the newest, whatever its age.
pub(crate) fn counts_as_newest(ask: &Ask) -> Result<bool> {
    match ask.answers.get(AGE).map(String::as_str) {
        None | Some("file") => Ok(false),
        Some("now") => Ok(true),
        Some(other) => Err(bad(AGE, other)),
    }
}

pub(crate) fn question(key: &str, about: &str, choices: &[&str], answer: Option<String>) -> Question {
    let choices = choices.iter().map(|choice| ((*choice).to_owned(), String::new())).collect();
    Question { key: key.to_owned(), about: about.to_owned(), choices, answer, blocks: true }
}

/// Says how the file is read, and asks what it does not say; `currencies` are those of its rows.
pub(crate) fn describe(report: &mut Report, ask: &Ask, sheet: &PayoutSheet, mut currencies: Vec<Currency>) {
    if sheet.open.contains(&PayoutOpen::Dates) || ask.answers.contains_key("dateForm") {
        let about = sheet.date_example.clone().unwrap_or_default();
        let answer = sheet.dates.map(|form| form.code().to_owned());
        report.questions.push(question("dateForm", &about, &["dmy", "mdy"], answer));
    }
    if sheet.open.contains(&PayoutOpen::Numbers) || ask.answers.contains_key("numbers") {
        let about = sheet.money_example.clone().unwrap_or_default();
        let answer = sheet.numbers.map(|dialect| dialect.code().to_owned());
        report.questions.push(question("numbers", &about, &["dot", "comma"], answer));
    }
    report.numbers = sheet.money_example.as_ref().map(|example| Dialect {
        reading: sheet.numbers.map(|dialect| dialect.code().to_owned()),
        example: Some(example.clone()),
        proofs: proofs(sheet, ask),
    });
    report.dates = sheet.date_example.as_ref().map(|example| Dialect {
        reading: sheet.dates.map(|form| date_code(form).to_owned()),
        example: Some(example.clone()),
        proofs: vec![Said::plain(if ask.answers.contains_key("dateForm") { "answer" } else { "value" })],
    });
    currencies.sort_unstable();
    currencies.dedup();
    report.currency = match currencies.as_slice() {
        [only] => Some(only.code().to_owned()),
        _ => None,
    };
    report.zone = sheet.zone.map(str::to_owned);
    report.columns = columns(report, sheet);
}

fn proofs(sheet: &PayoutSheet, ask: &Ask) -> Vec<Said> {
    let cells = ("cells", sheet.proof_cells.to_string());
    match sheet.numbers {
        _ if ask.answers.contains_key("numbers") => vec![Said::plain("answer")],
        None => vec![Said::plain("nothing")],
        Some(_) if sheet.proof_cells == 0 => vec![Said::plain("source")],
        Some(NumberDialect::Dot) => vec![Said::with("onlyDotFits", [cells])],
        Some(NumberDialect::Comma) => vec![Said::with("onlyCommaFits", [cells])],
    }
}

const fn date_code(form: DateForm) -> &'static str {
    match form {
        DateForm::Dmy => "dayFirst",
        DateForm::Mdy => "monthFirst",
        DateForm::Ymd => "yearFirst",
    }
}

fn columns(report: &Report, sheet: &PayoutSheet) -> Vec<Column> {
    let of = |(index, header): (usize, &String)| {
        let field = sheet.fields.get(index).cloned().flatten();
        Column {
            index,
            header: header.clone(),
            example: None,
            confidence: if field.is_some() { 100 } else { 0 },
            reason: Said::plain(if field.is_some() { "headerKnown" } else { "notUsed" }),
            field,
            personal: false,
        }
    };
    report.sniffed.headers.iter().enumerate().map(of).collect()
}

/// What may be said otherwise once the entries are known.
pub(crate) fn ask_last(report: &mut Report, has_older: bool, is_newest: bool) {
    if is_newest || has_older {
        let answer = if is_newest { "now" } else { "file" };
        let asked = question(AGE, "", &["file", "now"], Some(answer.to_owned()));
        report.questions.push(Question { blocks: false, ..asked });
    }
}

/// How far an entry is known, as the preview counts it.
pub(crate) const fn is_older(state: RowState) -> bool {
    matches!(state, RowState::Older)
}
