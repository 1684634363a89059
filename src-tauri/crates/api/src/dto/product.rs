//! Products, variants and product lists on the wire.

use app::catalogue::VariantEdit as Edit;
use app::store::search as stored;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Money;

/// What the catalogue is sorted by; unknown values stand last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum CatalogueSort {
    /// Title.
    #[default]
    Title,
    /// Stock code.
    Sku,
    /// Ordinary price.
    Price,
    /// Units in stock.
    Stock,
    /// When it was last edited or imported.
    Changed,
}

/// Which part of the catalogue is asked for.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CatalogueQuery {
    /// Beginnings of words in title, stock code, barcode, choice or maker; empty for all.
    pub query: String,
    /// What it is sorted by.
    pub sort: CatalogueSort,
    /// Largest first.
    pub descending: bool,
    /// Rows to leave out in front.
    pub offset: u32,
    /// Rows wanted, at most 500.
    pub limit: u32,
}

/// One variant with what it takes from its product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VariantRow {
    /// The variant.
    pub variant_id: String,
    /// Its product.
    pub product_id: String,
    /// The product's title.
    pub title: String,
    /// What distinguishes it ("M / Red"); none when the product has no choices.
    pub choice: Option<String>,
    /// Its stock code.
    pub sku: Option<String>,
    /// Its barcode.
    pub barcode: Option<String>,
    /// Who makes it.
    pub vendor: Option<String>,
    /// The ordinary price.
    pub price: Option<Money>,
    /// The higher price shown struck through.
    pub compare_at: Option<Money>,
    /// What it costs the brand; always none for those who do not see money.
    pub cost: Option<Money>,
    /// ISO 4217 code its amounts are in, also while it has none.
    pub currency: String,
    /// Units in stock; none is unknown, which is not zero.
    pub stock: Option<i64>,
    /// Its picture, or the product's.
    pub image: Option<String>,
    /// The product's page in the shop.
    pub link: Option<String>,
    /// When it was last edited or imported, UTC milliseconds.
    pub changed_at_ms: i64,
}

/// One page of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CataloguePage {
    /// Rows that match.
    pub total: u32,
    /// Those asked for.
    pub rows: Vec<VariantRow>,
}

/// Names a product.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProductRef {
    /// The product.
    pub product_id: String,
}

/// A product with its variants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProductDetail {
    /// Its id.
    pub product_id: String,
    /// Its title.
    pub title: String,
    /// Its key in the shop.
    pub handle: Option<String>,
    /// Who makes it.
    pub vendor: Option<String>,
    /// What it is, in plain text.
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
    /// Its variants, in order.
    pub variants: Vec<VariantRow>,
}

/// A new product with its one variant; further choices come with an import.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ProductCreate {
    /// Its title.
    pub title: String,
    /// Its stock code.
    pub sku: Option<String>,
    /// The ordinary price.
    pub price: Option<Money>,
    /// Units in stock.
    pub stock: Option<i64>,
    /// Address or local file of its picture.
    pub image: Option<String>,
    /// Its page in the shop.
    pub link: Option<String>,
}

/// A change of one product; what is left out stays, empty text empties.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ProductEdit {
    /// The product.
    pub product_id: String,
    /// Its title; never empty.
    pub title: Option<String>,
    /// Its page in the shop.
    pub link: Option<String>,
    /// Address or local file of its picture.
    pub image: Option<String>,
    /// Who makes it.
    pub vendor: Option<String>,
    /// What it is, in plain text.
    pub description: Option<String>,
    /// Sentences for the host.
    pub talking_points: Option<Vec<String>>,
    /// Words it is tagged with.
    pub tags: Option<Vec<String>>,
}

/// What of a variant (or, for title and link, of its product) becomes what; none empties.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(tag = "field", content = "value", rename_all = "camelCase")]
pub enum VariantField {
    /// The product's title.
    Title(String),
    /// Its stock code.
    Sku(Option<String>),
    /// Its barcode.
    Barcode(Option<String>),
    /// The ordinary price.
    Price(Option<Money>),
    /// The higher price shown struck through.
    CompareAt(Option<Money>),
    /// What it costs the brand; only for those who see money.
    Cost(Option<Money>),
    /// Units in stock; none is unknown.
    Stock(Option<i64>),
    /// Address or local file of its picture.
    Image(Option<String>),
    /// The product's page in the shop.
    Link(Option<String>),
}

/// A change of one cell of the catalogue.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VariantEdit {
    /// The variant.
    pub variant_id: String,
    /// What becomes what.
    pub edit: VariantField,
}

/// Names products.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProductRefs {
    /// The products.
    pub product_ids: Vec<String>,
}

/// How many were removed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProductsDeleted {
    /// How many.
    pub count: u32,
}

/// What a list or a slot shows of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProductSummary {
    /// The product.
    pub product_id: String,
    /// Its title.
    pub title: String,
    /// Its picture.
    pub image: Option<String>,
    /// Its page in the shop.
    pub link: Option<String>,
    /// The lowest price among its variants.
    pub list_price: Option<Money>,
    /// Units in stock over its variants; none is unknown.
    pub stock: Option<i64>,
    /// The first stock code among its variants.
    pub sku: Option<String>,
}

/// A named, reusable list of products.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProductList {
    /// Its id.
    pub list_id: String,
    /// Its name.
    pub name: String,
    /// Its products, in order.
    pub products: Vec<ProductSummary>,
    /// When it was last changed, UTC milliseconds.
    pub changed_at_ms: i64,
}

/// Every product list, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProductLists {
    /// The lists.
    pub lists: Vec<ProductList>,
}

/// Names a product list.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProductListRef {
    /// The list.
    pub list_id: String,
}

/// A product list as it should be; without an id it is a new one.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ProductListSave {
    /// The list; none for a new one.
    pub list_id: Option<String>,
    /// Its name.
    pub name: String,
    /// Its products in order, each once.
    pub product_ids: Vec<String>,
}

impl From<CatalogueSort> for stored::CatalogueSort {
    fn from(sort: CatalogueSort) -> Self {
        match sort {
            CatalogueSort::Title => Self::Title,
            CatalogueSort::Sku => Self::Sku,
            CatalogueSort::Price => Self::Price,
            CatalogueSort::Stock => Self::Stock,
            CatalogueSort::Changed => Self::Changed,
        }
    }
}

impl From<stored::CatalogueRow> for VariantRow {
    fn from(row: stored::CatalogueRow) -> Self {
        let variant = row.variant;
        Self {
            variant_id: variant.id.to_string(),
            product_id: variant.product.to_string(),
            title: row.title,
            choice: variant.choice,
            sku: variant.sku,
            barcode: variant.barcode,
            vendor: row.vendor,
            price: variant.price.map(Into::into),
            compare_at: variant.compare_at.map(Into::into),
            cost: variant.cost.map(Into::into),
            currency: variant.currency.code().to_owned(),
            stock: variant.stock,
            image: row.image,
            link: row.link,
            changed_at_ms: variant.changed_at_ms,
        }
    }
}

impl From<domain::ProductSummary> for ProductSummary {
    fn from(summary: domain::ProductSummary) -> Self {
        Self {
            product_id: summary.id.to_string(),
            title: summary.title,
            image: summary.image,
            link: summary.link,
            list_price: summary.list_price.map(Into::into),
            stock: summary.stock,
            sku: summary.sku,
        }
    }
}

impl TryFrom<VariantField> for Edit {
    type Error = app::Error;

    fn try_from(field: VariantField) -> Result<Self, app::Error> {
        let money = |money: Option<Money>| money.map(TryInto::try_into).transpose();
        Ok(match field {
            VariantField::Title(title) => Self::Title(title),
            VariantField::Sku(sku) => Self::Sku(sku),
            VariantField::Barcode(barcode) => Self::Barcode(barcode),
            VariantField::Price(price) => Self::Price(money(price)?),
            VariantField::CompareAt(price) => Self::CompareAt(money(price)?),
            VariantField::Cost(cost) => Self::Cost(money(cost)?),
            VariantField::Stock(stock) => Self::Stock(stock),
            VariantField::Image(image) => Self::Image(image),
            VariantField::Link(link) => Self::Link(link),
        })
    }
}
