//! Bringing what was told to its destinations: one task a target, so that a slow shop holds up nobody else.
//!
//! Who sends what is known in memory only, since one process holds a workspace. Outcomes are written in groups;
//! what was not written when the process ended is sent again under the same delivery id.

mod courier;
mod ledger;

use std::collections::HashMap;
use std::time::Duration;

use domain::Change;
use domain::id::TargetId;
use store::target::Target;
use storefront::RetryPlan;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{mpsc, oneshot};
use tokio::task::{AbortHandle, JoinHandle};

use self::courier::Courier;
use self::ledger::Entry;
use crate::{App, Result};

/// How targets are told.
#[derive(Debug, Clone)]
pub struct Pace {
    /// What follows an attempt.
    pub plan: RetryPlan,
    /// How often a live session's state is renewed.
    pub heartbeat: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { plan: RetryPlan::default(), heartbeat: storefront::manifest::HEARTBEAT }
    }
}

/// Sends to the targets of whichever workspace is open, and closes offers whose time is up. Without [`Sending::stop`] it ends with the process.
pub struct Sending {
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Sending {
    /// Starts sending; needs a tokio runtime.
    pub fn start(app: App, pace: Pace) -> Self {
        let (stop, stopped) = oneshot::channel();
        Self { stop, task: tokio::spawn(run(app, pace, stopped)) }
    }

    /// Stops; outcomes that are known are written first.
    pub async fn stop(self) {
        // The other side is gone only when it ended by itself.
        let _ = self.stop.send(());
        if let Err(error) = self.task.await {
            tracing::error!(%error, "sending broke off");
        }
    }
}

async fn run(app: App, pace: Pace, mut stopped: oneshot::Receiver<()>) {
    let mut changes = app.changes();
    let (outcomes, received) = mpsc::unbounded_channel();
    let ledger = tokio::spawn(ledger::keep(app.clone(), received));
    let offers = tokio::spawn(crate::offers::keep(app.clone()));
    let mut couriers = Couriers { app, pace, outcomes, at_work: HashMap::new() };
    loop {
        couriers.follow().await;
        let change = tokio::select! {
            _ = &mut stopped => break,
            change = relevant(&mut changes) => change,
        };
        match change {
            // A new secret changes no row: every courier has to look again.
            Some(()) => {}
            None => break,
        }
    }
    // With the last courier the ledger's channel closes, and it writes what it still has.
    offers.abort();
    couriers.dismiss();
    drop(couriers);
    if let Err(error) = ledger.await {
        tracing::error!(%error, "outcomes of deliveries were not written");
    }
}

/// Waits until targets may have changed; `None` when nothing can change any more.
async fn relevant(changes: &mut tokio::sync::broadcast::Receiver<Change>) -> Option<()> {
    loop {
        match changes.recv().await {
            Ok(Change::Workspace | Change::Targets) | Err(RecvError::Lagged(_)) => return Some(()),
            Ok(_) => {}
            Err(RecvError::Closed) => return None,
        }
    }
}

struct Couriers {
    app: App,
    pace: Pace,
    outcomes: mpsc::UnboundedSender<Entry>,
    at_work: HashMap<TargetId, (Target, storefront::Target, AbortHandle)>,
}

impl Couriers {
    /// One courier for each target that is switched on and can be told.
    async fn follow(&mut self) {
        let targets = match self.app.off_thread(ready).await {
            Ok(targets) => targets,
            Err(crate::Error::NoWorkspace) => Vec::new(),
            Err(error) => {
                tracing::error!(%error, "targets cannot be read");
                return;
            }
        };
        self.at_work.retain(|id, (row, address, courier)| {
            let stays =
                targets.iter().any(|to| to.target.id == *id && to.target == *row && to.address == *address);
            if !stays {
                courier.abort();
            }
            // One that broke off is replaced, or its target would hear nothing until a restart.
            stays && !courier.is_finished()
        });
        for Ready { target, address, asked_until_ms } in targets {
            if self.at_work.contains_key(&target.id) {
                continue;
            }
            let sender = match self.app.simulcast().sender() {
                Ok(sender) => sender,
                Err(error) => {
                    tracing::error!(%error, "nothing can be sent");
                    return;
                }
            };
            let courier = Courier::new(
                self.app.clone(),
                target.id,
                address.clone(),
                sender,
                self.pace.clone(),
                self.outcomes.clone(),
                asked_until_ms,
            );
            let task = tokio::spawn(courier.run());
            self.at_work.insert(target.id, (target, address, task.abort_handle()));
        }
    }

    fn dismiss(&mut self) {
        for (_, (_, _, courier)) in self.at_work.drain() {
            courier.abort();
        }
    }
}

/// A target that can be told, where and how, and until when it asked to be left alone (UTC milliseconds).
struct Ready {
    target: Target,
    address: storefront::Target,
    asked_until_ms: Option<i64>,
}

/// Targets that are switched on. One without its secret waits for the user.
fn ready(app: &App) -> Result<Vec<Ready>> {
    let targets = app.read(|tables| {
        let enabled = tables.targets()?.into_iter().filter(|target| target.enabled);
        enabled.map(|target| Ok((tables.asked_until_ms(target.id)?, target))).collect::<Result<Vec<_>>>()
    })?;
    let mut ready = Vec::new();
    for (asked_until_ms, target) in targets {
        match crate::targets::destination(app, &target) {
            Ok(address) => ready.push(Ready { target, address, asked_until_ms }),
            Err(error) => tracing::warn!(target = %target.id, %error, "a target cannot be told"),
        }
    }
    Ok(ready)
}

#[cfg(test)]
mod tests {
    use domain::simulcast::TargetKind;
    use domain::{Actor, Language, Market};

    use super::*;
    use crate::targets::{self, NewTarget};
    use crate::workspaces::{self, Start};
    use crate::{Home, SystemClock};

    /// Couriers of a workspace with one folder.
    async fn couriers(folder: &tempfile::TempDir) -> (Couriers, mpsc::UnboundedReceiver<Entry>) {
        let app = App::new(Home::at(folder.path()), SystemClock);
        let (brand, purpose) = ("Mộc Lan".to_owned(), store::workspace::Purpose::PlanAndSell);
        let new = NewTarget {
            kind: TargetKind::Folder,
            name: "Website".to_owned(),
            address: folder.path().display().to_string(),
            region: None,
            public_address: None,
            keys: None,
            allow_private: false,
        };
        let begin = move |app: &App| {
            workspaces::start(app, &Start { language: Language::Vi, market: Market::Vn, brand, purpose })?;
            targets::create(app, &Actor::owner(), new)
        };
        app.off_thread(begin).await.expect("a destination");
        let (outcomes, received) = mpsc::unbounded_channel();
        (Couriers { app, pace: Pace::default(), outcomes, at_work: HashMap::new() }, received)
    }

    fn at_work(couriers: &Couriers) -> AbortHandle {
        let (_, _, courier) = couriers.at_work.values().next().expect("a courier");
        courier.clone()
    }

    #[tokio::test]
    async fn a_courier_that_broke_off_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut couriers, _received) = couriers(&folder).await;
        couriers.follow().await;
        let broken = at_work(&couriers);
        broken.abort();
        while !broken.is_finished() {
            tokio::task::yield_now().await;
        }
        couriers.follow().await;
        assert!(!at_work(&couriers).is_finished(), "the target would hear nothing until a restart");
    }

    #[tokio::test]
    async fn a_courier_outlasts_a_workspace_that_is_closed_for_a_moment() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut couriers, _received) = couriers(&folder).await;
        couriers.follow().await;
        let file = couriers.app.workspace_path().expect("it is open");
        couriers.app.close();
        // It looks, finds nothing open, and is not dismissed before the file is open again.
        tokio::time::sleep(Duration::from_millis(200)).await;
        let opened = couriers.app.off_thread(move |app| app.open(&file)).await;
        opened.expect("nobody else has it");
        assert!(!at_work(&couriers).is_finished());
    }
}
