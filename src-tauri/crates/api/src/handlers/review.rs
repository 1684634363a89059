//! What sessions brought, and the lines behind it.

use app::{App, reviews, sales_imports};
use domain::{Actor, Currency, Market};
use uuid::Uuid;

use crate::ApiError;
use crate::dto::{
    FiguresChecked, Nothing, ReviewAcross, ReviewAll, ReviewLinePage, ReviewLines, ReviewMaturing,
    ReviewSession, ReviewYear, ReviewYearOf, SessionReview,
};

/// More lines than a window shows at once are not sent at once.
const LINES_AT_MOST: u32 = 500;

/// See [`reviews::known_on`].
pub(crate) fn review_session(app: &App, _: &Actor, req: ReviewSession) -> Result<SessionReview, ApiError> {
    Ok(reviews::known_on(app, session(&req.session_id)?, req.known_on_ms)?.into())
}

/// See [`reviews::maturing`].
pub(crate) fn review_maturing(app: &App, _: &Actor, req: ReviewSession) -> Result<ReviewMaturing, ApiError> {
    Ok(reviews::maturing(app, session(&req.session_id)?)?.into())
}

/// See [`reviews::across_within`].
pub(crate) fn review_all(app: &App, _: &Actor, req: ReviewAll) -> Result<ReviewAcross, ApiError> {
    let period =
        reviews::Period { from_ms: req.from_ms, to_ms: req.to_ms, market: req.market.map(Market::from) };
    let days = (day("fromDay", req.from_day)?, day("toDay", req.to_day)?);
    let query = reviews::AcrossQuery {
        period,
        days,
        grouping: req.grouping.into(),
        within: req.within.map(Into::into),
    };
    Ok(reviews::across_within(app, &query)?.into())
}

/// See [`reviews::year`].
pub(crate) fn review_year(app: &App, _: &Actor, req: ReviewYearOf) -> Result<ReviewYear, ApiError> {
    Ok(reviews::year(app, req.year)?.into())
}

/// See [`reviews::check`].
pub(crate) fn figures_check(app: &App, _: &Actor, _: Nothing) -> Result<FiguresChecked, ApiError> {
    Ok(reviews::check(app)?.into())
}

/// See [`sales_imports::rebuild`]; answers what a check finds then.
pub(crate) fn figures_rebuild(app: &App, _: &Actor, _: Nothing) -> Result<FiguresChecked, ApiError> {
    sales_imports::rebuild(app)?;
    Ok(reviews::check(app)?.into())
}

/// See [`reviews::lines`].
pub(crate) fn review_lines(app: &App, _: &Actor, req: ReviewLines) -> Result<ReviewLinePage, ApiError> {
    let currency = req
        .currency
        .map(|code| Currency::from_code(&code).ok_or(app::Error::Invalid { field: "currency", value: code }))
        .transpose()?;
    let query = reviews::LineQuery {
        session: session(&req.session_id)?,
        product_key: req.product_key,
        currency,
        unmatched: req.unmatched.unwrap_or_default(),
        between: (req.from_ms.is_some() || req.to_ms.is_some())
            .then(|| (req.from_ms.unwrap_or(i64::MIN), req.to_ms.unwrap_or(i64::MAX))),
        known_on_ms: req.known_on_ms,
        offset: req.offset,
        limit: req.limit.min(LINES_AT_MOST),
    };
    Ok(reviews::lines(app, &query)?.into())
}

fn day<Day: std::str::FromStr>(field: &'static str, text: Option<String>) -> Result<Option<Day>, app::Error> {
    let read = |text: String| text.parse::<Day>().map_err(|_| app::Error::Invalid { field, value: text });
    text.map(read).transpose()
}

fn session(id: &str) -> Result<domain::id::SessionId, app::Error> {
    let uuid =
        Uuid::parse_str(id).map_err(|_| app::Error::Invalid { field: "sessionId", value: id.to_owned() })?;
    Ok(uuid.into())
}
