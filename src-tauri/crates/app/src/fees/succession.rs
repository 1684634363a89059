//! A commission at another rate: the old one ends, the new one begins, and who keeps the old one for a while.

use chrono::{DateTime, NaiveDate};
use domain::fee::{FeeRule, succession};
use domain::id::{FeeRuleId, HostId};
use domain::{Actor, Change, SessionStatus};
use store::Tables;
use store::session::SessionQuery;

use super::may_see_money;
use crate::{App, Result, Write};

/// The rules a change of a commission makes of it: as it was, as it will be, and for those who keep the old rate.
/// They are written as one step when `write` says so.
///
/// # Errors
/// [`domain::fee::FeeError`] when it cannot change so, `Forbidden` for whoever does not see money.
pub fn change_commission(
    app: &App,
    by: &Actor,
    id: FeeRuleId,
    rate_ppm: u32,
    announced: NaiveDate,
    write: bool,
) -> Result<Vec<FeeRule>> {
    may_see_money(by)?;
    let made = |tables: &Tables<'_>| {
        let old = tables.fee_rule(id)?;
        let group = format!("{} {announced}", old.terms.name);
        let next = succession(&old.terms, rate_ppm, announced, &existing(tables, &old, announced)?, &group)?;
        let others = std::iter::once(next.begun).chain(next.kept);
        let others = others.map(|terms| FeeRule { id: app.mint(), terms });
        Ok(std::iter::once(FeeRule { id, terms: next.ended }).chain(others).collect::<Vec<_>>())
    };
    if !write {
        return app.read(made);
    }
    let name = app.read(|tables| Ok(tables.fee_rule(id)?.terms.name))?;
    app.transact(Write::new("commission_change", Change::Fees, by).to(name), |tables| {
        let rules = made(tables)?;
        for rule in &rules {
            tables.save_fee_rule(rule, app.now_ms())?;
        }
        Ok(rules)
    })
}

/// The hosts who were on air before the day, in the rule's market and on its channel; by name.
fn existing(tables: &Tables<'_>, rule: &FeeRule, day: NaiveDate) -> Result<Vec<(HostId, String)>> {
    let terms = &rule.terms;
    let mut met: Vec<HostId> = Vec::new();
    for session in tables.sessions(&SessionQuery::default())? {
        let plan = &session.plan;
        let at_ms = session.standing.started_at_ms.unwrap_or(session.starts_at_ms);
        let at =
            DateTime::from_timestamp_millis(at_ms).unwrap_or_default().with_timezone(&plan.market.zone());
        let is_held = matches!(session.standing.status, SessionStatus::Live | SessionStatus::Ended);
        let is_there = terms.market.is_none_or(|market| market == plan.market)
            && terms.channel.is_none_or(|channel| plan.channels.iter().any(|one| one.channel == channel));
        if is_held && is_there && at.date_naive() < day {
            met.extend(&plan.hosts);
        }
    }
    let hosts = tables.hosts()?.into_iter().filter(|host| met.contains(&host.id));
    Ok(hosts.map(|host| (host.id, host.name)).collect())
}
