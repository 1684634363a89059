//! Orders that belong to the sample's takes, written as the Shopify file they would come in as.

use domain::Currency;
use rust_decimal::Decimal;

use super::brand::{Brand, Show};

/// The columns of Shopify's orders export that the sample fills.
const HEADER: &str = "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,\
Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Note Attributes,Cancelled at,Refunded Amount,Source\n";

/// One take of a past show.
pub(super) struct Aired {
    /// Stock code on screen.
    pub sku: &'static str,
    /// Title as sold.
    pub title: String,
    /// From, UTC ms.
    pub from_ms: i64,
    /// Until, UTC ms.
    pub until_ms: i64,
}

/// A small generator with a fixed seed: the sample is the same on every computer.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.roll() % limit.max(1)
    }

    /// True in `percent` of 100 rolls.
    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// Writes orders for the shows in order.
pub(super) struct OrderFile {
    text: String,
    number: u32,
    dice: Dice,
    brand: &'static Brand,
}

impl OrderFile {
    /// An empty file with its header.
    pub(super) fn new(brand: &'static Brand) -> Self {
        Self { text: HEADER.to_owned(), number: 1_000, dice: Dice(0x5eed_0001), brand }
    }

    /// The file's text.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Adds the orders of one show: most follow a take, some carry the session on the cart, some come back.
    pub(super) fn add_show(&mut self, show: &Show, session: &str, takes: &[Aired]) {
        for take in takes {
            let Some(featured) = self.brand.featured(take.sku) else { continue };
            let count = show.orders_a_slot * featured.pull / 10;
            for _ in 0..count {
                self.add_order(take, session);
            }
        }
        // The shop sells outside shows too; nothing of this is credited to one.
        if let Some(last) = takes.last() {
            for _ in 0..6 {
                let wait_ms =
                    3 * 60 * 60_000 + i64::try_from(self.dice.below(9 * 60 * 60_000)).unwrap_or_default();
                let later = Aired {
                    sku: last.sku,
                    title: last.title.clone(),
                    from_ms: last.until_ms + wait_ms,
                    until_ms: last.until_ms + wait_ms + 1,
                };
                self.add_order(&later, "");
            }
        }
    }

    fn add_order(&mut self, take: &Aired, session: &str) {
        let Some(featured) = self.brand.featured(take.sku) else { return };
        let currency = self.brand.market.currency();
        let price: Decimal = featured.show_price.parse().unwrap_or_default();
        let quantity = if self.dice.chance(22) { 2 } else { 1 };
        let subtotal = price * Decimal::from(quantity);
        let coupon: Decimal = self.brand.coupon.1.parse().unwrap_or_default();
        let uses_coupon = self.dice.chance(18) && subtotal > coupon * Decimal::from(3);
        let discount = if uses_coupon { coupon } else { Decimal::ZERO };
        let total = subtotal - discount;
        let back = self.dice.below(100);
        let (status, refunded) = match back {
            0..=3 => ("refunded", total),
            4..=5 if quantity == 2 => {
                ("partially_refunded", (total / Decimal::TWO).round_dp(places(currency)))
            }
            _ => ("paid", Decimal::ZERO),
        };
        let at = self.instant(take);
        let note = if !session.is_empty() && self.dice.chance(35) {
            format!("live_session: {session}")
        } else {
            String::new()
        };
        let buyer = self.dice.below(900);
        self.number += 1;
        let code = if uses_coupon { self.brand.coupon.0 } else { "" };
        let row = format!(
            "{}{},buyer{buyer}@example.com,{status},{at},{},{subtotal},0,0,{total},{code},{discount},{at},{quantity},{},{price},{},{note},,{refunded},web\n",
            self.brand.order_prefix,
            self.number,
            currency.code(),
            quoted(&take.title),
            take.sku,
        );
        self.text.push_str(&row);
    }

    /// Most buy in the first minutes of a take: the smaller of two rolls.
    fn instant(&mut self, take: &Aired) -> String {
        let span = u64::try_from(take.until_ms - take.from_ms).unwrap_or(1);
        let wait = self.dice.below(span).min(self.dice.below(span));
        let at_ms = take.from_ms + i64::try_from(wait).unwrap_or_default();
        let zone = self.brand.market.zone();
        let at = chrono::DateTime::from_timestamp_millis(at_ms).unwrap_or_default().with_timezone(&zone);
        at.format("%Y-%m-%d %H:%M:%S %z").to_string()
    }
}

const fn places(currency: Currency) -> u32 {
    currency.minor_digits()
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}
