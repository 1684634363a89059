//! Which row names the columns, and what the names say the file is.

use std::collections::HashMap;

use serde::Serialize;

use crate::composed;
use crate::described::Described;
use crate::field::{self, Field};
use crate::figures::{self, FigureKind, FigureSource};
use crate::product::{self, ProductSource};
use crate::sessions;
use crate::sniff::Head;

/// The program or shop a file comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Source {
    /// Shopify's orders export.
    ShopifyOrders,
    /// TikTok's export of live sessions, one row a room.
    TiktokLive,
    /// Shopee's export of live sessions.
    ShopeeLive,
    /// Douyin's list of live sessions: when, and nothing else.
    DouyinLive,
    /// A list of Facebook posts with their reactions; its videos are live sessions.
    FacebookPosts,
    /// Anything else; sales come in through a mapping.
    Unknown,
    /// Products of a source there is a description of.
    #[serde(untagged)]
    Products(ProductSource),
    /// Figures of a source there is a description of.
    #[serde(untagged)]
    Figures(FigureSource),
    /// A source there is a description of.
    #[serde(untagged)]
    Described(Described),
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
    /// What platforms paid out, one row an entry of a settlement.
    Payouts,
    /// What creators get, one row a stock code of an order.
    Commissions,
    /// One live session, step by step.
    Minutes,
    /// Days of a channel.
    Days,
    /// Advertising by day.
    Ads,
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
    if let Some((source, evidence)) = ProductSource::recognise(headers) {
        return Recognised { source: Source::Products(source), kind: Kind::Products, evidence };
    }
    if let Some((source, evidence)) = sessions::recognise(headers) {
        return Recognised { source, kind: Kind::Sessions, evidence };
    }
    if let Some((source, evidence)) = Described::recognise(headers) {
        return Recognised { source: Source::Described(source), kind: source.kind(), evidence };
    }
    if let Some((source, evidence)) = FigureSource::recognise(headers) {
        let kind = match source.kind() {
            FigureKind::Minutes => Kind::Minutes,
            FigureKind::Days => Kind::Days,
            FigureKind::Ads => Kind::Ads,
        };
        return Recognised { source: Source::Figures(source), kind, evidence };
    }
    by_meaning(headers)
}

fn by_meaning(headers: &[String]) -> Recognised {
    let of = |wanted: &[Field]| {
        let is = |field: Option<Field>| field.is_some_and(|field| wanted.contains(&field));
        let named = headers.iter().find(|header| is(field::named(header)));
        let unknown = || headers.iter().filter(|header| field::named(header).is_none());
        named.or_else(|| unknown().find(|header| is(composed::field(header))))
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
    headers
        .iter()
        .filter(|header| {
            ORDERS.contains(&header.as_str())
                || product::is_name(header)
                || Described::is_name(header)
                || field::named(header).is_some()
                || field::is_product_hint(header)
                || sessions::named(header).is_some()
                || figures::is_name(header)
        })
        .count()
}

/// Finds the row of names: the one with the most known names; if none is known, the first that holds only
/// words and is as wide as what follows. Names that stand in two rows are put together.
pub(crate) fn find(head: &Head) -> Option<(u64, Vec<String>)> {
    let widest = head.iter().map(|(_, cells)| cells.len()).max()?;
    let mut best: Option<(usize, usize)> = None;
    for (at, (_, cells)) in head.iter().enumerate() {
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        if filled == 0 || cells.iter().any(|cell| is_value(cell)) {
            continue;
        }
        if filled * 2 < widest && known(cells) < 3 {
            continue;
        }
        let score = known(cells);
        if best.is_none_or(|(so_far, _)| score > so_far) {
            best = Some((score, at));
        }
    }
    let (score, at) = best?;
    let (number, cells) = grouped(head, at, score).unwrap_or_else(|| head[at].clone());
    Some((number, apart(cells)))
}

/// The names of two rows put together: groups above their columns, or columns without a group that stand in the
/// upper row alone.
fn grouped(head: &Head, at: usize, score: usize) -> Option<(u64, Vec<String>)> {
    let two = |upper: usize, lower: usize| -> Option<(u64, Vec<String>)> {
        let ((above, groups), (below, names)) = (head.get(upper)?, head.get(lower)?);
        let adjacent = above + 1 == *below;
        let words = adjacent && !groups.iter().chain(names).any(|cell| is_value(cell));
        words.then(|| (*below, joined(groups, names)))
    };
    let pairs = [at.checked_sub(1).and_then(|upper| two(upper, at)), two(at, at + 1)];
    let better = pairs.into_iter().flatten().filter(|(_, names)| known(names) > score);
    let best = better.max_by_key(|(_, names)| known(names));
    // No name is won, but one that stands there twice is told apart by its group.
    best.or_else(|| {
        let repeated = |names: &[String]| {
            (1..names.len()).any(|at| !names[at].is_empty() && names[..at].contains(&names[at]))
        };
        let (below, names) = two(at.checked_sub(1)?, at)?;
        (repeated(&head[at].1) && known(&names) >= score).then_some((below, names))
    })
}

fn joined(groups: &[String], names: &[String]) -> Vec<String> {
    let empty = String::new();
    let mut group = &empty;
    let width = groups.len().max(names.len());
    let columns = (0..width).map(|at| {
        let (above, name) = (groups.get(at).unwrap_or(&empty), names.get(at).unwrap_or(&empty));
        if !above.is_empty() {
            group = above;
        }
        let repeated = names.iter().filter(|other| *other == name).count() > 1;
        match (name.is_empty(), group.is_empty()) {
            (true, _) => above.clone(),
            (false, false) if repeated => format!("{group} / {name}"),
            _ => name.clone(),
        }
    });
    columns.collect()
}

/// A name that stands there twice is told apart by its place: `Price`, `Price [2]`.
fn apart(names: Vec<String>) -> Vec<String> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let mut nth = |name| *seen.entry(name).and_modify(|nth| *nth += 1).or_insert(1);
    let numbered = names.iter().map(|name| match (name.as_str(), nth(name.as_str())) {
        ("", _) | (_, 1) => name.clone(),
        (name, nth) => format!("{name} [{nth}]"),
    });
    numbered.collect()
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
    fn names_in_two_rows_are_put_together() {
        let head = vec![
            (1, names(&["Mã đơn hàng", "Ngày đặt", "Sản phẩm", "", "", "Tiền", ""])),
            (2, names(&["", "", "Mã SKU", "Tên sản phẩm", "Số lượng", "Đơn giá", "Giảm giá"])),
            (3, names(&["DH01", "01/05/2026", "SON-01", "Son", "2", "199.000", "0"])),
        ];
        let all = ["Mã đơn hàng", "Ngày đặt", "Mã SKU", "Tên sản phẩm", "Số lượng", "Đơn giá", "Giảm giá"];
        assert_eq!(find(&head), Some((2, names(&all))));
    }

    #[test]
    fn a_name_that_stands_there_twice_is_told_apart_by_its_group_or_place() {
        let head = vec![
            (1, names(&["", "", "Order", "", "Line", ""])),
            (2, names(&["Order ID", "Order Date", "Amount", "Note", "SKU", "Amount"])),
            (3, names(&["1", "2026-05-01", "10", "", "A", "5"])),
        ];
        let (row, found) = find(&head).unwrap();
        assert_eq!((row, found[2].as_str(), found[5].as_str()), (2, "Order / Amount", "Line / Amount"));
        let head =
            vec![(1, names(&["Order ID", "Date", "Price", "Price"])), (2, names(&["1", "2", "3", "4"]))];
        assert_eq!(find(&head).unwrap().1, names(&["Order ID", "Date", "Price", "Price [2]"]));
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
