//! From GMV to margin: what was taken away on the way, by whom it is borne, and what is missing to know the rest.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::fee::{Facts, FeeRule, Missing, Payer, Purpose, Reckoning, split};
use crate::metric::{LineAmounts, Tally};
use crate::money::Currency;

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

/// What was left of some lines, all in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waterfall {
    /// The currency.
    pub currency: Currency,
    /// GMV, discounts, refunds and net sales, by the definitions of `metric`.
    pub tally: Tally,
    /// What rules take, in the order of the rules.
    pub taken: Vec<Taken>,
    /// What the goods cost, as far as known.
    pub cost: Decimal,
    /// What is missing; while anything is, the margin is not known.
    pub lacks: Vec<Lack>,
}

/// The margin, or why it is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Margin<'a> {
    /// Net sales − what the brand bears of fees and commission − cost of goods.
    Known(Decimal),
    /// Something is missing to know it.
    Incomplete {
        /// What.
        missing: &'a [Lack],
    },
}

/// What the goods of each line cost, by its place.
pub type Costs = Vec<Result<Decimal, Missing>>;

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
    /// The waterfall of the counted lines in `currency` that are wanted.
    pub fn waterfall(&self, currency: Currency, wanted: impl Fn(&Facts) -> bool) -> Waterfall {
        let is_in = |line: &Facts| line.is_counted && line.currency == currency && wanted(line);
        let mut waterfall = Waterfall {
            currency,
            tally: Tally::default(),
            taken: Vec::new(),
            cost: Decimal::ZERO,
            lacks: Vec::new(),
        };
        let mut lacks: BTreeMap<(Missing, Option<usize>), i64> = BTreeMap::new();
        for (line, cost) in self.lines.iter().zip(self.costs).filter(|(line, _)| is_in(line)) {
            waterfall.tally.add(&tally(line), 1);
            for missing in line.unstated() {
                *lacks.entry((missing, None)).or_default() += 1;
            }
            match cost {
                Ok(cost) => waterfall.cost += *cost,
                Err(missing) => *lacks.entry((*missing, None)).or_default() += 1,
            }
        }
        let mut taken: BTreeMap<usize, Taken> = BTreeMap::new();
        for charge in self.reckoning.charges.iter().filter(|charge| is_in(&self.lines[charge.line])) {
            let entry = taken.entry(charge.rule).or_insert_with(|| self.nothing_by(charge.rule));
            entry.amount += charge.amount;
            entry.lines += 1;
            let shares = &self.rules[charge.rule].terms.payers;
            for (payer, part) in split(charge.amount, shares, currency.minor_digits()) {
                if let Some((_, sum)) = entry.by.iter_mut().find(|(one, _)| *one == payer) {
                    *sum += part;
                }
            }
        }
        for gap in self.reckoning.gaps.iter().filter(|gap| is_in(&self.lines[gap.line])) {
            *lacks.entry((gap.missing, gap.rule)).or_default() += 1;
            if let Some(rule) = gap.rule {
                taken.entry(rule).or_insert_with(|| self.nothing_by(rule)).open_lines += 1;
            }
        }
        waterfall.taken = taken.into_values().collect();
        waterfall.lacks =
            lacks.into_iter().map(|((missing, rule), lines)| Lack { missing, rule, lines }).collect();
        waterfall
    }

    fn nothing_by(&self, rule: usize) -> Taken {
        let terms = &self.rules[rule].terms;
        let by = terms.payers.iter().map(|(payer, _)| (*payer, Decimal::ZERO)).collect();
        Taken { rule, purpose: terms.purpose, amount: Decimal::ZERO, by, lines: 0, open_lines: 0 }
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
    /// Net sales, in units of the currency.
    pub fn net_sales(&self) -> Decimal {
        Decimal::new(self.tally.net_sales_e4(), 4)
    }

    /// What `payer` bears of what stands at `purpose`, as far as known.
    pub fn borne(&self, purpose: Purpose, payer: Payer) -> Decimal {
        self.taken.iter().filter(|taken| taken.purpose == purpose).map(|taken| taken.borne_by(payer)).sum()
    }

    /// Net sales − what the brand bears − cost of goods, as far as known.
    pub fn left(&self) -> Decimal {
        let borne: Decimal = Purpose::ALL.iter().map(|purpose| self.borne(*purpose, Payer::Brand)).sum();
        self.net_sales() - borne - self.cost
    }

    /// The margin; a number only when nothing is missing.
    pub fn margin(&self) -> Margin<'_> {
        match self.lacks.as_slice() {
            [] => Margin::Known(self.left()),
            missing => Margin::Incomplete { missing },
        }
    }
}
