//! Reviews on the wire: amounts are decimal text in the currency of the figure set they stand in.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Market;
use super::review_across::ReviewRange;
use super::review_platform::PlatformReview;
use super::workspace::twins;

twins! {
    /// A figure with one definition; the window shows it on hover.
    Metric is domain::Metric {
        /// Σ quantity × price of credited sale lines, before discounts, refunded ones included.
        Gmv,
        /// GMV − discounts − refunds.
        NetSales,
        /// Distinct orders.
        Orders,
        /// Σ quantity of sale lines.
        Units,
        /// GMV ÷ orders.
        Aov,
        /// GMV ÷ views × 1,000.
        Gpm,
        /// Discounts the seller bore.
        Discounts,
        /// Money given back.
        Refunds,
    }
    /// Which session a line is credited to, and how surely.
    Credit is domain::Credit {
        /// Outside every session.
        None,
        /// Certain: the line carries the session's id.
        SessionId,
        /// Likely: placed on air, with the product in the line-up.
        OnAir,
        /// Not credited: several sessions match.
        SeveralSessions,
        /// Not credited: no catalogue product is known for the line.
        UnknownProduct,
        /// Not credited: the product was not in the line-up.
        NotInLineup,
        /// Certain: a person said so.
        ByHand,
        /// Not credited: a person said so.
        NoneByHand,
        /// Certain: the platform says it was bought in a room of the session.
        Room,
    }
    /// What a line of a sales file is.
    LineKind is domain::LineKind {
        /// Goods sold.
        Sale,
        /// Given back or cancelled.
        Refund,
        /// Postage, charges.
        Charge,
        /// A correction.
        Adjustment,
    }
    /// How sessions are put together.
    ReviewGrouping is app::reviews::Grouping {
        /// One row a session.
        Session,
        /// One row a month of the session's own zone.
        Month,
        /// One row a day of the session's own zone.
        Day,
        /// One row a quarter of the year.
        Quarter,
        /// One row a day of the week.
        Weekday,
        /// One row an hour of the day in which something was sold.
        Hour,
        /// One row a market.
        Market,
        /// One row for the channels a session ran on.
        Channel,
        /// One row a host.
        Host,
        /// One row a product.
        Product,
    }
}

/// Which session.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ReviewSession {
    /// The session.
    pub session_id: String,
    /// As known at this instant, UTC milliseconds; now when left out.
    pub known_on_ms: Option<i64>,
}

/// The lines behind a figure, a page at a time.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ReviewLines {
    /// The session.
    pub session_id: String,
    /// Only lines of this row of the product table (its `key`).
    pub product_key: Option<i64>,
    /// Only lines in this currency.
    pub currency: Option<String>,
    /// The lines not credited, instead of the credited ones.
    pub unmatched: Option<bool>,
    /// Only what was placed from this instant on, UTC milliseconds.
    pub from_ms: Option<i64>,
    /// Only what was placed before this instant, UTC milliseconds.
    pub to_ms: Option<i64>,
    /// As known at this instant, UTC milliseconds; now when left out.
    pub known_on_ms: Option<i64>,
    /// How many to skip.
    pub offset: u32,
    /// How many to answer, at most 500.
    pub limit: u32,
}

/// One figure with its goal and the previous session's.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Kpi {
    /// Which figure.
    pub metric: Metric,
    /// Whether `value`, `goal` and `previous` are amounts in the set's currency; else counts.
    pub money: bool,
    /// Decimal text; none when it is not known.
    pub value: Option<String>,
    /// The session's goal; none when none was set.
    pub goal: Option<String>,
    /// The value in percent of the goal, to a tenth.
    pub goal_percent: Option<f64>,
    /// The previous session's value.
    pub previous: Option<String>,
    /// The change to the previous session in percent, to a tenth.
    pub change_percent: Option<f64>,
}

/// One bucket of the curve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CurvePoint {
    /// Begin of the bucket, UTC milliseconds.
    pub at_ms: i64,
    /// GMV in it.
    pub gmv: String,
    /// Units sold in it.
    pub units: i64,
}

/// What was on screen, when: a band behind the curve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Band {
    /// The slot's number; none when the slot has left the line-up since.
    pub slot_number: Option<u32>,
    /// The product's title.
    pub title: String,
    /// The product.
    pub product_id: String,
    /// On screen from, UTC milliseconds.
    pub from_ms: i64,
    /// On screen to, UTC milliseconds.
    pub to_ms: i64,
}

/// One product's part.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewProduct {
    /// Names the row when its lines are asked for.
    pub key: i64,
    /// The catalogue product; none when the file's product is not in the catalogue.
    pub product_id: Option<String>,
    /// Its number in the line-up.
    pub slot_number: Option<u32>,
    /// The stock code in the file.
    pub sku: Option<String>,
    /// Its title.
    pub title: String,
    /// Units sold.
    pub units: i64,
    /// GMV.
    pub gmv: String,
    /// Discounts.
    pub discounts: String,
    /// Refunds.
    pub refunds: String,
    /// GMV − discounts − refunds.
    pub net_sales: String,
    /// Its GMV in percent of the session's, to a tenth.
    pub share_percent: Option<f64>,
    /// How long it was on screen, in milliseconds.
    pub on_screen_ms: i64,
    /// GMV per minute on screen, rounded half up to 10⁻⁴; none when it never was.
    pub gmv_per_minute: Option<String>,
}

/// Lines placed on air but credited to no session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Unmatched {
    /// Why.
    pub reason: Credit,
    /// How many lines.
    pub lines: i64,
    /// Their GMV.
    pub gmv: String,
}

/// All figures of a session in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewFigures {
    /// ISO 4217 code.
    pub currency: String,
    /// The headline figures.
    pub kpis: Vec<Kpi>,
    /// Postage and charges, in no other figure.
    pub charges: String,
    /// Corrections, in no other figure.
    pub adjustments: String,
    /// GMV as a range; none where the figures are a platform's own, or while it is computed anew after an update.
    pub range: Option<ReviewRange>,
    /// Lines credited for certain (they carry the session's id, or a person said so).
    pub certain_lines: i64,
    /// Lines credited by time and product.
    pub likely_lines: i64,
    /// The GMV curve; every bucket, empty ones included.
    pub curve: Vec<CurvePoint>,
    /// Credited, but placed outside the time on air.
    pub outside_gmv: String,
    /// The previous session's curve, moved onto this one's start.
    pub previous_curve: Vec<CurvePoint>,
    /// Per product, most GMV first.
    pub products: Vec<ReviewProduct>,
    /// Placed on air, credited to no session.
    pub unmatched: Vec<Unmatched>,
}

/// One file behind the figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FigureFile {
    /// The import.
    pub import_id: String,
    /// The file's name.
    pub file_name: String,
    /// The instant its figures stand for, UTC milliseconds.
    pub as_of_ms: i64,
    /// Its lines credited to this session.
    pub lines: i64,
}

/// One stretch on air.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OnAirWindow {
    /// From, UTC milliseconds.
    pub from_ms: i64,
    /// To, UTC milliseconds; now while still live.
    pub to_ms: i64,
}

/// A session as a review names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewedSession {
    /// The session.
    pub session_id: String,
    /// Its title.
    pub title: String,
    /// Its market.
    pub market: Market,
    /// Its IANA zone.
    pub zone: String,
    /// When it began: on air, or as planned if it never was; UTC milliseconds.
    pub started_at_ms: i64,
    /// When it ended, UTC milliseconds; none while it has not.
    pub ended_at_ms: Option<i64>,
    /// The channels' codes.
    pub channels: Vec<String>,
    /// The hosts' names.
    pub hosts: Vec<String>,
}

/// What a session brought.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionReview {
    /// The session.
    pub session: ReviewedSession,
    /// The one before it in the same market, which it is compared with.
    pub previous: Option<ReviewedSession>,
    /// When it was on air.
    pub windows: Vec<OnAirWindow>,
    /// Where the figures come from; empty when no sales came in yet.
    pub files: Vec<FigureFile>,
    /// The latest instant the figures stand for, UTC milliseconds.
    pub as_of_ms: Option<i64>,
    /// Views, as written down by hand, else as the platforms say; none while not known.
    pub views: Option<i64>,
    /// What the platforms themselves say: a second source, never added to the first.
    pub platform: Option<PlatformReview>,
    /// Width of the curve's buckets, minutes.
    pub bucket_minutes: u32,
    /// What was on screen, in order.
    pub bands: Vec<Band>,
    /// One set a currency, the market's own first; empty when no sales came in yet.
    pub figures: Vec<ReviewFigures>,
}

/// One row of a file, washed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewLine {
    /// Names the line when it is credited by hand.
    pub line_id: i64,
    /// The import.
    pub import_id: String,
    /// The file.
    pub file_name: String,
    /// The row in the file, counted as spreadsheets do.
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
    /// ISO 4217 code.
    pub currency: String,
    /// Price of one.
    pub unit_price: String,
    /// Quantity × price.
    pub amount: String,
    /// Discount.
    pub discount: String,
    /// Given back.
    pub refund: String,
    /// How it is credited.
    pub credit: Credit,
    /// The washed cells of the row as the file had them: header and value.
    pub cells: Vec<(String, String)>,
}

/// A page of lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewLinePage {
    /// The page.
    pub lines: Vec<ReviewLine>,
    /// How many there are in all.
    pub total: i64,
}
