//! The evidence log.

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LogKind {
    /// The session went live.
    WentLive,
    /// A slot was put on screen.
    Took,
    /// The take before was taken back.
    TakeUndone,
    /// The clock was stopped.
    Paused,
    /// The clock runs again.
    Resumed,
    /// The session ended.
    Ended,
    /// It was opened again, with a reason.
    Reopened,
    /// Someone wrote something down.
    Note,
}
