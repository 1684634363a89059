//! The waterfall of one session, whole and by product.

use std::collections::HashMap;

use domain::fee::FeeRule;
use domain::id::{HostId, ProductId, SessionId};
use domain::session::Session;
use domain::waterfall::Waterfall;
use domain::{Actor, Currency};
use store::Tables;

use super::books::Ordered;
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
    app.read(|tables| {
        let books = Books::known_on(tables, known_on_ms)?;
        let session = tables.session(id)?;
        let rules = tables.fee_rules()?;
        let ordered = Ordered::read(tables, &books, &session)?;
        let reckoning = ordered.reckon(&rules);
        let set = |currency: Currency| {
            let whole = ordered.waterfall(&rules, &reckoning, currency, |_| true);
            let product = |key: i64| {
                let waterfall = ordered.waterfall(&rules, &reckoning, currency, |line| line.product == key);
                named(tables, &books, key, waterfall)
            };
            let mut products =
                ordered.products(currency).into_iter().map(product).collect::<Result<Vec<_>>>()?;
            products.sort_by_key(|left| (std::cmp::Reverse(left.waterfall.tally.net_sales_e4()), left.key));
            Ok(Set { whole, products })
        };
        Ok(SessionLeft {
            session: reviewed(tables, &session)?,
            sets: ordered.currencies().into_iter().map(set).collect::<Result<_>>()?,
            hosts: hosts(tables, &session)?,
            rules,
        })
    })
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
