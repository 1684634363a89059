//! What rules give somebody of a session: earned, taken back for what came back, and what is left of it.

use domain::fee::FeeRule;
use domain::id::{FeeRuleId, SessionId};
use domain::{Actor, Currency};
use rust_decimal::Decimal;

use super::books::{Ordered, Terms};
use crate::fees::may_see_money;
use crate::sales::Books;
use crate::{App, Result};

/// What one rule gives of one session in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earned {
    /// The rule.
    pub rule: FeeRule,
    /// The currency.
    pub currency: Currency,
    /// What it was taken of in the end; none for an amount an order or a unit.
    pub base: Option<Decimal>,
    /// What was earned before anything came back, tax on top left out.
    pub earned: Decimal,
    /// What was taken back of that, because goods or money came back.
    pub taken_back: Decimal,
    /// Tax on top of what is left.
    pub tax: Decimal,
    /// What is paid in the end.
    pub due: Decimal,
    /// On how many lines.
    pub lines: i64,
    /// On how many lines it is not known.
    pub open_lines: i64,
}

impl Earned {
    const fn nothing(rule: FeeRule, currency: Currency) -> Self {
        Self {
            rule,
            currency,
            base: None,
            earned: Decimal::ZERO,
            taken_back: Decimal::ZERO,
            tax: Decimal::ZERO,
            due: Decimal::ZERO,
            lines: 0,
            open_lines: 0,
        }
    }
}

/// What the rules `wanted` give of `session`, by rule and currency.
///
/// # Errors
/// `NotFound`, or `Forbidden` for whoever does not see money.
pub fn earned(app: &App, by: &Actor, session: SessionId, wanted: &[FeeRuleId]) -> Result<Vec<Earned>> {
    may_see_money(by)?;
    app.read(|tables| {
        let books = Books::read(tables)?;
        let session = tables.session(session)?;
        let rules = tables.fee_rules()?;
        let terms = Terms::of(tables)?;
        let ordered = Ordered::read(tables, &books, &terms, &session)?;
        let reckoning = ordered.reckon(&rules);
        let mut found: Vec<Earned> = Vec::new();
        for charge in &reckoning.charges {
            if let Some(one) =
                place(&mut found, &rules[charge.rule], wanted, ordered.facts[charge.line].currency)
            {
                one.earned += charge.before;
                one.taken_back += charge.before - charge.left;
                one.tax += charge.amount - charge.left;
                one.due += charge.amount;
                one.lines += 1;
                if let Some(base) = charge.base {
                    *one.base.get_or_insert_default() += base;
                }
            }
        }
        for gap in &reckoning.gaps {
            let Some(rule) = gap.rule.and_then(|rule| rules.get(rule)) else { continue };
            if let Some(one) = place(&mut found, rule, wanted, ordered.facts[gap.line].currency) {
                one.open_lines += 1;
            }
        }
        Ok(found)
    })
}

fn place<'a>(
    found: &'a mut Vec<Earned>,
    rule: &FeeRule,
    wanted: &[FeeRuleId],
    currency: Currency,
) -> Option<&'a mut Earned> {
    if !wanted.contains(&rule.id) {
        return None;
    }
    let at = found.iter().position(|one| one.rule.id == rule.id && one.currency == currency);
    let at = at.unwrap_or_else(|| {
        found.push(Earned::nothing(rule.clone(), currency));
        found.len() - 1
    });
    found.get_mut(at)
}
