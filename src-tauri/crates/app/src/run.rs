//! Long work that runs: how far it has come, and whether it should stop.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use crate::{App, Error, Result};

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Parts done: order lines of an export, sessions of a reckoning.
    pub done: u64,
    /// Parts in all.
    pub total: u64,
}

#[derive(Default)]
struct State {
    done: AtomicU64,
    total: AtomicU64,
    is_cancelled: AtomicBool,
}

/// What runs, in memory.
#[derive(Default)]
pub(crate) struct Runs(Arc<Mutex<HashMap<Uuid, Arc<State>>>>);

/// One work that runs; it is forgotten when it ends.
pub(crate) struct Run {
    id: Uuid,
    state: Arc<State>,
    all: Arc<Mutex<HashMap<Uuid, Arc<State>>>>,
}

fn locked(all: &Mutex<HashMap<Uuid, Arc<State>>>) -> MutexGuard<'_, HashMap<Uuid, Arc<State>>> {
    all.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Runs {
    pub(crate) fn begin(&self, id: Uuid) -> Run {
        let state = Arc::new(State::default());
        locked(&self.0).insert(id, Arc::clone(&state));
        Run { id, state, all: Arc::clone(&self.0) }
    }

    pub(crate) fn progress(&self, id: Uuid) -> Option<Progress> {
        let all = locked(&self.0);
        let state = all.get(&id)?;
        Some(Progress {
            done: state.done.load(Ordering::Relaxed),
            total: state.total.load(Ordering::Relaxed),
        })
    }

    pub(crate) fn cancel(&self, id: Uuid) {
        if let Some(state) = locked(&self.0).get(&id) {
            state.is_cancelled.store(true, Ordering::Relaxed);
        }
    }
}

impl Run {
    /// Says how many parts there will be.
    pub(crate) fn expects(&self, parts: u64) {
        self.state.total.store(parts, Ordering::Relaxed);
    }

    /// Counts parts done.
    ///
    /// # Errors
    /// [`Error::Stopped`] once it should stop.
    pub(crate) fn did(&self, parts: u64) -> Result<()> {
        self.state.done.fetch_add(parts, Ordering::Relaxed);
        if self.state.is_cancelled.load(Ordering::Relaxed) { Err(Error::Stopped) } else { Ok(()) }
    }

    /// Begins anew.
    pub(crate) fn again(&self) {
        self.state.done.store(0, Ordering::Relaxed);
    }
}

/// How far the work of that name has come; none when it does not run.
pub fn progress(app: &App, id: Uuid) -> Option<Progress> {
    app.runs().progress(id)
}

/// Stops the work of that name: it leaves nothing.
pub fn cancel(app: &App, id: Uuid) {
    app.runs().cancel(id);
}

impl Drop for Run {
    fn drop(&mut self) {
        locked(&self.all).remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cancelled_stops_at_its_next_part_and_is_forgotten() {
        let runs = Runs::default();
        let id = Uuid::from_u128(1);
        let run = runs.begin(id);
        run.expects(20);
        assert!(run.did(10).is_ok());
        assert_eq!(runs.progress(id), Some(Progress { done: 10, total: 20 }));
        runs.cancel(id);
        assert!(matches!(run.did(1), Err(Error::Stopped)));
        drop(run);
        assert_eq!(runs.progress(id), None);
    }
}
