//! Files of products by description: one small document a source, under `source/`, beside its fixtures.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::field::key;
use crate::number::NumberDialect;

/// The documents, as they stand in `source/`.
const DOCUMENTS: &[&str] = include!(concat!(env!("OUT_DIR"), "/products.rs"));

/// Every source there is a description of.
static ALL: LazyLock<Vec<Description>> = LazyLock::new(|| {
    let read = DOCUMENTS.iter().map(|text| serde_json::from_str(text));
    // A document that cannot be read fails a test; here its source is simply not known.
    read.filter_map(Result::ok).collect()
});

/// Every name of a column, as names are compared.
static NAMES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let columns = ALL.iter().flat_map(|source| &source.columns);
    let named = columns.flat_map(|column| &column.names).map(|name| key(&name.replace("{n}", "1")));
    named.chain(ALL.iter().flat_map(|source| &source.kept_out).map(|name| key(name))).collect()
});

/// What a column of a file of products says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ProductField {
    /// The shop's own number of the product, by which it knows it again.
    Id,
    /// The product's address in the shop.
    Handle,
    /// The title.
    Title,
    /// The description.
    Description,
    /// A shorter description; it counts where there is no longer one.
    Summary,
    /// Who makes it.
    Vendor,
    /// The category, with those it is below: `Beauty > Lips`.
    Category,
    /// What the category is cut into.
    SubCategory,
    /// What kind of thing it is.
    ProductType,
    /// Words it is tagged with.
    Tags,
    /// Whether it is on sale.
    Status,
    /// What the row is: a product, one with choices, a choice of another row.
    Kind,
    /// The product whose choice this is.
    Parent,
    /// What distinguishes choices: `Size`.
    OptionName,
    /// The choice: `M`.
    OptionValue,
    /// Names and values of a choice in one cell: `Màu: nâu, Size: M`.
    Options,
    /// The stock code.
    Sku,
    /// The barcode.
    Barcode,
    /// The ordinary price.
    Price,
    /// The price while it is reduced.
    SalePrice,
    /// The day from which it is reduced.
    SaleStarts,
    /// The day until which it is reduced.
    SaleEnds,
    /// The higher price shown struck through.
    CompareAt,
    /// What it costs the brand.
    Cost,
    /// Units in stock.
    Stock,
    /// The lot a count of stock is of; lots of one stock code are added up.
    Lot,
    /// Addresses of pictures.
    Image,
    /// The address of the choice's own picture.
    VariantImage,
}

impl ProductField {
    /// The name used on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Id => "productKey",
            Self::Handle => "handle",
            Self::Title => "title",
            Self::Description | Self::Summary => "description",
            Self::Vendor => "vendor",
            Self::Category | Self::SubCategory => "category",
            Self::ProductType => "productType",
            Self::Tags => "tags",
            Self::Status => "productStatus",
            Self::Kind => "productKind",
            Self::Parent => "variantOf",
            Self::OptionName => "choiceName",
            Self::OptionValue | Self::Options => "choice",
            Self::Sku => "sku",
            Self::Barcode => "barcode",
            Self::Price => "price",
            Self::SalePrice => "salePrice",
            Self::SaleStarts | Self::SaleEnds => "saleDays",
            Self::CompareAt => "compareAt",
            Self::Cost => "cost",
            Self::Stock => "stock",
            Self::Lot => "lot",
            Self::Image => "productImage",
            Self::VariantImage => "image",
        }
    }
}

/// The code of a source of products.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ProductSource(usize);

/// What a source writes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Description {
    code: String,
    name: BTreeMap<String, String>,
    /// What counts as what, for people who read the description.
    #[cfg_attr(not(test), expect(dead_code, reason = "it is for people; a test asks that it is there"))]
    about: Vec<String>,
    known_by: KnownBy,
    pub(crate) shape: Shape,
    /// The columns a product is known again by, the first that is filled.
    pub(crate) key: Vec<ProductField>,
    /// How it writes numbers where the file leaves it open; without it that is asked.
    #[serde(default)]
    pub(crate) numbers: Option<NumberDialect>,
    /// What parts several categories in one cell.
    #[serde(default = "comma")]
    pub(crate) between: char,
    /// Whether it only counts the stock of products that are known.
    #[serde(default)]
    pub(crate) counts_only: bool,
    pub(crate) columns: Vec<ProductColumn>,
    /// Columns that are known and left out.
    #[serde(default)]
    pub(crate) kept_out: Vec<String>,
}

const fn comma() -> char {
    ','
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownBy {
    headers: Vec<String>,
    at_least: usize,
}

/// How rows make products.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Shape {
    /// Rows of one key stand together; the first of them tells of the product.
    Together,
    /// A product has a row of its own, wherever those of its choices stand.
    Families,
}

/// One column of a description.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProductColumn {
    pub(crate) field: ProductField,
    /// What it is called, in every language known; `{n}` counts from 1.
    pub(crate) names: Vec<String>,
    /// Cells that say nothing.
    #[serde(default)]
    pub(crate) blank: Vec<String>,
    #[serde(default)]
    pub(crate) missing: Missing,
    /// When its cells count.
    #[serde(default)]
    pub(crate) when: Option<When>,
}

/// What it means that a column is not there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Missing {
    /// The file does not say it; what is known stays.
    #[default]
    Unsaid,
    /// Prices would be wrong without it; the user says which column it is, or that there is none.
    Ask,
    /// The file cannot be read without it.
    Refuse,
}

/// Another column of the row that says whether a cell counts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct When {
    pub(crate) names: Vec<String>,
    /// What must stand there; anything at all where nothing is listed.
    #[serde(default)]
    pub(crate) is: Vec<String>,
}

impl ProductSource {
    fn all() -> impl Iterator<Item = Self> {
        (0..ALL.len()).map(Self)
    }

    pub(crate) fn description(self) -> &'static Description {
        &ALL[self.0]
    }

    /// The source with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|source| source.code() == code)
    }

    /// Its code, as the register keeps it.
    pub fn code(self) -> &'static str {
        &self.description().code
    }

    /// What people call it, by the code of their language.
    pub fn names(self) -> &'static BTreeMap<String, String> {
        &self.description().name
    }

    /// Whether it only counts the stock of products that are known.
    pub fn counts_only(self) -> bool {
        self.description().counts_only
    }

    /// The source whose names these are, and those of them that say so; names count with their capitals.
    pub(crate) fn recognise(headers: &[String]) -> Option<(Self, Vec<String>)> {
        let found = Self::all().filter_map(|source| {
            let known_by = &source.description().known_by;
            let named = known_by.headers.iter().filter(|name| headers.contains(name));
            let named: Vec<String> = named.cloned().collect();
            (named.len() >= known_by.at_least).then_some((source, named))
        });
        found.max_by_key(|(_, named)| named.len())
    }
}

/// Whether any source of products has a column of this name.
pub(crate) fn is_name(header: &str) -> bool {
    NAMES.contains(&key(header))
}

impl Serialize for ProductSource {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for ProductSource {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = String::deserialize(from)?;
        Self::from_code(&code)
            .ok_or_else(|| serde::de::Error::custom(format!("no source is called \"{code}\" here")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_description_can_be_read_and_says_what_counts() {
        for text in DOCUMENTS {
            let read: Result<Description, _> = serde_json::from_str(text);
            let description = read.unwrap_or_else(|error| panic!("{error} in {text}"));
            assert!(!description.about.is_empty(), "{} says what counts", description.code);
            assert!(["en", "vi"].iter().all(|language| description.name.contains_key(*language)));
            let has = |field| description.columns.iter().any(|column| column.field == field);
            assert!(has(ProductField::Title) && !description.key.is_empty(), "{}", description.code);
            assert!(description.key.iter().all(|field| has(*field)), "{} has its keys", description.code);
            assert!(description.known_by.at_least >= 2);
        }
        assert_eq!(ALL.len(), DOCUMENTS.len());
    }

    #[test]
    fn every_source_is_known_by_its_own_names_in_any_order_and_by_no_other() {
        for source in ProductSource::all() {
            let mut headers = source.description().known_by.headers.clone();
            headers.reverse();
            let found = ProductSource::recognise(&headers).map(|(source, _)| source);
            assert_eq!(found, Some(source), "{headers:?}");
            let few = &headers[..source.description().known_by.at_least - 1];
            assert_ne!(ProductSource::recognise(few).map(|(source, _)| source), Some(source), "{few:?}");
        }
    }
}
