//! Offers planned for the slots of a session.

use domain::Money;
use domain::id::{OfferId, SessionId};
use domain::offer::{Offer, OfferKind, Terms};
use rusqlite::{Row, params};

use crate::{Error, Result, Tables, row};

const TABLE: &str = "offer";

fn read_offer(found: &Row<'_>) -> Result<Offer> {
    let kind = row::code(found, TABLE, "kind", OfferKind::from_code)?;
    let amount = row::price(found, TABLE, "amount_minor", "currency")?;
    let percent = row::count_or_null(found, TABLE, "percent")?;
    Ok(Offer {
        id: row::id(found, TABLE, "id")?,
        slot: row::id(found, TABLE, "slot_id")?,
        terms: Terms::of_parts(kind, amount, percent, found.get("text")?)
            .ok_or(Error::Corrupt { table: TABLE, column: "kind" })?,
        length_ms: found.get("length_ms")?,
        reason: found.get("reason")?,
    })
}

impl Tables<'_> {
    /// The offers planned for a session, in the order they were planned.
    pub fn offers(&self, session: SessionId) -> Result<Vec<Offer>> {
        let mut statement =
            self.conn.prepare_cached("SELECT * FROM offer WHERE session_id = ?1 ORDER BY id")?;
        let mut rows = statement.query([session.as_uuid().into_bytes()])?;
        let mut offers = Vec::new();
        while let Some(found) = rows.next()? {
            offers.push(read_offer(found)?);
        }
        Ok(offers)
    }

    /// One planned offer of a session.
    pub fn offer(&self, session: SessionId, id: OfferId) -> Result<Offer> {
        let mut statement =
            self.conn.prepare_cached("SELECT * FROM offer WHERE id = ?1 AND session_id = ?2")?;
        let mut rows = statement.query([id.as_uuid().into_bytes(), session.as_uuid().into_bytes()])?;
        read_offer(rows.next()?.ok_or(Error::NotFound(TABLE))?)
    }

    /// Writes a planned offer, new or known.
    pub fn save_offer(&self, session: SessionId, offer: &Offer) -> Result<()> {
        let minor = offer.terms.amount().map(Money::to_minor).transpose();
        let minor = minor.map_err(|_| Error::Corrupt { table: TABLE, column: "amount_minor" })?;
        self.conn
            .prepare_cached(
                "INSERT INTO offer (id, session_id, slot_id, kind, amount_minor, currency, percent, text, length_ms,
                     reason)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                 ON CONFLICT (id) DO UPDATE SET (slot_id, kind, amount_minor, currency, percent, text, length_ms,
                     reason) = (?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                offer.id.as_uuid().into_bytes(),
                session.as_uuid().into_bytes(),
                offer.slot.as_uuid().into_bytes(),
                offer.terms.kind().code(),
                minor,
                offer.terms.amount().map(|amount| amount.currency().code()),
                offer.terms.percent(),
                offer.terms.text(),
                offer.length_ms,
                offer.reason,
            ])?;
        Ok(())
    }

    /// Removes a planned offer.
    pub fn delete_offer(&self, id: OfferId) -> Result<()> {
        let gone = self
            .conn
            .prepare_cached("DELETE FROM offer WHERE id = ?1")?
            .execute([id.as_uuid().into_bytes()])?;
        if gone == 0 { Err(Error::NotFound(TABLE)) } else { Ok(()) }
    }
}
