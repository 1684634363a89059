//! Orders looked at before any of their lines is handed on: what is said once an order is shared among its lines,
//! and a row that stands there twice is known.

use crate::binding::{Binding, Share};
use crate::hashed::ByHash;
use crate::sales::line::{Amounts, Said, place};
use crate::sales::settle::{self, Settled};
use crate::table::Row;

/// One line of an order, by what it is known again by.
#[derive(Debug, Clone, Copy)]
struct Line {
    key: u64,
    content: u64,
    product: u64,
    row: u64,
    /// A row of the same key that says something else; 0 when there is none.
    against: u64,
    /// Which of the order's lines of its product it is, from 1.
    product_line: u32,
    amounts: Amounts,
}

/// One order.
#[derive(Debug, Default)]
struct Order {
    first_row: u64,
    lines: Vec<Line>,
    /// What is said of the whole, one place a column.
    said: Vec<Option<i64>>,
    /// The column on which its rows disagree.
    disagrees: Option<usize>,
    settled: Option<Vec<Settled>>,
    /// Whether more was given back than it came to.
    above: bool,
    /// How many lines of one key were handed on, by the place of the first.
    given: Vec<u32>,
    begun: bool,
    /// Where each key stands, while notes are taken; small orders are searched without.
    index: Option<Box<ByHash<usize>>>,
}

/// Lines of an order that are searched one by one: nearly all have fewer, and a file may be one order.
const FEW: usize = 32;

impl Order {
    fn place_of(&self, key: u64) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(&key).copied(),
            None => self.lines.iter().position(|line| line.key == key),
        }
    }

    fn push(&mut self, line: Line) {
        self.lines.push(line);
        if self.lines.len() == FEW {
            let keys = self.lines.iter().enumerate().map(|(at, line)| (line.key, at));
            self.index = Some(Box::new(keys.collect()));
        } else if let Some(index) = &mut self.index {
            index.insert(line.key, self.lines.len() - 1);
        }
    }

    /// Brings the lines into an order of their own, so that rows may stand in any.
    fn complete(&mut self, products: &mut ByHash<u32>) {
        self.index = None;
        self.lines.sort_unstable_by_key(|line| (line.key, line.content, line.row));
        self.given = vec![0; self.lines.len()];
        products.clear();
        if let [only] = self.lines.as_mut_slice() {
            only.product_line = 1;
            return;
        }
        for line in &mut self.lines {
            let nth = products.entry(line.product).or_insert(0);
            *nth += 1;
            line.product_line = *nth;
        }
    }
}

/// What becomes of a row.
pub(super) enum Fate {
    /// It is a line.
    Line {
        settled: Settled,
        /// Which of the order's lines it is, and which of those of its product, from 1.
        line_no: u32,
        product_line: u32,
        /// Whether this is its order's first line, and more was given back of the order than it came to.
        above: bool,
    },
    /// It says what an earlier row of the same key says.
    Repeated,
    /// A row of the same key says something else.
    Against { row: u64 },
    /// The order's rows do not agree on what is said of the whole, in this column.
    Disagrees { column: usize, first_row: u64 },
}

/// The orders of a file.
#[derive(Default)]
pub(super) struct Ahead {
    orders: ByHash<Order>,
    /// Sums of what is said once an order, one place a column.
    pub(super) sums: Vec<(i128, u64)>,
    said: Vec<Option<i64>>,
}

/// The same text has the same hash in every run, so that coins fall on the same lines.
fn hash_of<'t>(parts: impl IntoIterator<Item = &'t [u8]>) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(part).update(&[0x1f]);
    }
    let mut first = [0; 8];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_le_bytes(first)
}

fn content_of(row: &Row<'_>) -> u64 {
    hash_of((0..row.filled_len()).map(|at| row.get(at)))
}

fn key_of(binding: &Binding, row: &Row<'_>) -> u64 {
    if binding.key.is_empty() { content_of(row) } else { hash_of(binding.key.iter().map(|&at| row.get(at))) }
}

/// Products of one stock code are one, whatever they are called.
fn product_of(said: &Said<'_>) -> u64 {
    let name = if said.sku.is_empty() { said.title } else { said.sku };
    hash_of([if said.sku.is_empty() { &b"title"[..] } else { b"sku" }, name.as_bytes()])
}

impl Ahead {
    /// Takes note of a row that can be read.
    pub(super) fn note(
        &mut self,
        binding: &Binding,
        row: &Row<'_>,
        said: &Said<'_>,
        of_order: &[Option<i64>],
    ) {
        let order = self.orders.entry(hash_of([said.order_ref.as_bytes()])).or_default();
        if order.lines.is_empty() {
            order.first_row = row.number;
            order.said = of_order.to_vec();
        }
        for (column, (kept, now)) in order.said.iter_mut().zip(of_order).enumerate() {
            match (*kept, now) {
                (Some(kept), Some(now)) if kept != *now => order.disagrees = Some(column),
                (None, now) => *kept = *now,
                _ => {}
            }
        }
        let (key, content) = (key_of(binding, row), content_of(row));
        if !binding.key.is_empty()
            && let Some(line) = order.place_of(key).and_then(|at| order.lines.get_mut(at))
        {
            if line.content != content {
                line.against = row.number;
            }
            return;
        }
        let (product, row) = (product_of(said), row.number);
        order.push(Line { key, content, product, row, against: 0, product_line: 0, amounts: said.amounts });
    }

    /// Ends the first pass.
    pub(super) fn complete(&mut self) {
        let mut products = ByHash::default();
        for order in self.orders.values_mut() {
            order.complete(&mut products);
            self.sums.resize(order.said.len().max(self.sums.len()), (0, 0));
            for (sum, value) in self.sums.iter_mut().zip(&order.said) {
                if let Some(value) = value {
                    *sum = (sum.0 + i128::from(*value), sum.1 + 1);
                }
            }
        }
    }

    /// What becomes of a row in the second pass.
    pub(super) fn fate(&mut self, binding: &Binding, row: &Row<'_>, said: &Said<'_>) -> Fate {
        let key = key_of(binding, row);
        let Some(order) = self.orders.get_mut(&hash_of([said.order_ref.as_bytes()])) else {
            return Fate::Repeated;
        };
        if let Some(column) = order.disagrees {
            return Fate::Disagrees { column, first_row: order.first_row };
        }
        let keyed = !binding.key.is_empty();
        let first_of_key = order.lines.partition_point(|line| line.key < key);
        let given = order.given.get(first_of_key).copied().unwrap_or(0);
        let at = first_of_key + if keyed { 0 } else { given as usize };
        let Some(line) = order.lines.get(at).copied().filter(|line| line.key == key) else {
            return Fate::Repeated;
        };
        if line.against > 0 {
            return Fate::Against { row: if line.row == row.number { line.against } else { line.row } };
        }
        if keyed && given > 0 {
            return Fate::Repeated;
        }
        let first = !std::mem::replace(&mut order.begun, true);
        order.given[first_of_key] = given + 1;
        if order.settled.is_none() {
            self.said.clone_from(&order.said);
            let mut lines: Vec<Amounts> = order.lines.iter().map(|line| line.amounts).collect();
            let (settled, above) = settle::order(binding, &mut lines, &self.said);
            (order.settled, order.above) = (Some(settled), above);
        }
        let settled = order.settled.as_ref().map_or_else(Settled::default, |settled| settled[at]);
        Fate::Line {
            settled,
            line_no: as_number(at),
            product_line: line.product_line,
            above: first && order.above,
        }
    }
}

fn as_number(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

/// The columns said once an order, in the order their values are noted; the amount, if it is one, last.
pub(super) fn columns(binding: &Binding) -> Vec<crate::binding::Bound> {
    let shares = binding.shares.iter().filter(|share: &&Share| share.per_order).map(|share| share.bound);
    shares.chain(binding.amount.filter(|_| binding.amount_per_order)).collect()
}

/// The shares said once an order, each with its place.
pub(super) fn places(binding: &Binding) -> impl Iterator<Item = usize> + '_ {
    binding.shares.iter().filter(|share| share.per_order).map(|share| place(share.field))
}
