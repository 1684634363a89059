//! Roll-ups of sales: sums over the applied batches, so that a review never reads lines.
// long because each sum stands once as a type and once as SQL, and the two are checked against each other by eye

use domain::{Credit, Currency, Tally};
use rusqlite::{CachedStatement, Row, ToSql, params};

use crate::{Error, Result, Tables, row};

/// One sum to add, under the batch it is written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sum {
    /// A session in one currency; `certain_lines` of its lines carry its id.
    Session {
        /// The session.
        session_no: i64,
        /// The currency.
        currency: Currency,
        /// The sums.
        tally: Tally,
        /// Lines that carry its id.
        certain_lines: i64,
    },
    /// A product in a session; orders are not counted.
    Product {
        /// The session.
        session_no: i64,
        /// The product as the source calls it.
        product_no: i64,
        /// The currency.
        currency: Currency,
        /// The sums.
        tally: Tally,
    },
    /// A minute (since 1970) of a session.
    Minute {
        /// The session.
        session_no: i64,
        /// Minutes since 1970.
        minute: i64,
        /// The currency.
        currency: Currency,
        /// GMV, 10⁻⁴.
        gmv_e4: i64,
        /// Units.
        units: i64,
    },
    /// Every line of a day (since 1970).
    Day {
        /// Days since 1970, in the home zone.
        day: i64,
        /// The currency.
        currency: Currency,
        /// The sums.
        tally: Tally,
    },
    /// Lines on air, credited to none.
    Unmatched {
        /// Minutes since 1970.
        minute: i64,
        /// The currency.
        currency: Currency,
        /// Why.
        credit: Credit,
        /// GMV, 10⁻⁴.
        gmv_e4: i64,
        /// How many.
        lines: i64,
    },
    /// Lines of a file credited to a session.
    Source {
        /// The session.
        session_no: i64,
        /// The import.
        import_no: i64,
        /// How many.
        lines: i64,
    },
}

const SESSION: &str = "INSERT INTO rollup_session
     (session_no, currency, batch, gmv_e4, discount_e4, refund_e4, charge_e4, adjustment_e4, orders, units,
      lines, certain_lines)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
     ON CONFLICT DO UPDATE SET gmv_e4 = gmv_e4 + excluded.gmv_e4,
      discount_e4 = discount_e4 + excluded.discount_e4, refund_e4 = refund_e4 + excluded.refund_e4,
      charge_e4 = charge_e4 + excluded.charge_e4, adjustment_e4 = adjustment_e4 + excluded.adjustment_e4,
      orders = orders + excluded.orders, units = units + excluded.units, lines = lines + excluded.lines,
      certain_lines = certain_lines + excluded.certain_lines";

const PRODUCT: &str = "INSERT INTO rollup_product
     (session_no, product_no, currency, batch, gmv_e4, discount_e4, refund_e4, charge_e4, adjustment_e4, units,
      lines)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
     ON CONFLICT DO UPDATE SET gmv_e4 = gmv_e4 + excluded.gmv_e4,
      discount_e4 = discount_e4 + excluded.discount_e4, refund_e4 = refund_e4 + excluded.refund_e4,
      charge_e4 = charge_e4 + excluded.charge_e4, adjustment_e4 = adjustment_e4 + excluded.adjustment_e4,
      units = units + excluded.units, lines = lines + excluded.lines";

const MINUTE: &str = "INSERT INTO rollup_minute (session_no, minute, currency, batch, gmv_e4, units)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6)
     ON CONFLICT DO UPDATE SET gmv_e4 = gmv_e4 + excluded.gmv_e4, units = units + excluded.units";

const DAY: &str = "INSERT INTO rollup_day
     (day, currency, batch, gmv_e4, discount_e4, refund_e4, charge_e4, adjustment_e4, orders, units, lines)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
     ON CONFLICT DO UPDATE SET gmv_e4 = gmv_e4 + excluded.gmv_e4,
      discount_e4 = discount_e4 + excluded.discount_e4, refund_e4 = refund_e4 + excluded.refund_e4,
      charge_e4 = charge_e4 + excluded.charge_e4, adjustment_e4 = adjustment_e4 + excluded.adjustment_e4,
      orders = orders + excluded.orders, units = units + excluded.units, lines = lines + excluded.lines";

const UNMATCHED: &str = "INSERT INTO rollup_unmatched (minute, currency, credit, batch, gmv_e4, lines)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6)
     ON CONFLICT DO UPDATE SET gmv_e4 = gmv_e4 + excluded.gmv_e4, lines = lines + excluded.lines";

const SOURCE: &str = "INSERT INTO rollup_source (session_no, import_no, batch, lines) VALUES (?1, ?2, ?3, ?4)
     ON CONFLICT DO UPDATE SET lines = lines + excluded.lines";

impl Sum {
    const fn sql(&self) -> &'static str {
        match self {
            Self::Session { .. } => SESSION,
            Self::Product { .. } => PRODUCT,
            Self::Minute { .. } => MINUTE,
            Self::Day { .. } => DAY,
            Self::Unmatched { .. } => UNMATCHED,
            Self::Source { .. } => SOURCE,
        }
    }
}

/// The sums of a session, or of a product in it, as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductSum {
    /// The product as the source calls it.
    pub product_no: i64,
    /// The currency.
    pub currency: Currency,
    /// The sums.
    pub tally: Tally,
}

/// The sums of a session in one currency, as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionSum {
    /// The session.
    pub session_no: i64,
    /// The currency.
    pub currency: Currency,
    /// The sums.
    pub tally: Tally,
    /// Lines that carry its id.
    pub certain_lines: i64,
}

/// A minute of a session, as read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MinuteSum {
    /// Minutes since 1970.
    pub minute: i64,
    /// The currency.
    pub currency: Currency,
    /// GMV, 10⁻⁴.
    pub gmv_e4: i64,
    /// Units.
    pub units: i64,
}

/// A day, as read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DaySum {
    /// Days since 1970, in the home zone.
    pub day: i64,
    /// The currency.
    pub currency: Currency,
    /// The sums.
    pub tally: Tally,
}

/// Lines on air, credited to none, as read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnmatchedSum {
    /// The currency.
    pub currency: Currency,
    /// Why.
    pub credit: Credit,
    /// GMV, 10⁻⁴.
    pub gmv_e4: i64,
    /// How many.
    pub lines: i64,
}

/// Runs an insert: first the columns of its key, then its sums.
fn bind(statement: &mut CachedStatement<'_>, key: &[&dyn ToSql], sums: &[i64]) -> Result<()> {
    for (index, value) in key.iter().enumerate() {
        statement.raw_bind_parameter(index + 1, value)?;
    }
    for (index, sum) in sums.iter().enumerate() {
        statement.raw_bind_parameter(key.len() + index + 1, sum)?;
    }
    statement.raw_execute()?;
    Ok(())
}

fn currency(found: &Row<'_>) -> Result<Currency> {
    row::code(found, "rollup", "currency", Currency::from_code)
}

fn tally(found: &Row<'_>, with_orders: bool) -> Result<Tally> {
    Ok(Tally {
        gmv_e4: found.get("gmv_e4")?,
        discount_e4: found.get("discount_e4")?,
        refund_e4: found.get("refund_e4")?,
        charge_e4: found.get("charge_e4")?,
        adjustment_e4: found.get("adjustment_e4")?,
        orders: if with_orders { found.get("orders")? } else { 0 },
        units: found.get("units")?,
        lines: found.get("lines")?,
    })
}

/// The sums of a whole group; `sum` of integers stays an integer.
const SUMS: &str = "sum(gmv_e4) AS gmv_e4, sum(discount_e4) AS discount_e4, sum(refund_e4) AS refund_e4, \
     sum(charge_e4) AS charge_e4, sum(adjustment_e4) AS adjustment_e4, sum(units) AS units, sum(lines) AS lines";

/// Only what is applied counts; batches are few and stay in memory.
const APPLIED: &str = "batch IN (SELECT no FROM sale_batch WHERE applied = 1)";

impl Tables<'_> {
    /// Opens a batch; nothing written under it counts until it is applied.
    pub fn open_sale_batch(&self, no: i64, applied: bool) -> Result<()> {
        self.conn
            .prepare_cached("INSERT INTO sale_batch (no, applied) VALUES (?1, ?2)")?
            .execute(params![no, applied])?;
        Ok(())
    }

    /// Makes everything written under a batch count, at once.
    pub fn apply_sale_batch(&self, no: i64) -> Result<()> {
        self.conn.prepare_cached("UPDATE sale_batch SET applied = 1 WHERE no = ?1")?.execute([no])?;
        Ok(())
    }

    /// Batches that were never applied: what a crash or a refusal left.
    pub fn dead_sale_batches(&self) -> Result<Vec<i64>> {
        let mut statement = self.conn.prepare_cached("SELECT no FROM sale_batch WHERE applied = 0")?;
        let found = statement.query_map([], |row| row.get(0))?;
        Ok(found.collect::<Result<_, rusqlite::Error>>()?)
    }

    /// Takes away what was written under a batch that was never applied.
    pub fn drop_sale_batch(&self, no: i64) -> Result<()> {
        for table in ["session", "product", "minute", "day", "unmatched", "source"] {
            self.conn.execute(&format!("DELETE FROM rollup_{table} WHERE batch = ?1"), [no])?;
        }
        self.conn.execute("DELETE FROM sale_batch WHERE no = ?1 AND applied = 0", [no])?;
        Ok(())
    }

    /// Takes away every sum, to be computed anew.
    pub fn clear_rollups(&self) -> Result<()> {
        for table in ["session", "product", "minute", "day", "unmatched", "source"] {
            self.conn.execute(&format!("DELETE FROM rollup_{table}"), [])?;
        }
        Ok(())
    }

    /// Adds sums under `batch`.
    pub fn add_sums(&self, batch: i64, sums: &[Sum]) -> Result<()> {
        sums.iter().try_for_each(|sum| self.add_sum(batch, sum))
    }

    fn add_sum(&self, batch: i64, sum: &Sum) -> Result<()> {
        let mut statement = self.conn.prepare_cached(sum.sql())?;
        match *sum {
            Sum::Session { session_no, currency, tally: t, certain_lines } => {
                let key = params![session_no, currency.code(), batch];
                bind(
                    &mut statement,
                    key,
                    &[
                        t.gmv_e4,
                        t.discount_e4,
                        t.refund_e4,
                        t.charge_e4,
                        t.adjustment_e4,
                        t.orders,
                        t.units,
                        t.lines,
                        certain_lines,
                    ],
                )
            }
            Sum::Product { session_no, product_no, currency, tally: t } => {
                let key = params![session_no, product_no, currency.code(), batch];
                bind(
                    &mut statement,
                    key,
                    &[t.gmv_e4, t.discount_e4, t.refund_e4, t.charge_e4, t.adjustment_e4, t.units, t.lines],
                )
            }
            Sum::Minute { session_no, minute, currency, gmv_e4, units } => {
                bind(&mut statement, params![session_no, minute, currency.code(), batch], &[gmv_e4, units])
            }
            Sum::Day { day, currency, tally: t } => {
                let key = params![day, currency.code(), batch];
                bind(
                    &mut statement,
                    key,
                    &[
                        t.gmv_e4,
                        t.discount_e4,
                        t.refund_e4,
                        t.charge_e4,
                        t.adjustment_e4,
                        t.orders,
                        t.units,
                        t.lines,
                    ],
                )
            }
            Sum::Unmatched { minute, currency, credit, gmv_e4, lines } => {
                let key = params![minute, currency.code(), credit.number(), batch];
                bind(&mut statement, key, &[gmv_e4, lines])
            }
            Sum::Source { session_no, import_no, lines } => {
                bind(&mut statement, params![session_no, import_no, batch], &[lines])
            }
        }
    }

    /// The sums of a session, one row a currency.
    pub fn session_sums(&self, session_no: i64) -> Result<Vec<SessionSum>> {
        self.sums_of_sessions("session_no = ?1", &[&session_no])
    }

    /// The sums of every session, one row a session and currency.
    pub fn all_session_sums(&self) -> Result<Vec<SessionSum>> {
        self.sums_of_sessions("TRUE", &[])
    }

    fn sums_of_sessions(&self, which: &str, parameters: &[&dyn ToSql]) -> Result<Vec<SessionSum>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT session_no, currency, {SUMS}, sum(orders) AS orders, sum(certain_lines) AS certain_lines
             FROM rollup_session WHERE {which} AND {APPLIED} GROUP BY session_no, currency HAVING sum(lines) <> 0"
        ))?;
        let mut rows = statement.query(parameters)?;
        let mut sums = Vec::new();
        while let Some(found) = rows.next()? {
            sums.push(SessionSum {
                session_no: found.get("session_no")?,
                currency: currency(found)?,
                tally: tally(found, true)?,
                certain_lines: found.get("certain_lines")?,
            });
        }
        Ok(sums)
    }

    /// The sums of a session's products, one row a product and currency.
    pub fn product_sums(&self, session_no: i64) -> Result<Vec<ProductSum>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT product_no, currency, {SUMS} FROM rollup_product WHERE session_no = ?1 AND {APPLIED}
             GROUP BY product_no, currency HAVING sum(lines) <> 0"
        ))?;
        let mut rows = statement.query([session_no])?;
        let mut sums = Vec::new();
        while let Some(found) = rows.next()? {
            sums.push(ProductSum {
                product_no: found.get("product_no")?,
                currency: currency(found)?,
                tally: tally(found, false)?,
            });
        }
        Ok(sums)
    }

    /// The minutes of a session in which something was sold, in order.
    pub fn minute_sums(&self, session_no: i64) -> Result<Vec<MinuteSum>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT minute, currency, sum(gmv_e4) AS gmv_e4, sum(units) AS units FROM rollup_minute
             WHERE session_no = ?1 AND {APPLIED} GROUP BY minute, currency
             HAVING sum(gmv_e4) <> 0 OR sum(units) <> 0"
        ))?;
        let mut rows = statement.query([session_no])?;
        let mut sums = Vec::new();
        while let Some(found) = rows.next()? {
            sums.push(MinuteSum {
                minute: found.get("minute")?,
                currency: currency(found)?,
                gmv_e4: found.get("gmv_e4")?,
                units: found.get("units")?,
            });
        }
        Ok(sums)
    }

    /// Every day on which something was sold, in order, one row a day and currency.
    pub fn day_sums(&self) -> Result<Vec<DaySum>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT day, currency, {SUMS}, sum(orders) AS orders FROM rollup_day WHERE {APPLIED}
             GROUP BY day, currency HAVING sum(lines) <> 0"
        ))?;
        let mut rows = statement.query([])?;
        let mut sums = Vec::new();
        while let Some(found) = rows.next()? {
            sums.push(DaySum {
                day: found.get("day")?,
                currency: currency(found)?,
                tally: tally(found, true)?,
            });
        }
        Ok(sums)
    }

    /// Lines on air in `[from, to)` (minutes since 1970) that are credited to none, one row a reason and
    /// currency.
    pub fn unmatched_sums(&self, from: i64, to: i64) -> Result<Vec<UnmatchedSum>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT currency, credit, sum(gmv_e4) AS gmv_e4, sum(lines) AS lines FROM rollup_unmatched
             WHERE minute >= ?1 AND minute < ?2 AND {APPLIED} GROUP BY currency, credit HAVING sum(lines) <> 0"
        ))?;
        let mut rows = statement.query([from, to])?;
        let mut sums = Vec::new();
        while let Some(found) = rows.next()? {
            sums.push(UnmatchedSum {
                currency: currency(found)?,
                credit: Credit::from_number(found.get("credit")?)
                    .ok_or(Error::Corrupt { table: "rollup_unmatched", column: "credit" })?,
                gmv_e4: found.get("gmv_e4")?,
                lines: found.get("lines")?,
            });
        }
        Ok(sums)
    }

    /// How many lines of which import are credited to a session: `(import, lines)`, imports taken back included.
    pub fn source_sums(&self, session_no: i64) -> Result<Vec<(i64, i64)>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT import_no, sum(lines) FROM rollup_source WHERE session_no = ?1 AND {APPLIED}
             GROUP BY import_no HAVING sum(lines) <> 0 ORDER BY import_no"
        ))?;
        let found = statement.query_map([session_no], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(found.collect::<Result<_, rusqlite::Error>>()?)
    }
}
