//! Payouts against what was sold.

use app::{App, payouts, reviews};
use domain::{Actor, Market};

use crate::ApiError;
use crate::dto::{
    self, Nothing, PayoutAcross, PayoutAcrossQuery, PayoutOrderDetail, PayoutOrderQuery, PayoutPage,
    PayoutQuery, PayoutRuleMatch,
};

/// See [`payouts::page`].
pub(crate) fn payout_page(app: &App, by: &Actor, req: PayoutQuery) -> Result<PayoutPage, ApiError> {
    let known_on_ms = req.known_on_ms;
    Ok(PayoutPage::of(payouts::page(app, by, &req.try_into()?)?, known_on_ms))
}

/// See [`payouts::of_order`].
pub(crate) fn payout_order(
    app: &App,
    by: &Actor,
    req: PayoutOrderQuery,
) -> Result<PayoutOrderDetail, ApiError> {
    let currency = dto::payout_currency(req.currency)?;
    Ok(payouts::of_order(app, by, &req.of.try_into()?, req.key, currency)?.into())
}

/// See [`payouts::match_rule`].
pub(crate) fn payout_rule_match(app: &App, by: &Actor, req: PayoutRuleMatch) -> Result<Nothing, ApiError> {
    payouts::match_rule(app, by, dto::id("ruleId", &req.rule_id)?, req.kind.as_deref())?;
    Ok(Nothing {})
}

/// See [`payouts::paid_across`].
pub(crate) fn payout_across(app: &App, by: &Actor, req: PayoutAcrossQuery) -> Result<PayoutAcross, ApiError> {
    let period =
        reviews::Period { from_ms: req.from_ms, to_ms: req.to_ms, market: req.market.map(Market::from) };
    Ok(payouts::paid_across(app, by, period, req.grouping.into(), req.known_on_ms)?.into())
}
