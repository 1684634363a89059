//! Dividing an amount so that its parts add up to it again, to the last minor unit.

use rust_decimal::Decimal;

use super::Payer;

/// The whole of all shares, in parts per million.
pub const WHOLE_PPM: u32 = 1_000_000;

/// Divides `total` by `weights` into parts of whole minor units (`digits` decimals) that add up to it: each gets
/// what is its due, cut off, and what is left goes to those who lost most. Without any weight the first gets all.
pub fn apportion(total: Decimal, weights: &[Decimal], digits: u32) -> Vec<Decimal> {
    let mut parts = vec![Decimal::ZERO; weights.len()];
    let whole: Decimal = weights.iter().sum();
    if total.is_zero() || parts.is_empty() {
        return parts;
    }
    if whole.is_zero() {
        parts[0] = total;
        return parts;
    }
    let mut lost: Vec<(usize, Decimal)> = Vec::with_capacity(weights.len());
    for (index, weight) in weights.iter().enumerate() {
        let due = total.saturating_mul(weight / whole);
        parts[index] = due.trunc_with_scale(digits);
        lost.push((index, (due - parts[index]).abs()));
    }
    lost.sort_by(|(one, first), (other, second)| second.cmp(first).then(one.cmp(other)));
    let unit = Decimal::new(1, digits);
    let mut left = total - parts.iter().sum::<Decimal>();
    for (index, _) in lost.iter().cycle() {
        if left.abs() < unit {
            parts[*index] += left;
            break;
        }
        let step = if left.is_sign_negative() { -unit } else { unit };
        parts[*index] += step;
        left -= step;
    }
    parts
}

/// Who bears `amount`, by shares in parts per million; what they bear adds up to it.
pub fn split(amount: Decimal, shares: &[(Payer, u32)], digits: u32) -> Vec<(Payer, Decimal)> {
    let weights: Vec<Decimal> = shares.iter().map(|(_, ppm)| Decimal::from(*ppm)).collect();
    shares.iter().map(|(payer, _)| *payer).zip(apportion(amount, &weights, digits)).collect()
}
