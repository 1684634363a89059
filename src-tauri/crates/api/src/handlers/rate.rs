//! Rates of exchange.

use app::exchange::{DateForm, NumberDialect, RateAnswers};
use app::store::exchange_rate::KnownRate;
use app::{App, rates, reviews};
use domain::rate::{Code, OLDEST_DAYS, Rate};
use domain::{Actor, Currency, Market};

use crate::ApiError;
use crate::dto::{
    ExchangeRate, ExchangeRateRef, ExchangeRateSave, ExchangeRates, Import, Nothing, RatesAsk, RatesLooked,
    ReviewTogether, ReviewTogetherAsk,
};

fn invalid(field: &'static str, value: &str) -> app::Error {
    app::Error::Invalid { field, value: value.to_owned() }
}

fn read<T>(field: &'static str, text: &str, found: Option<T>) -> Result<T, app::Error> {
    found.ok_or_else(|| invalid(field, text))
}

fn pack(rate: Rate, import: Option<domain::id::ImportId>) -> ExchangeRate {
    ExchangeRate {
        day: rate.day.to_string(),
        from: rate.from.as_str().to_owned(),
        to: rate.to.as_str().to_owned(),
        rate: rate.rate.normalize().to_string(),
        source: rate.source,
        import_id: import.map(|import| import.to_string()),
    }
}

/// See [`rates::all`].
pub(crate) fn rate_all(app: &App, by: &Actor, _: Nothing) -> Result<ExchangeRates, ApiError> {
    let known = rates::all(app, by)?.into_iter();
    let oldest_days = u32::try_from(OLDEST_DAYS).unwrap_or(u32::MAX);
    Ok(ExchangeRates {
        rates: known.map(|KnownRate { rate, import }| pack(rate, import)).collect(),
        oldest_days,
    })
}

/// See [`rates::save`].
pub(crate) fn rate_save(app: &App, by: &Actor, req: ExchangeRateSave) -> Result<ExchangeRate, ApiError> {
    let rate = Rate {
        day: read("day", &req.day, req.day.parse().ok())?,
        from: read("from", &req.from, Code::new(&req.from))?,
        to: read("to", &req.to, Code::new(&req.to))?,
        rate: read("rate", &req.rate, req.rate.parse().ok())?,
        source: req.source,
    };
    Ok(pack(rates::save(app, by, rate)?, None))
}

/// See [`rates::delete`].
pub(crate) fn rate_delete(app: &App, by: &Actor, req: ExchangeRateRef) -> Result<Nothing, ApiError> {
    let day = read("day", &req.day, req.day.parse().ok())?;
    let (from, to) =
        (read("from", &req.from, Code::new(&req.from))?, read("to", &req.to, Code::new(&req.to))?);
    rates::delete(app, by, day, from, to)?;
    Ok(Nothing {})
}

/// The answers to what a file does not prove.
fn answers(req: &RatesAsk) -> Result<RateAnswers, app::Error> {
    let numbers = |code: &String| {
        let found = [NumberDialect::Dot, NumberDialect::Comma].into_iter().find(|one| one.code() == code);
        read("numbers", code, found)
    };
    let dates = |code: &String| read("dates", code, DateForm::from_code(code));
    Ok(RateAnswers {
        numbers: req.numbers.as_ref().map(numbers).transpose()?,
        dates: req.dates.as_ref().map(dates).transpose()?,
    })
}

/// See [`rates::look`].
pub(crate) fn rate_preview(app: &App, by: &Actor, req: RatesAsk) -> Result<RatesLooked, ApiError> {
    Ok(rates::look(app, by, req.path.as_ref(), answers(&req)?)?.into())
}

/// See [`rates::take_in`].
pub(crate) fn rate_import(app: &App, by: &Actor, req: RatesAsk) -> Result<Import, ApiError> {
    let hash = req.hash.clone().unwrap_or_default();
    Ok(rates::take_in(app, by, req.path.as_ref(), &hash, answers(&req)?)?.into())
}

/// See [`reviews::together`].
pub(crate) fn review_together(
    app: &App,
    _: &Actor,
    req: ReviewTogetherAsk,
) -> Result<ReviewTogether, ApiError> {
    let currency = read("currency", &req.currency, Currency::from_code(&req.currency))?;
    let period =
        reviews::Period { from_ms: req.from_ms, to_ms: req.to_ms, market: req.market.map(Market::from) };
    Ok(reviews::together(app, period, currency)?.into())
}
