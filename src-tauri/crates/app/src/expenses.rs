//! What sessions cost beside their goods: entered for one, or as a standing term for all that fit.

use domain::expense::{Expense, ExpenseTerms, Spend};
use domain::id::{ExpenseId, SessionId};
use domain::session::Host;
use domain::{Actor, Change, Currency, Market, Money};

use crate::fees::may_see_money;
use crate::margins::Spending;
use crate::{App, Result, Write};

/// What a session costs beside its goods.
#[derive(Debug, Clone)]
pub struct SessionExpenses {
    /// What is entered for it, and the standing terms that fit it.
    pub expenses: Vec<Expense>,
    /// What each takes in the session's currency, by its place in `expenses`; rates of sales are reckoned from what
    /// was sold so far.
    pub spends: Vec<Spend>,
    /// The session's market.
    pub market: Market,
    /// Its currency.
    pub currency: Currency,
    /// Every host, by name.
    pub hosts: Vec<Host>,
}

/// The standing terms.
#[derive(Debug, Clone)]
pub struct StandingExpenses {
    /// The terms.
    pub expenses: Vec<Expense>,
    /// Every host, by name.
    pub hosts: Vec<Host>,
}

/// What `session` costs beside its goods.
///
/// # Errors
/// `NotFound`, or `Forbidden` for whoever does not see money.
pub fn of_session(app: &App, by: &Actor, session: SessionId) -> Result<SessionExpenses> {
    may_see_money(by)?;
    let now = app.moment();
    app.read(|tables| {
        let session = tables.session(session)?;
        let spending = Spending::read(tables, &now)?;
        let currency = session.currency();
        let sums = match tables.sale_session_no(session.id)? {
            Some(no) => tables.session_sums(no)?,
            None => Vec::new(),
        };
        let tally = sums.iter().find(|sum| sum.currency == currency).map(|sum| sum.tally).unwrap_or_default();
        let (expenses, spends) = spending.of_session(tables, &session, (currency, true), &tally)?;
        Ok(SessionExpenses {
            expenses,
            spends,
            market: session.plan.market,
            currency,
            hosts: tables.hosts()?,
        })
    })
}

/// The standing terms: what is for every session that fits.
///
/// # Errors
/// `Forbidden` for whoever does not see money.
pub fn standing(app: &App, by: &Actor) -> Result<StandingExpenses> {
    may_see_money(by)?;
    app.read(|tables| Ok(StandingExpenses { expenses: tables.standing_expenses()?, hosts: tables.hosts()? }))
}

/// Adds an expense, or changes the one with this id.
///
/// # Errors
/// [`domain::expense::ExpenseError`] when its terms do not hold.
pub fn save(app: &App, by: &Actor, id: Option<ExpenseId>, terms: ExpenseTerms) -> Result<Expense> {
    may_see_money(by)?;
    let expense = Expense { id: id.unwrap_or_else(|| app.mint()), terms: terms.checked()? };
    let write = Write::new("expense_save", Change::Fees, by).to(said(&expense.terms));
    app.transact(write, |tables| {
        if let Some(id) = id {
            tables.expense(id)?;
        }
        if let Some(session) = expense.terms.session {
            tables.session(session)?;
        }
        if let Some(host) = expense.terms.host {
            tables.host(host)?;
        }
        tables.save_expense(&expense, app.now_ms())?;
        Ok(expense)
    })
}

/// Removes an expense.
pub fn delete(app: &App, by: &Actor, id: ExpenseId) -> Result<()> {
    may_see_money(by)?;
    let terms = app.read(|tables| Ok(tables.expense(id)?.terms))?;
    app.transact(Write::new("expense_delete", Change::Fees, by).to(said(&terms)), |tables| {
        Ok(tables.delete_expense(id)?)
    })
}

/// What the history calls it: its name, else its amount.
fn said(terms: &ExpenseTerms) -> String {
    if terms.name.is_empty() { terms.amount.map(written).unwrap_or_default() } else { terms.name.clone() }
}

fn written(amount: Money) -> String {
    format!("{} {}", amount.amount(), amount.currency().code())
}
