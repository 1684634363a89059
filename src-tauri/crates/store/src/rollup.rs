//! Roll-ups of sales: sums over the applied batches, so that a review never reads lines.
// long because each sum stands once as a type and once as SQL, and the two are checked against each other by eye

use domain::{Credit, Currency, Tally};
use rusqlite::{CachedStatement, ToSql, params};

use crate::sale::packed;
use crate::{Result, Tables};

pub use crate::rollup_read::{CertainSum, MinuteSum, ProductSum, SessionSum, SharedSum, UnmatchedSum};

/// One sum to add, under the batch it is written with.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Sale lines of a session that are credited for certain.
    Certain {
        /// The session.
        session_no: i64,
        /// The currency.
        currency: Currency,
        /// GMV, 10⁻⁴.
        gmv_e4: i64,
        /// How many.
        lines: i64,
        /// How many of them by hand.
        by_hand: i64,
    },
    /// Sale lines that fit several sessions.
    Shared {
        /// The sessions.
        sessions: Vec<i64>,
        /// The currency.
        currency: Currency,
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

const UNMATCHED: &str = "INSERT INTO rollup_unmatched (minute, currency, credit, batch, gmv_e4, lines)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6)
     ON CONFLICT DO UPDATE SET gmv_e4 = gmv_e4 + excluded.gmv_e4, lines = lines + excluded.lines";

const CERTAIN: &str = "INSERT INTO rollup_certain (session_no, currency, batch, gmv_e4, lines, by_hand)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6)
     ON CONFLICT DO UPDATE SET gmv_e4 = gmv_e4 + excluded.gmv_e4, lines = lines + excluded.lines,
      by_hand = by_hand + excluded.by_hand";

const SHARED: &str = "INSERT INTO rollup_shared (sessions, currency, batch, gmv_e4, lines)
     VALUES (?1, ?2, ?3, ?4, ?5)
     ON CONFLICT DO UPDATE SET gmv_e4 = gmv_e4 + excluded.gmv_e4, lines = lines + excluded.lines";

const SOURCE: &str = "INSERT INTO rollup_source (session_no, import_no, batch, lines) VALUES (?1, ?2, ?3, ?4)
     ON CONFLICT DO UPDATE SET lines = lines + excluded.lines";

/// The tables of sums.
const ROLLUPS: [&str; 7] = ["session", "product", "minute", "unmatched", "source", "certain", "shared"];

impl Sum {
    const fn sql(&self) -> &'static str {
        match self {
            Self::Session { .. } => SESSION,
            Self::Product { .. } => PRODUCT,
            Self::Minute { .. } => MINUTE,
            Self::Unmatched { .. } => UNMATCHED,
            Self::Certain { .. } => CERTAIN,
            Self::Shared { .. } => SHARED,
            Self::Source { .. } => SOURCE,
        }
    }
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
        for table in ROLLUPS {
            self.conn.execute(&format!("DELETE FROM rollup_{table} WHERE batch = ?1"), [no])?;
        }
        self.conn.execute("DELETE FROM sale_batch WHERE no = ?1 AND applied = 0", [no])?;
        Ok(())
    }

    /// Takes away every sum, to be computed anew.
    pub fn clear_rollups(&self) -> Result<()> {
        for table in ROLLUPS {
            self.conn.execute(&format!("DELETE FROM rollup_{table}"), [])?;
        }
        self.conn.execute("DELETE FROM rollup_alike", [])?;
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
            Sum::Unmatched { minute, currency, credit, gmv_e4, lines } => {
                let key = params![minute, currency.code(), credit.number(), batch];
                bind(&mut statement, key, &[gmv_e4, lines])
            }
            Sum::Certain { session_no, currency, gmv_e4, lines, by_hand } => {
                let key = params![session_no, currency.code(), batch];
                bind(&mut statement, key, &[gmv_e4, lines, by_hand])
            }
            Sum::Shared { ref sessions, currency, gmv_e4, lines } => {
                let key = params![packed(sessions), currency.code(), batch];
                bind(&mut statement, key, &[gmv_e4, lines])
            }
            Sum::Source { session_no, import_no, lines } => {
                bind(&mut statement, params![session_no, import_no, batch], &[lines])
            }
        }
    }
}
