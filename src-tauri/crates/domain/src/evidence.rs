//! The evidence log: what happened in a session, when, and what was on screen at what price.
//!
//! Entries are only ever added. Each carries `hash = SHA-256(previous ‖ canonical)`: `previous` are the 32
//! bytes of the hash before it in the session; the first entry of a session takes the newest hash of the whole
//! workspace then (32 zero bytes in an empty one), so that a whole log cannot disappear from between two
//! others. `canonical` is what [`Entry::canonical`] writes. Anyone with the entries can verify them.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::id::{ProductId, SessionId, SlotId};
use crate::money::Money;

/// What happened, without the particulars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LogKind {
    /// The session went live.
    WentLive,
    /// A slot was put on screen.
    Took,
    /// A take was taken back.
    TakeUndone,
    /// Price or title of the slot on screen changed.
    Repriced,
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

impl LogKind {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::WentLive,
        Self::Took,
        Self::TakeUndone,
        Self::Repriced,
        Self::Paused,
        Self::Resumed,
        Self::Ended,
        Self::Reopened,
        Self::Note,
    ];

    /// The code in SQL and in the canonical form.
    pub const fn code(self) -> &'static str {
        match self {
            Self::WentLive => "went_live",
            Self::Took => "took",
            Self::TakeUndone => "take_undone",
            Self::Repriced => "repriced",
            Self::Paused => "paused",
            Self::Resumed => "resumed",
            Self::Ended => "ended",
            Self::Reopened => "reopened",
            Self::Note => "note",
        }
    }

    /// The kind with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A slot as it was on screen at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The slot.
    pub slot: SlotId,
    /// Its product.
    pub product: ProductId,
    /// The number named on air.
    pub number: u32,
    /// The product's title then.
    pub title: String,
    /// What it was sold at then.
    pub price: Option<Money>,
}

/// What happened, with the particulars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The session went live.
    WentLive,
    /// A slot was put on screen.
    Took(Shown),
    /// The take with this number was taken back.
    TakeUndone(u32),
    /// Price or title of the slot on screen changed.
    Repriced(Shown),
    /// The clock was stopped.
    Paused,
    /// The clock runs again.
    Resumed,
    /// The session ended.
    Ended,
    /// It was opened again, and why.
    Reopened(String),
    /// Someone wrote this down.
    Note(String),
}

impl Event {
    /// Which kind it is.
    pub const fn kind(&self) -> LogKind {
        match self {
            Self::WentLive => LogKind::WentLive,
            Self::Took(_) => LogKind::Took,
            Self::TakeUndone(_) => LogKind::TakeUndone,
            Self::Repriced(_) => LogKind::Repriced,
            Self::Paused => LogKind::Paused,
            Self::Resumed => LogKind::Resumed,
            Self::Ended => LogKind::Ended,
            Self::Reopened(_) => LogKind::Reopened,
            Self::Note(_) => LogKind::Note,
        }
    }

    /// The slot it shows.
    pub const fn shown(&self) -> Option<&Shown> {
        match self {
            Self::Took(shown) | Self::Repriced(shown) => Some(shown),
            Self::WentLive
            | Self::TakeUndone(_)
            | Self::Paused
            | Self::Resumed
            | Self::Ended
            | Self::Reopened(_)
            | Self::Note(_) => None,
        }
    }

    /// The number of the take it takes back.
    pub const fn undoes(&self) -> Option<u32> {
        if let Self::TakeUndone(seq) = self { Some(*seq) } else { None }
    }

    /// Its reason or note.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Reopened(text) | Self::Note(text) => Some(text),
            Self::WentLive
            | Self::Took(_)
            | Self::TakeUndone(_)
            | Self::Repriced(_)
            | Self::Paused
            | Self::Resumed
            | Self::Ended => None,
        }
    }
}

/// One moment on two clocks: UTC, which people agree on but may be set, and one that only runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// UTC ms.
    pub at_ms: i64,
    /// Which run of the computer (or, where that is not known, of the program) `boot_ms` counts in.
    pub boot: Uuid,
    /// Milliseconds in that run, times asleep included.
    pub boot_ms: i64,
}

impl Moment {
    /// Milliseconds since `earlier`, never negative: by the clock that only runs, or by UTC across a restart.
    pub fn since(&self, earlier: &Self) -> i64 {
        let passed = if self.boot == earlier.boot {
            self.boot_ms.saturating_sub(earlier.boot_ms)
        } else {
            self.at_ms.saturating_sub(earlier.at_ms)
        };
        passed.max(0)
    }
}

/// One entry of a session's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The session.
    pub session: SessionId,
    /// Counted from 1 within the session.
    pub seq: u32,
    /// When.
    pub moment: Moment,
    /// Show time then, ms.
    pub show_ms: i64,
    /// What happened.
    pub event: Event,
    /// Who.
    pub actor: String,
    /// Chosen by the caller, so that the same request does nothing twice.
    pub client_key: Option<String>,
}

/// A SHA-256.
pub type Hash = [u8; 32];

/// What the first entry of the first session follows.
pub const GENESIS: Hash = [0; 32];

impl Entry {
    /// The entry as text, the same for everyone.
    ///
    /// Fields in this order: `showrunner-log-1`, session, seq, UTC ms, show ms, kind, slot, product, number,
    /// title, price, text, undone seq, actor, client key. Each is written `length:value,` with the length in
    /// bytes of UTF-8, or `-,` when there is none. UUIDs are lower case with hyphens, numbers decimal, a price
    /// is minor units (ISO 4217), a space and the currency.
    pub fn canonical(&self) -> String {
        let shown = self.event.shown();
        let price = shown.and_then(|shown| shown.price).map(|price| {
            // A price that has no minor units was never accepted, so the exact amount stands in for it.
            let amount =
                price.to_minor().map_or_else(|_| price.amount().to_string(), |minor| minor.to_string());
            format!("{amount} {}", price.currency().code())
        });
        let fields = [
            Some("showrunner-log-1".to_owned()),
            Some(self.session.to_string()),
            Some(self.seq.to_string()),
            Some(self.moment.at_ms.to_string()),
            Some(self.show_ms.to_string()),
            Some(self.event.kind().code().to_owned()),
            shown.map(|shown| shown.slot.to_string()),
            shown.map(|shown| shown.product.to_string()),
            shown.map(|shown| shown.number.to_string()),
            shown.map(|shown| shown.title.clone()),
            price,
            self.event.text().map(str::to_owned),
            self.event.undoes().map(|seq| seq.to_string()),
            Some(self.actor.clone()),
            self.client_key.clone(),
        ];
        fields.iter().fold(String::new(), |mut text, field| {
            // Writing into a String cannot fail.
            let _ = match field {
                Some(value) => write!(text, "{}:{value},", value.len()),
                None => write!(text, "-,"),
            };
            text
        })
    }

    /// The entry with its place in the chain after `previous`.
    pub fn sealed(self, previous: Hash) -> Sealed {
        let hash = link(&previous, &self);
        Sealed { entry: self, previous, hash }
    }
}

fn link(previous: &Hash, entry: &Entry) -> Hash {
    let mut digest = Sha256::new();
    digest.update(previous);
    digest.update(entry.canonical().as_bytes());
    digest.finalize().into()
}

/// An entry and its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// The entry.
    pub entry: Entry,
    /// The hash it follows.
    pub previous: Hash,
    /// Its own.
    pub hash: Hash,
}

/// The number of the first entry of a session's whole log that is not as it was written, or does not follow the
/// one before; none when all do.
pub fn first_broken(log: &[Sealed]) -> Option<u32> {
    let mut previous: Option<Hash> = None;
    for (expected, sealed) in (1..).zip(log) {
        let follows = previous.is_none_or(|previous| previous == sealed.previous);
        let is_as_written = link(&sealed.previous, &sealed.entry) == sealed.hash;
        if !follows || !is_as_written || sealed.entry.seq != expected {
            return Some(expected);
        }
        previous = Some(sealed.hash);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::Currency;

    fn entry(seq: u32, event: Event) -> Entry {
        let at_ms = 1_795_870_800_000 + i64::from(seq) * 1_000;
        Entry {
            session: Uuid::from_u128(1).into(),
            seq,
            moment: Moment { at_ms, boot: Uuid::from_u128(7), boot_ms: i64::from(seq) * 1_000 },
            show_ms: i64::from(seq) * 1_000,
            event,
            actor: "owner".to_owned(),
            client_key: None,
        }
    }

    fn took() -> Event {
        Event::Took(Shown {
            slot: Uuid::from_u128(2).into(),
            product: Uuid::from_u128(3).into(),
            number: 3,
            title: "Kem chống nắng".to_owned(),
            price: Some(Money::from_minor(229_000, Currency::Vnd)),
        })
    }

    fn log() -> Vec<Sealed> {
        let events = [Event::WentLive, took(), Event::Note("khách hỏi".to_owned()), Event::Ended];
        let mut previous = GENESIS;
        (1..)
            .zip(events)
            .map(|(seq, event)| {
                let sealed = entry(seq, event).sealed(previous);
                previous = sealed.hash;
                sealed
            })
            .collect()
    }

    #[test]
    fn an_entry_is_the_same_text_for_everyone() {
        assert_eq!(
            entry(2, took()).canonical(),
            "16:showrunner-log-1,36:00000000-0000-0000-0000-000000000001,1:2,13:1795870802000,4:2000,4:took,\
             36:00000000-0000-0000-0000-000000000002,36:00000000-0000-0000-0000-000000000003,1:3,\
             18:Kem chống nắng,10:229000 VND,-,-,5:owner,-,",
        );
    }

    #[test]
    fn a_log_as_it_was_written_holds() {
        assert_eq!(first_broken(&log()), None);
    }

    #[test]
    fn a_changed_price_a_missing_entry_and_a_swap_are_all_noticed() {
        let mut cheaper = log();
        if let Event::Took(shown) = &mut cheaper[1].entry.event {
            shown.price = Some(Money::from_minor(129_000, Currency::Vnd));
        }
        assert_eq!(first_broken(&cheaper), Some(2));

        let mut rewritten = log();
        rewritten[1] = entry(2, Event::Note("nothing was shown".to_owned())).sealed(rewritten[0].hash);
        assert_eq!(first_broken(&rewritten), Some(3), "even with a fresh hash of its own");

        let mut shorter = log();
        shorter.remove(1);
        assert_eq!(first_broken(&shorter), Some(2));

        let mut swapped = log();
        swapped.swap(1, 2);
        assert_eq!(first_broken(&swapped), Some(2));
    }

    #[test]
    fn time_passes_by_the_clock_that_only_runs_and_by_utc_across_a_restart() {
        let first = Moment { at_ms: 10_000, boot: Uuid::from_u128(1), boot_ms: 500 };
        let set_back = Moment { at_ms: 4_000, boot_ms: 2_500, ..first };
        assert_eq!(set_back.since(&first), 2_000, "someone set the computer's clock back");
        let restarted = Moment { at_ms: 13_000, boot: Uuid::from_u128(2), boot_ms: 0 };
        assert_eq!(restarted.since(&first), 3_000);
    }
}
