//! Figures by step, product and day, and what advertising cost: observations by file, append-only.

use domain::id::{ImportId, SessionId};
use domain::{Channel, Currency};
use rusqlite::types::Value;
use rusqlite::{Row, params, params_from_iter};

use crate::{Result, Tables, row};

/// What a row is of; each kind is a table of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FigureOf {
    /// A step of a session.
    Step,
    /// A product in a session.
    Product,
    /// A day of a channel.
    Day,
    /// A day of advertising.
    Ad,
}

impl FigureOf {
    /// Its table.
    pub const fn table(self) -> &'static str {
        match self {
            Self::Step => "session_step",
            Self::Product => "session_product",
            Self::Day => "day_figure",
            Self::Ad => "ad_spend",
        }
    }

    /// The columns of its figures: amounts end in `_e4`, the others are counts.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::Step => &[
                "gmv_e4",
                "orders",
                "sku_orders",
                "items",
                "customers",
                "viewers",
                "viewers_entering",
                "views",
                "impressions",
                "product_impressions",
                "product_clicks",
                "new_followers",
                "comments",
                "shares",
                "likes",
            ],
            Self::Product => &[
                "gmv_e4",
                "orders",
                "sku_orders",
                "items",
                "customers",
                "product_impressions",
                "product_clicks",
                "added_to_cart",
                "stock",
            ],
            Self::Day => &[
                "gmv_e4",
                "live_gmv_e4",
                "indirect_gmv_e4",
                "revenue_e4",
                "refunds_e4",
                "orders",
                "sku_orders",
                "items",
                "customers",
                "views",
                "streams",
            ],
            Self::Ad => &["cost_e4", "revenue_e4", "orders"],
        }
    }

    /// The columns that say what the row is about.
    const fn about(self) -> &'static [&'static str] {
        match self {
            Self::Step => &["at_ms", "minutes"],
            Self::Product => &["product_ref", "title"],
            Self::Day => &["day", "scope"],
            Self::Ad => &["day", "campaign"],
        }
    }
}

/// One row as one file stated it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// What it is of.
    pub of: FigureOf,
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
    /// When a step began (UTC milliseconds), or the day (from 1970-01-01); 0 for a product.
    pub at: i64,
    /// How long a step is; 0 for others.
    pub minutes: i64,
    /// The product's id, the scope of a day (`live`, `shop`) or the campaign; empty for a step.
    pub about: String,
    /// The product's title; empty for others.
    pub title: String,
    /// The currency of its amounts.
    pub currency: Option<Currency>,
    /// Its figures, in the order of [`FigureOf::columns`]. None is "not said".
    pub figures: Vec<Option<i64>>,
}

impl Stated {
    /// A figure by the name of its column.
    pub fn get(&self, column: &str) -> Option<i64> {
        let at = self.of.columns().iter().position(|name| *name == column)?;
        self.figures.get(at).copied().flatten()
    }
}

fn read(found: &Row<'_>, of: FigureOf) -> Result<Stated> {
    let table = of.table();
    let currency: Option<String> = found.get("currency")?;
    let (at, minutes, about, title) = match of {
        FigureOf::Step => (found.get("at_ms")?, found.get("minutes")?, String::new(), String::new()),
        FigureOf::Product => (0, 0, found.get("product_ref")?, found.get("title")?),
        FigureOf::Day => (found.get("day")?, 0, found.get("scope")?, String::new()),
        FigureOf::Ad => (found.get("day")?, 0, found.get("campaign")?, String::new()),
    };
    let figures = of.columns().iter().map(|column| found.get(*column)).collect::<Result<_, _>>()?;
    Ok(Stated {
        of,
        import: row::id(found, table, "import_id")?,
        file_name: found.get("file_name")?,
        row: found.get("row")?,
        as_of_ms: found.get("as_of_ms")?,
        channel: row::code(found, table, "channel", Channel::from_code)?,
        at,
        minutes,
        about,
        title,
        currency: currency.as_deref().and_then(Currency::from_code),
        figures,
    })
}

impl Tables<'_> {
    /// Keeps what a file stated.
    pub fn insert_figure(&self, stated: &Stated) -> Result<()> {
        let of = stated.of;
        let mut columns = vec!["import_id", "row", "as_of_ms", "channel", "currency"];
        columns.extend(of.about());
        columns.extend(of.columns());
        let marks: Vec<String> = (1..=columns.len()).map(|at| format!("?{at}")).collect();
        let sql =
            format!("INSERT INTO {} ({}) VALUES ({})", of.table(), columns.join(", "), marks.join(", "));
        let text = |text: &str| Value::Text(text.to_owned());
        let mut values = vec![
            Value::Blob(stated.import.as_uuid().into_bytes().to_vec()),
            Value::Integer(stated.row),
            Value::Integer(stated.as_of_ms),
            text(stated.channel.code()),
            stated.currency.map_or(Value::Null, |currency| text(currency.code())),
        ];
        values.extend(match of {
            FigureOf::Step => [Value::Integer(stated.at), Value::Integer(stated.minutes)],
            FigureOf::Product => [text(&stated.about), text(&stated.title)],
            FigureOf::Day | FigureOf::Ad => [Value::Integer(stated.at), text(&stated.about)],
        });
        values.extend(stated.figures.iter().map(|figure| figure.map_or(Value::Null, Value::Integer)));
        self.conn.prepare_cached(&sql)?.execute(params_from_iter(values))?;
        Ok(())
    }

    /// What one import stated, in the order of its rows.
    pub fn figures_of(&self, import: ImportId, of: FigureOf) -> Result<Vec<Stated>> {
        let sql = format!(
            "SELECT {0}.*, file_name FROM {0} JOIN import ON import.id = import_id
             WHERE import_id = ?1 ORDER BY {0}.id",
            of.table()
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query(params![import.as_uuid().into_bytes()])?;
        let mut all = Vec::new();
        while let Some(found) = rows.next()? {
            all.push(read(found, of)?);
        }
        Ok(all)
    }

    /// What live imports stated of days in `from..to`, each day, channel and scope or campaign once: the later figures,
    /// and of one age those of the file with the greater hash, so that the order of imports does not matter.
    pub fn days_known(&self, of: FigureOf, from: i64, to: i64) -> Result<Vec<Stated>> {
        let about = of.about().join(", ");
        let sql = format!(
            "SELECT * FROM (
                SELECT {0}.*, file_name, row_number() OVER (
                    PARTITION BY channel, {about} ORDER BY as_of_ms DESC, hash DESC, {0}.id DESC) AS place
                FROM {0} JOIN import ON import.id = import_id
                WHERE state = 'live' AND day >= ?1 AND day < ?2)
             WHERE place = 1 ORDER BY {about}, channel",
            of.table()
        );
        let mut statement = self.conn.prepare_cached(&sql)?;
        let mut rows = statement.query([from, to])?;
        let mut all = Vec::new();
        while let Some(found) = rows.next()? {
            all.push(read(found, of)?);
        }
        Ok(all)
    }

    /// Whether any file of days or advertising counts.
    pub fn has_days(&self) -> Result<bool> {
        let mut statement = self.conn.prepare_cached(
            "SELECT 1 FROM import WHERE kind IN ('days', 'ads') AND state = 'live' LIMIT 1",
        )?;
        Ok(statement.exists([])?)
    }

    /// The live imports that tell a session step by step, with the room each tells of: what counts first stands first.
    pub fn step_imports(&self, session: Option<SessionId>) -> Result<Vec<StepImport>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT import_id, file_name, as_of_ms, channel, room, started_at_ms FROM session_figure
             JOIN import ON import.id = import_id
             WHERE kind = 'minutes' AND state = 'live' AND (?1 IS NULL OR session_id = ?1)
             ORDER BY as_of_ms DESC, hash DESC, session_figure.id DESC",
        )?;
        let mut rows = statement.query([session.map(|id| id.as_uuid().into_bytes())])?;
        let mut all = Vec::new();
        while let Some(found) = rows.next()? {
            all.push(StepImport {
                import: row::id(found, "session_figure", "import_id")?,
                file_name: found.get("file_name")?,
                as_of_ms: found.get("as_of_ms")?,
                channel: row::code(found, "session_figure", "channel", Channel::from_code)?,
                room: found.get("room")?,
                started_at_ms: found.get("started_at_ms")?,
            });
        }
        Ok(all)
    }
}

/// One import that tells a session step by step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepImport {
    /// The import.
    pub import: ImportId,
    /// Its file.
    pub file_name: String,
    /// The instant the figures stand for, UTC milliseconds.
    pub as_of_ms: i64,
    /// The platform.
    pub channel: Channel,
    /// The platform's id of the room.
    pub room: Option<String>,
    /// When the room began, UTC milliseconds.
    pub started_at_ms: i64,
}
