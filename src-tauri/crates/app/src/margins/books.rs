//! What charges and cost of one session are reckoned from: its standing lines with all that is known of them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime};
use chrono_tz::Tz;
use domain::fee::{Condition, Facts, FeeRule, Reckoning, Setting, Shop, cost_of, reckon};
use domain::id::ProductId;
use domain::rate::Rates;
use domain::session::Session;
use domain::waterfall::{self, Costs, Waterfall};
use domain::{Channel, Currency, LineKind, Market, fold};
use store::Tables;
use store::sale::SaleLine;
use store::sale_base::SaleBase;

use super::shelf::Shelf;
use crate::Result;
use crate::commissions::Brought;
use crate::sales::{Books, standing};

/// Shops of one's own, as sources are named: orders from there are placed on no platform.
const OWN_SHOPS: [&str; 4] = ["shopify", "woocommerce", "haravan", "sapo"];

/// What all sessions' lines are judged by: shops, categories, rates of exchange.
pub(crate) struct Terms {
    pub(crate) shops: Vec<Shop>,
    pub(crate) categories: HashMap<ProductId, Arc<str>>,
    pub(crate) rates: Rates,
    /// Rules that may ask what brought an order.
    asking: Vec<FeeRule>,
}

impl Terms {
    /// As they are now.
    pub(crate) fn of(tables: &Tables<'_>) -> Result<Self> {
        let rates = tables.exchange_rates()?.into_iter().map(|known| known.rate).collect();
        Self::read(tables, rates)
    }

    pub(super) fn read(tables: &Tables<'_>, rates: Rates) -> Result<Self> {
        let categories = tables.product_categories()?.into_iter();
        let categories = categories.map(|(product, category)| (product, fold(&category).into())).collect();
        Ok(Self { shops: tables.shops()?, categories, rates, asking: tables.fee_rules()? })
    }

    /// The same where other rules ask as well.
    pub(super) fn asked_by(mut self, rules: &[FeeRule]) -> Self {
        self.asking.extend_from_slice(rules);
        self
    }

    /// What its rules ask of what brought an order: nothing else of it is read.
    pub(super) fn asks(&self) -> &'static str {
        let asks = |condition| self.asking.iter().any(|rule| rule.terms.condition == condition);
        let creators =
            asks(Condition::ByCreator) || self.asking.iter().any(|rule| rule.terms.by_ads.is_some());
        match (creators, asks(Condition::WithCode)) {
            (false, false) => "nothing",
            (true, false) => "creators",
            (false, true) => "codes",
            (true, true) => "both",
        }
    }

    /// Where and by whom `session` was held.
    pub(super) fn setting(&self, session: &Session) -> Setting {
        Setting {
            market: session.plan.market,
            hosts: session.plan.hosts.clone(),
            shops: self.shops.clone(),
            rates: self.rates.clone(),
        }
    }
}

/// The standing lines of every order a session has a line of.
pub(crate) struct Ordered {
    pub(crate) lines: Vec<SaleLine>,
    pub(crate) facts: Vec<Facts>,
    pub(super) costs: Costs,
    pub(super) setting: Setting,
}

impl Ordered {
    /// Reads what is known of `session`.
    pub(crate) fn read(tables: &Tables<'_>, books: &Books, terms: &Terms, session: &Session) -> Result<Self> {
        let setting = terms.setting(session);
        let mut ordered = Self { lines: Vec::new(), facts: Vec::new(), costs: Vec::new(), setting };
        let Some(no) = tables.sale_session_no(session.id)? else { return Ok(ordered) };
        tables.each_sale_order_of_session(no, None, &mut |order| {
            ordered.lines.extend(standing(books, &order).into_iter().cloned());
        })?;
        let bases = tables.sale_bases_of_session(no)?;
        let sources: HashMap<i64, Option<Channel>> = tables
            .sale_imports()?
            .into_iter()
            .map(|import| (import.no, placed_on(&import.source, session)))
            .collect();
        let mut shelf = Shelf::of(tables, books);
        for line in &ordered.lines {
            let base = bases.get(&line.id).copied().unwrap_or_default();
            let channel = sources.get(&line.import_no).copied().flatten();
            let product = books.catalogue_product(line.product_no);
            let facts = Facts {
                product: shelf.product(line.product_no),
                is_counted: line.session_no == Some(no),
                category: product.and_then(|product| terms.categories.get(&product)).cloned(),
                ..facts(line, &base, channel, ordered.setting.zone())
            };
            ordered.costs.push(cost_of(&facts, shelf.unit_cost(line.product_no)?, &terms.rates));
            ordered.facts.push(facts);
        }
        ordered.tell_samples();
        let brought = Brought::read(tables, books.known_on_ms())?;
        brought.tell(tables, &terms.asking, &ordered.lines, &mut ordered.facts)?;
        Ok(ordered)
    }

    /// Orders whose every line the seller discounted to nothing were given away: samples are booked so.
    fn tell_samples(&mut self) {
        let mut given: HashMap<i64, bool> = HashMap::new();
        for line in self.facts.iter().filter(|line| line.kind == LineKind::Sale) {
            let amount = line.amount_e4.unwrap_or_default();
            let is_given = amount > 0 && line.discount_e4.is_some_and(|discount| discount >= amount);
            given.entry(line.order).and_modify(|all| *all &= is_given).or_insert(is_given);
        }
        for line in &mut self.facts {
            line.is_sample = given.get(&line.order).copied().unwrap_or_default();
        }
    }

    /// What `rules` charge on them.
    pub(crate) fn reckon(&self, rules: &[FeeRule]) -> Reckoning {
        reckon(rules, &self.facts, &self.setting)
    }

    /// The waterfall in `currency`, without what was spent on the session.
    pub(super) fn waterfall(
        &self,
        rules: &[FeeRule],
        reckoning: &Reckoning,
        currency: Currency,
    ) -> Waterfall {
        self.drawn(rules, reckoning).waterfall(currency)
    }

    /// The waterfalls in `currency` of parts of the lines; together they are the whole.
    pub(super) fn waterfalls_by<Key: Ord + Clone>(
        &self,
        rules: &[FeeRule],
        reckoning: &Reckoning,
        currency: Currency,
        key: impl Fn(usize, &Facts) -> Key,
    ) -> BTreeMap<Key, Waterfall> {
        self.drawn(rules, reckoning).waterfalls_by(currency, key)
    }

    fn drawn<'a>(&'a self, rules: &'a [FeeRule], reckoning: &'a Reckoning) -> waterfall::Books<'a> {
        waterfall::Books { rules, lines: &self.facts, reckoning, costs: &self.costs }
    }

    /// The currencies something was sold in, the market's own first.
    pub(super) fn currencies(&self) -> Vec<Currency> {
        let counted = self.facts.iter().filter(|line| line.is_counted);
        own_first(self.setting.market, counted.map(|line| line.currency))
    }
}

/// Each currency once, the market's own first.
pub(super) fn own_first(market: Market, currencies: impl Iterator<Item = Currency>) -> Vec<Currency> {
    let mut all: Vec<Currency> = currencies.collect();
    all.sort_by_key(|&currency| (currency != market.currency(), currency));
    all.dedup();
    all
}

/// What is known of one line for whoever charges on it; what brought it and `is_counted` are left to say.
pub(crate) fn facts(line: &SaleLine, base: &SaleBase, channel: Option<Channel>, zone: Tz) -> Facts {
    let at = local(line.at_ms, zone);
    Facts {
        order: line.order_key,
        product: line.product_no,
        day: at.date(),
        time: at.time(),
        channel,
        currency: line.currency,
        kind: line.amounts.kind,
        quantity: line.amounts.quantity,
        amount_e4: Some(line.amounts.amount_e4),
        discount_e4: Some(line.amounts.discount_e4),
        platform_discount_e4: base.platform_discount_e4,
        tax_e4: base.tax_e4,
        shipping_e4: base.shipping_e4,
        refund_e4: Some(line.amounts.refund_e4),
        by_creator: None,
        with_code: None,
        by_ads: None,
        category: None,
        is_sample: false,
        is_counted: false,
    }
}

fn local(at_ms: i64, zone: Tz) -> NaiveDateTime {
    DateTime::from_timestamp_millis(at_ms).unwrap_or_default().with_timezone(&zone).naive_local()
}

/// Where orders of a source are placed: on the platform or the own shop the source is named after, else on the only
/// channel of the session. Between several nothing is guessed.
fn placed_on(source: &str, session: &Session) -> Option<Channel> {
    if let Some(channel) = named_channel(source) {
        return Some(channel);
    }
    match session.plan.channels.as_slice() {
        [only] => Some(only.channel),
        _ => None,
    }
}

/// The platform or the own shop a source is named after.
pub(crate) fn named_channel(source: &str) -> Option<Channel> {
    let source = source.to_lowercase();
    let named = |channel: &Channel| *channel != Channel::Other && source.starts_with(channel.code());
    let own = || OWN_SHOPS.iter().any(|shop| source.starts_with(shop)).then_some(Channel::Other);
    Channel::ALL.into_iter().find(named).or_else(own)
}
