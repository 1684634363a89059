//! Telling destinations the state of a session: written in the caller's transaction, sent later.

mod show;
mod window;

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use domain::Change;
use domain::id::TargetId;
use store::Tables;
use store::revision::Revision;
use storefront::{Cadence, Sender, SessionManifest, Show, ShowState, Stamp};

use crate::on_air::Stage;
use crate::{App, Error, Result};

pub use window::{
    DemoShop, Overlay, OverlayProduct, ShopProduct, Window, demo_shop, local_image, overlay, window,
};

/// A show that runs longer beyond its planned end than this was left, not led: it blocks nothing any more.
pub(crate) const FORGOTTEN: TimeDelta = TimeDelta::hours(12);

/// What the sender of this process remembers.
#[derive(Default)]
pub(crate) struct Simulcast {
    /// UTC seconds at which this process took over the open workspace; none before its first revision.
    epoch: Mutex<Option<i64>>,
    /// When each target last confirmed a heartbeat, UTC milliseconds.
    heard: Mutex<HashMap<TargetId, i64>>,
    sender: OnceLock<Sender>,
}

impl Simulcast {
    /// Another workspace, or the same one restored: what follows is told as a take-over.
    pub(crate) fn take_over(&self) {
        *locked(&self.epoch) = None;
    }

    fn epoch(&self, last: i64, now: DateTime<Utc>) -> i64 {
        // A clock that was set back must not make later states look older.
        *locked(&self.epoch).get_or_insert_with(|| now.timestamp().max(last + 1))
    }

    pub(crate) fn heard(&self, target: TargetId, at_ms: i64) {
        locked(&self.heard).insert(target, at_ms);
    }

    pub(crate) fn heard_at_ms(&self, target: TargetId) -> Option<i64> {
        locked(&self.heard).get(&target).copied()
    }

    /// The one sender, so that connections stay warm.
    pub(crate) fn sender(&self) -> Result<Sender> {
        if let Some(sender) = self.sender.get() {
            return Ok(sender.clone());
        }
        let sender = Sender::new().map_err(|error| Error::NoNetwork(error.to_string()))?;
        Ok(self.sender.get_or_init(|| sender).clone())
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Tells what the outside may see of a session, inside the caller's transaction.
pub(crate) fn publish(app: &App, tables: &Tables<'_>, stage: &Stage) -> Result<()> {
    match show::of(tables, stage)? {
        Some(show) => tell(app, tables, show),
        None => Ok(()),
    }
}

/// Writes the state of `show` and one delivery a destination, inside the caller's transaction.
///
/// Nothing is written when destinations would be told what they know already. While another session is on
/// air the destinations stay with it, and only this session's own page hears of the change.
fn tell(app: &App, tables: &Tables<'_>, mut show: Show) -> Result<()> {
    let now = utc(app.now_ms());
    let (last_revision, last_epoch) = tables.last_stamp()?;
    let before = tables.manifest(show.session)?;
    let current = tables.current_manifest()?;
    let epoch = app.simulcast().epoch(last_epoch, now);
    show.stamp = Stamp { epoch, revision: u64::try_from(last_revision + 1).unwrap_or_default() };
    let manifest = SessionManifest::build(&show, now, Cadence::PUBLIC);
    if before.is_some_and(|before| says_the_same(&before.bytes, &manifest)) {
        return Ok(());
    }
    let revision = Revision {
        revision: last_revision + 1,
        epoch,
        session: show.session,
        state: state_code(show.state),
        issued_at_ms: manifest.issued_at_ms,
    };
    let bytes = manifest.to_bytes().map_err(|error| Error::NotTold(error.to_string()))?;
    tables.add_revision(&revision, &bytes)?;
    let elsewhere =
        current.is_some_and(|current| current.session != show.session && is_on_air(&current.bytes, now));
    if elsewhere && !matches!(show.state, ShowState::Live | ShowState::Paused) {
        return Ok(());
    }
    for target in tables.targets()?.into_iter().filter(|target| target.enabled) {
        tables.add_delivery(
            app.mint(),
            target.id,
            revision.revision,
            manifest.issued_at_ms,
            manifest.issued_at_ms,
        )?;
    }
    Ok(())
}

/// Whether readers would see no difference; when it was told and by whom is no difference.
fn says_the_same(before: &[u8], after: &SessionManifest) -> bool {
    let Ok(mut before) = serde_json::from_slice::<SessionManifest>(before) else { return false };
    // A state told by an earlier process expires with it.
    if before.stamp.epoch != after.stamp.epoch {
        return false;
    }
    before.stamp = after.stamp;
    before.issued_at_ms = after.issued_at_ms;
    before.expires_at_ms = after.expires_at_ms;
    before == *after
}

/// Whether these bytes tell of a show that is on air and was not forgotten.
pub(crate) fn is_on_air(bytes: &[u8], now: DateTime<Utc>) -> bool {
    serde_json::from_slice::<SessionManifest>(bytes).is_ok_and(|manifest| {
        let forgotten = utc(manifest.planned_end_ms) + FORGOTTEN;
        matches!(manifest.state, ShowState::Live | ShowState::Paused) && now < forgotten
    })
}

const fn state_code(state: ShowState) -> &'static str {
    match state {
        ShowState::Upcoming => "upcoming",
        ShowState::Live => "live",
        ShowState::Paused => "paused",
        ShowState::Ended => "ended",
        ShowState::Cancelled => "cancelled",
    }
}

pub(crate) fn utc(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}

/// Whether a change may have queued something for `target`.
pub(crate) const fn concerns(change: Change, target: TargetId) -> bool {
    match change {
        Change::Deliveries(other) => other.as_uuid().as_u128() == target.as_uuid().as_u128(),
        Change::Workspace
        | Change::Catalogue
        | Change::Session(_)
        | Change::Lineup(_)
        | Change::OnAir(_)
        | Change::Targets => true,
        Change::ProductLists | Change::Hosts | Change::Imports | Change::Sales => false,
    }
}

/// Waits for `future` on the runtime this thread belongs to, or on one of its own.
pub(crate) fn wait_for<F: Future>(future: F) -> Result<F::Output> {
    if let Ok(runtime) = tokio::runtime::Handle::try_current() {
        return Ok(runtime.block_on(future));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::NoNetwork(error.to_string()))?;
    Ok(runtime.block_on(future))
}
