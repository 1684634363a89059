//! What a session spends by its expenses, to the minor unit, and what is missing to know it.

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};

use super::{Expense, ExpenseHow, ExpenseTerms};
use crate::fee::{Missing, Payer, apportion};
use crate::id::{HostId, SessionId};
use crate::market::Market;
use crate::metric::Tally;
use crate::money::{Currency, Money};
use crate::rate::{Exchange, Rates};

const MS_PER_HOUR: i64 = 3_600_000;
const PPM: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

/// What is known of a session that its expenses are reckoned from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Show {
    /// The session.
    pub session: SessionId,
    /// Its market.
    pub market: Market,
    /// The people on camera.
    pub hosts: Vec<HostId>,
    /// The day it began, in the market's zone.
    pub day: NaiveDate,
    /// How long it was on air, or is planned to be, milliseconds; none while that is not known.
    pub on_air_ms: Option<i64>,
}

/// What one expense takes of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent {
    /// How much, to the minor unit.
    pub amount: Decimal,
    /// What it was reckoned from: hours on air, or what the rate was taken of; none for an amount a session.
    pub base: Option<Decimal>,
    /// The rate of exchange it came by, where it is in another currency.
    pub exchange: Option<Exchange>,
}

/// One expense of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spend {
    /// Which expense, by its place.
    pub expense: usize,
    /// Who bears it.
    pub payer: Payer,
    /// The host it is paid to, when it is one.
    pub host: Option<HostId>,
    /// What it takes, or what is missing to know that.
    pub spent: Result<Spent, Missing>,
}

impl Spend {
    /// What the brand bears of it, as far as known.
    pub fn borne(&self) -> Decimal {
        match self.spent {
            Ok(spent) if self.payer == Payer::Brand => spent.amount,
            _ => Decimal::ZERO,
        }
    }
}

/// What `expenses` take of `show` in `currency`, which sold `tally` in it. Amounts stand in the show's first
/// currency only (`is_first`), rates in every one that something was sold in. `shows` are all that may share an
/// amount for a period, `show` among them.
pub fn spend(
    expenses: &[Expense],
    show: &Show,
    shows: &[Show],
    rates: &Rates,
    (currency, is_first): (Currency, bool),
    tally: &Tally,
) -> Vec<Spend> {
    let own = expenses
        .iter()
        .enumerate()
        .filter(|(_, expense)| expense.terms.is_for(show) && (is_first || expense.terms.how.is_rate()));
    let reckoned = |(place, expense): (usize, &Expense)| {
        let one = One { expense, show, shows, rates, currency };
        Spend {
            expense: place,
            payer: expense.terms.payer,
            host: expense.terms.host,
            spent: one.spent(tally),
        }
    };
    own.map(reckoned).collect()
}

struct One<'a> {
    expense: &'a Expense,
    show: &'a Show,
    shows: &'a [Show],
    rates: &'a Rates,
    currency: Currency,
}

impl One<'_> {
    fn terms(&self) -> &ExpenseTerms {
        &self.expense.terms
    }

    fn spent(&self, tally: &Tally) -> Result<Spent, Missing> {
        let plain = |amount, base| Spent { amount, base, exchange: None };
        let of_sales = |e4: i64| {
            let base = Decimal::new(e4, 4);
            let rate = self.terms().rate_ppm.ok_or(Missing::Expense(self.expense.id))?;
            Ok(plain(self.rounded(base * Decimal::from(rate) / PPM, self.currency), Some(base)))
        };
        match self.terms().how {
            ExpenseHow::PerSession => self.exchanged(self.amount()?, None),
            ExpenseHow::PerHour => {
                let on_air_ms = self.show.on_air_ms.ok_or(Missing::OnAir)?;
                let hours = Decimal::from(on_air_ms) / Decimal::from(MS_PER_HOUR);
                let amount = self.amount()?;
                let exact = amount.amount().saturating_mul(hours);
                let paid = Money::new(self.rounded(exact, amount.currency()), amount.currency());
                self.exchanged(paid, Some(hours))
            }
            ExpenseHow::PerPeriod => self.of_period(),
            ExpenseHow::PercentGmv => of_sales(tally.gmv_e4),
            ExpenseHow::PercentNmv => of_sales(tally.gmv_e4 - tally.refund_e4),
        }
    }

    fn amount(&self) -> Result<Money, Missing> {
        self.terms().amount.ok_or(Missing::Expense(self.expense.id))
    }

    /// The part of an amount for a period: by time on air, together all of it to the minor unit.
    fn of_period(&self) -> Result<Spent, Missing> {
        let amount = self.amount()?;
        let mut sharers: Vec<&Show> = self.shows.iter().filter(|show| self.terms().is_for(show)).collect();
        sharers.sort_by_key(|show| (show.day, show.session));
        let weights = sharers
            .iter()
            .map(|show| show.on_air_ms.map(Decimal::from).ok_or(Missing::OnAir))
            .collect::<Result<Vec<_>, _>>()?;
        let parts = apportion(amount.amount(), &weights, amount.currency().minor_digits());
        let own = sharers.iter().position(|show| show.session == self.show.session);
        let part = own.and_then(|place| parts.get(place)).copied().unwrap_or_default();
        let hours = Decimal::from(self.show.on_air_ms.unwrap_or_default()) / Decimal::from(MS_PER_HOUR);
        self.exchanged(Money::new(part, amount.currency()), Some(hours))
    }

    /// In the currency of the show, by the rate of the day it was paid; of a standing term, of the show's day.
    fn exchanged(&self, paid: Money, base: Option<Decimal>) -> Result<Spent, Missing> {
        if paid.currency() == self.currency {
            return Ok(Spent { amount: paid.amount(), base, exchange: None });
        }
        let own_day = self.terms().first_day.filter(|_| self.terms().session.is_some());
        let exchange = self.rates.on(paid.currency(), self.currency, own_day.unwrap_or(self.show.day))?;
        let amount = self.rounded(paid.amount().saturating_mul(exchange.rate), self.currency);
        Ok(Spent { amount, base, exchange: Some(exchange) })
    }

    fn rounded(&self, exact: Decimal, currency: Currency) -> Decimal {
        exact.round_dp_with_strategy(currency.minor_digits(), RoundingStrategy::MidpointAwayFromZero)
    }
}
