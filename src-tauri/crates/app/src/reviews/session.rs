//! The review of one session.

use std::collections::HashMap;

use domain::id::{ProductId, SessionId};
use domain::on_air::windows;
use domain::session::Session;
use domain::{Currency, Tally};
use store::import::ImportState;
use store::rollup::{MinuteSum, SessionSum, UnmatchedSum};

use super::curve::Axis;
use super::known::Known;
use super::platform::{self, Lacks};
use super::range::{Range, Ranges};
use super::{
    Band, Figures, File, Measured, ProductRow, SessionReview, Unmatched, goal, kpis, reviewed, screen,
};
use crate::on_air::entries;
use crate::session_imports::Platform;
use crate::{App, Result};

const MS_PER_MINUTE: i64 = 60_000;

/// What is known of a session's sales, in all currencies.
struct Sold {
    no: Option<i64>,
    sums: Vec<SessionSum>,
    minutes: Vec<MinuteSum>,
    axis: Option<Axis>,
    views: Option<i64>,
    platform: Option<Platform>,
    ranges: Option<Ranges>,
}

impl Sold {
    /// The sums of a currency: our order lines, and the platforms' own totals only where there are no lines.
    fn measured(&self, currency: Currency) -> Option<Measured> {
        let views = self.views;
        if let Some(sum) = self.sums.iter().find(|sum| sum.currency == currency) {
            return Some(Measured { tally: sum.tally, views, lacks: Lacks::default() });
        }
        let (own, tally, lacks) = platform::tally_of(self.platform.as_ref()?)?;
        (own == currency).then_some(Measured { tally, views, lacks })
    }
}

impl Sold {
    /// GMV as a range; what only a platform tells of has no lines to be sure of.
    fn range(&self, currency: Currency, tally: &Tally) -> Option<Range> {
        let (no, ranges) = (self.no?, self.ranges.as_ref()?);
        let told = self.platform.as_ref().and_then(platform::tally_of);
        let is_told = self.sums.is_empty() && told.is_some_and(|(own, _, _)| own == currency);
        (!is_told).then(|| ranges.of(&[no], currency, tally))
    }
}

/// What `session` brought, with its goal and the session before it.
///
/// # Errors
/// `NotFound` when there is no such session.
pub fn of_session(app: &App, id: SessionId) -> Result<SessionReview> {
    known_on(app, id, None)
}

/// What `session` had brought as far as it was known at an instant; now when none.
///
/// # Errors
/// As [`of_session`].
pub fn known_on(app: &App, id: SessionId, known_on_ms: Option<i64>) -> Result<SessionReview> {
    let now = app.moment();
    app.read(|tables| {
        let known = Known::read(tables, known_on_ms)?;
        let session = tables.session(id)?;
        let log = entries(tables, id)?;
        let on_air = windows(&log, &now);
        let bands = screen::bands(&log, &now);
        let platforms = known.platforms()?;
        let sold = sales_of(&known, &session, &on_air, &platforms)?;
        let started_at_ms = session.standing.started_at_ms.unwrap_or(session.starts_at_ms);
        let previous = match tables.session_before(session.plan.market, started_at_ms)? {
            Some(id) => Some(tables.session(id)?),
            None => None,
        };
        let sold_before = match &previous {
            Some(previous) => {
                let on_air = windows(&entries(tables, previous.id)?, &now);
                Some(sales_of(&known, previous, &on_air, &platforms)?)
            }
            None => None,
        };
        let unmatched = unmatched(&known, &on_air)?;
        let rows = ProductRows::read(&known, &session, sold.no, &bands)?;
        let figures = currencies(&session, &sold, &unmatched)
            .into_iter()
            .map(|currency| figures(&session, currency, &sold, sold_before.as_ref(), &unmatched, &rows))
            .collect();
        Ok(SessionReview {
            session: reviewed(tables, &session)?,
            previous: previous.as_ref().map(|previous| reviewed(tables, previous)).transpose()?,
            windows: on_air,
            files: files(&known, sold.no)?,
            views: sold.views,
            platform: platform::review(&platforms, id, |currency| {
                sold.sums.iter().find(|sum| sum.currency == currency).map(|sum| sum.tally)
            }),
            bucket_minutes: sold.axis.map_or(5, |axis| u32::try_from(axis.width).unwrap_or(60)),
            bands,
            figures,
        })
    })
}

fn sales_of(
    known: &Known<'_>,
    session: &Session,
    windows: &[(i64, i64)],
    platforms: &HashMap<SessionId, Platform>,
) -> Result<Sold> {
    let no = known.tables.sale_session_no(session.id)?;
    let platform = platforms.get(&session.id).cloned();
    Ok(Sold {
        no,
        sums: no.map_or(Ok(Vec::new()), |no| known.session_sums(no))?,
        minutes: no.map_or(Ok(Vec::new()), |no| known.minute_sums(no))?,
        axis: Axis::over(windows),
        views: session.views.map(i64::from).or_else(|| platform.as_ref()?.figures.views),
        platform,
        // A past day knows one figure; what may be credited otherwise is a question of now.
        ranges: if known.is_now() { Ranges::read(known.tables)? } else { None },
    })
}

/// The market's own currency first, then others in which something was sold.
fn currencies(session: &Session, sold: &Sold, unmatched: &[UnmatchedSum]) -> Vec<Currency> {
    let mut all: Vec<Currency> = sold.sums.iter().map(|sum| sum.currency).collect();
    all.extend(unmatched.iter().map(|sum| sum.currency));
    all.extend(sold.platform.as_ref().and_then(platform::tally_of).map(|(currency, _, _)| currency));
    all.sort_by_key(|&currency| (currency != session.currency(), currency.code()));
    all.dedup();
    all
}

fn figures(
    session: &Session,
    currency: Currency,
    sold: &Sold,
    before: Option<&Sold>,
    unmatched: &[UnmatchedSum],
    rows: &ProductRows,
) -> Figures {
    let sum = sold.sums.iter().find(|sum| sum.currency == currency);
    let tally = sum.map(|sum| sum.tally).unwrap_or_default();
    let certain_lines = sum.map_or(0, |sum| sum.certain_lines);
    let nothing = Measured { tally, views: sold.views, lacks: Lacks::default() };
    let measured = sold.measured(currency).unwrap_or(nothing);
    let previous = before.and_then(|before| before.measured(currency));
    let (curve, outside_e4) = match sold.axis {
        Some(axis) => axis.curve(&sold.minutes, currency, 0),
        None => (Vec::new(), tally.gmv_e4),
    };
    let previous_curve = before
        .and_then(|before| {
            let (axis, own) = (before.axis?, sold.axis?);
            let axis = Axis { width: own.width, ..axis };
            Some(axis.curve(&before.minutes, currency, own.first - axis.first).0)
        })
        .unwrap_or_default();
    Figures {
        currency,
        tally,
        kpis: kpis(&measured, previous.as_ref(), currency, |metric| goal(session, metric, currency)),
        range: sold.range(currency, &tally),
        certain_lines,
        likely_lines: tally.lines - certain_lines,
        curve,
        outside_e4,
        previous_curve,
        products: rows.of(currency),
        unmatched: unmatched
            .iter()
            .filter(|sum| sum.currency == currency)
            .map(|sum| Unmatched { reason: sum.credit, lines: sum.lines, gmv_e4: sum.gmv_e4 })
            .collect(),
    }
}

fn unmatched(known: &Known<'_>, windows: &[(i64, i64)]) -> Result<Vec<UnmatchedSum>> {
    let mut all: Vec<UnmatchedSum> = Vec::new();
    for &(from_ms, to_ms) in windows {
        let (from, to) = (from_ms.div_euclid(MS_PER_MINUTE), (to_ms - 1).div_euclid(MS_PER_MINUTE) + 1);
        for sum in known.unmatched_sums(from, to)? {
            match all.iter_mut().find(|other| (other.currency, other.credit) == (sum.currency, sum.credit)) {
                Some(other) => {
                    other.lines += sum.lines;
                    other.gmv_e4 += sum.gmv_e4;
                }
                None => all.push(sum),
            }
        }
    }
    Ok(all)
}

fn files(known: &Known<'_>, no: Option<i64>) -> Result<Vec<File>> {
    let Some(no) = no else { return Ok(Vec::new()) };
    let lines: HashMap<i64, i64> = known.source_sums(no)?.into_iter().collect();
    let live = known.tables.sale_imports()?.into_iter().filter(|import| import.state == ImportState::Live);
    Ok(live
        .filter_map(|import| {
            Some(File {
                import: import.import,
                lines: *lines.get(&import.no)?,
                name: import.file_name,
                as_of_ms: import.as_of_ms,
            })
        })
        .collect())
}

/// The rows of the product table, in every currency.
struct ProductRows {
    rows: Vec<(Currency, ProductRow)>,
}

impl ProductRows {
    fn read(known: &Known<'_>, session: &Session, no: Option<i64>, bands: &[Band]) -> Result<Self> {
        let tables = known.tables;
        let sums = no.map_or(Ok(Vec::new()), |no| known.product_sums(no))?;
        let lineup = tables.lineup(session.id)?;
        let on_screen = |product: ProductId| {
            bands.iter().filter(|band| band.product == product).map(|band| band.to_ms - band.from_ms).sum()
        };
        let numbers: Vec<i64> = sums.iter().map(|sum| sum.product_no).collect();
        let names = tables.sale_products_of(&numbers)?;
        let mut products: Vec<ProductId> = lineup.slots().iter().map(|slot| slot.product).collect();
        products.extend(names.iter().filter_map(|name| name.product));
        let summaries = tables.product_summaries(&products)?;
        let mut rows: Vec<(Currency, ProductRow)> = Vec::new();
        for (sum, name) in sums.iter().zip(&names) {
            // Names of one catalogue product are one row.
            let same = rows.iter_mut().find(|(currency, row)| {
                *currency == sum.currency && name.product.is_some() && row.product == name.product
            });
            if let Some((_, row)) = same {
                row.tally.add(&sum.tally, 1);
                continue;
            }
            let product = name.product.filter(|id| summaries.contains_key(id));
            let row = ProductRow {
                key: sum.product_no,
                product,
                slot_number: product.and_then(|id| lineup.number_of(id)),
                sku: name.sku.clone(),
                title: product
                    .and_then(|id| summaries.get(&id))
                    .map_or_else(|| name.title.clone(), |summary| summary.title.clone()),
                tally: sum.tally,
                on_screen_ms: product.map_or(0, on_screen),
            };
            rows.push((sum.currency, row));
        }
        // What was offered and not sold belongs into the table too.
        for (number, slot) in lineup.numbered() {
            let sold = rows.iter().any(|(_, row)| row.product == Some(slot.product));
            if let Some(summary) = summaries.get(&slot.product).filter(|_| !sold) {
                let row = ProductRow {
                    key: -i64::from(number),
                    product: Some(slot.product),
                    slot_number: Some(number),
                    sku: summary.sku.clone(),
                    title: summary.title.clone(),
                    tally: Tally::default(),
                    on_screen_ms: on_screen(slot.product),
                };
                rows.push((session.currency(), row));
            }
        }
        Ok(Self { rows })
    }

    fn of(&self, currency: Currency) -> Vec<ProductRow> {
        let own = self.rows.iter().filter(|(other, _)| *other == currency);
        let mut rows: Vec<ProductRow> = own.map(|(_, row)| row.clone()).collect();
        rows.sort_by_key(|row| (std::cmp::Reverse(row.tally.gmv_e4), row.slot_number, row.key));
        rows
    }
}
