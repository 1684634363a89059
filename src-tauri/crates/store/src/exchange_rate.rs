//! Rates of exchange: entered by hand, and stated by files that count.

use chrono::NaiveDate;
use domain::id::ImportId;
use domain::rate::{Code, Rate};
use rusqlite::{Row, params};
use rust_decimal::Decimal;

use crate::{Error, Result, Tables, row};

const TABLE: &str = "exchange_rate";

/// A rate, and the file that stated it; none when it was entered by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRate {
    /// The rate.
    pub rate: Rate,
    /// The file.
    pub import: Option<ImportId>,
}

fn read(found: &Row<'_>) -> Result<KnownRate> {
    let corrupt = |column| Error::Corrupt { table: TABLE, column };
    let code = |column: &'static str| {
        let text: String = found.get(column)?;
        Code::new(&text).ok_or_else(|| corrupt(column))
    };
    let rate: String = found.get("rate")?;
    let rate = Rate {
        day: row::code(found, TABLE, "day", |text| text.parse::<NaiveDate>().ok())?,
        from: code("from_code")?,
        to: code("to_code")?,
        rate: rate.parse::<Decimal>().map_err(|_| corrupt("rate"))?,
        source: found.get("source")?,
    };
    Ok(KnownRate { rate, import: row::id_or_null(found, TABLE, "import_id")? })
}

impl Tables<'_> {
    /// Every rate that counts, the oldest first; of one day and pair the later file behind the earlier one, and what
    /// was entered by hand last.
    pub fn exchange_rates(&self) -> Result<Vec<KnownRate>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT day, from_code, to_code, rate, file_name AS source, import_id, at_ms
             FROM exchange_rate_seen JOIN import ON import.id = import_id AND import.state = 'live'
             UNION ALL
             SELECT day, from_code, to_code, rate, source, NULL, 9223372036854775807 FROM exchange_rate
             ORDER BY day, from_code, to_code, at_ms",
        )?;
        let mut rows = statement.query([])?;
        let mut rates = Vec::new();
        while let Some(found) = rows.next()? {
            rates.push(read(found)?);
        }
        Ok(rates)
    }

    /// Writes a rate entered by hand, new or known.
    pub fn save_exchange_rate(&self, rate: &Rate) -> Result<()> {
        self.conn
            .prepare_cached(
                "INSERT INTO exchange_rate (day, from_code, to_code, rate, source) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (day, from_code, to_code) DO UPDATE
                 SET (rate, source) = (excluded.rate, excluded.source)",
            )?
            .execute(params![
                rate.day.to_string(),
                rate.from.as_str(),
                rate.to.as_str(),
                rate.rate.normalize().to_string(),
                rate.source,
            ])?;
        Ok(())
    }

    /// Removes a rate that was entered by hand.
    pub fn delete_exchange_rate(&self, day: NaiveDate, from: Code, to: Code) -> Result<()> {
        let gone = self
            .conn
            .prepare_cached("DELETE FROM exchange_rate WHERE day = ?1 AND from_code = ?2 AND to_code = ?3")?
            .execute(params![day.to_string(), from.as_str(), to.as_str()])?;
        if gone == 0 { Err(Error::NotFound(TABLE)) } else { Ok(()) }
    }

    /// Keeps what a file states.
    pub fn insert_exchange_rates(&self, import: ImportId, rates: &[Rate]) -> Result<()> {
        let mut statement = self.conn.prepare_cached(
            "INSERT OR REPLACE INTO exchange_rate_seen (import_id, day, from_code, to_code, rate)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for rate in rates {
            statement.execute(params![
                import.as_uuid().into_bytes(),
                rate.day.to_string(),
                rate.from.as_str(),
                rate.to.as_str(),
                rate.rate.normalize().to_string(),
            ])?;
        }
        Ok(())
    }
}
