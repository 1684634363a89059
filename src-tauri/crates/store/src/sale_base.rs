//! What charges are reckoned from beyond a line's own amounts, where a file says it.

use std::collections::HashMap;

use crate::{Result, Tables};

/// Shares of one line, 10⁻⁴ of its currency; what is not said is none, which is not nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SaleBase {
    /// The platform's discount.
    pub platform_discount_e4: Option<i64>,
    /// Tax.
    pub tax_e4: Option<i64>,
    /// What the buyer paid for shipping.
    pub shipping_e4: Option<i64>,
}

impl Tables<'_> {
    /// What is said of the lines of every order with a line credited to a session, by line.
    pub fn sale_bases_of_session(&self, session_no: i64) -> Result<HashMap<i64, SaleBase>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT sale_line.id, platform_discount_e4, tax_e4, shipping_e4
             FROM (SELECT DISTINCT key >> 16 << 16 AS first FROM sale_line WHERE session_no = ?1) AS one
             CROSS JOIN sale_key ON sale_key.key BETWEEN one.first AND one.first + 65535
             CROSS JOIN sale_line ON sale_line.id = sale_key.line_id
             WHERE coalesce(platform_discount_e4, tax_e4, shipping_e4) IS NOT NULL",
        )?;
        let mut rows = statement.query([session_no])?;
        let mut bases = HashMap::new();
        while let Some(found) = rows.next()? {
            let base = SaleBase {
                platform_discount_e4: found.get("platform_discount_e4")?,
                tax_e4: found.get("tax_e4")?,
                shipping_e4: found.get("shipping_e4")?,
            };
            bases.insert(found.get("id")?, base);
        }
        Ok(bases)
    }
}
