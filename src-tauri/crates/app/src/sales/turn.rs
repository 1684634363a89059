//! One hand at the books at a time, in steps short enough that a take never waits for them.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use store::{Store, Tables};

use crate::Result;

/// What a step aims at while a session is on air; a take may wait for at most 20 ms.
const STEP: Duration = Duration::from_millis(10);
/// What a step aims at otherwise: somebody who edits may wait a little, and every page is written fewer times.
const STEP_OFF_AIR: Duration = Duration::from_millis(150);

static TURN: Mutex<()> = Mutex::new(());

/// Waits until nobody else imports, takes back or credits anew.
pub(crate) fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How long a step may take now.
pub(crate) fn step(tables: &Tables<'_>) -> Result<Duration> {
    Ok(if tables.is_any_live()? { STEP } else { STEP_OFF_AIR })
}

/// How many rows fit into one step; learns from the steps before.
#[derive(Debug)]
pub(crate) struct Pace {
    rows: usize,
}

impl Pace {
    /// Begins carefully.
    pub(crate) const fn new() -> Self {
        Self { rows: 500 }
    }

    /// Writes `all` in steps, each a transaction of its own that others may come between.
    pub(crate) fn write<T>(
        &mut self,
        store: &Store,
        all: &[T],
        mut write: impl FnMut(&Tables<'_>, &[T]) -> Result<()>,
    ) -> Result<()> {
        let mut rest = all;
        while !rest.is_empty() {
            let (now, later) = rest.split_at(self.rows.min(rest.len()));
            let began = Instant::now();
            let aim = store.write_batch(|tables| {
                write(tables, now)?;
                step(tables)
            })?;
            self.learn(now.len(), began.elapsed(), aim);
            rest = later;
        }
        Ok(())
    }

    fn learn(&mut self, rows: usize, took: Duration, aim: Duration) {
        let per_row = took.as_secs_f64() / rows.max(1) as f64;
        let fitting = aim.as_secs_f64() / per_row.max(1e-9);
        // Half way towards what would have fitted: one slow disk write is no reason to crawl.
        let next = (self.rows as f64).midpoint(fitting.min(20_000.0));
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 50 and 20,000 by the clamp"
        )]
        let next = next.clamp(50.0, 20_000.0) as usize;
        if rows * 2 >= self.rows || next < self.rows {
            self.rows = next;
        }
    }
}
