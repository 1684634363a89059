//! Sales from files: streamed, washed, exact; every row ends as a line or as a reject.

mod ahead;
mod cells;
#[cfg(test)]
mod hostile_test;
mod line;
mod lines;
#[cfg(test)]
mod market_test;
#[cfg(test)]
mod mutation_test;
#[cfg(test)]
mod odd_test;
#[cfg(test)]
mod sensible_test;
mod session;
mod settle;
mod share;
mod shopify;
mod sums;
#[cfg(test)]
mod test;
pub(crate) mod total_row;

use std::ops::ControlFlow;
use std::path::Path;

use crate::binding::Binding;
use crate::blocks;
use crate::error::FileError;
use crate::header::Source;
use crate::mapping::Mapping;
use crate::sale::{SaleBatch, SaleReport};
use crate::sniff::Sniffed;
use crate::table;
use crate::wash::Wash;

use cells::Cells;
pub(crate) use lines::number_at;

/// Reads the sales of a file by a mapping, some thousand lines at a time; `Break` ends the reading early.
///
/// Memory stays bounded: what is held is one batch, one order of a Shopify export, and four bytes and a hash
/// for every order seen. Where something is said once an order on each of its rows, or rows are known again by a
/// key, the file is read twice and some two hundred bytes a line are held.
///
/// # Errors
/// When the file cannot be read, changed since it was looked at, or does not fit the mapping.
pub fn read_sales(
    path: &Path,
    sniffed: &Sniffed,
    mapping: &Mapping,
    wash: &Wash,
    on_batch: &mut dyn FnMut(SaleBatch) -> ControlFlow<()>,
) -> Result<SaleReport, FileError> {
    let binding = Binding::new(sniffed, mapping)?;
    let cells = Cells::new(&binding, &sniffed.headers, wash);
    let last_described = sniffed.header_row + mapping.description_rows;
    let mut reading: Box<dyn Reading> = match mapping.source {
        Source::ShopifyOrders => Box::new(shopify::Orders::new(cells, sniffed, mapping)),
        Source::Unknown
        | Source::Products(_)
        | Source::TiktokLive
        | Source::ShopeeLive
        | Source::DouyinLive
        | Source::FacebookPosts
        | Source::Figures(_)
        | Source::Described(_) => {
            let twice = if mapping.blocks_once { blocks::of(path, sniffed)? } else { Vec::new() };
            let mut lines = lines::Lines::new(cells, mapping, &sniffed.headers, twice);
            if binding.looks_ahead() {
                table::rows(path, sniffed, &mut |row| {
                    if row.number > last_described {
                        lines.note(row);
                    }
                    Ok(ControlFlow::Continue(()))
                })?;
                lines.noted();
            }
            Box::new(lines)
        }
    };
    let mut stopped = false;
    table::rows(path, sniffed, &mut |row| {
        if row.number <= last_described {
            return Ok(ControlFlow::Continue(()));
        }
        reading.row(row);
        if reading.batch().is_full() {
            let batch = std::mem::replace(reading.batch(), SaleBatch::with_capacity());
            if on_batch(batch).is_break() {
                stopped = true;
                return Ok(ControlFlow::Break(()));
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let (report, last) = reading.finish();
    if !stopped {
        table::unchanged(path, sniffed)?;
    }
    if !stopped && (!last.is_empty() || !last.rejects.is_empty()) {
        let _ = on_batch(last);
    }
    Ok(report)
}

/// One way of turning rows into lines.
trait Reading {
    fn row(&mut self, row: &table::Row<'_>);
    fn batch(&mut self) -> &mut SaleBatch;
    fn finish(self: Box<Self>) -> (SaleReport, SaleBatch);
}
