//! What platforms said of live sessions: observations by file, append-only.

use domain::id::{ImportId, SessionId};
use domain::{Channel, Currency, RoomFigures};
use rusqlite::{Row, params};

use crate::{Result, Tables, row};

const TABLE: &str = "session_figure";

/// One room as one file stated it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomObserved {
    /// The import.
    pub import: ImportId,
    /// The file's name; only when read.
    pub file_name: String,
    /// Its row in that file.
    pub row: i64,
    /// The instant the figures stand for, UTC milliseconds.
    pub as_of_ms: i64,
    /// The platform.
    pub channel: Channel,
    /// The platform's id; none in older files.
    pub room: Option<String>,
    /// Its title.
    pub title: String,
    /// When it began, UTC milliseconds.
    pub started_at_ms: i64,
    /// When it ended, UTC milliseconds.
    pub ended_at_ms: Option<i64>,
    /// The currency of its GMV.
    pub currency: Option<Currency>,
    /// Its totals.
    pub figures: RoomFigures,
    /// The session it was said to be.
    pub session: Option<SessionId>,
    /// Whether the import made that session.
    pub is_made: bool,
    /// Whether its totals are the steps of the session put together: they count only where no list of sessions names
    /// the room.
    pub by_steps: bool,
}

fn read(found: &Row<'_>) -> Result<RoomObserved> {
    let currency: Option<String> = found.get("currency")?;
    Ok(RoomObserved {
        import: row::id(found, TABLE, "import_id")?,
        file_name: found.get("file_name")?,
        row: found.get("row")?,
        as_of_ms: found.get("as_of_ms")?,
        channel: row::code(found, TABLE, "channel", Channel::from_code)?,
        room: found.get("room")?,
        title: found.get("title")?,
        started_at_ms: found.get("started_at_ms")?,
        ended_at_ms: found.get("ended_at_ms")?,
        currency: currency.as_deref().and_then(Currency::from_code),
        figures: RoomFigures {
            gmv_e4: found.get("gmv_e4")?,
            orders: found.get("orders")?,
            sku_orders: found.get("sku_orders")?,
            items: found.get("items")?,
            customers: found.get("customers")?,
            views: found.get("views")?,
            impressions: found.get("impressions")?,
            product_impressions: found.get("product_impressions")?,
            product_clicks: found.get("product_clicks")?,
            new_followers: found.get("new_followers")?,
            comments: found.get("comments")?,
            shares: found.get("shares")?,
            likes: found.get("likes")?,
        },
        session: row::id_or_null(found, TABLE, "session_id")?,
        is_made: found.get("is_made")?,
        by_steps: found.get::<_, String>("kind")? == "minutes",
    })
}

impl Tables<'_> {
    /// Keeps what a file stated of one room.
    pub fn insert_room(&self, room: &RoomObserved) -> Result<()> {
        let figures = &room.figures;
        self.conn
            .prepare_cached(
                "INSERT INTO session_figure (import_id, row, as_of_ms, channel, room, title, started_at_ms,
                 ended_at_ms, currency, gmv_e4, orders, sku_orders, items, customers, views, impressions,
                 product_impressions, product_clicks, new_followers, comments, shares, likes, session_id, is_made)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,
                 ?20, ?21, ?22, ?23, ?24)",
            )?
            .execute(params![
                room.import.as_uuid().into_bytes(),
                room.row,
                room.as_of_ms,
                room.channel.code(),
                room.room,
                room.title,
                room.started_at_ms,
                room.ended_at_ms,
                room.currency.map(Currency::code),
                figures.gmv_e4,
                figures.orders,
                figures.sku_orders,
                figures.items,
                figures.customers,
                figures.views,
                figures.impressions,
                figures.product_impressions,
                figures.product_clicks,
                figures.new_followers,
                figures.comments,
                figures.shares,
                figures.likes,
                room.session.map(|id| id.as_uuid().into_bytes()),
                room.is_made,
            ])?;
        Ok(())
    }

    /// What live imports stated, what counts first: lists of sessions before steps put together, then the later figures, and of one age those of the file with the
    /// greater hash, so that the order of imports does not matter.
    pub fn rooms_observed(&self) -> Result<Vec<RoomObserved>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT session_figure.*, file_name, kind FROM session_figure
             JOIN import ON import.id = import_id WHERE state = 'live'
             ORDER BY kind = 'minutes', as_of_ms DESC, hash DESC, session_figure.id DESC",
        )?;
        let mut rows = statement.query([])?;
        let mut rooms = Vec::new();
        while let Some(found) = rows.next()? {
            rooms.push(read(found)?);
        }
        Ok(rooms)
    }

    /// Whether any file of rooms ever came in.
    pub fn has_rooms(&self) -> Result<bool> {
        let mut statement = self.conn.prepare_cached("SELECT 1 FROM session_figure LIMIT 1")?;
        Ok(statement.exists([])?)
    }

    /// The sessions an import made.
    pub fn sessions_made_by(&self, import: ImportId) -> Result<Vec<SessionId>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT DISTINCT session_id FROM session_figure WHERE import_id = ?1 AND session_id IS NOT NULL
             AND EXISTS (SELECT 1 FROM session_figure AS made
                WHERE made.session_id = session_figure.session_id AND made.is_made = 1)",
        )?;
        let mut rows = statement.query([import.as_uuid().into_bytes()])?;
        let mut sessions = Vec::new();
        while let Some(found) = rows.next()? {
            sessions.push(row::id(found, TABLE, "session_id")?);
        }
        Ok(sessions)
    }

    /// Removes a session an import made, unless a live import still names it or somebody has worked on it since.
    /// Answers whether it is gone.
    pub fn remove_made_session(&self, session: SessionId) -> Result<bool> {
        let id = session.as_uuid().into_bytes();
        let is_used: bool = self.conn.query_row(
            "SELECT EXISTS (SELECT 1 FROM session_figure JOIN import ON import.id = import_id
                    WHERE session_id = ?1 AND state = 'live')
                OR EXISTS (SELECT 1 FROM slot WHERE session_id = ?1)
                OR EXISTS (SELECT 1 FROM session_host WHERE session_id = ?1)
                OR EXISTS (SELECT 1 FROM log_entry WHERE session_id = ?1)
                OR EXISTS (SELECT 1 FROM revision WHERE session_id = ?1)
                OR EXISTS (SELECT 1 FROM credit_correction WHERE within_id = ?1 OR to_id = ?1)
                OR EXISTS (SELECT 1 FROM session_join WHERE part_id = ?1 OR into_id = ?1)
                OR EXISTS (SELECT 1 FROM history WHERE change_id = ?1)",
            [id],
            |row| row.get(0),
        )?;
        if is_used {
            return Ok(false);
        }
        for sql in [
            "DELETE FROM session_channel WHERE session_id = ?1",
            "DELETE FROM session_state WHERE session_id = ?1",
            "DELETE FROM session WHERE id = ?1",
        ] {
            self.conn.prepare_cached(sql)?.execute([id])?;
        }
        Ok(true)
    }
}
