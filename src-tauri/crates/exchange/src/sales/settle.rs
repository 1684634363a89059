//! What an order says of itself, brought to its lines to the last coin; and what was given back of each.

use crate::binding::Binding;
use crate::sales::ahead;
use crate::sales::line::{Amounts, DISCOUNT, PLATFORM, REFUND, SHIPPING, TAX, shared};
use crate::sales::share::{allocate, unit};

/// The amounts of a line when everything has been brought to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Settled {
    pub unit_price_e4: i64,
    pub amount_e4: i64,
    pub discount_e4: i64,
    pub platform_discount_e4: Option<i64>,
    pub refund_e4: i64,
    pub tax_e4: Option<i64>,
    pub shipping_e4: Option<i64>,
}

/// Settles a line of which nothing is said elsewhere.
pub(super) fn alone(binding: &Binding, line: &Amounts) -> Settled {
    settled(line, own_refund(binding, line))
}

fn settled(line: &Amounts, refund_e4: i64) -> Settled {
    Settled {
        unit_price_e4: line.unit_price_e4,
        amount_e4: line.amount_e4,
        discount_e4: line.shares[DISCOUNT].unwrap_or(0),
        platform_discount_e4: line.shares[PLATFORM],
        refund_e4,
        tax_e4: line.shares[TAX],
        shipping_e4: line.shares[SHIPPING],
    }
}

/// What the line itself says was given back of it. Of what never came in nothing was given back, but nothing was
/// earned either.
fn own_refund(binding: &Binding, line: &Amounts) -> i64 {
    match (line.earned_nothing(), line.shares[REFUND]) {
        (true, _) => line.net_e4(),
        (false, Some(refund)) => refund,
        // The file has no amounts of refunds: what came back takes its part of the net with it.
        (false, None) if binding.refund.is_none() && binding.returned.is_some() => {
            line.returned_part(line.net_e4())
        }
        (false, None) => 0,
    }
}

/// Settles an order whose lines are in an order of their own, so that rows may stand in any; the second answer is
/// whether more was given back than it came to.
pub(super) fn order(binding: &Binding, lines: &mut [Amounts], said: &[Option<i64>]) -> (Vec<Settled>, bool) {
    let Some(coin) = lines.first().map(|line| unit(line.currency)) else { return (Vec::new(), false) };
    if binding.amount_per_order
        && let Some(Some(amount)) = said.last()
    {
        let weights: Vec<i64> = lines.iter().map(|line| line.quantity).collect();
        for (line, share) in lines.iter_mut().zip(allocate(*amount, &weights, coin)) {
            (line.amount_e4, line.unit_price_e4) = (share, shared(share, line.quantity));
        }
    }
    let weights: Vec<i64> = lines.iter().map(|line| line.amount_e4).collect();
    let mut given_back = None;
    for (place, value) in ahead::places(binding).zip(said) {
        let Some(value) = *value else { continue };
        if place == REFUND {
            given_back = Some(given_back.unwrap_or(0) + value);
            continue;
        }
        for (line, share) in lines.iter_mut().zip(allocate(value, &weights, coin)) {
            line.shares[place] = Some(line.shares[place].unwrap_or(0) + share);
        }
    }
    let (refunds, above) = refunds(binding, lines, given_back, coin);
    let settled = lines.iter().zip(refunds).map(|(line, refund)| settled(line, refund));
    (settled.collect(), above)
}

/// What was given back of each line, and whether more than the order came to.
fn refunds(binding: &Binding, lines: &[Amounts], given_back: Option<i64>, coin: i64) -> (Vec<i64>, bool) {
    let refunds: Vec<i64> = lines.iter().map(|line| own_refund(binding, line)).collect();
    let Some(whole) = given_back.filter(|whole| *whole > 0) else { return (refunds, false) };
    if lines.iter().all(Amounts::earned_nothing) {
        return (refunds, false);
    }
    let earning = |amount: fn(&Amounts) -> i64| {
        let lines = lines.iter();
        lines.map(move |line| if line.earned_nothing() { 0 } else { amount(line) }).collect::<Vec<i64>>()
    };
    let paid = earning(Amounts::paid_e4);
    let goods: i64 = paid.iter().sum();
    if whole >= goods {
        // Given back whole: the order earned nothing, and what is above the goods was tax and shipping.
        let beside = |place: usize| lines.iter().filter_map(|line| line.shares[place]).sum::<i64>();
        let above = whole > goods + beside(TAX) + beside(SHIPPING);
        return (lines.iter().map(Amounts::net_e4).collect(), above);
    }
    let returned = earning(|line| line.returned_part(line.paid_e4()));
    let weights = if returned.iter().any(|part| *part > 0) { returned } else { paid };
    let shares = allocate(whole, &weights, coin);
    let settled = lines.iter().zip(refunds).zip(shares);
    (settled.map(|((line, own), share)| if line.earned_nothing() { own } else { share }).collect(), false)
}

#[cfg(test)]
mod tests {
    use domain::Currency;

    use super::*;
    use crate::binding::{Bound, Share};
    use crate::date::DateForm;
    use crate::field::Field;
    use crate::mapping::State;
    use crate::number::NumberDialect;

    fn binding(per_order: &[Field]) -> Binding {
        let bound = Bound { at: 0, dialect: NumberDialect::Dot, dash: false };
        let share = |field: &Field| Share { field: *field, bound, per_order: true };
        Binding {
            order_ref: 0,
            date: 0,
            sku: None,
            title: None,
            quantity: None,
            unit_price: Some(bound),
            amount: None,
            amount_per_order: false,
            discount: None,
            refund: Some(bound),
            shares: per_order.iter().map(share).collect(),
            returned: None,
            currency_column: None,
            buyer: None,
            status: None,
            channel: None,
            session: None,
            kept: Vec::new(),
            key: Vec::new(),
            cancelled_when_filled: Vec::new(),
            date_form: DateForm::Ymd,
            zone: None,
            currency: None,
            allowed: Vec::new(),
        }
    }

    fn line(amount_e4: i64, platform: i64, returned: i64) -> Amounts {
        Amounts {
            quantity: 2,
            returned,
            unit_price_e4: amount_e4 / 2,
            amount_e4,
            shares: [Some(0), Some(platform), None, None, None],
            state: State::Counts,
            currency: Currency::Usd,
        }
    }

    #[test]
    fn what_is_said_of_an_order_is_shared_and_never_counted_twice() {
        let binding = binding(&[Field::Tax, Field::Refund]);
        let mut lines = [line(200_000, 0, 0), line(100_000, 0, 1)];
        let (settled, above) = order(&binding, &mut lines, &[Some(10_000), Some(50_000)]);
        assert_eq!(settled.iter().filter_map(|line| line.tax_e4).sum::<i64>(), 10_000);
        assert_eq!(
            settled.iter().map(|line| line.refund_e4).collect::<Vec<_>>(),
            [0, 50_000],
            "the one returned"
        );
        assert!(!above && settled[0].shipping_e4.is_none(), "what nobody says is not 0");
    }

    #[test]
    fn an_order_given_back_whole_earned_nothing_and_its_tax_was_in_no_figure() {
        let binding = binding(&[Field::Tax, Field::Refund]);
        let mut lines = [line(200_000, 30_000, 0)];
        let (settled, above) = order(&binding, &mut lines, &[Some(10_000), Some(180_000)]);
        assert_eq!((settled[0].refund_e4, above), (200_000, false));
        let mut lines = [line(200_000, 30_000, 0)];
        let (_, above) = order(&binding, &mut lines, &[Some(10_000), Some(180_100)]);
        assert!(above, "a cent more than was paid is said");
    }

    #[test]
    fn a_cancelled_line_earned_nothing_and_the_others_bear_the_refund() {
        let binding = binding(&[Field::Refund]);
        let cancelled = Amounts { state: State::Cancelled, ..line(100_000, 0, 0) };
        let (settled, _) = order(&binding, &mut [line(200_000, 0, 0), cancelled], &[Some(50_000)]);
        assert_eq!(settled.iter().map(|line| line.refund_e4).collect::<Vec<_>>(), [50_000, 100_000]);
    }
}
