//! What the brand's shops are to their platforms, and which category each product is of.

use std::collections::HashMap;

use domain::fee::Shop;
use domain::id::ProductId;
use domain::{Actor, Change};

use crate::fees::may_see_money;
use crate::{App, Result, Write};

/// What fees by shop and by category are judged by.
#[derive(Debug, Clone)]
pub struct Shops {
    /// The shops something is said of.
    pub shops: Vec<Shop>,
    /// The categories of products.
    pub categories: HashMap<ProductId, String>,
}

/// Every shop and category.
///
/// # Errors
/// `Forbidden` for whoever does not see money.
pub fn all(app: &App, by: &Actor) -> Result<Shops> {
    may_see_money(by)?;
    app.read(|tables| Ok(Shops { shops: tables.shops()?, categories: tables.product_categories()? }))
}

/// Says what a shop is.
///
/// # Errors
/// [`domain::fee::ShopError`] when what is said does not hold.
pub fn save(app: &App, by: &Actor, shop: Shop) -> Result<Shop> {
    may_see_money(by)?;
    let shop = shop.checked()?;
    let place = format!("{} {}", shop.channel.code(), shop.market.code());
    app.transact(Write::new("shop_save", Change::Fees, by).to(place), |tables| {
        tables.save_shop(&shop)?;
        Ok(shop)
    })
}

/// Says which category products are of, as one step; an empty one takes it back.
///
/// # Errors
/// `NotFound` when a product is not there.
pub fn set_category(app: &App, by: &Actor, products: &[ProductId], category: &str) -> Result<()> {
    may_see_money(by)?;
    let category = Some(category.trim()).filter(|category| !category.is_empty());
    let write = Write::new("product_category_set", Change::Fees, by).to(category.unwrap_or_default());
    app.transact(write, |tables| {
        for product in products {
            tables.product(*product)?;
            tables.set_product_category(*product, category)?;
        }
        Ok(())
    })
}
