//! Dated fee rules: what is charged, on what, when, and who bears it. None of it is a constant in code.

mod code;
mod fit;
#[cfg(test)]
mod fit_test;
mod grain;
#[cfg(test)]
mod grain_test;
mod line;
#[cfg(test)]
mod property_test;
mod reckon;
mod share;
mod shop;
mod succession;
#[cfg(test)]
mod test;

use chrono::{NaiveDate, NaiveTime};

use crate::id::{FeeRuleId, HostId};
use crate::market::{Channel, Market};
use crate::money::{Currency, Money, MoneyError};

pub(crate) use code::coded;
pub use code::{Base, ByAds, Condition, Due, Kind, OnRefund, Payer, Purpose, Rounding, Scope, SellerType};
pub use grain::{Calendar, Grain};
pub use line::{Cost, Facts, Missing, Setting, cost_of};
pub use reckon::{Charge, Gap, Reckoning, reckon};
pub use share::{WHOLE_PPM, apportion, split};
pub use shop::{Programme, Shop, ShopError};
pub use succession::{LOCK_DAYS, NOTICE_DAYS, Succession, succession};

/// Why a rule was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeeError {
    /// It has no name.
    #[error("a fee needs a name")]
    NoName,
    /// The shares of those who bear it do not add up to all of it, or one is named twice.
    #[error("those who pay a fee pay all of it together, each named once")]
    Payers,
    /// It is an amount an order or a unit, and the amount was not said.
    #[error("a flat fee needs its amount")]
    NoAmount,
    /// It is a part of another fee, and which one was not said, or that is itself a part of another.
    #[error("a part of another fee needs a fee that is not itself a part of one")]
    NoOther,
    /// A rate is more than 100 %.
    #[error("a rate is at most 100 %")]
    Rate,
    /// The parts of a graded rate do not begin each above the one before.
    #[error("each step of a graded rate begins above the one before it")]
    Steps,
    /// The last day lies before the first.
    #[error("the last day is before the first")]
    Period,
    /// An amount is below zero.
    #[error("an amount of a fee is not below zero")]
    Negative,
    /// An amount is in another currency than the market's, or than the rule's other amounts.
    #[error("the fee's amounts are in {}, not in {}", .needed.code(), .given.code())]
    Currency {
        /// What was given.
        given: Currency,
        /// What it should be.
        needed: Currency,
    },
    /// An amount does not fit its currency.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// One step of a graded rate: what lies above `from` is charged at `rate_ppm`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Where it begins.
    pub from: Money,
    /// Its rate, parts per million.
    pub rate_ppm: u32,
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeTerms {
    /// What it is called.
    pub name: String,
    /// Where it stands in the waterfall.
    pub purpose: Purpose,
    /// Only orders placed there; all when none.
    pub channel: Option<Channel>,
    /// Only sessions of this market; all when none.
    pub market: Option<Market>,
    /// Only sessions with this host; all when none.
    pub host: Option<HostId>,
    /// Only shops of this type; all when none.
    pub seller_type: Option<SellerType>,
    /// Only products of this category or one below it (`Beauty > Lips`); all when none.
    pub category: Option<String>,
    /// Only while the shop takes part in this programme; none for what every shop is charged.
    pub programme: Option<String>,
    /// Only orders that came by the platform's shop ads, or only the others; all when none.
    pub by_ads: Option<ByAds>,
    /// How it is reckoned.
    pub kind: Kind,
    /// What its rate is taken of.
    pub base: Base,
    /// The rule it is a part of.
    pub other: Option<FeeRuleId>,
    /// Its rate, parts per million, up to the first step; none while it is not known, such as one by category.
    pub rate_ppm: Option<u32>,
    /// Marginal steps above it.
    pub steps: Vec<Step>,
    /// Its amount when it is flat.
    pub flat: Option<Money>,
    /// At least this much, where there is anything to charge.
    pub least: Option<Money>,
    /// At most this much.
    pub cap: Option<Money>,
    /// What the cap is for.
    pub cap_scope: Scope,
    /// Tax that comes on top of it, parts per million; zero when the rate includes it.
    pub tax_ppm: u32,
    /// When it falls due.
    pub due: Due,
    /// What becomes of it when goods come back.
    pub on_refund: OnRefund,
    /// The rule that is charged instead, on what came back.
    pub becomes: Option<FeeRuleId>,
    /// Who bears it, shares in parts per million.
    pub payers: Vec<(Payer, u32)>,
    /// Which orders it is for.
    pub condition: Condition,
    /// First day, in the market's zone; always when none.
    pub valid_from: Option<NaiveDate>,
    /// When it begins on its first day, in the market's zone; with the day when none.
    pub starts_at: Option<NaiveTime>,
    /// Last day, in the market's zone; for good when none.
    pub valid_to: Option<NaiveDate>,
    /// When it ends on its last day, in the market's zone; with the day when none.
    pub ends_at: Option<NaiveTime>,
    /// Of the rules of one group that fit a line, the highest is charged.
    pub precedence: i32,
    /// Rules of one group take each other's place; those without a group add up.
    pub group: Option<String>,
    /// What is put together before it is rounded.
    pub per: Scope,
    /// How it is rounded.
    pub rounding: Rounding,
    /// Where it was read.
    pub source_note: String,
    /// When it was read there.
    pub source_seen_on: Option<NaiveDate>,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeeRule {
    /// The rule. Two versions of one rule share it, with days apart.
    pub id: FeeRuleId,
    /// What it says.
    pub terms: FeeTerms,
}

impl FeeTerms {
    /// Nothing charged, by the brand, on all orders: what an editor begins with.
    pub fn blank() -> Self {
        Self {
            name: String::new(),
            purpose: Purpose::Fee,
            channel: None,
            market: None,
            host: None,
            seller_type: None,
            category: None,
            programme: None,
            by_ads: None,
            kind: Kind::Percent,
            base: Base::AfterSellerDiscount,
            other: None,
            rate_ppm: Some(0),
            steps: Vec::new(),
            flat: None,
            least: None,
            cap: None,
            cap_scope: Scope::Order,
            tax_ppm: 0,
            due: Due::Paid,
            on_refund: OnRefund::Proportional,
            becomes: None,
            payers: vec![(Payer::Brand, WHOLE_PPM)],
            condition: Condition::None,
            valid_from: None,
            starts_at: None,
            valid_to: None,
            ends_at: None,
            precedence: 0,
            group: None,
            per: Scope::Line,
            rounding: Rounding::HalfUp,
            source_note: String::new(),
            source_seen_on: None,
        }
    }

    /// The terms with their texts trimmed, if they are ones that can be kept.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn checked(mut self) -> Result<Self, FeeError> {
        self.name = self.name.trim().to_owned();
        self.source_note = self.source_note.trim().to_owned();
        let said =
            |text: Option<String>| text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        self.group = said(self.group);
        self.category = said(self.category);
        self.programme = said(self.programme);
        // Hours are of a day: without one there is nothing they begin or end.
        self.starts_at = self.starts_at.filter(|_| self.valid_from.is_some());
        self.ends_at = self.ends_at.filter(|_| self.valid_to.is_some());
        if self.becomes.is_some() {
            self.on_refund = OnRefund::Proportional;
        }
        if self.name.is_empty() {
            return Err(FeeError::NoName);
        }
        if self.rate_ppm.is_some_and(|ppm| ppm > WHOLE_PPM)
            || self.steps.iter().any(|step| step.rate_ppm > WHOLE_PPM)
        {
            return Err(FeeError::Rate);
        }
        self.check_period()?;
        match self.kind {
            Kind::FlatPerOrder | Kind::FlatPerUnit if self.flat.is_none() => return Err(FeeError::NoAmount),
            Kind::PercentOfFee if self.other.is_none() => return Err(FeeError::NoOther),
            Kind::Percent | Kind::FlatPerOrder | Kind::FlatPerUnit | Kind::PercentOfFee => {}
        }
        self.check_payers()?;
        self.check_amounts()?;
        Ok(self)
    }

    fn check_period(&self) -> Result<(), FeeError> {
        let (Some(from), Some(to)) = (self.valid_from, self.valid_to) else { return Ok(()) };
        let is_empty = matches!((self.starts_at, self.ends_at), (Some(starts), Some(ends)) if from == to && ends <= starts);
        if to < from || is_empty { Err(FeeError::Period) } else { Ok(()) }
    }

    fn check_payers(&self) -> Result<(), FeeError> {
        let whole: u64 = self.payers.iter().map(|(_, ppm)| u64::from(*ppm)).sum();
        let twice = (1..self.payers.len())
            .any(|index| self.payers[..index].iter().any(|(payer, _)| *payer == self.payers[index].0));
        if twice || whole != u64::from(WHOLE_PPM) { Err(FeeError::Payers) } else { Ok(()) }
    }

    fn check_amounts(&self) -> Result<(), FeeError> {
        let needed = self.market.map(Market::currency).or_else(|| self.currency());
        for amount in self.amounts() {
            if let Some(needed) = needed.filter(|needed| *needed != amount.currency()) {
                return Err(FeeError::Currency { given: amount.currency(), needed });
            }
            if amount.to_minor()? < 0 {
                return Err(FeeError::Negative);
            }
        }
        let begins = self.steps.iter().map(|step| step.from.amount());
        let rising = begins.clone().zip(begins.skip(1)).all(|(one, next)| one < next);
        if rising { Ok(()) } else { Err(FeeError::Steps) }
    }

    fn amounts(&self) -> impl Iterator<Item = Money> {
        let steps = self.steps.iter().map(|step| step.from);
        [self.flat, self.least, self.cap].into_iter().flatten().chain(steps)
    }

    /// The currency of its amounts; a rule without amounts fits every currency.
    pub fn currency(&self) -> Option<Currency> {
        self.amounts().next().map(Money::currency)
    }

    /// Whether it is in force at `time` of `day`, both in the market's zone.
    pub fn is_valid_at(&self, day: NaiveDate, time: NaiveTime) -> bool {
        let has_begun =
            |from| day > from || (day == from && self.starts_at.is_none_or(|starts| time >= starts));
        let is_not_over = |to| day < to || (day == to && self.ends_at.is_none_or(|ends| time < ends));
        self.valid_from.is_none_or(has_begun) && self.valid_to.is_none_or(is_not_over)
    }
}
