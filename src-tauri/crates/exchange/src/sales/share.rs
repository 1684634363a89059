//! Sharing an amount among lines without losing a coin.

use domain::Currency;

/// The smallest coin, in units of 10⁻⁴.
pub(super) const fn unit(currency: Currency) -> i64 {
    10_i64.pow(4 - currency.minor_digits())
}

/// Shares `total` by `weights` in whole coins, the largest remainders first; the shares add up to it exactly.
/// Without any weight the first line bears it all.
pub(super) fn allocate(total: i64, weights: &[i64], unit: i64) -> Vec<i64> {
    let unit = if total % unit == 0 { unit } else { 1 };
    let coins = i128::from(total / unit);
    let sum: i128 = weights.iter().map(|weight| i128::from((*weight).max(0))).sum();
    let mut shares = vec![0; weights.len()];
    if sum == 0 {
        if let Some(first) = shares.first_mut() {
            *first = total;
        }
        return shares;
    }
    let mut remainders = Vec::with_capacity(weights.len());
    let mut left = coins;
    for (at, weight) in weights.iter().enumerate() {
        let exact = coins * i128::from((*weight).max(0));
        left -= exact / sum;
        shares[at] = i64::try_from(exact / sum).unwrap_or(0) * unit;
        remainders.push((exact % sum, at));
    }
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, at) in remainders.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        shares[at] += unit;
    }
    shares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_discount_of_ten_dong_on_three_equal_lines_loses_none() {
        assert_eq!(allocate(100_000, &[1, 1, 1], 10_000), [40_000, 30_000, 30_000]);
        assert_eq!(allocate(100, &[0, 0], 100), [100, 0]);
    }

    proptest! {
        #[test]
        fn shares_always_add_up(total in 0_i64..10_000_000_000, weights in prop::collection::vec(0_i64..1_000_000_000, 1..8)) {
            prop_assert_eq!(allocate(total, &weights, 100).iter().sum::<i64>(), total);
        }
    }
}
