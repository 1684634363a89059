//! The figures a review shows, each with one definition.
//!
//! Amounts are summed in units of 10⁻⁴ of one currency; two currencies are never added. What is not known is
//! `None`, which is not zero.

use rust_decimal::{Decimal, RoundingStrategy};

use crate::credit::LineKind;
use crate::money::{Currency, Money};

/// A figure with one definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Metric {
    /// Gross merchandise value: Σ quantity × price of the sale lines credited, before discounts, including what
    /// was later refunded or cancelled. Source: order lines. Not rounded.
    Gmv,
    /// Net sales: GMV − discounts − refunds, refunds counted whenever they came. Source: order lines. Not
    /// rounded.
    NetSales,
    /// Distinct orders with at least one sale line credited. Source: order lines.
    Orders,
    /// Units: Σ quantity of the sale lines credited, refunds not taken off. Source: order lines.
    Units,
    /// Average order value: GMV ÷ orders, rounded half up to 10⁻⁴; none without orders.
    Aov,
    /// GMV per thousand views: GMV ÷ views × 1,000, rounded half up to 10⁻⁴; none while views are not known.
    Gpm,
    /// Discounts the seller bore on the sale lines credited. Not rounded.
    Discounts,
    /// Money given back: for sale lines, and by refund and cancellation lines credited. Not rounded.
    Refunds,
}

impl Metric {
    /// All figures, in the order they are shown.
    pub const ALL: [Self; 8] = [
        Self::Gmv,
        Self::NetSales,
        Self::Orders,
        Self::Units,
        Self::Aov,
        Self::Gpm,
        Self::Discounts,
        Self::Refunds,
    ];

    /// Whether it is an amount of money; the others are counts.
    pub const fn is_money(self) -> bool {
        !matches!(self, Self::Orders | Self::Units)
    }
}

/// The sums behind the figures, in one currency; additive but for nothing: orders are counted once a session
/// or day by whoever keeps the sums.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Σ amount of sale lines, 10⁻⁴.
    pub gmv_e4: i64,
    /// Σ discount of sale lines, 10⁻⁴, positive.
    pub discount_e4: i64,
    /// Σ given back by sale, refund and cancellation lines, 10⁻⁴, positive.
    pub refund_e4: i64,
    /// Σ amount of charge lines (postage, bank charges), 10⁻⁴; in no other figure.
    pub charge_e4: i64,
    /// Σ amount of adjustment lines (bad debt, corrections), 10⁻⁴; in no other figure.
    pub adjustment_e4: i64,
    /// Distinct orders with a sale line.
    pub orders: i64,
    /// Σ quantity of sale lines.
    pub units: i64,
    /// Lines of every kind.
    pub lines: i64,
}

/// The amounts of one line, as a source states them; 10⁻⁴ of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineAmounts {
    /// What the line is.
    pub kind: LineKind,
    /// Units; negative when they came back.
    pub quantity: i64,
    /// Quantity × price; negative when it was given back.
    pub amount_e4: i64,
    /// The line's share of discounts, positive.
    pub discount_e4: i64,
    /// The line's share of what was given back later, positive.
    pub refund_e4: i64,
}

impl Tally {
    /// What one line adds. Orders are counted by whoever sees all lines of an order, so it adds none here.
    pub fn of_line(line: &LineAmounts) -> Self {
        let mut tally = Self { lines: 1, ..Self::default() };
        match line.kind {
            LineKind::Sale => {
                tally.gmv_e4 = line.amount_e4;
                tally.discount_e4 = line.discount_e4;
                tally.refund_e4 = line.refund_e4;
                tally.units = line.quantity;
            }
            // What comes back by a line of its own states its amount as negative.
            LineKind::Refund => tally.refund_e4 = line.refund_e4 - line.amount_e4,
            LineKind::Charge => tally.charge_e4 = line.amount_e4,
            LineKind::Adjustment => tally.adjustment_e4 = line.amount_e4,
        }
        tally
    }

    /// Adds `other`, `sign` times (1 or −1).
    pub const fn add(&mut self, other: &Self, sign: i64) {
        self.gmv_e4 += sign * other.gmv_e4;
        self.discount_e4 += sign * other.discount_e4;
        self.refund_e4 += sign * other.refund_e4;
        self.charge_e4 += sign * other.charge_e4;
        self.adjustment_e4 += sign * other.adjustment_e4;
        self.orders += sign * other.orders;
        self.units += sign * other.units;
        self.lines += sign * other.lines;
    }

    /// Whether nothing is left in it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// GMV − discounts − refunds, 10⁻⁴.
    pub const fn net_sales_e4(&self) -> i64 {
        self.gmv_e4 - self.discount_e4 - self.refund_e4
    }

    /// The figure `metric`, in units of `currency` or as a count; `None` where it is not known.
    pub fn figure(&self, metric: Metric, currency: Currency, views: Option<i64>) -> Option<Decimal> {
        let money = |e4| Some(Money::from_observed(e4, currency).amount());
        match metric {
            Metric::Gmv => money(self.gmv_e4),
            Metric::NetSales => money(self.net_sales_e4()),
            Metric::Discounts => money(self.discount_e4),
            Metric::Refunds => money(self.refund_e4),
            Metric::Orders => Some(Decimal::from(self.orders)),
            Metric::Units => Some(Decimal::from(self.units)),
            Metric::Aov => ratio(self.gmv_e4, self.orders, 1, currency),
            Metric::Gpm => ratio(self.gmv_e4, views?, 1_000, currency),
        }
    }
}

/// `e4 × times ÷ by`, rounded half up to 10⁻⁴; none when `by` is not positive.
fn ratio(e4: i64, by: i64, times: i64, currency: Currency) -> Option<Decimal> {
    if by <= 0 {
        return None;
    }
    let amount = Money::from_observed(e4, currency).amount();
    let times = amount.checked_mul(Decimal::from(times))?;
    let exact = times.checked_div(Decimal::from(by))?;
    Some(exact.round_dp_with_strategy(4, RoundingStrategy::MidpointAwayFromZero))
}

/// `part` in percent of `whole`, rounded half up to a tenth; none when `whole` is not positive.
pub fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    if whole <= Decimal::ZERO {
        return None;
    }
    let exact = part.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole)?;
    Some(exact.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally() -> Tally {
        Tally { gmv_e4: 4_135_700, discount_e4: 35_700, refund_e4: 100_000, orders: 3, ..Tally::default() }
    }

    #[test]
    fn gmv_keeps_what_was_refunded_and_net_sales_do_not() {
        let usd = Currency::Usd;
        assert_eq!(tally().figure(Metric::Gmv, usd, None), Some(Decimal::new(41_357, 2)));
        assert_eq!(tally().figure(Metric::NetSales, usd, None), Some(Decimal::from(400)));
    }

    #[test]
    fn the_published_example_gives_its_order_value_and_its_gpm() {
        let aov = tally().figure(Metric::Aov, Currency::Usd, None);
        assert_eq!(aov.map(|aov| aov.round_dp(2)), Some(Decimal::new(13_786, 2)));
        let gpm = tally().figure(Metric::Gpm, Currency::Usd, Some(845));
        assert_eq!(gpm.map(|gpm| gpm.round_dp(2)), Some(Decimal::new(48_943, 2)));
    }

    #[test]
    fn what_is_not_known_is_not_zero() {
        assert_eq!(tally().figure(Metric::Gpm, Currency::Usd, None), None);
        assert_eq!(Tally::default().figure(Metric::Aov, Currency::Usd, None), None);
        assert_eq!(percent(Decimal::ONE, Decimal::ZERO), None);
    }
}
