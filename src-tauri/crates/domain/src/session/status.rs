//! Where a session stands and where it may go.

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

/// Where a session stands and since when; the outside has seen it, so undo never touches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Where it stands.
    pub status: SessionStatus,
    /// When it first went live, UTC ms.
    pub started_at_ms: Option<i64>,
    /// When it ended, UTC ms; none again once it is reopened.
    pub ended_at_ms: Option<i64>,
}

impl Standing {
    /// Where every session begins.
    pub const DRAFT: Self = Self { status: SessionStatus::Draft, started_at_ms: None, ended_at_ms: None };

    /// The standing after going to `to` at `now_ms`.
    ///
    /// # Errors
    /// When a session may not go there from here.
    pub fn advance(self, to: SessionStatus, now_ms: i64) -> Result<Self, StatusError> {
        let status = self.status.advance(to)?;
        Ok(match status {
            SessionStatus::Live => {
                Self { status, started_at_ms: self.started_at_ms.or(Some(now_ms)), ended_at_ms: None }
            }
            SessionStatus::Ended => Self { status, ended_at_ms: Some(now_ms), ..self },
            SessionStatus::Draft | SessionStatus::Scheduled | SessionStatus::Cancelled => {
                Self { status, ..self }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::SessionStatus as S;
    use super::*;

    #[test]
    fn a_session_goes_its_way_and_no_other() {
        let ways: Vec<(S, Vec<S>)> = S::ALL.into_iter().map(|from| (from, from.next())).collect();
        assert_eq!(
            ways,
            [
                (S::Draft, vec![S::Scheduled, S::Cancelled]),
                (S::Scheduled, vec![S::Draft, S::Live, S::Cancelled]),
                (S::Live, vec![S::Ended]),
                (S::Ended, vec![S::Live]),
                (S::Cancelled, vec![]),
            ],
        );
    }

    #[test]
    fn reopening_keeps_the_first_start_and_forgets_the_end() {
        let standing = [(S::Scheduled, 1), (S::Live, 2), (S::Ended, 3), (S::Live, 4)]
            .into_iter()
            .try_fold(Standing::DRAFT, |standing, (to, at)| standing.advance(to, at));
        assert_eq!(standing, Ok(Standing { status: S::Live, started_at_ms: Some(2), ended_at_ms: None }),);
    }
}
