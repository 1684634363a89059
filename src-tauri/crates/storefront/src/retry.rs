//! What follows an attempt to tell a target; pure.

use std::time::Duration;

use chrono::{DateTime, Utc};

/// What a target made of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It has the state.
    Accepted,
    /// It will never take it as it is; somebody has to look.
    Rejected,
    /// Not now: the network, a fault on its side, or too many questions.
    Unavailable {
        /// How long it asked us to wait.
        retry_after: Option<Duration>,
    },
}

/// What follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Done.
    Delivered,
    /// Try again after this wait.
    RetryIn(Duration),
    /// Given up; the user may send it again by hand.
    Dead,
}

/// The waits between attempts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPlan {
    waits: Vec<Duration>,
}

/// The longest wait a target may ask for, unless the plan itself waits longer.
const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);

/// Seconds: quick while a show runs, then patient; about 16 hours in all.
const DEFAULT_WAITS: [u64; 15] =
    [1, 2, 5, 15, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 28_800];

impl Default for RetryPlan {
    fn default() -> Self {
        Self::new(DEFAULT_WAITS.map(Duration::from_secs).to_vec())
    }
}

impl RetryPlan {
    /// A plan with these waits; after the last one a delivery is dead.
    pub const fn new(waits: Vec<Duration>) -> Self {
        Self { waits }
    }

    /// No wait is longer than this.
    pub fn longest(&self) -> Duration {
        self.waits.iter().copied().fold(LONGEST_WAIT, Duration::max)
    }

    /// Decides what follows attempt number `attempt`, counted from 0.
    pub fn after(&self, attempt: u32, outcome: Outcome) -> Verdict {
        match outcome {
            Outcome::Accepted => Verdict::Delivered,
            Outcome::Rejected => Verdict::Dead,
            Outcome::Unavailable { retry_after } => match self.waits.get(attempt as usize) {
                // A target may slow us down, up to an hour; it may not speed us up.
                Some(&wait) => {
                    Verdict::RetryIn(retry_after.unwrap_or(wait).clamp(wait, LONGEST_WAIT.max(wait)))
                }
                None => Verdict::Dead,
            },
        }
    }
}

/// What an HTTP status says. A redirect that was not followed is a rejection: the address has to be corrected.
pub fn outcome_of_status(status: u16, retry_after: Option<Duration>) -> Outcome {
    match status {
        200..=299 => Outcome::Accepted,
        408 | 425 | 429 | 500..=599 => Outcome::Unavailable { retry_after },
        _ => Outcome::Rejected,
    }
}

/// Reads a `Retry-After` header: seconds, or an HTTP date compared with `now`.
pub fn retry_after(header: &str, now: DateTime<Utc>) -> Option<Duration> {
    let header = header.trim();
    if let Ok(seconds) = header.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let at = DateTime::parse_from_rfc2822(header).ok()?;
    Some((at.with_timezone(&Utc) - now).to_std().unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_rejection_is_final_and_an_acceptance_is_the_end() {
        let plan = RetryPlan::default();
        assert_eq!(plan.after(0, Outcome::Accepted), Verdict::Delivered);
        assert_eq!(plan.after(0, Outcome::Rejected), Verdict::Dead);
    }

    #[test]
    fn a_wrong_address_is_rejected_and_a_tired_shop_is_not() {
        for status in [301, 400, 401, 403, 404, 410, 422] {
            assert_eq!(outcome_of_status(status, None), Outcome::Rejected, "{status}");
        }
        for status in [408, 425, 429, 500, 502, 503, 504] {
            assert_eq!(
                outcome_of_status(status, None),
                Outcome::Unavailable { retry_after: None },
                "{status}"
            );
        }
    }

    #[test]
    fn a_wait_is_read_in_seconds_and_as_a_date() {
        let now = Utc.with_ymd_and_hms(2026, 11, 28, 13, 0, 0).single().expect("an instant");
        assert_eq!(retry_after("120", now), Some(Duration::from_secs(120)));
        assert_eq!(retry_after("Sat, 28 Nov 2026 13:01:30 GMT", now), Some(Duration::from_secs(90)));
        assert_eq!(retry_after("Sat, 28 Nov 2026 12:00:00 GMT", now), Some(Duration::ZERO));
        assert_eq!(retry_after("soon", now), None);
    }

    fn plans() -> impl Strategy<Value = RetryPlan> {
        prop::collection::vec(0_u64..100_000, 0..12)
            .prop_map(|waits| RetryPlan::new(waits.into_iter().map(Duration::from_secs).collect()))
    }

    proptest! {
        #[test]
        fn a_target_may_slow_us_down_but_not_speed_us_up(plan in plans(), attempt in 0_u32..12, asked in prop::option::of(0_u64..1_000_000)) {
            let asked = asked.map(Duration::from_secs);
            let verdict = plan.after(attempt, Outcome::Unavailable { retry_after: asked });
            match plan.waits.get(attempt as usize) {
                None => prop_assert_eq!(verdict, Verdict::Dead),
                Some(&wait) => {
                    let Verdict::RetryIn(given) = verdict else { return Err(TestCaseError::fail("no retry")) };
                    prop_assert!(given >= wait);
                    prop_assert!(given <= LONGEST_WAIT.max(wait));
                    prop_assert!(asked.is_some() || given == wait);
                }
            }
        }

        #[test]
        fn every_delivery_ends(plan in plans()) {
            let mut attempts = 0;
            while plan.after(attempts, Outcome::Unavailable { retry_after: None }) != Verdict::Dead {
                attempts += 1;
                prop_assert!(attempts <= 12);
            }
        }
    }
}
