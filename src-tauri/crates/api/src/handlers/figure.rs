//! Sessions step by step, and days, as platforms tell them.

use app::{App, reviews};
use domain::Actor;

use crate::ApiError;
use crate::dto::{self, ChannelDays, Nothing, ReviewSession, ReviewSteps};

/// See [`reviews::steps`].
pub(crate) fn review_steps(app: &App, _: &Actor, req: ReviewSession) -> Result<ReviewSteps, ApiError> {
    Ok(reviews::steps(app, dto::id("sessionId", &req.session_id)?)?.into())
}

/// See [`reviews::days`].
pub(crate) fn review_days(app: &App, by: &Actor, _: Nothing) -> Result<ChannelDays, ApiError> {
    Ok(ChannelDays { days: reviews::days(app, by)?.into_iter().map(Into::into).collect() })
}
