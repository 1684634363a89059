//! What was left of a session in parts, on the wire.

use app::margins as from;
use domain::fee::{Payer, Purpose};
use domain::metric::percent;
use domain::waterfall::Margin;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How a session is taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PartsBy {
    /// By its hosts: what is theirs alone, and an equal share of the rest.
    Host,
    /// By each minute on air.
    Minute,
    /// By each stretch a product was on screen.
    Band,
}

/// Asks for a session in parts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReviewPartsAsk {
    /// The session.
    pub session_id: String,
    /// ISO 4217 code.
    pub currency: String,
    /// How.
    pub by: PartsBy,
}

/// What was left of one part; amounts are decimal text.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PartLeft {
    /// The host, or the title of what was on screen; none for a minute and for what lies outside.
    pub name: Option<String>,
    /// From, UTC milliseconds.
    pub from_ms: Option<i64>,
    /// To, UTC milliseconds.
    pub to_ms: Option<i64>,
    /// Whether it is what was ordered at no such time.
    pub is_outside: bool,
    /// GMV.
    pub gmv: String,
    /// GMV − discounts − refunds.
    pub net_sales: String,
    /// Fees and commission the brand bears, as far as known.
    pub charges: String,
    /// Cost of goods and samples, as far as known.
    pub cost: String,
    /// Its part of what was spent, as far as known.
    pub spent: String,
    /// The margin; none while anything is missing.
    pub margin: Option<String>,
    /// The margin in percent of net sales, to a tenth.
    pub margin_percent: Option<f64>,
}

/// A session in parts, which add up to it.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewParts {
    /// The parts, in order.
    pub parts: Vec<PartLeft>,
}

impl From<PartsBy> for from::PartsBy {
    fn from(by: PartsBy) -> Self {
        match by {
            PartsBy::Host => Self::Host,
            PartsBy::Minute => Self::Minute,
            PartsBy::Band => Self::Band,
        }
    }
}

fn text(amount: Decimal) -> String {
    amount.normalize().to_string()
}

impl From<from::Part> for PartLeft {
    fn from(part: from::Part) -> Self {
        let is_outside = matches!(part.of, from::PartOf::Outside(_));
        let (name, time) = match part.of {
            from::PartOf::Host(_, name) => (Some(name), None),
            from::PartOf::Minute(from_ms, to_ms) => (None, Some((from_ms, to_ms))),
            from::PartOf::Band { title, from_ms, to_ms, .. } => (Some(title), Some((from_ms, to_ms))),
            from::PartOf::Outside(_) => (None, None),
        };
        let left = &part.waterfall;
        let margin = match left.margin() {
            Margin::Known(margin) => Some(margin),
            Margin::Incomplete { .. } => None,
        };
        let charges = left.borne(Purpose::Fee, Payer::Brand) + left.borne(Purpose::Commission, Payer::Brand);
        Self {
            name,
            from_ms: time.map(|(from_ms, _)| from_ms),
            to_ms: time.map(|(_, to_ms)| to_ms),
            is_outside,
            gmv: text(Decimal::new(left.tally.gmv_e4, 4)),
            net_sales: text(left.net_sales()),
            charges: text(charges),
            cost: text(left.cost + left.samples.cost),
            spent: text(left.spent()),
            margin: margin.map(text),
            margin_percent: margin
                .and_then(|margin| percent(margin, left.net_sales()))
                .and_then(|percent| percent.to_f64()),
        }
    }
}

impl From<Vec<from::Part>> for ReviewParts {
    fn from(parts: Vec<from::Part>) -> Self {
        Self { parts: parts.into_iter().map(Into::into).collect() }
    }
}
