//! What a platform paid out for orders against what they sold: every difference has a line and a name.
//!
//! Amounts are 10⁻⁴ units of one currency, what was taken below zero. What nobody said is `None`, which is not zero.

#[cfg(test)]
mod property_test;

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use crate::id::FeeRuleId;

/// What our order lines say of an order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sold {
    /// GMV.
    pub gmv_e4: i64,
    /// The seller's discounts, positive.
    pub discount_e4: i64,
    /// Given back, positive.
    pub refund_e4: i64,
}

impl Sold {
    /// Net sales.
    pub const fn net_e4(&self) -> i64 {
        self.gmv_e4 - self.discount_e4 - self.refund_e4
    }
}

/// One entry of a settlement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paid {
    /// What was paid out.
    pub total_e4: i64,
    /// What the platform counts as revenue.
    pub revenue_e4: Option<i64>,
    /// All it took.
    pub fees_e4: Option<i64>,
    /// Its adjustments.
    pub adjustment_e4: Option<i64>,
    /// What it took, by column.
    pub taken: Vec<(Charged, i64)>,
}

/// What a fee is known by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Charged {
    /// A kind its source describes.
    Kind(String),
    /// A column nobody has described, as it is named.
    Column(String),
    /// A rule of ours that has no column in the settlement.
    Rule(FeeRuleId),
}

/// What our rules say the platform takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// Where it should stand.
    pub charged: Charged,
    /// How much, at most zero; none while it is not known.
    pub e4: Option<i64>,
}

/// What a line of the way from net sales to the payout is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// Our net sales against the platform's revenue.
    Revenue,
    /// A fee.
    Fee(Charged),
    /// Adjustments.
    Adjustment,
    /// Fees the file sums up and does not name.
    NotItemised,
    /// What is left of a row that does not add up.
    Uneven,
}

/// One line of the way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Step {
    /// What our figures and rules say; none where they say nothing.
    pub ours_e4: Option<i64>,
    /// What the platform says; none where it says nothing.
    pub theirs_e4: Option<i64>,
    /// Orders for which a rule of ours is for this and its amount is not known.
    pub open: i64,
}

impl Step {
    /// Theirs − ours; what one side does not say is nothing there.
    pub const fn difference_e4(&self) -> i64 {
        let theirs = match self.theirs_e4 {
            Some(e4) => e4,
            None => 0,
        };
        match self.ours_e4 {
            Some(e4) => theirs - e4,
            None => theirs,
        }
    }

    fn add(&mut self, other: &Self) {
        let both = |one: Option<i64>, two: Option<i64>| match (one, two) {
            (None, None) => None,
            (one, two) => Some(one.unwrap_or_default() + two.unwrap_or_default()),
        };
        self.ours_e4 = both(self.ours_e4, other.ours_e4);
        self.theirs_e4 = both(self.theirs_e4, other.theirs_e4);
        self.open += other.open;
    }
}

/// The way from net sales to what was paid out. Theirs add up to `paid_e4`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Explained {
    /// What our order lines say; nothing where we know no order.
    pub sold: Sold,
    /// What was paid out.
    pub paid_e4: i64,
    /// The lines.
    pub steps: BTreeMap<About, Step>,
}

impl Explained {
    /// Explains the entries of one order. Without `sold` we know no such order, and say nothing of it.
    pub fn of(sold: Option<Sold>, entries: &[Paid], expected: &[Expected]) -> Self {
        let mut explained = Self { sold: sold.unwrap_or_default(), ..Self::default() };
        if let Some(sold) = sold {
            explained.step(About::Revenue).ours_e4 = Some(sold.net_e4());
        }
        for one in expected {
            let step = explained.step(About::Fee(one.charged.clone()));
            match one.e4 {
                Some(e4) => step.ours_e4 = Some(step.ours_e4.unwrap_or_default() + e4),
                None => step.open = 1,
            }
        }
        for entry in entries {
            explained.pay(entry);
        }
        explained
    }

    fn step(&mut self, about: About) -> &mut Step {
        self.steps.entry(about).or_default()
    }

    fn take(&mut self, about: About, e4: i64) {
        let step = self.step(about);
        step.theirs_e4 = Some(step.theirs_e4.unwrap_or_default() + e4);
    }

    fn pay(&mut self, entry: &Paid) {
        self.paid_e4 += entry.total_e4;
        let mut rest = entry.total_e4;
        let mut fees = entry.fees_e4;
        if let Some(e4) = entry.revenue_e4 {
            self.take(About::Revenue, e4);
            rest -= e4;
        }
        for (charged, e4) in entry.taken.iter().filter(|(_, e4)| *e4 != 0) {
            self.take(About::Fee(charged.clone()), *e4);
            rest -= e4;
            fees = fees.map(|sum| sum - e4);
        }
        if let Some(e4) = entry.adjustment_e4.filter(|e4| *e4 != 0) {
            self.take(About::Adjustment, e4);
            rest -= e4;
        }
        if let Some(e4) = fees.filter(|e4| *e4 != 0) {
            self.take(About::NotItemised, e4);
            rest -= e4;
        }
        if rest != 0 {
            self.take(About::Uneven, rest);
        }
    }

    /// Adds another order.
    pub fn add(&mut self, other: &Self) {
        self.sold.gmv_e4 += other.sold.gmv_e4;
        self.sold.discount_e4 += other.sold.discount_e4;
        self.sold.refund_e4 += other.sold.refund_e4;
        self.paid_e4 += other.paid_e4;
        for (about, step) in &other.steps {
            self.step(about.clone()).add(step);
        }
    }

    /// What our rules expected to be paid out.
    pub fn expected_e4(&self) -> i64 {
        self.steps.values().filter_map(|step| step.ours_e4).sum()
    }

    /// Paid out − expected: the sum of the differences of all lines.
    pub fn difference_e4(&self) -> i64 {
        self.paid_e4 - self.expected_e4()
    }

    /// Whether every line agrees and no rule is open.
    pub fn agrees(&self) -> bool {
        self.steps.values().all(|step| step.difference_e4() == 0 && step.open == 0)
    }
}

/// Of the observations of one thing those of its newest file stand, in whatever order files came in. `all` gives for
/// each observation what it is of, the rank of a file that holds it, and itself.
pub fn standing<G: Eq + Hash + Copy, R: Ord + Copy, T>(all: Vec<(G, R, T)>) -> Vec<T> {
    let mut newest: HashMap<G, R> = HashMap::new();
    for (group, rank, _) in &all {
        newest.entry(*group).and_modify(|best| *best = (*best).max(*rank)).or_insert(*rank);
    }
    all.into_iter()
        .filter(|(group, rank, _)| newest.get(group) == Some(rank))
        .map(|(_, _, one)| one)
        .collect()
}
