//! In which currency and zone a file is written, and what says so.

use std::str::FromStr;

use chrono_tz::Tz;
use domain::{Currency, Market};

use crate::described::Description;
use crate::error::FileError;
use crate::field::Field;
use crate::propose::decide::currency_in_header;
use crate::propose::scan::Scan;
use crate::propose::{About, Answers, ColumnProposal, CurrencyProof, DateProof, Question, ZoneProof};

pub(super) fn currency_of(
    described: Option<&Description>,
    columns: &[ColumnProposal],
    scan: &Scan,
    answers: &Answers,
    questions: &mut Vec<Question>,
) -> Result<Option<CurrencyProof>, FileError> {
    if let Some(code) = answers.get("currency") {
        let known = Currency::from_code(code)
            .ok_or_else(|| FileError::BadAnswer { key: "currency".to_owned(), value: code.to_owned() })?;
        return Ok(Some(CurrencyProof::Answer { currency: known.code().to_owned() }));
    }
    let of_rows = columns.iter().find(|column| column.field == Field::Currency && column.filled > 0);
    if let Some(column) = of_rows {
        return Ok(Some(CurrencyProof::Column { header: column.header.clone() }));
    }
    let money = || columns.iter().zip(&scan.stats).filter(|(column, _)| column.field.is_money());
    let symbols: Vec<_> = money()
        .flat_map(|(column, stat)| stat.currencies.iter().map(move |found| (&column.header, found)))
        .collect();
    if let Some((header, (currency, cells))) = symbols.first()
        && symbols.iter().all(|(_, (other, _))| other == currency)
    {
        let currency = currency.code().to_owned();
        let header = (*header).clone();
        return Ok(Some(CurrencyProof::Symbol { header, currency, cells: *cells }));
    }
    let in_header =
        money().find_map(|(column, _)| Some((column.header.clone(), currency_in_header(&column.header)?)));
    if let Some((header, currency)) = in_header.filter(|_| symbols.is_empty()) {
        return Ok(Some(CurrencyProof::Header { header, currency: currency.code().to_owned() }));
    }
    if let Some(currency) = described.and_then(|description| description.currency.clone()) {
        return Ok(Some(CurrencyProof::Source { currency }));
    }
    let choices = Currency::ALL.map(|currency| currency.code().to_owned()).to_vec();
    questions.push(Question { key: "currency".to_owned(), about: About::Currency, choices });
    Ok(None)
}

pub(super) fn zone_of(
    described: Option<&Description>,
    date: &Option<DateProof>,
    answers: &Answers,
    questions: &mut Vec<Question>,
) -> Result<Option<ZoneProof>, FileError> {
    if let Some(name) = answers.get("zone") {
        let zone = Tz::from_str(name)
            .map_err(|_| FileError::BadAnswer { key: "zone".to_owned(), value: name.to_owned() })?;
        return Ok(Some(ZoneProof::Answer { zone: zone.name().to_owned() }));
    }
    let Some(date) = date else { return Ok(None) };
    let dates = date.plain + date.only_dmy + date.only_mdy + date.either;
    if dates > 0 && date.with_offset == dates {
        return Ok(Some(ZoneProof::Offsets));
    }
    if let Some(zone) = described.and_then(|description| description.zone.clone()) {
        return Ok(Some(ZoneProof::Source { zone }));
    }
    let choices = Market::ALL.map(|market| market.zone().name().to_owned()).to_vec();
    questions.push(Question { key: "zone".to_owned(), about: About::Zone, choices });
    Ok(None)
}
