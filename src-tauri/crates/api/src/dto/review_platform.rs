//! A platform's own totals of a session on the wire.

use app::reviews as from;
use domain::Money;
use serde::Serialize;
use ts_rs::TS;

use super::Channel;

/// What the platforms say of a session. What they do not say is none, which is not nought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PlatformReview {
    /// The platforms.
    pub channels: Vec<Channel>,
    /// How many rooms: a show that was restarted has several.
    pub rooms: i64,
    /// The files.
    pub files: Vec<String>,
    /// The latest instant the totals stand for, UTC milliseconds.
    pub as_of_ms: i64,
    /// Whether the headline figures are these, because no order lines came in.
    pub heads: bool,
    /// ISO 4217 code of the amounts; none without one.
    pub currency: Option<String>,
    /// GMV by the platform's own definition.
    pub gmv: Option<String>,
    /// GMV ÷ views × 1,000 of these totals.
    pub gpm: Option<String>,
    /// Their GMV less that of our order lines.
    pub difference: Option<String>,
    /// Orders.
    pub orders: Option<i64>,
    /// Items sold.
    pub items: Option<i64>,
    /// Buyers.
    pub customers: Option<i64>,
    /// Impressions, views, product impressions, product clicks, orders.
    pub funnel: Vec<Option<i64>>,
    /// The step furthest behind the brand's other sessions, from 0 for impressions to views.
    pub weak_step: Option<u32>,
    /// New followers.
    pub new_followers: Option<i64>,
    /// Comments.
    pub comments: Option<i64>,
    /// Shares.
    pub shares: Option<i64>,
    /// Likes.
    pub likes: Option<i64>,
}

impl From<from::PlatformReview> for PlatformReview {
    fn from(review: from::PlatformReview) -> Self {
        let said = review.said;
        let amount = |e4: Option<i64>| {
            let money = Money::from_observed(e4?, said.currency?);
            Some(money.amount().normalize().to_string())
        };
        let figures = said.figures;
        Self {
            channels: said.channels.iter().map(|&channel| channel.into()).collect(),
            rooms: said.rooms,
            files: said.files,
            as_of_ms: said.as_of_ms,
            heads: review.heads,
            currency: said.currency.map(|currency| currency.code().to_owned()),
            gmv: amount(figures.gmv_e4),
            gpm: review.gpm.map(|gpm| gpm.normalize().to_string()),
            difference: amount(review.differs_e4),
            orders: figures.orders,
            items: figures.items,
            customers: figures.customers,
            funnel: figures.funnel().to_vec(),
            weak_step: review.weak_step.and_then(|step| u32::try_from(step).ok()),
            new_followers: figures.new_followers,
            comments: figures.comments,
            shares: figures.shares,
            likes: figures.likes,
        }
    }
}
