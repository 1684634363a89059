//! The lines behind one step of a waterfall.

use domain::fee::{Cost, Missing, Payer, split};
use domain::id::{FeeRuleId, SessionId};
use domain::{Actor, Currency};
use rust_decimal::Decimal;

use super::books::{Ordered, Terms};
use crate::fees::may_see_money;
use crate::sales::Books;
use crate::{App, Result};

/// A step whose lines are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// What one rule charges.
    Rule(FeeRuleId),
    /// What the goods that were sold cost.
    Cost,
    /// What the goods that were given away cost.
    Samples,
}

/// Which lines.
#[derive(Debug, Clone, Copy)]
pub struct ChargedQuery {
    /// The session.
    pub session: SessionId,
    /// The currency.
    pub currency: Currency,
    /// The step.
    pub stage: Stage,
    /// How many to skip.
    pub offset: u32,
    /// How many to answer.
    pub limit: u32,
}

/// What one step takes of one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChargedLine {
    /// The order.
    pub order_ref: String,
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// The title in the file.
    pub title: String,
    /// Units.
    pub quantity: i64,
    /// Quantity × price, 10⁻⁴.
    pub amount_e4: i64,
    /// What it was taken of; none for an amount an order or a unit.
    pub base: Option<Decimal>,
    /// What is taken; none while it is not known.
    pub taken: Option<Decimal>,
    /// Who bears it.
    pub by: Vec<(Payer, Decimal)>,
    /// What is missing to know it.
    pub missing: Option<Missing>,
}

/// A page of lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChargedPage {
    /// The page.
    pub lines: Vec<ChargedLine>,
    /// How many there are in all.
    pub total: i64,
}

/// The lines behind one step, in order of time: those it takes something of, and those where that is not known.
///
/// # Errors
/// `NotFound`, or `Forbidden` for whoever does not see money.
pub fn charged_lines(app: &App, by: &Actor, query: &ChargedQuery) -> Result<ChargedPage> {
    may_see_money(by)?;
    app.read(|tables| {
        let books = Books::read(tables)?;
        let session = tables.session(query.session)?;
        let rates = tables.exchange_rates()?.into_iter().map(|known| known.rate).collect();
        let terms = Terms::read(tables, rates)?;
        let ordered = Ordered::read(tables, &books, &terms, &session)?;
        let mut found = match query.stage {
            Stage::Cost => costs(&ordered, false),
            Stage::Samples => costs(&ordered, true),
            Stage::Rule(id) => {
                let rules = tables.fee_rules()?;
                let place = rules.iter().position(|rule| rule.id == id);
                let place = place.ok_or(store::Error::NotFound("fee_rule"))?;
                let shares = &rules[place].terms.payers;
                charges(&ordered, &ordered.reckon(&rules), place, shares)
            }
        };
        found.retain(|(at, _)| {
            let facts = &ordered.facts[*at];
            facts.is_counted && facts.currency == query.currency
        });
        found.sort_by_key(|(at, _)| (ordered.lines[*at].at_ms, ordered.lines[*at].id));
        let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
        let page = found.into_iter().skip(query.offset as usize).take(query.limit as usize);
        let lines = page.map(|(at, taken)| {
            let line = &ordered.lines[at];
            let title = books.known(line.product_no).map(|known| known.title.clone());
            ChargedLine {
                order_ref: line.order_ref.clone(),
                at_ms: line.at_ms,
                title: title.unwrap_or_default(),
                quantity: line.amounts.quantity,
                amount_e4: line.amounts.amount_e4,
                ..taken
            }
        });
        Ok(ChargedPage { lines: lines.collect(), total })
    })
}

fn blank() -> ChargedLine {
    ChargedLine {
        order_ref: String::new(),
        at_ms: 0,
        title: String::new(),
        quantity: 0,
        amount_e4: 0,
        base: None,
        taken: None,
        by: Vec::new(),
        missing: None,
    }
}

fn costs(ordered: &Ordered, samples: bool) -> Vec<(usize, ChargedLine)> {
    let of = |cost: &Result<Cost, Missing>| match cost {
        Ok(cost) if cost.amount.is_zero() => None,
        Ok(cost) => Some(ChargedLine { taken: Some(cost.amount), ..blank() }),
        Err(missing) => Some(ChargedLine { missing: Some(*missing), ..blank() }),
    };
    let is_asked = |at: &usize| ordered.facts[*at].is_sample == samples;
    let all = ordered.costs.iter().enumerate().filter(|(at, _)| is_asked(at));
    all.filter_map(|(at, cost)| Some((at, of(cost)?))).collect()
}

fn charges(
    ordered: &Ordered,
    reckoning: &domain::fee::Reckoning,
    rule: usize,
    shares: &[(Payer, u32)],
) -> Vec<(usize, ChargedLine)> {
    let charged = reckoning.charges.iter().filter(|charge| charge.rule == rule).map(|charge| {
        let digits = ordered.facts[charge.line].currency.minor_digits();
        let by = split(charge.amount, shares, digits);
        (charge.line, ChargedLine { base: charge.base, taken: Some(charge.amount), by, ..blank() })
    });
    let open = reckoning.gaps.iter().filter(|gap| gap.rule == Some(rule));
    let open = open.map(|gap| (gap.line, ChargedLine { missing: Some(gap.missing), ..blank() }));
    charged.chain(open).collect()
}
