//! Files that go out.

use app::{App, exports, reviews};
use domain::{Actor, Market};

use crate::ApiError;
use crate::dto::{self, Exported, ReceivedLeft, ReceivedReview, ReceivedStep, ReviewExport, ReviewFileOpen};

/// See [`exports::export`].
pub(crate) fn review_export(app: &App, by: &Actor, req: ReviewExport) -> Result<Exported, ApiError> {
    let scope = match req.session_id {
        Some(session) => exports::Scope::Session(dto::id("sessionId", &session)?),
        None => exports::Scope::Period(reviews::Period {
            from_ms: req.from_ms,
            to_ms: req.to_ms,
            market: req.market.map(Market::from),
        }),
    };
    let ask = exports::Ask {
        id: dto::id("exportId", &req.export_id)?,
        scope,
        form: req.form.into(),
        path: req.path.map(Into::into),
        replace: req.replace.unwrap_or_default(),
        language: req.language.into(),
        with_money: req.with_money.unwrap_or_default(),
        rule: req.rule_id.map(|rule| dto::id("ruleId", &rule)).transpose()?,
    };
    let done = exports::export(app, by, &ask)?;
    Ok(Exported {
        path: done.path.display().to_string(),
        bytes: done.bytes,
        lines: done.lines,
        sessions: done.sessions,
    })
}

/// See [`exports::open_review`].
pub(crate) fn review_file_open(_: &App, _: &Actor, req: ReviewFileOpen) -> Result<ReceivedReview, ApiError> {
    let received = exports::open_review(req.path.as_ref())?;
    let left = received.left.into_iter().map(|left| ReceivedLeft {
        currency: left.currency,
        net_sales: left.net_sales,
        taken: left.taken.into_iter().map(|(name, amount)| ReceivedStep { name, amount }).collect(),
        cost: left.cost,
        margin: left.margin,
        missing: left.missing,
    });
    Ok(ReceivedReview {
        file_name: received.file_name,
        brand: received.brand,
        written_at_ms: received.written_at_ms,
        as_of_ms: received.as_of_ms,
        by_platform: received.by_platform,
        left: left.collect(),
        review: received.review.into(),
    })
}
