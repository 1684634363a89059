//! How a session's figures ripened: what was known of it on each day after the show.

use std::collections::BTreeMap;

use domain::id::SessionId;
use domain::{Currency, LineKind, Tally};
use store::sale::Observed;

use crate::sales::{Books, standing};
use crate::{App, Result};

const DAY_MS: i64 = 86_400_000;
/// Platforms restate the figures of a show for so long.
const DAYS: i64 = 30;

/// What was known at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MaturePoint {
    /// Days since the show ended.
    pub day: i64,
    /// The instant, UTC milliseconds.
    pub at_ms: i64,
    /// GMV, 10⁻⁴.
    pub gmv_e4: i64,
    /// Net sales, 10⁻⁴.
    pub net_e4: i64,
    /// Orders.
    pub orders: i64,
}

/// How the figures in one currency ripened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maturing {
    /// The currency.
    pub currency: Currency,
    /// One point a day, from the first on which a file told of the session.
    pub points: Vec<MaturePoint>,
    /// Whether the thirty days are over.
    pub is_over: bool,
}

/// What was known of a session on each of the thirty days after it, from the age of the files; empty while no order
/// lines came in, or while it is on air.
///
/// # Errors
/// `NotFound` when there is no such session.
pub fn maturing(app: &App, id: SessionId) -> Result<Vec<Maturing>> {
    let now_ms = app.now_ms();
    app.read(|tables| {
        let session = tables.session(id)?;
        let (Some(no), Some(end_ms)) = (tables.sale_session_no(id)?, session.standing.ended_at_ms) else {
            return Ok(Vec::new());
        };
        let mut orders: Vec<Vec<Observed>> = Vec::new();
        tables.each_sale_order_of_session(no, None, &mut |order| orders.push(order))?;
        let mut books = Books::read(tables)?;
        let mut sets: BTreeMap<Currency, Vec<MaturePoint>> = BTreeMap::new();
        let mut before: Option<(usize, BTreeMap<Currency, Tally>)> = None;
        for day in 0..=DAYS {
            let at_ms = end_ms + day * DAY_MS;
            if at_ms > now_ms {
                break;
            }
            books.go_to(at_ms);
            let known = books.known_imports();
            let tallies = match before.take().filter(|(count, _)| *count == known) {
                Some((_, tallies)) => tallies,
                None => tallies(&books, no, &orders),
            };
            for (currency, tally) in &tallies {
                let (gmv_e4, net_e4, orders) = (tally.gmv_e4, tally.net_sales_e4(), tally.orders);
                sets.entry(*currency).or_default().push(MaturePoint { day, at_ms, gmv_e4, net_e4, orders });
            }
            before = Some((known, tallies));
        }
        let is_over = end_ms + DAYS * DAY_MS <= now_ms;
        let own = session.currency();
        let mut all: Vec<Maturing> =
            sets.into_iter().map(|(currency, points)| Maturing { currency, points, is_over }).collect();
        all.sort_by_key(|one| (one.currency != own, one.currency));
        Ok(all)
    })
}

/// The sums of a session's lines that stand.
fn tallies(books: &Books, no: i64, orders: &[Vec<Observed>]) -> BTreeMap<Currency, Tally> {
    let mut tallies: BTreeMap<Currency, Tally> = BTreeMap::new();
    for order in orders {
        let mut counted: Vec<Currency> = Vec::new();
        for line in standing(books, order).into_iter().filter(|line| line.session_no == Some(no)) {
            let tally = tallies.entry(line.currency).or_default();
            tally.add(&Tally::of_line(&line.amounts), 1);
            if line.amounts.kind == LineKind::Sale && !counted.contains(&line.currency) {
                tally.orders += 1;
                counted.push(line.currency);
            }
        }
    }
    tallies
}
