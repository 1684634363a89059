//! Rooms that were started again.

use app::{App, session_joins};
use domain::Actor;

use crate::ApiError;
use crate::dto::{self, JoinPairs, JoinRef, JoinSay, Nothing};

/// See [`session_joins::all`].
pub(crate) fn join_all(app: &App, _: &Actor, _: Nothing) -> Result<JoinPairs, ApiError> {
    Ok(session_joins::all(app)?.into())
}

/// See [`session_joins::say`].
pub(crate) fn join_say(app: &App, by: &Actor, req: JoinSay) -> Result<JoinPairs, ApiError> {
    let (part, into) = (dto::id("partId", &req.part_id)?, dto::id("intoId", &req.into_id)?);
    session_joins::say(app, by, part, into, req.is_one)?;
    join_all(app, by, Nothing {})
}

/// See [`session_joins::take_apart`].
pub(crate) fn join_take_apart(app: &App, by: &Actor, req: JoinRef) -> Result<JoinPairs, ApiError> {
    session_joins::take_apart(app, by, dto::id("joinId", &req.join_id)?)?;
    join_all(app, by, Nothing {})
}
