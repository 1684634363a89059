//! Writing down what came of deliveries, several in one commit.

use std::time::Duration;

use domain::Change;
use domain::id::TargetId;
use store::delivery::Outcome;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::{App, Result};

/// How long the first outcome waits for others.
const GATHER: Duration = Duration::from_millis(20);

/// One outcome and whose it is.
pub(super) struct Entry {
    pub(super) target: TargetId,
    pub(super) outcome: Outcome,
}

/// Writes until every courier is gone.
pub(super) async fn keep(app: App, mut received: UnboundedReceiver<Entry>) {
    while let Some(first) = received.recv().await {
        tokio::time::sleep(GATHER).await;
        let mut group = vec![first];
        while let Ok(next) = received.try_recv() {
            group.push(next);
        }
        let mut targets: Vec<TargetId> = group.iter().map(|entry| entry.target).collect();
        targets.sort_unstable();
        targets.dedup();
        match app.off_thread(move |app| write(app, &group)).await {
            Ok(()) => {
                for target in targets {
                    app.announce(Change::Deliveries(target));
                }
            }
            // What is not written is sent again after a restart.
            Err(error) => tracing::error!(%error, "outcomes of deliveries were not written"),
        }
    }
}

fn write(app: &App, group: &[Entry]) -> Result<()> {
    app.store()?.write(None, |tables| {
        for entry in group {
            tables.record_outcome(&entry.outcome)?;
        }
        Ok(())
    })
}
