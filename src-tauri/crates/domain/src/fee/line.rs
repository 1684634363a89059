//! What is known of one line of an order, and what charges and cost can be reckoned from it.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use rust_decimal::{Decimal, RoundingStrategy};

use super::{Base, OnRefund, Shop};
use crate::LineKind;
use crate::id::{ExpenseId, HostId};
use crate::market::{Channel, Market};
use crate::money::{Currency, Money};
use crate::rate::{Exchange, Rates};

/// What has to be known and is not. Never taken for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// No fee is entered for what this channel charges on that day; 0 % would say that it charges nothing.
    Fees(Channel),
    /// Where the order was placed.
    Channel,
    /// What a host gets; 0 % would say that it is nothing.
    Commission(HostId),
    /// What the product costs, by its small number.
    Cost(i64),
    /// Which catalogue product it is, by its small number.
    Product(i64),
    /// The rate of exchange on a day, or shortly before it.
    Rate {
        /// From this currency.
        from: Currency,
        /// To this one.
        to: Currency,
        /// On this day.
        day: NaiveDate,
    },
    /// A rule's amounts in the currency of the order; they are in another.
    RuleCurrency(Currency),
    /// What type of shop the brand's is there.
    SellerType(Channel),
    /// Which category the product is of, by its small number.
    Category(i64),
    /// Whether the platform's shop ads brought the order.
    Ads,
    /// The amount or rate of an expense that is due.
    Expense(ExpenseId),
    /// How long the session was on air.
    OnAir,
    /// What the line was sold for.
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
    /// Whether the order had arrived before it came back.
    Delivery,
    /// The rule that another is a part of.
    Other,
    /// The rule's own rate, such as one by category.
    RuleRate,
}

/// What is known of one line of an order; amounts in units of 10⁻⁴. `None` is not known, which is not nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Lines of one order share it.
    pub order: i64,
    /// What the source calls the product, by its small number.
    pub product: i64,
    /// The day it was ordered, in the market's zone.
    pub day: NaiveDate,
    /// The time of day it was ordered, in the market's zone.
    pub time: NaiveTime,
    /// Where the order was placed.
    pub channel: Option<Channel>,
    /// The currency.
    pub currency: Currency,
    /// What the line is.
    pub kind: LineKind,
    /// Units; negative when they came back.
    pub quantity: i64,
    /// Quantity × price; negative when it was given back.
    pub amount_e4: Option<i64>,
    /// The seller's discount, positive.
    pub discount_e4: Option<i64>,
    /// The platform's discount, positive.
    pub platform_discount_e4: Option<i64>,
    /// Tax, positive.
    pub tax_e4: Option<i64>,
    /// What the buyer paid for shipping.
    pub shipping_e4: Option<i64>,
    /// What was given back of it, positive.
    pub refund_e4: Option<i64>,
    /// Whether a creator's link brought the order.
    pub by_creator: Option<bool>,
    /// Whether a coupon was used.
    pub with_code: Option<bool>,
    /// Whether the platform's shop ads brought the order.
    pub by_ads: Option<bool>,
    /// The product's category, folded.
    pub category: Option<Arc<str>>,
    /// Whether its order was given away: every line of it discounted by the seller to nothing.
    pub is_sample: bool,
    /// Whether it is credited to the session; the other lines of its order are there for what an order is charged.
    pub is_counted: bool,
}

/// Where and by whom the session was held.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The market.
    pub market: Market,
    /// The people on camera.
    pub hosts: Vec<HostId>,
    /// The brand's shops.
    pub shops: Vec<Shop>,
    /// The rates of exchange that are known.
    pub rates: Rates,
}

impl Setting {
    /// Without shops and rates.
    pub fn of(market: Market, hosts: Vec<HostId>) -> Self {
        Self { market, hosts, shops: Vec::new(), rates: Rates::default() }
    }

    /// The zone in whose days rules are valid.
    pub const fn zone(&self) -> Tz {
        self.market.zone()
    }

    /// Whether prices there are shown with tax in them.
    const fn has_tax_in_price(&self) -> bool {
        !matches!(self.market, Market::Us)
    }
}

/// What a rule charges on before anything came back, and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Worth {
    pub(super) sold: Decimal,
    pub(super) back: Decimal,
}

fn known(e4: Option<i64>, missing: Missing) -> Result<Decimal, Missing> {
    e4.map(|e4| Decimal::new(e4, 4)).ok_or(missing)
}

impl Facts {
    /// The line's part in `base`.
    pub(super) fn worth(&self, base: Base, setting: &Setting) -> Result<Worth, Missing> {
        let (goods, discount) = match self.kind {
            LineKind::Sale => {
                (known(self.amount_e4, Missing::Amount)?, known(self.discount_e4, Missing::Discount)?)
            }
            // What comes back by a line of its own states its amount as negative.
            LineKind::Refund => (
                known(self.refund_e4, Missing::Refund)? - known(self.amount_e4, Missing::Amount)?,
                Decimal::ZERO,
            ),
            LineKind::Charge | LineKind::Adjustment => return Ok(Worth::default()),
        };
        let platform = || known(self.platform_discount_e4, Missing::PlatformDiscount);
        let tax = || known(self.tax_e4, Missing::Tax);
        let shipping = || known(self.shipping_e4, Missing::Shipping);
        let tax_on_top = || tax().map(|tax| if setting.has_tax_in_price() { Decimal::ZERO } else { tax });
        let paid = || Ok(goods - discount - platform()? + tax_on_top()? + shipping()?);
        let of = match base {
            Base::Gmv => goods,
            Base::AfterSellerDiscount => goods - discount,
            Base::CustomerPayment => paid()?,
            Base::PaidPlusPlatformDiscountLessTax => paid()? + platform()? - tax()?,
            Base::NetPlusShippingPlusPlatformDiscount => {
                let platform = platform()?;
                (goods - discount - platform) + shipping()? + platform
            }
            Base::AfterDiscountsLessTax => goods - discount - platform()? - (tax()? - tax_on_top()?),
        };
        Ok(match self.kind {
            LineKind::Refund => Worth { sold: Decimal::ZERO, back: of },
            LineKind::Sale | LineKind::Charge | LineKind::Adjustment => {
                Worth { sold: of, back: of * self.share_back()? }
            }
        })
    }

    /// Which part of a sale was given back: 0 to 1 of what was paid for the goods.
    pub(super) fn share_back(&self) -> Result<Decimal, Missing> {
        let refund = known(self.refund_e4, Missing::Refund)?;
        if refund <= Decimal::ZERO {
            return Ok(Decimal::ZERO);
        }
        let paid = known(self.amount_e4, Missing::Amount)? - known(self.discount_e4, Missing::Discount)?;
        if paid <= refund { Ok(Decimal::ONE) } else { Ok(refund / paid) }
    }

    /// Which amounts of its figures are not stated.
    pub(crate) fn unstated(&self) -> impl Iterator<Item = Missing> {
        let stated = [
            (self.amount_e4, Missing::Amount),
            (self.discount_e4, Missing::Discount),
            (self.refund_e4, Missing::Refund),
        ];
        stated.into_iter().filter(|(e4, _)| e4.is_none()).map(|(_, missing)| missing)
    }

    /// What is left of `sold` for a rule that treats what comes back so.
    pub(super) fn kept(worth: Worth, on_refund: OnRefund, whole_order_back: bool) -> Decimal {
        match on_refund {
            OnRefund::Keep => worth.sold,
            OnRefund::Proportional => worth.sold - worth.back,
            OnRefund::Nullify if whole_order_back => Decimal::ZERO,
            OnRefund::Nullify => worth.sold,
        }
    }
}

/// What the goods of a line cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// To the minor unit of the line's currency.
    pub amount: Decimal,
    /// The rate of exchange it came by, where the goods cost another currency.
    pub exchange: Option<Exchange>,
}

/// What the goods of a line cost, to the minor unit. Goods whose money was given back count as back in stock.
///
/// # Errors
/// What is not known. Goods that all came back cost nothing, known or not.
pub fn cost_of(line: &Facts, unit_cost: Result<Money, Missing>, rates: &Rates) -> Result<Cost, Missing> {
    let share = match line.kind {
        LineKind::Sale => Decimal::ONE - line.share_back()?,
        LineKind::Refund => -Decimal::ONE,
        LineKind::Charge | LineKind::Adjustment => return Ok(Cost::default()),
    };
    if share.is_zero() || line.quantity == 0 {
        return Ok(Cost::default());
    }
    let cost = unit_cost?;
    let units = Decimal::from(line.quantity.saturating_abs());
    let mut exact = cost.amount().saturating_mul(units) * share;
    let exchange = match cost.currency() == line.currency {
        true => None,
        false => Some(rates.on(cost.currency(), line.currency, line.day)?),
    };
    if let Some(exchange) = &exchange {
        exact = exact.saturating_mul(exchange.rate);
    }
    let digits = line.currency.minor_digits();
    let amount = exact.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    Ok(Cost { amount, exchange })
}
