//! What must be reckoned together, and which days are alike to the rules: so that what is alike is reckoned once.

use chrono::{Days, NaiveDate};

use super::{Due, FeeRule, FeeTerms, Kind, OnRefund, Scope, Shop};

/// What of a session must be reckoned together, the least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grain {
    /// Each line by itself.
    Line,
    /// The lines of an order.
    Order,
    /// All lines of the session.
    Session,
}

impl Grain {
    /// What `rules` ask for together.
    pub fn of(rules: &[FeeRule]) -> Self {
        rules.iter().map(|rule| rule.terms.grain()).max().unwrap_or(Self::Line)
    }

    const fn for_scope(scope: Scope) -> Self {
        match scope {
            Scope::Line => Self::Line,
            Scope::Product | Scope::Order => Self::Order,
            Scope::Session => Self::Session,
        }
    }
}

impl FeeTerms {
    fn grain(&self) -> Grain {
        let per = if self.kind == Kind::FlatPerOrder { Scope::Order } else { self.per };
        let cap = self.cap.map_or(Grain::Line, |_| Grain::for_scope(self.cap_scope));
        // Whether the whole order came back only its lines together say.
        let back = match (self.on_refund, self.due) {
            (OnRefund::Nullify, _) | (OnRefund::Keep, Due::Delivered | Due::Settled) => Grain::Order,
            _ => Grain::Line,
        };
        Grain::for_scope(per).max(cap).max(back)
    }
}

/// Days by what rules and programmes make of them: between two edges every day is as every other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    edges: Vec<NaiveDate>,
    split: Vec<NaiveDate>,
}

impl Calendar {
    /// Of these rules and shops.
    pub fn of(rules: &[FeeRule], shops: &[Shop]) -> Self {
        let next = |day: NaiveDate| day.checked_add_days(Days::new(1)).unwrap_or(day);
        let terms = || rules.iter().map(|rule| &rule.terms);
        let begun = terms().filter_map(|terms| terms.valid_from).flat_map(|day| [day, next(day)]);
        let over = terms().filter_map(|terms| terms.valid_to).flat_map(|day| [day, next(day)]);
        let programmes = || shops.iter().flat_map(|shop| &shop.programmes);
        let joined = programmes().filter_map(|programme| programme.first_day);
        let left = programmes().filter_map(|programme| programme.last_day).map(next);
        let mut edges: Vec<NaiveDate> = begun.chain(over).chain(joined).chain(left).collect();
        edges.sort_unstable();
        edges.dedup();
        let first = terms().filter(|terms| terms.starts_at.is_some()).filter_map(|terms| terms.valid_from);
        let last = terms().filter(|terms| terms.ends_at.is_some()).filter_map(|terms| terms.valid_to);
        Self { edges, split: first.chain(last).collect() }
    }

    /// The day that stands for all that are as `day` is.
    pub fn like(&self, day: NaiveDate) -> NaiveDate {
        let before = self.edges.partition_point(|edge| *edge <= day);
        before.checked_sub(1).and_then(|at| self.edges.get(at)).copied().unwrap_or(NaiveDate::MIN)
    }

    /// Whether a rule begins or ends within `day`: what is charged then hangs on the hour.
    pub fn is_split(&self, day: NaiveDate) -> bool {
        self.split.contains(&day)
    }
}
