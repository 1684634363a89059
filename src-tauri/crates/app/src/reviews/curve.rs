//! The GMV curve: minutes put together into buckets.

use domain::Currency;
use store::rollup::MinuteSum;

use super::Bucket;

const MS_PER_MINUTE: i64 = 60_000;

/// The minutes a curve covers: from the first instant on air to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Axis {
    /// First minute (since 1970).
    pub(super) first: i64,
    /// The minute after the last.
    pub(super) end: i64,
    /// Minutes a bucket.
    pub(super) width: i64,
}

impl Axis {
    /// The axis over `stretches`; none when the session was never on air.
    pub(super) fn over(stretches: &[(i64, i64)]) -> Option<Self> {
        let first = stretches.iter().map(|(from, _)| from).min()?.div_euclid(MS_PER_MINUTE);
        let last = stretches.iter().map(|(_, to)| to - 1).max()?.div_euclid(MS_PER_MINUTE);
        let end = last.max(first) + 1;
        // Some 20 to 60 buckets, whatever the length; a day and more by the hour.
        let width = match end - first {
            ..=45 => 1,
            46..=300 => 5,
            301..=1_440 => 15,
            _ => 60,
        };
        Some(Self { first, end, width })
    }

    /// Buckets of one currency, empty ones included, and the GMV (10⁻⁴) of minutes outside. They are moved by
    /// `shift` minutes.
    pub(super) fn curve(&self, minutes: &[MinuteSum], currency: Currency, shift: i64) -> (Vec<Bucket>, i64) {
        let count = (self.end - self.first + self.width - 1) / self.width;
        let mut buckets: Vec<Bucket> = (0..count)
            .map(|index| {
                let minute = self.first + index * self.width + shift;
                Bucket { at_ms: minute * MS_PER_MINUTE, gmv_e4: 0, units: 0 }
            })
            .collect();
        let mut outside_e4 = 0;
        for sum in minutes.iter().filter(|sum| sum.currency == currency) {
            let index = (sum.minute - self.first).div_euclid(self.width);
            let inside = sum.minute < self.end;
            match usize::try_from(index).ok().filter(|_| inside).and_then(|index| buckets.get_mut(index)) {
                Some(bucket) => {
                    bucket.gmv_e4 += sum.gmv_e4;
                    bucket.units += sum.units;
                }
                None => outside_e4 += sum.gmv_e4,
            }
        }
        (buckets, outside_e4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_minute_of_gmv_is_on_the_curve_or_outside_of_it() {
        let at = |minute: i64| minute * MS_PER_MINUTE;
        let axis = Axis::over(&[(at(100), at(234))]);
        assert_eq!(axis, Some(Axis { first: 100, end: 234, width: 5 }));
        let sum = |minute| MinuteSum { minute, currency: Currency::Vnd, gmv_e4: 10, units: 1 };
        let minutes = [sum(99), sum(100), sum(104), sum(105), sum(233), sum(234)];
        let (curve, outside) = axis.map(|axis| axis.curve(&minutes, Currency::Vnd, 0)).unwrap_or_default();
        assert_eq!(curve.len(), 27);
        assert_eq!((curve[0].gmv_e4, curve[1].gmv_e4, curve[26].gmv_e4), (20, 10, 10));
        assert_eq!(outside, 20);
    }
}
