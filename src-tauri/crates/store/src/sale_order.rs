//! Sale lines by the order they stand in.

use domain::Currency;
use rusqlite::{CachedStatement, Params, params};

use crate::sale::{LINE_BITS, Observed, read_line};
use crate::{Result, Tables};

/// Everything observed of the orders that have a line of which `condition` holds, in one statement.
fn whole_orders(condition: &str) -> String {
    format!(
        "SELECT sale_line.*, sale_seen.import_no AS seen_by
         FROM (SELECT DISTINCT key >> {LINE_BITS} << {LINE_BITS} AS first FROM sale_line WHERE {condition}) AS one
         CROSS JOIN sale_key ON sale_key.key BETWEEN one.first AND one.first + (1 << {LINE_BITS}) - 1
         CROSS JOIN sale_line ON sale_line.id = sale_key.line_id
         LEFT JOIN sale_seen ON sale_seen.line_id = sale_line.id
         ORDER BY one.first, sale_line.id"
    )
}

/// Hands over observations order by order; those of an order stand together, each line before its witnesses.
fn each_order(mut rows: rusqlite::Rows<'_>, each: &mut dyn FnMut(Vec<Observed>)) -> Result<()> {
    let mut order: Vec<Observed> = Vec::new();
    while let Some(found) = rows.next()? {
        let id: i64 = found.get("id")?;
        let seen_by: Option<i64> = found.get("seen_by")?;
        if let Some(last) = order.last_mut().filter(|last| last.line.id == id) {
            last.seen_by.extend(seen_by);
            continue;
        }
        let line = read_line(found)?;
        if order.first().is_some_and(|first| first.line.order_key != line.order_key) {
            each(std::mem::take(&mut order));
        }
        order.push(Observed { line, seen_by: seen_by.into_iter().collect() });
    }
    if !order.is_empty() {
        each(order);
    }
    Ok(())
}

impl Tables<'_> {
    /// Puts lines into their orders: `(key, line)`, best in the order of the keys, so that each page is touched once.
    pub fn insert_sale_keys(&self, keys: &[(i64, i64)]) -> Result<()> {
        let mut statement =
            self.conn.prepare_cached("INSERT INTO sale_key (key, line_id) VALUES (?1, ?2)")?;
        for (key, line) in keys {
            statement.execute([key, line])?;
        }
        Ok(())
    }

    /// Everything ever observed of one order, oldest first.
    pub fn sale_order(&self, order_key: i64) -> Result<Vec<Observed>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT sale_line.*, sale_seen.import_no AS seen_by FROM sale_key
             CROSS JOIN sale_line ON sale_line.id = sale_key.line_id
             LEFT JOIN sale_seen ON sale_seen.line_id = sale_line.id
             WHERE sale_key.key BETWEEN ?1 AND ?2 ORDER BY sale_line.id",
        )?;
        let first = order_key << LINE_BITS;
        let mut order = Vec::new();
        each_order(statement.query([first, first | ((1 << LINE_BITS) - 1)])?, &mut |observed| {
            order = observed
        })?;
        Ok(order)
    }

    /// Hands over every order with a line of which `condition` holds, whole.
    pub(crate) fn each_whole_order(
        &self,
        condition: &str,
        parameters: impl Params,
        each: &mut dyn FnMut(Vec<Observed>),
    ) -> Result<()> {
        each_order(self.conn.prepare_cached(&whole_orders(condition))?.query(parameters)?, each)
    }

    /// Hands over every order with a line credited to a session, whole, in one currency where given.
    pub fn each_sale_order_of_session(
        &self,
        session_no: i64,
        currency: Option<Currency>,
        each: &mut dyn FnMut(Vec<Observed>),
    ) -> Result<()> {
        let mut statement =
            self.conn.prepare_cached(&whole_orders("session_no = ?1 AND (?2 IS NULL OR currency = ?2)"))?;
        each_order(statement.query(params![session_no, currency.map(Currency::code)])?, each)
    }

    /// Hands over every order with a line between two instants that is credited to no session, whole.
    pub fn each_sale_order_unmatched(
        &self,
        from_ms: i64,
        to_ms: i64,
        currency: Option<Currency>,
        each: &mut dyn FnMut(Vec<Observed>),
    ) -> Result<()> {
        let mut statement = self.conn.prepare_cached(&whole_orders(
            "at_ms >= ?1 AND at_ms < ?2 AND session_no IS NULL AND (?3 IS NULL OR currency = ?3)",
        ))?;
        each_order(statement.query(params![from_ms, to_ms, currency.map(Currency::code)])?, each)
    }

    /// Orders an import wrote or saw lines of: up to `limit` pairs of line and order behind line `after`.
    pub fn sale_orders_of_import(&self, import_no: i64, after: i64, limit: i64) -> Result<Vec<(i64, i64)>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, key FROM sale_line WHERE id > ?2 AND import_no = ?1
               AND id BETWEEN (SELECT first_line FROM sale_import WHERE no = ?1)
                          AND (SELECT last_line FROM sale_import WHERE no = ?1)
             UNION
             SELECT id, key FROM sale_seen JOIN sale_line ON sale_line.id = line_id
             WHERE sale_seen.import_no = ?1 AND line_id > ?2
             ORDER BY 1 LIMIT ?3",
        )?;
        self.pairs(&mut statement, [import_no, after, limit])
    }

    /// Orders with a line between two instants (the second not included), a page at a time, by line.
    pub fn sale_orders_between(
        &self,
        from_ms: i64,
        to_ms: i64,
        after: i64,
        limit: i64,
    ) -> Result<Vec<(i64, i64)>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT id, key FROM sale_line WHERE at_ms >= ?1 AND at_ms < ?2 AND id > ?3 ORDER BY id LIMIT ?4",
        )?;
        self.pairs(&mut statement, [from_ms, to_ms, after, limit])
    }

    /// Every order with a key behind `after`, up to `limit`, by key.
    pub fn sale_orders_after(&self, after: i64, limit: i64) -> Result<Vec<i64>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT key >> 16 FROM sale_key WHERE key >= (?1 + 1) << 16 ORDER BY 1 LIMIT ?2",
        )?;
        let found = statement.query_map([after, limit], |row| row.get(0))?;
        Ok(found.collect::<Result<_, rusqlite::Error>>()?)
    }

    fn pairs<const N: usize>(
        &self,
        statement: &mut CachedStatement<'_>,
        parameters: [i64; N],
    ) -> Result<Vec<(i64, i64)>> {
        let mut rows = statement.query(rusqlite::params_from_iter(parameters))?;
        let mut pairs = Vec::new();
        while let Some(found) = rows.next()? {
            let key: i64 = found.get(1)?;
            pairs.push((found.get(0)?, key >> LINE_BITS));
        }
        Ok(pairs)
    }
}
