//! Long work that runs: how far it has come, and its end.

use app::{App, run};
use domain::Actor;

use crate::ApiError;
use crate::dto::{self, Nothing, RunProgress, RunRef};

/// See [`run::progress`].
pub(crate) fn run_progress(app: &App, _: &Actor, req: RunRef) -> Result<RunProgress, ApiError> {
    let progress = run::progress(app, dto::id("runId", &req.run_id)?);
    Ok(RunProgress {
        running: progress.is_some(),
        done: progress.map_or(0, |progress| progress.done),
        total: progress.map_or(0, |progress| progress.total),
    })
}

/// See [`run::cancel`].
pub(crate) fn run_cancel(app: &App, _: &Actor, req: RunRef) -> Result<Nothing, ApiError> {
    run::cancel(app, dto::id("runId", &req.run_id)?);
    Ok(Nothing {})
}
