//! The one source of the time.

use std::time::{SystemTime, UNIX_EPOCH};

use domain::evidence::Moment;
use uuid::Uuid;

use crate::system;

/// Tells the time; tests bring their own.
pub trait Clock: Send + Sync {
    /// UTC milliseconds since 1970.
    fn now_ms(&self) -> i64;

    /// Which run of the computer this is, and milliseconds in it by a clock that nobody can set.
    fn boot(&self) -> (Uuid, i64) {
        (Uuid::nil(), self.now_ms())
    }

    /// This moment on both clocks.
    fn moment(&self) -> Moment {
        let (boot, boot_ms) = self.boot();
        Moment { at_ms: self.now_ms(), boot, boot_ms }
    }
}

/// The computer's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        // A clock before 1970 is as wrong as any other; the show still has to run.
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .ok()
            .and_then(|since| i64::try_from(since.as_millis()).ok())
            .unwrap_or_default()
    }

    fn boot(&self) -> (Uuid, i64) {
        system::boot_clock()
    }
}
