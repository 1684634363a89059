//! What the brand's shops are to their platforms, and the categories of its products.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::fee::{Programme, SellerType, Shop};
use domain::id::ProductId;
use domain::{Channel, Market};
use rusqlite::{Row, params};

use crate::{Error, Result, Tables, row};

const TABLE: &str = "shop";

/// What stands for a day that is left open.
const OPEN: &str = "-";

fn read_programme(line: &str) -> Option<Programme> {
    let mut parts = line.splitn(3, ' ');
    let day = |text: &str| match text {
        OPEN => Some(None),
        day => day.parse::<NaiveDate>().ok().map(Some),
    };
    let (first_day, last_day) = (day(parts.next()?)?, day(parts.next()?)?);
    Some(Programme { name: parts.next()?.to_owned(), first_day, last_day })
}

fn write_programme(programme: &Programme) -> String {
    let day = |day: Option<NaiveDate>| day.map_or_else(|| OPEN.to_owned(), |day| day.to_string());
    format!("{} {} {}", day(programme.first_day), day(programme.last_day), programme.name)
}

fn read(found: &Row<'_>) -> Result<Shop> {
    let programmes = row::lines(found, "programmes")?;
    let programmes = programmes
        .iter()
        .map(|line| read_programme(line).ok_or(Error::Corrupt { table: TABLE, column: "programmes" }));
    Ok(Shop {
        market: row::code(found, TABLE, "market", Market::from_code)?,
        channel: row::code(found, TABLE, "channel", Channel::from_code)?,
        seller_type: row::code_or_null(found, TABLE, "seller_type", SellerType::from_code)?,
        programmes: programmes.collect::<Result<_>>()?,
    })
}

impl Tables<'_> {
    /// Every shop something is said of.
    pub fn shops(&self) -> Result<Vec<Shop>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM shop ORDER BY market, channel")?;
        let mut rows = statement.query([])?;
        let mut shops = Vec::new();
        while let Some(found) = rows.next()? {
            shops.push(read(found)?);
        }
        Ok(shops)
    }

    /// Writes what a shop is; one of which nothing is said is removed.
    pub fn save_shop(&self, shop: &Shop) -> Result<()> {
        if shop.seller_type.is_none() && shop.programmes.is_empty() {
            self.conn
                .prepare_cached("DELETE FROM shop WHERE market = ?1 AND channel = ?2")?
                .execute([shop.market.code(), shop.channel.code()])?;
            return Ok(());
        }
        let programmes: Vec<String> = shop.programmes.iter().map(write_programme).collect();
        self.conn
            .prepare_cached(
                "INSERT INTO shop (market, channel, seller_type, programmes) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (market, channel) DO UPDATE
                 SET (seller_type, programmes) = (excluded.seller_type, excluded.programmes)",
            )?
            .execute(params![
                shop.market.code(),
                shop.channel.code(),
                shop.seller_type.map(SellerType::code),
                programmes.join("\n"),
            ])?;
        Ok(())
    }

    /// The categories of products.
    pub fn product_categories(&self) -> Result<HashMap<ProductId, String>> {
        let mut statement = self.conn.prepare_cached("SELECT product_id, category FROM product_category")?;
        let mut rows = statement.query([])?;
        let mut categories = HashMap::new();
        while let Some(found) = rows.next()? {
            categories.insert(row::id(found, "product_category", "product_id")?, found.get("category")?);
        }
        Ok(categories)
    }

    /// Says which category a product is of; none takes it back.
    pub fn set_product_category(&self, product: ProductId, category: Option<&str>) -> Result<()> {
        let id = product.as_uuid().into_bytes();
        match category {
            None => self
                .conn
                .prepare_cached("DELETE FROM product_category WHERE product_id = ?1")?
                .execute([id])?,
            Some(category) => self
                .conn
                .prepare_cached(
                    "INSERT INTO product_category (product_id, category) VALUES (?1, ?2)
                     ON CONFLICT (product_id) DO UPDATE SET category = excluded.category",
                )?
                .execute(params![id, category])?,
        };
        Ok(())
    }
}
