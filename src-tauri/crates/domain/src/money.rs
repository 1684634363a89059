//! Exact amounts in one currency; never a float.

use rust_decimal::{Decimal, RoundingStrategy};

/// The currencies of the eight markets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Currency {
    /// Vietnamese đồng.
    Vnd,
    /// Thai baht.
    Thb,
    /// Philippine peso.
    Php,
    /// Malaysian ringgit.
    Myr,
    /// Indonesian rupiah.
    Idr,
    /// Singapore dollar.
    Sgd,
    /// Pound sterling.
    Gbp,
    /// US dollar.
    Usd,
    /// Chinese yuan; no market of ours, but what Douyin's exports are in.
    Cny,
    /// Brazilian real; no market of ours, but what TikTok's exports for Brazil are in.
    Brl,
}

impl Currency {
    /// All currencies.
    pub const ALL: [Self; 10] = [
        Self::Vnd,
        Self::Thb,
        Self::Php,
        Self::Myr,
        Self::Idr,
        Self::Sgd,
        Self::Gbp,
        Self::Usd,
        Self::Cny,
        Self::Brl,
    ];

    /// ISO 4217 code, upper case.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vnd => "VND",
            Self::Thb => "THB",
            Self::Php => "PHP",
            Self::Myr => "MYR",
            Self::Idr => "IDR",
            Self::Sgd => "SGD",
            Self::Gbp => "GBP",
            Self::Usd => "USD",
            Self::Cny => "CNY",
            Self::Brl => "BRL",
        }
    }

    /// The currency with this ISO 4217 code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|currency| currency.code().eq_ignore_ascii_case(code))
    }

    /// Decimals of the minor unit in storage, by ISO 4217 (VND 0, all others 2, IDR included).
    pub const fn minor_digits(self) -> u32 {
        match self {
            Self::Vnd => 0,
            Self::Thb | Self::Php | Self::Myr | Self::Idr | Self::Sgd => 2,
            Self::Gbp | Self::Usd | Self::Cny | Self::Brl => 2,
        }
    }

    /// Decimals shown to people (VND and IDR 0, all others 2).
    pub const fn display_digits(self) -> u32 {
        match self {
            Self::Vnd | Self::Idr => 0,
            Self::Thb | Self::Php | Self::Myr | Self::Sgd => 2,
            Self::Gbp | Self::Usd | Self::Cny | Self::Brl => 2,
        }
    }
}

/// Why two amounts could not be combined, or an amount could not be stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Amounts of two currencies were put together.
    #[error("{} and {} cannot be combined without an exchange rate", .0.code(), .1.code())]
    Mixed(Currency, Currency),
    /// The amount has more decimals than its currency's minor unit.
    #[error("{amount} has more than {digits} decimals", digits = .currency.minor_digits())]
    TooPrecise {
        /// The amount as given.
        amount: Decimal,
        /// Its currency.
        currency: Currency,
    },
    /// The amount does not fit the range kept.
    #[error("the amount is outside the range that can be kept")]
    OutOfRange,
}

/// Observed amounts are kept in units of 10⁻⁴ of the currency.
const OBSERVED_SCALE: u32 = 4;

/// An exact amount in one currency. Minor units in SQL, a decimal string on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    amount: Decimal,
    currency: Currency,
}

impl Money {
    /// An amount in units of the currency (199000 VND, 24.50 GBP).
    pub const fn new(amount: Decimal, currency: Currency) -> Self {
        Self { amount, currency }
    }

    /// Nothing, in `currency`.
    pub const fn zero(currency: Currency) -> Self {
        Self { amount: Decimal::ZERO, currency }
    }

    /// A price we set, from minor units as stored (ISO 4217).
    pub fn from_minor(minor: i64, currency: Currency) -> Self {
        Self { amount: Decimal::new(minor, currency.minor_digits()), currency }
    }

    /// An amount we observed, from units of 10⁻⁴ as stored.
    pub fn from_observed(e4: i64, currency: Currency) -> Self {
        Self { amount: Decimal::new(e4, OBSERVED_SCALE), currency }
    }

    /// The amount in units of the currency.
    pub const fn amount(self) -> Decimal {
        self.amount
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Minor units for storage; refuses an amount that would lose decimals.
    pub fn to_minor(self) -> Result<i64, MoneyError> {
        scaled(self.amount, self.currency.minor_digits(), self)
    }

    /// Units of 10⁻⁴ for storage of observed amounts; refuses more than four decimals.
    pub fn to_observed(self) -> Result<i64, MoneyError> {
        scaled(self.amount, OBSERVED_SCALE, self)
    }

    /// The sum; refuses two currencies.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        self.same(other)?;
        let amount = self.amount.checked_add(other.amount).ok_or(MoneyError::OutOfRange)?;
        Ok(Self { amount, ..self })
    }

    /// The difference; refuses two currencies.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        self.same(other)?;
        let amount = self.amount.checked_sub(other.amount).ok_or(MoneyError::OutOfRange)?;
        Ok(Self { amount, ..self })
    }

    /// This amount `count` times over.
    pub fn times(self, count: i64) -> Result<Self, MoneyError> {
        let amount = self.amount.checked_mul(Decimal::from(count)).ok_or(MoneyError::OutOfRange)?;
        Ok(Self { amount, ..self })
    }

    /// The amount shared by `count` (an average), rounded half up to the minor unit; none when `count` is 0.
    pub fn shared_by(self, count: i64) -> Option<Self> {
        let amount = self.amount.checked_div(Decimal::from(count))?;
        let digits = self.currency.minor_digits();
        let amount = amount.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
        Some(Self { amount, ..self })
    }

    fn same(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::Mixed(self.currency, other.currency))
        }
    }
}

fn scaled(amount: Decimal, digits: u32, money: Money) -> Result<i64, MoneyError> {
    let factor = Decimal::from(10_i64.pow(digits));
    let scaled = amount.checked_mul(factor).ok_or(MoneyError::OutOfRange)?;
    if scaled.fract() != Decimal::ZERO {
        return Err(MoneyError::TooPrecise { amount, currency: money.currency });
    }
    i64::try_from(scaled.trunc()).map_err(|_| MoneyError::OutOfRange)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_dong_has_no_decimals_and_a_pound_has_two() {
        assert_eq!(Money::from_minor(199_000, Currency::Vnd).amount(), Decimal::from(199_000));
        assert_eq!(Money::from_minor(2_450, Currency::Gbp).amount().to_string(), "24.50");
    }

    #[test]
    fn a_price_with_more_decimals_than_its_currency_is_refused() {
        let half_dong = Money::new(Decimal::new(1_990_005, 1), Currency::Vnd);
        assert!(matches!(half_dong.to_minor(), Err(MoneyError::TooPrecise { .. })));
    }

    #[test]
    fn two_currencies_are_never_added() {
        let dong = Money::from_minor(1, Currency::Vnd);
        let pound = Money::from_minor(1, Currency::Gbp);
        assert_eq!(dong.plus(pound), Err(MoneyError::Mixed(Currency::Vnd, Currency::Gbp)));
    }

    proptest! {
        #[test]
        fn minor_units_survive_the_way_there_and_back(minor in -1_000_000_000_000_i64..1_000_000_000_000, which in 0..8_usize) {
            let currency = Currency::ALL[which];
            prop_assert_eq!(Money::from_minor(minor, currency).to_minor(), Ok(minor));
        }
    }
}
