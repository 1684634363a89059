//! One row of a table of figures: each cell is read, or the row is refused with the reason.

use std::str::FromStr;

use chrono::NaiveDate;
use domain::Currency;
use rust_decimal::Decimal;

use super::described::RowOf;
use super::field::{COUNTS, MONEY};
use super::sheet::{Cell, Sheet, SheetRow};
use super::{FigureField as F, FigureRow};
use crate::date::{self, DateForm, Stamp, ZoneClock};
use crate::field::is_total_word;
use crate::number::{self, Mark, NumberDialect, NumberError, ONE_E4};
use crate::product::Warning;
use crate::reject::{Expectation, Reject};
use crate::sessions::{amount, is_eaten_id};
use crate::table::CellKind;

const DAY_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;

/// How rows of this file are read.
pub(super) struct Reading {
    pub(super) clock: Option<ZoneClock>,
    pub(super) dialect: NumberDialect,
    pub(super) dates: DateForm,
    pub(super) currency: Option<Currency>,
    /// The local day and time at which the session began: a step may be told by its time of day alone.
    pub(super) begun: Option<(NaiveDate, i64)>,
    pub(super) warnings: Vec<Warning>,
}

/// What a row turned out to be.
pub(super) enum Read {
    Row(FigureRow),
    Total,
}

fn dash(text: &str) -> bool {
    matches!(text, "-" | "--" | "—" | "/")
}

impl Reading {
    fn cell<'r>(sheet: &Sheet, row: &'r SheetRow, field: F) -> Option<&'r Cell> {
        sheet.place(field).map(|at| &row.cells[at])
    }

    fn refuse(sheet: &Sheet, row: &SheetRow, field: F, expectation: Expectation) -> Reject {
        let header = sheet.place(field).map_or_else(String::new, |at| sheet.named(at));
        let text = Self::cell(sheet, row, field).map_or("", |cell| cell.text.as_str());
        Reject::cell(row.number, &header, text.as_bytes(), expectation)
    }

    /// Reads one row of `sheet`.
    pub(super) fn row(&mut self, sheet: &Sheet, row: &SheetRow) -> Result<Read, Reject> {
        if row.is_cut {
            return Err(Reject::whole(row.number, Expectation::CompleteRow));
        }
        let leading = match sheet.table.rows {
            RowOf::Step => F::At,
            RowOf::Product => F::ProductTitle,
            RowOf::Day | RowOf::Ad => F::Day,
        };
        let lead = Self::cell(sheet, row, leading).map_or("", |cell| cell.text.as_str());
        if dash(lead) || is_total_word(lead) {
            return Ok(Read::Total);
        }
        if lead.is_empty() {
            return Err(Self::refuse(sheet, row, leading, Expectation::Filled));
        }
        let mut read = FigureRow { row: row.number, ..FigureRow::default() };
        match sheet.table.rows {
            RowOf::Step => read.at_ms = self.instant(sheet, row)?,
            RowOf::Product => {
                read.product_id = Self::id(sheet, row)?;
                read.name = lead.split_whitespace().collect::<Vec<_>>().join(" ");
            }
            RowOf::Day | RowOf::Ad => {
                read.day = self.stamp(sheet, row, F::Day)?.local_ms.div_euclid(DAY_MS);
                let campaign = Self::cell(sheet, row, F::Campaign).map_or("", |cell| cell.text.as_str());
                if !dash(campaign) {
                    read.name = campaign.split_whitespace().collect::<Vec<_>>().join(" ");
                }
            }
        }
        read.currency = self.currency_of(sheet, row)?;
        self.figures(sheet, row, &mut read)?;
        Ok(Read::Row(read))
    }

    fn figures(&self, sheet: &Sheet, row: &SheetRow, read: &mut FigureRow) -> Result<(), Reject> {
        for field in MONEY {
            if let Some(e4) = self.money(sheet, row, field, read.currency)? {
                read.figures.insert(field, e4);
            }
        }
        for field in COUNTS {
            if let Some(count) = self.count(sheet, row, field)? {
                read.figures.insert(field, count);
            }
        }
        Ok(())
    }

    fn id(sheet: &Sheet, row: &SheetRow) -> Result<Option<String>, Reject> {
        let Some(cell) = Self::cell(sheet, row, F::ProductId) else { return Ok(None) };
        let text = cell.text.trim_start_matches('\'');
        if text.is_empty() || dash(text) {
            return Ok(None);
        }
        if is_eaten_id(text, cell.kind == CellKind::Number) {
            return Err(Self::refuse(sheet, row, F::ProductId, Expectation::IdAsText));
        }
        Ok(Some(text.chars().take(128).collect()))
    }

    fn currency_of(&self, sheet: &Sheet, row: &SheetRow) -> Result<Option<Currency>, Reject> {
        let code = Self::cell(sheet, row, F::CurrencyCode).map_or("", |cell| cell.text.as_str());
        if code.is_empty() || dash(code) {
            return Ok(self.currency);
        }
        match Currency::from_code(&code.to_uppercase()) {
            Some(currency) => Ok(Some(currency)),
            None => Err(Self::refuse(sheet, row, F::CurrencyCode, Expectation::KnownCurrency)),
        }
    }

    fn stamp(&self, sheet: &Sheet, row: &SheetRow, field: F) -> Result<Stamp, Reject> {
        let Some(cell) = Self::cell(sheet, row, field) else {
            return Err(Reject::whole(row.number, Expectation::Date));
        };
        let stamp = match cell.kind {
            CellKind::Text => {
                date::parse(cell.text.as_bytes(), self.dates).or_else(|| self.time_alone(&cell.text))
            }
            CellKind::Number | CellKind::Serial => date::parse_serial(cell.text.as_bytes()),
            CellKind::Broken => return Err(Self::refuse(sheet, row, field, Expectation::Value)),
        };
        stamp.ok_or_else(|| Self::refuse(sheet, row, field, Expectation::Date))
    }

    /// A time of day alone is of the day the session began, or of the next when that would lie before its start.
    fn time_alone(&self, text: &str) -> Option<Stamp> {
        let (day, begun_ms) = self.begun?;
        let stamp = date::parse(format!("{day} {text}").as_bytes(), DateForm::Ymd)?;
        let time_ms = stamp.local_ms.rem_euclid(DAY_MS);
        // A first step is written with its full five minutes, which may begin a little before the session.
        let is_next = time_ms + 15 * MINUTE_MS < begun_ms;
        Some(Stamp { local_ms: stamp.local_ms + if is_next { DAY_MS } else { 0 }, ..stamp })
    }

    fn instant(&mut self, sheet: &Sheet, row: &SheetRow) -> Result<i64, Reject> {
        let stamp = self.stamp(sheet, row, F::At)?;
        let read = self.placed(stamp, row.number);
        read.map_err(|expectation| Self::refuse(sheet, row, F::At, expectation))
    }

    /// The instant a clock of the file's zone showed.
    pub(super) fn placed(&mut self, stamp: Stamp, row: u64) -> Result<i64, Expectation> {
        if let Some(minutes) = stamp.offset_minutes {
            return Ok(stamp.local_ms - i64::from(minutes) * MINUTE_MS);
        }
        let Some(clock) = &mut self.clock else { return Err(Expectation::Zone) };
        match clock.instant(stamp.local_ms) {
            Ok((at_ms, twice)) => {
                if twice {
                    self.warnings.push(Warning::AmbiguousLocalTime { row });
                }
                Ok(at_ms)
            }
            Err(_) => Err(Expectation::ExistingLocalTime { zone: clock.zone().name().to_owned() }),
        }
    }

    fn dialect_of(&self, cell: &Cell) -> NumberDialect {
        if cell.kind == CellKind::Text { self.dialect } else { NumberDialect::Dot }
    }

    fn money(
        &self,
        sheet: &Sheet,
        row: &SheetRow,
        field: F,
        currency: Option<Currency>,
    ) -> Result<Option<i64>, Reject> {
        let Some(cell) = Self::cell(sheet, row, field) else { return Ok(None) };
        let refuse = |expectation| Err(Self::refuse(sheet, row, field, expectation));
        if cell.kind == CellKind::Broken {
            return refuse(Expectation::Value);
        }
        // Where a denominator is nought, such files write a dash: it is not known, which is not nought.
        if dash(&cell.text) {
            return Ok(None);
        }
        match amount(&cell.text, self.dialect_of(cell)) {
            Err(NumberError::Empty) => Ok(None),
            Ok((_, Some(Mark::Foreign))) => refuse(Expectation::KnownCurrency),
            Ok((e4, mark)) => match currency {
                None => refuse(Expectation::KnownCurrency),
                Some(own) if mark.is_some_and(|mark| !mark.allows(own)) => {
                    refuse(Expectation::Currency { currency: own.code().to_owned() })
                }
                Some(_) => Ok(Some(e4)),
            },
            Err(NumberError::TooPrecise) => refuse(Expectation::Decimals { at_most: 4, currency: None }),
            Err(NumberError::OutOfRange) => refuse(Expectation::InRange),
            Err(NumberError::NotANumber | NumberError::Scientific) => refuse(Expectation::Number),
        }
    }

    fn count(&self, sheet: &Sheet, row: &SheetRow, field: F) -> Result<Option<i64>, Reject> {
        let Some(cell) = Self::cell(sheet, row, field) else { return Ok(None) };
        let refuse = |expectation| Err(Self::refuse(sheet, row, field, expectation));
        if cell.kind == CellKind::Broken {
            return refuse(Expectation::Value);
        }
        if dash(&cell.text) {
            return Ok(None);
        }
        match number::parse(cell.text.as_bytes(), self.dialect_of(cell)) {
            Err(NumberError::Empty) => Ok(None),
            Ok(read) if read.e4 < 0 => refuse(Expectation::NotNegative),
            Ok(read) if read.e4 % ONE_E4 == 0 => Ok(Some(read.e4 / ONE_E4)),
            Ok(_) | Err(NumberError::TooPrecise) => refuse(Expectation::WholeNumber),
            Err(NumberError::OutOfRange) => refuse(Expectation::InRange),
            Err(NumberError::NotANumber | NumberError::Scientific) => refuse(Expectation::Number),
        }
    }

    /// An exact figure of a cell, wherever it holds one: 10⁻⁴ units.
    pub(super) fn exact(&self, cell: &Cell) -> Option<i64> {
        if cell.text.is_empty() || dash(&cell.text) {
            return None;
        }
        amount(&cell.text, self.dialect_of(cell)).ok().map(|(e4, _)| e4)
    }

    /// Whether a rate the file states is what its parts give; none where that cannot be said. It may be written in
    /// percent or as a fraction.
    pub(super) fn holds(&self, cell: &Cell, field: F, read: &FigureRow) -> Option<bool> {
        let (above, below, times, _) = field.parts()?;
        let unit = |field: F| if field.is_money() { Decimal::from(ONE_E4) } else { Decimal::ONE };
        let (top, bottom) = (Decimal::from(read.get(above)?), Decimal::from(read.get(below)?));
        if bottom.is_zero() {
            return None;
        }
        let given = top
            .checked_mul(unit(below))?
            .checked_mul(Decimal::from(times))?
            .checked_div(bottom * unit(above))?;
        let said = self.rate(cell)?;
        let near = |said: Decimal| {
            (given - said).abs() <= (given.abs() / Decimal::ONE_THOUSAND).max(Decimal::new(11, 3))
        };
        Some(near(said) || (times == 100 && near(said.checked_mul(Decimal::ONE_HUNDRED)?)))
    }

    fn rate(&self, cell: &Cell) -> Option<Decimal> {
        let bare = cell.text.strip_suffix('%').unwrap_or(&cell.text).trim();
        if let Ok((e4, _)) = amount(bare, self.dialect_of(cell)) {
            return Some(Decimal::new(e4, 4));
        }
        let plain = match self.dialect_of(cell) {
            NumberDialect::Dot => bare.replace(',', ""),
            NumberDialect::Comma => bare.replace('.', "").replace(',', "."),
        };
        Decimal::from_str(&plain).ok()
    }
}
