//! Credit by hand: what was said, and what of it the lines follow by now.

use domain::correction::{About, Correction, OrderName, ProductName};
use domain::id::{CorrectionId, SessionId};
use rusqlite::{Row, params};

use crate::{Error, Result, Tables, row};

const TABLE: &str = "credit_correction";

/// A correction as the lines follow it: as much of it as tells which lines those are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// The correction.
    pub id: CorrectionId,
    /// Of a line or an order: the hash of source and order.
    pub order_key: Option<i64>,
    /// The session it was said in.
    pub within: SessionId,
    /// The session that gets the lines.
    pub to: Option<SessionId>,
}

fn read(found: &Row<'_>) -> Result<Correction> {
    let corrupt = |column| Error::Corrupt { table: TABLE, column };
    let order = || Ok::<_, Error>(OrderName { key: found.get("order_key")?, text: found.get("order_ref")? });
    let product = || Ok::<_, Error>(ProductName { sku: found.get("sku")?, title: found.get("title")? });
    let scope: String = found.get("scope")?;
    let about = match scope.as_str() {
        "line" => About::Line(order()?, product()?, found.get("line_no")?),
        "order" => About::Order(order()?),
        "product" => About::Product(product()?),
        _ => return Err(corrupt("scope")),
    };
    Ok(Correction {
        id: row::id(found, TABLE, "id")?,
        about,
        within: row::id(found, TABLE, "within_id")?,
        to: row::id_or_null(found, TABLE, "to_id")?,
        reason: found.get("reason")?,
        actor: found.get("actor")?,
        at_ms: found.get("at_ms")?,
    })
}

impl Tables<'_> {
    /// Every correction, oldest first.
    pub fn corrections(&self) -> Result<Vec<Correction>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM credit_correction ORDER BY at_ms, id")?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(found) = rows.next()? {
            all.push(read(found)?);
        }
        Ok(all)
    }

    /// Keeps a correction.
    pub fn insert_correction(&self, one: &Correction) -> Result<()> {
        let (order, product) = (one.about.order(), one.about.product());
        let line_no = if let About::Line(_, _, line_no) = one.about { Some(line_no) } else { None };
        self.conn
            .prepare_cached(
                "INSERT INTO credit_correction (id, scope, order_key, order_ref, sku, title, line_no, within_id,
                     to_id, reason, actor, at_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?
            .execute(params![
                one.id.as_uuid().into_bytes(),
                one.about.scope(),
                order.map(|order| order.key),
                order.map(|order| order.text.as_str()),
                product.and_then(|product| product.sku.as_deref()),
                product.map(|product| product.title.as_str()),
                line_no,
                one.within.as_uuid().into_bytes(),
                one.to.map(|to| to.as_uuid().into_bytes()),
                one.reason,
                one.actor,
                one.at_ms,
            ])?;
        Ok(())
    }

    /// Takes a correction away.
    pub fn delete_correction(&self, id: CorrectionId) -> Result<()> {
        let gone = self
            .conn
            .prepare_cached("DELETE FROM credit_correction WHERE id = ?1")?
            .execute([id.as_uuid().into_bytes()])?;
        if gone == 0 { Err(Error::NotFound(TABLE)) } else { Ok(()) }
    }

    /// The corrections the lines follow by now.
    pub fn corrections_followed(&self) -> Result<Vec<Followed>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM credit_applied ORDER BY id")?;
        let mut rows = statement.query([])?;
        let mut all = Vec::new();
        while let Some(found) = rows.next()? {
            all.push(Followed {
                id: row::id(found, "credit_applied", "id")?,
                order_key: found.get("order_key")?,
                within: row::id(found, "credit_applied", "within_id")?,
                to: row::id_or_null(found, "credit_applied", "to_id")?,
            });
        }
        Ok(all)
    }

    /// Says that the lines follow exactly these corrections.
    pub fn follow_corrections(&self, all: &[Correction]) -> Result<()> {
        self.conn.execute("DELETE FROM credit_applied", [])?;
        let mut statement = self.conn.prepare_cached(
            "INSERT INTO credit_applied (id, scope, order_key, within_id, to_id) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for one in all {
            statement.execute(params![
                one.id.as_uuid().into_bytes(),
                one.about.scope(),
                one.about.order().map(|order| order.key),
                one.within.as_uuid().into_bytes(),
                one.to.map(|to| to.as_uuid().into_bytes()),
            ])?;
        }
        Ok(())
    }

    /// Orders with a line that is credited to a session, or that the rules would credit to it.
    pub fn sale_orders_credited(&self, session_no: i64) -> Result<Vec<i64>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT key >> 16 FROM sale_line WHERE session_no = ?1
             UNION SELECT key >> 16 FROM sale_line WHERE found_session_no = ?1",
        )?;
        let found = statement.query_map([session_no], |row| row.get(0))?;
        Ok(found.collect::<Result<_, rusqlite::Error>>()?)
    }

    /// Whether sums of certain and of shared lines are still to be computed from lines of an earlier version.
    pub fn is_credit_due(&self) -> Result<bool> {
        let sql = "SELECT EXISTS (SELECT 1 FROM credit_due)";
        Ok(self.conn.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
    }

    /// Says that they are computed.
    pub fn settle_credit_due(&self) -> Result<()> {
        self.conn.execute("DELETE FROM credit_due", [])?;
        Ok(())
    }
}
