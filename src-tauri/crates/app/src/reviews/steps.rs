//! What a platform says of a session step by step, and of its products in it: a second source, never added to lines.

use domain::Currency;
use domain::id::SessionId;
use store::Tables;
use store::figure::{FigureOf, Stated, StepImport};

use crate::session_imports::DRIFT_MS;
use crate::session_joins::Joins;
use crate::{App, Result};

/// A session as a platform's file tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Steps {
    /// The files.
    pub files: Vec<String>,
    /// The latest instant the figures stand for, UTC milliseconds.
    pub as_of_ms: Option<i64>,
    /// The currency of its amounts; figures in another are left out.
    pub currency: Option<Currency>,
    /// How long a step is.
    pub minutes: i64,
    /// Its steps, in the order of time.
    pub steps: Vec<Stated>,
    /// Its products, the greatest GMV first.
    pub products: Vec<Stated>,
}

/// The steps of a session; empty when no file tells them.
///
/// # Errors
/// When the workspace cannot be read.
pub fn steps(app: &App, session: SessionId) -> Result<Steps> {
    app.read(|tables| of_session(tables, session))
}

fn of_session(tables: &Tables<'_>, session: SessionId) -> Result<Steps> {
    let mut found = Steps::default();
    let mut imports = tables.step_imports(Some(session))?;
    for part in Joins::read(tables)?.parts_of(session) {
        imports.extend(tables.step_imports(Some(part))?);
    }
    for import in one_a_room(imports) {
        found.as_of_ms = found.as_of_ms.max(Some(import.as_of_ms));
        found.files.push(import.file_name.clone());
        found.steps.extend(tables.figures_of(import.import, FigureOf::Step)?);
        found.products.extend(tables.figures_of(import.import, FigureOf::Product)?);
    }
    let mut all = found.steps.iter().chain(&found.products);
    found.currency = all.find_map(|stated| stated.currency);
    let own = found.currency;
    let fits = |stated: &Stated| stated.currency.is_none() || stated.currency == own;
    found.steps.retain(fits);
    found.products.retain(fits);
    found.minutes = found.steps.iter().map(|step| step.minutes).max().unwrap_or_default();
    found.steps.sort_by_key(|step| step.at);
    found.products.sort_by_key(|product| std::cmp::Reverse(product.get("gmv_e4")));
    Ok(found)
}

/// Of several files that tell of one room the first counts: they stand in that order.
fn one_a_room(imports: Vec<StepImport>) -> Vec<StepImport> {
    let mut kept: Vec<StepImport> = Vec::new();
    for import in imports {
        let is_same = |other: &StepImport| {
            other.channel == import.channel
                && match (&other.room, &import.room) {
                    (Some(one), Some(other)) => one == other,
                    _ => (other.started_at_ms - import.started_at_ms).abs() <= DRIFT_MS,
                }
        };
        if !kept.iter().any(is_same) {
            kept.push(import);
        }
    }
    kept
}
