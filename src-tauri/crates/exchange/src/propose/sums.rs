//! Sums decide between columns: where a quantity times a price is an amount in every row, each is what it is.

use std::ops::ControlFlow;
use std::path::Path;

use crate::binding::Bound;
use crate::error::FileError;
use crate::field::Field;
use crate::number::{NumberDialect, ONE_E4};
use crate::propose::Evidence;
use crate::propose::decide::AGREED;
use crate::propose::naming::{Named, description};
use crate::propose::scan::Scan;
use crate::propose::stat::Stat;
use crate::sales::number_at;
use crate::sniff::Sniffed;
use crate::table;

/// Columns tried for each part.
const TRIED: usize = 6;
/// Rows with a quantity above one that must agree: a quantity of one proves nothing.
const TELLING: u64 = 2;

/// One way of reading three columns.
struct Triple {
    quantity: usize,
    price: usize,
    amount: usize,
    holds: u64,
    fails: u64,
    telling: u64,
}

impl Triple {
    fn is_proven(&self) -> bool {
        self.telling >= TELLING && self.fails * 100 <= self.holds
    }
}

/// Settles what quantity, unit price and amount are, as far as the sums tell; what they leave open is asked.
pub(super) fn settle(
    path: &Path,
    sniffed: &Sniffed,
    named: &mut Named,
    scan: &Scan,
) -> Result<(), FileError> {
    // What a described source is known to have is asked for: another column's sums may hold as well, as those of a
    // price after discounts do.
    let by_sums = description(sniffed).is_none();
    if by_sums
        && (is_open(named, Field::Quantity) || is_open(named, Field::UnitPrice) || doubtful_amount(named))
    {
        let [quantities, prices, amounts] =
            [Field::Quantity, Field::UnitPrice, Field::Amount].map(|field| candidates(named, scan, field));
        let mut triples = Vec::new();
        for &quantity in &quantities {
            for &price in prices.iter().filter(|at| **at != quantity) {
                for &amount in amounts.iter().filter(|at| **at != quantity && **at != price) {
                    triples.push(Triple { quantity, price, amount, holds: 0, fails: 0, telling: 0 });
                }
            }
        }
        if !triples.is_empty() {
            count(path, sniffed, scan, &mut triples)?;
            take(named, &triples);
        }
    }
    // A unit price says more than an amount.
    let price = named.columns.iter().find(|column| column.field == Field::UnitPrice);
    if let Some(by) = price.map(|column| column.header.clone()) {
        for column in named.columns.iter_mut().filter(|column| column.field == Field::Amount) {
            column.field = Field::Keep;
            if !column.evidence.iter().any(|evidence| matches!(evidence, Evidence::SumHolds { .. })) {
                column.evidence.push(Evidence::AlreadyGiven { by: by.clone() });
            }
        }
        named.twice.retain(|(field, _)| *field != Field::Amount);
    }
    Ok(())
}

fn is_twice(named: &Named, field: Field) -> bool {
    named.twice.iter().any(|(other, _)| *other == field)
}

/// Whether nothing or too much says which column it is.
fn is_open(named: &Named, field: Field) -> bool {
    let known = named.first(field).is_some() || named.absent.contains(&field);
    let by_amount = field == Field::UnitPrice && named.first(Field::Amount).is_some();
    !(known || by_amount) || is_twice(named, field)
}

fn doubtful_amount(named: &Named) -> bool {
    named.first(Field::UnitPrice).is_none() && is_twice(named, Field::Amount)
}

/// The columns that could be the field: those that are named so; if there is none, every column of numbers
/// nothing else is read from.
fn candidates(named: &Named, scan: &Scan, field: Field) -> Vec<usize> {
    let numeric =
        |stat: &Stat| stat.filled > 0 && stat.percent(stat.numbers()) >= 90 && stat.long_digits == 0;
    let twice = named.twice.iter().find(|(other, _)| *other == field);
    let by_name = |at: &usize| {
        let column = &named.columns[*at];
        column.field == field || twice.is_some_and(|(_, headers)| headers.contains(&column.header))
    };
    let all = || (0..named.columns.len()).filter(|&at| numeric(&scan.stats[at]));
    let of_name: Vec<usize> = all().filter(by_name).take(TRIED).collect();
    if !of_name.is_empty() {
        return of_name;
    }
    // One of several that could be another field, too: `Jumlah` is a count here and an amount there.
    let free = |at: &usize| matches!(named.columns[*at].field, Field::Keep | Field::Drop);
    all().filter(free).take(TRIED).collect()
}

fn count(path: &Path, sniffed: &Sniffed, scan: &Scan, triples: &mut [Triple]) -> Result<(), FileError> {
    let one = i128::from(ONE_E4);
    let common =
        scan.stats.iter().any(|stat| stat.only_comma > 0) && scan.stats.iter().all(|stat| stat.only_dot == 0);
    let bound = |at: usize| {
        let stat = &scan.stats[at];
        let comma = stat.only_comma > stat.only_dot || (common && stat.only_dot == 0);
        let dialect = if comma { NumberDialect::Comma } else { NumberDialect::Dot };
        Bound { at, dialect, dash: false }
    };
    let mut cells: Vec<Option<Option<i128>>> = Vec::new();
    table::rows(path, sniffed, &mut |row| {
        if row.number <= sniffed.header_row + scan.description_rows {
            return Ok(ControlFlow::Continue(()));
        }
        cells.clear();
        cells.resize(sniffed.headers.len(), None);
        for triple in triples.iter_mut() {
            let mut value = |at: usize| *cells[at].get_or_insert_with(|| number_at(row, bound(at)));
            let (Some(quantity), Some(price), Some(amount)) =
                (value(triple.quantity), value(triple.price), value(triple.amount))
            else {
                continue;
            };
            if quantity.checked_mul(price) == amount.checked_mul(one) {
                triple.holds += 1;
                triple.telling += u64::from(quantity.abs() > one && price != 0);
            } else {
                triple.fails += 1;
            }
        }
        Ok(ControlFlow::Continue(()))
    })
}

/// Takes over what is proven, if it is proven one way.
fn take(named: &mut Named, triples: &[Triple]) {
    let mut proven = triples.iter().filter(|triple| triple.is_proven());
    let Some(first) = proven.next() else { return };
    // A price and a count may change places, and still only one of them is a price: then it is asked.
    if proven.any(|other| (other.quantity, other.price) != (first.quantity, first.price)) {
        return;
    }
    let header = |at: usize| named.columns[at].header.clone();
    let evidence = Evidence::SumHolds {
        rows: first.holds,
        quantity: header(first.quantity),
        price: header(first.price),
        amount: header(first.amount),
    };
    for (at, field) in
        [(first.quantity, Field::Quantity), (first.price, Field::UnitPrice), (first.amount, Field::Amount)]
    {
        let column = &mut named.columns[at];
        column.field = field;
        column.confidence = column.confidence.max(AGREED);
        column.evidence.retain(|evidence| *evidence != Evidence::Unknown);
        column.evidence.insert(0, evidence.clone());
        named.twice.retain(|(other, _)| *other != field);
    }
}
