//! Waterfalls put together, each as often as it stands for.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{Pile, Waterfall};
use crate::money::Currency;

/// A waterfall while parts of it are put together.
#[derive(Debug, Clone)]
pub struct Sum(Pile);

impl Sum {
    /// Of nothing yet.
    pub fn over(currency: Currency) -> Self {
        Self(Pile { waterfall: Waterfall::empty(currency), taken: BTreeMap::new(), lacks: BTreeMap::new() })
    }

    /// Adds `part`, `times` over. Nothing that was spent on a session is in it.
    pub fn add(&mut self, part: &Waterfall, times: i64) {
        let often = Decimal::from(times);
        let Pile { waterfall, taken, lacks } = &mut self.0;
        waterfall.tally.add(&part.tally, times);
        waterfall.cost += part.cost * often;
        waterfall.samples.lines += part.samples.lines * times;
        waterfall.samples.gmv_e4 += part.samples.gmv_e4 * times;
        waterfall.samples.cost += part.samples.cost * often;
        waterfall.exchanges.extend(&part.exchanges);
        for one in &part.taken {
            let sum = taken.entry(one.rule).or_insert_with(|| one.without_amounts());
            sum.amount += one.amount * often;
            sum.net += one.net * often;
            sum.lines += one.lines * times;
            sum.open_lines += one.open_lines * times;
            // Those who bear a rule stand in the order of its terms, in each of its parts.
            for ((_, sum), (_, amount)) in sum.by.iter_mut().zip(&one.by) {
                *sum += *amount * often;
            }
        }
        for lack in &part.lacks {
            *lacks.entry((lack.missing, lack.rule)).or_default() += lack.lines * times;
        }
    }

    /// All of it.
    pub fn whole(self) -> Waterfall {
        self.0.finish()
    }
}
