//! What sessions cost beside their goods.

use app::{App, expenses};
use domain::Actor;
use domain::expense::Spend;

use crate::ApiError;
use crate::dto::{
    self, Expense, ExpenseRef, ExpenseSave, Nothing, SessionExpense, SessionExpenses, SessionRef,
    StandingExpenses,
};

/// See [`expenses::of_session`].
pub(crate) fn expense_of_session(
    app: &App,
    by: &Actor,
    req: SessionRef,
) -> Result<SessionExpenses, ApiError> {
    let known = expenses::of_session(app, by, super::session::id(&req)?)?;
    let spends = known.spends;
    let pack = |(place, expense): (usize, domain::expense::Expense)| {
        one(expense.into(), spends.iter().find(|spend| spend.expense == place))
    };
    Ok(SessionExpenses {
        expenses: known.expenses.into_iter().enumerate().map(pack).collect(),
        market: known.market.into(),
        currency: known.currency.code().to_owned(),
        hosts: known.hosts.into_iter().map(Into::into).collect(),
    })
}

fn one(expense: Expense, spend: Option<&Spend>) -> SessionExpense {
    let spent = spend.and_then(|spend| spend.spent.ok());
    let exchange = spent.and_then(|spent| spent.exchange);
    SessionExpense {
        expense,
        amount: spent.map(|spent| spent.amount.normalize().to_string()),
        base: spent.and_then(|spent| spent.base).map(|base| base.round_dp(4).normalize().to_string()),
        rate: exchange.map(|exchange| exchange.rate.round_dp(8).normalize().to_string()),
        rate_day: exchange.map(|exchange| exchange.day.to_string()),
        missing: spend.and_then(|spend| spend.spent.err()).map(dto::missing_kind),
    }
}

/// See [`expenses::standing`].
pub(crate) fn expense_standing(app: &App, by: &Actor, _: Nothing) -> Result<StandingExpenses, ApiError> {
    let known = expenses::standing(app, by)?;
    Ok(StandingExpenses {
        expenses: known.expenses.into_iter().map(Into::into).collect(),
        hosts: known.hosts.into_iter().map(Into::into).collect(),
    })
}

/// See [`expenses::save`].
pub(crate) fn expense_save(app: &App, by: &Actor, req: ExpenseSave) -> Result<Expense, ApiError> {
    let id = req.expense_id.map(|id| dto::id("expenseId", &id)).transpose()?;
    Ok(expenses::save(app, by, id, req.terms.try_into()?)?.into())
}

/// See [`expenses::delete`].
pub(crate) fn expense_delete(app: &App, by: &Actor, req: ExpenseRef) -> Result<Nothing, ApiError> {
    expenses::delete(app, by, dto::id("expenseId", &req.expense_id)?)?;
    Ok(Nothing {})
}
