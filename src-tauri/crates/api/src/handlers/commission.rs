//! What creators get.

use app::{App, commissions};
use domain::Actor;

use crate::ApiError;
use crate::dto::{self, ReviewSession, SessionCommissions};

/// See [`commissions::of_session`].
pub(crate) fn review_commissions(
    app: &App,
    by: &Actor,
    req: ReviewSession,
) -> Result<SessionCommissions, ApiError> {
    let session = dto::id("sessionId", &req.session_id)?;
    Ok(commissions::of_session(app, by, session, req.known_on_ms)?.into())
}
