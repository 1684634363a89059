//! The evidence log, which is only added to.

use domain::Money;
use domain::evidence::{Entry, Event, GENESIS, Hash, LogKind, Moment, Sealed, Shown};
use domain::id::{SessionId, SlotId};
use domain::offer::{OfferEnd, OfferKind, Opened, Terms};
use rusqlite::{OptionalExtension, Row, params};

use crate::{Error, Result, Tables, row};

const TABLE: &str = "log_entry";

const fn corrupt(column: &'static str) -> Error {
    Error::Corrupt { table: TABLE, column }
}

fn read_shown(found: &Row<'_>) -> Result<Shown> {
    let title: Option<String> = found.get("title")?;
    Ok(Shown {
        slot: row::id(found, TABLE, "slot_id")?,
        product: row::id(found, TABLE, "product_id")?,
        number: row::count(found, TABLE, "number")?,
        title: title.ok_or(corrupt("title"))?,
        price: row::price(found, TABLE, "price_minor", "price_currency")?,
    })
}

fn read_text(found: &Row<'_>) -> Result<String> {
    let text: Option<String> = found.get("text")?;
    text.ok_or(corrupt("text"))
}

fn read_opened(found: &Row<'_>) -> Result<Opened> {
    let kind = row::code(found, TABLE, "offer_kind", OfferKind::from_code)?;
    let amount = row::price(found, TABLE, "offer_minor", "offer_currency")?;
    let percent = row::count_or_null(found, TABLE, "offer_percent")?;
    let terms = Terms::of_parts(kind, amount, percent, found.get("text")?);
    Ok(Opened {
        offer: row::id(found, TABLE, "offer_id")?,
        shown: read_shown(found)?,
        terms: terms.ok_or(corrupt("offer_kind"))?,
        ends_at_ms: found.get("offer_ends_ms")?,
    })
}

fn read_end(found: &Row<'_>, how: OfferEnd) -> Result<Event> {
    Ok(Event::OfferEnded { opened: row::count(found, TABLE, "undoes_seq")?, shown: read_shown(found)?, how })
}

fn read_event(found: &Row<'_>) -> Result<Event> {
    Ok(match row::code(found, TABLE, "kind", LogKind::from_code)? {
        LogKind::WentLive => Event::WentLive,
        LogKind::Took => Event::Took(read_shown(found)?),
        LogKind::TakeUndone => Event::TakeUndone(row::count(found, TABLE, "undoes_seq")?),
        LogKind::Repriced => Event::Repriced(read_shown(found)?),
        LogKind::Paused => Event::Paused,
        LogKind::Resumed => Event::Resumed,
        LogKind::Ended => Event::Ended,
        LogKind::Reopened => Event::Reopened(read_text(found)?),
        LogKind::Note => Event::Note(read_text(found)?),
        LogKind::OfferOpened => Event::OfferOpened(Box::new(read_opened(found)?)),
        LogKind::OfferClosed => read_end(found, OfferEnd::Closed)?,
        LogKind::OfferExpired => read_end(found, OfferEnd::Expired)?,
        LogKind::OfferWithdrawn => read_end(found, OfferEnd::Withdrawn(read_text(found)?))?,
        LogKind::OfferUndone => read_end(found, OfferEnd::Undone)?,
        LogKind::SoldOut => Event::SoldOut(read_shown(found)?),
        LogKind::OnSale => Event::OnSale(read_shown(found)?),
        LogKind::Withdrawn => Event::Withdrawn(read_shown(found)?, read_text(found)?),
    })
}

fn read_entry(found: &Row<'_>) -> Result<Sealed> {
    let entry = Entry {
        session: row::id(found, TABLE, "session_id")?,
        seq: row::count(found, TABLE, "seq")?,
        moment: Moment {
            at_ms: found.get("at_ms")?,
            boot: row::id(found, TABLE, "boot")?,
            boot_ms: found.get("boot_ms")?,
        },
        show_ms: found.get("show_ms")?,
        event: read_event(found)?,
        actor: found.get("actor")?,
        client_key: found.get("client_key")?,
    };
    let hash = |column| found.get::<_, Hash>(column).map_err(|_| corrupt(column));
    Ok(Sealed { entry, previous: hash("previous_hash")?, hash: hash("hash")? })
}

impl Tables<'_> {
    /// A session's whole log, oldest first.
    pub fn log(&self, session: SessionId) -> Result<Vec<Sealed>> {
        self.log_after(session, 0)
    }

    /// The entries of a session's log that follow number `seq`, oldest first.
    pub fn log_after(&self, session: SessionId, seq: u32) -> Result<Vec<Sealed>> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT * FROM log_entry WHERE session_id = ?1 AND seq > ?2 ORDER BY seq")?;
        let mut rows = statement.query(params![session.as_uuid().into_bytes(), seq])?;
        let mut log = Vec::new();
        while let Some(found) = rows.next()? {
            log.push(read_entry(found)?);
        }
        Ok(log)
    }

    /// Hash of the newest entry of a session's log.
    pub fn log_head(&self, session: SessionId) -> Result<Option<Hash>> {
        let head = self
            .conn
            .prepare_cached("SELECT hash FROM log_entry WHERE session_id = ?1 ORDER BY seq DESC LIMIT 1")?
            .query_row([session.as_uuid().into_bytes()], |found| found.get(0))
            .optional()?;
        Ok(head)
    }

    /// Whether a request with this key was already carried out in this session.
    pub fn log_has_key(&self, session: SessionId, client_key: &str) -> Result<bool> {
        let found: Option<i64> = self
            .conn
            .prepare_cached("SELECT seq FROM log_entry WHERE session_id = ?1 AND client_key = ?2")?
            .query_row(params![session.as_uuid().into_bytes(), client_key], |found| found.get(0))
            .optional()?;
        Ok(found.is_some())
    }

    /// Which of a session's slots the log speaks of.
    pub fn slots_in_log(&self, session: SessionId) -> Result<Vec<SlotId>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT slot_id FROM log_entry WHERE session_id = ?1 AND slot_id IS NOT NULL",
        )?;
        let mut rows = statement.query([session.as_uuid().into_bytes()])?;
        let mut slots = Vec::new();
        while let Some(found) = rows.next()? {
            slots.extend(row::id_or_null::<SlotId>(found, TABLE, "slot_id")?);
        }
        Ok(slots)
    }

    /// Adds an entry to the log, sealed after the newest one of its session, or of the workspace when it is the
    /// session's first.
    pub fn append_log(&self, entry: Entry) -> Result<Sealed> {
        let previous = match self.log_head(entry.session)? {
            Some(head) => head,
            None => self.newest_hash()?.unwrap_or(GENESIS),
        };
        let sealed = entry.sealed(previous);
        self.insert_entry(&sealed)?;
        Ok(sealed)
    }

    fn newest_hash(&self) -> Result<Option<Hash>> {
        let newest = self
            .conn
            .prepare_cached("SELECT hash FROM log_entry ORDER BY id DESC LIMIT 1")?
            .query_row([], |found| found.get(0))
            .optional()?;
        Ok(newest)
    }

    fn insert_entry(&self, sealed: &Sealed) -> Result<()> {
        let entry = &sealed.entry;
        let shown = entry.event.shown();
        let price = shown.and_then(|shown| shown.price);
        let minor = price.map(Money::to_minor).transpose().map_err(|_| corrupt("price_minor"))?;
        let opened = if let Event::OfferOpened(opened) = &entry.event { Some(opened) } else { None };
        let offered = opened.and_then(|opened| opened.terms.amount());
        let offered_minor = offered.map(Money::to_minor).transpose().map_err(|_| corrupt("offer_minor"))?;
        self.conn
            .prepare_cached(
                "INSERT INTO log_entry (session_id, seq, at_ms, show_ms, boot, boot_ms, kind, slot_id, product_id,
                     number, title, price_minor, price_currency, text, undoes_seq, actor, client_key,
                     previous_hash, hash, offer_id, offer_kind, offer_minor, offer_currency, offer_percent,
                     offer_ends_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
                     ?20, ?21, ?22, ?23, ?24, ?25)",
            )?
            .execute(params![
                entry.session.as_uuid().into_bytes(),
                entry.seq,
                entry.moment.at_ms,
                entry.show_ms,
                entry.moment.boot.into_bytes(),
                entry.moment.boot_ms,
                entry.event.kind().code(),
                shown.map(|shown| shown.slot.as_uuid().into_bytes()),
                shown.map(|shown| shown.product.as_uuid().into_bytes()),
                shown.map(|shown| shown.number),
                shown.map(|shown| shown.title.as_str()),
                minor,
                price.map(|price| price.currency().code()),
                entry.event.text(),
                entry.event.refers_to(),
                entry.actor,
                entry.client_key,
                sealed.previous,
                sealed.hash,
                opened.map(|opened| opened.offer.as_uuid().into_bytes()),
                opened.map(|opened| opened.terms.kind().code()),
                offered_minor,
                offered.map(|amount| amount.currency().code()),
                opened.and_then(|opened| opened.terms.percent()),
                opened.map(|opened| opened.ends_at_ms),
            ])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use domain::session::{Goal, LocalStart, Session, SessionPlan, Standing};
    use domain::{Market, SessionStatus};
    use uuid::Uuid;

    use super::*;
    use crate::Store;

    fn session() -> Session {
        Session {
            id: Uuid::from_u128(1).into(),
            plan: SessionPlan {
                title: "Đêm chăm da".to_owned(),
                market: Market::Vn,
                start: LocalStart::parse("2026-11-28T20:00", "Asia/Ho_Chi_Minh", None).expect("an evening"),
                length_ms: 3_600_000,
                channels: Vec::new(),
                hosts: Vec::new(),
                goal: Goal::default(),
                note: String::new(),
            },
            starts_at_ms: 1_795_870_800_000,
            views: None,
            standing: Standing { status: SessionStatus::Live, started_at_ms: Some(1), ended_at_ms: None },
        }
    }

    fn note(seq: u32) -> Entry {
        Entry {
            session: session().id,
            seq,
            moment: Moment { at_ms: 1, boot: Uuid::nil(), boot_ms: 1 },
            show_ms: 0,
            event: Event::Note("khách hỏi".to_owned()),
            actor: "owner".to_owned(),
            client_key: Some(format!("key-{seq}")),
        }
    }

    #[test]
    fn the_log_is_read_as_it_was_written_and_is_only_added_to() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let store = Store::open(&folder.path().join("brand.showrunner"))?;
        let id = session().id;
        let written = store.write::<_, Error>(None, |tables| {
            tables.save_session(&session())?;
            tables.save_standing(id, session().standing)?;
            Ok(vec![tables.append_log(note(1))?, tables.append_log(note(2))?])
        })?;
        assert_eq!(store.read(|tables| tables.log(id))?, written);
        assert_eq!(domain::evidence::first_broken(&written), None);
        assert_eq!(store.read(|tables| tables.session(id))?, session());
        for sql in ["UPDATE log_entry SET title = 'x'", "DELETE FROM log_entry"] {
            let refused = store.write::<_, Error>(None, |tables| Ok(tables.conn.execute(sql, [])?));
            assert!(refused.is_err(), "{sql}");
        }
        assert!(matches!(store.write(None, |tables| tables.append_log(note(2))), Err(Error::Taken(_))));
        Ok(())
    }
}
