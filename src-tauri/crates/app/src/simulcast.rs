//! Telling destinations the state of a session: written in the caller's transaction, sent later.

mod show;
mod window;

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use domain::Change;
use domain::id::{SessionId, TargetId};
use store::Tables;
use store::revision::Revision;
use storefront::{Cadence, Sender, SessionManifest, Show, ShowState, Stamp};

use crate::on_air::Stage;
use crate::{App, Error, Result};

pub use window::{
    DemoShop, Overlay, OverlayProduct, ShopProduct, Window, demo_shop, local_image, overlay, window,
};

/// A show that nobody touched for so long beyond its planned end was left, not led: it blocks nothing any more.
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

/// The session that destinations and the overlay are about: on air, else announced next, else over last.
pub(crate) fn current(tables: &Tables<'_>, now: DateTime<Utc>) -> Result<Option<SessionId>> {
    Ok(tables.current_session(now.timestamp_millis(), left_since_ms(now))?)
}

/// The session on air, if any, that was not left.
pub(crate) fn on_air(tables: &Tables<'_>, now: DateTime<Utc>) -> Result<Option<SessionId>> {
    Ok(tables.session_on_air(left_since_ms(now))?)
}

fn left_since_ms(now: DateTime<Utc>) -> i64 {
    (now - FORGOTTEN).timestamp_millis()
}

/// Tells what the outside may see of a session, inside the caller's transaction.
///
/// Its state is kept for its own page whichever session it is. Destinations show one session at a time, so what
/// is queued for them is always the state of the current one.
pub(crate) fn publish(app: &App, tables: &Tables<'_>, stage: &Stage) -> Result<()> {
    let Some(show) = show::of(tables, stage)? else { return Ok(()) };
    let now = utc(app.now_ms());
    let revision = if current(tables, now)? == Some(show.session) {
        Some(tell(app, tables, show, now, tables.last_queued(None)?)?)
    } else {
        tell(app, tables, show, now, None)?;
        current_revision(app, tables)?
    };
    let Some(revision) = revision else { return Ok(()) };
    for target in tables.targets()?.into_iter().filter(|target| target.enabled) {
        if tables.last_queued(Some(target.id))? != Some(revision) {
            queue(app, tables, target.id, revision)?;
        }
    }
    Ok(())
}

/// Queues what is current for one destination, whatever it was told before.
pub(crate) fn bring(app: &App, tables: &Tables<'_>, target: TargetId) -> Result<()> {
    match current_revision(app, tables)? {
        Some(revision) => queue(app, tables, target, revision),
        None => Ok(()),
    }
}

fn queue(app: &App, tables: &Tables<'_>, target: TargetId, revision: i64) -> Result<()> {
    Ok(tables.add_delivery(app.mint(), target, revision, app.now_ms(), app.now_ms())?)
}

/// The revision of the current session, written anew when it is not the last thing destinations were told:
/// they take nothing that looks older than what they have.
pub(crate) fn current_revision(app: &App, tables: &Tables<'_>) -> Result<Option<i64>> {
    let now = utc(app.now_ms());
    let Some(id) = current(tables, now)? else { return Ok(None) };
    let stage = Stage::kept(app, tables, id, app.moment())?;
    let Some(show) = show::of(tables, &stage)? else { return Ok(None) };
    Ok(Some(tell(app, tables, show, now, tables.last_queued(None)?)?))
}

/// Writes the state of `show`, unless it is told already and not before revision `after`; answers its revision.
fn tell(
    app: &App,
    tables: &Tables<'_>,
    mut show: Show,
    now: DateTime<Utc>,
    after: Option<i64>,
) -> Result<i64> {
    let (last_revision, last_epoch) = tables.last_stamp()?;
    let epoch = app.simulcast().epoch(last_epoch, now);
    show.stamp = Stamp { epoch, revision: u64::try_from(last_revision + 1).unwrap_or_default() };
    let manifest = SessionManifest::build(&show, now, Cadence::PUBLIC);
    if let Some(before) = tables.manifest(show.session)?
        && after.is_none_or(|after| before.revision >= after)
        && says_the_same(&before.bytes, &manifest)
    {
        return Ok(before.revision);
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
    Ok(revision.revision)
}

/// Whether readers would see no difference; when it was told and by whom is no difference.
fn says_the_same(before: &[u8], after: &SessionManifest) -> bool {
    let Ok(mut before) = serde_json::from_slice::<SessionManifest>(before) else { return false };
    match after.state {
        // What is off stays off: there is nothing more to say of it.
        ShowState::Cancelled if before.state == ShowState::Cancelled => return true,
        // What is over is the same whoever tells it.
        ShowState::Ended | ShowState::Cancelled => {}
        // A state told by an earlier process expires with it.
        ShowState::Upcoming | ShowState::Live | ShowState::Paused => {
            if before.stamp.epoch != after.stamp.epoch {
                return false;
            }
        }
    }
    before.stamp = after.stamp;
    before.issued_at_ms = after.issued_at_ms;
    before.expires_at_ms = after.expires_at_ms;
    before == *after
}

/// Whether these bytes tell of a show that is on air and was not forgotten.
pub(crate) fn is_on_air(bytes: &[u8], now: DateTime<Utc>) -> bool {
    serde_json::from_slice::<SessionManifest>(bytes).is_ok_and(|manifest| {
        let forgotten = utc(manifest.planned_end_ms.max(manifest.issued_at_ms)) + FORGOTTEN;
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
        Change::ProductLists | Change::Hosts | Change::Imports | Change::Sales | Change::Fees => false,
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
