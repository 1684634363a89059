//! Which row names the columns, and what the names say the file is.

use serde::Serialize;

use crate::field::{self, Field};
use crate::sessions;
use crate::sniff::Head;

/// The program or shop a file comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// Shopify's product export with the header of before 2025 (`Handle`, `Variant Price`).
    ShopifyProductsLegacy,
    /// Shopify's product export with the current header (`URL handle`, `Price`).
    ShopifyProducts,
    /// Shopify's orders export.
    ShopifyOrders,
    /// TikTok's export of live sessions, one row a room.
    TiktokLive,
    /// A list of Facebook posts with their reactions; its videos are live sessions.
    FacebookPosts,
    /// Anything else; sales come in through a mapping.
    Unknown,
}

/// What a file brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Products.
    Products,
    /// Sales.
    Sales,
    /// What platforms say of live sessions, one row a room.
    Sessions,
    /// Either or neither; ask.
    Unclear,
}

/// What a file was recognised as, and by which names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Recognised {
    /// Where it comes from.
    pub source: Source,
    /// What it brings.
    pub kind: Kind,
    /// The headers that say so.
    pub evidence: Vec<String>,
}

const LEGACY: &[&str] = &["Handle", "Title", "Variant Price"];
const CURRENT: &[&str] = &["Title", "URL handle", "Price"];
const ORDERS: &[&str] = &["Name", "Created at", "Lineitem quantity", "Lineitem name", "Lineitem price"];

/// Tells what the names say. Shopify's are matched exactly, capitals included; others by their meaning.
pub(crate) fn recognise(headers: &[String]) -> Recognised {
    let has_all = |names: &[&str]| names.iter().all(|name| headers.iter().any(|header| header == name));
    let by = |names: &[&str], source, kind| Recognised {
        source,
        kind,
        evidence: names.iter().map(|name| (*name).to_owned()).collect(),
    };
    if has_all(ORDERS) {
        return by(ORDERS, Source::ShopifyOrders, Kind::Sales);
    }
    if has_all(LEGACY) {
        return by(LEGACY, Source::ShopifyProductsLegacy, Kind::Products);
    }
    if has_all(CURRENT) {
        return by(CURRENT, Source::ShopifyProducts, Kind::Products);
    }
    if let Some((source, evidence)) = sessions::recognise(headers) {
        return Recognised { source, kind: Kind::Sessions, evidence };
    }
    by_meaning(headers)
}

fn by_meaning(headers: &[String]) -> Recognised {
    let of = |wanted: &[Field]| {
        headers.iter().find(|header| field::named(header).is_some_and(|field| wanted.contains(&field)))
    };
    let order = of(&[Field::OrderRef]);
    let at = of(&[Field::At]);
    let money = of(&[Field::UnitPrice, Field::Amount]);
    let product = of(&[Field::Title, Field::Sku]);
    let hints: Vec<&String> = headers.iter().filter(|header| field::is_product_hint(header)).collect();
    let unknown = |kind, evidence: Vec<&String>| Recognised {
        source: Source::Unknown,
        kind,
        evidence: evidence.into_iter().cloned().collect(),
    };
    match (order, at, money, product) {
        (Some(order), Some(at), Some(money), _) => unknown(Kind::Sales, vec![order, at, money]),
        (None, None, Some(money), Some(product)) if !hints.is_empty() => {
            unknown(Kind::Products, [vec![product, money], hints].concat())
        }
        _ => unknown(Kind::Unclear, Vec::new()),
    }
}

/// How many of the names are known.
pub(crate) fn known(headers: &[String]) -> usize {
    let shopify = [LEGACY, CURRENT, ORDERS].concat();
    headers
        .iter()
        .filter(|header| {
            shopify.contains(&header.as_str())
                || field::named(header).is_some()
                || field::is_product_hint(header)
                || sessions::named(header).is_some()
        })
        .count()
}

/// Finds the row of names: the one with the most known names; if none is known, the first that holds only
/// words and is as wide as what follows.
pub(crate) fn find(head: &Head) -> Option<(u64, Vec<String>)> {
    let widest = head.iter().map(|(_, cells)| cells.len()).max()?;
    let mut best: Option<(usize, &(u64, Vec<String>))> = None;
    for row in head {
        let filled = row.1.iter().filter(|cell| !cell.is_empty()).count();
        if filled == 0 || row.1.iter().any(|cell| is_value(cell)) {
            continue;
        }
        if filled * 2 < widest && known(&row.1) < 3 {
            continue;
        }
        let score = known(&row.1);
        if best.as_ref().is_none_or(|(so_far, _)| score > *so_far) {
            best = Some((score, row));
        }
    }
    best.map(|(_, (number, headers))| (*number, headers.clone()))
}

/// Whether a cell is plainly a value and no name: a number or a date.
fn is_value(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    digits > 0 && cell.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "+-.,:/TZ₫đ£$".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(list: &[&str]) -> Vec<String> {
        list.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn rows_above_the_header_are_skipped() {
        let head = vec![
            (1, names(&["Báo cáo từ 01/05/2026 đến 31/05/2026"])),
            (3, names(&["Mã đơn hàng", "Ngày đặt", "Số lượng", "Đơn giá"])),
            (4, names(&["DH01", "01/05/2026", "2", "199.000"])),
        ];
        assert_eq!(find(&head).map(|(row, _)| row), Some(3));
    }

    #[test]
    fn a_header_nobody_knows_is_unclear_and_not_guessed() {
        let recognised = recognise(&names(&["foo", "bar", "baz"]));
        assert_eq!((recognised.source, recognised.kind), (Source::Unknown, Kind::Unclear));
    }

    #[test]
    fn a_list_of_products_is_told_from_sales_by_its_names() {
        let products = recognise(&names(&["Tên sản phẩm", "Giá bán", "Tồn kho"]));
        assert_eq!(products.kind, Kind::Products);
        let sales = recognise(&names(&["InvoiceNo", "StockCode", "Quantity", "InvoiceDate", "UnitPrice"]));
        assert_eq!(sales.kind, Kind::Sales);
    }
}
