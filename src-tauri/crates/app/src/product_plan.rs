//! What a product of a file means for the catalogue: new, changed, unchanged or refused, row by row.
//!
//! The key is the handle, and within a product the stock code or else the choice. An empty cell keeps what is
//! there: it never means zero.

use domain::id::{ProductId, VariantId};
use domain::{Currency, Money, Product, Variant};
use store::Tables;

use crate::imports::{FieldChange, Refused, Said, Value};
use crate::{App, Result, catalogue};

/// What the comparison has to know besides the file.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    /// The currency the file's prices are in.
    pub currency: Currency,
    /// Whether the importer sees money; without it the file's costs are left aside.
    pub sees_money: bool,
    /// When it is, UTC milliseconds.
    pub now_ms: i64,
    /// How the file calls the columns of stock code, picture and variant picture.
    pub names: ColumnNames,
    /// Code of where the file comes from; its keys are of this source.
    pub source: &'static str,
    /// Whether the file only counts the stock of products that are known.
    pub counts_only: bool,
}

/// How the file calls some of its columns, for sentences.
#[derive(Debug, Clone, Default)]
pub(crate) struct ColumnNames {
    pub sku: Option<String>,
    pub price: Option<String>,
    pub image: Option<String>,
    pub variant_image: Option<String>,
}

/// What becomes of one row.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// A variant nobody knew.
    New(Variant),
    /// A known variant (or the product it stands for) becomes another.
    Changed(Box<(Variant, Variant)>),
    /// The file says what is known.
    Unchanged(Variant),
    /// It cannot come in.
    Refused(Box<Refused>),
}

/// What becomes of a product and of each of its rows.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// As it is now; none when it is new.
    pub was: Option<Product>,
    /// As it should be; none when nothing of it can come in.
    pub becomes: Option<Product>,
    /// The category the file brings to a product that has none.
    pub category: Option<String>,
    /// Its rows with their number in the file.
    pub rows: Vec<(u64, Outcome)>,
}

/// Compares one product of a file with the catalogue.
pub(crate) fn plan(app: &App, tables: &Tables<'_>, terms: &Terms, file: &exchange::Product) -> Result<Plan> {
    let was = known(tables, terms, file)?;
    let becomes = match merged(app, terms, was.as_ref(), file) {
        Ok(product) => product,
        Err(refused) => return Ok(refused_whole(was, file, &refused)),
    };
    let known = match &was {
        Some(product) => tables.variants_of(product.id)?,
        None => Vec::new(),
    };
    let mut next = known.iter().map(|variant| variant.position + 1).max().unwrap_or_default();
    let mut used: Vec<VariantId> = Vec::new();
    let mut rows = Vec::with_capacity(file.variants.len());
    for variant in &file.variants {
        let twin = twin_of(&known, &used, variant);
        used.extend(twin.map(|twin| twin.id));
        let outcome = match refusal(tables, terms, becomes.id, twin, variant)? {
            Some(refused) => Outcome::Refused(Box::new(refused)),
            None => outcome(app, terms, becomes.id, twin, variant, &mut next),
        };
        rows.push((variant.row, outcome));
    }
    // What somebody said of a category stays: fees are reckoned by it.
    let said = was.as_ref().map(|was| tables.product_category(was.id)).transpose()?.flatten();
    let category = file.category.clone().filter(|_| said.is_none());
    if was.as_ref().is_some_and(|was| *was != becomes || category.is_some()) {
        carry_product_change(&mut rows);
    }
    let lost = was.is_none() && rows.iter().all(|(_, outcome)| matches!(outcome, Outcome::Refused(_)));
    let category = category.filter(|_| !lost);
    Ok(Plan { was, becomes: (!lost).then_some(becomes), category, rows })
}

/// The product a file speaks of: by its address, by the key of its shop, or else by a stock code of its choices.
fn known(tables: &Tables<'_>, terms: &Terms, file: &exchange::Product) -> Result<Option<Product>> {
    if let Some(handle) = &file.handle {
        return Ok(tables.product_by_handle(handle)?);
    }
    if let Some(product) = tables.product_by_key(terms.source, &file.key)? {
        return Ok(Some(product));
    }
    for sku in file.variants.iter().filter_map(|variant| variant.sku.as_ref()) {
        if let Some(variant) = tables.variant_by_sku(sku)? {
            return Ok(Some(tables.product(variant.product)?));
        }
    }
    Ok(None)
}

/// A change of the product itself is shown at its first row that comes in.
fn carry_product_change(rows: &mut [(u64, Outcome)]) {
    let first = rows.iter_mut().find(|(_, outcome)| !matches!(outcome, Outcome::Refused(_)));
    if let Some((_, outcome)) = first
        && let Outcome::Unchanged(variant) = outcome
    {
        *outcome = Outcome::Changed(Box::new((variant.clone(), variant.clone())));
    }
}

fn refused_whole(was: Option<Product>, file: &exchange::Product, refused: &Refused) -> Plan {
    let rows = file.variants.iter().map(|variant| {
        let refused = if variant.row == refused.row {
            refused.clone()
        } else {
            let first = refused.row.to_string();
            let message = format!("row {}: belongs to row {first}, which was not taken in", variant.row);
            Refused {
                row: variant.row,
                column: None,
                value: None,
                expectation: Said::with("withItsFirstRow", [("firstRow", first)]),
                remedy: "correctCell".to_owned(),
                message,
            }
        };
        (variant.row, Outcome::Refused(Box::new(refused)))
    });
    Plan { becomes: None, category: None, rows: rows.collect(), was }
}

/// The product as it should be.
fn merged(
    app: &App,
    terms: &Terms,
    was: Option<&Product>,
    file: &exchange::Product,
) -> Result<Product, Box<Refused>> {
    if terms.counts_only {
        let sku = file.variants.first().and_then(|variant| variant.sku.clone()).unwrap_or_default();
        return was.cloned().ok_or_else(|| {
            Box::new(Refused {
                row: file.row,
                column: terms.names.sku.clone(),
                value: Some(sku.clone()),
                message: format!("row {}: no product has the stock code \"{sku}\"", file.row),
                expectation: Said::with("skuUnknown", [("sku", sku)]),
                remedy: "correctCell".to_owned(),
            })
        });
    }
    let image = file.images.first().map(|image| checked(file.row, terms.names.image.as_ref(), image));
    let image = image.transpose()?;
    let mut product = was.cloned().unwrap_or_else(|| Product {
        id: app.mint::<ProductId>(),
        title: String::new(),
        handle: file.handle.clone(),
        vendor: None,
        description: String::new(),
        tags: Vec::new(),
        image: None,
        link: None,
        talking_points: Vec::new(),
        changed_at_ms: terms.now_ms,
    });
    file.title.trim().clone_into(&mut product.title);
    product.vendor = file.vendor.clone().or(product.vendor);
    product.description = file.description.clone().unwrap_or(product.description);
    if !file.tags.is_empty() {
        product.tags.clone_from(&file.tags);
    }
    product.image = image.or(product.image);
    if was.is_some_and(|was| *was != product) {
        product.changed_at_ms = terms.now_ms;
    }
    Ok(product)
}

/// The known variant a row speaks of: by stock code, or else by choice.
fn twin_of<'k>(known: &'k [Variant], used: &[VariantId], file: &exchange::Variant) -> Option<&'k Variant> {
    let choice = choice_of(file);
    let free = || known.iter().filter(|variant| !used.contains(&variant.id));
    let by_sku = free().find(|variant| file.sku.is_some() && variant.sku == file.sku);
    by_sku.or_else(|| {
        // A variant under another stock code is another variant, unless one of the two has none.
        free().find(|known| known.choice == choice && (known.sku.is_none() || file.sku.is_none()))
    })
}

/// `M / Red`; none when the product has no choices.
fn choice_of(file: &exchange::Variant) -> Option<String> {
    let values: Vec<&str> = file.options.iter().map(|(_, value)| value.as_str()).collect();
    (!values.is_empty()).then(|| values.join(" / "))
}

fn refusal(
    tables: &Tables<'_>,
    terms: &Terms,
    product: ProductId,
    twin: Option<&Variant>,
    file: &exchange::Variant,
) -> Result<Option<Refused>> {
    if let Some(image) = &file.image
        && let Err(refused) = checked(file.row, terms.names.variant_image.as_ref(), image)
    {
        return Ok(Some(*refused));
    }
    if let Some(twin) = twin
        && twin.currency != terms.currency
        && [twin.price, twin.compare_at, twin.cost].iter().any(Option::is_some)
        && [file.price, file.compare_at, file.cost].iter().any(Option::is_some)
    {
        let code = twin.currency.code().to_owned();
        return Ok(Some(Refused {
            row: file.row,
            column: terms.names.price.clone(),
            value: file.price.map(|price| format!("{} {}", price.amount(), price.currency().code())),
            message: format!("row {}: expected an amount in {code}; import it in that currency", file.row),
            expectation: Said::with("currency", [("code", code)]),
            remedy: "otherCurrency".to_owned(),
        }));
    }
    if let Some(sku) = &file.sku
        && twin.is_none_or(|twin| twin.sku.as_ref() != Some(sku))
        && let Some(other) = tables.variant_by_sku(sku)?
        && (other.product != product || twin.is_some())
    {
        let title = tables.product(other.product)?.title;
        return Ok(Some(Refused {
            row: file.row,
            column: terms.names.sku.clone(),
            value: Some(sku.clone()),
            message: format!("row {}: \"{title}\" already has the stock code \"{sku}\"", file.row),
            expectation: Said::with("skuElsewhere", [("sku", sku.clone()), ("title", title)]),
            remedy: "correctCell".to_owned(),
        }));
    }
    Ok(None)
}

fn outcome(
    app: &App,
    terms: &Terms,
    product: ProductId,
    twin: Option<&Variant>,
    file: &exchange::Variant,
    next: &mut u32,
) -> Outcome {
    let mut variant = twin.cloned().unwrap_or_else(|| {
        let position = *next;
        *next += 1;
        Variant {
            id: app.mint::<VariantId>(),
            product,
            choice: None,
            sku: None,
            barcode: None,
            price: None,
            compare_at: None,
            cost: None,
            currency: terms.currency,
            stock: None,
            image: None,
            position,
            changed_at_ms: terms.now_ms,
        }
    });
    let brings_money = [file.price, file.compare_at, file.cost].iter().any(Option::is_some);
    if brings_money {
        variant.currency = terms.currency;
    }
    variant.choice = choice_of(file).or(variant.choice);
    variant.sku = file.sku.clone().or(variant.sku);
    variant.barcode = file.barcode.clone().or(variant.barcode);
    variant.price = file.price.or(variant.price);
    variant.compare_at = file.compare_at.or(variant.compare_at);
    variant.cost = file.cost.filter(|_| terms.sees_money).or(variant.cost);
    variant.stock = file.stock.or(variant.stock);
    variant.image = file.image.clone().or(variant.image);
    match twin {
        None => Outcome::New(variant),
        Some(twin) if *twin == variant => Outcome::Unchanged(variant),
        Some(twin) => {
            variant.changed_at_ms = terms.now_ms;
            Outcome::Changed(Box::new((twin.clone(), variant)))
        }
    }
}

/// A picture's address; anything else is refused in words.
fn checked(row: u64, column: Option<&String>, image: &str) -> Result<String, Box<Refused>> {
    match catalogue::address("image", Some(image.to_owned())) {
        Ok(Some(address)) => Ok(address),
        Ok(None) | Err(_) => {
            let value: String = image.chars().take(80).collect();
            Err(Box::new(Refused {
                row,
                column: column.cloned(),
                message: format!("row {row}, \"{value}\": expected an address that begins with https://"),
                value: Some(value),
                expectation: Said::plain("webAddress"),
                remedy: "correctCell".to_owned(),
            }))
        }
    }
}

/// What differs between a product as it is and as it should be; everything when it is new.
pub(crate) fn product_fields(was: Option<&Product>, becomes: &Product) -> Vec<FieldChange> {
    let filled = |text: &str| (!text.is_empty()).then(|| Value::Text(text.to_owned()));
    let maybe = |text: &Option<String>| text.clone().map(Value::Text);
    let of = |product: &Product| {
        [
            ("title", filled(&product.title)),
            ("vendor", maybe(&product.vendor)),
            ("description", filled(&product.description)),
            ("tags", filled(&product.tags.join(", "))),
            ("productImage", maybe(&product.image)),
        ]
    };
    differing(was.map(of), of(becomes))
}

/// What differs between a variant as it is and as it should be; everything when it is new.
pub(crate) fn variant_fields(was: Option<&Variant>, becomes: &Variant, sees_money: bool) -> Vec<FieldChange> {
    let text = |text: &Option<String>| text.clone().map(Value::Text);
    let of = |variant: &Variant| {
        [
            ("choice", text(&variant.choice)),
            ("sku", text(&variant.sku)),
            ("barcode", text(&variant.barcode)),
            ("price", variant.price.map(Value::Money)),
            ("compareAt", variant.compare_at.map(Value::Money)),
            ("cost", variant.cost.filter(|_| sees_money).map(Value::Money)),
            ("stock", variant.stock.map(Value::Count)),
            ("image", text(&variant.image)),
        ]
    };
    differing(was.map(of), of(becomes))
}

fn differing<const N: usize>(
    was: Option<[(&'static str, Option<Value>); N]>,
    becomes: [(&'static str, Option<Value>); N],
) -> Vec<FieldChange> {
    let was = was.map_or_else(|| vec![None; N], |was| was.into_iter().map(|(_, value)| value).collect());
    let pairs = was.into_iter().zip(becomes).filter(|(was, (_, becomes))| was != becomes);
    pairs.map(|(was, (field, becomes))| FieldChange { field, was, becomes }).collect()
}

/// The first amount of a file, as an example.
pub(crate) fn first_price(products: &[exchange::Product]) -> Option<Money> {
    products.iter().flat_map(|product| &product.variants).find_map(|variant| variant.price)
}
