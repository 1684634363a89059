//! The washed cells of files, in compressed blocks of rows.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, params};

use crate::{Error, Result, Tables};

/// Speed over size: the writer must not wait for it.
const LEVEL: i32 = 1;

/// Rows of a file, compressed, as they stand in one block.
#[derive(Debug, Clone)]
pub struct RawBlock {
    first_row: i64,
    last_row: i64,
    cells: Vec<u8>,
}

impl RawBlock {
    /// Compresses rows `first_row` to `last_row`; in `text` each row is its number and its cells, U+001F between
    /// them and U+001E behind the row.
    ///
    /// # Errors
    /// When the compressor refuses, which it does only without memory.
    pub fn new(first_row: i64, last_row: i64, text: &[u8]) -> Result<Self> {
        Ok(Self { first_row, last_row, cells: zstd::bulk::compress(text, LEVEL)? })
    }
}

impl Tables<'_> {
    /// Keeps a block of an import.
    pub fn insert_raw_block(&self, import_no: i64, block: &RawBlock) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO raw_block (import_no, first_row, last_row, cells) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![import_no, block.first_row, block.last_row, block.cells])?;
        Ok(())
    }

    /// The washed cells of rows of an import that are kept, by row; each block is opened once.
    pub fn raw_cells_of(&self, import_no: i64, rows: &[i64]) -> Result<HashMap<i64, Vec<String>>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT last_row, cells FROM raw_block WHERE import_no = ?1 AND first_row <= ?2 AND last_row >= ?2
             ORDER BY first_row DESC LIMIT 1",
        )?;
        let mut wanted: Vec<i64> = rows.to_vec();
        wanted.sort_unstable();
        let mut found = HashMap::new();
        let mut at = 0;
        while let Some(&row) = wanted.get(at) {
            let block: Option<(i64, Vec<u8>)> = statement
                .query_row([import_no, row], |found| Ok((found.get(0)?, found.get(1)?)))
                .optional()?;
            let Some((last, packed)) = block else {
                at += 1;
                continue;
            };
            let plain = zstd::stream::decode_all(packed.as_slice())?;
            let text = String::from_utf8(plain)
                .map_err(|_| Error::Corrupt { table: "raw_block", column: "cells" })?;
            let end = at + wanted[at..].partition_point(|row| *row <= last);
            for line in text.split('\u{1e}') {
                let Some((number, cells)) = line.split_once('\u{1f}') else { continue };
                if let Ok(number) = number.parse()
                    && wanted[at..end].binary_search(&number).is_ok()
                {
                    found.insert(number, cells.split('\u{1f}').map(str::to_owned).collect());
                }
            }
            at = end;
        }
        Ok(found)
    }

    /// The washed cells of one row of an import; none when it is not kept.
    pub fn raw_cells(&self, import_no: i64, row: i64) -> Result<Option<Vec<String>>> {
        let found: Option<Vec<u8>> = self
            .conn
            .prepare_cached(
                "SELECT cells FROM raw_block WHERE import_no = ?1 AND first_row <= ?2 AND last_row >= ?2
                 ORDER BY first_row DESC LIMIT 1",
            )?
            .query_row([import_no, row], |row| row.get(0))
            .optional()?;
        let Some(packed) = found else { return Ok(None) };
        let plain = zstd::stream::decode_all(packed.as_slice())?;
        let text =
            String::from_utf8(plain).map_err(|_| Error::Corrupt { table: "raw_block", column: "cells" })?;
        let number = row.to_string();
        Ok(text.split('\u{1e}').find_map(|line| {
            let (first, cells) = line.split_once('\u{1f}')?;
            (first == number).then(|| cells.split('\u{1f}').map(str::to_owned).collect())
        }))
    }
}
