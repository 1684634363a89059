//! What an import changed against earlier ones: names of columns, orders told anew, sessions that moved.

use domain::Currency;
use domain::LineKind;
use domain::id::{ImportId, SessionId};
use domain::metric::{LineAmounts, Tally};
use rusqlite::{OptionalExtension, Row, params};

use crate::{Error, Result, Tables, row};

/// By how much an import moved a session that was over, in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The import.
    pub import: ImportId,
    /// The session.
    pub session: SessionId,
    /// The currency.
    pub currency: Currency,
    /// What the lines that were told anew came to before, 10⁻⁴: net sales, or a platform's GMV.
    pub before_e4: i64,
    /// What they come to now, 10⁻⁴.
    pub after_e4: i64,
    /// How many orders; rooms of a list of sessions.
    pub orders: i64,
}

/// One side of a line that was told anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The import that said so.
    pub import_no: i64,
    /// The file's name.
    pub file_name: String,
    /// Its row there.
    pub row: i64,
    /// Pieces.
    pub quantity: i64,
    /// Net sales, 10⁻⁴.
    pub net_e4: i64,
    /// GMV, 10⁻⁴.
    pub gmv_e4: i64,
    /// The session it was credited to.
    pub session: Option<SessionId>,
    /// The currency.
    pub currency: Currency,
}

/// A line of an order that an import told anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restated {
    /// The order, as the source writes it.
    pub order_ref: String,
    /// The product.
    pub title: String,
    /// Its stock code.
    pub sku: Option<String>,
    /// As an earlier file told it.
    pub was: Side,
    /// As this file tells it.
    pub now: Side,
}

fn side(found: &Row<'_>, prefix: &str) -> Result<Side> {
    let of = |column: &str| format!("{prefix}_{column}");
    let number = |column: &str| found.get::<_, i64>(of(column).as_str());
    let corrupt = |column: &'static str| Error::Corrupt { table: "sale_line", column };
    let tally = Tally::of_line(&LineAmounts {
        kind: LineKind::from_number(number("kind")?).ok_or_else(|| corrupt("kind"))?,
        quantity: number("quantity")?,
        amount_e4: number("amount_e4")?,
        discount_e4: number("discount_e4")?,
        refund_e4: number("refund_e4")?,
    });
    let session: Option<[u8; 16]> = found.get(of("session").as_str())?;
    let currency: String = found.get(of("currency").as_str())?;
    Ok(Side {
        import_no: number("import_no")?,
        file_name: found.get(of("file").as_str())?,
        row: number("row")?,
        quantity: tally.units,
        net_e4: tally.net_sales_e4(),
        gmv_e4: tally.gmv_e4,
        session: session.map(|bytes| uuid::Uuid::from_bytes(bytes).into()),
        currency: Currency::from_code(&currency).ok_or_else(|| corrupt("currency"))?,
    })
}

/// Lines of import `?1` that took the place of others: older than neither the line nor any file that saw it again.
const RESTATED: &str = "
    FROM sale_import AS own
    JOIN sale_line AS now ON now.id BETWEEN own.first_line AND own.last_line AND now.import_no = own.no
    JOIN sale_line AS was ON was.id = now.supersedes
    JOIN sale_import AS other ON other.no = was.import_no
    WHERE own.import_id = ?1 AND now.supersedes IS NOT NULL
      AND (other.as_of_ms, other.no) <= (own.as_of_ms, own.no)
      AND NOT EXISTS (SELECT 1 FROM sale_seen JOIN sale_import AS seer ON seer.no = sale_seen.import_no
            WHERE line_id = was.id AND seer.no <> own.no AND (seer.as_of_ms, seer.no) > (own.as_of_ms, own.no))";

impl Tables<'_> {
    /// Keeps the names of a file's columns.
    pub fn insert_import_header(&self, import: ImportId, headers_json: &str) -> Result<()> {
        self.conn
            .prepare_cached("INSERT OR REPLACE INTO import_header (import_id, headers_json) VALUES (?1, ?2)")?
            .execute(params![import.as_uuid().into_bytes(), headers_json])?;
        Ok(())
    }

    /// The names of a file's columns, as JSON; none for files of before they were kept.
    pub fn import_header(&self, import: ImportId) -> Result<Option<String>> {
        let mut statement =
            self.conn.prepare_cached("SELECT headers_json FROM import_header WHERE import_id = ?1")?;
        Ok(statement.query_row([import.as_uuid().into_bytes()], |row| row.get(0)).optional()?)
    }

    /// Whose order numbers a file of sales holds; none for other files.
    pub fn sale_source_of(&self, import: ImportId) -> Result<Option<String>> {
        let mut statement =
            self.conn.prepare_cached("SELECT source FROM sale_import WHERE import_id = ?1")?;
        Ok(statement.query_row([import.as_uuid().into_bytes()], |row| row.get(0)).optional()?)
    }

    /// How many lines an import told anew.
    pub fn restated_count(&self, import: ImportId) -> Result<u64> {
        let sql = format!("SELECT count(*) {RESTATED}");
        let count: i64 =
            self.conn.prepare_cached(&sql)?.query_row([import.as_uuid().into_bytes()], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// Hands over every line an import told anew, by its row; `limit` of them from `offset`.
    pub fn restated(&self, import: ImportId, offset: i64, limit: i64) -> Result<Vec<Restated>> {
        let columns = |of: &str| {
            let names =
                ["import_no", "row", "kind", "quantity", "amount_e4", "discount_e4", "refund_e4", "currency"];
            names.map(|name| format!("{of}.{name} AS {of}_{name}")).join(", ")
        };
        let (now, was) = (columns("now"), columns("was"));
        let sql = format!(
            "SELECT now.order_ref, title, sku, {now}, {was},
                (SELECT session_id FROM sale_session WHERE no = now.session_no) AS now_session,
                (SELECT session_id FROM sale_session WHERE no = was.session_no) AS was_session,
                (SELECT file_name FROM import WHERE id = own.import_id) AS now_file,
                (SELECT file_name FROM import WHERE id = other.import_id) AS was_file
             {} ORDER BY now.row, now.id LIMIT ?2 OFFSET ?3",
            RESTATED.replace(
                "WHERE own.import_id",
                "JOIN sale_product ON sale_product.no = now.product_no WHERE own.import_id"
            )
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query(params![import.as_uuid().into_bytes(), limit, offset])?;
        let mut all = Vec::new();
        while let Some(found) = rows.next()? {
            all.push(Restated {
                order_ref: found.get("order_ref")?,
                title: found.get("title")?,
                sku: found.get("sku")?,
                was: side(found, "was")?,
                now: side(found, "now")?,
            });
        }
        Ok(all)
    }

    /// Keeps by how much an import moved a session.
    pub fn insert_moved(&self, moved: &Moved) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT OR REPLACE INTO import_moved (import_id, session_id, currency, before_e4, after_e4, orders)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                moved.import.as_uuid().into_bytes(),
                moved.session.as_uuid().into_bytes(),
                moved.currency.code(),
                moved.before_e4,
                moved.after_e4,
                moved.orders,
            ])?;
        Ok(())
    }

    /// The sessions live imports moved: of one import, or of all of them since `since_ms`.
    pub fn moved(&self, import: Option<ImportId>, since_ms: i64) -> Result<Vec<Moved>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT import_moved.* FROM import_moved JOIN import ON import.id = import_id
             WHERE state = 'live' AND at_ms >= ?2 AND (?1 IS NULL OR import_id = ?1)
             ORDER BY abs(after_e4 - before_e4) DESC, session_id",
        )?;
        let mut rows = statement.query(params![import.map(|id| id.as_uuid().into_bytes()), since_ms])?;
        let mut all = Vec::new();
        while let Some(found) = rows.next()? {
            all.push(Moved {
                import: row::id(found, "import_moved", "import_id")?,
                session: row::id(found, "import_moved", "session_id")?,
                currency: row::code(found, "import_moved", "currency", Currency::from_code)?,
                before_e4: found.get("before_e4")?,
                after_e4: found.get("after_e4")?,
                orders: found.get("orders")?,
            });
        }
        Ok(all)
    }
}
