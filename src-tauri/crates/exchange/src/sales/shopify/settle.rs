//! What an order of Shopify says of itself, brought to its lines: discounts, and what was given back.

use domain::Currency;

use super::Order;
use crate::sales::share::{allocate, unit};

/// Financial states in which no money has come in.
const UNPAID: [&str; 5] = ["pending", "voided", "authorized", "expired", "unpaid"];

impl Order {
    /// Shares the order's discount among its lines; false when no reading of it agrees with the subtotal.
    ///
    /// Exports disagree on whether the order's discount contains the lines' own, and whether it was on the
    /// lines at all or on the shipping: the subtotal tells.
    pub(super) fn settle_discount(&mut self, currency: Currency) -> bool {
        let gross: i64 = self.lines.iter().map(|line| line.amount_e4).sum();
        let own: i64 = self.lines.iter().map(|line| line.discount_e4).sum();
        let order = self.discount_e4;
        let fits = |discount: i64| self.subtotal_e4.is_none_or(|subtotal| gross - discount == subtotal);
        let readings = [own, order, own + order, 0];
        let preferred = readings.into_iter().filter(|discount| *discount == own.max(order));
        let found = preferred.chain(readings).find(|discount| fits(*discount));
        let total = found.unwrap_or(own.max(order));
        if total != own {
            let spread = if total == own + order { order } else { total };
            let weights: Vec<i64> = self.lines.iter().map(|line| line.amount_e4).collect();
            let shares = allocate(spread, &weights, unit(currency));
            for (line, share) in self.lines.iter_mut().zip(shares) {
                let own = if total == own + order { line.discount_e4 } else { 0 };
                line.discount_e4 = own + share;
            }
        }
        found.is_some()
    }

    /// What was given back of each line, and whether that is more than the lines came to.
    pub(super) fn refunds(&self, currency: Currency) -> (Vec<i64>, bool) {
        let net: Vec<i64> = self.lines.iter().map(|line| line.amount_e4 - line.discount_e4).collect();
        let status = self.status.to_ascii_lowercase();
        let unpaid = UNPAID.contains(&status.as_str());
        if self.refund_e4 > 0 {
            let above = self.refund_e4 > net.iter().sum();
            return (allocate(self.refund_e4, &net, unit(currency)), above);
        }
        // Nothing was given back of what never came in, but nothing was earned either.
        if status == "refunded" || status == "voided" || (self.cancelled && unpaid) {
            return (net, false);
        }
        (vec![0; self.lines.len()], false)
    }
}
