//! today

use app::App;
use domain::Actor;

use crate::ApiError;
use crate::dto::{Nothing, Today};

pub(crate) fn today(_: &App, _: &Actor, _: Nothing) -> Result<Today, ApiError> {
    Err(ApiError::unknown_command("today"))
}
