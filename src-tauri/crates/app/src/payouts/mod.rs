//! What platforms paid out against what was sold: order by order, each difference named, by either clock.

mod clock;
mod files;
mod gather;
mod order;
mod page;
mod rules;

pub use clock::{ClockRow, PaidAcross, paid_across};
pub use order::{OrderDetail, OrderEntry, OrderLine, of_order};
pub use page::{OrderRow, Page, Summary, Waiting, page};
pub use rules::{MatchedBy, RuleMatch};

pub(crate) use files::Files;

use domain::fee::Purpose;
use domain::id::{FeeRuleId, SessionId};
use domain::{Actor, Change, Currency};

use crate::fees::may_see_money;
use crate::{App, Result, Write};

/// Which orders and entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// Orders with a line credited to a session.
    Session(SessionId),
    /// Orders placed then, and entries about no order we know.
    Ordered {
        /// From, UTC milliseconds.
        from_ms: i64,
        /// To, not included.
        to_ms: i64,
    },
    /// Orders of which something was paid out then, and those that were to be.
    PaidOut {
        /// From, UTC milliseconds.
        from_ms: i64,
        /// To, not included.
        to_ms: i64,
    },
}

/// A question about payouts.
#[derive(Debug, Clone)]
pub struct Query {
    /// Which orders and entries.
    pub span: Span,
    /// Only of this source, by whose order numbers it holds.
    pub source: Option<String>,
    /// As known at this instant, UTC milliseconds; now when none.
    pub known_on_ms: Option<i64>,
    /// After how many days from the order a payout is due.
    pub due_days: u32,
    /// Only this currency.
    pub currency: Option<Currency>,
    /// Only orders in this state.
    pub state: Option<State>,
    /// How many orders to skip.
    pub offset: u32,
    /// How many orders to answer.
    pub limit: u32,
}

/// Where an order stands between sale and payout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Nothing was paid out, and it was due.
    Overdue,
    /// Paid out, and something differs from what our figures and rules say.
    Differs,
    /// Paid out for no order we know.
    NoOrder,
    /// Nothing was paid out yet, nor was it due.
    NotDue,
    /// Paid out as expected.
    Agrees,
    /// Nothing was earned, and nothing paid out.
    Nothing,
}

impl State {
    /// All states, those that need a look first.
    pub const ALL: [Self; 6] =
        [Self::Overdue, Self::Differs, Self::NoOrder, Self::NotDue, Self::Agrees, Self::Nothing];
}

/// Says in which column of a settlement a rule is charged: a kind, empty for in none; none takes back what was said.
///
/// # Errors
/// `NotFound` when there is no such rule of fees, `Forbidden` for whoever does not see money.
pub fn match_rule(app: &App, by: &Actor, rule: FeeRuleId, kind: Option<&str>) -> Result<()> {
    may_see_money(by)?;
    let name = app.read(|tables| {
        let rule = tables.fee_rule(rule)?;
        if rule.terms.purpose == Purpose::Fee {
            Ok(rule.terms.name)
        } else {
            Err(store::Error::NotFound("fee_rule").into())
        }
    })?;
    app.transact(Write::new("payout_rule_match", Change::Fees, by).to(name), |tables| {
        Ok(tables.set_payout_rule(rule, kind)?)
    })
}
