//! One pass over the whole file: the shape of every column, and what cancelled orders and charges look like.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::Path;

use crate::error::FileError;
use crate::field::Field;
use crate::propose::decide::Named;
use crate::propose::stat::Stat;
use crate::sniff::Sniffed;
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
    plain_orders: u64,
    prefixes: HashMap<String, Prefix>,
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
    let mut first = true;
    table::rows(path, sniffed, &mut |row| {
        if std::mem::take(&mut first) && describes(row, named) {
            scan.description_rows = row.number - sniffed.header_row;
            return Ok(ControlFlow::Continue(()));
        }
        scan.rows += 1;
        for (at, stat) in scan.stats.iter_mut().enumerate() {
            stat.add(row, at);
        }
        scan.look_at_order(row, named);
        Ok(ControlFlow::Continue(()))
    })?;
    scan.charges.sort();
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
            let words = row.kind(at) == CellKind::Text && row.get(at).len() > 2;
            words && !row.get(at).iter().any(u8::is_ascii_digit)
        })
}
