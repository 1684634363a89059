//! The clock of offers: one whose time is up is closed, right after a restart too.

use std::time::Duration;

use domain::id::SessionId;
use domain::{Actor, Change, Role, SessionStatus};
use store::session::SessionQuery;
use tokio::sync::broadcast::error::RecvError;

use super::due;
use crate::on_air::{Stage, perform};
use crate::{App, Error, Result};

/// How long it sleeps at most: someone may set the computer's clock, or the computer may have slept itself.
const LONGEST_SLEEP: Duration = Duration::from_secs(5);

/// Closes offers whose time is up, for as long as the program runs.
pub(crate) async fn keep(app: App) {
    let mut changes = app.changes();
    loop {
        let next_ms = match app.off_thread(close_due).await {
            Ok(next_ms) => next_ms,
            Err(Error::NoWorkspace | Error::Busy) => None,
            Err(error) => {
                tracing::error!(%error, "offers whose time is up could not be closed");
                None
            }
        };
        if !wait(&mut changes, next_ms.map(|at_ms| at_ms - app.now_ms())).await {
            return;
        }
    }
}

/// Waits until an offer's time may be up, or something became different; `false` when nothing can any more.
async fn wait(changes: &mut tokio::sync::broadcast::Receiver<Change>, left_ms: Option<i64>) -> bool {
    let left = left_ms.map(|left| Duration::from_millis(u64::try_from(left).unwrap_or_default()));
    let until = async {
        match left {
            Some(left) => tokio::time::sleep(left.min(LONGEST_SLEEP)).await,
            None => std::future::pending().await,
        }
    };
    tokio::pin!(until);
    loop {
        tokio::select! {
            () = &mut until => return true,
            change = changes.recv() => match change {
                Ok(Change::OnAir(_) | Change::Session(_) | Change::Workspace) | Err(RecvError::Lagged(_)) => {
                    return true;
                }
                Ok(_) => {}
                Err(RecvError::Closed) => return false,
            },
        }
    }
}

/// Closes what is due in every session on air; answers when the next one will be, UTC ms.
fn close_due(app: &App) -> Result<Option<i64>> {
    let live = SessionQuery { status: Some(SessionStatus::Live), ..SessionQuery::default() };
    let sessions: Vec<SessionId> =
        app.read(|tables| Ok(tables.sessions(&live)?.into_iter().map(|session| session.id).collect()))?;
    let mut next_ms = None;
    for id in sessions {
        let now = app.moment();
        let stage = app.read(|tables| Stage::kept(app, tables, id, now))?;
        if !due(&stage).is_empty() {
            perform(app, &clock(), id, None, |_, stage| Ok(due(stage)))?;
        }
        let offers = stage.state().offers;
        let open = offers.iter().filter(|on_air| on_air.is_open()).map(|on_air| on_air.ends_at_ms);
        next_ms = next_ms.into_iter().chain(open).min();
    }
    Ok(next_ms)
}

/// Who the log names where nobody pressed anything.
fn clock() -> Actor {
    Actor { name: "clock".to_owned(), role: Role::Operator, sees_money: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn it_wakes_when_the_time_is_up_and_at_every_change_that_concerns_it() {
        let (announce, mut changes) = tokio::sync::broadcast::channel(4);
        assert!(wait(&mut changes, Some(20)).await, "by time");
        assert!(wait(&mut changes, Some(-5)).await, "late is now");
        announce.send(Change::Sales).expect("it listens");
        announce.send(Change::Workspace).expect("it listens");
        assert!(wait(&mut changes, None).await, "by a change");
        assert!(changes.is_empty(), "what does not concern it was passed over");
        drop(announce);
        assert!(!wait(&mut changes, None).await, "nothing can change any more");
    }
}
