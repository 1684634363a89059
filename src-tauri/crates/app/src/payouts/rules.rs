//! What our fee rules say a platform takes, order by order, and in which column of its settlement each stands.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::fee::{Condition, Facts, FeeRule, Payer, Purpose, Setting, reckon, split};
use domain::id::FeeRuleId;
use domain::payout::{Charged, Expected};
use domain::session::Session;
use domain::{Currency, Market, fold};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use store::Tables;
use store::payout::PayoutColumn;
use store::sale::SaleLine;
use store::sale_base::SaleBase;

use super::gather::Case;
use crate::Result;
use crate::commissions::Brought;
use crate::margins::{Terms, facts, named_channel};
use crate::sales::Books;

const ONE_E4: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);

/// Why a rule is compared with a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatchedBy {
    /// Somebody said so.
    Chosen,
    /// What it charges is what the column says, to the minor unit, on most orders it charges.
    Amounts {
        /// Orders on which they agree.
        agree: i64,
        /// Orders on which the rule charges something.
        of: i64,
    },
    /// They have one name.
    Name,
    /// It is compared with none.
    Nothing,
}

/// In which column a rule is charged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleMatch {
    /// The rule.
    pub rule: FeeRuleId,
    /// What it is called.
    pub name: String,
    /// The column's kind; none for in none.
    pub kind: Option<String>,
    /// Why.
    pub by: MatchedBy,
}

/// What one rule takes of one order; none while it is not known.
type Take = (usize, Option<i64>);

/// What the rules take of each order, in each currency.
pub(super) struct Takes {
    rules: Vec<FeeRule>,
    of: HashMap<(i64, Currency), Vec<Take>>,
    pub(super) matches: Vec<RuleMatch>,
}

/// What every batch of orders is judged by.
struct Desk<'a> {
    tables: &'a Tables<'a>,
    books: &'a Books,
    terms: &'a Terms,
    brought: Brought,
}

impl Takes {
    /// Reckons every rule of fees on every order we know.
    pub(super) fn reckon(
        tables: &Tables<'_>,
        books: &Books,
        cases: &[Case],
        sessions: &HashMap<i64, Session>,
        columns: &HashMap<i64, PayoutColumn>,
    ) -> Result<Self> {
        let home = tables.workspace()?.map(|workspace| workspace.market);
        let mut rules = tables.fee_rules()?;
        rules.retain(|rule| rule.terms.purpose == Purpose::Fee);
        let mut batches: BTreeMap<(Option<i64>, Currency), Vec<&Case>> = BTreeMap::new();
        for case in cases.iter().filter(|case| !case.lines.is_empty()) {
            batches.entry((case.session_no(), case.currency)).or_default().push(case);
        }
        let mut takes = Self { rules, of: HashMap::new(), matches: Vec::new() };
        let desk = Desk {
            tables,
            books,
            terms: &Terms::of(tables)?,
            brought: Brought::read(tables, books.known_on_ms())?,
        };
        for ((session, currency), cases) in batches {
            let session = session.and_then(|no| sessions.get(&no));
            let market = session.map(|session| session.plan.market).or_else(|| market_of(currency, home));
            if let Some(market) = market {
                takes.batch(&desk, &cases, market, session.is_some())?;
            }
        }
        takes.matches = takes.matched(cases, columns, &tables.payout_rules()?);
        Ok(takes)
    }

    /// One session's orders, or those of none.
    fn batch(&mut self, desk: &Desk<'_>, cases: &[&Case], market: Market, is_live: bool) -> Result<()> {
        let (books, terms) = (desk.books, desk.terms);
        let (shops, rates) = (terms.shops.clone(), terms.rates.clone());
        let setting = Setting { market, hosts: Vec::new(), shops, rates };
        let lines: Vec<_> = cases
            .iter()
            .flat_map(|case| case.lines.iter().map(|line| (case.source.as_str(), line)))
            .collect();
        let mut all: Vec<Facts> = Vec::with_capacity(lines.len());
        for (source, line) in &lines {
            let base = SaleBase {
                platform_discount_e4: line.platform_discount_e4,
                tax_e4: line.tax_e4,
                shipping_e4: line.shipping_e4,
            };
            let one = facts(line, &base, named_channel(source), setting.zone());
            let product = books.catalogue_product(line.product_no);
            let category = product.and_then(|product| terms.categories.get(&product)).cloned();
            all.push(Facts { is_counted: true, category, ..one });
        }
        let sold: Vec<SaleLine> = lines.iter().map(|(_, line)| (*line).clone()).collect();
        desk.brought.tell(desk.tables, &self.rules, &sold, &mut all)?;
        // What is charged for orders from a show is charged on no other.
        let places: Vec<usize> = (0..self.rules.len())
            .filter(|&at| is_live || self.rules[at].terms.condition != Condition::FromLive)
            .collect();
        let rules: Vec<FeeRule> = places.iter().map(|&at| self.rules[at].clone()).collect();
        let reckoning = reckon(&rules, &all, &setting);
        for charge in &reckoning.charges {
            let line = lines[charge.line].1;
            let digits = line.currency.minor_digits();
            let shares = &rules[charge.rule].terms.payers;
            let borne = split(charge.amount, shares, digits);
            let own: Decimal =
                borne.iter().filter(|(payer, _)| *payer != Payer::Platform).map(|(_, part)| *part).sum();
            let e4 = (own * ONE_E4).to_i64().unwrap_or_default();
            self.add(line.order_key, line.currency, places[charge.rule], Some(-e4));
        }
        for gap in &reckoning.gaps {
            if let Some(rule) = gap.rule {
                let line = lines[gap.line].1;
                self.add(line.order_key, line.currency, places[rule], None);
            }
        }
        Ok(())
    }

    fn add(&mut self, order: i64, currency: Currency, rule: usize, e4: Option<i64>) {
        let of_order = self.of.entry((order, currency)).or_default();
        match of_order.iter_mut().find(|(place, _)| *place == rule) {
            Some((_, sum)) => *sum = sum.zip(e4).map(|(one, two)| one + two),
            None => of_order.push((rule, e4)),
        }
    }

    /// In which column each rule that charges something stands.
    fn matched(
        &self,
        cases: &[Case],
        columns: &HashMap<i64, PayoutColumn>,
        chosen: &HashMap<FeeRuleId, String>,
    ) -> Vec<RuleMatch> {
        let charging: BTreeSet<usize> = self.of.values().flatten().map(|(rule, _)| *rule).collect();
        let agreement = self.agreement(cases, columns);
        let names: BTreeMap<String, &str> = columns
            .values()
            .filter(|column| column.part_of == "fees" && !column.kind.is_empty())
            .map(|column| (fold(&column.name), column.kind.as_str()))
            .collect();
        let matched = |at: usize| {
            let rule = &self.rules[at];
            let by_amount = || {
                let (of, by_kind) = agreement.get(&at)?;
                let best = by_kind.iter().max_by_key(|(_, agree)| **agree)?;
                let rivals = by_kind.values().filter(|agree| *agree == best.1).count();
                let is_most = *best.1 * 2 > *of && rivals == 1;
                is_most.then(|| (best.0.clone(), MatchedBy::Amounts { agree: *best.1, of: *of }))
            };
            let by_name =
                || names.get(&fold(&rule.terms.name)).map(|kind| ((*kind).to_owned(), MatchedBy::Name));
            let (kind, by) = match chosen.get(&rule.id) {
                Some(kind) => (Some(kind.clone()).filter(|kind| !kind.is_empty()), MatchedBy::Chosen),
                None => match by_amount().or_else(by_name) {
                    Some((kind, by)) => (Some(kind), by),
                    None => (None, MatchedBy::Nothing),
                },
            };
            RuleMatch { rule: rule.id, name: rule.terms.name.clone(), kind, by }
        };
        charging.into_iter().map(matched).collect()
    }

    /// For each rule on how many paid orders it charges something, and on how many each kind says just that.
    fn agreement(
        &self,
        cases: &[Case],
        columns: &HashMap<i64, PayoutColumn>,
    ) -> HashMap<usize, (i64, BTreeMap<String, i64>)> {
        let mut agreement: HashMap<usize, (i64, BTreeMap<String, i64>)> = HashMap::new();
        for case in cases.iter().filter(|case| !case.entries.is_empty()) {
            let Some(takes) = self.of.get(&(case.order_key, case.currency)) else { continue };
            let mut taken: BTreeMap<&str, i64> = BTreeMap::new();
            for (no, e4) in case.entries.iter().flat_map(|one| &one.entry.amounts) {
                let column = columns.get(no).filter(|column| column.part_of == "fees");
                if let Some(column) = column.filter(|column| !column.kind.is_empty()) {
                    *taken.entry(&column.kind).or_default() += e4;
                }
            }
            for (rule, e4) in takes {
                let Some(e4) = e4.filter(|e4| *e4 != 0) else { continue };
                let (of, by_kind) = agreement.entry(*rule).or_default();
                *of += 1;
                for (kind, _) in taken.iter().filter(|(_, took)| **took == e4) {
                    *by_kind.entry((*kind).to_owned()).or_default() += 1;
                }
            }
        }
        agreement
    }

    /// What the rules expect of one order, each where it stands.
    pub(super) fn expected(&self, case: &Case) -> Vec<Expected> {
        let takes = self.of.get(&(case.order_key, case.currency)).map_or(&[][..], Vec::as_slice);
        let of = |(rule, e4): &Take| {
            let id = self.rules[*rule].id;
            let kind = self.matches.iter().find(|one| one.rule == id).and_then(|one| one.kind.clone());
            Expected { charged: kind.map_or(Charged::Rule(id), Charged::Kind), e4: *e4 }
        };
        takes.iter().map(of).collect()
    }
}

/// The market with this currency, the own one first; none where several others have it.
fn market_of(currency: Currency, home: Option<Market>) -> Option<Market> {
    let own = home.filter(|market| market.currency() == currency);
    own.or_else(|| Market::ALL.into_iter().find(|market| market.currency() == currency))
}
