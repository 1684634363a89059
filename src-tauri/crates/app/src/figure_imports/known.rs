//! What is known of the same steps, products or days now.

use std::collections::HashMap;

use exchange::{FigureKind, FigureSheet, Room};
use store::Tables;
use store::figure::{FigureOf, Stated, StepImport};

use super::Row;
use crate::Result;
use crate::imports::RowState;
use crate::session_imports::DRIFT_MS;

/// Of one thing: what it is of, its time, what it is about.
type Key = (FigureOf, &'static str, i64, String);

fn key(stated: &Stated) -> Key {
    (stated.of, stated.channel.code(), stated.at, domain::fold(&stated.about))
}

/// Everything a file may be compared with.
#[derive(Default)]
pub(super) struct Known(HashMap<Key, Stated>);

impl Known {
    pub(super) fn read(tables: &Tables<'_>, sheet: &FigureSheet, room: Option<&Room>) -> Result<Self> {
        let all = match (sheet.kind, room) {
            (FigureKind::Minutes, None) => Vec::new(),
            (FigureKind::Minutes, Some(room)) => of_room(tables, sheet, room)?,
            (FigureKind::Days, _) => of_days(tables, sheet, FigureOf::Day)?,
            (FigureKind::Ads, _) => of_days(tables, sheet, FigureOf::Ad)?,
        };
        Ok(Self(all.into_iter().map(|stated| (key(&stated), stated)).collect()))
    }

    /// What a row is to what is known.
    pub(super) fn judge(&self, stated: Stated) -> Row {
        let before = self.0.get(&key(&stated)).cloned();
        let says_the_same = |before: &Stated| {
            before.figures == stated.figures
                && before.currency == stated.currency
                && before.title == stated.title
        };
        let state = match &before {
            None => RowState::New,
            Some(before) if says_the_same(before) => RowState::Unchanged,
            Some(before) if before.as_of_ms > stated.as_of_ms => RowState::Older,
            Some(_) => RowState::Changed,
        };
        Row { stated, state, before }
    }
}

fn of_days(tables: &Tables<'_>, sheet: &FigureSheet, of: FigureOf) -> Result<Vec<Stated>> {
    let (Some(first), Some(last)) = (sheet.rows.first(), sheet.rows.last()) else { return Ok(Vec::new()) };
    Ok(tables.days_known(of, first.day, last.day + 1)?)
}

fn of_room(tables: &Tables<'_>, sheet: &FigureSheet, room: &Room) -> Result<Vec<Stated>> {
    let imports = tables.step_imports(None)?;
    let Some(same) = imports.iter().find(|import| import.channel == sheet.channel && is_same(import, room))
    else {
        return Ok(Vec::new());
    };
    let mut all = tables.figures_of(same.import, FigureOf::Step)?;
    all.extend(tables.figures_of(same.import, FigureOf::Product)?);
    Ok(all)
}

/// Two ids are two rooms, however near; without one, the start tells.
fn is_same(import: &StepImport, room: &Room) -> bool {
    match (&import.room, &room.id) {
        (Some(one), Some(other)) => one == other,
        _ => (import.started_at_ms - room.started_at_ms).abs() <= DRIFT_MS,
    }
}
