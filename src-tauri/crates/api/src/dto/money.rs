//! Money on the wire.

use std::str::FromStr;

use domain::Currency;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An exact amount: `{ "amount": "199000", "currency": "VND" }`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Money {
    /// Decimal text in units of the currency, dot as separator.
    pub amount: String,
    /// ISO 4217 code.
    pub currency: String,
}

impl From<domain::Money> for Money {
    fn from(money: domain::Money) -> Self {
        Self { amount: money.amount().normalize().to_string(), currency: money.currency().code().to_owned() }
    }
}

impl TryFrom<Money> for domain::Money {
    type Error = app::Error;

    fn try_from(money: Money) -> Result<Self, app::Error> {
        let currency = Currency::from_code(&money.currency)
            .ok_or(app::Error::Invalid { field: "currency", value: money.currency })?;
        let amount = Decimal::from_str(&money.amount)
            .map_err(|_| app::Error::Invalid { field: "amount", value: money.amount })?;
        Ok(Self::new(amount, currency))
    }
}
