//! Rates of exchange: entered by hand, or from files.

mod file;

use domain::rate::{Code, Rate};
use domain::{Actor, Change};
use store::exchange_rate::KnownRate;

pub(crate) use file::undo;
pub use file::{LookedRates, RatePair, look, take_in};

use crate::fees::may_see_money;
use crate::{App, Result, Write};

/// Every rate that counts, the newest first.
///
/// # Errors
/// `Forbidden` for whoever does not see money.
pub fn all(app: &App, by: &Actor) -> Result<Vec<KnownRate>> {
    may_see_money(by)?;
    app.read(|tables| {
        let mut rates = tables.exchange_rates()?;
        rates.reverse();
        Ok(rates)
    })
}

/// Enters a rate; one of the same day and pair gives way.
///
/// # Errors
/// [`domain::rate::RateError`] when it does not hold.
pub fn save(app: &App, by: &Actor, rate: Rate) -> Result<Rate> {
    may_see_money(by)?;
    let rate = rate.checked()?;
    let said = said(&rate.from, &rate.to);
    app.transact(Write::new("rate_save", Change::Fees, by).to(said), |tables| {
        tables.save_exchange_rate(&rate)?;
        Ok(rate)
    })
}

/// Removes a rate that was entered by hand.
pub fn delete(app: &App, by: &Actor, day: chrono::NaiveDate, from: Code, to: Code) -> Result<()> {
    may_see_money(by)?;
    app.transact(Write::new("rate_delete", Change::Fees, by).to(said(&from, &to)), |tables| {
        Ok(tables.delete_exchange_rate(day, from, to)?)
    })
}

fn said(from: &Code, to: &Code) -> String {
    format!("{} → {}", from.as_str(), to.as_str())
}
