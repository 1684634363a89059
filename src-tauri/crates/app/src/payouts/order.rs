//! One order between sale and payout: every entry with its file and row, and the lines it was sold by.

use std::collections::BTreeMap;

use domain::{Actor, Currency};

use super::Query;
use super::page::{Desk, OrderRow};
use super::rules::RuleMatch;
use crate::fees::may_see_money;
use crate::{App, Error, Result};

/// One entry of a settlement, as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderEntry {
    /// The number of the order or adjustment.
    pub entry_ref: String,
    /// What kind of entry, in the platform's words.
    pub type_name: String,
    /// When it was settled, UTC milliseconds.
    pub settled_at_ms: i64,
    /// What was paid out, 10⁻⁴.
    pub total_e4: i64,
    /// Every amount: the column's name, its kind, the kind it is a part of, 10⁻⁴.
    pub amounts: Vec<(String, String, String, i64)>,
    /// The file.
    pub file_name: String,
    /// Its row there.
    pub row: i64,
}

/// One line it was sold by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderLine {
    /// The title in the file.
    pub title: String,
    /// Units.
    pub quantity: i64,
    /// Quantity × price, 10⁻⁴.
    pub amount_e4: i64,
    /// Discount, 10⁻⁴.
    pub discount_e4: i64,
    /// Given back, 10⁻⁴.
    pub refund_e4: i64,
    /// The file.
    pub file_name: String,
    /// Its row there.
    pub row: i64,
}

/// One order.
#[derive(Debug, Clone)]
pub struct OrderDetail {
    /// The order.
    pub order: OrderRow,
    /// Its entries, the earlier first.
    pub entries: Vec<OrderEntry>,
    /// Its lines.
    pub lines: Vec<OrderLine>,
    /// In which column each rule stands.
    pub rules: Vec<RuleMatch>,
    /// Columns of fees by their kind, as they are named.
    pub columns: BTreeMap<String, String>,
}

/// One order of those `query` is about.
///
/// # Errors
/// `NotFound` when it is not among them, `Forbidden` for whoever does not see money.
pub fn of_order(app: &App, by: &Actor, query: &Query, key: i64, currency: Currency) -> Result<OrderDetail> {
    may_see_money(by)?;
    let now_ms = query.known_on_ms.unwrap_or_else(|| app.now_ms());
    app.read(|tables| {
        let desk = Desk::read(tables, query, now_ms)?;
        let case = desk.cases.iter().find(|case| (case.order_key, case.currency) == (key, currency));
        let case = case.ok_or_else(|| Error::from(store::Error::NotFound("order")))?;
        let imports = tables.sale_imports()?;
        let entries = case.entries.iter().map(|one| OrderEntry {
            entry_ref: one.entry.entry_ref.clone(),
            type_name: one.entry.type_name.clone(),
            settled_at_ms: one.entry.settled_at_ms,
            total_e4: one.entry.total_e4,
            amounts: one
                .entry
                .amounts
                .iter()
                .filter_map(|(no, e4)| {
                    let column = desk.columns.get(no)?;
                    Some((column.name.clone(), column.kind.clone(), column.part_of.clone(), *e4))
                })
                .collect(),
            file_name: desk.files.file(one.file_no).map(|file| file.file_name.clone()).unwrap_or_default(),
            row: one.row,
        });
        let mut lines = Vec::with_capacity(case.lines.len());
        for line in &case.lines {
            let import = imports.iter().find(|import| import.no == line.import_no);
            lines.push(OrderLine {
                title: desk.books.known(line.product_no).map(|known| known.title.clone()).unwrap_or_default(),
                quantity: line.amounts.quantity,
                amount_e4: line.amounts.amount_e4,
                discount_e4: line.amounts.discount_e4,
                refund_e4: line.amounts.refund_e4,
                file_name: import.map(|import| import.file_name.clone()).unwrap_or_default(),
                row: line.row,
            });
        }
        let order = desk.row(tables, case)?;
        let (rules, columns) = (desk.takes.matches.clone(), desk.fee_columns());
        Ok(OrderDetail { order, entries: entries.collect(), lines, rules, columns })
    })
}
