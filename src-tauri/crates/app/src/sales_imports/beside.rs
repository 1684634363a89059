//! Reads a file's sales on a thread of its own, beside whoever judges what was read.

use std::ops::ControlFlow;
use std::sync::mpsc::sync_channel;
use std::thread;

use exchange::{SaleBatch, SaleReport};

use super::SalesFile;
use crate::{Error, Result};

/// Batches that wait between two threads.
pub(super) const WAITING: usize = 2;

/// Hands on the sales of a file, batch by batch; `Break` or an error ends the reading early.
pub(super) fn each_batch(
    file: &SalesFile,
    mut each: impl FnMut(SaleBatch) -> Result<ControlFlow<()>>,
) -> Result<SaleReport> {
    let (give, batches) = sync_channel::<SaleBatch>(WAITING);
    thread::scope(|scope| {
        let reader = scope.spawn(move || {
            exchange::read_sales(&file.path, &file.sniffed, &file.mapping, &file.wash, &mut |batch| {
                // Nobody takes it any more: then there is no more to read for.
                if give.send(batch).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })
        });
        let mut outcome = Ok(ControlFlow::Continue(()));
        for batch in batches {
            outcome = each(batch);
            if !matches!(outcome, Ok(ControlFlow::Continue(()))) {
                break;
            }
        }
        let read = joined(reader.join())?;
        outcome.map(drop)?;
        Ok(read?)
    })
}

/// A thread that panicked has said so in the log already; the import fails whole.
pub(super) fn joined<T>(outcome: thread::Result<T>) -> Result<T> {
    outcome.map_err(|_| Error::Store(store::Error::Io(std::io::Error::other("a thread of the import died"))))
}
