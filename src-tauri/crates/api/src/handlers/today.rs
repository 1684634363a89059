//! The first screen.

use app::App;
use domain::Actor;

use super::session;
use crate::ApiError;
use crate::dto::{Need, NextSession, Nothing, Readiness, SessionReadiness, SessionRef, Today};

/// See [`app::today::today`].
pub(crate) fn today(app: &App, _: &Actor, _: Nothing) -> Result<Today, ApiError> {
    let today = app::today::today(app)?;
    let next = today.next.map(|next| NextSession {
        status: next.session.session.standing.status.into(),
        planned_end_ms: next.session.session.ends_at_ms(),
        session: session::summary(next.session),
        readiness: next.readiness.into_iter().map(readiness).collect(),
    });
    Ok(Today {
        server_now_ms: today.now_ms,
        zone: today.zone.to_owned(),
        next,
        needs: today.needs.into_iter().map(need).collect(),
        week: today.week.into_iter().map(session::summary).collect(),
        last: today.last.map(session::summary),
    })
}

/// See [`app::today::readiness`].
pub(crate) fn session_readiness(app: &App, _: &Actor, req: SessionRef) -> Result<SessionReadiness, ApiError> {
    let lines = app::today::readiness(app, session::id(&req)?)?;
    Ok(SessionReadiness { readiness: lines.into_iter().map(readiness).collect() })
}

fn readiness(line: app::today::Readiness) -> Readiness {
    Readiness {
        check: line.check.into(),
        met: line.met,
        count: line.count,
        total: line.total,
        slots: line.slots,
    }
}

fn need(need: app::today::Need) -> Need {
    Need {
        kind: need.kind.into(),
        subject: need.subject,
        id: need.id.map(|id| id.to_string()),
        since_ms: need.since_ms,
        count: need.count,
    }
}
