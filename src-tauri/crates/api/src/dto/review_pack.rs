//! Packs reviews for the wire.

use app::reviews as from;
use domain::metric::percent;
use domain::{Currency, Money, Tally};
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::review::{
    Band, CurvePoint, FigureFile, Kpi, OnAirWindow, ReviewFigures, ReviewLine, ReviewLinePage, ReviewProduct,
    ReviewedSession, SessionReview, Unmatched,
};
use super::review_across::ReviewRange;
use super::review_mature::{MaturePoint, MaturingSet, ReviewMaturing};

const MS_PER_MINUTE: i64 = 60_000;

fn text(amount: Decimal) -> String {
    amount.normalize().to_string()
}

fn observed(e4: i64, currency: Currency) -> String {
    text(Money::from_observed(e4, currency).amount())
}

/// A percentage is for the eye; it is already rounded to a tenth.
fn shown(percent: Option<Decimal>) -> Option<f64> {
    percent.and_then(|percent| percent.to_f64())
}

impl From<from::Reviewed> for ReviewedSession {
    fn from(session: from::Reviewed) -> Self {
        Self {
            session_id: session.id.to_string(),
            title: session.title,
            market: session.market.into(),
            zone: session.zone,
            started_at_ms: session.started_at_ms,
            ended_at_ms: session.ended_at_ms,
            channels: session.channels.iter().map(|channel| channel.code().to_owned()).collect(),
            hosts: session.hosts,
        }
    }
}

impl From<from::Kpi> for Kpi {
    fn from(kpi: from::Kpi) -> Self {
        let of_goal = kpi.value.zip(kpi.goal).and_then(|(value, goal)| percent(value, goal));
        let change =
            kpi.value.zip(kpi.previous).and_then(|(value, previous)| percent(value - previous, previous));
        Self {
            metric: kpi.metric.into(),
            money: kpi.metric.is_money(),
            value: kpi.value.map(text),
            goal: kpi.goal.map(text),
            goal_percent: shown(of_goal),
            previous: kpi.previous.map(text),
            change_percent: shown(change),
        }
    }
}

fn curve(buckets: Vec<from::Bucket>, currency: Currency) -> Vec<CurvePoint> {
    let point = |bucket: from::Bucket| CurvePoint {
        at_ms: bucket.at_ms,
        gmv: observed(bucket.gmv_e4, currency),
        units: bucket.units,
    };
    buckets.into_iter().map(point).collect()
}

fn product(row: from::ProductRow, whole: &Tally, currency: Currency) -> ReviewProduct {
    let gmv = Money::from_observed(row.tally.gmv_e4, currency).amount();
    let per_minute = (row.on_screen_ms > 0)
        .then(|| gmv.checked_mul(Decimal::from(MS_PER_MINUTE))?.checked_div(Decimal::from(row.on_screen_ms)))
        .flatten()
        .map(|exact| exact.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero));
    ReviewProduct {
        key: row.key,
        product_id: row.product.map(|id| id.to_string()),
        slot_number: row.slot_number,
        sku: row.sku,
        title: row.title,
        units: row.tally.units,
        gmv: text(gmv),
        discounts: observed(row.tally.discount_e4, currency),
        refunds: observed(row.tally.refund_e4, currency),
        net_sales: observed(row.tally.net_sales_e4(), currency),
        share_percent: shown(percent(gmv, Money::from_observed(whole.gmv_e4, currency).amount())),
        on_screen_ms: row.on_screen_ms,
        gmv_per_minute: per_minute.map(text),
    }
}

impl From<from::Figures> for ReviewFigures {
    fn from(set: from::Figures) -> Self {
        let currency = set.currency;
        let unmatched = |of: from::Unmatched| Unmatched {
            reason: of.reason.into(),
            lines: of.lines,
            gmv: observed(of.gmv_e4, currency),
        };
        Self {
            currency: currency.code().to_owned(),
            kpis: set.kpis.into_iter().map(Into::into).collect(),
            charges: observed(set.tally.charge_e4, currency),
            adjustments: observed(set.tally.adjustment_e4, currency),
            range: set.range.map(|range| ReviewRange::of(&range, currency)),
            certain_lines: set.certain_lines,
            likely_lines: set.likely_lines,
            curve: curve(set.curve, currency),
            outside_gmv: observed(set.outside_e4, currency),
            previous_curve: curve(set.previous_curve, currency),
            products: set.products.into_iter().map(|row| product(row, &set.tally, currency)).collect(),
            unmatched: set.unmatched.into_iter().map(unmatched).collect(),
        }
    }
}

impl From<from::SessionReview> for SessionReview {
    fn from(review: from::SessionReview) -> Self {
        let file = |file: from::File| FigureFile {
            import_id: file.import.to_string(),
            file_name: file.name,
            as_of_ms: file.as_of_ms,
            lines: file.lines,
        };
        let band = |band: from::Band| Band {
            slot_number: band.slot_number,
            title: band.title,
            product_id: band.product.to_string(),
            from_ms: band.from_ms,
            to_ms: band.to_ms,
        };
        Self {
            session: review.session.into(),
            previous: review.previous.map(Into::into),
            windows: review
                .windows
                .into_iter()
                .map(|(from_ms, to_ms)| OnAirWindow { from_ms, to_ms })
                .collect(),
            as_of_ms: review.files.iter().map(|file| file.as_of_ms).max(),
            files: review.files.into_iter().map(file).collect(),
            views: review.views,
            platform: review.platform.map(Into::into),
            bucket_minutes: review.bucket_minutes,
            bands: review.bands.into_iter().map(band).collect(),
            figures: review.figures.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Vec<from::Maturing>> for ReviewMaturing {
    fn from(sets: Vec<from::Maturing>) -> Self {
        let point = |point: &from::MaturePoint, currency: Currency| MaturePoint {
            day: point.day,
            at_ms: point.at_ms,
            gmv: observed(point.gmv_e4, currency),
            net_sales: observed(point.net_e4, currency),
            orders: point.orders,
        };
        let set = |set: from::Maturing| MaturingSet {
            currency: set.currency.code().to_owned(),
            points: set.points.iter().map(|one| point(one, set.currency)).collect(),
            over: set.is_over,
        };
        Self { sets: sets.into_iter().map(set).collect() }
    }
}

impl From<from::Line> for ReviewLine {
    fn from(line: from::Line) -> Self {
        let money = |e4| observed(e4, line.currency);
        Self {
            line_id: line.id,
            import_id: line.import.to_string(),
            file_name: line.file_name,
            row: line.row,
            order_ref: line.order_ref,
            at_ms: line.at_ms,
            kind: line.kind.into(),
            sku: line.sku,
            title: line.title,
            quantity: line.quantity,
            currency: line.currency.code().to_owned(),
            unit_price: money(line.unit_price_e4),
            amount: money(line.amount_e4),
            discount: money(line.discount_e4),
            refund: money(line.refund_e4),
            credit: line.credit.into(),
            cells: line.cells,
        }
    }
}

impl From<from::LinePage> for ReviewLinePage {
    fn from(page: from::LinePage) -> Self {
        Self { lines: page.lines.into_iter().map(Into::into).collect(), total: page.total }
    }
}
