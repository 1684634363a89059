//! What every kind of destination can do, and what a test of one finds.

use std::future::Future;

use chrono::{DateTime, Utc};
use domain::id::DeliveryId;

use crate::retry::Outcome;
use crate::target::{AnswerCode, Attempt, Parcel, Sender};

/// One kind of destination. Every fault is an answer: there is nothing to handle but what to do next.
pub(crate) trait Platform {
    /// Brings a state there; `now` is the instant that is signed.
    fn push(
        &self,
        sender: &Sender,
        parcel: &Parcel<'_>,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Attempt> + Send;

    /// Finds out whether it would take a state, without publishing one.
    fn check(
        &self,
        sender: &Sender,
        id: DeliveryId,
        now: DateTime<Utc>,
    ) -> impl Future<Output = Checked> + Send;
}

macro_rules! checks {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// What is looked at in a test; a closed list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Check { $($(#[$doc])* $name,)* }

        impl Check {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The name used by the message catalogue.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

checks! {
    /// It answers at all.
    Reach = "reach",
    /// It can be written.
    Write = "write",
    /// It lets us in, and our clock is right.
    SignIn = "signIn",
    /// The bucket is there, in the region that was named.
    Bucket = "bucket",
    /// It refuses an older state that comes late.
    Guard = "guard",
    /// It keeps kind and caching of what is stored.
    Headers = "headers",
    /// Shoppers' browsers can read it.
    Public = "public",
    /// The test left nothing behind.
    Clean = "clean",
    /// The website's plugin is there and new enough.
    Plugin = "plugin",
    /// A page of the website shows the live box.
    Page = "page",
}

/// How one thing that was looked at fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// It works.
    Works,
    /// It works with a limit that one should know.
    Note,
    /// It does not work: nothing can be sent before it is mended.
    Missing,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub check: Check,
    /// How it fares.
    pub grade: Grade,
    /// Which sentence tells it, with its remedy; only where it does not simply work.
    pub answer: AnswerCode,
}

/// What a test found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The answer that decides: the first thing that is missing, else that it would take a state.
    pub attempt: Attempt,
    /// What was looked at, in order; what could not be looked at is left out.
    pub findings: Vec<Finding>,
}

impl Checked {
    /// A test of one thing.
    pub(crate) fn only(check: Check, attempt: Attempt) -> Self {
        let grade = if attempt.outcome == Outcome::Accepted { Grade::Works } else { Grade::Missing };
        let findings = vec![Finding { check, grade, answer: attempt.answer.code }];
        Self { attempt, findings }
    }

    /// Nothing looked at yet.
    pub(crate) fn begun() -> Self {
        Self { attempt: Attempt::of(AnswerCode::Received), findings: Vec::new() }
    }

    pub(crate) fn works(&mut self, check: Check) {
        self.findings.push(Finding { check, grade: Grade::Works, answer: AnswerCode::Received });
    }

    pub(crate) fn note(&mut self, check: Check, answer: AnswerCode) {
        self.findings.push(Finding { check, grade: Grade::Note, answer });
    }

    /// Ends with what is missing.
    #[must_use]
    pub(crate) fn missing(mut self, check: Check, attempt: Attempt) -> Self {
        self.findings.push(Finding { check, grade: Grade::Missing, answer: attempt.answer.code });
        self.attempt = attempt;
        self
    }
}
