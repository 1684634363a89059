//! What rules charge on the lines of orders: purely, line by line, and what is missing to know it.

use std::collections::HashMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::line::Worth;
use super::share::apportion;
use super::{Base, Due, Facts, FeeRule, FeeTerms, Kind, Missing, OnRefund, Rounding, Scope, Setting};
use crate::LineKind;
use crate::money::Currency;

const PPM: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

/// What one rule charges on one line, to the minor unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charge {
    /// Which rule, by its place.
    pub rule: usize,
    /// Which line, by its place.
    pub line: usize,
    /// What was charged before anything came back, tax on top of it left out.
    pub before: Decimal,
    /// What is left of that.
    pub left: Decimal,
    /// What is charged in the end: what is left, and tax on top of it.
    pub amount: Decimal,
    /// What it was taken of, in the end; none for an amount an order or a unit.
    pub base: Option<Decimal>,
}

/// What is not known, so that a charge on a line is not known either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Which rule, by its place; none when it is the rule that is missing.
    pub rule: Option<usize>,
    /// Which line, by its place.
    pub line: usize,
    /// What is missing.
    pub missing: Missing,
}

/// Everything charged on the lines credited to a session, and everything that is missing to know it all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reckoning {
    /// Charges that are not nothing, rule by rule.
    pub charges: Vec<Charge>,
    /// What is missing.
    pub gaps: Vec<Gap>,
}

/// Reckons what `rules` charge on `lines`, which are all lines of the orders a session has a line of.
pub fn reckon(rules: &[FeeRule], lines: &[Facts], setting: &Setting) -> Reckoning {
    let mut desk = Desk::over(rules, lines, setting);
    // A part of another fee can only be known after that fee.
    let is_part = |index: &usize| rules[*index].terms.kind == Kind::PercentOfFee;
    let (parts, own): (Vec<usize>, Vec<usize>) = (0..rules.len()).partition(is_part);
    for index in own.into_iter().chain(parts) {
        desk.charge(index);
    }
    desk.finish()
}

/// What one rule has on one line.
#[derive(Clone, Copy)]
struct Entry {
    line: usize,
    sold: Decimal,
    kept: Decimal,
}

/// What another fee charged, by line.
type Others = HashMap<usize, Result<Worth, Missing>>;

struct Desk<'a> {
    rules: &'a [FeeRule],
    lines: &'a [Facts],
    setting: &'a Setting,
    /// For each rule the lines it is for.
    fitting: Vec<Vec<usize>>,
    /// Orders that came back whole.
    back: HashMap<i64, bool>,
    /// Rules that are charged instead of others, on what came back: those they take the place of.
    instead: HashMap<usize, Vec<usize>>,
    charges: Vec<Charge>,
    gaps: Vec<Gap>,
}

impl<'a> Desk<'a> {
    fn over(rules: &'a [FeeRule], lines: &'a [Facts], setting: &'a Setting) -> Self {
        let mut back: HashMap<i64, bool> = HashMap::new();
        for line in lines.iter().filter(|line| line.kind == LineKind::Sale) {
            let is_back = line.amount_e4.unwrap_or_default() != 0
                && line.share_back().is_ok_and(|share| share == Decimal::ONE);
            back.entry(line.order).and_modify(|all| *all &= is_back).or_insert(is_back);
        }
        let mut instead: HashMap<usize, Vec<usize>> = HashMap::new();
        for (first, rule) in rules.iter().enumerate() {
            let others = (0..rules.len()).filter(|other| Some(rules[*other].id) == rule.terms.becomes);
            others.for_each(|other| instead.entry(other).or_default().push(first));
        }
        let mut desk = Self {
            rules,
            lines,
            setting,
            fitting: vec![Vec::new(); rules.len()],
            back,
            instead,
            charges: Vec::new(),
            gaps: Vec::new(),
        };
        for line in 0..lines.len() {
            desk.sort_out(line);
        }
        desk
    }

    /// Which rules are for a line: of a group the highest only.
    fn sort_out(&mut self, line: usize) {
        let facts = &self.lines[line];
        if !matches!(facts.kind, LineKind::Sale | LineKind::Refund) {
            return;
        }
        let mut fitting: Vec<usize> = Vec::new();
        let mut groups: HashMap<&str, (Rank, usize, Result<(), Missing>)> = HashMap::new();
        for (index, rule) in self.rules.iter().enumerate() {
            let fits = match facts.fits(rule, self.setting) {
                Ok(false) => continue,
                Ok(true) => Ok(()),
                Err(missing) => Err(missing),
            };
            fitting.push(index);
            match &rule.terms.group {
                None => self.assign(index, line, fits),
                Some(group) => {
                    let rank = rank(rule);
                    let best = groups.entry(group.as_str()).or_insert((rank, index, fits));
                    if rank > best.0 {
                        *best = (rank, index, fits);
                    }
                }
            }
        }
        for (_, index, fits) in groups.into_values() {
            self.assign(index, line, fits);
        }
        for missing in facts.unsaid(self.rules, &fitting, self.setting) {
            self.gaps.push(Gap { rule: None, line, missing });
        }
    }

    fn assign(&mut self, rule: usize, line: usize, fits: Result<(), Missing>) {
        match fits {
            Ok(()) => self.fitting[rule].push(line),
            // Said once a line already, without a rule.
            Err(Missing::Channel) => {}
            Err(missing) => self.gaps.push(Gap { rule: Some(rule), line, missing }),
        }
    }

    fn charge(&mut self, rule: usize) {
        let terms = &self.rules[rule].terms;
        let others = self.others(terms);
        let mut by_currency: Vec<(Currency, Vec<Entry>)> = Vec::new();
        let mut lines = self.fitting[rule].clone();
        if let Some(instead) = self.instead.get(&rule) {
            lines.retain(|line| instead.iter().any(|first| self.fitting[*first].binary_search(line).is_ok()));
        }
        for line in lines {
            let currency = self.lines[line].currency;
            match self.entry(rule, line, others.as_ref()) {
                Err(missing) => self.gaps.push(Gap { rule: Some(rule), line, missing }),
                Ok(entry) => match by_currency.iter_mut().find(|(one, _)| *one == currency) {
                    Some((_, entries)) => entries.push(entry),
                    None => by_currency.push((currency, vec![entry])),
                },
            }
        }
        for (currency, entries) in by_currency {
            let before = self.spread(terms, &entries, currency, false);
            let after = self.spread(terms, &entries, currency, true);
            for ((entry, (before, _)), (left, amount)) in entries.iter().zip(before).zip(after) {
                let base = matches!(terms.kind, Kind::Percent | Kind::PercentOfFee).then_some(entry.kept);
                if !before.is_zero() || !amount.is_zero() {
                    self.charges.push(Charge { rule, line: entry.line, before, left, amount, base });
                }
            }
        }
    }

    /// What `rule` is reckoned from on `line`.
    fn entry(&self, rule: usize, line: usize, others: Option<&Others>) -> Result<Entry, Missing> {
        let terms = &self.rules[rule].terms;
        let facts = &self.lines[line];
        if let Some(currency) = terms.currency().filter(|currency| *currency != facts.currency) {
            return Err(Missing::RuleCurrency(currency));
        }
        let is_back = self.back.get(&facts.order).copied().unwrap_or_default();
        let may_not_have_arrived = matches!(terms.due, Due::Delivered | Due::Settled);
        if is_back && may_not_have_arrived && terms.on_refund == OnRefund::Keep {
            return Err(Missing::Delivery);
        }
        let worth = match terms.kind {
            Kind::Percent | Kind::PercentOfFee if terms.rate_ppm.is_none() => return Err(Missing::RuleRate),
            Kind::Percent => facts.worth(terms.base, self.setting)?,
            Kind::FlatPerOrder | Kind::FlatPerUnit => facts.worth(Base::AfterSellerDiscount, self.setting)?,
            Kind::PercentOfFee => match others {
                None => return Err(Missing::Other),
                Some(others) => match others.get(&line) {
                    Some(worth) => (*worth)?,
                    None => Worth::default(),
                },
            },
        };
        if terms.due == Due::Refunded || self.instead.contains_key(&rule) {
            return Ok(Entry { line, sold: worth.back, kept: worth.back });
        }
        Ok(Entry { line, sold: worth.sold, kept: Facts::kept(worth, terms.on_refund, is_back) })
    }

    /// What the fee that this one is a part of charged on each line, and what of it came back.
    fn others(&self, terms: &FeeTerms) -> Option<Others> {
        let versions: Vec<usize> =
            (0..self.rules.len()).filter(|index| Some(self.rules[*index].id) == terms.other).collect();
        if versions.is_empty() {
            return None;
        }
        let mut others = Others::new();
        for charge in self.charges.iter().filter(|charge| versions.contains(&charge.rule)) {
            if let Ok(worth) = others.entry(charge.line).or_insert(Ok(Worth::default())) {
                worth.sold += charge.before;
                worth.back += charge.before - charge.left;
            }
        }
        for gap in self.gaps.iter().filter(|gap| gap.rule.is_some_and(|rule| versions.contains(&rule))) {
            others.insert(gap.line, Err(gap.missing));
        }
        Some(others)
    }

    /// What is charged on each entry, without and with tax on top: put together, rounded, capped, shared out again.
    fn spread(
        &self,
        terms: &FeeTerms,
        entries: &[Entry],
        currency: Currency,
        after: bool,
    ) -> Vec<(Decimal, Decimal)> {
        let digits = currency.minor_digits();
        let per = if terms.kind == Kind::FlatPerOrder { Scope::Order } else { terms.per };
        let worth = |entry: &Entry| if after { entry.kept } else { entry.sold };
        let mut charged = vec![Decimal::ZERO; entries.len()];
        for group in self.groups(per, entries) {
            let weights: Vec<Decimal> = group.iter().map(|&at| worth(&entries[at])).collect();
            let sold: Decimal = group.iter().map(|&at| entries[at].sold).sum();
            let units = group.iter().map(|&at| self.lines[entries[at].line].quantity.max(0)).sum();
            let has_sale = group.iter().any(|&at| self.lines[entries[at].line].kind == LineKind::Sale);
            let exact = amount_of(terms, weights.iter().sum(), sold, units, has_sale);
            let total = rounded(exact, digits, terms.rounding);
            for (&at, part) in group.iter().zip(apportion(total, &weights, digits)) {
                charged[at] = part;
            }
        }
        if let Some(cap) = terms.cap {
            for group in self.groups(terms.cap_scope, entries) {
                let weights: Vec<Decimal> = group.iter().map(|&at| charged[at]).collect();
                if weights.iter().sum::<Decimal>() > cap.amount() {
                    for (&at, part) in group.iter().zip(apportion(cap.amount(), &weights, digits)) {
                        charged[at] = part;
                    }
                }
            }
        }
        let mut with_tax: Vec<(Decimal, Decimal)> = charged.iter().map(|one| (*one, *one)).collect();
        if terms.tax_ppm > 0 {
            for group in self.groups(per, entries) {
                let weights: Vec<Decimal> = group.iter().map(|&at| charged[at]).collect();
                let exact = weights.iter().sum::<Decimal>() * Decimal::from(terms.tax_ppm) / PPM;
                let tax = rounded(exact, digits, terms.rounding);
                for (&at, part) in group.iter().zip(apportion(tax, &weights, digits)) {
                    with_tax[at].1 += part;
                }
            }
        }
        with_tax
    }

    /// The entries that belong together, by their places.
    fn groups(&self, scope: Scope, entries: &[Entry]) -> Vec<Vec<usize>> {
        let mut places: HashMap<(i64, i64, bool), usize> = HashMap::new();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            let line = &self.lines[entry.line];
            let key = match scope {
                Scope::Line => (i64::try_from(at).unwrap_or_default(), 0, true),
                Scope::Product => (line.order, line.product, true),
                Scope::Order => (line.order, 0, true),
                // What of an order is credited to other sessions is none of this one's.
                Scope::Session => (0, 0, line.is_counted),
            };
            let place = *places.entry(key).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[place].push(at);
        }
        groups
    }

    fn finish(self) -> Reckoning {
        let Self { lines, mut charges, mut gaps, .. } = self;
        charges.retain(|charge| lines[charge.line].is_counted);
        gaps.retain(|gap| lines[gap.line].is_counted);
        charges.sort_by_key(|charge| (charge.rule, charge.line));
        gaps.sort_by_key(|gap| (gap.line, gap.rule, gap.missing));
        gaps.dedup();
        Reckoning { charges, gaps }
    }
}

/// Of two rules of one group the higher precedence, then the later first day, then the later rule.
type Rank = (i32, Option<chrono::NaiveDate>, crate::id::FeeRuleId);

const fn rank(rule: &FeeRule) -> Rank {
    (rule.terms.precedence, rule.terms.valid_from, rule.id)
}

/// What a group of lines that is worth `worth` now, and was worth `sold`, is charged.
fn amount_of(terms: &FeeTerms, worth: Decimal, sold: Decimal, units: i64, has_sale: bool) -> Decimal {
    let flat = terms.flat.map(|flat| flat.amount()).unwrap_or_default();
    let kept = if sold.is_zero() { Decimal::ONE } else { worth / sold };
    let exact = match terms.kind {
        Kind::Percent | Kind::PercentOfFee => graded(terms, worth),
        Kind::FlatPerOrder if !has_sale => Decimal::ZERO,
        Kind::FlatPerOrder => flat * kept,
        Kind::FlatPerUnit => flat.saturating_mul(Decimal::from(units)) * kept,
    };
    match terms.least {
        Some(least) if exact > Decimal::ZERO => exact.max(least.amount()),
        _ => exact,
    }
}

/// A rate that changes by steps charges each part of `worth` at its own; what is below zero is given back at the
/// first.
pub(super) fn graded(terms: &FeeTerms, worth: Decimal) -> Decimal {
    let rate = |ppm: u32| Decimal::from(ppm) / PPM;
    let mut charged = Decimal::ZERO;
    let mut below = worth;
    for step in terms.steps.iter().rev() {
        let above = below - step.from.amount();
        if above > Decimal::ZERO {
            charged += above * rate(step.rate_ppm);
            below = step.from.amount();
        }
    }
    charged + below * rate(terms.rate_ppm.unwrap_or_default())
}

fn rounded(exact: Decimal, digits: u32, rounding: Rounding) -> Decimal {
    let strategy = match rounding {
        Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
        Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
    };
    exact.round_dp_with_strategy(digits, strategy)
}
