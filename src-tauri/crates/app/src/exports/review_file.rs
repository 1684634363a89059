//! A recap as a review file: figures, curve, bands and products; the way to the margin only where it was asked for.

use std::io::Write;
use std::path::Path;

use domain::fee::{Payer, Purpose};
use domain::waterfall::{Margin, Waterfall};
use domain::{Metric, Tally};
use exchange::share::{
    FileOut, SharedBand, SharedBucket, SharedFigures, SharedFile, SharedKpi, SharedLeft, SharedProduct,
    SharedReview, SharedSession, SharedTally,
};
use rust_decimal::Decimal;

use super::ExportError;
use super::place::refused;
use super::scope::Content;
use super::wording::{missing, spent};
use crate::Result;
use crate::margins::SessionLeft;
use crate::reviews::{Band, Bucket, Figures, File, Kpi, ProductRow, Reviewed, SessionReview};

/// Writes the file; answers bytes, and that no order lines are in it.
pub(super) fn write(content: &Content, path: &Path, whole: &dyn Fn() -> Result<()>) -> Result<(u64, u64)> {
    let review = content.review.as_ref().ok_or(ExportError::OneSession)?;
    let bytes = shared(content, review).to_bytes().map_err(|error| refused(path, error))?;
    let io = |error: std::io::Error| refused(path, error);
    let (place, mut out) = FileOut::begin(path).map_err(io)?;
    out.write_all(&bytes).map_err(io)?;
    whole()?;
    Ok((place.keep(out).map_err(io)?, 0))
}

fn shared(content: &Content, review: &SessionReview) -> SharedReview {
    let by_platform = review.platform.as_ref().is_some_and(|platform| platform.heads);
    let lefts =
        |left: &SessionLeft| left.sets.iter().map(|set| self::left(content, left, &set.whole)).collect();
    SharedReview {
        brand: content.brand.clone(),
        written_at_ms: content.at_ms,
        as_of_ms: content.as_of_ms,
        session: session(&review.session),
        previous: review.previous.as_ref().map(session),
        windows: review.windows.clone(),
        files: review.files.iter().map(file).collect(),
        views: review.views,
        bucket_minutes: review.bucket_minutes,
        bands: review.bands.iter().map(band).collect(),
        figures: review.figures.iter().map(|set| figures(set, by_platform)).collect(),
        left: content.sessions.iter().find_map(|going| going.left.as_ref()).map(lefts),
    }
}

fn session(session: &Reviewed) -> SharedSession {
    SharedSession {
        id: session.id.to_string(),
        title: session.title.clone(),
        market: session.market.code().to_owned(),
        zone: session.zone.clone(),
        started_at_ms: session.started_at_ms,
        ended_at_ms: session.ended_at_ms,
        channels: session.channels.iter().map(|channel| channel.code().to_owned()).collect(),
        hosts: session.hosts.clone(),
    }
}

fn file(file: &File) -> SharedFile {
    SharedFile { name: file.name.clone(), as_of_ms: file.as_of_ms, lines: file.lines }
}

fn band(band: &Band) -> SharedBand {
    SharedBand {
        slot_number: band.slot_number,
        title: band.title.clone(),
        from_ms: band.from_ms,
        to_ms: band.to_ms,
    }
}

const fn tally(tally: &Tally) -> SharedTally {
    SharedTally {
        gmv_e4: tally.gmv_e4,
        discount_e4: tally.discount_e4,
        refund_e4: tally.refund_e4,
        charge_e4: tally.charge_e4,
        adjustment_e4: tally.adjustment_e4,
        orders: tally.orders,
        units: tally.units,
        lines: tally.lines,
    }
}

/// The name of a figure in the file.
pub(super) const fn metric(metric: Metric) -> &'static str {
    match metric {
        Metric::Gmv => "gmv",
        Metric::NetSales => "netSales",
        Metric::Orders => "orders",
        Metric::Units => "units",
        Metric::Aov => "aov",
        Metric::Gpm => "gpm",
        Metric::Discounts => "discounts",
        Metric::Refunds => "refunds",
    }
}

fn text(amount: Decimal) -> String {
    amount.normalize().to_string()
}

fn kpi(kpi: &Kpi) -> SharedKpi {
    SharedKpi {
        metric: metric(kpi.metric).to_owned(),
        value: kpi.value.map(text),
        goal: kpi.goal.map(text),
        previous: kpi.previous.map(text),
    }
}

fn buckets(curve: &[Bucket]) -> Vec<SharedBucket> {
    let bucket = |one: &Bucket| SharedBucket { at_ms: one.at_ms, gmv_e4: one.gmv_e4, units: one.units };
    curve.iter().map(bucket).collect()
}

fn product(row: &ProductRow) -> SharedProduct {
    SharedProduct {
        slot_number: row.slot_number,
        sku: row.sku.clone(),
        title: row.title.clone(),
        tally: tally(&row.tally),
        on_screen_ms: row.on_screen_ms,
    }
}

fn figures(set: &Figures, by_platform: bool) -> SharedFigures {
    SharedFigures {
        currency: set.currency.code().to_owned(),
        tally: tally(&set.tally),
        kpis: set.kpis.iter().map(kpi).collect(),
        certain_lines: set.certain_lines,
        likely_lines: set.likely_lines,
        curve: buckets(&set.curve),
        outside_e4: set.outside_e4,
        previous_curve: buckets(&set.previous_curve),
        products: set.products.iter().map(product).collect(),
        by_platform,
    }
}

fn left(content: &Content, left: &SessionLeft, whole: &Waterfall) -> SharedLeft {
    let name = |rule: usize| left.rules.get(rule).map(|rule| rule.terms.name.clone()).unwrap_or_default();
    let of = |purpose: Purpose| whole.taken.iter().filter(move |taken| taken.purpose == purpose);
    let taken = of(Purpose::Fee).chain(of(Purpose::Commission)).map(|taken| {
        let own = (taken.open_lines == 0).then(|| text(taken.borne_by(Payer::Brand)));
        (name(taken.rule), own)
    });
    let spent = spent(content.language, left, whole);
    let spent = spent.into_iter().map(|(name, own)| (name, own.map(text)));
    SharedLeft {
        currency: whole.currency.code().to_owned(),
        net_sales: text(whole.net_sales()),
        taken: taken.chain(spent).collect(),
        cost: text(whole.cost),
        margin: match whole.margin() {
            Margin::Known(margin) => Some(text(margin)),
            Margin::Incomplete { .. } => None,
        },
        missing: missing(content.language, left, whole),
    }
}
