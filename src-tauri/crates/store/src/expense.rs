//! What sessions cost beside their goods.

use chrono::NaiveDate;
use domain::Market;
use domain::expense::{Expense, ExpenseHow, ExpenseKind, ExpenseTerms};
use domain::fee::Payer;
use domain::id::{ExpenseId, SessionId};
use rusqlite::{Row, named_params};

use crate::{Error, Result, Tables, row};

const TABLE: &str = "expense";

fn read(found: &Row<'_>) -> Result<Expense> {
    let day = |column| row::code_or_null(found, TABLE, column, |text| text.parse::<NaiveDate>().ok());
    let terms = ExpenseTerms {
        name: found.get("name")?,
        kind: row::code(found, TABLE, "kind", ExpenseKind::from_code)?,
        how: row::code(found, TABLE, "how", ExpenseHow::from_code)?,
        session: row::id_or_null(found, TABLE, "session_id")?,
        market: row::code_or_null(found, TABLE, "market", Market::from_code)?,
        host: row::id_or_null(found, TABLE, "host_id")?,
        amount: row::price(found, TABLE, "amount_minor", "currency")?,
        rate_ppm: row::count_or_null(found, TABLE, "rate_ppm")?,
        payer: row::code(found, TABLE, "payer", Payer::from_code)?,
        first_day: day("first_day")?,
        last_day: day("last_day")?,
        note: found.get("note")?,
    };
    Ok(Expense { id: row::id(found, TABLE, "id")?, terms })
}

impl Tables<'_> {
    /// Every expense; those of one session first, the standing terms behind them.
    pub fn expenses(&self) -> Result<Vec<Expense>> {
        self.read_expenses(
            "SELECT * FROM expense ORDER BY session_id IS NULL, kind, fold(name), first_day, id",
            [],
        )
    }

    /// What is entered for one session alone.
    pub fn expenses_of(&self, session: SessionId) -> Result<Vec<Expense>> {
        let id = session.as_uuid().into_bytes();
        self.read_expenses(
            "SELECT * FROM expense WHERE session_id = ?1 ORDER BY kind, fold(name), first_day, id",
            [id],
        )
    }

    /// The standing terms: what is for every session that fits.
    pub fn standing_expenses(&self) -> Result<Vec<Expense>> {
        self.read_expenses(
            "SELECT * FROM expense WHERE session_id IS NULL ORDER BY kind, fold(name), first_day, id",
            [],
        )
    }

    fn read_expenses<const N: usize>(&self, sql: &str, parameters: [[u8; 16]; N]) -> Result<Vec<Expense>> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let mut rows = statement.query(rusqlite::params_from_iter(parameters))?;
        let mut expenses = Vec::new();
        while let Some(found) = rows.next()? {
            expenses.push(read(found)?);
        }
        Ok(expenses)
    }

    /// One expense.
    pub fn expense(&self, id: ExpenseId) -> Result<Expense> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM expense WHERE id = ?1")?;
        let mut rows = statement.query([id.as_uuid().into_bytes()])?;
        rows.next()?.map(read).transpose()?.ok_or(Error::NotFound(TABLE))
    }

    /// Writes an expense, new or known.
    pub fn save_expense(&self, expense: &Expense, changed_at_ms: i64) -> Result<()> {
        let terms = &expense.terms;
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        self.conn
            .prepare_cached(
                "INSERT INTO expense (id, name, kind, how, session_id, market, host_id, amount_minor, currency,
                 rate_ppm, payer, first_day, last_day, note, changed_at_ms)
                 VALUES (:id, :name, :kind, :how, :session, :market, :host, :amount, :currency, :rate, :payer,
                 :first, :last, :note, :changed)
                 ON CONFLICT (id) DO UPDATE SET (name, kind, how, session_id, market, host_id, amount_minor,
                 currency, rate_ppm, payer, first_day, last_day, note, changed_at_ms) = (excluded.name,
                 excluded.kind, excluded.how, excluded.session_id, excluded.market, excluded.host_id,
                 excluded.amount_minor, excluded.currency, excluded.rate_ppm, excluded.payer, excluded.first_day,
                 excluded.last_day, excluded.note, excluded.changed_at_ms)",
            )?
            .execute(named_params! {
                ":id": expense.id.as_uuid().into_bytes(),
                ":name": terms.name,
                ":kind": terms.kind.code(),
                ":how": terms.how.code(),
                ":session": terms.session.map(|session| session.as_uuid().into_bytes()),
                ":market": terms.market.map(Market::code),
                ":host": terms.host.map(|host| host.as_uuid().into_bytes()),
                ":amount": terms.amount.map(domain::Money::to_minor).transpose()?,
                ":currency": terms.amount.map(|amount| amount.currency().code()),
                ":rate": terms.rate_ppm,
                ":payer": terms.payer.code(),
                ":first": day(terms.first_day),
                ":last": day(terms.last_day),
                ":note": terms.note,
                ":changed": changed_at_ms,
            })?;
        Ok(())
    }

    /// Removes an expense.
    pub fn delete_expense(&self, id: ExpenseId) -> Result<()> {
        let gone = self
            .conn
            .prepare_cached("DELETE FROM expense WHERE id = ?1")?
            .execute([id.as_uuid().into_bytes()])?;
        if gone == 0 { Err(Error::NotFound(TABLE)) } else { Ok(()) }
    }
}
