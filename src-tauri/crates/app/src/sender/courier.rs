//! Telling one target: the newest state it has not got, by the retry plan, and a heartbeat while a show is live.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use domain::Change;
use domain::id::{DeliveryId, TargetId};
use domain::simulcast::DeliveryState;
use store::delivery::{Delivery, Outcome as Written};
use store::revision::Manifest;
use storefront::manifest::LIVE_EXPIRY;
use storefront::{Attempt, NowJson, Outcome, Parcel, Sender, SessionManifest, Stamp, Verdict};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::{Instant, sleep_until};

use super::Pace;
use super::ledger::Entry;
use crate::simulcast::{concerns, is_on_air, on_air, utc};
use crate::targets::written;
use crate::{App, Result};

/// After this a live state is renewed when it is sent.
const LATE: TimeDelta = TimeDelta::minutes(1);
/// After a failure to read the workspace.
const READ_AGAIN: Duration = Duration::from_secs(1);

/// Tells one target until it is dismissed.
pub(super) struct Courier {
    app: App,
    target: TargetId,
    address: storefront::Target,
    sender: Sender,
    pace: Pace,
    outcomes: UnboundedSender<Entry>,
    /// Told or given up, though perhaps not written yet.
    finished: Option<DeliveryId>,
    /// The delivery that is tried again: tries so far, and when.
    again: Option<(DeliveryId, u32, Instant)>,
    /// The target asked not to be told anything before.
    not_before: Option<Instant>,
    beat_at: Instant,
}

/// What there is to do, as the workspace has it.
enum Work {
    Deliver(Delivery, Manifest),
    /// Nothing but to renew what the target shows.
    Beat(Manifest),
    Nothing,
}

impl Courier {
    pub(super) fn new(
        app: App,
        target: TargetId,
        address: storefront::Target,
        sender: Sender,
        pace: Pace,
        outcomes: UnboundedSender<Entry>,
        asked_until_ms: Option<i64>,
    ) -> Self {
        // After a restart the target hears at once that the show goes on.
        let beat_at = Instant::now();
        let mut courier = Self {
            app,
            target,
            address,
            sender,
            pace,
            outcomes,
            finished: None,
            again: None,
            not_before: None,
            beat_at,
        };
        courier.not_before = asked_until_ms.map(|at_ms| courier.instant(at_ms));
        courier
    }

    pub(super) async fn run(mut self) {
        // Listening begins before the first look: what is queued in between is not missed.
        let mut changes = self.app.changes();
        loop {
            let target = self.target;
            let work = match self.app.off_thread(move |app| look(app, target)).await {
                Ok(work) => work,
                // Closed for a moment (a backup comes back, the file moves) or for good: then it is dismissed.
                Err(crate::Error::NoWorkspace) => {
                    self.wait(&mut changes, None).await;
                    continue;
                }
                Err(error) => {
                    tracing::warn!(%error, "deliveries cannot be read");
                    tokio::time::sleep(READ_AGAIN).await;
                    continue;
                }
            };
            match work {
                Work::Deliver(delivery, manifest) if self.finished != Some(delivery.id) => {
                    let due = self.due(&delivery);
                    if due.is_some_and(|due| due > Instant::now()) {
                        self.wait(&mut changes, due).await;
                    } else {
                        self.deliver(&delivery, &manifest).await;
                    }
                }
                Work::Beat(manifest) if self.beat_at <= Instant::now() => self.beat(&manifest).await,
                Work::Beat(_) => {
                    let beat_at = self.beat_at;
                    self.wait(&mut changes, Some(beat_at)).await;
                }
                Work::Deliver(..) | Work::Nothing => self.wait(&mut changes, None).await,
            }
        }
    }

    /// When `delivery` may be tried; `None` is now.
    fn due(&self, delivery: &Delivery) -> Option<Instant> {
        match self.again {
            Some((id, _, at)) if id == delivery.id => Some(at),
            // One that was queued by hand is due since always.
            _ if delivery.due_at_ms == 0 => None,
            // Tried before this process began, or by a courier that is gone.
            _ if delivery.attempts > 0 => Some(self.instant(delivery.due_at_ms)),
            _ => self.not_before,
        }
    }

    /// An instant of the workspace (UTC ms) on the clock that only runs. One that lies further ahead than anything
    /// was ever put off was written by another time of day.
    fn instant(&self, at_ms: i64) -> Instant {
        let wait_ms = u64::try_from(at_ms.saturating_sub(self.app.now_ms())).unwrap_or_default();
        Instant::now() + Duration::from_millis(wait_ms).min(self.pace.plan.longest())
    }

    /// Waits for something new, at most until `at`.
    async fn wait(&self, changes: &mut Receiver<Change>, at: Option<Instant>) {
        let due = async {
            match at {
                Some(at) => sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = due => {}
            () = concerned(changes, self.target) => {}
        }
    }

    async fn deliver(&mut self, delivery: &Delivery, manifest: &Manifest) {
        let tries = match self.again {
            Some((id, tries, _)) if id == delivery.id => tries,
            _ => delivery.attempts,
        };
        let (at_ms, since) = (self.app.now_ms(), Instant::now());
        let Some(attempt) = self.send(delivery.id, manifest, false).await else {
            // Bytes of ours that cannot be read: never again, but the next state may do.
            self.finished = Some(delivery.id);
            return;
        };
        let took = since.elapsed();
        let verdict = self.pace.plan.after(tries, attempt.outcome);
        let ended_at_ms = self.app.now_ms();
        let (state, due_at_ms) = match verdict {
            Verdict::Delivered => (DeliveryState::Delivered, ended_at_ms),
            Verdict::Dead => (DeliveryState::Dead, ended_at_ms),
            Verdict::RetryIn(wait) => {
                let wait_ms = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
                (DeliveryState::Pending, ended_at_ms.saturating_add(wait_ms))
            }
        };
        let asked_to_wait = matches!(attempt.outcome, Outcome::Unavailable { retry_after: Some(_) });
        self.remember(delivery.id, tries, verdict, asked_to_wait);
        let attempt = written(attempt.answer, at_ms, took);
        let outcome =
            Written { delivery: delivery.id, attempt, state, due_at_ms, asked_to_wait, ended_at_ms };
        // The ledger lives longer than any courier.
        let _ = self.outcomes.send(Entry { target: self.target, outcome });
    }

    fn remember(&mut self, id: DeliveryId, tries: u32, verdict: Verdict, asked_to_wait: bool) {
        self.not_before = None;
        match verdict {
            Verdict::Delivered | Verdict::Dead => {
                self.finished = Some(id);
                self.again = None;
                self.beat_at = Instant::now() + self.pace.heartbeat;
            }
            Verdict::RetryIn(wait) => {
                let at = Instant::now() + wait;
                self.again = Some((id, tries + 1, at));
                // A newer state is tried at once, unless the target itself asked for time.
                if asked_to_wait {
                    self.not_before = Some(at);
                }
            }
        }
    }

    /// Renews what the target shows, so that it does not expire; nothing of it is written down.
    async fn beat(&mut self, manifest: &Manifest) {
        self.beat_at = Instant::now() + self.pace.heartbeat;
        // A new id: a target that knows the last delivery's id would take this for a repetition.
        let Some(attempt) = self.send(self.app.mint(), manifest, true).await else { return };
        if attempt.outcome == Outcome::Accepted {
            self.app.simulcast().heard(self.target, self.app.now_ms());
            self.app.announce(Change::Deliveries(self.target));
        }
    }

    async fn send(&self, id: DeliveryId, kept: &Manifest, renew: bool) -> Option<Attempt> {
        let now = utc(self.app.now_ms());
        let mut manifest: SessionManifest = match serde_json::from_slice(&kept.bytes) {
            Ok(manifest) => manifest,
            Err(error) => {
                tracing::error!(%error, revision = kept.revision, "a manifest cannot be read");
                return None;
            }
        };
        // Tries that follow each other closely are the same bytes; one that comes late must not expire at once.
        let is_stale = now > utc(kept.issued_at_ms) + LATE;
        let renewed = (renew || (is_stale && is_on_air(&kept.bytes, now))).then(|| {
            manifest.expires_at_ms = (now + LIVE_EXPIRY).timestamp_millis();
            manifest.to_bytes()
        });
        let bytes = match renewed {
            Some(renewed) => renewed.ok()?,
            None => kept.bytes.clone(),
        };
        let now_json = NowJson::of(&manifest).to_bytes().ok()?;
        let stamp = Stamp { epoch: kept.epoch, revision: u64::try_from(kept.revision).unwrap_or_default() };
        let parcel = Parcel {
            delivery: id,
            stamp,
            issued_at: utc(kept.issued_at_ms),
            manifest: &bytes,
            now_json: &now_json,
        };
        Some(self.sender.send(&self.address, &parcel, Utc::now()).await)
    }
}

/// Waits until a change may have queued something for `target`.
async fn concerned(changes: &mut Receiver<Change>, target: TargetId) {
    loop {
        match changes.recv().await {
            Ok(change) if concerns(change, target) => return,
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => return,
            Err(RecvError::Closed) => std::future::pending().await,
        }
    }
}

fn look(app: &App, target: TargetId) -> Result<Work> {
    let now = utc(app.now_ms());
    app.read(|tables| {
        if let Some(delivery) = tables.next_delivery(target)?
            && let Some(manifest) = tables.manifest(delivery.session)?
        {
            return Ok(Work::Deliver(delivery, manifest));
        }
        let Some(on_air) = on_air(tables, now)? else { return Ok(Work::Nothing) };
        Ok(tables.manifest(on_air)?.map_or(Work::Nothing, Work::Beat))
    })
}
