//! What stands out in a session, and what it teaches for the next.

use app::next_times::{self, NewSession, TakeUp};
use app::{App, reviews};
use domain::Actor;

use crate::ApiError;
use crate::dto::{
    self, GoalChecked, GoalFarAbove, NextTimeLineup, NextTimePlan, NextTimeTakeUp, ReviewInsight,
    ReviewSession, Session,
};

/// See [`reviews::insight`].
pub(crate) fn review_insight(app: &App, _: &Actor, req: ReviewSession) -> Result<ReviewInsight, ApiError> {
    Ok(reviews::insight(app, dto::id("sessionId", &req.session_id)?)?.into())
}

/// See [`reviews::far_above`].
pub(crate) fn goal_check(app: &App, _: &Actor, req: ReviewSession) -> Result<GoalChecked, ApiError> {
    let (currency, far) = reviews::far_above(app, dto::id("sessionId", &req.session_id)?)?;
    Ok(GoalChecked { far_above: far.map(|far| GoalFarAbove::of(&far, currency)) })
}

fn wanted(req: NextTimeTakeUp) -> Result<TakeUp, app::Error> {
    Ok(TakeUp {
        from: dto::id("sessionId", &req.session_id)?,
        into: req.into_session_id.map(|id| dto::id("intoSessionId", &id)).transpose()?,
        proposals: req.proposals,
    })
}

/// See [`next_times::preview`].
pub(crate) fn next_time_preview(
    app: &App,
    _: &Actor,
    req: NextTimeTakeUp,
) -> Result<NextTimeLineup, ApiError> {
    Ok(next_times::preview(app, &wanted(req)?)?.into())
}

/// See [`next_times::take_up`].
pub(crate) fn next_time_take_up(
    app: &App,
    by: &Actor,
    req: NextTimeTakeUp,
) -> Result<NextTimeLineup, ApiError> {
    Ok(next_times::take_up(app, by, &wanted(req)?)?.into())
}

/// See [`next_times::plan`].
pub(crate) fn next_time_plan(app: &App, by: &Actor, req: NextTimePlan) -> Result<Session, ApiError> {
    let from = dto::id("sessionId", &req.session_id)?;
    let wanted = TakeUp { from, into: None, proposals: req.proposals };
    let overlap = req.overlap.map(Into::into);
    let new = NewSession { title: req.title, start_local: req.start_local, overlap };
    Ok(super::session::pack(next_times::plan(app, by, &wanted, &new)?))
}
