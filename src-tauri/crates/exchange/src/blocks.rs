//! Blocks of rows that stand in a file twice, one after the other's rows in the same order.

use std::ops::{ControlFlow, RangeInclusive};
use std::path::Path;

use crate::error::FileError;
use crate::hashed::ByHash;
use crate::sniff::Sniffed;
use crate::table::{self, Row};

/// Rows in a row that must be repeated: single lines may well be alike.
const BLOCK: usize = 6;
/// Rows that are remembered; a file's first ones.
const KNOWN: usize = 1 << 20;

/// Finds blocks while rows pass by.
#[derive(Default)]
pub(crate) struct Blocks {
    hasher: std::hash::RandomState,
    /// Where each row first stood.
    first: ByHash<u32>,
    hashes: Vec<u64>,
    /// The run that is going on: the place of its next row, and its own rows.
    run: Option<(u32, u64, u64, usize)>,
    found: Vec<RangeInclusive<u64>>,
}

impl Blocks {
    pub(crate) fn add(&mut self, row: &Row<'_>) {
        use std::hash::{BuildHasher, Hash, Hasher};
        let mut hasher = self.hasher.build_hasher();
        for at in 0..row.filled_len() {
            row.get(at).hash(&mut hasher);
        }
        let hash = hasher.finish();
        let goes_on = self.run.filter(|(next, ..)| self.hashes.get(*next as usize) == Some(&hash));
        self.run = match goes_on {
            Some((next, from, _, length)) => Some((next + 1, from, row.number, length + 1)),
            None => {
                self.end_run();
                self.first.get(&hash).map(|&at| (at + 1, row.number, row.number, 1))
            }
        };
        if self.hashes.len() < KNOWN {
            let at = u32::try_from(self.hashes.len()).unwrap_or(u32::MAX);
            self.first.entry(hash).or_insert(at);
            self.hashes.push(hash);
        }
    }

    fn end_run(&mut self) {
        if let Some((_, from, to, _)) = self.run.take().filter(|(.., length)| *length >= BLOCK) {
            self.found.push(from..=to);
        }
    }

    /// The rows of every block that stood there before.
    pub(crate) fn finish(mut self) -> Vec<RangeInclusive<u64>> {
        self.end_run();
        self.found
    }
}

/// The blocks of a whole file.
pub(crate) fn of(path: &Path, sniffed: &Sniffed) -> Result<Vec<RangeInclusive<u64>>, FileError> {
    let mut blocks = Blocks::default();
    table::rows(path, sniffed, &mut |row| {
        blocks.add(row);
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(blocks.finish())
}
