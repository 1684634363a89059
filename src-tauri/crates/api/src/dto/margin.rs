//! What was left, on the wire: amounts are decimal text in the currency of the waterfall they stand in.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::expense::Expense;
use super::fee::{FeeRule, FeeTerms};
use super::review::ReviewedSession;
use super::session::Channel;
use super::workspace::Market;
use super::{FeePayer, FeePurpose};

/// What has to be known and is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum MissingKind {
    /// No fee is entered for `channel`.
    Fees,
    /// Where the order was placed.
    Channel,
    /// What the host `name` gets.
    Commission,
    /// What the product `name` costs.
    Cost,
    /// `name` is not in the catalogue, so its cost is not known.
    Product,
    /// The rate of exchange from `currency` to `toCurrency` on `day`.
    Rate,
    /// The amounts of the rule are in `currency`, the orders in another.
    RuleCurrency,
    /// What type of shop the brand's is on `channel`.
    SellerType,
    /// Which category the product `name` is of.
    Category,
    /// Whether shop ads brought the order.
    Ads,
    /// The amount or rate of the expense `name`, which is due.
    Expense,
    /// How long the session was on air.
    OnAir,
    /// What a line was sold for.
    Amount,
    /// The seller's discount.
    Discount,
    /// The platform's discount.
    PlatformDiscount,
    /// The tax.
    Tax,
    /// What the buyer paid for shipping.
    Shipping,
    /// What was given back.
    Refund,
    /// Whether a creator's link brought the order.
    Creator,
    /// Whether a coupon was used.
    Code,
    /// Whether an order had arrived before it came back.
    Delivery,
    /// The fee that another is a part of.
    Other,
    /// The rate of the rule itself.
    RuleRate,
}

/// Something that is missing to know the margin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Missing {
    /// What.
    pub kind: MissingKind,
    /// On how many lines.
    pub lines: i64,
    /// The rule that needs it.
    pub rule_id: Option<String>,
    /// The rule's, host's or product's name, where it is about one.
    pub name: Option<String>,
    /// The channel it is about.
    pub channel: Option<Channel>,
    /// The catalogue product it is about.
    pub product_id: Option<String>,
    /// The currency it is about.
    pub currency: Option<String>,
    /// The currency a rate leads to.
    pub to_currency: Option<String>,
    /// The day a rate is of.
    pub day: Option<String>,
    /// The expense it is about.
    pub expense_id: Option<String>,
}

/// What one payer bears.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Borne {
    /// Who.
    pub payer: FeePayer,
    /// How much.
    pub amount: String,
}

/// What one rule takes.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TakenByRule {
    /// The rule.
    pub rule_id: String,
    /// Where it stands.
    pub purpose: FeePurpose,
    /// What is charged in all.
    pub amount: String,
    /// Who bears how much of it.
    pub by: Vec<Borne>,
    /// On how many lines.
    pub lines: i64,
    /// On how many lines it is not known.
    pub open_lines: i64,
    /// What is charged, in percent of the net sales it was charged on: more than its rate where goods came back and
    /// the charge stayed.
    pub effective_percent: Option<f64>,
}

/// What one expense takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SpentBy {
    /// The expense.
    pub expense_id: String,
    /// Who bears it.
    pub payer: FeePayer,
    /// How much; none while it is not known.
    pub amount: Option<String>,
}

/// Goods given away by orders discounted to nothing; in GMV and in discounts, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Samples {
    /// How many lines.
    pub lines: i64,
    /// What they would have brought.
    pub gmv: String,
    /// What they cost, as far as known; not in the cost of goods sold.
    pub cost: String,
}

/// A rate of exchange something came by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Exchanged {
    /// ISO 4217 code.
    pub from: String,
    /// ISO 4217 code.
    pub to: String,
    /// The day of the rate.
    pub day: String,
    /// How much for one.
    pub rate: String,
    /// Who said so.
    pub source: String,
}

/// From GMV to margin, in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Waterfall {
    /// ISO 4217 code.
    pub currency: String,
    /// GMV.
    pub gmv: String,
    /// Discounts the seller bore.
    pub discounts: String,
    /// Given back.
    pub refunds: String,
    /// GMV − discounts − refunds.
    pub net_sales: String,
    /// What each rule takes.
    pub taken: Vec<TakenByRule>,
    /// Fees the brand bears, as far as known.
    pub fees: String,
    /// Commission the brand bears, as far as known.
    pub commission: String,
    /// Fees and commission others bear, outside the margin.
    pub borne_by_others: String,
    /// Cost of the goods sold, as far as known.
    pub cost: String,
    /// What was given away; none when nothing was.
    pub samples: Option<Samples>,
    /// What each expense takes.
    pub spends: Vec<SpentBy>,
    /// What the brand spent on the session, as far as known.
    pub spent: String,
    /// The rates of exchange anything above came by.
    pub exchanges: Vec<Exchanged>,
    /// Net sales − fees − commission − cost − samples − what was spent; none while anything is missing.
    pub margin: Option<String>,
    /// The margin in percent of net sales, to a tenth.
    pub margin_percent: Option<f64>,
    /// What is missing to know the margin.
    pub missing: Vec<Missing>,
}

/// What was left of one product.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProductLeft {
    /// Names the row.
    pub key: i64,
    /// The catalogue product.
    pub product_id: Option<String>,
    /// Its title.
    pub title: String,
    /// The way to its margin.
    pub waterfall: Waterfall,
}

/// What was left in one currency, whole and by product.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WaterfallSet {
    /// The session.
    pub whole: Waterfall,
    /// Each product; together they are the session.
    pub products: Vec<ProductLeft>,
}

/// What was left of a session.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewWaterfall {
    /// The session.
    pub session: ReviewedSession,
    /// The rules that took something, or would if more were known.
    pub rules: Vec<FeeRule>,
    /// The expenses that are the session's.
    pub expenses: Vec<Expense>,
    /// One set a currency, the market's own first; empty while no sales came in.
    pub sets: Vec<WaterfallSet>,
}

/// The lines behind one step of a waterfall.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct WaterfallLines {
    /// The session.
    pub session_id: String,
    /// ISO 4217 code.
    pub currency: String,
    /// The rule whose charges are asked for; the cost of goods when left out.
    pub rule_id: Option<String>,
    /// Whether the cost of what was given away is asked for.
    pub samples: Option<bool>,
    /// How many to skip.
    pub offset: u32,
    /// How many to answer, at most 500.
    pub limit: u32,
}

/// What one step takes of one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WaterfallLine {
    /// The order.
    pub order_ref: String,
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// The title in the file.
    pub title: String,
    /// Units.
    pub quantity: i64,
    /// Quantity × price.
    pub amount: String,
    /// What it was taken of; none for an amount an order or a unit.
    pub base: Option<String>,
    /// What is taken; none while it is not known.
    pub taken: Option<String>,
    /// Who bears it.
    pub by: Vec<Borne>,
    /// What is missing to know it.
    pub missing: Option<MissingKind>,
}

/// A page of lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WaterfallLinePage {
    /// The page.
    pub lines: Vec<WaterfallLine>,
    /// How many there are in all.
    pub total: i64,
}

/// One rule as it would be.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct FeeRevision {
    /// The rule that changes; one that would be added when left out.
    pub rule_id: Option<String>,
    /// First day of the change; as if it had always been so when left out.
    pub from_day: Option<String>,
    /// What it would say; gone when left out.
    pub terms: Option<FeeTerms>,
}

/// Asks what past sessions would have left under other rules.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ReviewWhatIf {
    /// First instant, UTC milliseconds.
    pub from_ms: Option<i64>,
    /// The instant after the last, UTC milliseconds.
    pub to_ms: Option<i64>,
    /// Only sessions of this market.
    pub market: Option<Market>,
    /// Only these sessions.
    pub session_ids: Option<Vec<String>>,
    /// The rules as they would be.
    pub revisions: Vec<FeeRevision>,
    /// An id of the caller's, by which `run_progress` and `run_cancel` know the reckoning; the first one after sales came
    /// in counts lines that are alike and may take a while.
    pub run_id: Option<String>,
}

/// One session as it was and as it would be, in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WhatIfRow {
    /// The session.
    pub session: ReviewedSession,
    /// Under the rules there are.
    pub before: Waterfall,
    /// Under the others.
    pub after: Waterfall,
    /// How much more would be left (less when below zero), as far as known.
    pub difference: String,
}

/// Past sessions under other rules, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WhatIfRows {
    /// The rows.
    pub rows: Vec<WhatIfRow>,
}
