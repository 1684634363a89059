//! What sessions cost beside their goods: gifts, samples, ads, host and agency pay, studio; once or by a standing term.

mod spend;
#[cfg(test)]
mod test;

use chrono::NaiveDate;

use crate::fee::{Payer, WHOLE_PPM, coded};
use crate::id::{ExpenseId, HostId, SessionId};
use crate::market::Market;
use crate::money::{Money, MoneyError};

pub use spend::{Show, Spend, Spent, spend};

coded! {
    /// What it is for.
    ExpenseKind {
        /// A gift to shoppers.
        Gift = "gift",
        /// Goods given to creators.
        Sample = "sample",
        /// Advertisements.
        Ads = "ads",
        /// A host's pay beside commission.
        Host = "host",
        /// An agency's pay.
        Agency = "agency",
        /// Room, light, camera.
        Studio = "studio",
        /// Anything else.
        Other = "other",
    }
    /// How it is reckoned.
    ExpenseHow {
        /// An amount a session.
        PerSession = "per_session",
        /// An amount an hour on air.
        PerHour = "per_hour",
        /// An amount for all sessions of a period, shared by their time on air.
        PerPeriod = "per_period",
        /// A rate of GMV.
        PercentGmv = "percent_gmv",
        /// A rate of GMV less what was given back.
        PercentNmv = "percent_nmv",
    }
}

/// Why an expense was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExpenseError {
    /// The last day lies before the first.
    #[error("the last day is before the first")]
    Period,
    /// An amount for a period is for no single session, and needs its first and last day.
    #[error("an amount for a period needs its first and last day, and is for no single session")]
    NoPeriod,
    /// A rate is more than 100 %.
    #[error("a rate is at most 100 %")]
    Rate,
    /// The amount is below zero.
    #[error("an expense is not below zero")]
    Negative,
    /// The amount does not fit its currency.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// What an expense says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpenseTerms {
    /// What it is called, such as whom it is paid to; may be empty.
    pub name: String,
    /// What it is for.
    pub kind: ExpenseKind,
    /// How it is reckoned.
    pub how: ExpenseHow,
    /// The one session it is for; none for a standing term.
    pub session: Option<SessionId>,
    /// A standing term: only sessions of this market.
    pub market: Option<Market>,
    /// A standing term: only sessions with this host. In any case who it is paid to, when it is a host.
    pub host: Option<HostId>,
    /// The amount; none while it is due and not known yet, which is not nothing.
    pub amount: Option<Money>,
    /// The rate of one by a rate, parts per million; none while it is not known.
    pub rate_ppm: Option<u32>,
    /// Who bears it.
    pub payer: Payer,
    /// The day it was paid; of a standing term the first day, always when none.
    pub first_day: Option<NaiveDate>,
    /// Of a standing term the last day, for good when none.
    pub last_day: Option<NaiveDate>,
    /// For the team.
    pub note: String,
}

/// One expense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expense {
    /// The expense.
    pub id: ExpenseId,
    /// What it says.
    pub terms: ExpenseTerms,
}

impl ExpenseHow {
    /// Whether it is a rate rather than an amount.
    pub const fn is_rate(self) -> bool {
        matches!(self, Self::PercentGmv | Self::PercentNmv)
    }
}

impl ExpenseTerms {
    /// The terms with their texts trimmed and only what belongs to them, if they are ones that can be kept.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn checked(mut self) -> Result<Self, ExpenseError> {
        self.name = self.name.trim().to_owned();
        self.note = self.note.trim().to_owned();
        if self.how.is_rate() {
            self.amount = None;
        } else {
            self.rate_ppm = None;
        }
        if self.session.is_some() {
            (self.market, self.last_day) = (None, None);
        }
        if matches!((self.first_day, self.last_day), (Some(first), Some(last)) if last < first) {
            return Err(ExpenseError::Period);
        }
        let has_period = self.session.is_none() && self.first_day.is_some() && self.last_day.is_some();
        if self.how == ExpenseHow::PerPeriod && !has_period {
            return Err(ExpenseError::NoPeriod);
        }
        if self.rate_ppm.is_some_and(|ppm| ppm > WHOLE_PPM) {
            return Err(ExpenseError::Rate);
        }
        if let Some(amount) = self.amount
            && amount.to_minor()? < 0
        {
            return Err(ExpenseError::Negative);
        }
        Ok(self)
    }

    /// Whether it is for a session: its own, or one that a standing term is about.
    pub fn is_for(&self, show: &Show) -> bool {
        match self.session {
            Some(session) => session == show.session,
            None => {
                self.market.is_none_or(|market| market == show.market)
                    && self.host.is_none_or(|host| show.hosts.contains(&host))
                    && self.first_day.is_none_or(|first| show.day >= first)
                    && self.last_day.is_none_or(|last| show.day <= last)
            }
        }
    }
}
