//! Payouts against what was sold on the wire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::review::{FigureFile, ReviewedSession};

/// By which day a period is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PayoutBasis {
    /// The day of the order.
    Ordered,
    /// The day of the payout.
    PaidOut,
}

/// Where an order stands between sale and payout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PayoutState {
    /// Nothing was paid out, and it was due.
    Overdue,
    /// Paid out, and something differs from what our figures and rules say.
    Differs,
    /// Paid out for no order we know.
    NoOrder,
    /// Nothing was paid out yet, nor was it due.
    NotDue,
    /// Paid out as expected.
    Agrees,
    /// Nothing was earned, and nothing paid out.
    Nothing,
}

/// A question about payouts: of a session, or of a period by either clock.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct PayoutQuery {
    /// Orders with a line credited to this session; else those of the period.
    pub session_id: Option<String>,
    /// By which day the period is meant; of the order when left out.
    pub basis: Option<PayoutBasis>,
    /// From, UTC milliseconds.
    pub from_ms: Option<i64>,
    /// To, not included, UTC milliseconds.
    pub to_ms: Option<i64>,
    /// Only orders of this source, such as `tiktok`.
    pub source: Option<String>,
    /// As known at this instant, UTC milliseconds.
    pub known_on_ms: Option<i64>,
    /// After how many days from the order a payout is due; 15 when left out.
    pub due_days: Option<u32>,
    /// Only this currency.
    pub currency: Option<String>,
    /// Only orders in this state.
    pub state: Option<PayoutState>,
    /// How many orders to skip.
    pub offset: u32,
    /// How many orders to answer, at most 500.
    pub limit: u32,
}

/// One order of those a question is about.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PayoutOrderQuery {
    /// The question.
    pub of: PayoutQuery,
    /// The order, as the page named it.
    pub key: i64,
    /// Its currency.
    pub currency: String,
}

/// In which column a rule is charged, as the user says.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PayoutRuleMatch {
    /// The rule.
    pub rule_id: String,
    /// The column's kind, empty for in none; null takes back what was said.
    pub kind: Option<String>,
}

/// What a fee is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PayoutChargeKind {
    /// A kind its source describes.
    Kind,
    /// A column nobody has described.
    Column,
    /// A rule of ours without a column.
    Rule,
}

/// A fee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PayoutCharge {
    /// What it is known by.
    pub by: PayoutChargeKind,
    /// The kind, the column's name, or the rule's id.
    pub key: String,
    /// What the column or the rule is called.
    pub name: String,
}

/// What a line of the way from net sales to the payout is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PayoutStepKind {
    /// Our net sales against the platform's revenue.
    Revenue,
    /// A fee.
    Fee,
    /// Adjustments.
    Adjustment,
    /// Fees the file sums up and does not name.
    NotItemised,
    /// What is left of rows that do not add up.
    Uneven,
}

/// One line of the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PayoutStep {
    /// What it is about.
    pub kind: PayoutStepKind,
    /// The fee.
    pub fee: Option<PayoutCharge>,
    /// What our figures and rules say; none where they say nothing.
    pub ours: Option<String>,
    /// What the platform says; none where it says nothing.
    pub theirs: Option<String>,
    /// Theirs − ours.
    pub difference: String,
    /// Orders for which a rule's amount is not known.
    pub open: i64,
}

/// The way from GMV to what was paid out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PayoutWay {
    /// GMV.
    pub gmv: String,
    /// The seller's discounts, positive.
    pub discounts: String,
    /// Given back, positive.
    pub refunds: String,
    /// Net sales.
    pub net_sales: String,
    /// The lines; what the platform says of them adds up to what was paid out.
    pub steps: Vec<PayoutStep>,
    /// What our figures and rules expect.
    pub expected: String,
    /// What was paid out.
    pub paid: String,
    /// Paid − expected, the sum of the lines' differences.
    pub difference: String,
}

/// Orders that wait for their payout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PayoutWaiting {
    /// How many.
    pub orders: i64,
    /// Their GMV.
    pub gmv: String,
    /// What our rules expect to be paid out.
    pub expected: String,
    /// Orders for which a rule's amount is not known.
    pub open: i64,
}

/// How many orders are in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PayoutStateCount {
    /// The state.
    pub state: PayoutState,
    /// How many.
    pub orders: i64,
}

/// Everything in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PayoutSet {
    /// ISO 4217 code.
    pub currency: String,
    /// Orders of which something was paid out.
    pub settled: PayoutWay,
    /// How many orders are in each state.
    pub states: Vec<PayoutStateCount>,
    /// Not yet due.
    pub not_due: PayoutWaiting,
    /// Due, and not paid out.
    pub overdue: PayoutWaiting,
    /// Entries about no order we know.
    pub no_order: PayoutWay,
    /// What was paid out in the period itself; none when the question is about orders.
    pub in_period: Option<String>,
}

/// One order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PayoutOrder {
    /// Names it together with its currency.
    pub key: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// Its number.
    pub order_ref: String,
    /// Whose order numbers these are.
    pub source: String,
    /// When it was placed, UTC milliseconds.
    pub placed_at_ms: Option<i64>,
    /// When its payout is due, UTC milliseconds.
    pub due_at_ms: Option<i64>,
    /// When something of it was settled last, UTC milliseconds.
    pub settled_at_ms: Option<i64>,
    /// The session it is credited to.
    pub session: Option<ReviewedSession>,
    /// Where it stands.
    pub state: PayoutState,
    /// From GMV to payout.
    pub way: PayoutWay,
}

/// Why a rule is compared with a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PayoutMatchedBy {
    /// Somebody said so.
    Chosen,
    /// They say the same on most orders.
    Amounts,
    /// They have one name.
    Name,
    /// It is compared with none.
    Nothing,
}

/// In which column a rule is charged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PayoutMatch {
    /// The rule.
    pub rule_id: String,
    /// What it is called.
    pub name: String,
    /// The column's kind; none for in none.
    pub kind: Option<String>,
    /// Why.
    pub by: PayoutMatchedBy,
    /// Orders on which they say the same, where that is why.
    pub agree: Option<i64>,
    /// Orders the rule charges, where that is why.
    pub of: Option<i64>,
}

/// Payouts of a period or a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PayoutPage {
    /// One set a currency; currencies are never added.
    pub sets: Vec<PayoutSet>,
    /// A page of orders, those that need a look first.
    pub orders: Vec<PayoutOrder>,
    /// How many orders there are of that state and currency.
    pub total: i64,
    /// In which column each rule that charges something stands.
    pub rules: Vec<PayoutMatch>,
    /// Columns of fees by their kind, as they are named.
    pub columns: BTreeMap<String, String>,
    /// Settlements behind the figures.
    pub files: Vec<FigureFile>,
    /// Sources of orders of which settlements came in.
    pub sources: Vec<String>,
    /// Platforms with orders and without any settlement.
    pub without: Vec<String>,
    /// As known at this instant, UTC milliseconds; none for now.
    pub known_on_ms: Option<i64>,
}

/// An amount of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PayoutAmount {
    /// The column's name as found.
    pub name: String,
    /// What it is; empty when nobody has described it.
    pub kind: String,
    /// The kind it is a part of; empty when it stands beside the sums.
    pub part_of: String,
    /// How much; what was taken is below zero.
    pub amount: String,
}

/// One entry of a settlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PayoutEntry {
    /// The number of the order or adjustment.
    pub entry_ref: String,
    /// What kind of entry, in the platform's words.
    pub type_name: String,
    /// When it was settled, UTC milliseconds.
    pub settled_at_ms: i64,
    /// What was paid out.
    pub total: String,
    /// Every amount the file gives.
    pub amounts: Vec<PayoutAmount>,
    /// The file.
    pub file_name: String,
    /// Its row there.
    pub row: i64,
}

/// One line an order was sold by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PayoutLine {
    /// The title in the file.
    pub title: String,
    /// Units.
    pub quantity: i64,
    /// Quantity × price.
    pub amount: String,
    /// Discount.
    pub discount: String,
    /// Given back.
    pub refund: String,
    /// The file.
    pub file_name: String,
    /// Its row there.
    pub row: i64,
}

/// One order between sale and payout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PayoutOrderDetail {
    /// The order.
    pub order: PayoutOrder,
    /// Its entries, the earlier first.
    pub entries: Vec<PayoutEntry>,
    /// Its lines.
    pub lines: Vec<PayoutLine>,
}
