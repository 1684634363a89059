//! Sales from files: streamed, washed, exact; every row ends as a line or as a reject.

mod cells;
mod lines;
mod session;
mod share;
mod shopify;
#[cfg(test)]
mod test;

use std::ops::ControlFlow;
use std::path::Path;

use crate::error::FileError;
use crate::header::Source;
use crate::mapping::{Binding, Mapping};
use crate::sale::{SaleBatch, SaleReport};
use crate::sniff::Sniffed;
use crate::table;
use crate::wash::Wash;

use cells::Cells;

/// Reads the sales of a file by a mapping, some thousand lines at a time; `Break` ends the reading early.
///
/// Memory stays bounded: what is held is one batch, one order of a Shopify export, and four bytes and a hash
/// for every order seen.
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
        Source::ShopifyOrders => Box::new(shopify::Orders::new(cells, sniffed)),
        Source::Unknown
        | Source::ShopifyProducts
        | Source::ShopifyProductsLegacy
        | Source::TiktokLive
        | Source::FacebookPosts => Box::new(lines::Lines::new(cells, mapping)),
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
