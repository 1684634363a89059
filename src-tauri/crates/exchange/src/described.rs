//! Sources by description: one small document each, under `source/`, beside the files it was made from.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::field::Field;
use crate::header::Kind;
use crate::mapping::State;
use crate::number::NumberDialect;
use crate::payouts::PayoutForm;

/// The documents, as they stand in `source/`.
const DOCUMENTS: &[&str] = include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// Every source there is a description of.
static ALL: LazyLock<Vec<Description>> = LazyLock::new(|| {
    let read = DOCUMENTS.iter().map(|text| serde_json::from_str(text));
    // A document that cannot be read fails a test; here its source is simply not known.
    read.filter_map(Result::ok).collect()
});

/// The code of a described source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Described(usize);

impl Described {
    fn all() -> impl Iterator<Item = Self> {
        (0..ALL.len()).map(Self)
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|source| source.code() == code)
    }

    pub(crate) fn description(self) -> &'static Description {
        &ALL[self.0]
    }

    /// Its code, as mappings and the register keep it.
    pub fn code(self) -> &'static str {
        &self.description().code
    }

    /// What people call it, by the code of their language.
    pub fn names(self) -> &'static BTreeMap<String, String> {
        &self.description().name
    }

    /// Whose order numbers its files hold.
    pub fn orders(self) -> &'static str {
        &self.description().orders
    }

    /// What its files bring.
    pub fn kind(self) -> Kind {
        match self.description() {
            one if one.payout.is_some() => Kind::Payouts,
            one if one.commission.is_some() => Kind::Commissions,
            _ => Kind::Sales,
        }
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

    /// Whether a column of this name holds the coupon of an order, or what it took off.
    pub(crate) fn is_coupon(header: &str) -> bool {
        ALL.iter().any(|description| description.coupons.iter().any(|name| name == header))
    }

    /// Whether any source has a column of this name.
    pub(crate) fn is_name(header: &str) -> bool {
        ALL.iter().any(|description| description.knows(header))
    }
}

impl Serialize for Described {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Described {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = String::deserialize(from)?;
        Self::from_code(&code)
            .ok_or_else(|| serde::de::Error::custom(format!("no source is called \"{code}\" here")))
    }
}

/// What a source writes, and what it means by it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Description {
    code: String,
    name: BTreeMap<String, String>,
    /// What counts as what, for people who read the description.
    #[cfg_attr(not(test), expect(dead_code, reason = "it is for people; a test asks that it is there"))]
    about: Vec<String>,
    orders: String,
    known_by: KnownBy,
    /// Columns that mean something.
    pub columns: Vec<DescribedColumn>,
    /// Columns kept as cells; they hold nobody's data.
    pub kept: Vec<String>,
    /// Columns known and left out.
    pub dropped: Vec<String>,
    /// The columns by which a row is known again.
    #[serde(default)]
    pub key: Vec<String>,
    /// Columns that are filled only when the order was cancelled.
    #[serde(default)]
    pub cancelled_when_filled: Vec<String>,
    #[serde(default)]
    pub rows_are_units: bool,
    #[serde(default)]
    pub amount_is: AmountIs,
    #[serde(default)]
    pub currency: Option<String>,
    #[serde(default)]
    pub zone: Option<String>,
    /// What it means by states that others mean otherwise, by their text.
    #[serde(default)]
    pub states: BTreeMap<String, State>,
    /// How it writes numbers where the file leaves it open.
    #[serde(default)]
    pub numbers: Option<NumberDialect>,
    #[serde(default)]
    pub sums: Vec<Sum>,
    /// What it says of money that was paid out; a source that says it holds no sales.
    #[serde(default)]
    pub payout: Option<PayoutForm>,
    /// What it says of creators' commissions; a source that says it holds no sales.
    #[serde(default)]
    pub commission: Option<PayoutForm>,
    /// Columns that are filled where a coupon was used, with its code or its amount.
    #[serde(default)]
    pub coupons: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct KnownBy {
    headers: Vec<String>,
    at_least: usize,
}

/// One column of a description.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DescribedColumn {
    pub header: String,
    pub field: Field,
    /// Whether it is said of the whole order, on each of its rows.
    #[serde(default)]
    pub per_order: bool,
    /// Whether a dash stands for 0.
    #[serde(default)]
    pub dash: bool,
    #[serde(default)]
    pub missing: Missing,
}

/// What it means that a column is not there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Missing {
    /// The file does not say it.
    #[default]
    Unsaid,
    /// Figures would be wrong without it; the user says which column it is, or that there is none.
    Ask,
}

/// What the column of amounts holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AmountIs {
    /// The goods before discounts.
    #[default]
    BeforeDiscounts,
    /// What the buyer owes: discounts are off it, the freight is in it.
    Payable,
}

/// Columns that must agree in each row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sum {
    /// The column that must hold the result.
    pub total: String,
    /// Columns multiplied with each other.
    #[serde(default)]
    pub product: Vec<String>,
    /// Columns added.
    #[serde(default)]
    pub plus: Vec<String>,
    /// Columns taken off.
    #[serde(default)]
    pub minus: Vec<String>,
}

impl Description {
    pub fn column(&self, header: &str) -> Option<&DescribedColumn> {
        self.columns.iter().find(|column| column.header == header)
    }

    pub fn keeps(&self, header: &str) -> bool {
        self.kept.iter().any(|kept| kept == header)
    }

    /// Whether it says anything of a column of this name.
    pub fn knows(&self, header: &str) -> bool {
        self.column(header).is_some()
            || self.keeps(header)
            || self.dropped.iter().any(|name| name == header)
            || self.payout.iter().chain(&self.commission).any(|form| form.knows(header))
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
            for name in &description.known_by.headers {
                assert!(description.knows(name) || description.key.contains(name), "{name}");
            }
            let others = description.cancelled_when_filled.iter().chain(&description.coupons);
            for name in description.key.iter().chain(others) {
                assert!(description.knows(name), "{name} of {}", description.code);
            }
            for sum in &description.sums {
                let mut parts =
                    [&sum.total].into_iter().chain(&sum.product).chain(&sum.plus).chain(&sum.minus);
                assert!(parts.all(|name| description.knows(name)), "{sum:?}");
            }
        }
        assert_eq!(ALL.len(), DOCUMENTS.len());
    }

    #[test]
    fn a_source_is_known_by_most_of_its_names_in_any_order() {
        let tiktok = Described::from_code("tiktokOrders").unwrap();
        let mut headers = tiktok.description().known_by.headers.clone();
        headers.reverse();
        headers.truncate(8);
        assert_eq!(Described::recognise(&headers).map(|(source, _)| source), Some(tiktok));
        assert_eq!(Described::recognise(&headers[..3]), None);
    }
}
