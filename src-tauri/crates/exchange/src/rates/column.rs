//! Which columns of a file of rates hold what, and how a rate is written.

use domain::fold;
use domain::rate::Code;
use rust_decimal::Decimal;

use super::{RateReject, RateSheet};
use crate::number::NumberDialect;
use crate::table::Row;

const DATE: &[&str] = &["date", "day", "time_period", "ngay", "tanggal", "วันที่", "日期"];
const FROM: &[&str] = &[
    "from",
    "from currency",
    "base",
    "base currency",
    "currency_denom",
    "tu",
    "tien goc",
    "dari",
    "จาก",
    "源货币",
];
const TO: &[&str] = &[
    "to",
    "to currency",
    "quote",
    "quote currency",
    "currency",
    "sang",
    "den",
    "tien doi",
    "ke",
    "เป็น",
    "目标货币",
];
const RATE: &[&str] = &["rate", "exchange rate", "obs_value", "value", "ty gia", "kurs", "อัตรา", "汇率"];

/// How the columns stand.
pub(super) enum Shape {
    /// One rate a row.
    Rows { date: usize, from: usize, to: usize, rate: usize },
    /// One currency a column, each what one euro is worth.
    Columns { date: usize, of: Vec<(usize, Code)> },
}

impl Shape {
    /// The shape these names tell; none when they tell none.
    pub(super) fn of(headers: &[String]) -> Option<Self> {
        let names: Vec<String> = headers.iter().map(|header| fold(header.trim())).collect();
        let at = |known: &[&str]| names.iter().position(|name| known.contains(&name.as_str()));
        let date = at(DATE)?;
        if let (Some(from), Some(to), Some(rate)) = (at(FROM), at(TO), at(RATE)) {
            return Some(Self::Rows { date, from, to, rate });
        }
        let code = |(at, header): (usize, &String)| Some((at, Code::new(header)?)).filter(|_| at != date);
        let of: Vec<(usize, Code)> = headers.iter().enumerate().filter_map(code).collect();
        // As the ECB publishes: two and more currencies, and nothing else that is named.
        let named = headers.iter().filter(|header| !header.trim().is_empty()).count();
        (of.len() >= 2 && of.len() + 1 == named).then_some(Self::Columns { date, of })
    }

    pub(super) const fn date(&self) -> usize {
        match self {
            Self::Rows { date, .. } | Self::Columns { date, .. } => *date,
        }
    }

    /// Every column with rates.
    pub(super) fn rate_columns(&self) -> impl Iterator<Item = usize> {
        let columns: Vec<usize> = match self {
            Self::Rows { rate, .. } => vec![*rate],
            Self::Columns { of, .. } => of.iter().map(|(at, _)| *at).collect(),
        };
        columns.into_iter()
    }

    /// From, to and the column of each rate of a row; a currency that is none is rejected.
    pub(super) fn cells(
        &self,
        row: &Row<'_>,
        sheet: &mut RateSheet,
        headers: &[String],
    ) -> Vec<(Code, Code, usize)> {
        match self {
            Self::Columns { of, .. } => {
                let euro = Code::new("EUR");
                of.iter().filter_map(|(at, code)| Some((euro?, *code, *at))).collect()
            }
            Self::Rows { from, to, rate, .. } => {
                let mut code = |column: usize| {
                    let found = Code::new(row.text(column));
                    if found.is_none() {
                        let name = headers.get(column).cloned().unwrap_or_default();
                        let value = row.text(column).to_owned();
                        sheet.rejects.push(RateReject { row: row.number, column: name, value });
                    }
                    found
                };
                code(*from).zip(code(*to)).map(|(one, other)| (one, other, *rate)).into_iter().collect()
            }
        }
    }
}

/// Which dialect a rate can only be written in; none when both read it, or neither.
pub(super) fn marks(text: &str) -> Option<NumberDialect> {
    match (read(text, NumberDialect::Dot), read(text, NumberDialect::Comma)) {
        (Some(_), None) => Some(NumberDialect::Dot),
        (None, Some(_)) => Some(NumberDialect::Comma),
        _ => None,
    }
}

/// The rate in `text`, with groups of three where there are any; none when it is not one of the dialect.
pub(super) fn read(text: &str, numbers: NumberDialect) -> Option<Decimal> {
    let (group, decimal) = match numbers {
        NumberDialect::Dot => (',', '.'),
        NumberDialect::Comma => ('.', ','),
    };
    let (whole, fraction) = match text.split_once(decimal) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(group);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let is_grouped = rest.is_empty() || first.len() <= 3;
    if !digits(first) || !is_grouped || rest.iter().any(|one| one.len() != 3 || !digits(one)) {
        return None;
    }
    if fraction.is_some_and(|fraction| !digits(fraction)) {
        return None;
    }
    let whole: String = std::iter::once(first).chain(rest).collect();
    format!("{whole}.{}", fraction.unwrap_or("0")).parse().ok()
}
