//! One planned, live or past live-shopping show: where it stands, when it starts, what it should reach.

use crate::id::HostId;
use crate::market::Channel;
use crate::money::{Currency, MoneyError};

/// Where a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SessionStatus {
    /// Being planned; the outside knows nothing of it.
    Draft,
    /// Announced.
    Scheduled,
    /// On air.
    Live,
    /// Over; may be reopened with a reason.
    Ended,
    /// Will not take place.
    Cancelled,
}

/// A status that may not follow another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a session that is {} cannot become {}", .from.code(), .to.code())]
pub struct StatusError {
    /// Where the session stands.
    pub from: SessionStatus,
    /// Where it was to go.
    pub to: SessionStatus,
}

impl SessionStatus {
    /// All statuses, in the order of a session's life.
    pub const ALL: [Self; 5] = [Self::Draft, Self::Scheduled, Self::Live, Self::Ended, Self::Cancelled];

    /// The code in SQL.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Scheduled => "scheduled",
            Self::Live => "live",
            Self::Ended => "ended",
            Self::Cancelled => "cancelled",
        }
    }

    /// The status with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// Returns `to` if a session may go there from here.
    ///
    /// # Errors
    /// When it may not.
    pub fn advance(self, to: Self) -> Result<Self, StatusError> {
        let allowed = match self {
            Self::Draft => matches!(to, Self::Scheduled | Self::Cancelled),
            Self::Scheduled => matches!(to, Self::Draft | Self::Live | Self::Cancelled),
            Self::Live => matches!(to, Self::Ended),
            // Reopened, with a reason in the log.
            Self::Ended => matches!(to, Self::Live),
            Self::Cancelled => false,
        };
        if allowed { Ok(to) } else { Err(StatusError { from: self, to }) }
    }

    /// Where a session may go from here.
    pub fn next(self) -> Vec<Self> {
        Self::ALL.into_iter().filter(|&to| self.advance(to).is_ok()).collect()
    }

    /// Whether shops and shoppers know of a session that stands here.
    pub const fn is_public(self) -> bool {
        match self {
            Self::Draft => false,
            Self::Scheduled | Self::Live | Self::Ended | Self::Cancelled => true,
        }
    }
}

/// Which of two instants is meant when clocks are set back and a local time happens twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Overlap {
    /// The first time it happens.
    Earlier,
    /// The second time.
    Later,
}

impl Overlap {
    /// The code in SQL.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Earlier => "earlier",
            Self::Later => "later",
        }
    }

    /// The overlap with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Earlier, Self::Later].into_iter().find(|overlap| overlap.code() == code)
    }
}

/// Why a session's plan was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// The title is empty.
    #[error("a session needs a title")]
    NoTitle,
    /// The wall time is not one, or its date does not exist.
    #[error("{0:?} is not a date and time")]
    NotATime(String),
    /// No zone of this name is known.
    #[error("there is no zone {0:?}")]
    NoSuchZone(String),
    /// The wall time is skipped that day: clocks are set forward over it.
    #[error("{local} does not exist in {zone}: clocks are set forward then")]
    Skipped {
        /// The wall time.
        local: String,
        /// The zone.
        zone: String,
    },
    /// The wall time happens twice that day and it was not said which is meant.
    #[error("{local} happens twice in {zone}: say whether the earlier or the later is meant")]
    Twice {
        /// The wall time.
        local: String,
        /// The zone.
        zone: String,
    },
    /// Shorter than a minute or longer than a day.
    #[error("a session lasts between one minute and one day")]
    Length(i64),
    /// A channel is named twice.
    #[error("channel {} is named twice", .0.code())]
    ChannelTwice(Channel),
    /// A channel's address is not a web page.
    #[error("{0:?} is not the address of a web page")]
    NotAPage(String),
    /// A host is named twice.
    #[error("host {0} is named twice")]
    HostTwice(HostId),
    /// A goal is nought or less.
    #[error("a goal is more than nought")]
    GoalNotPositive,
    /// The goal is in another currency than the session.
    #[error("the goal is in {}, the session in {}", .given.code(), .needed.code())]
    GoalCurrency {
        /// What was given.
        given: Currency,
        /// The session's.
        needed: Currency,
    },
    /// An amount does not fit its currency.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The status does not allow it.
    #[error(transparent)]
    Status(#[from] StatusError),
}
