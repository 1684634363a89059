//! Undo and redo.

use app::App;
use domain::Actor;

use crate::ApiError;
use crate::dto::{HistoryState, HistoryStep, Nothing};

/// See [`app::history_state`].
pub(crate) fn history_state(app: &App, by: &Actor, _: Nothing) -> Result<HistoryState, ApiError> {
    Ok(app::history_state(app, by)?.into())
}

/// See [`app::undo`].
pub(crate) fn history_undo(app: &App, by: &Actor, _: Nothing) -> Result<HistoryStep, ApiError> {
    Ok(HistoryStep { step: app::undo(app, by)?.map(Into::into) })
}

/// See [`app::redo`].
pub(crate) fn history_redo(app: &App, by: &Actor, _: Nothing) -> Result<HistoryStep, ApiError> {
    Ok(HistoryStep { step: app::redo(app, by)?.map(Into::into) })
}
