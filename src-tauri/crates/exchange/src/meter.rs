//! How much is read for one row: a quote that never closes, or a row without an end, must not fill the memory.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Bytes one row may have.
pub(crate) const LONGEST_ROW: u64 = 16 << 20;

/// Counts what was read since the last row began.
#[derive(Clone, Default)]
pub(crate) struct Meter(Rc<Cell<u64>>);

impl Meter {
    /// A row begins.
    pub(crate) fn begin(&self) {
        self.0.set(0);
    }

    /// Whether the row is longer than a row may be.
    pub(crate) fn is_exceeded(&self) -> bool {
        self.0.get() > LONGEST_ROW
    }
}

/// A source that ends with a fault when one row takes more than a row may have.
pub(crate) struct Metered<R> {
    pub(crate) source: R,
    pub(crate) meter: Meter,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.meter.is_exceeded() {
            return Err(io::Error::other("a row is too long"));
        }
        let count = self.source.read(into)?;
        self.meter.0.set(self.meter.0.get() + count as u64);
        Ok(count)
    }
}
