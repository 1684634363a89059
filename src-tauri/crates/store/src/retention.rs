//! The rule of how long what files brought is kept, what it deletes, and where a text stands in the workspace.

use domain::Retention;
use rusqlite::types::ValueRef;
use rusqlite::{OptionalExtension, params};

use crate::{Result, Tables};

/// Rows of sale lines that are looked through in one step.
const STEP: i64 = 20_000;
/// Blocks of cells that are deleted in one step.
const BLOCKS: i64 = 32;

/// What the rule would delete.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Overdue {
    /// Rows of files whose cells are kept for too long.
    pub cell_rows: u64,
    /// Sale lines whose buyer's hash is kept for too long.
    pub buyers: u64,
}

/// Cells that were looked through for a text, and where it stood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Looked {
    /// Cells that were looked at.
    pub cells: u64,
    /// Tables it stood in, and in how many cells of each.
    pub places: Vec<(String, u64)>,
}

impl Tables<'_> {
    /// The rule, and when it was last kept to; for ever and never when none was set.
    pub fn retention(&self) -> Result<(Retention, Option<i64>)> {
        let found = self
            .conn
            .prepare_cached("SELECT cell_months, buyer_months, kept_at_ms FROM retention")?
            .query_row([], |row| {
                let rule = Retention { cell_months: row.get(0)?, buyer_months: row.get(1)? };
                Ok((rule, row.get(2)?))
            })
            .optional()?;
        Ok(found.unwrap_or_default())
    }

    /// Sets the rule.
    pub fn save_retention(&self, rule: Retention) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO retention (only, cell_months, buyer_months) VALUES (1, ?1, ?2)
                 ON CONFLICT DO UPDATE SET cell_months = ?1, buyer_months = ?2",
            )?
            .execute(params![rule.cell_months, rule.buyer_months])?;
        Ok(())
    }

    /// Says that the rule was kept to.
    pub fn save_retention_kept(&self, at_ms: i64) -> Result<()> {
        self.conn.prepare_cached("UPDATE retention SET kept_at_ms = ?1")?.execute([at_ms])?;
        Ok(())
    }

    /// What came in before `cells_since_ms` and was ordered before `buyers_since_ms`.
    pub fn overdue(&self, cells_since_ms: Option<i64>, buyers_since_ms: Option<i64>) -> Result<Overdue> {
        let count = |sql: &str, since_ms: Option<i64>| -> Result<u64> {
            let Some(since_ms) = since_ms else { return Ok(0) };
            let found: i64 = self.conn.prepare_cached(sql)?.query_row([since_ms], |row| row.get(0))?;
            Ok(u64::try_from(found).unwrap_or_default())
        };
        Ok(Overdue {
            cell_rows: count(
                "SELECT ifnull(sum(last_row - first_row + 1), 0) FROM raw_block
                 WHERE import_no IN (SELECT no FROM sale_import JOIN import ON import.id = import_id
                                     WHERE import.at_ms < ?1)",
                cells_since_ms,
            )?,
            buyers: count(
                "SELECT count(*) FROM sale_line WHERE at_ms < ?1 AND buyer IS NOT NULL",
                buyers_since_ms,
            )?,
        })
    }

    /// Deletes some of the cells that came in before `since_ms`; answers whether there may be more.
    pub fn delete_overdue_cells(&self, since_ms: i64) -> Result<bool> {
        let deleted = self
            .conn
            .prepare_cached(
                "DELETE FROM raw_block WHERE (import_no, first_row) IN (
                     SELECT import_no, first_row FROM raw_block WHERE import_no IN (
                         SELECT no FROM sale_import JOIN import ON import.id = import_id WHERE import.at_ms < ?1)
                     LIMIT ?2)",
            )?
            .execute([since_ms, BLOCKS])?;
        if deleted > 0 {
            // What cells told of coupons is no longer known either.
            self.conn.execute("DELETE FROM rollup_alike", [])?;
        }
        Ok(deleted > 0)
    }

    /// Forgets buyers of lines ordered before `since_ms`, looking through some lines behind the one with id `after`;
    /// answers the last it looked at, none at the end.
    pub fn forget_overdue_buyers(&self, since_ms: i64, after: i64) -> Result<Option<i64>> {
        let last: Option<i64> =
            self.conn.prepare_cached("SELECT max(id) FROM sale_line")?.query_row([], |row| row.get(0))?;
        let Some(last) = last.filter(|last| *last > after) else { return Ok(None) };
        let until = last.min(after + STEP);
        self.conn
            .prepare_cached(
                "UPDATE sale_line SET buyer = NULL
                 WHERE id > ?1 AND id <= ?2 AND at_ms < ?3 AND buyer IS NOT NULL",
            )?
            .execute([after, until, since_ms])?;
        Ok(Some(until))
    }

    /// Whether what is deleted from now on is overwritten in the file too, and not only set free.
    pub fn overwrite_deleted(&self, on: bool) -> Result<()> {
        self.conn.pragma_update(None, "secure_delete", on)?;
        Ok(())
    }

    /// Looks through every cell of every table, and through the cells of files that are kept packed, for `text`:
    /// capitals of Latin letters do not count.
    pub fn find_everywhere(&self, text: &str) -> Result<Looked> {
        let wanted = text.to_lowercase();
        let mut tables = self.conn.prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%'
             ORDER BY name",
        )?;
        let names: Vec<String> = tables.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let mut looked = Looked::default();
        for name in names {
            let found = self.find_in(&name, &wanted, &mut looked.cells)?;
            if found > 0 {
                looked.places.push((name, found));
            }
        }
        Ok(looked)
    }

    fn find_in(&self, table: &str, wanted: &str, cells: &mut u64) -> Result<u64> {
        // The name comes from the schema itself; quotes in it are doubled all the same.
        let mut statement =
            self.conn.prepare(&format!("SELECT * FROM \"{}\"", table.replace('"', "\"\"")))?;
        let columns = statement.column_count();
        let packed = table == "raw_block";
        let mut rows = statement.query([])?;
        let mut found = 0;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                let stands = match row.get_ref(column)? {
                    ValueRef::Null => continue,
                    ValueRef::Text(text) => holds(text, wanted),
                    ValueRef::Blob(bytes) if packed => {
                        let plain = zstd::stream::decode_all(bytes)?;
                        let parts = plain.split(|byte| matches!(byte, 0x1e | 0x1f));
                        let mut stands = 0;
                        for cell in parts {
                            *cells += 1;
                            stands += u64::from(holds(cell, wanted));
                        }
                        found += stands;
                        continue;
                    }
                    ValueRef::Blob(bytes) => holds(bytes, wanted),
                    ValueRef::Integer(number) => number.to_string() == wanted,
                    ValueRef::Real(number) => number.to_string() == wanted,
                };
                *cells += 1;
                found += u64::from(stands);
            }
        }
        Ok(found)
    }
}

fn holds(bytes: &[u8], wanted: &str) -> bool {
    if bytes.len() < wanted.len() / 2 {
        return false;
    }
    String::from_utf8_lossy(bytes).to_lowercase().contains(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::raw::RawBlock;
    use crate::{Error, Store};

    #[test]
    fn a_text_is_found_in_packed_cells_and_in_capitals() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let store = Store::open(&folder.path().join("brand.showrunner"))?;
        let block = RawBlock::new(1, 2, "1\u{1f}Nguyễn Văn A\u{1f}7\u{1e}2\u{1f}x\u{1f}8\u{1e}".as_bytes())?;
        store.write::<_, Error>(None, |tables| tables.insert_raw_block(1, &block))?;
        store.read(|tables| {
            let found = tables.find_everywhere("NGUYỄN văn")?;
            assert_eq!(found.places, [("raw_block".to_owned(), 1)]);
            assert!(found.cells >= 6, "every packed cell was looked at: {}", found.cells);
            assert_eq!(tables.find_everywhere("Trần")?.places, []);
            Ok::<_, Error>(())
        })
    }

    #[test]
    fn nothing_is_overdue_without_a_rule() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let store = Store::open(&folder.path().join("brand.showrunner"))?;
        store.write::<_, Error>(None, |tables| {
            assert_eq!(tables.retention()?, (Retention::default(), None));
            assert_eq!(tables.overdue(None, None)?, Overdue::default());
            tables.save_retention(Retention { cell_months: Some(24), buyer_months: None })?;
            tables.save_retention_kept(5)?;
            let rule = Retention { cell_months: Some(24), buyer_months: None };
            assert_eq!(tables.retention()?, (rule, Some(5)));
            Ok(())
        })
    }

    #[test]
    fn a_forgotten_hash_stands_neither_in_the_file_nor_in_its_log() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("brand.showrunner");
        let log = folder.path().join("brand.showrunner-wal");
        let store = Store::open(&path)?;
        let hash = *b"a buyer's hash 1";
        store.write::<_, Error>(None, |tables| {
            tables.conn.execute(
                "INSERT INTO sale_line (import_no, row, key, order_ref, line_no, at_ms, kind, product_no, quantity,
                     unit_price_e4, amount_e4, discount_e4, refund_e4, currency, buyer, credit)
                 VALUES (1, 2, 3, 'A', 0, 10, 0, 1, 1, 1, 1, 0, 0, 'VND', ?1, 0)",
                [hash.as_slice()],
            )?;
            Ok(())
        })?;
        let stands = || -> Result<bool> {
            let all = [std::fs::read(&path)?, std::fs::read(&log).unwrap_or_default()].concat();
            Ok(all.windows(hash.len()).any(|part| part == hash))
        };
        assert!(stands()?, "it is there before");
        store.write_batch::<_, Error>(|tables| tables.overwrite_deleted(true))?;
        let until = store.write_batch::<_, Error>(|tables| tables.forget_overdue_buyers(11, 0))?;
        assert_eq!(until, Some(1));
        assert_eq!(store.write_batch::<_, Error>(|tables| tables.forget_overdue_buyers(11, 1))?, None);
        store.empty_log()?;
        assert!(!stands()?, "it is overwritten, not only set free");
        Ok(())
    }
}
