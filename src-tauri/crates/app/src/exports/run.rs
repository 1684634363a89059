//! Exports that run: how far they have come, and whether they should stop.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use uuid::Uuid;

use super::ExportError;
use crate::Result;

/// How often an export begins anew because sales came in meanwhile.
pub(super) const TRIES: u32 = 3;

/// How far an export has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Order lines done.
    pub done: u64,
    /// Order lines in all, as the roll-ups count them.
    pub total: u64,
}

#[derive(Default)]
struct State {
    done: AtomicU64,
    total: AtomicU64,
    is_cancelled: AtomicBool,
}

/// The exports that run, in memory.
#[derive(Default)]
pub(crate) struct Runs(Arc<Mutex<HashMap<Uuid, Arc<State>>>>);

/// One export that runs; it is forgotten when it ends.
pub(super) struct Run {
    id: Uuid,
    state: Arc<State>,
    all: Arc<Mutex<HashMap<Uuid, Arc<State>>>>,
}

fn locked(all: &Mutex<HashMap<Uuid, Arc<State>>>) -> MutexGuard<'_, HashMap<Uuid, Arc<State>>> {
    all.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Runs {
    pub(super) fn begin(&self, id: Uuid) -> Run {
        let state = Arc::new(State::default());
        locked(&self.0).insert(id, Arc::clone(&state));
        Run { id, state, all: Arc::clone(&self.0) }
    }

    pub(super) fn progress(&self, id: Uuid) -> Option<Progress> {
        let all = locked(&self.0);
        let state = all.get(&id)?;
        Some(Progress {
            done: state.done.load(Ordering::Relaxed),
            total: state.total.load(Ordering::Relaxed),
        })
    }

    pub(super) fn cancel(&self, id: Uuid) {
        if let Some(state) = locked(&self.0).get(&id) {
            state.is_cancelled.store(true, Ordering::Relaxed);
        }
    }
}

impl Run {
    /// Says how many lines there will be.
    pub(super) fn expects(&self, lines: u64) {
        self.state.total.store(lines, Ordering::Relaxed);
    }

    /// Counts lines done.
    ///
    /// # Errors
    /// [`ExportError::Cancelled`] once it should stop.
    pub(super) fn did(&self, lines: u64) -> Result<()> {
        self.state.done.fetch_add(lines, Ordering::Relaxed);
        if self.state.is_cancelled.load(Ordering::Relaxed) {
            Err(ExportError::Cancelled.into())
        } else {
            Ok(())
        }
    }

    /// Begins anew.
    pub(super) fn again(&self) {
        self.state.done.store(0, Ordering::Relaxed);
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        locked(&self.all).remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    #[test]
    fn an_export_that_is_cancelled_stops_at_its_next_lines_and_is_forgotten() {
        let runs = Runs::default();
        let id = Uuid::from_u128(1);
        let run = runs.begin(id);
        run.expects(20);
        assert!(run.did(10).is_ok());
        assert_eq!(runs.progress(id), Some(Progress { done: 10, total: 20 }));
        runs.cancel(id);
        assert!(matches!(run.did(1), Err(Error::Export(ExportError::Cancelled))));
        drop(run);
        assert_eq!(runs.progress(id), None);
    }
}
