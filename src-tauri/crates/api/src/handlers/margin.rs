//! What was left of sessions, and what would be under other rules.

use app::{App, margins, reviews};
use domain::{Actor, Currency, Market};

use crate::ApiError;
use crate::dto::{
    self, FeeRevision, ReviewParts, ReviewPartsAsk, ReviewSession, ReviewWaterfall, ReviewWhatIf,
    WaterfallLinePage, WaterfallLines, WhatIfRows,
};

/// More lines than a window shows at once are not sent at once.
const LINES_AT_MOST: u32 = 500;

/// See [`margins::known_on`].
pub(crate) fn review_waterfall(
    app: &App,
    by: &Actor,
    req: ReviewSession,
) -> Result<ReviewWaterfall, ApiError> {
    Ok(margins::known_on(app, by, dto::id("sessionId", &req.session_id)?, req.known_on_ms)?.into())
}

/// See [`margins::charged_lines`].
pub(crate) fn waterfall_lines(
    app: &App,
    by: &Actor,
    req: WaterfallLines,
) -> Result<WaterfallLinePage, ApiError> {
    let stage = match req.rule_id {
        Some(rule) => margins::Stage::Rule(dto::id("ruleId", &rule)?),
        None if req.samples == Some(true) => margins::Stage::Samples,
        None => margins::Stage::Cost,
    };
    let currency = Currency::from_code(&req.currency)
        .ok_or(app::Error::Invalid { field: "currency", value: req.currency })?;
    let query = margins::ChargedQuery {
        session: dto::id("sessionId", &req.session_id)?,
        currency,
        stage,
        offset: req.offset,
        limit: req.limit.min(LINES_AT_MOST),
    };
    Ok(margins::charged_lines(app, by, &query)?.into())
}

/// See [`margins::parts`].
pub(crate) fn review_parts(app: &App, by: &Actor, req: ReviewPartsAsk) -> Result<ReviewParts, ApiError> {
    let currency = Currency::from_code(&req.currency)
        .ok_or(app::Error::Invalid { field: "currency", value: req.currency })?;
    let session = dto::id("sessionId", &req.session_id)?;
    Ok(margins::parts(app, by, session, currency, req.by.into())?.into())
}

/// See [`margins::what_if`].
pub(crate) fn review_what_if(app: &App, by: &Actor, req: ReviewWhatIf) -> Result<WhatIfRows, ApiError> {
    let period =
        reviews::Period { from_ms: req.from_ms, to_ms: req.to_ms, market: req.market.map(Market::from) };
    let revisions = req.revisions.into_iter().map(revision).collect::<Result<_, _>>()?;
    let only = dto::ids("sessionIds", &req.session_ids.unwrap_or_default())?;
    let run = req.run_id.map(|run| dto::id("runId", &run)).transpose()?;
    Ok(margins::what_if(app, by, &margins::Ask { period, only, revisions, run })?.into())
}

fn revision(req: FeeRevision) -> Result<margins::Revision, app::Error> {
    let day = |text: String| text.parse().map_err(|_| app::Error::Invalid { field: "fromDay", value: text });
    Ok(margins::Revision {
        rule: req.rule_id.map(|rule| dto::id("ruleId", &rule)).transpose()?,
        from: req.from_day.map(day).transpose()?,
        terms: req.terms.map(TryInto::try_into).transpose()?,
    })
}
