//! A recap that came in a file: read whole, checked, and never written anywhere.

use std::path::Path;

use domain::id::{ImportId, ProductId, SessionId};
use domain::{Channel, Currency, Market, Metric, Tally};
use exchange::share::{
    LARGEST_REVIEW_FILE, ReviewFileError, SharedBucket, SharedFigures, SharedLeft, SharedReview,
    SharedSession, SharedTally,
};
use uuid::Uuid;

use super::ExportError;
use super::review_file::metric;
use crate::reviews::{Band, Bucket, Figures, File, Kpi, ProductRow, Reviewed, SessionReview};
use crate::{Error, Result};

/// A recap that came in a file.
#[derive(Debug, Clone)]
pub struct Received {
    /// The file's name.
    pub file_name: String,
    /// Whose it is.
    pub brand: String,
    /// When it was written, UTC milliseconds.
    pub written_at_ms: i64,
    /// The latest instant the figures stand for, UTC milliseconds.
    pub as_of_ms: Option<i64>,
    /// Whether the figures are a platform's own totals.
    pub by_platform: bool,
    /// The recap; its products are in no catalogue here.
    pub review: SessionReview,
    /// The way to the margin, a currency each; empty where the sender left it out.
    pub left: Vec<SharedLeft>,
}

/// Opens a review file. It needs no workspace and changes none.
///
/// # Errors
/// `FileMissing`, `IsAFolder`, or why it is not opened as a review.
pub fn open(path: &Path) -> Result<Received> {
    let refused = |reason| Error::from(ExportError::Review { file: path.to_owned(), reason });
    if path.is_dir() {
        return Err(Error::IsAFolder(path.to_owned()));
    }
    let about = std::fs::metadata(path).map_err(|_| Error::FileMissing(path.to_owned()))?;
    if about.len() > LARGEST_REVIEW_FILE {
        return Err(refused(ReviewFileError::NotOne));
    }
    let bytes = std::fs::read(path).map_err(|error| exchange::FileError::Unreadable {
        file: path.display().to_string(),
        reason: error.to_string(),
    })?;
    let shared = SharedReview::from_bytes(&bytes).map_err(refused)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    received(shared, name).ok_or_else(|| refused(ReviewFileError::Altered))
}

/// The recap; none when a code in it is not one of ours, which its sum does not allow.
fn received(shared: SharedReview, file_name: String) -> Option<Received> {
    let band = |band: exchange::share::SharedBand| Band {
        slot_number: band.slot_number,
        title: band.title,
        product: nobody::<ProductId>(),
        from_ms: band.from_ms,
        to_ms: band.to_ms,
    };
    let file = |file: exchange::share::SharedFile| File {
        import: nobody::<ImportId>(),
        name: file.name,
        as_of_ms: file.as_of_ms,
        lines: file.lines,
    };
    let review = SessionReview {
        session: session(shared.session)?,
        previous: match shared.previous {
            Some(previous) => Some(session(previous)?),
            None => None,
        },
        windows: shared.windows,
        files: shared.files.into_iter().map(file).collect(),
        views: shared.views,
        platform: None,
        bucket_minutes: shared.bucket_minutes,
        bands: shared.bands.into_iter().map(band).collect(),
        figures: shared.figures.iter().map(figures).collect::<Option<_>>()?,
    };
    Some(Received {
        file_name,
        brand: shared.brand,
        written_at_ms: shared.written_at_ms,
        as_of_ms: shared.as_of_ms,
        by_platform: shared.figures.iter().any(|set| set.by_platform),
        review,
        left: shared.left.unwrap_or_default(),
    })
}

/// The id of something that is not here.
fn nobody<Id: From<Uuid>>() -> Id {
    Uuid::nil().into()
}

fn session(session: SharedSession) -> Option<Reviewed> {
    Some(Reviewed {
        id: SessionId::from(Uuid::parse_str(&session.id).ok()?),
        title: session.title,
        market: Market::from_code(&session.market)?,
        zone: session.zone.parse::<chrono_tz::Tz>().ok()?.name().to_owned(),
        started_at_ms: session.started_at_ms,
        ended_at_ms: session.ended_at_ms,
        channels: session.channels.iter().map(|code| Channel::from_code(code)).collect::<Option<_>>()?,
        hosts: session.hosts,
    })
}

const fn tally(tally: &SharedTally) -> Tally {
    Tally {
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

fn buckets(curve: &[SharedBucket]) -> Vec<Bucket> {
    curve.iter().map(|one| Bucket { at_ms: one.at_ms, gmv_e4: one.gmv_e4, units: one.units }).collect()
}

/// Decimal text, where it is some.
fn decimal(text: Option<&String>) -> Option<Option<rust_decimal::Decimal>> {
    match text {
        Some(text) => text.parse().ok().map(Some),
        None => Some(None),
    }
}

fn figures(set: &SharedFigures) -> Option<Figures> {
    let kpi = |shared: &exchange::share::SharedKpi| {
        Some(Kpi {
            metric: Metric::ALL.into_iter().find(|one| metric(*one) == shared.metric)?,
            value: decimal(shared.value.as_ref())?,
            goal: decimal(shared.goal.as_ref())?,
            previous: decimal(shared.previous.as_ref())?,
        })
    };
    let products = (1..).zip(&set.products).map(|(key, row)| ProductRow {
        key,
        product: None,
        slot_number: row.slot_number,
        sku: row.sku.clone(),
        title: row.title.clone(),
        tally: tally(&row.tally),
        on_screen_ms: row.on_screen_ms,
    });
    Some(Figures {
        currency: Currency::from_code(&set.currency)?,
        tally: tally(&set.tally),
        kpis: set.kpis.iter().map(kpi).collect::<Option<_>>()?,
        range: None,
        certain_lines: set.certain_lines,
        likely_lines: set.likely_lines,
        curve: buckets(&set.curve),
        outside_e4: set.outside_e4,
        previous_curve: buckets(&set.previous_curve),
        products: products.collect(),
        unmatched: Vec::new(),
    })
}
