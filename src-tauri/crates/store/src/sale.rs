//! Sale lines: observations by file, append-only, and which imports saw them.

use domain::id::ImportId;
use domain::metric::LineAmounts;
use domain::{Credit, Currency, LineKind};
use rusqlite::{CachedStatement, OptionalExtension, Row, params};

use crate::import::ImportState;
use crate::{Error, Result, Tables, row};

/// Bits of a key that hold the line's number; the others are the order's.
pub(crate) const LINE_BITS: u32 = 16;

/// One sales file, by its small number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleImport {
    /// Its small number; grows with each import.
    pub no: i64,
    /// The import in the register.
    pub import: ImportId,
    /// Whose order numbers it holds.
    pub source: String,
    /// The instant its figures stand for, UTC milliseconds.
    pub as_of_ms: i64,
    /// The first line it may have written.
    pub first_line: i64,
    /// The last line it wrote.
    pub last_line: i64,
    /// The batch its differences stand under.
    pub batch: i64,
    /// The headers of the washed cells, U+001F between them.
    pub header: String,
    /// Where the import stands.
    pub state: ImportState,
    /// The file's name.
    pub file_name: String,
}

/// What the rules find of a line: the session, and how surely or why not.
pub type ByRules = (Option<i64>, Credit);

/// One line as one file states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaleLine {
    /// Grows with each line written.
    pub id: i64,
    /// The import that wrote it.
    pub import_no: i64,
    /// Its row in that file.
    pub row: i64,
    /// The 48-bit hash of source and order.
    pub order_key: i64,
    /// The order, as the source writes it.
    pub order_ref: String,
    /// Which of the order's lines of that product it is, from 1.
    pub line_no: i64,
    /// When it was ordered, UTC milliseconds.
    pub at_ms: i64,
    /// What the source calls the product.
    pub product_no: i64,
    /// Kind, quantity and amounts, 10⁻⁴.
    pub amounts: LineAmounts,
    /// Price of one, 10⁻⁴.
    pub unit_price_e4: i64,
    /// What the platform or a creator takes off and pays to the seller, 10⁻⁴; none when the file does not say.
    pub platform_discount_e4: Option<i64>,
    /// Tax the buyer pays, 10⁻⁴; none when the file does not say.
    pub tax_e4: Option<i64>,
    /// Shipping the buyer pays, 10⁻⁴; none when the file does not say.
    pub shipping_e4: Option<i64>,
    /// The currency.
    pub currency: Currency,
    /// Keyed hash of the buyer; none when the source names none.
    pub buyer: Option<[u8; 16]>,
    /// The session it is credited to.
    pub session_no: Option<i64>,
    /// How surely, or why not.
    pub credit: Credit,
    /// What the rules found, where a person said otherwise.
    pub found: Option<ByRules>,
    /// The sessions it fits, where it fits several.
    pub shared: Vec<i64>,
    /// The line of the same key it takes the place of.
    pub supersedes: Option<i64>,
}

impl SaleLine {
    /// The key under which lines of one order stand together.
    pub const fn key(&self) -> i64 {
        (self.order_key << LINE_BITS) | ((self.product_no + self.line_no) & ((1 << LINE_BITS) - 1))
    }
}

/// A line with the imports that saw it again later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    /// The line.
    pub line: SaleLine,
    /// Imports that said the same later.
    pub seen_by: Vec<i64>,
}

/// Numbers of sessions as one text, and back.
pub(crate) fn packed(sessions: &[i64]) -> Option<String> {
    let text: Vec<String> = sessions.iter().map(ToString::to_string).collect();
    (!text.is_empty()).then(|| text.join(","))
}

pub(crate) fn unpacked(text: &str) -> Option<Vec<i64>> {
    text.split(',').map(|number| number.parse().ok()).collect()
}

/// What the rules found and what counts: a line credited by hand has both.
fn read_credit(found: &Row<'_>) -> Result<(Credit, Option<ByRules>)> {
    let corrupt = |column: &'static str| Error::Corrupt { table: "sale_line", column };
    let by_rules: Option<i64> = found.get("found_credit")?;
    let Some(by_rules) = by_rules else {
        let credit = Credit::from_number(found.get("credit")?).ok_or_else(|| corrupt("credit"))?;
        return Ok((credit, None));
    };
    let by_rules = Credit::from_number(by_rules).ok_or_else(|| corrupt("found_credit"))?;
    let session: Option<i64> = found.get("session_no")?;
    let found_session: Option<i64> = found.get("found_session_no")?;
    if by_rules == Credit::Room && found_session.is_none() {
        // The column of credits knows no rooms: it says that the line is certain, and this one why.
        return Ok((Credit::Room, None));
    }
    let credit = if session.is_some() { Credit::ByHand } else { Credit::NoneByHand };
    Ok((credit, Some((found_session, by_rules))))
}

/// The number of a credit in its column.
const fn credit_number(line: &SaleLine) -> i64 {
    match (line.credit, line.session_no) {
        (Credit::ByHand | Credit::Room, _) | (Credit::NoneByHand, Some(_)) => Credit::SessionId.number(),
        (Credit::NoneByHand, None) => Credit::None.number(),
        (credit, _) => credit.number(),
    }
}

/// What the rules found as far as it is kept apart: where a person said otherwise, or where the platform named a room.
fn kept_apart(line: &SaleLine) -> Option<i64> {
    let by_room = (line.credit == Credit::Room).then_some(Credit::Room);
    line.found.map(|(_, credit)| credit).or(by_room).map(Credit::number)
}

pub(crate) fn read_line(found: &Row<'_>) -> Result<SaleLine> {
    let corrupt = |column: &'static str| Error::Corrupt { table: "sale_line", column };
    let key: i64 = found.get("key")?;
    let (credit, by_rules) = read_credit(found)?;
    let shared: Option<String> = found.get("shared")?;
    let shared = shared.map(|text| unpacked(&text).ok_or_else(|| corrupt("shared"))).transpose()?;
    Ok(SaleLine {
        id: found.get("id")?,
        import_no: found.get("import_no")?,
        row: found.get("row")?,
        order_key: key >> LINE_BITS,
        order_ref: found.get("order_ref")?,
        line_no: found.get("line_no")?,
        at_ms: found.get("at_ms")?,
        product_no: found.get("product_no")?,
        amounts: LineAmounts {
            kind: LineKind::from_number(found.get("kind")?).ok_or_else(|| corrupt("kind"))?,
            quantity: found.get("quantity")?,
            amount_e4: found.get("amount_e4")?,
            discount_e4: found.get("discount_e4")?,
            refund_e4: found.get("refund_e4")?,
        },
        unit_price_e4: found.get("unit_price_e4")?,
        platform_discount_e4: found.get("platform_discount_e4")?,
        tax_e4: found.get("tax_e4")?,
        shipping_e4: found.get("shipping_e4")?,
        currency: row::code(found, "sale_line", "currency", Currency::from_code)?,
        buyer: found.get("buyer")?,
        session_no: found.get("session_no")?,
        credit,
        found: by_rules,
        shared: shared.unwrap_or_default(),
        supersedes: found.get("supersedes")?,
    })
}

fn read_import(found: &Row<'_>) -> Result<SaleImport> {
    Ok(SaleImport {
        no: found.get("no")?,
        import: row::id(found, "sale_import", "import_id")?,
        source: found.get("source")?,
        as_of_ms: found.get("as_of_ms")?,
        first_line: found.get("first_line")?,
        last_line: found.get("last_line")?,
        batch: found.get("batch")?,
        header: found.get("header")?,
        state: row::code(found, "import", "state", ImportState::from_code)?,
        file_name: found.get("file_name")?,
    })
}

const INSERT_LINE: &str = "INSERT INTO sale_line (id, import_no, row, key, order_ref, line_no, at_ms, kind, \
     product_no, quantity, unit_price_e4, amount_e4, discount_e4, refund_e4, currency, buyer, session_no, \
     credit, supersedes, platform_discount_e4, tax_e4, shipping_e4, found_credit, found_session_no, shared) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, \
     ?22, ?23, ?24, ?25)";

fn insert(statement: &mut CachedStatement<'_>, line: &SaleLine) -> Result<()> {
    statement.execute(params![
        line.id,
        line.import_no,
        line.row,
        line.key(),
        line.order_ref,
        line.line_no,
        line.at_ms,
        line.amounts.kind.number(),
        line.product_no,
        line.amounts.quantity,
        line.unit_price_e4,
        line.amounts.amount_e4,
        line.amounts.discount_e4,
        line.amounts.refund_e4,
        line.currency.code(),
        line.buyer.as_ref().map(<[u8; 16]>::as_slice),
        line.session_no,
        credit_number(line),
        line.supersedes,
        line.platform_discount_e4,
        line.tax_e4,
        line.shipping_e4,
        kept_apart(line),
        line.found.and_then(|(session, _)| session),
        packed(&line.shared),
    ])?;
    Ok(())
}

impl Tables<'_> {
    /// Enters a sales file beside its row in the register.
    pub fn insert_sale_import(&self, import: &SaleImport) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO sale_import (no, import_id, source, as_of_ms, first_line, last_line, batch, header)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                import.no,
                import.import.as_uuid().into_bytes(),
                import.source,
                import.as_of_ms,
                import.first_line,
                import.last_line,
                import.batch,
                import.header,
            ])?;
        Ok(())
    }

    /// Says which line a sales file wrote last.
    pub fn set_sale_import_last(&self, no: i64, last_line: i64) -> Result<()> {
        self.conn
            .prepare_cached("UPDATE sale_import SET last_line = ?2 WHERE no = ?1")?
            .execute([no, last_line])?;
        Ok(())
    }

    /// Every sales file, oldest first.
    pub fn sale_imports(&self) -> Result<Vec<SaleImport>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT sale_import.*, import.state, import.file_name FROM sale_import
             JOIN import ON import.id = sale_import.import_id ORDER BY no",
        )?;
        let mut rows = statement.query([])?;
        let mut imports = Vec::new();
        while let Some(found) = rows.next()? {
            imports.push(read_import(found)?);
        }
        Ok(imports)
    }

    /// The numbers the next import, line and batch will have.
    pub fn next_sale_numbers(&self) -> Result<(i64, i64, i64)> {
        let numbers = self.conn.query_row(
            "SELECT (SELECT ifnull(max(no), 0) + 1 FROM sale_import),
                    (SELECT ifnull(max(id), 0) + 1 FROM sale_line),
                    (SELECT ifnull(max(no), 0) + 1 FROM sale_batch)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?;
        Ok(numbers)
    }

    /// Whether any line ever came in.
    pub fn has_sales(&self) -> Result<bool> {
        Ok(self.conn.query_row("SELECT EXISTS (SELECT 1 FROM sale_line)", [], |row| row.get(0))?)
    }

    /// Writes lines. They stand in no order until their keys are written, too.
    pub fn insert_sale_lines(&self, lines: &[SaleLine]) -> Result<()> {
        let mut statement = self.conn.prepare_cached(INSERT_LINE)?;
        lines.iter().try_for_each(|line| insert(&mut statement, line))
    }

    /// Says that import `import_no` saw lines that are already there: `(line, row in its file)`.
    pub fn insert_sale_seen(&self, import_no: i64, seen: &[(i64, i64)]) -> Result<()> {
        let mut statement = self.conn.prepare_cached(
            "INSERT OR IGNORE INTO sale_seen (import_no, line_id, row) VALUES (?1, ?2, ?3)",
        )?;
        for (line, row) in seen {
            statement.execute([import_no, *line, *row])?;
        }
        Ok(())
    }

    /// Credits a line as it says now.
    pub fn set_sale_credit(&self, line: &SaleLine) -> Result<()> {
        self.conn
            .prepare_cached(
                "UPDATE sale_line SET session_no = ?2, credit = ?3, found_credit = ?4, found_session_no = ?5,
                     shared = ?6 WHERE id = ?1",
            )?
            .execute(params![
                line.id,
                line.session_no,
                credit_number(line),
                kept_apart(line),
                line.found.and_then(|(session, _)| session),
                packed(&line.shared),
            ])?;
        Ok(())
    }

    /// One line.
    pub fn sale_line(&self, id: i64) -> Result<SaleLine> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM sale_line WHERE id = ?1")?;
        let mut rows = statement.query([id])?;
        rows.next()?.map(read_line).transpose()?.ok_or(Error::NotFound("sale_line"))
    }

    /// Takes away what an import that never became live wrote: up to `limit` lines, then the rest. Answers
    /// whether nothing is left.
    pub fn sweep_sale_import(&self, import: &SaleImport, limit: i64) -> Result<bool> {
        let gone = self
            .conn
            .prepare_cached(
                "DELETE FROM sale_line WHERE id IN
                 (SELECT id FROM sale_line WHERE id >= ?1 AND import_no = ?2 LIMIT ?3)",
            )?
            .execute([import.first_line, import.no, limit])?;
        if gone > 0 {
            return Ok(false);
        }
        self.conn.execute("DELETE FROM sale_seen WHERE import_no = ?1", [import.no])?;
        self.conn.execute("DELETE FROM raw_block WHERE import_no = ?1", [import.no])?;
        self.conn.execute("DELETE FROM sale_import WHERE no = ?1", [import.no])?;
        let id = import.import.as_uuid().into_bytes();
        self.conn.execute("DELETE FROM import WHERE id = ?1 AND state = 'staging'", [id])?;
        Ok(true)
    }

    /// Row of `line` in the file of import `import_no`, which wrote it or saw it again.
    pub fn sale_row_in(&self, import_no: i64, line: &SaleLine) -> Result<i64> {
        let row = self
            .conn
            .prepare_cached("SELECT row FROM sale_seen WHERE import_no = ?1 AND line_id = ?2")?
            .query_row([import_no, line.id], |row| row.get(0))
            .optional()?;
        Ok(row.unwrap_or(line.row))
    }
}
