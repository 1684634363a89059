//! From rows to entries: each row ends as an entry, as one that was there before, or as a reject.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::Path;

use domain::Currency;

use super::form::PayoutField as F;
use super::prove::Layout;
use super::{PayoutEntry, PayoutSheet};
use crate::date::{self, ZoneClock};
use crate::error::FileError;
use crate::number::{self, Mark, NumberDialect, NumberError, is_scientific};
use crate::product::ColumnTotal;
use crate::reject::{Expectation, Reject};
use crate::sniff::Sniffed;
use crate::table::{self, CellKind, Row};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;
/// A spreadsheet keeps so many digits of a number; longer ids have lost some.
const DIGITS_KEPT: usize = 15;
/// No platform's number or word is longer.
const LONGEST: usize = 128;

/// What a row came to, with its amounts by the place of their column.
type Cells = Vec<(usize, i64)>;

/// Reads every row below the header as an entry.
pub(super) fn read(
    path: &Path,
    sniffed: &Sniffed,
    layout: &Layout,
    found: &mut PayoutSheet,
) -> Result<(), FileError> {
    let mut entries = Vec::new();
    each(path, sniffed, layout, found, &mut |reading, row, is_first| {
        let entry = reading.entry(row)?;
        let amounts = entry.amounts.clone();
        if is_first {
            entries.push(entry);
        }
        Ok(amounts)
    })?;
    found.entries = entries;
    Ok(())
}

/// Hands over every row below the header that is neither a note nor a total, and whether it stands there for the
/// first time; counts rows, adds up amounts and keeps rejects.
pub(super) fn each(
    path: &Path,
    sniffed: &Sniffed,
    layout: &Layout,
    found: &mut PayoutSheet,
    on_row: &mut dyn FnMut(&mut Reading<'_>, &Row<'_>, bool) -> Result<Cells, Reject>,
) -> Result<(), FileError> {
    let mut reading =
        Reading { layout, clock: layout.zone.map(ZoneClock::new), width: sniffed.headers.len() };
    let named =
        |at: &usize| ColumnTotal { column: layout.headers[*at].clone(), e4: 0, cells: 0, said_e4: None };
    found.totals = layout.amounts.iter().map(named).collect();
    let mut seen: HashSet<blake3::Hash> = HashSet::new();
    table::rows(path, sniffed, &mut |row| {
        if layout.is_note(row) {
            return Ok(ControlFlow::Continue(()));
        }
        if layout.is_total(row) {
            reading.said(row, &mut found.totals);
            return Ok(ControlFlow::Continue(()));
        }
        found.rows += 1;
        let is_first = seen.insert(content(row));
        match on_row(&mut reading, row, is_first) {
            Ok(_) if !is_first => found.repeated += 1,
            Ok(amounts) => {
                for (at, e4) in amounts {
                    let total = &mut found.totals[at];
                    total.e4 += i128::from(e4);
                    total.cells += 1;
                }
            }
            Err(reject) => found.rejects.push(reject),
        }
        Ok(ControlFlow::Continue(()))
    })
}

/// What a row says, whatever row it is.
fn content(row: &Row<'_>) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for at in 0..row.filled_len() {
        hasher.update(row.get(at)).update(&[0x1f]);
    }
    hasher.finalize()
}

/// Reads cells of one file by what its layout says.
pub(super) struct Reading<'a> {
    layout: &'a Layout,
    clock: Option<ZoneClock>,
    width: usize,
}

impl Reading<'_> {
    /// The cell of a field; none where the file says nothing.
    pub(super) fn cell<'r>(&self, row: &Row<'r>, field: F) -> Option<(usize, &'r str)> {
        let &at = self.layout.fields.get(&field)?;
        let text = row.text(at);
        (!self.layout.is_blank(text)).then_some((at, text))
    }

    pub(super) fn refuse(&self, row: &Row<'_>, at: usize, expectation: Expectation) -> Reject {
        let header = self.layout.headers.get(at).map_or("", String::as_str);
        Reject::cell(row.number, header, row.get(at), expectation)
    }

    pub(super) fn lacks(&self, row: &Row<'_>, field: F) -> Reject {
        let at = self.layout.fields.get(&field).copied().unwrap_or_default();
        self.refuse(row, at, Expectation::Filled)
    }

    /// Refuses a last row that was cut.
    pub(super) fn whole(&self, row: &Row<'_>) -> Result<(), Reject> {
        if row.last_unended && row.len() < self.width {
            return Err(Reject::whole(row.number, Expectation::CompleteRow));
        }
        Ok(())
    }

    fn entry(&mut self, row: &Row<'_>) -> Result<PayoutEntry, Reject> {
        self.whole(row)?;
        let entry = self.id(row, F::Entry)?.ok_or_else(|| self.lacks(row, F::Entry))?;
        let related = self.id(row, F::Related)?;
        let settled_at_ms = self.instant(row, F::Settled)?.ok_or_else(|| self.lacks(row, F::Settled))?;
        let created_at_ms = self.instant(row, F::Created)?;
        let currency = self.currency(row)?;
        let type_name = self.words(row, F::Type);
        let amounts = self.amounts(row, currency)?;
        let total = amounts.iter().find(|(place, _)| Some(*place) == self.layout.total).map(|(_, e4)| *e4);
        let total_at = self.layout.total.and_then(|place| self.layout.amounts.get(place).copied());
        let total_e4 =
            total.ok_or_else(|| self.refuse(row, total_at.unwrap_or_default(), Expectation::Filled))?;
        Ok(PayoutEntry {
            row: row.number,
            order: related.unwrap_or_else(|| entry.clone()),
            entry,
            type_name,
            created_at_ms,
            settled_at_ms,
            currency,
            total_e4,
            amounts,
        })
    }

    /// An id as text; refused when a spreadsheet has eaten its digits.
    pub(super) fn id(&self, row: &Row<'_>, field: F) -> Result<Option<String>, Reject> {
        let Some((at, text)) = self.cell(row, field) else { return Ok(None) };
        let text = text.trim_start_matches('\'');
        let is_cut = row.kind(at) == CellKind::Number && text.len() > DIGITS_KEPT;
        if is_cut || is_scientific(text) || row.kind(at) == CellKind::Broken {
            return Err(self.refuse(row, at, Expectation::IdAsText));
        }
        Ok((!text.is_empty()).then(|| text.chars().take(LONGEST).collect()))
    }

    fn instant(&mut self, row: &Row<'_>, field: F) -> Result<Option<i64>, Reject> {
        let Some((at, text)) = self.cell(row, field) else { return Ok(None) };
        let stamp = match row.kind(at) {
            CellKind::Text => date::parse(text.as_bytes(), self.layout.dates),
            CellKind::Number | CellKind::Serial => date::parse_serial(text.as_bytes()),
            CellKind::Broken => return Err(self.refuse(row, at, Expectation::Value)),
        };
        let Some(stamp) = stamp else { return Err(self.refuse(row, at, Expectation::Date)) };
        if let Some(minutes) = stamp.offset_minutes {
            return Ok(Some(stamp.local_ms - i64::from(minutes) * MINUTE_MS));
        }
        let Some(clock) = &mut self.clock else { return Err(self.refuse(row, at, Expectation::Zone)) };
        match clock.instant(stamp.local_ms) {
            Ok((at_ms, _)) => Ok(Some(at_ms)),
            Err(_) => {
                let zone = clock.zone().name().to_owned();
                Err(self.refuse(row, at, Expectation::ExistingLocalTime { zone }))
            }
        }
    }

    pub(super) fn currency(&self, row: &Row<'_>) -> Result<Currency, Reject> {
        match self.cell(row, F::Currency) {
            Some((at, code)) => {
                Currency::from_code(code).ok_or_else(|| self.refuse(row, at, Expectation::KnownCurrency))
            }
            None => self.layout.currency.ok_or_else(|| self.lacks(row, F::Currency)),
        }
    }

    /// Every filled cell of money.
    pub(super) fn amounts(&self, row: &Row<'_>, currency: Currency) -> Result<Cells, Reject> {
        let mut amounts = Vec::new();
        for (place, &at) in self.layout.amounts.iter().enumerate() {
            if let Some(e4) = self.money(row, at, currency)? {
                amounts.push((place, e4));
            }
        }
        Ok(amounts)
    }

    /// The text of a field, no longer than any platform writes it; empty where the file says nothing.
    pub(super) fn words(&self, row: &Row<'_>, field: F) -> String {
        self.cell(row, field).map_or("", |(_, text)| text).chars().take(LONGEST).collect()
    }

    /// A day as its days since 1970, in whatever zone it was written; a time of day is left out.
    pub(super) fn day(&self, row: &Row<'_>, field: F) -> Result<Option<i64>, Reject> {
        let Some((at, text)) = self.cell(row, field) else { return Ok(None) };
        let stamp = match row.kind(at) {
            CellKind::Text => date::parse(text.as_bytes(), self.layout.dates),
            CellKind::Number | CellKind::Serial => date::parse_serial(text.as_bytes()),
            CellKind::Broken => return Err(self.refuse(row, at, Expectation::Value)),
        };
        let stamp = stamp.ok_or_else(|| self.refuse(row, at, Expectation::Date))?;
        Ok(Some(stamp.local_ms.div_euclid(DAY_MS)))
    }

    /// A rate in millionths: of text with its sign of per cent, or of a number as a spreadsheet stores one. Anything
    /// else may be either, and says nothing.
    pub(super) fn rate(&self, row: &Row<'_>, field: F) -> Option<i64> {
        let (at, text) = self.cell(row, field)?;
        let (text, by) = match row.kind(at) {
            CellKind::Text => (text.strip_suffix('%')?.trim_end(), 1),
            CellKind::Number => (text, 100),
            CellKind::Serial | CellKind::Broken => return None,
        };
        let read = number::parse(text.as_bytes(), self.dialect(row, at)).ok()?;
        read.e4.checked_mul(by)
    }

    fn money(&self, row: &Row<'_>, at: usize, currency: Currency) -> Result<Option<i64>, Reject> {
        let text = row.text(at);
        if row.kind(at) == CellKind::Broken {
            return Err(self.refuse(row, at, Expectation::Value));
        }
        if self.layout.is_blank(text) {
            return Ok(None);
        }
        let refuse = |expectation| Err(self.refuse(row, at, expectation));
        match number::parse(text.as_bytes(), self.dialect(row, at)) {
            Ok(read) if read.mark == Some(Mark::Foreign) => refuse(Expectation::KnownCurrency),
            Ok(read) if read.mark.is_some_and(|mark| !mark.allows(currency)) => {
                refuse(Expectation::Currency { currency: currency.code().to_owned() })
            }
            Ok(read) => Ok(Some(read.e4)),
            Err(NumberError::Empty) => Ok(None),
            Err(NumberError::TooPrecise) => refuse(Expectation::Decimals { at_most: 4, currency: None }),
            Err(NumberError::OutOfRange) => refuse(Expectation::InRange),
            Err(NumberError::NotANumber | NumberError::Scientific) => refuse(Expectation::Number),
        }
    }

    /// A number stored as one is written with a dot, whatever the text of the file does.
    fn dialect(&self, row: &Row<'_>, at: usize) -> NumberDialect {
        if row.kind(at) == CellKind::Text { self.layout.dialect } else { NumberDialect::Dot }
    }

    /// What a row of totals says each column comes to.
    fn said(&self, row: &Row<'_>, totals: &mut [ColumnTotal]) {
        for (total, &at) in totals.iter_mut().zip(&self.layout.amounts) {
            if !self.layout.is_blank(row.text(at))
                && let Ok(read) = number::parse(row.get(at), self.dialect(row, at))
            {
                total.said_e4 = Some(i128::from(read.e4));
            }
        }
    }
}
