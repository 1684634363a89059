//! Past sessions under other rules, side by side, without writing anything.

use chrono::NaiveDate;
use domain::fee::{FeeRule, FeeTerms};
use domain::id::{FeeRuleId, SessionId};
use domain::session::Session;
use domain::waterfall::Waterfall;
use domain::{Actor, SessionStatus};
use store::Tables;
use store::session::SessionQuery;
use uuid::Uuid;

use super::alike;
use super::books::Terms;
use super::desk::Desk;
use super::spending::Spending;
use crate::fees::may_see_money;
use crate::reviews::{Period, Reviewed, reviewed};
use crate::sales::Books;
use crate::{App, Result};

/// One rule as it would be.
#[derive(Debug, Clone)]
pub struct Revision {
    /// The rule that changes; none for one that would be added.
    pub rule: Option<FeeRuleId>,
    /// First day of the change; as if it had always been so when none.
    pub from: Option<NaiveDate>,
    /// What it would say; none when it would be gone.
    pub terms: Option<FeeTerms>,
}

/// One session as it was and as it would be, in one currency.
#[derive(Debug, Clone)]
pub struct Recosted {
    /// The session.
    pub session: Reviewed,
    /// Under the rules there are.
    pub before: Waterfall,
    /// Under the others.
    pub after: Waterfall,
}

/// Past sessions under other rules.
#[derive(Debug, Clone, Default)]
pub struct WhatIf {
    /// One row a session and currency, newest first.
    pub rows: Vec<Recosted>,
}

/// Which sessions, and under which rules.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// Ended sessions of this period.
    pub period: Period,
    /// Only these; all when empty.
    pub only: Vec<SessionId>,
    /// The rules as they would be.
    pub revisions: Vec<Revision>,
    /// The name by which `run` knows the reckoning.
    pub run: Option<Uuid>,
}

/// What past sessions would have left under other rules. Their lines are counted by what they are like first, where
/// that was not done since sales came in; it is kept.
///
/// # Errors
/// `FeeError` when a rule would not hold, `Forbidden` for whoever does not see money, `Stopped`.
pub fn what_if(app: &App, by: &Actor, ask: &Ask) -> Result<WhatIf> {
    may_see_money(by)?;
    let run = app.runs().begin(ask.run.unwrap_or_else(|| app.mint()));
    let (held, others) = app.read(|tables| {
        let mut others = tables.fee_rules()?;
        for revision in ask.revisions.iter().cloned() {
            others = revised(app, others, revision)?;
        }
        Ok((sessions(tables, ask)?, others))
    })?;
    alike::count(app, &held, &others, &run)?;
    let now = app.moment();
    app.read(|tables| {
        let rules = tables.fee_rules()?;
        let books = Books::read(tables)?;
        let spending = Spending::read(tables, &now)?;
        let terms = Terms::read(tables, spending.rates.clone())?.asked_by(&others);
        let mut desk = Desk::over(tables, &books, &terms, [&rules, &others])?;
        let mut rows = Vec::new();
        for session in &sessions(tables, ask)? {
            run.did(0)?;
            for (at, (currency, [before, after])) in desk.of_session(session)?.into_iter().enumerate() {
                let (_, spends) = spending.of_session(tables, session, (currency, at == 0), &before.tally)?;
                rows.push(Recosted {
                    session: reviewed(tables, session)?,
                    before: before.bearing(spends.clone()),
                    after: after.bearing(spends),
                });
            }
        }
        Ok(WhatIf { rows })
    })
}

/// The sessions that are asked for, newest first.
fn sessions(tables: &Tables<'_>, ask: &Ask) -> Result<Vec<Session>> {
    let Ask { period, only, .. } = ask;
    let mut sessions = tables.sessions(&SessionQuery::default())?;
    let started = |session: &Session| session.standing.started_at_ms.unwrap_or(session.starts_at_ms);
    sessions.retain(|session| {
        session.standing.status == SessionStatus::Ended
            && (only.is_empty() || only.contains(&session.id))
            && period.from_ms.is_none_or(|from| started(session) >= from)
            && period.to_ms.is_none_or(|to| started(session) < to)
            && period.market.is_none_or(|market| session.plan.market == market)
    });
    sessions.sort_by_key(|session| std::cmp::Reverse(started(session)));
    Ok(sessions)
}

/// The rules with one of them as it would be: until the day before as it was, from the day on as it is said.
fn revised(app: &App, rules: Vec<FeeRule>, revision: Revision) -> Result<Vec<FeeRule>> {
    let Revision { rule, from, terms } = revision;
    let terms = terms.map(FeeTerms::checked).transpose()?;
    let id = rule.unwrap_or_else(|| app.mint());
    let mut others = Vec::with_capacity(rules.len() + 1);
    for one in rules {
        if one.id != id {
            others.push(one);
        } else if let Some(from) = from {
            let ends = from.pred_opt().unwrap_or(from);
            let ends = one.terms.valid_to.map_or(ends, |to| to.min(ends));
            if one.terms.valid_from.is_none_or(|first| first <= ends) {
                others.push(FeeRule { id, terms: FeeTerms { valid_to: Some(ends), ..one.terms } });
            }
        }
    }
    if let Some(mut terms) = terms {
        terms.valid_from = match (terms.valid_from, from) {
            (Some(first), Some(from)) => Some(first.max(from)),
            (first, from) => from.or(first),
        };
        others.push(FeeRule { id, terms });
    }
    Ok(others)
}
