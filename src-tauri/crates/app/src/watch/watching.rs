//! Looking at the watched folders every few seconds, and not at all while there is none.

use std::time::Duration;

use domain::Change;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::Watcher;
use crate::{App, Error};

/// How often the folders are looked at. Polling sees every folder there is: a drive of the network tells nobody.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// The time between two looks; a file that is the same at two of them has come to rest.
    pub every: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { every: Duration::from_secs(3) }
    }
}

/// Watches the folders of whichever workspace is open. Without [`Watching::stop`] it ends with the process.
pub struct Watching {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Watching {
    /// Starts watching; needs a tokio runtime.
    pub fn start(app: App, pace: Pace) -> Self {
        let (stop, stopped) = oneshot::channel();
        Self { stop, task: tokio::spawn(run(app, pace, stopped)) }
    }

    /// Stops; a file that is going in goes in first.
    pub async fn stop(self) {
        // The other side is gone only when it ended by itself.
        let _ = self.stop.send(());
        if let Err(error) = self.task.await {
            tracing::error!(%error, "watching broke off");
        }
    }
}

async fn run(app: App, pace: Pace, mut stopped: oneshot::Receiver<()>) {
    let mut changes = app.changes();
    let mut watcher = Watcher::default();
    loop {
        let mut own = std::mem::take(&mut watcher);
        let looked = app
            .off_thread(move |app| {
                let any = own.round(app);
                Ok((own, any))
            })
            .await;
        let any = match looked {
            Ok((own, any)) => {
                watcher = own;
                any
            }
            Err(error) => Err(error),
        };
        let is_any = any.unwrap_or_else(|error| {
            if !matches!(error, Error::NoWorkspace | Error::Busy) {
                tracing::error!(%error, "the watched folders could not be looked at");
            }
            // Tried again: it may be for a moment only.
            !matches!(error, Error::NoWorkspace)
        });
        tokio::select! {
            _ = &mut stopped => return,
            () = tokio::time::sleep(pace.every), if is_any => {}
            () = told(&mut changes), if !is_any => {}
        }
    }
}

/// Waits until a folder may be watched: another workspace was opened, or a folder was chosen.
async fn told(changes: &mut tokio::sync::broadcast::Receiver<Change>) {
    loop {
        match changes.recv().await {
            Ok(Change::Workspace | Change::Imports) | Err(RecvError::Lagged(_)) => return,
            Ok(_) => {}
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}
