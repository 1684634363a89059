//! A session step by step, and days of channels and advertising, on the wire.

use app::reviews as from;
use app::store::figure::Stated;
use domain::{Currency, Money};
use serde::Serialize;
use ts_rs::TS;

use super::Channel;

/// One step of a session. What the platform does not say is none, which is not nought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewStep {
    /// When it began, UTC milliseconds.
    pub at_ms: i64,
    /// GMV by the platform's own definition.
    pub gmv: Option<String>,
    /// Orders.
    pub orders: Option<i64>,
    /// Items sold.
    pub items: Option<i64>,
    /// Viewers at that time.
    pub viewers: Option<i64>,
    /// Views.
    pub views: Option<i64>,
    /// Times products were shown.
    pub product_impressions: Option<i64>,
    /// Times products were clicked.
    pub product_clicks: Option<i64>,
    /// Comments.
    pub comments: Option<i64>,
    /// Likes.
    pub likes: Option<i64>,
    /// New followers.
    pub new_followers: Option<i64>,
}

/// One product in a session, as the platform states it. Rates are made of its parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewStepProduct {
    /// The platform's id, or its folded title.
    pub product_ref: String,
    /// Its title.
    pub title: String,
    /// GMV by the platform's own definition.
    pub gmv: Option<String>,
    /// Orders.
    pub orders: Option<i64>,
    /// Items sold.
    pub items: Option<i64>,
    /// Times it was shown.
    pub impressions: Option<i64>,
    /// Times it was clicked.
    pub clicks: Option<i64>,
    /// Times it was put into the cart.
    pub added_to_cart: Option<i64>,
    /// Pieces in stock when the file was made.
    pub stock: Option<i64>,
}

/// A session as a platform's file tells it step by step; a second source, never added to order lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReviewSteps {
    /// The files; empty when none tells of this session.
    pub files: Vec<String>,
    /// The latest instant the figures stand for, UTC milliseconds.
    pub as_of_ms: Option<i64>,
    /// ISO 4217 code of the amounts.
    pub currency: Option<String>,
    /// How long a step is, in minutes.
    pub minutes: i64,
    /// Its steps, in the order of time.
    pub steps: Vec<ReviewStep>,
    /// Its products, the greatest GMV first.
    pub products: Vec<ReviewStepProduct>,
}

/// Live sessions of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LiveDay {
    /// GMV attributed to live sessions.
    pub gmv: Option<String>,
    /// GMV of what was bought in the live video itself.
    pub live_gmv: Option<String>,
    /// GMV of what was bought elsewhere after it.
    pub indirect_gmv: Option<String>,
    /// Orders counted once a stock code.
    pub sku_orders: Option<i64>,
    /// Items sold.
    pub items: Option<i64>,
    /// Views.
    pub views: Option<i64>,
    /// Live sessions.
    pub streams: Option<i64>,
    /// The file.
    pub file: String,
}

/// A shop's day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ShopDay {
    /// GMV of the whole shop.
    pub gmv: Option<String>,
    /// What came in before costs.
    pub revenue: Option<String>,
    /// Money given back.
    pub refunds: Option<String>,
    /// Orders.
    pub orders: Option<i64>,
    /// Items sold.
    pub items: Option<i64>,
    /// Buyers.
    pub customers: Option<i64>,
    /// The file.
    pub file: String,
}

/// Advertising of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AdDay {
    /// What it cost.
    pub cost: Option<String>,
    /// Revenue by the platform's attribution.
    pub revenue: Option<String>,
    /// Orders by the platform's attribution.
    pub orders: Option<i64>,
    /// How many campaigns were put together; 0 where the file tells of all of them.
    pub campaigns: i64,
}

/// One day of one channel in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChannelDay {
    /// Midnight UTC of that day of the channel's calendar, in milliseconds: show it in UTC.
    pub day_ms: i64,
    /// The channel.
    pub channel: Channel,
    /// ISO 4217 code of the amounts.
    pub currency: Option<String>,
    /// All its live sessions.
    pub live: Option<LiveDay>,
    /// The whole shop.
    pub shop: Option<ShopDay>,
    /// Its advertising.
    pub ads: Option<AdDay>,
}

/// Every day any file tells of, the latest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChannelDays {
    /// The days.
    pub days: Vec<ChannelDay>,
}

fn text(e4: Option<i64>, currency: Option<Currency>) -> Option<String> {
    Some(Money::from_observed(e4?, currency?).amount().normalize().to_string())
}

fn amount(stated: &Stated, column: &str) -> Option<String> {
    text(stated.get(column), stated.currency)
}

impl From<from::Steps> for ReviewSteps {
    fn from(found: from::Steps) -> Self {
        let step = |step: &Stated| ReviewStep {
            at_ms: step.at,
            gmv: amount(step, "gmv_e4"),
            orders: step.get("orders"),
            items: step.get("items"),
            viewers: step.get("viewers"),
            views: step.get("views"),
            product_impressions: step.get("product_impressions"),
            product_clicks: step.get("product_clicks"),
            comments: step.get("comments"),
            likes: step.get("likes"),
            new_followers: step.get("new_followers"),
        };
        let product = |product: &Stated| ReviewStepProduct {
            product_ref: product.about.clone(),
            title: product.title.clone(),
            gmv: amount(product, "gmv_e4"),
            orders: product.get("orders"),
            items: product.get("items"),
            impressions: product.get("product_impressions"),
            clicks: product.get("product_clicks"),
            added_to_cart: product.get("added_to_cart"),
            stock: product.get("stock"),
        };
        Self {
            steps: found.steps.iter().map(step).collect(),
            products: found.products.iter().map(product).collect(),
            files: found.files,
            as_of_ms: found.as_of_ms,
            currency: found.currency.map(|currency| currency.code().to_owned()),
            minutes: found.minutes,
        }
    }
}

impl From<from::Day> for ChannelDay {
    fn from(day: from::Day) -> Self {
        let live = day.live.as_ref().map(|live| LiveDay {
            gmv: amount(live, "gmv_e4"),
            live_gmv: amount(live, "live_gmv_e4"),
            indirect_gmv: amount(live, "indirect_gmv_e4"),
            sku_orders: live.get("sku_orders"),
            items: live.get("items"),
            views: live.get("views"),
            streams: live.get("streams"),
            file: live.file_name.clone(),
        });
        let shop = day.shop.as_ref().map(|shop| ShopDay {
            gmv: amount(shop, "gmv_e4"),
            revenue: amount(shop, "revenue_e4"),
            refunds: amount(shop, "refunds_e4"),
            orders: shop.get("orders"),
            items: shop.get("items"),
            customers: shop.get("customers"),
            file: shop.file_name.clone(),
        });
        let ads = day.ads.map(|ads| AdDay {
            cost: text(ads.cost_e4, day.currency),
            revenue: text(ads.revenue_e4, day.currency),
            orders: ads.orders,
            campaigns: ads.campaigns,
        });
        Self {
            day_ms: day.day * 86_400_000,
            channel: day.channel.into(),
            currency: day.currency.map(|currency| currency.code().to_owned()),
            live,
            shop,
            ads,
        }
    }
}
