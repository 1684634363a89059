//! Files of rates: looked at, taken in as dated observations, taken back with their import.

use std::path::Path;

use chrono::NaiveDate;
use domain::id::ImportId;
use domain::rate::{Code, Rate};
use domain::{Actor, Change};
use exchange::{RateAnswers, RateOpen, RateReject, RateSheet, Sniffed};
use rustc_hash::FxHashMap;
use store::import::{Import, ImportCounts, ImportKind, ImportState};

use crate::fees::may_see_money;
use crate::product_imports::source_code;
use crate::{App, Error, Result, on_air};

/// One pair of currencies a file has rates of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatePair {
    /// From.
    pub from: Code,
    /// To.
    pub to: Code,
    /// On how many days.
    pub days: u64,
    /// The newest rate.
    pub latest: Rate,
}

/// What a file of rates would bring.
#[derive(Debug, Clone)]
pub struct LookedRates {
    /// The file.
    pub sniffed: Sniffed,
    /// How many rows went which way.
    pub counts: ImportCounts,
    /// First and last day.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// The pairs, by name.
    pub pairs: Vec<RatePair>,
    /// Cells of currencies nobody sells in, or without a rate.
    pub others: u64,
    /// What could not be read.
    pub rejects: Vec<RateReject>,
    /// What is open; while anything is, nothing comes in.
    pub open: Vec<RateOpen>,
}

/// Looks at a file; nothing is written.
///
/// # Errors
/// When it cannot be read, `Forbidden` for whoever does not see money.
pub fn look(app: &App, by: &Actor, path: &Path, answers: RateAnswers) -> Result<LookedRates> {
    may_see_money(by)?;
    let (sniffed, sheet) = read(path, answers)?;
    let counts = app.read(|tables| Ok(counted(&sheet, &tables.exchange_rates()?)))?;
    let mut pairs: Vec<RatePair> = Vec::new();
    for rate in &sheet.rates {
        match pairs.iter_mut().find(|pair| (pair.from, pair.to) == (rate.from, rate.to)) {
            None => pairs.push(RatePair { from: rate.from, to: rate.to, days: 1, latest: rate.clone() }),
            Some(pair) => {
                pair.days += 1;
                if rate.day > pair.latest.day {
                    pair.latest = rate.clone();
                }
            }
        }
    }
    pairs.sort_by_key(|pair| (pair.from, pair.to));
    let days = sheet.rates.iter().map(|rate| rate.day);
    let days = days.clone().min().zip(days.max());
    Ok(LookedRates {
        sniffed,
        counts,
        days,
        pairs,
        others: sheet.others,
        rejects: sheet.rejects,
        open: sheet.open,
    })
}

fn read(path: &Path, answers: RateAnswers) -> Result<(Sniffed, RateSheet)> {
    if path.is_dir() {
        return Err(Error::IsAFolder(path.to_owned()));
    }
    let sniffed = exchange::sniff(path)?;
    let sheet = exchange::read_rates(path, &sniffed, answers)?;
    Ok((sniffed, sheet))
}

fn counted(sheet: &RateSheet, known: &[store::exchange_rate::KnownRate]) -> ImportCounts {
    let key = |rate: &Rate| (rate.day, rate.from, rate.to);
    let known: FxHashMap<_, _> = known.iter().map(|known| (key(&known.rate), known.rate.rate)).collect();
    let mut counts =
        ImportCounts { read: sheet.rows, rejected: sheet.rejects.len() as u64, ..ImportCounts::default() };
    for rate in &sheet.rates {
        match known.get(&key(rate)) {
            None => counts.new += 1,
            Some(before) if *before == rate.rate => counts.unchanged += 1,
            Some(_) => counts.changed += 1,
        }
    }
    counts
}

/// Takes a file in that was looked at: what is read now is what was shown then, by its hash.
///
/// # Errors
/// `FileChanged` when the file is another one by now, `Invalid` while something is open.
pub fn take_in(app: &App, by: &Actor, path: &Path, hash: &str, answers: RateAnswers) -> Result<Import> {
    may_see_money(by)?;
    let (sniffed, sheet) = read(path, answers)?;
    if sniffed.hash != hash {
        return Err(exchange::FileError::Changed { file: sniffed.file }.into());
    }
    if !sheet.open.is_empty() || sheet.rates.is_empty() {
        return Err(Error::Invalid { field: "answers", value: sniffed.file });
    }
    let id: ImportId = app.mint();
    app.act(Change::Fees, |tables| {
        // One transaction, and a take waits for it.
        on_air::leave_room(tables, &sniffed.file, sheet.rates.len() as u64)?;
        tables.insert_import(&Import {
            id,
            kind: ImportKind::Rates,
            file_name: sniffed.file.clone(),
            path: path.display().to_string(),
            hash: sniffed.hash.clone(),
            bytes: sniffed.size,
            source: source_code(sniffed.recognised.source).to_owned(),
            mapping_json: None,
            actor: by.name.clone(),
            at_ms: app.now_ms(),
            state: ImportState::Live,
            counts: counted(&sheet, &tables.exchange_rates()?),
            totals_json: "[]".to_owned(),
        })?;
        Ok(tables.insert_exchange_rates(id, &sheet.rates)?)
    })?;
    app.announce(Change::Imports);
    app.read(|tables| Ok(tables.import(id)?))
}

/// Takes an import of rates back.
pub(crate) fn undo(app: &App, import: &Import) -> Result<()> {
    if import.state != ImportState::Live {
        return Err(Error::from(store::Error::NotFound("import")));
    }
    app.act(Change::Fees, |tables| Ok(tables.set_import_state(import.id, ImportState::Undone)?))
}
