//! What stands out in a session, and what it teaches for the next one.

use std::collections::HashMap;

use domain::id::{ProductId, SessionId};
use domain::insight::{self, Anomaly, Earlier, FarAbove, Featured, Proposal, Show, Usual};
use domain::on_air::windows;
use domain::session::Session;
use domain::{Currency, LineKind, SessionStatus};
use store::Tables;

use super::beside::{Comparison, Others, compare, goal_far_above};
use super::slice::Slices;
use super::{Band, Measured, Reviewed, platform, reviewed, screen};
use crate::on_air::entries;
use crate::sales::{Books, standing};
use crate::{App, Result};

/// What stands out in a session, and what it teaches.
#[derive(Debug, Clone)]
pub struct Insight {
    /// The session.
    pub session: Reviewed,
    /// It beside comparable ones.
    pub comparison: Comparison,
    /// What stands out.
    pub anomalies: Vec<Anomaly>,
    /// What to do otherwise next time.
    pub proposals: Vec<Proposal>,
    /// What the products are called.
    pub titles: HashMap<ProductId, String>,
}

/// What stands out in a session that is on air or over, in the currency of its market.
///
/// # Errors
/// `NotFound` when there is no such session.
pub fn insight(app: &App, id: SessionId) -> Result<Insight> {
    let now = app.moment();
    app.read(|tables| {
        let session = tables.session(id)?;
        let currency = session.currency();
        let platforms = platform::all(tables)?;
        let others = Others::read(tables, &platforms, id, currency)?;
        let own = [session];
        let [session] = &own;
        let views = session.views.map(i64::from).or_else(|| platforms.get(&id)?.figures.views);
        let whole = Slices::read(tables, &own, &platforms)?.whole()?;
        let measured = whole
            .into_iter()
            .find(|part| part.currency == currency)
            .and_then(|part| part.tally.map(|tally| Measured { tally, views, lacks: part.lacks }));
        let (_, comparable) = others.comparable(session);
        let mut shows = Vec::with_capacity(comparable.len());
        for other in &comparable {
            if let Some(measured) = others.measured(other.id) {
                let log = entries(tables, other.id)?;
                shows.push(show(tables, other, measured, &screen::bands(&log, &now), currency)?);
            }
        }
        let usual = Usual::of(&shows);
        let log = entries(tables, id)?;
        let bands = screen::bands(&log, &now);
        let mut found = (Vec::new(), Vec::new());
        if let Some(measured) = &measured {
            let mut own = show(tables, session, measured, &bands, currency)?;
            own.gaps = gaps(&windows(&log, &now), &bands);
            sold_before(tables, session, &windows(&log, &now), &bands, &mut own)?;
            let goal = session.plan.goal.gmv.map(domain::Money::to_observed).transpose()?;
            let earlier: Vec<Earlier> = shows.into_iter().flat_map(|show| show.products).map(then).collect();
            // Of a show that is still on air nothing can be said that its end would not change.
            if session.standing.status == SessionStatus::Ended {
                found = (insight::anomalies(&own, usual.as_ref(), goal), insight::next_time(&own, &earlier));
            }
        }
        let (anomalies, proposals) = found;
        let titles = titles(tables, &anomalies, &proposals)?;
        let comparison = compare(tables, session, measured.as_ref(), &others, currency)?;
        Ok(Insight { session: reviewed(tables, session)?, comparison, anomalies, proposals, titles })
    })
}

/// Whether the goal of a session lies far above what comparable ones reached, and what those reached.
///
/// # Errors
/// `NotFound` when there is no such session.
pub fn far_above(app: &App, id: SessionId) -> Result<(Currency, Option<FarAbove>)> {
    app.read(|tables| {
        let session = tables.session(id)?;
        Ok((session.currency(), goal_far_above(tables, &session)?))
    })
}

fn then(one: Featured) -> Earlier {
    Earlier { product: one.product, gmv_e4: one.gmv_e4, units: one.units, on_screen_ms: one.on_screen_ms }
}

/// What the rules see of a session, from its sums and its log.
fn show(
    tables: &Tables<'_>,
    session: &Session,
    measured: &Measured,
    bands: &[Band],
    currency: Currency,
) -> Result<Show> {
    let mut products: HashMap<ProductId, (i64, i64)> = HashMap::new();
    if let Some(no) = tables.sale_session_no(session.id)? {
        let sums = tables.product_sums(no)?;
        let numbers: Vec<i64> = sums.iter().map(|sum| sum.product_no).collect();
        let names = tables.sale_products_of(&numbers)?;
        for (sum, name) in sums.iter().zip(&names).filter(|(sum, _)| sum.currency == currency) {
            if let Some(product) = name.product {
                let (gmv, units) = products.entry(product).or_default();
                *gmv += sum.tally.gmv_e4;
                *units += sum.tally.units;
            }
        }
    }
    // Where only a platform tells of the show, nobody knows what a product sold.
    let is_told = measured.lacks != platform::Lacks::default();
    for band in bands.iter().filter(|_| !is_told) {
        products.entry(band.product).or_default();
    }
    let lineup = tables.lineup(session.id)?;
    let mut featured: Vec<Featured> = products
        .into_iter()
        .map(|(product, (gmv_e4, units))| Featured {
            product,
            number: lineup.number_of(product),
            gmv_e4,
            units,
            on_screen_ms: bands
                .iter()
                .filter(|band| band.product == product)
                .map(|band| band.to_ms - band.from_ms)
                .sum(),
            units_before_shown: 0,
        })
        .collect();
    featured.sort_by_key(|one| (one.number, one.product));
    Ok(Show {
        gmv_e4: measured.tally.gmv_e4,
        refund_e4: measured.tally.refund_e4,
        views: measured.views,
        products: featured,
        gaps: Vec::new(),
    })
}

/// Stretches on air in which nothing was on screen; none where nothing ever was, as for a show led elsewhere.
fn gaps(windows: &[(i64, i64)], bands: &[Band]) -> Vec<(i64, i64)> {
    let mut gaps = Vec::new();
    for &(from_ms, to_ms) in windows.iter().filter(|_| !bands.is_empty()) {
        let mut at_ms = from_ms;
        for band in bands.iter().filter(|band| band.to_ms > from_ms && band.from_ms < to_ms) {
            if band.from_ms > at_ms {
                gaps.push((at_ms, band.from_ms));
            }
            at_ms = at_ms.max(band.to_ms);
        }
        if at_ms < to_ms {
            gaps.push((at_ms, to_ms));
        }
    }
    gaps
}

/// Counts what was sold on air before it was first on screen, from the lines of this one session.
fn sold_before(
    tables: &Tables<'_>,
    session: &Session,
    on_air: &[(i64, i64)],
    bands: &[Band],
    own: &mut Show,
) -> Result<()> {
    let Some(no) = tables.sale_session_no(session.id)? else { return Ok(()) };
    let books = Books::read(tables)?;
    let mut first: HashMap<ProductId, i64> = HashMap::new();
    for band in bands {
        first.entry(band.product).or_insert(band.from_ms);
    }
    let mut before: HashMap<ProductId, i64> = HashMap::new();
    tables.each_sale_order_of_session(no, Some(session.currency()), &mut |order| {
        for line in standing(&books, &order) {
            let product = books.catalogue_product(line.product_no);
            let Some((product, shown_ms)) = product.and_then(|id| Some((id, *first.get(&id)?))) else {
                continue;
            };
            let is_on_air = on_air.iter().any(|(from, to)| (*from..*to).contains(&line.at_ms));
            let is_sale = line.amounts.kind == LineKind::Sale && line.session_no == Some(no);
            if is_sale && is_on_air && line.at_ms < shown_ms {
                *before.entry(product).or_default() += line.amounts.quantity;
            }
        }
    })?;
    for one in &mut own.products {
        one.units_before_shown = before.get(&one.product).copied().unwrap_or_default();
    }
    Ok(())
}

fn titles(
    tables: &Tables<'_>,
    anomalies: &[Anomaly],
    proposals: &[Proposal],
) -> Result<HashMap<ProductId, String>> {
    let mut products: Vec<ProductId> = proposals.iter().map(Proposal::product).collect();
    products.extend(anomalies.iter().filter_map(|one| match one {
        Anomaly::ShownUnsold { product, .. } | Anomaly::SoldBeforeShown { product, .. } => Some(*product),
        Anomaly::ViewsUpSalesDown { .. }
        | Anomaly::RefundsHigh { .. }
        | Anomaly::NothingShown { .. }
        | Anomaly::GoalFarAbove(_) => None,
    }));
    let known = tables.product_summaries(&products)?;
    Ok(known.into_iter().map(|(id, summary)| (id, summary.title)).collect())
}
