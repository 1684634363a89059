//! The proofs: which dialect explains a column, which order its dates have.

use domain::Currency;

use crate::date::DateForm;
use crate::error::FileError;
use crate::field::Field;
use crate::number::NumberDialect;
use crate::propose::scan::Scan;
use crate::propose::stat::{Met, Stat};
use crate::propose::{About, Answers, ColumnProposal, DateProof, DialectProof, ProofBy, Question};

/// Decides how each column of numbers is written; asks where the file leaves it open.
pub(super) fn numbers(
    columns: &mut [ColumnProposal],
    scan: &Scan,
    answers: &Answers,
    writes: Option<NumberDialect>,
    currency: Option<Currency>,
    questions: &mut Vec<Question>,
) -> Result<(), FileError> {
    for (column, stat) in columns.iter_mut().zip(&scan.stats) {
        if column.field.is_number() {
            let answer = answer_for(&column.header, answers)?;
            let money = currency.filter(|_| column.field.is_money());
            column.numbers = Some(prove(stat, answer, writes, money));
        }
    }
    let proven = columns.iter().find_map(|column| {
        let proof = column.numbers.as_ref().filter(|proof| proof.by == ProofBy::Value)?;
        Some((column.header.clone(), proof.dialect))
    });
    let agreed = proven.filter(|(_, dialect)| {
        columns
            .iter()
            .filter_map(|column| column.numbers.as_ref())
            .all(|proof| !matches!(proof.by, ProofBy::Value) || proof.dialect == *dialect)
    });
    for column in columns.iter_mut() {
        let Some(proof) = column.numbers.as_mut().filter(|proof| proof.dialect.is_none()) else { continue };
        let contradicts = proof.only_dot > 0 && proof.only_comma > 0;
        if let Some((header, dialect)) = agreed.clone().filter(|_| !contradicts) {
            (proof.dialect, proof.by) = (dialect, ProofBy::OtherColumn { header });
            continue;
        }
        questions.push(Question {
            key: format!("numbers:{}", column.header),
            about: About::Numbers { column: column.header.clone(), example: proof.example.clone() },
            choices: vec!["dot".to_owned(), "comma".to_owned()],
        });
    }
    Ok(())
}

fn answer_for(header: &str, answers: &Answers) -> Result<Option<NumberDialect>, FileError> {
    let key = format!("numbers:{header}");
    match answers.get(&key).or_else(|| answers.get("numbers")) {
        None => Ok(None),
        Some("dot") => Ok(Some(NumberDialect::Dot)),
        Some("comma") => Ok(Some(NumberDialect::Comma)),
        Some(value) => Err(FileError::BadAnswer { key, value: value.to_owned() }),
    }
}

fn prove(
    stat: &Stat,
    answer: Option<NumberDialect>,
    writes: Option<NumberDialect>,
    money: Option<Currency>,
) -> DialectProof {
    let (dialect, by) = match (answer, stat.only_dot > 0, stat.only_comma > 0) {
        (Some(dialect), _, _) => (Some(dialect), ProofBy::Answer),
        (None, true, false) => (Some(NumberDialect::Dot), ProofBy::Value),
        (None, false, true) => (Some(NumberDialect::Comma), ProofBy::Value),
        (None, true, true) => (None, ProofBy::Nothing),
        (None, false, false) if stat.either == 0 => (Some(NumberDialect::Dot), ProofBy::NoDifference),
        (None, false, false) if writes.is_some() => (writes, ProofBy::Source),
        (None, false, false) => match money.and_then(|currency| by_currency(stat, currency)) {
            Some((dialect, currency)) => (Some(dialect), ProofBy::Currency { currency }),
            None => (None, ProofBy::Nothing),
        },
    };
    let example: &Met = match (dialect, stat.only_dot > 0, stat.only_comma > 0) {
        (Some(NumberDialect::Dot), true, _) => &stat.first_dot,
        (Some(NumberDialect::Comma), _, true) | (None, true, true) => &stat.first_comma,
        _ => &stat.first_either,
    };
    DialectProof {
        dialect,
        by,
        only_dot: stat.only_dot,
        only_comma: stat.only_comma,
        either: stat.either,
        same: stat.same,
        stored: stat.stored,
        example: example.as_ref().map(|(_, value)| value.clone()),
        example_row: example.as_ref().map(|(row, _)| *row),
    }
}

/// Amounts of a currency without decimals, all with the same mark before three digits: it parts thousands.
fn by_currency(stat: &Stat, currency: Currency) -> Option<(NumberDialect, String)> {
    let dialect = match stat.either_with_dot {
        0 => NumberDialect::Dot,
        dots if dots == stat.either => NumberDialect::Comma,
        _ => return None,
    };
    (currency.display_digits() == 0).then(|| (dialect, currency.code().to_owned()))
}

/// Decides the order of day and month; asks when no date in the file tells.
pub(super) fn dates(
    columns: &[ColumnProposal],
    scan: &Scan,
    answers: &Answers,
    questions: &mut Vec<Question>,
) -> Result<Option<DateProof>, FileError> {
    let Some(at) = columns.iter().position(|column| column.field == Field::At) else { return Ok(None) };
    let (stat, header) = (&scan.stats[at], columns[at].header.clone());
    let answer = match answers.get("dateForm") {
        None => None,
        Some(code) => Some(
            DateForm::from_code(code)
                .ok_or_else(|| FileError::BadAnswer { key: "dateForm".to_owned(), value: code.to_owned() })?,
        ),
    };
    let (form, by, example) = match (answer, stat.only_dmy > 0, stat.only_mdy > 0) {
        (Some(form), _, _) => (Some(form), ProofBy::Answer, &stat.first_either_date),
        (None, true, false) => (Some(DateForm::Dmy), ProofBy::Value, &stat.first_dmy),
        (None, false, true) => (Some(DateForm::Mdy), ProofBy::Value, &stat.first_mdy),
        (None, true, true) => (None, ProofBy::Nothing, &stat.first_mdy),
        (None, false, false) if stat.either_date == 0 => {
            (Some(DateForm::Ymd), ProofBy::NoDifference, &stat.first_either_date)
        }
        (None, false, false) => (None, ProofBy::Nothing, &stat.first_either_date),
    };
    if form.is_none() {
        let example = example.as_ref().map(|(_, value)| value.clone());
        questions.push(Question {
            key: "dateForm".to_owned(),
            about: About::DateForm { column: header.clone(), example },
            choices: vec!["dmy".to_owned(), "mdy".to_owned()],
        });
    }
    Ok(Some(DateProof {
        header,
        form,
        by,
        only_dmy: stat.only_dmy,
        only_mdy: stat.only_mdy,
        either: stat.either_date,
        plain: stat.plain_dates + stat.serials,
        with_offset: stat.with_offset,
        example: example.as_ref().map(|(_, value)| value.clone()),
        example_row: example.as_ref().map(|(row, _)| *row),
    }))
}

/// The currency a header names: `Giá (VND)`, `Price GBP`, `Đơn giá (₫)`.
pub(in crate::propose) fn currency_in_header(header: &str) -> Option<Currency> {
    let words = header.split(|c: char| !c.is_alphanumeric() && !"₫£฿₱$".contains(c));
    let mut found = words.filter(|word| !word.is_empty()).filter_map(|word| match word {
        "₫" => Some(Currency::Vnd),
        "£" => Some(Currency::Gbp),
        "฿" => Some(Currency::Thb),
        "₱" => Some(Currency::Php),
        code if code.len() == 3 && code.chars().all(char::is_uppercase) => Currency::from_code(code),
        _ => None,
    });
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}
