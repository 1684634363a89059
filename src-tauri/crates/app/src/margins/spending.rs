//! What a session spends: its expenses, its time on air, and the sessions that share an amount for a period.

use std::cell::OnceCell;

use chrono::DateTime;
use domain::evidence::Moment;
use domain::expense::{Expense, ExpenseHow, Show, Spend, spend};
use domain::on_air::windows;
use domain::rate::Rates;
use domain::session::Session;
use domain::{Currency, SessionStatus, Tally};
use store::Tables;
use store::session::SessionQuery;

use crate::Result;
use crate::on_air::entries;
use crate::session_joins::Joins;

/// Every expense, with what they are reckoned from.
pub(crate) struct Spending<'a> {
    now: &'a Moment,
    expenses: Vec<Expense>,
    pub(crate) rates: Rates,
    /// Every session that may share an amount for a period; read when the first such amount is met.
    sharers: OnceCell<Vec<Show>>,
}

impl<'a> Spending<'a> {
    /// Reads what is entered.
    pub(crate) fn read(tables: &Tables<'_>, now: &'a Moment) -> Result<Self> {
        let rates = tables.exchange_rates()?.into_iter().map(|known| known.rate).collect();
        Ok(Self { now, expenses: tables.expenses()?, rates, sharers: OnceCell::new() })
    }

    /// The expenses that are for `session`, and what they take in `currency`, where it sold `tally`; by their places.
    /// Amounts stand in its first currency.
    pub(crate) fn of_session(
        &self,
        tables: &Tables<'_>,
        session: &Session,
        (currency, is_first): (Currency, bool),
        tally: &Tally,
    ) -> Result<(Vec<Expense>, Vec<Spend>)> {
        if self.expenses.is_empty() {
            return Ok((Vec::new(), Vec::new()));
        }
        let show = self.show(tables, session)?;
        let own: Vec<Expense> =
            self.expenses.iter().filter(|expense| expense.terms.is_for(&show)).cloned().collect();
        let is_shared = own.iter().any(|expense| expense.terms.how == ExpenseHow::PerPeriod);
        let mut shows = if is_shared { self.sharers(tables)?.clone() } else { Vec::new() };
        shows.retain(|other| other.session != show.session);
        shows.push(show.clone());
        let spends = spend(&own, &show, &shows, &self.rates, (currency, is_first), tally);
        Ok((own, spends))
    }

    fn sharers(&self, tables: &Tables<'_>) -> Result<&Vec<Show>> {
        if let Some(shows) = self.sharers.get() {
            return Ok(shows);
        }
        let has_period = |show: &Show| {
            self.expenses
                .iter()
                .any(|expense| expense.terms.how == ExpenseHow::PerPeriod && expense.terms.is_for(show))
        };
        let mut shows = Vec::new();
        for session in tables.sessions(&SessionQuery::default())? {
            let is_held = matches!(
                session.standing.status,
                SessionStatus::Scheduled | SessionStatus::Live | SessionStatus::Ended
            );
            if is_held && has_period(&show_of(&session, None)) {
                shows.push(self.show(tables, &session)?);
            }
        }
        Ok(self.sharers.get_or_init(|| shows))
    }

    /// A session with its time on air: by its log, else from its start to its end; as planned before it is held.
    fn show(&self, tables: &Tables<'_>, session: &Session) -> Result<Show> {
        let standing = &session.standing;
        let on_air_ms = match standing.status {
            SessionStatus::Draft | SessionStatus::Scheduled => Some(session.plan.length_ms),
            SessionStatus::Cancelled => Some(0),
            SessionStatus::Live | SessionStatus::Ended => {
                let stretches = windows(&entries(tables, session.id)?, self.now);
                let logged: i64 = stretches.iter().map(|(from, to)| to - from).sum();
                let told = standing.started_at_ms.zip(standing.ended_at_ms).map(|(from, to)| to - from);
                let parts = Joins::read(tables)?.windows_of(tables, session.id)?;
                let joined: i64 = parts.iter().map(|(from, to)| to - from).sum();
                let own = if stretches.is_empty() { told } else { Some(logged) };
                own.map(|own| own + joined)
            }
        };
        Ok(show_of(session, on_air_ms))
    }
}

fn show_of(session: &Session, on_air_ms: Option<i64>) -> Show {
    let at_ms = session.standing.started_at_ms.unwrap_or(session.starts_at_ms);
    let at = DateTime::from_timestamp_millis(at_ms).unwrap_or_default();
    Show {
        session: session.id,
        market: session.plan.market,
        hosts: session.plan.hosts.clone(),
        day: at.with_timezone(&session.plan.market.zone()).date_naive(),
        on_air_ms,
    }
}
