//! Fee rules: what platforms charge and what hosts get, dated, each with its source.

mod starter;
mod succession;

use domain::fee::{FeeError, FeeRule, FeeTerms, Kind};
use domain::id::FeeRuleId;
use domain::session::Host;
use domain::{Actor, Change, Channel, Language, Market, Role};
use store::Tables;

pub use starter::{Starter, starters};
pub use succession::change_commission;

use crate::{App, Error, Result, Write};

/// Every rule, with the hosts some of them are about, and the starter sets there are.
#[derive(Debug, Clone)]
pub struct Fees {
    /// The rules, by market and channel.
    pub rules: Vec<FeeRule>,
    /// Every host, by name.
    pub hosts: Vec<Host>,
}

/// Refuses whoever does not see cost, margin and partner terms.
pub(crate) fn may_see_money(by: &Actor) -> Result<()> {
    if by.sees_money { Ok(()) } else { Err(Error::Forbidden { needs: Role::Owner }) }
}

/// Every rule.
pub fn all(app: &App, by: &Actor) -> Result<Fees> {
    may_see_money(by)?;
    app.read(|tables| Ok(Fees { rules: tables.fee_rules()?, hosts: tables.hosts()? }))
}

/// Adds a rule, or changes the one with this id.
///
/// # Errors
/// [`FeeError`] when its terms do not hold.
pub fn save(app: &App, by: &Actor, id: Option<FeeRuleId>, terms: FeeTerms) -> Result<FeeRule> {
    may_see_money(by)?;
    let rule = FeeRule { id: id.unwrap_or_else(|| app.mint()), terms: terms.checked()? };
    let write = Write::new("fee_rule_save", Change::Fees, by).to(rule.terms.name.clone());
    app.transact(write, |tables| {
        if let Some(id) = id {
            tables.fee_rule(id)?;
        }
        check_known(tables, &rule)?;
        tables.save_fee_rule(&rule, app.now_ms())?;
        Ok(rule)
    })
}

/// What a rule names has to be there, and a part of a fee is not the whole of another part.
fn check_known(tables: &Tables<'_>, rule: &FeeRule) -> Result<()> {
    if let Some(host) = rule.terms.host {
        tables.host(host)?;
    }
    if let Some(becomes) = rule.terms.becomes {
        // What takes a fee's place on what came back is another fee, which none takes the place of in turn.
        let is_own = becomes == rule.id || tables.fee_rule(becomes)?.terms.becomes.is_some();
        if is_own || tables.fee_rules()?.iter().any(|one| one.terms.becomes == Some(rule.id)) {
            return Err(FeeError::NoOther.into());
        }
    }
    if rule.terms.kind != Kind::PercentOfFee {
        return Ok(());
    }
    let other = rule.terms.other.ok_or(FeeError::NoOther)?;
    let is_part = tables.fee_rule(other)?.terms.kind == Kind::PercentOfFee;
    let has_parts = tables.fee_rules()?.iter().any(|one| one.terms.other == Some(rule.id));
    if other == rule.id || is_part || has_parts { Err(FeeError::NoOther.into()) } else { Ok(()) }
}

/// Removes a rule.
///
/// # Errors
/// `InUse` while another is a part of it.
pub fn delete(app: &App, by: &Actor, id: FeeRuleId) -> Result<()> {
    may_see_money(by)?;
    let name = app.read(|tables| Ok(tables.fee_rule(id)?.terms.name))?;
    app.transact(Write::new("fee_rule_delete", Change::Fees, by).to(name), |tables| {
        Ok(tables.delete_fee_rule(id)?)
    })
}

/// Takes in what is known of a channel's fees in a market, as one step; every rule can be changed afterwards.
/// Rules that are there already under the same name and first day stay as they are. Answers those added.
///
/// # Errors
/// `NotFound` when nothing verified is known of them.
pub fn take_starter(app: &App, by: &Actor, market: Market, channel: Channel) -> Result<Vec<FeeRule>> {
    may_see_money(by)?;
    let write = Write::new("fee_rule_starter", Change::Fees, by);
    app.transact(write, |tables| {
        let language = tables.workspace()?.map_or(Language::En, |workspace| workspace.language);
        let known = tables.fee_rules()?;
        let set = starter::rules(market, channel, language, || app.mint())?;
        let is_there = |rule: &FeeRule| {
            known.iter().find(|one| {
                (one.terms.market, one.terms.channel) == (rule.terms.market, rule.terms.channel)
                    && one.terms.name == rule.terms.name
                    && one.terms.valid_from == rule.terms.valid_from
            })
        };
        let mut added: Vec<FeeRule> = Vec::new();
        let mut instead: Vec<(FeeRuleId, FeeRuleId)> = Vec::new();
        for mut rule in set {
            if let Some(there) = is_there(&rule) {
                instead.push((rule.id, there.id));
                continue;
            }
            let other = rule.terms.other;
            rule.terms.other =
                other.map(|id| instead.iter().find(|(new, _)| *new == id).map_or(id, |(_, there)| *there));
            tables.save_fee_rule(&rule, app.now_ms())?;
            added.push(rule);
        }
        Ok(added)
    })
}
