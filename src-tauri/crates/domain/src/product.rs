//! What a brand sells: products and their variants.

use crate::Money;
use crate::id::{ProductId, VariantId};
use crate::money::Currency;

/// One thing a brand sells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// Its name as shoppers see it; markup in it is text.
    pub title: String,
    /// Its key in the shop; unique where there is one.
    pub handle: Option<String>,
    /// Who makes it.
    pub vendor: Option<String>,
    /// What it is, in plain text; may be empty.
    pub description: String,
    /// Words it is tagged with.
    pub tags: Vec<String>,
    /// Address or local file of its picture.
    pub image: Option<String>,
    /// Its page in the shop.
    pub link: Option<String>,
    /// Sentences for the host.
    pub talking_points: Vec<String>,
    /// When it was last edited or imported, UTC milliseconds.
    pub changed_at_ms: i64,
}

/// One choice of a product: a size, a colour, or the product itself when it has no choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Its id.
    pub id: VariantId,
    /// The product it is a choice of.
    pub product: ProductId,
    /// What distinguishes it ("M / Red"); none when the product has no choices.
    pub choice: Option<String>,
    /// Its stock code.
    pub sku: Option<String>,
    /// Its barcode.
    pub barcode: Option<String>,
    /// The ordinary price.
    pub price: Option<Money>,
    /// The higher price shown struck through.
    pub compare_at: Option<Money>,
    /// What it costs the brand.
    pub cost: Option<Money>,
    /// The currency its amounts are in, also while it has none.
    pub currency: Currency,
    /// Units in stock; none is unknown, which is not zero. Below zero is oversold.
    pub stock: Option<i64>,
    /// Address or local file of its own picture.
    pub image: Option<String>,
    /// Its place among the product's variants, from 0.
    pub position: u32,
    /// When it was last edited or imported, UTC milliseconds.
    pub changed_at_ms: i64,
}

/// What a slot needs to know of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductSummary {
    /// Its id.
    pub id: ProductId,
    /// Its name.
    pub title: String,
    /// Address or local file of its picture.
    pub image: Option<String>,
    /// Its page in the shop.
    pub link: Option<String>,
    /// The lowest price among its variants; none when no variant has one.
    pub list_price: Option<Money>,
    /// Units in stock over all variants whose stock is known; none when none is known.
    pub stock: Option<i64>,
    /// The first stock code among its variants.
    pub sku: Option<String>,
}

/// A named, reusable list of products.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductList {
    /// Its id.
    pub id: crate::id::ProductListId,
    /// Its name.
    pub name: String,
    /// The products in order, each once.
    pub products: Vec<ProductId>,
    /// When it was last changed, UTC milliseconds.
    pub changed_at_ms: i64,
}
