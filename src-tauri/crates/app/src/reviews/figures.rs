//! What a review is made of.

use chrono::NaiveDate;
use domain::id::{ImportId, ProductId, SessionId};
use domain::{Channel, Credit, Currency, LineKind, Market, Metric, Tally};
use rust_decimal::Decimal;

use super::{PlatformReview, Range};

/// How sessions are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grouping {
    /// One row a session.
    Session,
    /// One row a month of the session's own zone.
    Month,
    /// One row a day of the session's own zone.
    Day,
    /// One row a quarter of the year, in the session's own zone.
    Quarter,
    /// One row a day of the week, in the session's own zone.
    Weekday,
    /// One row an hour of the day in which something was sold, in the session's own zone.
    Hour,
    /// One row a market.
    Market,
    /// One row for the channels a session ran on.
    Channel,
    /// One row a host; a session with two stands in both.
    Host,
    /// One row a product.
    Product,
}

impl Grouping {
    /// Whether its rows are made of whole sessions.
    pub(super) const fn is_whole(self) -> bool {
        !matches!(self, Self::Product | Self::Hour)
    }

    /// Whether its rows follow each other in time.
    pub(super) const fn is_in_time(self) -> bool {
        matches!(self, Self::Session | Self::Day | Self::Month | Self::Quarter)
    }
}

/// One row of a grouping, to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Within {
    /// What the row was put together by.
    pub grouping: Grouping,
    /// Its key.
    pub key: String,
}

/// Which sessions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    /// First instant, UTC milliseconds.
    pub from_ms: Option<i64>,
    /// The instant after the last, UTC milliseconds.
    pub to_ms: Option<i64>,
    /// Only this market.
    pub market: Option<Market>,
}

/// What is asked across sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcrossQuery {
    /// Which sessions.
    pub period: Period,
    /// First and last day, by the clock of each session's own zone.
    pub days: (Option<NaiveDate>, Option<NaiveDate>),
    /// What rows are put together by.
    pub grouping: Grouping,
    /// Only what one row of another grouping is made of.
    pub within: Option<Within>,
}

/// A session as a review names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// The session.
    pub id: SessionId,
    /// Its title.
    pub title: String,
    /// Its market.
    pub market: Market,
    /// Its IANA zone.
    pub zone: String,
    /// When it went on air, or is planned to; UTC milliseconds.
    pub started_at_ms: i64,
    /// When it went off air, UTC milliseconds.
    pub ended_at_ms: Option<i64>,
    /// Where the video ran.
    pub channels: Vec<Channel>,
    /// The hosts' names.
    pub hosts: Vec<String>,
}

/// One figure with its goal and the previous session's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kpi {
    /// Which figure.
    pub metric: Metric,
    /// In units of the set's currency, or a count; none when it is not known.
    pub value: Option<Decimal>,
    /// The session's goal.
    pub goal: Option<Decimal>,
    /// The previous session's value.
    pub previous: Option<Decimal>,
}

/// One bucket of the curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    /// Begin, UTC milliseconds.
    pub at_ms: i64,
    /// GMV, 10⁻⁴.
    pub gmv_e4: i64,
    /// Units.
    pub units: i64,
}

/// What was on screen, when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The slot's number; none when it has left the line-up.
    pub slot_number: Option<u32>,
    /// The product's title.
    pub title: String,
    /// The product.
    pub product: ProductId,
    /// From, UTC milliseconds.
    pub from_ms: i64,
    /// To, UTC milliseconds.
    pub to_ms: i64,
}

/// One product's part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductRow {
    /// Names the row when its lines are asked for.
    pub key: i64,
    /// The catalogue product.
    pub product: Option<ProductId>,
    /// Its number in the line-up.
    pub slot_number: Option<u32>,
    /// The stock code in the file.
    pub sku: Option<String>,
    /// Its title.
    pub title: String,
    /// Its sums; orders are not counted a product.
    pub tally: Tally,
    /// How long it was on screen, milliseconds.
    pub on_screen_ms: i64,
}

/// Lines placed on air but credited to no session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unmatched {
    /// Why.
    pub reason: Credit,
    /// How many lines.
    pub lines: i64,
    /// Their GMV, 10⁻⁴.
    pub gmv_e4: i64,
}

/// All figures of a session in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// The currency.
    pub currency: Currency,
    /// The sums.
    pub tally: Tally,
    /// The headline figures.
    pub kpis: Vec<Kpi>,
    /// GMV as a range; none where the figures are a platform's own, or while it is computed anew after an update.
    pub range: Option<Range>,
    /// Lines credited by the session's id or by hand.
    pub certain_lines: i64,
    /// Lines credited by time and product.
    pub likely_lines: i64,
    /// The curve while on air, empty buckets included.
    pub curve: Vec<Bucket>,
    /// GMV credited but placed outside the time on air, 10⁻⁴.
    pub outside_e4: i64,
    /// The previous session's curve, moved onto this one's start.
    pub previous_curve: Vec<Bucket>,
    /// Per product, most GMV first.
    pub products: Vec<ProductRow>,
    /// Placed on air, credited to none.
    pub unmatched: Vec<Unmatched>,
}

/// One file behind the figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The import.
    pub import: ImportId,
    /// The file's name.
    pub name: String,
    /// The instant its figures stand for, UTC milliseconds.
    pub as_of_ms: i64,
    /// Its lines credited to the session.
    pub lines: i64,
}

/// What a session brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionReview {
    /// The session.
    pub session: Reviewed,
    /// The one before it in the same market.
    pub previous: Option<Reviewed>,
    /// When it was on air: from, to; UTC milliseconds.
    pub windows: Vec<(i64, i64)>,
    /// Where the figures come from.
    pub files: Vec<File>,
    /// Views, as written down by hand, else as the platforms say; none while not known.
    pub views: Option<i64>,
    /// What the platforms themselves say.
    pub platform: Option<PlatformReview>,
    /// Width of the curve's buckets, minutes.
    pub bucket_minutes: u32,
    /// What was on screen, in order.
    pub bands: Vec<Band>,
    /// One set a currency, the market's own first.
    pub figures: Vec<Figures>,
}

/// One row across sessions, in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcrossRow {
    /// What the row is put together by: `2026-11`, `2026-11-28`, `2026-Q4`, a weekday from 1 (Monday), an hour, a
    /// market's or the channels' codes, or the id of session, host or product; empty for a total and for no host.
    pub key: String,
    /// What host or product are called.
    pub title: Option<String>,
    /// The session, when grouped by session.
    pub session: Option<Reviewed>,
    /// How many sessions.
    pub sessions: i64,
    /// The currency; where no sales came in, that of the market.
    pub currency: Currency,
    /// The headline figures; none when no sales came in.
    pub kpis: Vec<Kpi>,
    /// How many of the sessions are told by platform totals, because no order lines came in.
    pub by_platform: i64,
    /// GMV as a range; none where that is not known.
    pub range: Option<Range>,
    /// Their time on air, milliseconds; none while one of them does not say.
    pub on_air_ms: Option<i64>,
}

/// What sessions brought over a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Across {
    /// One row a group and currency: newest first, by the clock, or most GMV first.
    pub rows: Vec<AcrossRow>,
    /// Everything together, one row a currency.
    pub totals: Vec<AcrossRow>,
    /// The latest instant the figures stand for, UTC milliseconds.
    pub as_of_ms: Option<i64>,
    /// Whether a session stands in several rows; in the total it counts once.
    pub shares_sessions: bool,
    /// What the opened row is called, where its key alone does not say.
    pub of: Option<String>,
}

/// Which rows behind a figure.
#[derive(Debug, Clone)]
pub struct LineQuery {
    /// The session.
    pub session: SessionId,
    /// Only this row of the product table.
    pub product_key: Option<i64>,
    /// Only this currency.
    pub currency: Option<Currency>,
    /// The lines not credited, instead of the credited ones.
    pub unmatched: bool,
    /// Only what was placed in this time, from and to, UTC milliseconds.
    pub between: Option<(i64, i64)>,
    /// As known at this instant, UTC milliseconds; now when none.
    pub known_on_ms: Option<i64>,
    /// How many to skip.
    pub offset: u32,
    /// How many to answer.
    pub limit: u32,
}

/// One row of a file, washed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Names the line when it is credited by hand.
    pub id: i64,
    /// The import.
    pub import: ImportId,
    /// The file's name.
    pub file_name: String,
    /// The row in the file.
    pub row: i64,
    /// The order.
    pub order_ref: String,
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// What it is.
    pub kind: LineKind,
    /// The stock code in the file.
    pub sku: Option<String>,
    /// The title in the file.
    pub title: String,
    /// Units.
    pub quantity: i64,
    /// The currency.
    pub currency: Currency,
    /// Price of one, 10⁻⁴.
    pub unit_price_e4: i64,
    /// Quantity × price, 10⁻⁴.
    pub amount_e4: i64,
    /// Discount, 10⁻⁴.
    pub discount_e4: i64,
    /// Given back, 10⁻⁴.
    pub refund_e4: i64,
    /// How it is credited.
    pub credit: Credit,
    /// The washed cells as the file had them: header and value.
    pub cells: Vec<(String, String)>,
}

/// A page of lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LinePage {
    /// The page.
    pub lines: Vec<Line>,
    /// How many there are in all.
    pub total: i64,
}
