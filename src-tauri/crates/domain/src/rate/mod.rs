//! Dated exchange rates, each with its source; used only where it is said, never silently.

#[cfg(test)]
mod test;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use crate::fee::Missing;
use crate::money::Currency;

/// A rate older than this many days is not used for a day.
pub const OLDEST_DAYS: u64 = 7;

/// A currency by its three letters; rates pass through more of them than brands sell in (the euro).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code([u8; 3]);

impl Code {
    /// The code in `text`, upper case; none when it is not three letters.
    pub fn new(text: &str) -> Option<Self> {
        let letters: [u8; 3] = text.trim().as_bytes().try_into().ok()?;
        letters
            .iter()
            .all(u8::is_ascii_alphabetic)
            .then(|| Self(letters.map(|letter| letter.to_ascii_uppercase())))
    }

    /// The three letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl From<Currency> for Code {
    fn from(currency: Currency) -> Self {
        Self::new(currency.code()).unwrap_or(Self(*b"XXX"))
    }
}

/// Why a rate was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RateError {
    /// It leads from a currency to itself.
    #[error("a rate leads from one currency to another")]
    Same,
    /// It is not above zero.
    #[error("a rate is above zero")]
    NotPositive,
}

/// One rate: on `day` one of `from` was worth `rate` of `to`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rate {
    /// The day.
    pub day: NaiveDate,
    /// What is given.
    pub from: Code,
    /// What is got.
    pub to: Code,
    /// How much of it for one.
    pub rate: Decimal,
    /// Who said so.
    pub source: String,
}

impl Rate {
    /// The rate with its text trimmed, if it is one that can be kept.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn checked(mut self) -> Result<Self, RateError> {
        self.source = self.source.trim().to_owned();
        if self.from == self.to {
            return Err(RateError::Same);
        }
        if self.rate <= Decimal::ZERO { Err(RateError::NotPositive) } else { Ok(self) }
    }
}

/// How an amount came into another currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exchange {
    /// From this currency.
    pub from: Currency,
    /// To this one.
    pub to: Currency,
    /// The day of the rate: the newest on or before the day asked for.
    pub day: NaiveDate,
    /// How much of `to` for one of `from`.
    pub rate: Decimal,
    /// The currency both rates it was made of share; none for a rate that was said as such.
    pub through: Option<Code>,
}

/// The rates of one day.
type Said = BTreeMap<NaiveDate, (Decimal, Arc<str>)>;

/// All rates that are known.
#[derive(Debug, Clone, Default)]
pub struct Rates {
    pairs: Arc<BTreeMap<(Code, Code), Said>>,
}

impl FromIterator<Rate> for Rates {
    /// Of two rates of one day and pair the later one counts.
    fn from_iter<Iter: IntoIterator<Item = Rate>>(rates: Iter) -> Self {
        let mut pairs: BTreeMap<(Code, Code), Said> = BTreeMap::new();
        for Rate { day, from, to, rate, source } in rates {
            if rate > Decimal::ZERO && from != to {
                pairs.entry((from, to)).or_default().insert(day, (rate, source.into()));
            }
        }
        Self { pairs: Arc::new(pairs) }
    }
}

impl Rates {
    /// The rate from one currency to another on a day: the newest on or before it, at most [`OLDEST_DAYS`] old; as
    /// said, else as said the other way round, else through a third currency that both have a rate of one day with.
    ///
    /// # Errors
    /// [`Missing::Rate`] when there is none.
    pub fn on(&self, from: Currency, to: Currency, day: NaiveDate) -> Result<Exchange, Missing> {
        let made = |(day, rate, through)| Exchange { from, to, day, rate, through };
        if from == to {
            return Ok(made((day, Decimal::ONE, None)));
        }
        let (one, other) = (Code::from(from), Code::from(to));
        let direct = self.newest(one, other, day).map(|(day, rate)| (day, rate, None));
        let found = direct.or_else(|| {
            let through = self.pairs.keys().flat_map(|(from, to)| [*from, *to]);
            let mut through: Vec<Code> = through.filter(|code| *code != one && *code != other).collect();
            through.sort_unstable();
            through.dedup();
            let crossed = through.into_iter().filter_map(|code| self.crossed(one, code, other, day));
            // Of several ways the newest; of one day the first by name.
            crossed.reduce(|best, next| if next.0 > best.0 { next } else { best })
        });
        found.map(made).ok_or(Missing::Rate { from, to, day })
    }

    /// The newest rate of a pair in reach of `day`, said either way round.
    fn newest(&self, from: Code, to: Code, day: NaiveDate) -> Option<(NaiveDate, Decimal)> {
        let first = day.checked_sub_days(Days::new(OLDEST_DAYS)).unwrap_or(day);
        let latest = |pair| {
            let said: &Said = self.pairs.get(&pair)?;
            said.range(first..=day).next_back().map(|(day, (rate, _))| (*day, *rate))
        };
        let round = |(day, rate): (NaiveDate, Decimal)| Some((day, Decimal::ONE.checked_div(rate)?));
        match (latest((from, to)), latest((to, from)).and_then(round)) {
            (Some(direct), Some(round)) if round.0 > direct.0 => Some(round),
            (direct, round) => direct.or(round),
        }
    }

    /// A rate by way of `through`, both legs of one day.
    fn crossed(
        &self,
        from: Code,
        through: Code,
        to: Code,
        day: NaiveDate,
    ) -> Option<(NaiveDate, Decimal, Option<Code>)> {
        let mut day = day;
        let first = day.checked_sub_days(Days::new(OLDEST_DAYS))?;
        while day >= first {
            let (one, other) = (self.newest(from, through, day)?, self.newest(through, to, day)?);
            if one.0 == other.0 {
                return Some((one.0, one.1.checked_mul(other.1)?, Some(through)));
            }
            day = one.0.min(other.0);
        }
        None
    }

    /// Who said the rates behind an exchange.
    pub fn sources(&self, exchange: &Exchange) -> Vec<String> {
        let (from, to) = (Code::from(exchange.from), Code::from(exchange.to));
        let pairs = match exchange.through {
            None => vec![(from, to)],
            Some(through) => vec![(from, through), (through, to)],
        };
        let said = |(from, to): (Code, Code)| {
            let one = |pair| self.pairs.get(&pair).and_then(|said| said.get(&exchange.day));
            one((from, to)).or_else(|| one((to, from))).map(|(_, source)| source.to_string())
        };
        let mut sources: Vec<String> =
            pairs.into_iter().filter_map(said).filter(|source| !source.is_empty()).collect();
        sources.dedup();
        sources
    }

    /// Whether none is known at all.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }
}
