//! Packs what was left for the wire.

use std::collections::HashMap;

use app::margins as from;
use domain::expense::Expense;
use domain::fee::{FeeRule, Missing as Lacking, Payer, Purpose};
use domain::id::HostId;
use domain::metric::percent;
use domain::rate::{Exchange, Rates};
use domain::waterfall::{self, Margin};
use domain::{Currency, Money};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::margin::{
    Borne, Exchanged, Missing, MissingKind, ProductLeft, ReviewWaterfall, Samples, SpentBy, TakenByRule,
    Waterfall, WaterfallLine, WaterfallLinePage, WaterfallSet, WhatIfRow, WhatIfRows,
};

fn text(amount: Decimal) -> String {
    amount.normalize().to_string()
}

fn observed(e4: i64, currency: Currency) -> String {
    text(Money::from_observed(e4, currency).amount())
}

fn borne(by: Vec<(Payer, Decimal)>) -> Vec<Borne> {
    by.into_iter().map(|(payer, amount)| Borne { payer: payer.into(), amount: text(amount) }).collect()
}

/// What is missing, without what it is about.
pub(crate) const fn kind(missing: Lacking) -> MissingKind {
    match missing {
        Lacking::Fees(_) => MissingKind::Fees,
        Lacking::Channel => MissingKind::Channel,
        Lacking::Commission(_) => MissingKind::Commission,
        Lacking::Cost(_) => MissingKind::Cost,
        Lacking::Product(_) => MissingKind::Product,
        Lacking::Rate { .. } => MissingKind::Rate,
        Lacking::RuleCurrency(_) => MissingKind::RuleCurrency,
        Lacking::SellerType(_) => MissingKind::SellerType,
        Lacking::Category(_) => MissingKind::Category,
        Lacking::Ads => MissingKind::Ads,
        Lacking::Expense(_) => MissingKind::Expense,
        Lacking::OnAir => MissingKind::OnAir,
        Lacking::Amount => MissingKind::Amount,
        Lacking::Discount => MissingKind::Discount,
        Lacking::PlatformDiscount => MissingKind::PlatformDiscount,
        Lacking::Tax => MissingKind::Tax,
        Lacking::Shipping => MissingKind::Shipping,
        Lacking::Refund => MissingKind::Refund,
        Lacking::Creator => MissingKind::Creator,
        Lacking::Code => MissingKind::Code,
        Lacking::Delivery => MissingKind::Delivery,
        Lacking::Other => MissingKind::Other,
        Lacking::RuleRate => MissingKind::RuleRate,
    }
}

/// Names for what waterfalls speak of by id, number or place.
struct Names<'a> {
    rules: &'a [FeeRule],
    hosts: &'a HashMap<HostId, String>,
    products: HashMap<i64, (Option<String>, String)>,
    expenses: &'a [Expense],
    rates: &'a Rates,
}

impl Names<'_> {
    fn missing(&self, lack: waterfall::Lack) -> Missing {
        let rule = lack.rule.and_then(|place| self.rules.get(place));
        let mut missing = Missing {
            kind: kind(lack.missing),
            lines: lack.lines,
            rule_id: rule.map(|rule| rule.id.to_string()),
            name: rule.map(|rule| rule.terms.name.clone()),
            channel: None,
            product_id: None,
            currency: None,
            to_currency: None,
            day: None,
            expense_id: None,
        };
        match lack.missing {
            Lacking::Fees(channel) | Lacking::SellerType(channel) => missing.channel = Some(channel.into()),
            Lacking::Commission(host) => missing.name = self.hosts.get(&host).cloned(),
            Lacking::Cost(key) | Lacking::Product(key) | Lacking::Category(key) => {
                if let Some((id, title)) = self.products.get(&key) {
                    (missing.product_id, missing.name) = (id.clone(), Some(title.clone()));
                }
            }
            Lacking::Rate { from, to, day } => {
                missing.currency = Some(from.code().to_owned());
                missing.to_currency = Some(to.code().to_owned());
                missing.day = Some(day.to_string());
            }
            Lacking::RuleCurrency(currency) => missing.currency = Some(currency.code().to_owned()),
            Lacking::Expense(id) => {
                missing.expense_id = Some(id.to_string());
                let named = self.expenses.iter().find(|expense| expense.id == id);
                missing.name = named.map(|expense| expense.terms.name.clone());
            }
            _ => {}
        }
        missing
    }

    fn waterfall(&self, from: &waterfall::Waterfall) -> Waterfall {
        let currency = from.currency;
        let others: Decimal = [Payer::Platform, Payer::Creator, Payer::Agency]
            .into_iter()
            .map(|payer| from.borne(Purpose::Fee, payer) + from.borne(Purpose::Commission, payer))
            .sum();
        let spends = from.spends.iter().filter_map(|spend| {
            Some(SpentBy {
                expense_id: self.expenses.get(spend.expense)?.id.to_string(),
                payer: spend.payer.into(),
                amount: spend.spent.ok().map(|spent| text(spent.amount)),
            })
        });
        let samples = Some(from.samples).filter(|samples| samples.lines != 0);
        let margin = match from.margin() {
            Margin::Known(margin) => Some(margin),
            Margin::Incomplete { .. } => None,
        };
        let taken = from.taken.iter().filter_map(|taken| {
            Some(TakenByRule {
                rule_id: self.rules.get(taken.rule)?.id.to_string(),
                purpose: taken.purpose.into(),
                amount: text(taken.amount),
                by: borne(taken.by.clone()),
                lines: taken.lines,
                open_lines: taken.open_lines,
                effective_percent: percent(taken.amount, taken.net).and_then(|percent| percent.to_f64()),
            })
        });
        Waterfall {
            currency: currency.code().to_owned(),
            gmv: observed(from.tally.gmv_e4, currency),
            discounts: observed(from.tally.discount_e4, currency),
            refunds: observed(from.tally.refund_e4, currency),
            net_sales: text(from.net_sales()),
            taken: taken.collect(),
            fees: text(from.borne(Purpose::Fee, Payer::Brand)),
            commission: text(from.borne(Purpose::Commission, Payer::Brand)),
            borne_by_others: text(others),
            cost: text(from.cost),
            samples: samples.map(|samples| Samples {
                lines: samples.lines,
                gmv: observed(samples.gmv_e4, currency),
                cost: text(samples.cost),
            }),
            spends: spends.collect(),
            spent: text(from.spent()),
            exchanges: from.exchanges.iter().map(|exchange| self.exchanged(exchange)).collect(),
            margin: margin.map(text),
            margin_percent: margin
                .and_then(|margin| percent(margin, from.net_sales()))
                .and_then(|percent| percent.to_f64()),
            missing: from.lacks.iter().map(|lack| self.missing(*lack)).collect(),
        }
    }

    fn exchanged(&self, from: &Exchange) -> Exchanged {
        Exchanged {
            from: from.from.code().to_owned(),
            to: from.to.code().to_owned(),
            day: from.day.to_string(),
            rate: text(from.rate.round_dp(8)),
            source: self.rates.sources(from).join(", "),
        }
    }

    fn set(&self, from: from::Set) -> WaterfallSet {
        let product = |left: from::ProductLeft| ProductLeft {
            key: left.key,
            product_id: left.product.map(|id| id.to_string()),
            title: left.title,
            waterfall: self.waterfall(&left.waterfall),
        };
        WaterfallSet {
            whole: self.waterfall(&from.whole),
            products: from.products.into_iter().map(product).collect(),
        }
    }
}

impl From<from::SessionLeft> for ReviewWaterfall {
    fn from(left: from::SessionLeft) -> Self {
        let products = left.sets.iter().flat_map(|set| &set.products);
        let products = products
            .map(|left| (left.key, (left.product.map(|id| id.to_string()), left.title.clone())))
            .collect();
        let names = Names {
            rules: &left.rules,
            hosts: &left.hosts,
            products,
            expenses: &left.expenses,
            rates: &left.rates,
        };
        let sets: Vec<WaterfallSet> = left.sets.into_iter().map(|set| names.set(set)).collect();
        let is_used = |rule: &FeeRule| {
            let id = rule.id.to_string();
            sets.iter().any(|set| set.whole.taken.iter().any(|taken| taken.rule_id == id))
        };
        let rules = left.rules.iter().filter(|rule| is_used(rule)).cloned().map(Into::into).collect();
        let expenses = left.expenses.into_iter().map(Into::into).collect();
        Self { session: left.session.into(), rules, expenses, sets }
    }
}

impl From<from::ChargedPage> for WaterfallLinePage {
    fn from(page: from::ChargedPage) -> Self {
        let line = |line: from::ChargedLine| WaterfallLine {
            order_ref: line.order_ref,
            at_ms: line.at_ms,
            title: line.title,
            quantity: line.quantity,
            amount: text(Decimal::new(line.amount_e4, 4)),
            base: line.base.map(|base| text(base.round_dp(4))),
            taken: line.taken.map(text),
            by: borne(line.by),
            missing: line.missing.map(kind),
        };
        Self { lines: page.lines.into_iter().map(line).collect(), total: page.total }
    }
}

impl From<from::WhatIf> for WhatIfRows {
    fn from(what_if: from::WhatIf) -> Self {
        let row = |row: from::Recosted| {
            // Which rule is told by its name on other screens: here the two ways stand side by side.
            let names = Names {
                rules: &[],
                hosts: &HashMap::new(),
                products: HashMap::new(),
                expenses: &[],
                rates: &Rates::default(),
            };
            WhatIfRow {
                session: row.session.into(),
                difference: text(row.after.left() - row.before.left()),
                before: names.waterfall(&row.before),
                after: names.waterfall(&row.after),
            }
        };
        Self { rows: what_if.rows.into_iter().map(row).collect() }
    }
}
