//! Fee rules on the wire: rates in parts per million, days as `2026-11-28` in the market's zone.

use domain::fee;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Money;
use super::session::{Channel, Host};
use super::workspace::{Market, twins};

twins! {
    /// Where a charge stands in the waterfall.
    FeePurpose is fee::Purpose {
        /// What a platform, a shop or a carrier charges.
        Fee,
        /// What a host, a creator or an agency gets.
        Commission,
    }
    /// How a charge is reckoned.
    FeeKind is fee::Kind {
        /// A rate of a base.
        Percent,
        /// An amount an order.
        FlatPerOrder,
        /// An amount a unit.
        FlatPerUnit,
        /// A rate of what another rule charges.
        PercentOfFee,
    }
    /// What a rate is taken of.
    FeeBase is fee::Base {
        /// Quantity × price.
        Gmv,
        /// Quantity × price − the seller's discount.
        AfterSellerDiscount,
        /// What the customer paid.
        CustomerPayment,
        /// What the customer paid + the platform's discount − tax.
        PaidPlusPlatformDiscountLessTax,
        /// Goods after all discounts + shipping + the platform's discount.
        NetPlusShippingPlusPlatformDiscount,
        /// Goods after all discounts − tax.
        AfterDiscountsLessTax,
    }
    /// What is put together before rounding, or before a cap.
    FeeScope is fee::Scope {
        /// One line.
        Line,
        /// One product of an order.
        Product,
        /// One order.
        Order,
        /// The session.
        Session,
    }
    /// When a charge falls due.
    FeeDue is fee::Due {
        /// When the order is paid.
        Paid,
        /// When it was delivered.
        Delivered,
        /// When the platform settles it.
        Settled,
        /// When something is given back, on what is given back.
        Refunded,
    }
    /// What becomes of a charge when goods come back.
    FeeOnRefund is fee::OnRefund {
        /// It stays.
        Keep,
        /// Its part is given back.
        Proportional,
        /// It is given back when the whole order came back.
        Nullify,
    }
    /// What a shop is to its platform.
    SellerType is fee::SellerType {
        /// A brand's official shop.
        Mall,
        /// Any other.
        Normal,
    }
    /// Whether the platform's shop ads brought an order.
    FeeByAds is fee::ByAds {
        /// Only orders that came by an ad.
        Only,
        /// Only orders that did not.
        Not,
    }
    /// Who bears a charge.
    FeePayer is fee::Payer {
        /// The brand.
        Brand,
        /// The platform.
        Platform,
        /// The creator.
        Creator,
        /// The agency.
        Agency,
    }
    /// Which orders a rule is for.
    FeeCondition is fee::Condition {
        /// All of them.
        None,
        /// Those from the live session.
        FromLive,
        /// Those a creator's link brought.
        ByCreator,
        /// Those with a coupon.
        WithCode,
    }
    /// What becomes of half a minor unit.
    FeeRounding is fee::Rounding {
        /// Away from zero.
        HalfUp,
        /// To the even neighbour.
        HalfEven,
    }
}

/// One step of a graded rate: what lies above `from` is charged at its own rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FeeStep {
    /// Where it begins.
    pub from: Money,
    /// Its rate, parts per million.
    pub rate_ppm: u32,
}

/// Who bears which share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FeeShare {
    /// Who.
    pub payer: FeePayer,
    /// Their share, parts per million; all shares together are a million.
    pub share_ppm: u32,
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FeeTerms {
    /// What it is called.
    pub name: String,
    /// Where it stands in the waterfall.
    pub purpose: FeePurpose,
    /// Only orders placed there; `other` is the brand's own shop.
    pub channel: Option<Channel>,
    /// Only sessions of this market.
    pub market: Option<Market>,
    /// Only sessions with this host.
    pub host_id: Option<String>,
    /// Only shops of this type.
    pub seller_type: Option<SellerType>,
    /// Only products of this category or one below it.
    pub category: Option<String>,
    /// Only while the shop takes part in this programme.
    pub programme: Option<String>,
    /// Only orders that came by shop ads, or only the others.
    pub by_ads: Option<FeeByAds>,
    /// How it is reckoned.
    pub kind: FeeKind,
    /// What its rate is taken of.
    pub base: FeeBase,
    /// The rule it is a part of.
    pub other_id: Option<String>,
    /// Its rate, parts per million; none while it is not known, which is not nothing.
    pub rate_ppm: Option<u32>,
    /// Marginal steps above it.
    pub steps: Vec<FeeStep>,
    /// Its amount when it is flat.
    pub flat: Option<Money>,
    /// At least this much.
    pub least: Option<Money>,
    /// At most this much.
    pub cap: Option<Money>,
    /// What the cap is for.
    pub cap_scope: FeeScope,
    /// Tax on top of it, parts per million.
    pub tax_ppm: u32,
    /// When it falls due.
    pub due: FeeDue,
    /// What becomes of it when goods come back.
    pub on_refund: FeeOnRefund,
    /// The rule that is charged instead, on what came back.
    pub becomes_id: Option<String>,
    /// Who bears it.
    pub payers: Vec<FeeShare>,
    /// Which orders it is for.
    pub condition: FeeCondition,
    /// First day.
    pub valid_from: Option<String>,
    /// When it begins on its first day, `18:00` in the market's zone.
    pub starts_at: Option<String>,
    /// Last day.
    pub valid_to: Option<String>,
    /// When it ends on its last day.
    pub ends_at: Option<String>,
    /// Of the rules of one group that fit, the highest is charged.
    pub precedence: i32,
    /// Rules of one group take each other's place.
    pub group: Option<String>,
    /// What is put together before it is rounded.
    pub per: FeeScope,
    /// How it is rounded.
    pub rounding: FeeRounding,
    /// Where it was read.
    pub source_note: String,
    /// When it was read there.
    pub source_seen_on: Option<String>,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FeeRule {
    /// The rule.
    pub rule_id: String,
    /// What it says.
    pub terms: FeeTerms,
}

/// A starter set there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FeeStarter {
    /// The market.
    pub market: Market,
    /// The channel.
    pub channel: Channel,
    /// How many rules.
    pub rules: u32,
}

/// Every rule, by market and channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FeeRules {
    /// The rules.
    pub rules: Vec<FeeRule>,
    /// Every host, by name.
    pub hosts: Vec<Host>,
    /// The starter sets there are.
    pub starters: Vec<FeeStarter>,
}

/// Adds a rule, or changes one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct FeeRuleSave {
    /// The rule to change; a new one when left out.
    pub rule_id: Option<String>,
    /// What it says from now on.
    pub terms: FeeTerms,
}

/// Names a rule.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FeeRuleRef {
    /// The rule.
    pub rule_id: String,
}

/// Takes a starter set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FeeStarterTake {
    /// The market.
    pub market: Market,
    /// The channel.
    pub channel: Channel,
}

/// Gives a commission another rate.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CommissionChange {
    /// The commission.
    pub rule_id: String,
    /// Its rate from then on, parts per million.
    pub rate_ppm: u32,
    /// The day it is announced.
    pub announced_on: String,
    /// Whether it is written; else only answered.
    pub write: bool,
}

/// The rules that were added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FeeRulesAdded {
    /// The rules.
    pub rules: Vec<FeeRule>,
}
