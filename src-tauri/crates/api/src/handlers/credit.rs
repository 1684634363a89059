//! Credit by hand.

use app::{App, credits};
use domain::Actor;

use crate::ApiError;
use crate::dto::{self, CreditCorrect, CreditCorrectionRef, CreditCorrections, Nothing, ReviewSession};

/// See [`credits::correct`].
pub(crate) fn credit_correct(app: &App, by: &Actor, req: CreditCorrect) -> Result<Nothing, ApiError> {
    let said = credits::Said {
        lines: req.line_ids,
        scope: req.scope.into(),
        within: dto::id("sessionId", &req.session_id)?,
        to: req.to_session_id.map(|id| dto::id("toSessionId", &id)).transpose()?,
        reason: req.reason,
    };
    credits::correct(app, by, &said)?;
    Ok(Nothing {})
}

/// See [`credits::take_back`].
pub(crate) fn credit_take_back(app: &App, by: &Actor, req: CreditCorrectionRef) -> Result<Nothing, ApiError> {
    credits::take_back(app, by, dto::id("correctionId", &req.correction_id)?)?;
    Ok(Nothing {})
}

/// See [`credits::of_session`].
pub(crate) fn credit_corrections(
    app: &App,
    _: &Actor,
    req: ReviewSession,
) -> Result<CreditCorrections, ApiError> {
    Ok(credits::of_session(app, dto::id("sessionId", &req.session_id)?)?.into())
}
