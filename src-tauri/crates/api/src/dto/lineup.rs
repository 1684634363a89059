//! Line-ups on the wire.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Money;
use super::workspace::twins;

twins! {
    /// What a slot still lacks before it can be sold on air.
    SlotProblem is domain::lineup::SlotProblem {
        /// Neither a show price nor a list price in the session's currency.
        NoPrice,
        /// The product has no page to lead to.
        NoLink,
        /// The product has no picture.
        NoImage,
        /// Nothing left to sell.
        SoldOut,
        /// Few left to sell.
        LowStock,
    }
}

/// A product's address, marked for one place it is shown at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrackedLink {
    /// `website`, or the channel's code in lower case.
    pub source: String,
    /// The marked address.
    pub url: String,
}

/// One numbered product of a line-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Slot {
    /// The slot.
    pub id: String,
    /// The product.
    pub product_id: String,
    /// The number named on air, counted from 1 in the order.
    pub number: u32,
    /// The product's title.
    pub title: String,
    /// Address of the product's picture.
    pub image: Option<String>,
    /// The product's page.
    pub link: Option<String>,
    /// The ordinary price.
    pub list_price: Option<Money>,
    /// The price named on air; none sells at the list price.
    pub show_price: Option<Money>,
    /// What it is sold at: show price, or else list price in the session's currency.
    pub price: Option<Money>,
    /// Left to sell; none is "not counted".
    pub stock: Option<i64>,
    /// Sentences for the host.
    pub talking_points: Vec<String>,
    /// Planned length, ms.
    pub planned_ms: i64,
    /// Planned start, UTC ms.
    pub planned_start_ms: i64,
    /// For the team.
    pub note: String,
    /// What it still lacks.
    pub problems: Vec<SlotProblem>,
    /// The product's page, marked once for the website and once a channel.
    pub links: Vec<TrackedLink>,
}

/// The ordered products of one session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Lineup {
    /// The session.
    pub session_id: String,
    /// ISO 4217 code of its prices.
    pub currency: String,
    /// Planned start of the session, UTC ms.
    pub starts_at_ms: i64,
    /// Planned length of the session, ms.
    pub length_ms: i64,
    /// Planned length of all slots together, ms.
    pub planned_ms: i64,
    /// The slots, in order.
    pub slots: Vec<Slot>,
}

/// Puts products into a line-up; those already in it are refused.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LineupAdd {
    /// The session.
    pub session_id: String,
    /// The products, in order.
    pub product_ids: Vec<String>,
    /// In front of this slot; at the end when left out.
    #[ts(optional = nullable)]
    pub before_slot_id: Option<String>,
}

/// Takes slots out of a line-up.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LineupRemove {
    /// The session.
    pub session_id: String,
    /// The slots.
    pub slot_ids: Vec<String>,
}

/// Moves slots, keeping their order among themselves.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LineupMove {
    /// The session.
    pub session_id: String,
    /// The slots.
    pub slot_ids: Vec<String>,
    /// In front of this slot; at the end when left out.
    #[ts(optional = nullable)]
    pub before_slot_id: Option<String>,
}

/// Changes what is planned of one slot: the whole of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LineupEdit {
    /// The session.
    pub session_id: String,
    /// The slot.
    pub slot_id: String,
    /// The price named on air; none sells at the list price.
    #[ts(optional = nullable)]
    pub show_price: Option<Money>,
    /// Sentences for the host; empty ones are dropped.
    pub talking_points: Vec<String>,
    /// Planned length, ms.
    pub planned_ms: i64,
    /// For the team.
    pub note: String,
}

/// Adds what a product list has and the line-up has not, at the end.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LineupUseList {
    /// The session.
    pub session_id: String,
    /// The product list.
    pub list_id: String,
}
