//! What sessions cost beside their goods, on the wire.

use domain::expense;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::fee_pack::day;
use super::margin::MissingKind;
use super::session::Host;
use super::workspace::{Market, twins};
use super::{FeePayer, Money, id};

twins! {
    /// What an expense is for.
    ExpenseKind is expense::ExpenseKind {
        /// A gift to shoppers.
        Gift,
        /// Goods given to creators.
        Sample,
        /// Advertisements.
        Ads,
        /// A host's pay beside commission.
        Host,
        /// An agency's pay.
        Agency,
        /// Room, light, camera.
        Studio,
        /// Anything else.
        Other,
    }
    /// How it is reckoned.
    ExpenseHow is expense::ExpenseHow {
        /// An amount a session.
        PerSession,
        /// An amount an hour on air.
        PerHour,
        /// An amount for all sessions of a period, shared by their time on air.
        PerPeriod,
        /// A rate of GMV.
        PercentGmv,
        /// A rate of GMV less what was given back.
        PercentNmv,
    }
}

/// What an expense says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExpenseTerms {
    /// What it is called; may be empty.
    pub name: String,
    /// What it is for.
    pub kind: ExpenseKind,
    /// How it is reckoned.
    pub how: ExpenseHow,
    /// The one session it is for; none for a standing term.
    pub session_id: Option<String>,
    /// A standing term: only sessions of this market.
    pub market: Option<Market>,
    /// A standing term: only sessions with this host. In any case the host it is paid to.
    pub host_id: Option<String>,
    /// The amount; none while it is due and not known yet, which is not nothing.
    pub amount: Option<Money>,
    /// The rate, parts per million; none while it is not known.
    pub rate_ppm: Option<u32>,
    /// Who bears it.
    pub payer: FeePayer,
    /// The day it was paid; of a standing term the first day.
    pub first_day: Option<String>,
    /// Of a standing term the last day.
    pub last_day: Option<String>,
    /// For the team.
    pub note: String,
}

/// One expense.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Expense {
    /// The expense.
    pub expense_id: String,
    /// What it says.
    pub terms: ExpenseTerms,
}

/// What an expense takes of one session, in the session's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionExpense {
    /// The expense.
    pub expense: Expense,
    /// How much; none while it is not known.
    pub amount: Option<String>,
    /// What it was reckoned from: hours on air, or what the rate was taken of.
    pub base: Option<String>,
    /// The rate of exchange it came by.
    pub rate: Option<String>,
    /// The day of that rate.
    pub rate_day: Option<String>,
    /// What is missing to know it.
    pub missing: Option<MissingKind>,
}

/// What one session costs beside its goods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionExpenses {
    /// What is entered for it, and the standing terms that fit it.
    pub expenses: Vec<SessionExpense>,
    /// The session's market.
    pub market: Market,
    /// ISO 4217 code of the session.
    pub currency: String,
    /// Every host, by name.
    pub hosts: Vec<Host>,
}

/// The standing terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StandingExpenses {
    /// The terms.
    pub expenses: Vec<Expense>,
    /// Every host, by name.
    pub hosts: Vec<Host>,
}

/// Adds an expense, or changes one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ExpenseSave {
    /// The expense to change; a new one when left out.
    pub expense_id: Option<String>,
    /// What it says from now on.
    pub terms: ExpenseTerms,
}

/// Names an expense.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExpenseRef {
    /// The expense.
    pub expense_id: String,
}

impl From<expense::Expense> for Expense {
    fn from(expense: expense::Expense) -> Self {
        Self { expense_id: expense.id.to_string(), terms: expense.terms.into() }
    }
}

impl From<expense::ExpenseTerms> for ExpenseTerms {
    fn from(terms: expense::ExpenseTerms) -> Self {
        Self {
            name: terms.name,
            kind: terms.kind.into(),
            how: terms.how.into(),
            session_id: terms.session.map(|session| session.to_string()),
            market: terms.market.map(Into::into),
            host_id: terms.host.map(|host| host.to_string()),
            amount: terms.amount.map(Into::into),
            rate_ppm: terms.rate_ppm,
            payer: terms.payer.into(),
            first_day: terms.first_day.map(|day| day.to_string()),
            last_day: terms.last_day.map(|day| day.to_string()),
            note: terms.note,
        }
    }
}

impl TryFrom<ExpenseTerms> for expense::ExpenseTerms {
    type Error = app::Error;

    fn try_from(terms: ExpenseTerms) -> Result<Self, app::Error> {
        Ok(Self {
            name: terms.name,
            kind: terms.kind.into(),
            how: terms.how.into(),
            session: terms.session_id.map(|session| id("sessionId", &session)).transpose()?,
            market: terms.market.map(Into::into),
            host: terms.host_id.map(|host| id("hostId", &host)).transpose()?,
            amount: terms.amount.map(TryInto::try_into).transpose()?,
            rate_ppm: terms.rate_ppm,
            payer: terms.payer.into(),
            first_day: day("firstDay", terms.first_day)?,
            last_day: day("lastDay", terms.last_day)?,
            note: terms.note,
        })
    }
}
