//! The waterfall of one session, whole and by product.

use std::collections::{BTreeMap, HashMap};

use domain::Actor;
use domain::expense::{Expense, Spend};
use domain::fee::FeeRule;
use domain::id::{HostId, ProductId, SessionId};
use domain::rate::Rates;
use domain::session::Session;
use domain::waterfall::{Waterfall, shared};
use rust_decimal::Decimal;
use store::Tables;

use super::books::{Ordered, Terms};
use super::spending::Spending;
use crate::fees::may_see_money;
use crate::reviews::{Reviewed, reviewed};
use crate::sales::Books;
use crate::{App, Result};

/// What was left of one product.
#[derive(Debug, Clone)]
pub struct ProductLeft {
    /// Names the product in what is missing.
    pub key: i64,
    /// The catalogue product.
    pub product: Option<ProductId>,
    /// Its title.
    pub title: String,
    /// The way to its margin.
    pub waterfall: Waterfall,
}

/// What was left in one currency.
#[derive(Debug, Clone)]
pub struct Set {
    /// The whole session.
    pub whole: Waterfall,
    /// Each product; together they are the whole. Most net sales first.
    pub products: Vec<ProductLeft>,
}

/// What was left of a session.
#[derive(Debug, Clone)]
pub struct SessionLeft {
    /// The session.
    pub session: Reviewed,
    /// The rules, as waterfalls name them by place.
    pub rules: Vec<FeeRule>,
    /// The hosts of the session, by id.
    pub hosts: HashMap<HostId, String>,
    /// The session's expenses, as waterfalls name them by place.
    pub expenses: Vec<Expense>,
    /// The rates of exchange that are known.
    pub rates: Rates,
    /// One set a currency, the market's own first; empty while no sales came in.
    pub sets: Vec<Set>,
}

/// What was left of `session`.
///
/// # Errors
/// `NotFound` when there is no such session, `Forbidden` for whoever does not see money.
pub fn of_session(app: &App, by: &Actor, id: SessionId) -> Result<SessionLeft> {
    known_on(app, by, id, None)
}

/// What was left of `session`, as known at an instant; now when none.
///
/// # Errors
/// As [`of_session`].
pub fn known_on(app: &App, by: &Actor, id: SessionId, known_on_ms: Option<i64>) -> Result<SessionLeft> {
    may_see_money(by)?;
    let now = app.moment();
    app.read(|tables| {
        let books = Books::known_on(tables, known_on_ms)?;
        let session = tables.session(id)?;
        let rules = tables.fee_rules()?;
        let spending = Spending::read(tables, &now)?;
        let terms = Terms::read(tables, spending.rates.clone())?;
        let ordered = Ordered::read(tables, &books, &terms, &session)?;
        let reckoning = ordered.reckon(&rules);
        let mut expenses = Vec::new();
        let mut sets = Vec::new();
        for (at, currency) in ordered.currencies().into_iter().enumerate() {
            let whole = ordered.waterfall(&rules, &reckoning, currency);
            let (own, spends) = spending.of_session(tables, &session, (currency, at == 0), &whole.tally)?;
            expenses = own;
            let parts = ordered.waterfalls_by(&rules, &reckoning, currency, |_, line| line.product);
            let products = products(tables, &books, parts, &spends)?;
            sets.push(Set { whole: whole.bearing(spends), products });
        }
        Ok(SessionLeft {
            session: reviewed(tables, &session)?,
            sets,
            hosts: hosts(tables, &session)?,
            rates: spending.rates,
            expenses,
            rules,
        })
    })
}

/// Each product with its part of what was spent: by net sales, what is below zero as none.
fn products(
    tables: &Tables<'_>,
    books: &Books,
    parts: BTreeMap<i64, Waterfall>,
    spends: &[Spend],
) -> Result<Vec<ProductLeft>> {
    let weights: Vec<Decimal> = parts.values().map(|part| part.net_sales().max(Decimal::ZERO)).collect();
    let digits = parts.values().next().map_or(0, |part| part.currency.minor_digits());
    let shares = shared(spends, &weights, digits);
    let mut products = Vec::with_capacity(parts.len());
    for ((key, part), share) in parts.into_iter().zip(shares) {
        products.push(named(tables, books, key, part.bearing(share))?);
    }
    products.sort_by_key(|left| (std::cmp::Reverse(left.waterfall.tally.net_sales_e4()), left.key));
    Ok(products)
}

fn hosts(tables: &Tables<'_>, session: &Session) -> Result<HashMap<HostId, String>> {
    Ok(tables.hosts_of(session.id)?.into_iter().map(|host| (host.id, host.name)).collect())
}

fn named(tables: &Tables<'_>, books: &Books, key: i64, waterfall: Waterfall) -> Result<ProductLeft> {
    let known = books.known(key);
    let product = known.and_then(|known| known.product);
    let summaries = tables.product_summaries(product.as_slice())?;
    let product = product.filter(|id| summaries.contains_key(id));
    let title = product
        .and_then(|id| summaries.get(&id))
        .map(|summary| summary.title.clone())
        .or_else(|| known.map(|known| known.title.clone()));
    Ok(ProductLeft { key, product, title: title.unwrap_or_default(), waterfall })
}
