//! on_air

use app::App;
use domain::Actor;

use crate::ApiError;
use crate::dto::{LogPage, LogPageRequest, OnAir, OnAirNote, OnAirReopen, OnAirStep, OnAirTake, SessionRef};

pub(crate) fn on_air_state(_: &App, _: &Actor, _: SessionRef) -> Result<OnAir, ApiError> {
    Err(ApiError::unknown_command("on_air_state"))
}

pub(crate) fn on_air_start(_: &App, _: &Actor, _: OnAirStep) -> Result<OnAir, ApiError> {
    Err(ApiError::unknown_command("on_air_start"))
}

pub(crate) fn on_air_take(_: &App, _: &Actor, _: OnAirTake) -> Result<OnAir, ApiError> {
    Err(ApiError::unknown_command("on_air_take"))
}

pub(crate) fn on_air_next(_: &App, _: &Actor, _: OnAirStep) -> Result<OnAir, ApiError> {
    Err(ApiError::unknown_command("on_air_next"))
}

pub(crate) fn on_air_previous(_: &App, _: &Actor, _: OnAirStep) -> Result<OnAir, ApiError> {
    Err(ApiError::unknown_command("on_air_previous"))
}

pub(crate) fn on_air_undo_take(_: &App, _: &Actor, _: OnAirStep) -> Result<OnAir, ApiError> {
    Err(ApiError::unknown_command("on_air_undo_take"))
}

pub(crate) fn on_air_pause(_: &App, _: &Actor, _: OnAirStep) -> Result<OnAir, ApiError> {
    Err(ApiError::unknown_command("on_air_pause"))
}

pub(crate) fn on_air_resume(_: &App, _: &Actor, _: OnAirStep) -> Result<OnAir, ApiError> {
    Err(ApiError::unknown_command("on_air_resume"))
}

pub(crate) fn on_air_end(_: &App, _: &Actor, _: OnAirStep) -> Result<OnAir, ApiError> {
    Err(ApiError::unknown_command("on_air_end"))
}

pub(crate) fn on_air_reopen(_: &App, _: &Actor, _: OnAirReopen) -> Result<OnAir, ApiError> {
    Err(ApiError::unknown_command("on_air_reopen"))
}

pub(crate) fn on_air_note(_: &App, _: &Actor, _: OnAirNote) -> Result<OnAir, ApiError> {
    Err(ApiError::unknown_command("on_air_note"))
}

pub(crate) fn log_page(_: &App, _: &Actor, _: LogPageRequest) -> Result<LogPage, ApiError> {
    Err(ApiError::unknown_command("log_page"))
}
