//! The words of files that go out: the window's own, in the language asked for.

use std::collections::HashMap;

use domain::expense::Expense;
use domain::fee::{FeeRule, Missing, Payer};
use domain::waterfall::{Lack, Waterfall};
use domain::{Channel, Language, Metric};
use exchange::share::Column;
use rust_decimal::Decimal;

use crate::margins::SessionLeft;
use crate::words::sentence;

/// The sentence under `key`; the key itself would be a fault that a test finds.
pub(super) fn word(language: Language, key: &str) -> String {
    sentence(language, key, |_| String::new()).unwrap_or_else(|| key.to_owned())
}

/// The sentence under `key` with its blanks filled.
pub(super) fn fill(language: Language, key: &str, blanks: &[(&str, &str)]) -> String {
    let filled = |name: &str| {
        let given = blanks.iter().find(|(blank, _)| *blank == name);
        given.map_or_else(String::new, |(_, text)| (*text).to_owned())
    };
    sentence(language, key, filled).unwrap_or_else(|| key.to_owned())
}

/// The titles of columns.
pub(super) fn titles(language: Language, columns: &[Column]) -> Vec<String> {
    columns.iter().map(|column| word(language, &format!("share_col_{}", column.key))).collect()
}

/// What a figure is called.
pub(super) const fn metric(metric: Metric) -> &'static str {
    match metric {
        Metric::Gmv => "share_col_gmv",
        Metric::NetSales => "share_col_net_sales",
        Metric::Orders => "share_col_orders",
        Metric::Units => "share_col_units",
        Metric::Aov => "share_col_aov",
        Metric::Gpm => "share_col_gpm",
        Metric::Discounts => "share_col_discounts",
        Metric::Refunds => "share_col_refunds",
    }
}

/// What a channel is called.
pub(super) fn channel(language: Language, channel: Channel) -> String {
    match channel {
        Channel::TikTok => "TikTok".to_owned(),
        Channel::Shopee => "Shopee".to_owned(),
        Channel::Facebook => "Facebook".to_owned(),
        Channel::YouTube => "YouTube".to_owned(),
        Channel::Instagram => "Instagram".to_owned(),
        Channel::Lazada => "LazLive".to_owned(),
        Channel::Other => word(language, "fee_own_shop"),
    }
}

/// What is missing to know a margin, in words and in the order of the window.
pub(super) fn missing(language: Language, left: &SessionLeft, whole: &Waterfall) -> Vec<String> {
    let names = left.sets.iter().flat_map(|set| &set.products);
    let products: HashMap<i64, &str> = names.map(|left| (left.key, left.title.as_str())).collect();
    let mut all: Vec<String> = Vec::new();
    for lack in &whole.lacks {
        let said = lacking(language, left, &products, lack);
        if !all.contains(&said) {
            all.push(said);
        }
    }
    all
}

fn lacking(language: Language, left: &SessionLeft, products: &HashMap<i64, &str>, lack: &Lack) -> String {
    let rule = lack.rule.and_then(|place| left.rules.get(place));
    let rule_name = rule.map_or("", |rule: &FeeRule| rule.terms.name.as_str());
    let named = |key: &str, name: &str| fill(language, key, &[("name", name)]);
    let product = |key: i64| products.get(&key).copied().unwrap_or_default();
    match lack.missing {
        Missing::Fees(place) => fill(language, "left_lacks_fees", &[("channel", &channel(language, place))]),
        Missing::Commission(host) => {
            named("left_lacks_commission", left.hosts.get(&host).map_or("", String::as_str))
        }
        Missing::Cost(key) => named("left_lacks_cost_one", product(key)),
        Missing::Product(key) => named("left_lacks_product_one", product(key)),
        Missing::Rate { from, to, day } => {
            let (from, to) = (from.code(), to.code());
            let day = day.to_string();
            fill(language, "left_lacks_exchange", &[("from", from), ("to", to), ("day", &day)])
        }
        Missing::RuleCurrency(_) => named("left_lacks_rule_currency", rule_name),
        Missing::SellerType(place) => {
            fill(language, "left_lacks_seller_type", &[("channel", &channel(language, place))])
        }
        Missing::Category(key) => named("left_lacks_category_one", product(key)),
        Missing::Ads => word(language, "left_lacks_ads"),
        Missing::Expense(id) => {
            let expense = left.expenses.iter().find(|expense| expense.id == id);
            named("left_lacks_expense", &expense.map_or_else(String::new, |one| expense_name(language, one)))
        }
        Missing::OnAir => word(language, "left_lacks_on_air"),
        Missing::Other => named("left_lacks_other", rule_name),
        Missing::RuleRate => named("left_lacks_rule_rate", rule_name),
        Missing::Channel
        | Missing::Amount
        | Missing::Discount
        | Missing::PlatformDiscount
        | Missing::Tax
        | Missing::Shipping
        | Missing::Refund
        | Missing::Creator
        | Missing::Code
        | Missing::Delivery => in_file(language, lack.missing, rule_name),
    }
}

/// What an expense is called: its own name, else what it is for.
fn expense_name(language: Language, expense: &Expense) -> String {
    match expense.terms.name.as_str() {
        "" => word(language, &format!("expense_kind_{}", expense.terms.kind.code())),
        name => name.to_owned(),
    }
}

/// What the brand bears behind the cost of goods, none while it is not known: samples, then what was spent.
pub(super) fn spent(
    language: Language,
    left: &SessionLeft,
    whole: &Waterfall,
) -> Vec<(String, Option<Decimal>)> {
    let mut all = Vec::new();
    if whole.samples.lines > 0 {
        all.push((word(language, "left_samples"), Some(whole.samples.cost)));
    }
    for spend in whole.spends.iter().filter(|spend| spend.payer == Payer::Brand || spend.spent.is_err()) {
        let Some(expense) = left.expenses.get(spend.expense) else { continue };
        all.push((expense_name(language, expense), spend.spent.ok().map(|_| spend.borne())));
    }
    all
}

/// What a file did not say, and for which rule it is needed.
fn in_file(language: Language, missing: Missing, rule: &str) -> String {
    let key = match missing {
        Missing::Channel => "left_lacks_channel",
        Missing::Amount => "left_lacks_amount",
        Missing::Discount => "left_lacks_discount",
        Missing::PlatformDiscount => "left_lacks_platform",
        Missing::Tax => "left_lacks_tax",
        Missing::Shipping => "left_lacks_shipping",
        Missing::Refund => "left_lacks_refund",
        Missing::Creator => "left_lacks_creator",
        Missing::Code => "left_lacks_code",
        _ => "left_lacks_delivery",
    };
    let what = word(language, key);
    if rule.is_empty() { what } else { fill(language, "left_lacks_for", &[("what", &what), ("name", rule)]) }
}
