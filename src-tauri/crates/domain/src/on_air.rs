//! The show clock.

/// What the show clock does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClockState {
    /// Not gone live yet.
    Waiting,
    /// Running.
    Running,
    /// Stopped for a while.
    Paused,
    /// Over.
    Ended,
}

/// Where a slot stands in the show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SlotState {
    /// Not shown yet.
    Coming,
    /// On screen now.
    Now,
    /// Was on screen.
    Shown,
    /// Passed over: a later one was shown.
    Passed,
}
