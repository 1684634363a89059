//! The catalogue: products and variants, looked through, edited and removed.

use domain::id::{ProductId, VariantId};
use domain::{Actor, Change, Money, Product, Role, Variant};
use store::Tables;
use store::search::{CataloguePage, CatalogueQuery, CatalogueRow};
use url::Url;

use crate::{App, Error, Result, Write};

/// The longest page one may ask for.
const LONGEST_PAGE: u64 = 500;

/// A product with its variants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductDetail {
    /// The product.
    pub product: Product,
    /// Its variants, in order.
    pub variants: Vec<CatalogueRow>,
}

/// A new product with its one variant.
#[derive(Debug, Clone, Default)]
pub struct NewProduct {
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

/// A change of one product; what is `None` stays, empty text empties.
#[derive(Debug, Clone, Default)]
pub struct ProductEdit {
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

/// What of a variant (or, for title and link, of its product) becomes what; `None` empties.
#[derive(Debug, Clone)]
pub enum VariantEdit {
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
    /// What it costs the brand.
    Cost(Option<Money>),
    /// Units in stock.
    Stock(Option<i64>),
    /// Address or local file of its picture.
    Image(Option<String>),
    /// The product's page in the shop.
    Link(Option<String>),
}

/// One page of the catalogue; cost is blank for those who do not see money.
pub fn page(app: &App, by: &Actor, query: &CatalogueQuery) -> Result<CataloguePage> {
    let query = CatalogueQuery { limit: query.limit.min(LONGEST_PAGE), ..query.clone() };
    let mut page = app.read(|tables| Ok(tables.catalogue_page(&query)?))?;
    page.rows.iter_mut().for_each(|row| veil(by, row));
    Ok(page)
}

/// One product with its variants; cost is blank for those who do not see money.
pub fn product(app: &App, by: &Actor, id: ProductId) -> Result<ProductDetail> {
    app.read(|tables| detail(tables, by, id))
}

fn veil(by: &Actor, row: &mut CatalogueRow) {
    if !by.sees_money {
        row.variant.cost = None;
    }
}

fn detail(tables: &Tables<'_>, by: &Actor, id: ProductId) -> Result<ProductDetail> {
    let product = tables.product(id)?;
    let variants = tables
        .variants_of(id)?
        .into_iter()
        .map(|variant| {
            let mut row = CatalogueRow {
                title: product.title.clone(),
                vendor: product.vendor.clone(),
                image: variant.image.clone().or_else(|| product.image.clone()),
                link: product.link.clone(),
                variant,
            };
            veil(by, &mut row);
            row
        })
        .collect();
    Ok(ProductDetail { product, variants })
}

/// Adds a product with one variant.
pub fn create(app: &App, by: &Actor, new: NewProduct) -> Result<ProductDetail> {
    let (id, now) = (app.mint::<ProductId>(), app.now_ms());
    let title = title(&new.title)?;
    app.transact(Write::new("product_create", Change::Catalogue, by).to(&title), |tables| {
        let home = tables.workspace()?.ok_or(Error::NoWorkspace)?.market.currency();
        let sku = text(new.sku);
        sku_is_free(tables, sku.as_deref(), None)?;
        tables.insert_product(&Product {
            id,
            title: title.clone(),
            handle: None,
            vendor: None,
            description: String::new(),
            tags: Vec::new(),
            image: picture("image", new.image)?,
            link: address("link", new.link)?,
            talking_points: Vec::new(),
            changed_at_ms: now,
        })?;
        tables.insert_variant(&Variant {
            id: app.mint(),
            product: id,
            choice: None,
            sku,
            barcode: None,
            price: not_negative("price", new.price)?,
            compare_at: None,
            cost: None,
            currency: new.price.map_or(home, Money::currency),
            stock: new.stock,
            image: None,
            position: 0,
            changed_at_ms: now,
        })?;
        detail(tables, by, id)
    })
}

/// Changes a product.
pub fn edit(app: &App, by: &Actor, id: ProductId, edit: ProductEdit) -> Result<ProductDetail> {
    let now = app.now_ms();
    let subject = app.read(|tables| Ok(tables.product(id)?.title))?;
    app.transact(Write::new("product_edit", Change::Catalogue, by).to(subject), |tables| {
        let mut product = tables.product(id)?;
        if let Some(new) = &edit.title {
            product.title = title(new)?;
        }
        if let Some(link) = edit.link {
            product.link = address("link", Some(link))?;
        }
        if let Some(image) = edit.image {
            product.image = picture("image", Some(image))?;
        }
        if let Some(vendor) = edit.vendor {
            product.vendor = text(Some(vendor));
        }
        product.description = edit.description.unwrap_or(product.description);
        product.talking_points = edit.talking_points.map_or(product.talking_points, lines);
        product.tags = edit.tags.map_or(product.tags, lines);
        product.changed_at_ms = now;
        tables.update_product(&product)?;
        detail(tables, by, id)
    })
}

/// Changes one cell of the catalogue; answers the row as it is now.
pub fn edit_variant(app: &App, by: &Actor, id: VariantId, edit: &VariantEdit) -> Result<CatalogueRow> {
    if matches!(edit, VariantEdit::Cost(_)) && !by.sees_money {
        return Err(Error::Forbidden { needs: Role::Owner });
    }
    let now = app.now_ms();
    let subject = app.read(|tables| Ok(tables.product(tables.variant(id)?.product)?.title))?;
    app.transact(Write::new("variant_edit", Change::Catalogue, by).to(subject), |tables| {
        let mut variant = tables.variant(id)?;
        let mut product = tables.product(variant.product)?;
        change(tables, &mut variant, &mut product, edit)?;
        variant.changed_at_ms = now;
        tables.update_variant(&variant)?;
        if matches!(edit, VariantEdit::Title(_) | VariantEdit::Link(_)) {
            product.changed_at_ms = now;
            tables.update_product(&product)?;
        }
        let image = variant.image.clone().or_else(|| product.image.clone());
        let (title, vendor, link) = (product.title, product.vendor, product.link);
        let mut row = CatalogueRow { variant, title, vendor, image, link };
        veil(by, &mut row);
        Ok(row)
    })
}

fn change(
    tables: &Tables<'_>,
    variant: &mut Variant,
    product: &mut Product,
    edit: &VariantEdit,
) -> Result<()> {
    match edit.clone() {
        VariantEdit::Title(new) => product.title = title(&new)?,
        VariantEdit::Link(link) => product.link = address("link", link)?,
        VariantEdit::Sku(sku) => {
            variant.sku = text(sku);
            sku_is_free(tables, variant.sku.as_deref(), Some(variant.id))?;
        }
        VariantEdit::Barcode(barcode) => variant.barcode = text(barcode),
        VariantEdit::Price(price) => variant.price = not_negative("price", price)?,
        VariantEdit::CompareAt(price) => variant.compare_at = not_negative("compareAt", price)?,
        VariantEdit::Cost(cost) => variant.cost = not_negative("cost", cost)?,
        VariantEdit::Stock(stock) => variant.stock = stock,
        VariantEdit::Image(image) => variant.image = picture("image", image)?,
    }
    Ok(())
}

/// Removes products with their variants; refused for all when one of them is still needed.
pub fn delete(app: &App, by: &Actor, ids: &[ProductId]) -> Result<()> {
    let subject = match ids {
        [one] => app.read(|tables| Ok(tables.product(*one)?.title))?,
        many => many.len().to_string(),
    };
    app.transact(Write::new("product_delete", Change::Catalogue, by).to(subject), |tables| {
        ids.iter().try_for_each(|&id| {
            if let Some(session) = tables.session_with(id)? {
                return Err(Error::ProductInLineup { product: tables.product(id)?.title, session });
            }
            Ok(tables.delete_product(id)?)
        })
    })
}

/// Two variants under one stock code would share their sales.
fn sku_is_free(tables: &Tables<'_>, sku: Option<&str>, own: Option<VariantId>) -> Result<()> {
    let Some(sku) = sku else { return Ok(()) };
    match tables.variant_by_sku(sku)? {
        Some(other) if Some(other.id) != own => Err(store::Error::Taken(sku.to_owned()).into()),
        _ => Ok(()),
    }
}

fn title(given: &str) -> Result<String> {
    match given.trim() {
        "" => Err(Error::Invalid { field: "title", value: given.to_owned() }),
        title => Ok(title.to_owned()),
    }
}

fn text(given: Option<String>) -> Option<String> {
    given.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn lines(given: Vec<String>) -> Vec<String> {
    let parted = given.iter().flat_map(|text| text.lines());
    parted.map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

fn not_negative(field: &'static str, money: Option<Money>) -> Result<Option<Money>> {
    match money {
        Some(money) if money.amount().is_sign_negative() && !money.amount().is_zero() => {
            Err(Error::Invalid { field, value: money.amount().to_string() })
        }
        other => Ok(other),
    }
}

/// An address of the web, or nothing. Anything else could run in a shopper's browser.
pub(crate) fn address(field: &'static str, given: Option<String>) -> Result<Option<String>> {
    let Some(given) = text(given) else { return Ok(None) };
    match Url::parse(&given) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(Some(given)),
        _ => Err(Error::NotAnAddress { field, value: given }),
    }
}

/// An address of the web, or a file of this computer, kept as it is.
pub(crate) fn picture(field: &'static str, given: Option<String>) -> Result<Option<String>> {
    let Some(given) = text(given) else { return Ok(None) };
    if std::path::Path::new(&given).is_absolute() { Ok(Some(given)) } else { address(field, Some(given)) }
}
