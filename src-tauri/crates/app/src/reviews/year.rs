//! A year by market, channel and month.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;
use domain::{Currency, Market, Tally};

use super::across::held;
use super::slice::{Slices, channels, local, started};
use super::{Period, platform};
use crate::{App, Result};

/// What one month of a row brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct YearCell {
    /// Sessions held.
    pub sessions: i64,
    /// The sums; none when none of the sales came in.
    pub tally: Option<Tally>,
}

/// One market, its channels and a currency over a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearRow {
    /// The market.
    pub market: Market,
    /// The channels' codes, `+` between them; empty where none is known.
    pub channels: String,
    /// The currency.
    pub currency: Currency,
    /// January to December.
    pub months: [YearCell; 12],
    /// The whole year.
    pub whole: YearCell,
}

/// A year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Year {
    /// Every year with a session, newest first.
    pub years: Vec<i32>,
    /// The year shown; none when no session was ever held.
    pub year: Option<i32>,
    /// One row a market, channels and currency; most GMV first within a market.
    pub rows: Vec<YearRow>,
    /// Everything together, one row a currency: its months and the whole.
    pub totals: Vec<(Currency, [YearCell; 12], YearCell)>,
}

impl YearCell {
    fn add(&mut self, tally: Option<Tally>) {
        self.sessions += 1;
        if let Some(tally) = tally {
            self.tally.get_or_insert_default().add(&tally, 1);
        }
    }
}

type Cells = ([YearCell; 12], YearCell);

/// The year `year`, or else the latest with a session; months by the clock of each session's zone.
pub fn year(app: &App, year: Option<i32>) -> Result<Year> {
    app.read(|tables| {
        let sessions = held(tables, Period::default())?;
        let platforms = platform::all(tables)?;
        let slices = Slices::read(tables, &sessions, &platforms)?;
        let years: BTreeSet<i32> = sessions
            .iter()
            .map(|session| local(started(session), session.plan.start.zone()).year())
            .collect();
        let shown = year.or_else(|| years.last().copied());
        let mut rows: BTreeMap<(&'static str, String, Currency), (Market, Cells)> = BTreeMap::new();
        let mut totals: BTreeMap<Currency, Cells> = BTreeMap::new();
        for part in slices.whole()? {
            let Some(session) = sessions.get(part.session) else { continue };
            let at = local(started(session), session.plan.start.zone());
            if Some(at.year()) != shown {
                continue;
            }
            let month = usize::try_from(at.month0()).unwrap_or_default();
            let market = session.plan.market;
            let key = (market.code(), channels(session), part.currency);
            let (_, row) = rows.entry(key).or_insert_with(|| (market, Cells::default()));
            for cells in [row, totals.entry(part.currency).or_default()] {
                if let Some(cell) = cells.0.get_mut(month) {
                    cell.add(part.tally);
                }
                cells.1.add(part.tally);
            }
        }
        let mut rows: Vec<YearRow> = rows
            .into_iter()
            .map(|((_, channels, currency), (market, (months, whole)))| YearRow {
                market,
                channels,
                currency,
                months,
                whole,
            })
            .collect();
        let gmv = |row: &YearRow| row.whole.tally.map_or(0, |tally| tally.gmv_e4);
        rows.sort_by_key(|row| (row.market.code(), std::cmp::Reverse(gmv(row))));
        Ok(Year {
            years: years.into_iter().rev().collect(),
            year: shown,
            rows,
            totals: totals.into_iter().map(|(currency, (months, whole))| (currency, months, whole)).collect(),
        })
    })
}
