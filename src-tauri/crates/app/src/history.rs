//! Undo and redo of planning work.

use domain::{Actor, Change};
use store::{HistoryEntry, Step};

use crate::{App, Error, Result, on_air, product_imports, reviews};

/// What undo and redo would do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryState {
    /// The step undo would take back.
    pub undo: Option<HistoryEntry>,
    /// The step redo would repeat.
    pub redo: Option<HistoryEntry>,
}

/// What undo and redo of `by` would do next.
pub fn history_state(app: &App, by: &Actor) -> Result<HistoryState> {
    app.read(|tables| {
        Ok(HistoryState {
            undo: tables.next_step(Step::Undo, &by.name)?,
            redo: tables.next_step(Step::Redo, &by.name)?,
        })
    })
}

/// Takes back the latest step of `by`; answers it, or `None` when there is none.
pub fn undo(app: &App, by: &Actor) -> Result<Option<HistoryEntry>> {
    step(app, by, Step::Undo)
}

/// Repeats the step `by` last took back; answers it, or `None` when there is none.
pub fn redo(app: &App, by: &Actor) -> Result<Option<HistoryEntry>> {
    step(app, by, Step::Redo)
}

fn step(app: &App, by: &Actor, step: Step) -> Result<Option<HistoryEntry>> {
    app.read(|tables| match tables.next_step(step, &by.name)? {
        Some(HistoryEntry { verb, change_id: Some(import), .. }) if verb == product_imports::VERB => {
            product_imports::leave_room_to_undo(tables, &tables.import(import.into())?)
        }
        Some(_) | None => Ok(()),
    })?;
    let mut shows = Vec::new();
    let entry = app.store()?.step_and(step, &by.name, |tables, entry| {
        if let Some(change) = Change::from_parts(&entry.change, entry.change_id) {
            shows = on_air::told(app, by, tables, change)?;
        }
        Ok::<_, Error>(())
    })?;
    if let Some(change) = entry.as_ref().and_then(|entry| Change::from_parts(&entry.change, entry.change_id))
    {
        app.announce(change);
        shows.into_iter().for_each(|show| app.announce(Change::OnAir(show)));
        if change == Change::Sales {
            // Figures follow what was said of their credit.
            reviews::recredit(app)?;
        }
    }
    Ok(entry)
}
