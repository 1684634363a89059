//! One row as a line of sales: what it says itself, before what its order says is shared out.

use domain::Currency;

use crate::binding::Bound;
use crate::described::AmountIs;
use crate::field::Field;
use crate::mapping::{Mapping, State};
use crate::number::ONE_E4;
use crate::reject::{Expectation, Reject};
use crate::sales::cells::Cells;
use crate::table::Row;

/// Amounts that belong to a line or to its order, by their place; none where the file does not say.
pub(super) type Shares = [Option<i64>; 5];

pub(super) const DISCOUNT: usize = 0;
pub(super) const PLATFORM: usize = 1;
pub(super) const REFUND: usize = 2;
pub(super) const TAX: usize = 3;
pub(super) const SHIPPING: usize = 4;

/// The place of a field among the shares.
pub(super) const fn place(field: Field) -> usize {
    match field {
        Field::PlatformDiscount => PLATFORM,
        Field::Refund => REFUND,
        Field::Tax => TAX,
        Field::Shipping => SHIPPING,
        _ => DISCOUNT,
    }
}

/// The amounts of one line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Amounts {
    pub quantity: i64,
    pub returned: i64,
    pub unit_price_e4: i64,
    /// Quantity times unit price, or the amount as the file gives it.
    pub amount_e4: i64,
    pub shares: Shares,
    pub state: State,
    pub currency: Currency,
}

/// What a row says.
pub(super) struct Said<'r> {
    pub order_ref: &'r str,
    pub sku: &'r str,
    pub title: &'r str,
    pub amounts: Amounts,
    pub at_ms: i64,
    /// Whether clocks showed its local time twice.
    pub twice: bool,
}

/// Reads what a row says; `of_order` is filled with what it says of its whole order, one place a column.
pub(super) fn read<'r>(
    cells: &mut Cells<'_>,
    mapping: &Mapping,
    row: &Row<'r>,
    of_order: &mut Vec<Option<i64>>,
) -> Result<Said<'r>, Reject> {
    cells.check_shape(row)?;
    let b = cells.binding;
    let order_ref = cells.id(row, b.order_ref)?;
    if order_ref.is_empty() {
        return Err(cells.refuse(row, b.order_ref, Expectation::Filled));
    }
    let sku = b.sku.map_or(Ok(""), |at| cells.id(row, at))?;
    for &at in &b.key {
        cells.id(row, at)?;
    }
    let currency = cells.currency(row)?;
    let quantity = match b.quantity {
        Some(bound) if !mapping.rows_are_units => cells.quantity(row, bound)?,
        _ => 1,
    };
    let returned = b.returned.map_or(Ok(None), |bound| cells.count(row, bound))?;
    let (unit_price_e4, amount_e4) = amounts(cells, row, quantity, currency)?;
    let (at_ms, twice) = cells.instant(row, b.date)?;
    let shares = shares(cells, row, currency, of_order)?;
    let amounts = Amounts {
        quantity,
        returned: returned.unwrap_or(0),
        unit_price_e4,
        amount_e4,
        shares,
        state: cells.state(mapping, row),
        currency,
    };
    let amounts = if mapping.amount_is == AmountIs::Payable { amounts.before_discounts() } else { amounts };
    Ok(Said { order_ref, sku, title: cells.text(row, b.title), amounts, at_ms, twice })
}

/// Unit price and amount of the line; from the amount alone where there is no unit price.
fn amounts(
    cells: &Cells<'_>,
    row: &Row<'_>,
    quantity: i64,
    currency: Currency,
) -> Result<(i64, i64), Reject> {
    let b = cells.binding;
    let (bound, by_unit): (Bound, bool) = match (b.unit_price, b.amount) {
        (Some(bound), _) => (bound, true),
        (None, Some(bound)) => (bound, false),
        (None, None) => return Err(Reject::whole(row.number, Expectation::Filled)),
    };
    let Some(value) = cells.money(row, bound, currency)? else {
        return Err(cells.refuse(row, bound.at, Expectation::Filled));
    };
    if by_unit {
        return Ok((value, cells.amount(row, bound, value, quantity)?));
    }
    Ok((shared(value, quantity), value))
}

/// The shares the row says of itself; those of its order go into `of_order`.
fn shares(
    cells: &Cells<'_>,
    row: &Row<'_>,
    currency: Currency,
    of_order: &mut Vec<Option<i64>>,
) -> Result<Shares, Reject> {
    let mut shares = Shares::default();
    of_order.clear();
    for share in &cells.binding.shares {
        let value = cells.money(row, share.bound, currency)?;
        // Files write what was taken off as positive or negative; it is kept as what was taken off.
        let value = match share.field {
            Field::Tax | Field::Shipping => value,
            _ => value.map(i64::abs),
        };
        if share.per_order {
            of_order.push(value);
        } else if let Some(value) = value {
            let sum = shares[place(share.field)].unwrap_or(0).checked_add(value);
            let sum = sum.ok_or_else(|| cells.refuse(row, share.bound.at, Expectation::InRange))?;
            shares[place(share.field)] = Some(sum);
        }
    }
    if cells.binding.amount_per_order {
        of_order.push(cells.binding.amount.map_or(Ok(None), |bound| cells.money(row, bound, currency))?);
    }
    Ok(shares)
}

impl Amounts {
    /// From what the buyer owes to the goods before discounts: the freight off, the discounts back on.
    fn before_discounts(mut self) -> Self {
        let share = |place: usize| self.shares[place].unwrap_or(0);
        self.amount_e4 += share(DISCOUNT) + share(PLATFORM) - share(SHIPPING);
        self.unit_price_e4 = shared(self.amount_e4, self.quantity);
        self
    }

    /// What the seller earns by it as long as nothing is given back.
    pub(super) fn net_e4(&self) -> i64 {
        self.amount_e4 - self.shares[DISCOUNT].unwrap_or(0)
    }

    /// What the buyer pays for the goods.
    pub(super) fn paid_e4(&self) -> i64 {
        self.net_e4() - self.shares[PLATFORM].unwrap_or(0)
    }

    /// The part of `amount` that falls on what was returned, rounded half away from zero.
    pub(super) fn returned_part(&self, amount: i64) -> i64 {
        if self.quantity == 0 {
            return 0;
        }
        let part = i128::from(amount) * i128::from(self.returned.clamp(0, self.quantity.max(0)));
        let (whole, count) = (part.abs(), i128::from(self.quantity.abs()));
        let rounded = (whole + count / 2) / count;
        i64::try_from(if part < 0 { -rounded } else { rounded }).unwrap_or(i64::MAX)
    }

    /// Whether it earned nothing: it was cancelled, or never paid.
    pub(super) const fn earned_nothing(&self) -> bool {
        !matches!(self.state, State::Counts)
    }
}

/// An amount by a count, rounded half away from zero; by 0 it is itself.
pub(super) fn shared(amount: i64, count: i64) -> i64 {
    if count == 0 {
        return amount;
    }
    let (amount, count) = (i128::from(amount), i128::from(count));
    let half = count.abs() / 2;
    let sign = if (amount < 0) == (count < 0) { 1 } else { -1 };
    let rounded = sign * ((amount.abs() + half) / count.abs());
    i64::try_from(rounded).unwrap_or(i64::MAX)
}

/// Whole units of a count in 10⁻⁴.
pub(super) const fn whole(e4: i64) -> Option<i64> {
    if e4 % ONE_E4 == 0 { Some(e4 / ONE_E4) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_price_from_an_amount_is_rounded_half_away_from_zero() {
        assert_eq!(shared(10, 4), 3);
        assert_eq!(shared(-10, 4), -3);
        assert_eq!(shared(-10, -4), 3);
        assert_eq!(shared(7, 0), 7);
    }

    #[test]
    fn what_the_buyer_owes_is_led_back_to_the_goods() {
        let amounts = Amounts {
            quantity: 2,
            returned: 1,
            unit_price_e4: 0,
            amount_e4: 930_000,
            shares: [Some(50_000), Some(80_000), None, None, Some(60_000)],
            state: State::Counts,
            currency: Currency::Cny,
        };
        let goods = amounts.before_discounts();
        assert_eq!((goods.amount_e4, goods.unit_price_e4), (1_000_000, 500_000));
        assert_eq!((goods.net_e4(), goods.paid_e4()), (950_000, 870_000));
        assert_eq!(goods.returned_part(950_000), 475_000);
    }
}
