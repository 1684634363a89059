//! session

use app::App;
use domain::Actor;

use crate::ApiError;
use crate::dto::{
    Host, HostList, HostSave, Nothing, Session, SessionAll, SessionDuplicate, SessionEdit, SessionList,
    SessionPlan, SessionRef, SessionSetViews,
};

pub(crate) fn session_all(_: &App, _: &Actor, _: SessionAll) -> Result<SessionList, ApiError> {
    Err(ApiError::unknown_command("session_all"))
}

pub(crate) fn session_get(_: &App, _: &Actor, _: SessionRef) -> Result<Session, ApiError> {
    Err(ApiError::unknown_command("session_get"))
}

pub(crate) fn session_create(_: &App, _: &Actor, _: SessionPlan) -> Result<Session, ApiError> {
    Err(ApiError::unknown_command("session_create"))
}

pub(crate) fn session_edit(_: &App, _: &Actor, _: SessionEdit) -> Result<Session, ApiError> {
    Err(ApiError::unknown_command("session_edit"))
}

pub(crate) fn session_duplicate(_: &App, _: &Actor, _: SessionDuplicate) -> Result<Session, ApiError> {
    Err(ApiError::unknown_command("session_duplicate"))
}

pub(crate) fn session_schedule(_: &App, _: &Actor, _: SessionRef) -> Result<Session, ApiError> {
    Err(ApiError::unknown_command("session_schedule"))
}

pub(crate) fn session_unschedule(_: &App, _: &Actor, _: SessionRef) -> Result<Session, ApiError> {
    Err(ApiError::unknown_command("session_unschedule"))
}

pub(crate) fn session_cancel(_: &App, _: &Actor, _: SessionRef) -> Result<Session, ApiError> {
    Err(ApiError::unknown_command("session_cancel"))
}

pub(crate) fn session_set_views(_: &App, _: &Actor, _: SessionSetViews) -> Result<Session, ApiError> {
    Err(ApiError::unknown_command("session_set_views"))
}

pub(crate) fn host_all(_: &App, _: &Actor, _: Nothing) -> Result<HostList, ApiError> {
    Err(ApiError::unknown_command("host_all"))
}

pub(crate) fn host_save(_: &App, _: &Actor, _: HostSave) -> Result<Host, ApiError> {
    Err(ApiError::unknown_command("host_save"))
}
