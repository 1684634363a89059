//! One pass over the whole file: the shape of every column, and what cancelled orders and charges look like.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;
use std::ops::{ControlFlow, RangeInclusive};
use std::path::Path;

use crate::blocks::Blocks;
use crate::date::{self, DateShape};
use crate::error::FileError;
use crate::field::Field;
use crate::hashed::ByHash;
use crate::number::{self, Explains};
use crate::propose::naming::Named;
use crate::propose::stat::Stat;
use crate::sales::total_row;
use crate::sniff::Sniffed;
use crate::states;
use crate::table::{self, CellKind, Row};

/// Stock codes by which shops book money that is no product.
const CHARGES: &[&str] = &[
    "POST",
    "DOT",
    "M",
    "m",
    "D",
    "C2",
    "S",
    "CRUK",
    "AMAZONFEE",
    "BANK CHARGES",
    "B",
    "ADJUST",
    "ADJUST2",
    "SHIPPING",
    "SHIP",
    "SHIPFEE",
    "DELIVERY",
    "POSTAGE",
    "PHISHIP",
    "PHIVANCHUYEN",
    "FEE",
    "DISCOUNT",
];

/// What the pass found.
#[derive(Default)]
pub(super) struct Scan {
    pub(super) rows: u64,
    pub(super) stats: Vec<Stat>,
    pub(super) description_rows: u64,
    pub(super) charges: Vec<String>,
    /// The states orders are in, by what is compared of them.
    pub(super) states: BTreeMap<String, String>,
    /// For each column, whether it says the same on every row of an order.
    pub(super) repeats: Vec<Repeats>,
    /// Blocks of rows that stood there before.
    pub(super) blocks: Vec<RangeInclusive<u64>>,
    last_state: String,
    plain_orders: u64,
    prefixes: HashMap<String, Prefix>,
}

/// Whether a column says the same on every row of an order.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Repeats {
    /// Orders of several rows that say one and the same amount.
    pub(super) orders: u64,
    /// Orders of several rows that do not.
    pub(super) differ: u64,
}

/// Orders of which it is known whether their rows say the same; a file's first ones tell.
const ORDERS_KNOWN: usize = 200_000;
/// States that are told apart; a column with more is none of states.
const STATES_KNOWN: usize = 64;

/// The first rows of orders, and in how many of them each column repeats itself.
#[derive(Default)]
struct Scopes {
    columns: Vec<usize>,
    /// For each order what its first row says in each of the columns, and bits: seen twice, differs.
    orders: ByHash<Vec<(u64, u8)>>,
    hasher: std::hash::RandomState,
}

impl Scopes {
    fn of(named: &Named) -> Self {
        let counted = |field: Field| field.is_share() || field == Field::Amount;
        let columns = (0..named.columns.len()).filter(|&at| counted(named.columns[at].field)).collect();
        Self { columns, ..Self::default() }
    }

    fn add(&mut self, row: &Row<'_>, order: usize) {
        if self.columns.is_empty() {
            return;
        }
        let key = self.hasher.hash_one(row.get(order));
        if let Some(first) = self.orders.get_mut(&key) {
            for (said, &at) in first.iter_mut().zip(&self.columns) {
                said.1 |= if said.0 == self.hasher.hash_one(row.get(at)) { 1 } else { 2 };
            }
        } else if self.orders.len() < ORDERS_KNOWN && !row.get(order).is_empty() {
            let said = self
                .columns
                .iter()
                .map(|&at| (self.hasher.hash_one(row.get(at)), u8::from(!says(row.get(at))) * 4));
            self.orders.insert(key, said.collect());
        }
    }

    fn into_repeats(self, width: usize) -> Vec<Repeats> {
        let mut repeats = vec![Repeats::default(); width];
        for said in self.orders.values() {
            for ((_, bits), &at) in said.iter().zip(&self.columns) {
                repeats[at].orders += u64::from(*bits == 1);
                repeats[at].differ += u64::from(bits & 2 > 0);
            }
        }
        repeats
    }
}

/// Whether a cell says an amount other than nothing.
fn says(cell: &[u8]) -> bool {
    cell.iter().any(|byte| (b'1'..=b'9').contains(byte))
}

#[derive(Default)]
struct Prefix {
    lines: u64,
    negative: u64,
}

impl Scan {
    /// What cancelled orders begin with: letters before digits, nearly always with a negative quantity, in a
    /// file whose orders are mostly digits alone.
    pub(super) fn cancellation_prefix(&self) -> Option<String> {
        let lines: u64 = self.prefixes.values().map(|prefix| prefix.lines).sum();
        if self.plain_orders <= lines {
            return None;
        }
        let cancelled = self.prefixes.iter().filter(|(_, p)| p.negative * 100 >= p.lines * 95);
        cancelled.max_by_key(|(_, prefix)| prefix.lines).map(|(text, _)| text.clone())
    }

    fn look_at_state(&mut self, text: &str) {
        if text.is_empty() || self.states.len() >= STATES_KNOWN || self.last_state == text {
            return;
        }
        text.clone_into(&mut self.last_state);
        self.states.entry(states::key(text)).or_insert_with(|| text.to_owned());
    }

    fn look_at_order(&mut self, row: &Row<'_>, named: &Named) {
        if let Some(sku) = named.first(Field::Sku) {
            let sku = row.text(sku);
            let worded = sku.starts_with(|c: char| c.is_ascii_alphabetic());
            if worded && CHARGES.contains(&sku) && !self.charges.iter().any(|charge| charge == sku) {
                self.charges.push(sku.to_owned());
            }
        }
        let (Some(order), Some(quantity)) = (named.first(Field::OrderRef), named.first(Field::Quantity))
        else {
            return;
        };
        let order = row.text(order);
        let letters = order.bytes().take_while(u8::is_ascii_alphabetic).count();
        let digits = !order[letters..].is_empty() && order[letters..].bytes().all(|b| b.is_ascii_digit());
        match letters {
            0 => self.plain_orders += u64::from(digits),
            1..=2 if digits && self.prefixes.len() < 64 => {
                let prefix = self.prefixes.entry(order[..letters].to_owned()).or_default();
                prefix.lines += 1;
                prefix.negative += u64::from(row.text(quantity).starts_with(['-', '−', '(']));
            }
            _ => {}
        }
    }
}

/// Reads the file once.
pub(super) fn scan(path: &Path, sniffed: &Sniffed, named: &Named) -> Result<Scan, FileError> {
    let mut scan = Scan::default();
    scan.stats.resize_with(sniffed.headers.len(), Stat::default);
    let mut scopes = Scopes::of(named);
    let mut blocks = Blocks::default();
    let (order, date, status) =
        (named.first(Field::OrderRef), named.first(Field::At), named.first(Field::Status));
    let mut first = true;
    table::rows(path, sniffed, &mut |row| {
        if std::mem::take(&mut first) && describes(row, named) {
            scan.description_rows = row.number - sniffed.header_row;
            return Ok(ControlFlow::Continue(()));
        }
        if let (Some(order), Some(date)) = (order, date)
            && total_row::is_worded_at(row, order, date)
        {
            return Ok(ControlFlow::Continue(()));
        }
        scan.rows += 1;
        for (at, stat) in scan.stats.iter_mut().enumerate() {
            stat.add(row, at);
        }
        scan.look_at_order(row, named);
        blocks.add(row);
        if let Some(order) = order {
            scopes.add(row, order);
        }
        if let Some(status) = status {
            scan.look_at_state(row.text(status));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    scan.charges.sort();
    scan.blocks = blocks.finish();
    scan.repeats = scopes.into_repeats(sniffed.headers.len());
    Ok(scan)
}

/// Whether the row below the header explains the columns: words where numbers and dates belong.
fn describes(row: &Row<'_>, named: &Named) -> bool {
    let valued: Vec<usize> = [Field::Quantity, Field::UnitPrice, Field::Amount, Field::At]
        .into_iter()
        .filter_map(|field| named.first(field))
        .collect();
    valued.len() >= 2
        && valued.iter().all(|&at| {
            let cell = row.get(at);
            let letters = row.text(at).chars().filter(|c| c.is_alphabetic()).count();
            let value =
                number::explain(cell) != Explains::Neither || date::explain(cell) != DateShape::Neither;
            row.kind(at) == CellKind::Text && letters > 2 && !value
        })
}
