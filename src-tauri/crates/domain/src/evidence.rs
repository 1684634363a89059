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
use crate::offer::{OfferEnd, Opened};

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
    /// An offer was opened.
    OfferOpened,
    /// It was closed before its time.
    OfferClosed,
    /// Its time was up.
    OfferExpired,
    /// It was withdrawn, with a reason.
    OfferWithdrawn,
    /// Its opening was taken back.
    OfferUndone,
    /// A slot is sold out.
    SoldOut,
    /// It can be bought again.
    OnSale,
    /// It was taken off every screen, with a reason.
    Withdrawn,
}

impl LogKind {
    /// All kinds.
    pub const ALL: [Self; 17] = [
        Self::WentLive,
        Self::Took,
        Self::TakeUndone,
        Self::Repriced,
        Self::Paused,
        Self::Resumed,
        Self::Ended,
        Self::Reopened,
        Self::Note,
        Self::OfferOpened,
        Self::OfferClosed,
        Self::OfferExpired,
        Self::OfferWithdrawn,
        Self::OfferUndone,
        Self::SoldOut,
        Self::OnSale,
        Self::Withdrawn,
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
            Self::OfferOpened => "offer_opened",
            Self::OfferClosed => "offer_closed",
            Self::OfferExpired => "offer_expired",
            Self::OfferWithdrawn => "offer_withdrawn",
            Self::OfferUndone => "offer_undone",
            Self::SoldOut => "sold_out",
            Self::OnSale => "on_sale",
            Self::Withdrawn => "withdrawn",
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
    /// An offer was opened.
    OfferOpened(Box<Opened>),
    /// An opening came to its end.
    OfferEnded {
        /// Its number in the log.
        opened: u32,
        /// The slot it was for, sold at the price without it.
        shown: Shown,
        /// How.
        how: OfferEnd,
    },
    /// A slot is sold out.
    SoldOut(Shown),
    /// It can be bought again.
    OnSale(Shown),
    /// It was taken off every screen, and why.
    Withdrawn(Shown, String),
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
            Self::OfferOpened(_) => LogKind::OfferOpened,
            Self::OfferEnded { how: OfferEnd::Closed, .. } => LogKind::OfferClosed,
            Self::OfferEnded { how: OfferEnd::Expired, .. } => LogKind::OfferExpired,
            Self::OfferEnded { how: OfferEnd::Withdrawn(_), .. } => LogKind::OfferWithdrawn,
            Self::OfferEnded { how: OfferEnd::Undone, .. } => LogKind::OfferUndone,
            Self::SoldOut(_) => LogKind::SoldOut,
            Self::OnSale(_) => LogKind::OnSale,
            Self::Withdrawn(..) => LogKind::Withdrawn,
        }
    }

    /// The slot it is about.
    pub fn shown(&self) -> Option<&Shown> {
        match self {
            Self::Took(shown)
            | Self::Repriced(shown)
            | Self::OfferEnded { shown, .. }
            | Self::SoldOut(shown)
            | Self::OnSale(shown)
            | Self::Withdrawn(shown, _) => Some(shown),
            Self::OfferOpened(opened) => Some(&opened.shown),
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

    /// The number of the entry it speaks of: a take or an opening.
    pub const fn refers_to(&self) -> Option<u32> {
        if let Self::OfferEnded { opened, .. } = self { Some(*opened) } else { self.undoes() }
    }

    /// Its reason or note; the code or gift of an offer.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Reopened(text)
            | Self::Note(text)
            | Self::Withdrawn(_, text)
            | Self::OfferEnded { how: OfferEnd::Withdrawn(text), .. } => Some(text),
            Self::OfferOpened(opened) => opened.terms.text(),
            Self::WentLive
            | Self::Took(_)
            | Self::TakeUndone(_)
            | Self::Repriced(_)
            | Self::Paused
            | Self::Resumed
            | Self::Ended
            | Self::OfferEnded { .. }
            | Self::SoldOut(_)
            | Self::OnSale(_) => None,
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
    ///
    /// An entry that opens an offer begins with `showrunner-log-2` and has five more fields: offer, its kind, its
    /// price or amount off, per cent off, its end in UTC ms; `text` is the code or the gift.
    pub fn canonical(&self) -> String {
        let shown = self.event.shown();
        let price = shown.and_then(|shown| shown.price).map(in_minor_units);
        let opened = if let Event::OfferOpened(opened) = &self.event { Some(opened) } else { None };
        let version = if opened.is_some() { "showrunner-log-2" } else { "showrunner-log-1" };
        let mut fields = vec![
            Some(version.to_owned()),
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
            self.event.refers_to().map(|seq| seq.to_string()),
            Some(self.actor.clone()),
            self.client_key.clone(),
        ];
        fields.extend(opened.into_iter().flat_map(|opened| {
            [
                Some(opened.offer.to_string()),
                Some(opened.terms.kind().code().to_owned()),
                opened.terms.amount().map(in_minor_units),
                opened.terms.percent().map(|percent| percent.to_string()),
                Some(opened.ends_at_ms.to_string()),
            ]
        }));
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

fn in_minor_units(price: Money) -> String {
    // A price that has no minor units was never accepted, so the exact amount stands in for it.
    let amount = price.to_minor().map_or_else(|_| price.amount().to_string(), |minor| minor.to_string());
    format!("{amount} {}", price.currency().code())
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
mod tests;
