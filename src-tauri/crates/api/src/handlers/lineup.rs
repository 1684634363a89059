//! lineup

use app::App;
use domain::Actor;

use crate::ApiError;
use crate::dto::{Lineup, LineupAdd, LineupEdit, LineupMove, LineupRemove, LineupUseList, SessionRef};

pub(crate) fn lineup_get(_: &App, _: &Actor, _: SessionRef) -> Result<Lineup, ApiError> {
    Err(ApiError::unknown_command("lineup_get"))
}

pub(crate) fn lineup_add(_: &App, _: &Actor, _: LineupAdd) -> Result<Lineup, ApiError> {
    Err(ApiError::unknown_command("lineup_add"))
}

pub(crate) fn lineup_remove(_: &App, _: &Actor, _: LineupRemove) -> Result<Lineup, ApiError> {
    Err(ApiError::unknown_command("lineup_remove"))
}

pub(crate) fn lineup_move(_: &App, _: &Actor, _: LineupMove) -> Result<Lineup, ApiError> {
    Err(ApiError::unknown_command("lineup_move"))
}

pub(crate) fn lineup_edit(_: &App, _: &Actor, _: LineupEdit) -> Result<Lineup, ApiError> {
    Err(ApiError::unknown_command("lineup_edit"))
}

pub(crate) fn lineup_use_list(_: &App, _: &Actor, _: LineupUseList) -> Result<Lineup, ApiError> {
    Err(ApiError::unknown_command("lineup_use_list"))
}
