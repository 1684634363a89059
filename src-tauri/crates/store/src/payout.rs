//! What platforms paid out: entries of settlements by file, append-only, and which files saw them.

use std::collections::HashMap;

use domain::Currency;
use domain::id::{FeeRuleId, ImportId};
use rusqlite::{CachedStatement, OptionalExtension, Params, Row, params};

use crate::import::ImportState;
use crate::{Result, Tables, row};

/// One settlement or file of commissions, by its small number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutFile {
    /// Its small number.
    pub no: i64,
    /// The import in the register.
    pub import: ImportId,
    /// Whose order numbers it holds.
    pub orders: String,
    /// The instant its figures stand for, UTC milliseconds.
    pub as_of_ms: i64,
    /// Where the import stands; only when read.
    pub state: ImportState,
    /// The file's name; only when read.
    pub file_name: String,
    /// The file's hash; only when read.
    pub hash: String,
}

/// A column of money as files name it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PayoutColumn {
    /// Its name as found.
    pub name: String,
    /// What it is to its source; empty when nobody has described it.
    pub kind: String,
    /// The kind it is a part of; empty when it stands beside the sums.
    pub part_of: String,
}

/// One entry of a settlement as one file states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutEntry {
    /// Grows with each entry written; 0 before.
    pub id: i64,
    /// The file that wrote it.
    pub file_no: i64,
    /// Its row in that file.
    pub row: i64,
    /// Hash of source, number, type, day and currency.
    pub group_key: i64,
    /// The key of its order among sale lines.
    pub order_key: i64,
    /// The number of the order or adjustment.
    pub entry_ref: String,
    /// The order it is about.
    pub order_ref: String,
    /// What kind of entry, in the platform's words.
    pub type_name: String,
    /// When the order was placed, UTC milliseconds.
    pub created_at_ms: Option<i64>,
    /// When it was settled, UTC milliseconds.
    pub settled_at_ms: i64,
    /// The currency.
    pub currency: Currency,
    /// What was paid out, 10⁻⁴.
    pub total_e4: i64,
    /// Every filled cell of money, by number of its column, 10⁻⁴.
    pub amounts: Vec<(i64, i64)>,
}

/// An entry with the files that saw it again, each with its row there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutObserved {
    /// The entry.
    pub entry: PayoutEntry,
    /// Files that said the same later.
    pub seen_by: Vec<(i64, i64)>,
}

pub(crate) fn read_file(found: &Row<'_>) -> Result<PayoutFile> {
    Ok(PayoutFile {
        no: found.get("no")?,
        import: row::id(found, "payout_file", "import_id")?,
        orders: found.get("orders")?,
        as_of_ms: found.get("as_of_ms")?,
        state: row::code(found, "import", "state", ImportState::from_code)?,
        file_name: found.get("file_name")?,
        hash: found.get("hash")?,
    })
}

fn read_entry(found: &Row<'_>) -> Result<PayoutEntry> {
    Ok(PayoutEntry {
        id: found.get("id")?,
        file_no: found.get("file_no")?,
        row: found.get("row")?,
        group_key: found.get("group_key")?,
        order_key: found.get("order_key")?,
        entry_ref: found.get("entry_ref")?,
        order_ref: found.get("order_ref")?,
        type_name: found.get("type")?,
        created_at_ms: found.get("created_at_ms")?,
        settled_at_ms: found.get("settled_at_ms")?,
        currency: row::code(found, "payout_entry", "currency", Currency::from_code)?,
        total_e4: found.get("total_e4")?,
        amounts: Vec::new(),
    })
}

impl Tables<'_> {
    /// Enters a settlement beside its row in the register; answers its small number.
    pub fn insert_payout_file(&self, import: ImportId, orders: &str, as_of_ms: i64) -> Result<i64> {
        self.conn
            .prepare_cached("INSERT INTO payout_file (import_id, orders, as_of_ms) VALUES (?1, ?2, ?3)")?
            .execute(params![import.as_uuid().into_bytes(), orders, as_of_ms])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Every settlement, by its number.
    pub fn payout_files(&self) -> Result<Vec<PayoutFile>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT payout_file.*, state, file_name, hash FROM payout_file JOIN import ON import.id = import_id
             ORDER BY no",
        )?;
        let mut rows = statement.query([])?;
        let mut files = Vec::new();
        while let Some(found) = rows.next()? {
            files.push(read_file(found)?);
        }
        Ok(files)
    }

    /// Every column of money, by its number.
    pub fn payout_columns(&self) -> Result<HashMap<i64, PayoutColumn>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM payout_column")?;
        let columns = statement.query_map([], |found| {
            let column = PayoutColumn {
                name: found.get("name")?,
                kind: found.get("kind")?,
                part_of: found.get("part_of")?,
            };
            Ok((found.get("no")?, column))
        })?;
        Ok(columns.collect::<Result<_, rusqlite::Error>>()?)
    }

    /// The number of a column of money; one that is new gets one.
    pub fn payout_column_no(&self, column: &PayoutColumn) -> Result<i64> {
        let known = self
            .conn
            .prepare_cached("SELECT no FROM payout_column WHERE name = ?1 AND kind = ?2 AND part_of = ?3")?
            .query_row(params![column.name, column.kind, column.part_of], |found| found.get(0))
            .optional()?;
        if let Some(no) = known {
            return Ok(no);
        }
        self.conn
            .prepare_cached("INSERT INTO payout_column (name, kind, part_of) VALUES (?1, ?2, ?3)")?
            .execute(params![column.name, column.kind, column.part_of])?;
        Ok(self.conn.last_insert_rowid())
    }

    /// Keeps what a file says of one entry.
    pub fn insert_payout_entry(&self, entry: &PayoutEntry) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO payout_entry (file_no, row, group_key, order_key, entry_ref, order_ref, type,
                 created_at_ms, settled_at_ms, currency, total_e4)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                entry.file_no,
                entry.row,
                entry.group_key,
                entry.order_key,
                entry.entry_ref,
                entry.order_ref,
                entry.type_name,
                entry.created_at_ms,
                entry.settled_at_ms,
                entry.currency.code(),
                entry.total_e4,
            ])?;
        let id = self.conn.last_insert_rowid();
        let mut statement = self.conn.prepare_cached(
            "INSERT INTO payout_amount (entry_id, column_no, amount_e4) VALUES (?1, ?2, ?3)",
        )?;
        for (column, e4) in &entry.amounts {
            statement.execute([id, *column, *e4])?;
        }
        Ok(())
    }

    /// Notes that a file says the same as an entry that is there.
    pub fn insert_payout_seen(&self, file_no: i64, entry_id: i64, row: i64) -> Result<()> {
        self.conn
            .prepare_cached("INSERT INTO payout_seen (file_no, entry_id, row) VALUES (?1, ?2, ?3)")?
            .execute([file_no, entry_id, row])?;
        Ok(())
    }

    /// Everything observed of one group.
    pub fn payout_group(&self, group_key: i64) -> Result<Vec<PayoutObserved>> {
        let mut statement =
            self.conn.prepare_cached("SELECT * FROM payout_entry WHERE group_key = ?1 ORDER BY id")?;
        self.observed(&mut statement, [group_key])
    }

    /// Everything observed of one order.
    pub fn payouts_of_order(&self, order_key: i64) -> Result<Vec<PayoutObserved>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT * FROM payout_entry WHERE order_key = ?1 ORDER BY settled_at_ms, id")?;
        self.observed(&mut statement, [order_key])
    }

    /// Everything observed of entries settled between two instants, the second not included.
    pub fn payouts_settled(&self, from_ms: i64, to_ms: i64) -> Result<Vec<PayoutObserved>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT * FROM payout_entry WHERE settled_at_ms >= ?1 AND settled_at_ms < ?2
             ORDER BY settled_at_ms, id",
        )?;
        self.observed(&mut statement, [from_ms, to_ms])
    }

    /// Everything observed of entries about orders placed between two instants, as far as the settlement says.
    pub fn payouts_created(&self, from_ms: i64, to_ms: i64) -> Result<Vec<PayoutObserved>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT * FROM payout_entry WHERE created_at_ms >= ?1 AND created_at_ms < ?2
             ORDER BY settled_at_ms, id",
        )?;
        self.observed(&mut statement, [from_ms, to_ms])
    }

    fn observed(
        &self,
        statement: &mut CachedStatement<'_>,
        parameters: impl Params,
    ) -> Result<Vec<PayoutObserved>> {
        let mut amounts =
            self.conn.prepare_cached("SELECT column_no, amount_e4 FROM payout_amount WHERE entry_id = ?1")?;
        let mut seen =
            self.conn.prepare_cached("SELECT file_no, row FROM payout_seen WHERE entry_id = ?1")?;
        let mut rows = statement.query(parameters)?;
        let mut all = Vec::new();
        while let Some(found) = rows.next()? {
            let mut entry = read_entry(found)?;
            let pairs = amounts.query_map([entry.id], |found| Ok((found.get(0)?, found.get(1)?)))?;
            entry.amounts = pairs.collect::<Result<_, rusqlite::Error>>()?;
            let pairs = seen.query_map([entry.id], |found| Ok((found.get(0)?, found.get(1)?)))?;
            let seen_by = pairs.collect::<Result<_, rusqlite::Error>>()?;
            all.push(PayoutObserved { entry, seen_by });
        }
        Ok(all)
    }

    /// In which column of a settlement each rule is charged, where somebody said so; empty for in none.
    pub fn payout_rules(&self) -> Result<HashMap<FeeRuleId, String>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM payout_rule")?;
        let mut rows = statement.query([])?;
        let mut rules = HashMap::new();
        while let Some(found) = rows.next()? {
            rules.insert(row::id(found, "payout_rule", "rule_id")?, found.get("kind")?);
        }
        Ok(rules)
    }

    /// Says in which column a rule is charged; none takes back what was said.
    pub fn set_payout_rule(&self, rule: FeeRuleId, kind: Option<&str>) -> Result<()> {
        let id = rule.as_uuid().into_bytes();
        match kind {
            Some(kind) => self
                .conn
                .prepare_cached(
                    "INSERT INTO payout_rule (rule_id, kind) VALUES (?1, ?2)
                     ON CONFLICT (rule_id) DO UPDATE SET kind = excluded.kind",
                )?
                .execute(params![id, kind])?,
            None => self.conn.prepare_cached("DELETE FROM payout_rule WHERE rule_id = ?1")?.execute([id])?,
        };
        Ok(())
    }

    /// Hands over every order with a line between two instants, the second not included, whole.
    pub fn each_sale_order_between(
        &self,
        from_ms: i64,
        to_ms: i64,
        each: &mut dyn FnMut(Vec<crate::sale::Observed>),
    ) -> Result<()> {
        self.each_whole_order("at_ms >= ?1 AND at_ms < ?2", [from_ms, to_ms], each)
    }
}
