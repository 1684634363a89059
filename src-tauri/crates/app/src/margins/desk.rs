//! Reckons sessions under two sets of rules: what is alike once, and counted.

use chrono::NaiveTime;
use domain::Currency;
use domain::Money;
use domain::fee::{Calendar, Facts, FeeRule, Grain, Missing, Setting, cost_of, reckon};
use domain::session::Session;
use domain::waterfall::{self, Costs, Sum, Waterfall};
use rustc_hash::FxHashMap;
use store::Tables;
use store::rollup_alike::{AlikeLine, AlikeOrder};

use super::alike;
use super::books::{Ordered, Terms, own_first};
use super::shelf::Shelf;
use crate::Result;
use crate::sales::Books;

/// How many different lines are kept as reckoned; beyond it they are reckoned again.
const UNITS_AT_MOST: usize = 100_000;

/// A session's waterfalls in one currency: under the rules there are, and under the others.
pub(super) type Pair = [Waterfall; 2];

/// What a line's charges hang on.
#[derive(PartialEq, Eq, Hash)]
struct Unit {
    setting: usize,
    product: i64,
    line: AlikeLine,
}

/// Reckons session after session.
pub(super) struct Desk<'a> {
    tables: &'a Tables<'a>,
    books: &'a Books,
    terms: &'a Terms,
    rules: [&'a [FeeRule]; 2],
    sales: String,
    grain: Grain,
    calendar: Calendar,
    shelf: Shelf<'a>,
    settings: Vec<Setting>,
    units: FxHashMap<Unit, Pair>,
}

impl<'a> Desk<'a> {
    /// Over what is known now.
    pub(super) fn over(
        tables: &'a Tables<'a>,
        books: &'a Books,
        terms: &'a Terms,
        rules: [&'a [FeeRule]; 2],
    ) -> Result<Self> {
        let both: Vec<FeeRule> = rules.concat();
        Ok(Self {
            tables,
            books,
            terms,
            rules,
            sales: tables.sales_mark()?,
            grain: Grain::of(&both),
            calendar: Calendar::of(&both, &terms.shops),
            shelf: Shelf::of(tables, books),
            settings: Vec::new(),
            units: FxHashMap::default(),
        })
    }

    /// The waterfalls of `session` in each currency it sold in, the market's own first.
    pub(super) fn of_session(&mut self, session: &Session) -> Result<Vec<(Currency, Pair)>> {
        let Some(no) = self.tables.sale_session_no(session.id)? else { return Ok(Vec::new()) };
        if self.grain == Grain::Session {
            return self.line_by_line(session);
        }
        let stamp = alike::stamp(&self.sales, self.terms, session);
        let (lines, orders) = match self.tables.alike_lines(no, &stamp)? {
            Some(lines) if self.grain == Grain::Line => (lines, Vec::new()),
            Some(lines) => (lines, self.tables.alike_orders(no, &stamp)?.unwrap_or_default()),
            None => {
                let alike = alike::counted(&Ordered::read(self.tables, self.books, self.terms, session)?);
                (alike.lines, alike.orders)
            }
        };
        // Within such a day it hangs on the hour, which lines that are alike do not share.
        if lines.iter().any(|(line, _)| self.calendar.is_split(line.day)) {
            return self.line_by_line(session);
        }
        let counted = lines.iter().filter(|(line, _)| line.is_counted).map(|(line, _)| line.currency);
        let currencies = own_first(session.plan.market, counted);
        let setting = self.setting(session);
        self.shelf.clear();
        let mut sums: Vec<(Currency, [Sum; 2])> = currencies
            .into_iter()
            .map(|currency| (currency, [Sum::over(currency), Sum::over(currency)]))
            .collect();
        match self.grain {
            Grain::Line => self.by_line(setting, &lines, &mut sums)?,
            Grain::Order | Grain::Session => self.by_order(setting, &lines, &orders, &mut sums)?,
        }
        Ok(sums.into_iter().map(|(currency, pair)| (currency, pair.map(Sum::whole))).collect())
    }

    /// Sessions held in one market by the same people share their setting.
    fn setting(&mut self, session: &Session) -> usize {
        let plan = &session.plan;
        let is_theirs = |one: &Setting| one.market == plan.market && one.hosts == plan.hosts;
        self.settings.iter().position(is_theirs).unwrap_or_else(|| {
            self.settings.push(self.terms.setting(session));
            self.settings.len() - 1
        })
    }

    fn line_by_line(&self, session: &Session) -> Result<Vec<(Currency, Pair)>> {
        let ordered = Ordered::read(self.tables, self.books, self.terms, session)?;
        let reckoned = self.rules.map(|rules| (rules, ordered.reckon(rules)));
        let drawn = |currency| {
            reckoned.each_ref().map(|(rules, reckoning)| ordered.waterfall(rules, reckoning, currency))
        };
        Ok(ordered.currencies().into_iter().map(|currency| (currency, drawn(currency))).collect())
    }

    fn by_line(
        &mut self,
        setting: usize,
        lines: &[(AlikeLine, i64)],
        sums: &mut [(Currency, [Sum; 2])],
    ) -> Result<()> {
        for (line, count) in lines {
            let product = self.shelf.product(line.product_no);
            let Some((_, sums)) = sums.iter_mut().find(|(one, _)| line.is_counted && *one == line.currency)
            else {
                continue;
            };
            let cost = self.shelf.unit_cost(line.product_no)?;
            let unit = Unit { setting, product, line: AlikeLine { day: self.day(line, cost), ..*line } };
            if self.units.len() > UNITS_AT_MOST {
                self.units.clear();
            }
            let rules = self.rules;
            let (settings, terms) = (&self.settings, self.terms);
            let pair = self.units.entry(unit).or_insert_with_key(|unit| {
                let facts = facts(&unit.line, (0, product), terms, self.books);
                let costs = vec![cost_of(&facts, cost, &terms.rates)];
                let lines = [facts];
                rules.map(|rules| {
                    let reckoning = reckon(rules, &lines, &settings[unit.setting]);
                    let books =
                        waterfall::Books { rules, lines: &lines, reckoning: &reckoning, costs: &costs };
                    books.waterfall(unit.line.currency)
                })
            });
            for (sum, part) in sums.iter_mut().zip(pair.iter()) {
                sum.add(part, *count);
            }
        }
        Ok(())
    }

    fn by_order(
        &mut self,
        setting: usize,
        lines: &[(AlikeLine, i64)],
        orders: &[AlikeOrder],
        sums: &mut [(Currency, [Sum; 2])],
    ) -> Result<()> {
        let mut known = Vec::with_capacity(lines.len());
        for (line, _) in lines {
            let product = self.shelf.product(line.product_no);
            let cost = self.shelf.unit_cost(line.product_no)?;
            let facts = facts(line, (0, product), self.terms, self.books);
            let cost = cost_of(&facts, cost, &self.terms.rates);
            known.push((facts, cost));
        }
        let (mut facts, mut costs) = (Vec::new(), Costs::new());
        for (number, order) in (0_i64..).zip(orders) {
            for (line, cost) in order.lines.iter().filter_map(|place| known.get(*place as usize)) {
                facts.push(Facts { order: number, ..line.clone() });
                costs.push(*cost);
            }
        }
        for (at, rules) in self.rules.into_iter().enumerate() {
            let reckoning = reckon(rules, &facts, &self.settings[setting]);
            let books = waterfall::Books { rules, lines: &facts, reckoning: &reckoning, costs: &costs };
            for (currency, sums) in sums.iter_mut() {
                for (number, part) in books.waterfalls_by(*currency, |_, line| line.order) {
                    let times = usize::try_from(number).ok().and_then(|number| orders.get(number));
                    sums[at].add(&part, times.map_or(0, |order| order.orders));
                }
            }
        }
        Ok(())
    }

    /// The day that stands for the line's; its own where its goods cost another currency, at that day's rate.
    fn day(&self, line: &AlikeLine, cost: Result<Money, Missing>) -> chrono::NaiveDate {
        let is_exchanged = cost.is_ok_and(|cost| cost.currency() != line.currency);
        if is_exchanged { line.day } else { self.calendar.like(line.day) }
    }
}

/// What is known of each of the lines that are alike. No rule asks them for the hour.
fn facts(line: &AlikeLine, (order, product): (i64, i64), terms: &Terms, books: &Books) -> Facts {
    let catalogued = books.catalogue_product(line.product_no);
    Facts {
        order,
        product,
        day: line.day,
        time: NaiveTime::MIN,
        channel: line.channel,
        currency: line.currency,
        kind: line.kind,
        quantity: line.quantity,
        amount_e4: line.amount_e4,
        discount_e4: line.discount_e4,
        platform_discount_e4: line.platform_discount_e4,
        tax_e4: line.tax_e4,
        shipping_e4: line.shipping_e4,
        refund_e4: line.refund_e4,
        by_creator: line.by_creator,
        with_code: line.with_code,
        by_ads: line.by_ads,
        category: catalogued.and_then(|product| terms.categories.get(&product)).cloned(),
        is_sample: line.is_sample,
        is_counted: line.is_counted,
    }
}
