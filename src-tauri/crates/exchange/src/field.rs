//! What a column can be, and by which names files call it.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::fold;
use serde::{Deserialize, Serialize};

/// What a column of a sales file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Field {
    /// The order or invoice a line belongs to.
    OrderRef,
    /// The stock code.
    Sku,
    /// The product's name.
    Title,
    /// Units, negative when they came back.
    Quantity,
    /// Price of one unit.
    UnitPrice,
    /// Amount of the line; used when there is no unit price.
    Amount,
    /// Discount on the line, a positive amount.
    Discount,
    /// What somebody else than the seller takes off and pays for: the platform, a creator. A positive amount.
    PlatformDiscount,
    /// Money given back for the line, a positive amount.
    Refund,
    /// Units that came back.
    Returned,
    /// Tax the buyer pays.
    Tax,
    /// Shipping the buyer pays.
    Shipping,
    /// ISO 4217 code of the line's currency.
    Currency,
    /// When the order was placed.
    At,
    /// Who bought: an id or e-mail; only its keyed hash is kept.
    Buyer,
    /// What the source says about the order.
    Status,
    /// Where the order came from.
    Channel,
    /// Which live session it came from.
    SessionRef,
    /// Kept as a cell, with no meaning of its own.
    Keep,
    /// Not kept.
    Drop,
    /// Personal: never leaves the reader.
    Personal,
}

impl Field {
    /// All fields, in the order they are offered.
    pub const ALL: [Self; 21] = [
        Self::OrderRef,
        Self::At,
        Self::Sku,
        Self::Title,
        Self::Quantity,
        Self::UnitPrice,
        Self::Amount,
        Self::Discount,
        Self::PlatformDiscount,
        Self::Refund,
        Self::Returned,
        Self::Tax,
        Self::Shipping,
        Self::Currency,
        Self::Buyer,
        Self::Status,
        Self::Channel,
        Self::SessionRef,
        Self::Keep,
        Self::Drop,
        Self::Personal,
    ];

    /// The name used in mappings and answers.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OrderRef => "orderRef",
            Self::Sku => "sku",
            Self::Title => "title",
            Self::Quantity => "quantity",
            Self::UnitPrice => "unitPrice",
            Self::Amount => "amount",
            Self::Discount => "discount",
            Self::PlatformDiscount => "platformDiscount",
            Self::Refund => "refund",
            Self::Returned => "returned",
            Self::Tax => "tax",
            Self::Shipping => "shipping",
            Self::Currency => "currency",
            Self::At => "at",
            Self::Buyer => "buyer",
            Self::Status => "status",
            Self::Channel => "channel",
            Self::SessionRef => "sessionRef",
            Self::Keep => "keep",
            Self::Drop => "drop",
            Self::Personal => "personal",
        }
    }

    /// The field with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }

    /// Whether at most one column may have it.
    pub const fn is_single(self) -> bool {
        !matches!(self, Self::Keep | Self::Drop | Self::Personal)
    }

    /// Whether the column holds amounts of money.
    pub const fn is_money(self) -> bool {
        matches!(self, Self::UnitPrice | Self::Amount) || self.is_share()
    }

    /// Whether the column holds amounts that are shares of a line, or are said of a whole order.
    pub const fn is_share(self) -> bool {
        matches!(self, Self::Discount | Self::PlatformDiscount | Self::Refund | Self::Tax | Self::Shipping)
    }

    /// Whether the column holds numbers.
    pub const fn is_number(self) -> bool {
        self.is_money() || matches!(self, Self::Quantity | Self::Returned)
    }
}

/// Names by which files call their columns, by section.
static NAMES: LazyLock<Names> = LazyLock::new(|| Names::read(include_str!("names.txt")));

/// Parts of a shipping or billing block.
const BLOCKS: [&str; 2] = ["shipping", "billing"];
const BLOCK_PARTS: [&str; 8] = ["name", "street", "company", "city", "zip", "province", "phone", "state"];

#[derive(Default)]
struct Names {
    fields: HashMap<String, Field>,
    personal_parts: Vec<String>,
    product_hints: Vec<String>,
    buyer_like: Vec<String>,
    total_words: Vec<String>,
}

impl Names {
    fn read(text: &str) -> Self {
        let mut names = Self::default();
        let mut section = "";
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                section = name;
                continue;
            }
            for name in line.split('|').map(key).filter(|name| !name.is_empty()) {
                match section {
                    "personalPart" => names.personal_parts.push(name),
                    "productHint" => names.product_hints.push(name),
                    "buyerLike" => names.buyer_like.push(name),
                    "totalRow" => names.total_words.push(name),
                    field => {
                        // The first to claim a name has it.
                        if let Some(field) = Field::from_code(field) {
                            names.fields.entry(name).or_insert(field);
                        }
                    }
                }
            }
        }
        names
    }
}

/// A header as it is compared: folded, letters and digits only.
pub(crate) fn key(header: &str) -> String {
    fold(header).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The field a header names, if its name is known; a unit in brackets behind it does not count.
pub(crate) fn named(header: &str) -> Option<Field> {
    // `Order / Amount`, `Price [2]`: the group and the place do not change what a name means.
    let last = header.rsplit_once(" / ").map_or(header, |(_, name)| name);
    let last = last.rsplit_once(" [").map_or(last, |(name, _)| name);
    let bare = last.split_once(['(', '（']).map_or(last, |(bare, _)| bare);
    let again = |name: &str, before: &str| if name == before { None } else { named_exactly(name) };
    named_exactly(header).or_else(|| again(last, header)).or_else(|| again(bare, last))
}

fn named_exactly(header: &str) -> Option<Field> {
    let header = key(header);
    let in_block = BLOCKS.iter().any(|block| header.starts_with(block))
        && BLOCK_PARTS.iter().any(|part| header.contains(part));
    match NAMES.fields.get(&header) {
        Some(field) => Some(*field),
        None if in_block => Some(Field::Personal),
        None => {
            let personal = NAMES.personal_parts.iter().any(|part| header.contains(part));
            personal.then_some(Field::Personal)
        }
    }
}

/// Whether the header names something that could serve as the buyer's id: an e-mail or user name.
pub(crate) fn is_buyer_like(header: &str) -> bool {
    let header = key(header);
    NAMES.buyer_like.iter().any(|part| header.contains(part))
}

/// Whether the text is a word for a row of totals.
pub(crate) fn is_total_word(text: &str) -> bool {
    // No such word is longer or holds a figure; nearly every cell ends here.
    let may_be = text.len() <= 48 && !text.is_empty() && !text.bytes().any(|byte| byte.is_ascii_digit());
    may_be && NAMES.total_words.contains(&key(text))
}

/// Headers that only a list of products has.
pub(crate) fn is_product_hint(header: &str) -> bool {
    NAMES.product_hints.contains(&key(header))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_english_and_vietnamese() {
        assert_eq!(named("InvoiceNo"), Some(Field::OrderRef));
        assert_eq!(named("Mã đơn hàng"), Some(Field::OrderRef));
        assert_eq!(named("Đơn giá"), Some(Field::UnitPrice));
        assert_eq!(named("StockCode"), Some(Field::Sku));
        assert_eq!(named("Frobnication"), None);
    }

    #[test]
    fn personal_columns_are_known_in_the_languages_of_the_markets() {
        for header in [
            "Billing Name",
            "Shipping Address1",
            "Phone",
            "Tên khách hàng",
            "SĐT",
            "Địa chỉ giao hàng",
            "Ghi chú",
            "ที่อยู่",
            "Alamat Pengiriman",
            "Recipient's name",
            "Buyer Username",
            "E-mail",
        ] {
            assert_eq!(named(header), Some(Field::Personal), "{header}");
        }
        assert_eq!(named("Shipping Country"), Some(Field::Keep));
    }
}
