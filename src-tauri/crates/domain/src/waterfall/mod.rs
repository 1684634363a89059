//! From GMV to margin: what was taken away on the way, by whom it is borne, and what is missing to know the rest.

mod part;
mod sum;

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::expense::Spend;
use crate::fee::{Cost, Facts, FeeRule, Missing, Payer, Purpose, Reckoning, split};
use crate::metric::{LineAmounts, Tally};
use crate::money::Currency;
use crate::rate::Exchange;

pub use part::{by_host, shared};
pub use sum::Sum;

/// What one rule takes of some lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Which rule, by its place.
    pub rule: usize,
    /// Where it stands in the waterfall.
    pub purpose: Purpose,
    /// What is charged in all.
    pub amount: Decimal,
    /// Who bears how much of it; adds up to `amount`.
    pub by: Vec<(Payer, Decimal)>,
    /// Net sales of the lines it was charged on: what comes back makes a charge that stays the dearer.
    pub net: Decimal,
    /// On how many lines.
    pub lines: i64,
    /// On how many lines it is not known.
    pub open_lines: i64,
}

impl Taken {
    /// What `payer` bears of it.
    pub fn borne_by(&self, payer: Payer) -> Decimal {
        self.by.iter().filter(|(one, _)| *one == payer).map(|(_, amount)| *amount).sum()
    }

    /// The same rule, with nothing charged.
    fn without_amounts(&self) -> Self {
        let by = self.by.iter().map(|(payer, _)| (*payer, Decimal::ZERO)).collect();
        let (amount, net) = (Decimal::ZERO, Decimal::ZERO);
        Self { rule: self.rule, purpose: self.purpose, amount, by, net, lines: 0, open_lines: 0 }
    }
}

/// Something that is missing, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lack {
    /// What.
    pub missing: Missing,
    /// The rule that needs it, by its place.
    pub rule: Option<usize>,
    /// On how many lines.
    pub lines: i64,
}

/// Goods given away by orders discounted to nothing; they are in GMV and in discounts, and told apart here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Samples {
    /// How many lines.
    pub lines: i64,
    /// What they would have brought, 10⁻⁴.
    pub gmv_e4: i64,
    /// What they cost, as far as known; not in the cost of goods sold.
    pub cost: Decimal,
}

/// What was left of some lines, all in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waterfall {
    /// The currency.
    pub currency: Currency,
    /// GMV, discounts, refunds and net sales, by the definitions of `metric`.
    pub tally: Tally,
    /// What rules take, in the order of the rules.
    pub taken: Vec<Taken>,
    /// What the goods that were sold cost, as far as known.
    pub cost: Decimal,
    /// What was given away as samples.
    pub samples: Samples,
    /// What was spent on the session beside its goods, in the order of the expenses.
    pub spends: Vec<Spend>,
    /// The rates of exchange that anything above came by.
    pub exchanges: BTreeSet<Exchange>,
    /// What is missing; while anything is, the margin is not known.
    pub lacks: Vec<Lack>,
}

/// The margin, or why it is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Margin<'a> {
    /// Net sales − what the brand bears of fees and commission − cost of goods and samples − what it spent.
    Known(Decimal),
    /// Something is missing to know it.
    Incomplete {
        /// What.
        missing: &'a [Lack],
    },
}

/// What the goods of each line cost, by its place.
pub type Costs = Vec<Result<Cost, Missing>>;

/// Everything a waterfall is drawn from.
#[derive(Debug, Clone)]
pub struct Books<'a> {
    /// The rules.
    pub rules: &'a [FeeRule],
    /// The lines.
    pub lines: &'a [Facts],
    /// What the rules charge on them.
    pub reckoning: &'a Reckoning,
    /// What their goods cost.
    pub costs: &'a Costs,
}

impl Books<'_> {
    /// The waterfall of the counted lines in `currency`.
    pub fn waterfall(&self, currency: Currency) -> Waterfall {
        let mut parts = self.waterfalls_by(currency, |_, _| ());
        parts.remove(&()).unwrap_or_else(|| Waterfall::empty(currency))
    }

    /// The waterfalls of the counted lines in `currency`, put together by `key`, which is told each line's place.
    /// Together they are the whole. Nothing that was spent on the session is in them.
    pub fn waterfalls_by<Key: Ord + Clone>(
        &self,
        currency: Currency,
        key: impl Fn(usize, &Facts) -> Key,
    ) -> BTreeMap<Key, Waterfall> {
        let mut pile: BTreeMap<Key, Pile> = BTreeMap::new();
        let keys: Vec<Option<Key>> = (0..)
            .zip(self.lines)
            .map(|(place, line)| (line.is_counted && line.currency == currency).then(|| key(place, line)))
            .collect();
        let blank =
            || Pile { waterfall: Waterfall::empty(currency), taken: BTreeMap::new(), lacks: BTreeMap::new() };
        for ((line, cost), key) in self.lines.iter().zip(self.costs).zip(&keys) {
            if let Some(key) = key {
                pile.entry(key.clone()).or_insert_with(blank).add(line, cost);
            }
        }
        for charge in &self.reckoning.charges {
            if let Some(part) = keys[charge.line].as_ref().and_then(|key| pile.get_mut(key)) {
                let taken = part.taken.entry(charge.rule).or_insert_with(|| self.nothing_by(charge.rule));
                taken.amount += charge.amount;
                taken.net += Decimal::new(tally(&self.lines[charge.line]).net_sales_e4(), 4);
                taken.lines += 1;
                let shares = &self.rules[charge.rule].terms.payers;
                for (payer, part) in split(charge.amount, shares, currency.minor_digits()) {
                    if let Some((_, sum)) = taken.by.iter_mut().find(|(one, _)| *one == payer) {
                        *sum += part;
                    }
                }
            }
        }
        for gap in &self.reckoning.gaps {
            if let Some(part) = keys[gap.line].as_ref().and_then(|key| pile.get_mut(key)) {
                part.lack(gap.missing, gap.rule);
                if let Some(rule) = gap.rule {
                    part.taken.entry(rule).or_insert_with(|| self.nothing_by(rule)).open_lines += 1;
                }
            }
        }
        pile.into_iter().map(|(key, part)| (key, part.finish())).collect()
    }

    fn nothing_by(&self, rule: usize) -> Taken {
        let terms = &self.rules[rule].terms;
        let by = terms.payers.iter().map(|(payer, _)| (*payer, Decimal::ZERO)).collect();
        let (amount, net) = (Decimal::ZERO, Decimal::ZERO);
        Taken { rule, purpose: terms.purpose, amount, by, net, lines: 0, open_lines: 0 }
    }
}

/// A waterfall while lines are added to it.
#[derive(Debug, Clone)]
struct Pile {
    waterfall: Waterfall,
    taken: BTreeMap<usize, Taken>,
    lacks: BTreeMap<(Missing, Option<usize>), i64>,
}

impl Pile {
    fn add(&mut self, line: &Facts, cost: &Result<Cost, Missing>) {
        let adds = tally(line);
        self.waterfall.tally.add(&adds, 1);
        for missing in line.unstated() {
            self.lack(missing, None);
        }
        if line.is_sample {
            self.waterfall.samples.lines += 1;
            self.waterfall.samples.gmv_e4 += adds.gmv_e4;
        }
        match cost {
            Ok(Cost { amount, exchange }) => {
                let sum =
                    if line.is_sample { &mut self.waterfall.samples.cost } else { &mut self.waterfall.cost };
                *sum += *amount;
                self.waterfall.exchanges.extend(exchange);
            }
            Err(missing) => self.lack(*missing, None),
        }
    }

    fn lack(&mut self, missing: Missing, rule: Option<usize>) {
        *self.lacks.entry((missing, rule)).or_default() += 1;
    }

    fn finish(self) -> Waterfall {
        let lacks = self.lacks.into_iter().map(|((missing, rule), lines)| Lack { missing, rule, lines });
        Waterfall { taken: self.taken.into_values().collect(), lacks: lacks.collect(), ..self.waterfall }
    }
}

/// What a line adds to the figures; what is not known of it is in none.
fn tally(line: &Facts) -> Tally {
    Tally::of_line(&LineAmounts {
        kind: line.kind,
        quantity: line.quantity,
        amount_e4: line.amount_e4.unwrap_or_default(),
        discount_e4: line.discount_e4.unwrap_or_default(),
        refund_e4: line.refund_e4.unwrap_or_default(),
    })
}

impl Waterfall {
    /// Of nothing.
    pub fn empty(currency: Currency) -> Self {
        Self {
            currency,
            tally: Tally::default(),
            taken: Vec::new(),
            cost: Decimal::ZERO,
            samples: Samples::default(),
            spends: Vec::new(),
            exchanges: BTreeSet::new(),
            lacks: Vec::new(),
        }
    }

    /// The same with what was spent on it; what of that is not known is missing.
    #[must_use]
    pub fn bearing(mut self, spends: Vec<Spend>) -> Self {
        for spend in &spends {
            match spend.spent {
                Ok(spent) => self.exchanges.extend(spent.exchange),
                Err(missing) => {
                    let lack = Lack { missing, rule: None, lines: 0 };
                    if !self.lacks.contains(&lack) {
                        self.lacks.push(lack);
                    }
                }
            }
        }
        self.spends = spends;
        self
    }

    /// Net sales, in units of the currency.
    pub fn net_sales(&self) -> Decimal {
        Decimal::new(self.tally.net_sales_e4(), 4)
    }

    /// What `payer` bears of what stands at `purpose`, as far as known.
    pub fn borne(&self, purpose: Purpose, payer: Payer) -> Decimal {
        self.taken.iter().filter(|taken| taken.purpose == purpose).map(|taken| taken.borne_by(payer)).sum()
    }

    /// What the brand spent, as far as known.
    pub fn spent(&self) -> Decimal {
        self.spends.iter().map(Spend::borne).sum()
    }

    /// Net sales − what the brand bears − cost of goods and samples − what it spent, as far as known.
    pub fn left(&self) -> Decimal {
        let borne: Decimal = Purpose::ALL.iter().map(|purpose| self.borne(*purpose, Payer::Brand)).sum();
        self.net_sales() - borne - self.cost - self.samples.cost - self.spent()
    }

    /// The margin; a number only when nothing is missing.
    pub fn margin(&self) -> Margin<'_> {
        match self.lacks.as_slice() {
            [] => Margin::Known(self.left()),
            missing => Margin::Incomplete { missing },
        }
    }
}
