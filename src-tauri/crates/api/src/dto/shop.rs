//! What the brand's shops are, and the categories of its products, on the wire.

use domain::fee;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::SellerType;
use super::fee_pack::day;
use super::session::Channel;
use super::workspace::Market;

/// A programme a shop takes part in for a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ShopProgramme {
    /// Its name, as fees name it.
    pub name: String,
    /// First day.
    pub first_day: Option<String>,
    /// Last day.
    pub last_day: Option<String>,
}

/// The brand's shop on one channel of one market.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Shop {
    /// The market.
    pub market: Market,
    /// The channel.
    pub channel: Channel,
    /// What it is to the platform; none while nobody said.
    pub seller_type: Option<SellerType>,
    /// The programmes it takes part in.
    pub programmes: Vec<ShopProgramme>,
}

/// The category of one product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProductCategory {
    /// The product.
    pub product_id: String,
    /// Its category, `Beauty > Lips`.
    pub category: String,
}

/// What fees by shop and by category are judged by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Shops {
    /// The shops something is said of.
    pub shops: Vec<Shop>,
    /// The categories of products.
    pub categories: Vec<ProductCategory>,
}

/// Says which category products are of.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProductCategorySet {
    /// The products.
    pub product_ids: Vec<String>,
    /// The category; empty takes it back.
    pub category: String,
}

impl From<fee::Shop> for Shop {
    fn from(shop: fee::Shop) -> Self {
        let programme = |one: fee::Programme| ShopProgramme {
            name: one.name,
            first_day: one.first_day.map(|day| day.to_string()),
            last_day: one.last_day.map(|day| day.to_string()),
        };
        Self {
            market: shop.market.into(),
            channel: shop.channel.into(),
            seller_type: shop.seller_type.map(Into::into),
            programmes: shop.programmes.into_iter().map(programme).collect(),
        }
    }
}

impl TryFrom<Shop> for fee::Shop {
    type Error = app::Error;

    fn try_from(shop: Shop) -> Result<Self, app::Error> {
        let programme = |one: ShopProgramme| {
            Ok::<_, app::Error>(fee::Programme {
                name: one.name,
                first_day: day("firstDay", one.first_day)?,
                last_day: day("lastDay", one.last_day)?,
            })
        };
        Ok(Self {
            market: shop.market.into(),
            channel: shop.channel.into(),
            seller_type: shop.seller_type.map(Into::into),
            programmes: shop.programmes.into_iter().map(programme).collect::<Result<_, _>>()?,
        })
    }
}
