//! How the figures of a session ripened, on the wire.

use serde::Serialize;
use ts_rs::TS;

/// What was known of a session at one instant after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MaturePoint {
    /// Days since the show ended.
    pub day: i64,
    /// The instant, UTC milliseconds.
    pub at_ms: i64,
    /// GMV.
    pub gmv: String,
    /// Net sales.
    pub net_sales: String,
    /// Orders.
    pub orders: i64,
}

/// How the figures of a session in one currency ripened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MaturingSet {
    /// ISO 4217 code.
    pub currency: String,
    /// One point a day, from the first on which a file told of the session.
    pub points: Vec<MaturePoint>,
    /// Whether the thirty days are over.
    pub over: bool,
}

/// How the figures of a session ripened over thirty days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewMaturing {
    /// One set a currency, the market's own first; empty while no order lines came in.
    pub sets: Vec<MaturingSet>,
}
