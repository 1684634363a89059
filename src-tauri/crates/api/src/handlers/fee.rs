//! Fee rules.

use app::{App, fees};
use domain::Actor;

use crate::ApiError;
use crate::dto::{
    self, CommissionChange, FeeRule, FeeRuleRef, FeeRuleSave, FeeRules, FeeRulesAdded, FeeStarter,
    FeeStarterTake, Nothing,
};

/// See [`fees::all`].
pub(crate) fn fee_rule_list(app: &App, by: &Actor, _: Nothing) -> Result<FeeRules, ApiError> {
    let known = fees::all(app, by)?;
    let starter = |starter: fees::Starter| FeeStarter {
        market: starter.market.into(),
        channel: starter.channel.into(),
        rules: u32::try_from(starter.rules).unwrap_or(u32::MAX),
    };
    Ok(FeeRules {
        rules: known.rules.into_iter().map(Into::into).collect(),
        hosts: known.hosts.into_iter().map(Into::into).collect(),
        starters: fees::starters()?.into_iter().map(starter).collect(),
    })
}

/// See [`fees::save`].
pub(crate) fn fee_rule_save(app: &App, by: &Actor, req: FeeRuleSave) -> Result<FeeRule, ApiError> {
    let id = req.rule_id.map(|id| dto::id("ruleId", &id)).transpose()?;
    Ok(fees::save(app, by, id, req.terms.try_into()?)?.into())
}

/// See [`fees::delete`].
pub(crate) fn fee_rule_delete(app: &App, by: &Actor, req: FeeRuleRef) -> Result<Nothing, ApiError> {
    fees::delete(app, by, dto::id("ruleId", &req.rule_id)?)?;
    Ok(Nothing {})
}

/// See [`fees::take_starter`].
pub(crate) fn fee_rule_starter(
    app: &App,
    by: &Actor,
    req: FeeStarterTake,
) -> Result<FeeRulesAdded, ApiError> {
    let added = fees::take_starter(app, by, req.market.into(), req.channel.into())?;
    Ok(FeeRulesAdded { rules: added.into_iter().map(Into::into).collect() })
}

/// See [`fees::change_commission`].
pub(crate) fn commission_change(
    app: &App,
    by: &Actor,
    req: CommissionChange,
) -> Result<FeeRulesAdded, ApiError> {
    let announced = req.announced_on.parse();
    let announced =
        announced.map_err(|_| app::Error::Invalid { field: "announcedOn", value: req.announced_on })?;
    let id = dto::id("ruleId", &req.rule_id)?;
    let rules = fees::change_commission(app, by, id, req.rate_ppm, announced, req.write)?;
    Ok(FeeRulesAdded { rules: rules.into_iter().map(Into::into).collect() })
}
