//! What the values of a column look like, counted over the whole file.

use domain::Currency;

use crate::date::{self, DateShape};
use crate::number::{self, Explains, Mark, NumberDialect};
use crate::table::{CellKind, Row};
use crate::wash;

/// A value that was met, and where.
pub(super) type Met = Option<(u64, String)>;

/// Longer texts are neither numbers nor dates.
const LONGEST_NUMBER: usize = 32;
/// Numbers of this many digits may be a person's.
const LONG_DIGITS: usize = 9;

/// Counts over one column.
#[derive(Debug, Default)]
pub(super) struct Stat {
    pub(super) filled: u64,
    pub(super) same: u64,
    pub(super) either: u64,
    /// Of these, the ones with a dot before the three digits that can be read both ways.
    pub(super) either_with_dot: u64,
    pub(super) only_dot: u64,
    pub(super) only_comma: u64,
    pub(super) stored: u64,
    pub(super) serials: u64,
    pub(super) plain_dates: u64,
    pub(super) only_dmy: u64,
    pub(super) only_mdy: u64,
    pub(super) either_date: u64,
    pub(super) with_offset: u64,
    pub(super) emails: u64,
    pub(super) phones: u64,
    pub(super) long_digits: u64,
    pub(super) currencies: Vec<(Currency, u64)>,
    /// The first value, shortened and masked.
    pub(super) example: Option<String>,
    pub(super) first_dot: Met,
    pub(super) first_comma: Met,
    pub(super) first_either: Met,
    pub(super) first_dmy: Met,
    pub(super) first_mdy: Met,
    pub(super) first_either_date: Met,
}

impl Stat {
    pub(super) fn add(&mut self, row: &Row<'_>, at: usize) {
        let cell = row.get(at);
        if cell.is_empty() {
            return;
        }
        self.filled += 1;
        if self.example.is_none() {
            self.example = Some(wash::masked(cell, 40));
        }
        let digits = cell.iter().filter(|byte| byte.is_ascii_digit()).count();
        self.long_digits += u64::from(digits >= LONG_DIGITS);
        match row.kind(at) {
            CellKind::Number => self.stored += 1,
            CellKind::Serial => self.serials += 1,
            CellKind::Broken => {}
            CellKind::Text => self.add_text(row.number, cell, digits),
        }
    }

    fn add_text(&mut self, row: u64, cell: &[u8], digits: usize) {
        self.emails += u64::from(wash::has_email(cell));
        if digits == 0 || cell.len() > LONGEST_NUMBER {
            return;
        }
        let letters = cell.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
        if letters <= 5 {
            self.phones += u64::from(wash::is_phone(cell));
            self.add_date(row, cell);
        }
        if letters <= 3 && memchr::memchr2(b':', b'/', cell).is_none() {
            self.add_number(row, cell);
        }
    }

    fn add_number(&mut self, row: u64, cell: &[u8]) {
        let met = || Some((row, wash::masked(cell, 40)));
        match number::explain(cell) {
            Explains::Same => self.same += 1,
            Explains::Either => {
                self.either += 1;
                self.either_with_dot += u64::from(memchr::memchr(b'.', cell).is_some());
                self.first_either = self.first_either.take().or_else(met);
            }
            Explains::OnlyDot => {
                self.only_dot += 1;
                self.first_dot = self.first_dot.take().or_else(met);
            }
            Explains::OnlyComma => {
                self.only_comma += 1;
                self.first_comma = self.first_comma.take().or_else(met);
            }
            Explains::Neither => return,
        }
        if cell.iter().all(|byte| byte.is_ascii_digit() || b".,-+ ".contains(byte)) {
            return;
        }
        let named = [NumberDialect::Dot, NumberDialect::Comma]
            .into_iter()
            .find_map(|dialect| number::parse(cell, dialect).ok()?.mark);
        if let Some(Mark::One(currency)) = named {
            match self.currencies.iter_mut().find(|(other, _)| *other == currency) {
                Some((_, count)) => *count += 1,
                None => self.currencies.push((currency, 1)),
            }
        }
    }

    fn add_date(&mut self, row: u64, cell: &[u8]) {
        let met = || Some((row, wash::masked(cell, 40)));
        let shape = date::explain(cell);
        match shape {
            DateShape::Plain => self.plain_dates += 1,
            DateShape::OnlyDmy => {
                self.only_dmy += 1;
                self.first_dmy = self.first_dmy.take().or_else(met);
            }
            DateShape::OnlyMdy => {
                self.only_mdy += 1;
                self.first_mdy = self.first_mdy.take().or_else(met);
            }
            DateShape::Either => {
                self.either_date += 1;
                self.first_either_date = self.first_either_date.take().or_else(met);
            }
            DateShape::Neither => return,
        }
        let form = if shape == DateShape::OnlyMdy { date::DateForm::Mdy } else { date::DateForm::Dmy };
        let offset = date::parse(cell, form).is_some_and(|stamp| stamp.offset_minutes.is_some());
        self.with_offset += u64::from(offset);
    }

    pub(super) fn numbers(&self) -> u64 {
        self.same + self.either + self.only_dot + self.only_comma + self.stored
    }

    pub(super) fn dates(&self) -> u64 {
        self.serials + self.plain_dates + self.only_dmy + self.only_mdy + self.either_date
    }

    /// The share of filled cells, in percent.
    pub(super) fn percent(&self, count: u64) -> u8 {
        (count * 100).checked_div(self.filled).map_or(0, |percent| percent.min(100) as u8)
    }
}
