//! Reading roll-ups of sales: only what stands under an applied batch counts.

use domain::{Credit, Currency, Tally};
use rusqlite::{Row, ToSql};

use crate::{Error, Result, Tables, row};

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

/// What of a session is credited for certain, as read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CertainSum {
    /// The session.
    pub session_no: i64,
    /// The currency.
    pub currency: Currency,
    /// GMV, 10⁻⁴.
    pub gmv_e4: i64,
    /// How many sale lines.
    pub lines: i64,
    /// How many of them by hand.
    pub by_hand: i64,
}

/// Lines that fit several sessions, as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedSum {
    /// The sessions.
    pub sessions: Vec<i64>,
    /// The currency.
    pub currency: Currency,
    /// GMV, 10⁻⁴.
    pub gmv_e4: i64,
    /// How many sale lines.
    pub lines: i64,
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

    /// The sums of every session's products, each with its session.
    pub fn all_product_sums(&self) -> Result<Vec<(i64, ProductSum)>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT session_no, product_no, currency, {SUMS} FROM rollup_product WHERE {APPLIED}
             GROUP BY session_no, product_no, currency HAVING sum(lines) <> 0"
        ))?;
        let mut rows = statement.query([])?;
        let mut sums = Vec::new();
        while let Some(found) = rows.next()? {
            let sum = ProductSum {
                product_no: found.get("product_no")?,
                currency: currency(found)?,
                tally: tally(found, false)?,
            };
            sums.push((found.get("session_no")?, sum));
        }
        Ok(sums)
    }

    /// What every session sold by the quarter of an hour: session, quarters since 1970, and the sum.
    pub fn quarter_sums(&self) -> Result<Vec<(i64, i64, MinuteSum)>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT session_no, minute / 15 AS quarter, min(minute) AS minute, currency, sum(gmv_e4) AS gmv_e4,
                    sum(units) AS units
             FROM rollup_minute WHERE {APPLIED} GROUP BY session_no, minute / 15, currency
             HAVING sum(gmv_e4) <> 0 OR sum(units) <> 0"
        ))?;
        let mut rows = statement.query([])?;
        let mut sums = Vec::new();
        while let Some(found) = rows.next()? {
            let sum = MinuteSum {
                minute: found.get("minute")?,
                currency: currency(found)?,
                gmv_e4: found.get("gmv_e4")?,
                units: found.get("units")?,
            };
            sums.push((found.get("session_no")?, found.get("quarter")?, sum));
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

    /// What of each session is credited for certain, one row a session and currency.
    pub fn certain_sums(&self) -> Result<Vec<CertainSum>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT session_no, currency, sum(gmv_e4) AS gmv_e4, sum(lines) AS lines, sum(by_hand) AS by_hand
             FROM rollup_certain WHERE {APPLIED} GROUP BY session_no, currency HAVING sum(lines) <> 0"
        ))?;
        let mut rows = statement.query([])?;
        let mut sums = Vec::new();
        while let Some(found) = rows.next()? {
            sums.push(CertainSum {
                session_no: found.get("session_no")?,
                currency: currency(found)?,
                gmv_e4: found.get("gmv_e4")?,
                lines: found.get("lines")?,
                by_hand: found.get("by_hand")?,
            });
        }
        Ok(sums)
    }

    /// Lines that fit several sessions, one row a set of sessions and currency.
    pub fn shared_sums(&self) -> Result<Vec<SharedSum>> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT sessions, currency, sum(gmv_e4) AS gmv_e4, sum(lines) AS lines FROM rollup_shared
             WHERE {APPLIED} GROUP BY sessions, currency HAVING sum(lines) <> 0"
        ))?;
        let mut rows = statement.query([])?;
        let mut sums = Vec::new();
        while let Some(found) = rows.next()? {
            let sessions: String = found.get("sessions")?;
            sums.push(SharedSum {
                sessions: crate::sale::unpacked(&sessions)
                    .ok_or(Error::Corrupt { table: "rollup_shared", column: "sessions" })?,
                currency: currency(found)?,
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
