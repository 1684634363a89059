//! Why the control room refused.

use crate::session::SessionStatus;

/// Why the control room refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OnAirError {
    /// The session is not on air.
    #[error("the session is {}, not live", .0.code())]
    NotLive(SessionStatus),
    /// Only a session that ended is reopened.
    #[error("the session is {}, not ended", .0.code())]
    NotEnded(SessionStatus),
    /// Nothing comes after what is on screen.
    #[error("this is the last product")]
    NoNext,
    /// Nothing stands before what is on screen.
    #[error("this is the first product")]
    NoPrevious,
    /// No take is left to undo.
    #[error("nothing was put on screen yet")]
    NothingToUndo,
    /// The take is too long ago: shoppers have acted on it.
    #[error("a take can be undone for ten seconds; show another product instead")]
    UndoTooLate,
    /// The clock is stopped already.
    #[error("the session is paused already")]
    AlreadyPaused,
    /// The clock is not stopped.
    #[error("the session is not paused")]
    NotPaused,
    /// A session is reopened for a reason.
    #[error("reopening a session needs a reason")]
    NoReason,
    /// The slot was withdrawn; its number.
    #[error("number {0} was withdrawn")]
    Withdrawn(u32),
    /// A note says something.
    #[error("the note is empty")]
    NoText,
}
