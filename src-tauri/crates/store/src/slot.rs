//! Slots: the ordered products of one session.

use std::collections::HashMap;

use domain::Money;
use domain::id::{SessionId, SlotId};
use domain::lineup::{Lineup, Slot};
use rusqlite::{Row, params};

use crate::{Error, Result, Tables, row};

const TABLE: &str = "slot";

fn read_slot(found: &Row<'_>) -> Result<Slot> {
    Ok(Slot {
        id: row::id(found, TABLE, "id")?,
        product: row::id(found, TABLE, "product_id")?,
        show_price: row::price(found, TABLE, "show_price_minor", "show_price_currency")?,
        talking_points: row::lines(found, "talking_points")?,
        planned_ms: found.get("planned_ms")?,
        note: found.get("note")?,
    })
}

impl Tables<'_> {
    /// The line-up of a session.
    pub fn lineup(&self, session: SessionId) -> Result<Lineup> {
        let mut statement =
            self.conn.prepare_cached("SELECT * FROM slot WHERE session_id = ?1 ORDER BY position, id")?;
        let mut rows = statement.query([session.as_uuid().into_bytes()])?;
        let mut slots = Vec::new();
        while let Some(found) = rows.next()? {
            slots.push(read_slot(found)?);
        }
        Lineup::of(slots).map_err(|_| Error::Corrupt { table: TABLE, column: "product_id" })
    }

    /// How many products a session's line-up has.
    pub fn slot_count(&self, session: SessionId) -> Result<u32> {
        let mut statement =
            self.conn.prepare_cached("SELECT count(*) AS slots FROM slot WHERE session_id = ?1")?;
        let mut rows = statement.query([session.as_uuid().into_bytes()])?;
        rows.next()?.map_or(Ok(0), |found| row::count(found, TABLE, "slots"))
    }

    /// Makes the kept line-up of `session` the given one; rows that stay the same are not touched, and what was
    /// planned to be offered with a slot goes with it.
    ///
    /// # Errors
    /// [`Error::InUse`] when the log speaks of a slot that would go.
    pub fn save_lineup(&self, session: SessionId, lineup: &Lineup) -> Result<()> {
        let known = self.lineup(session)?;
        let known: HashMap<SlotId, (u32, &Slot)> =
            known.numbered().map(|(number, slot)| (slot.id, (number, slot))).collect();
        for &id in known.keys() {
            if lineup.slot(id).is_err() {
                self.conn
                    .prepare_cached("DELETE FROM offer WHERE slot_id = ?1")?
                    .execute([id.as_uuid().into_bytes()])?;
                self.conn
                    .prepare_cached("DELETE FROM slot WHERE id = ?1")?
                    .execute([id.as_uuid().into_bytes()])?;
            }
        }
        for (number, slot) in lineup.numbered() {
            if known.get(&slot.id) != Some(&(number, slot)) {
                self.save_slot(session, number, slot)?;
            }
        }
        Ok(())
    }

    fn save_slot(&self, session: SessionId, number: u32, slot: &Slot) -> Result<()> {
        let price = slot.show_price.map(Money::to_minor).transpose();
        let price = price.map_err(|_| Error::Corrupt { table: TABLE, column: "show_price_minor" })?;
        self.conn
            .prepare_cached(
                "INSERT INTO slot (id, session_id, product_id, position, show_price_minor, show_price_currency,
                     talking_points, planned_ms, note)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
                 ON CONFLICT (id) DO UPDATE SET (position, show_price_minor, show_price_currency,
                     talking_points, planned_ms, note) = (?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                slot.id.as_uuid().into_bytes(),
                session.as_uuid().into_bytes(),
                slot.product.as_uuid().into_bytes(),
                number,
                price,
                slot.show_price.map(|price| price.currency().code()),
                slot.talking_points.join("\n"),
                slot.planned_ms,
                slot.note,
            ])?;
        Ok(())
    }
}
