//! What a shop is told about a session: one full manifest and one small file that names its revision.
//!
//! The wire form is published as `schema/session-manifest.v1.json` and only ever grows. Instants are UTC
//! milliseconds, lengths milliseconds, money a decimal string with its currency.

mod build;

use domain::Money;
use serde::{Deserialize, Serialize};

pub use build::{
    Cadence, HEARTBEAT, LIVE_EXPIRY, NextShow, Show, ShowChannel, ShowSlot, ShowState, ShowTake,
};

/// The major version of the schema; a reader that meets another shows the plain link.
pub const SCHEMA: u32 = 1;

/// The published JSON Schema of [`SessionManifest`].
pub const JSON_SCHEMA: &str = include_str!("../schema/session-manifest.v1.json");

/// The most bytes `now.json` may have, so that it fits one packet with its headers.
pub const NOW_JSON_LIMIT: usize = 400;

/// Where a state stands among all that were told: epoch first, then revision.
///
/// The revision is counted over the whole workspace, so that two sessions sent to one address compare too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stamp {
    /// UTC seconds at which this desk took over, or a backup was restored.
    pub epoch: i64,
    /// Grows with every change inside one epoch.
    pub revision: u64,
}

/// The state of one session as a shop shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionManifest {
    /// Always [`SCHEMA`].
    pub schema: u32,
    /// The session, a UUID.
    pub session_id: String,
    /// Epoch and revision, flat on the wire.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// When this was built, UTC ms.
    pub issued_at_ms: i64,
    /// Where the session stands.
    pub state: ShowState,
    /// The session's title, NFC.
    pub title: String,
    /// The brand's name, NFC.
    pub brand: String,
    /// The people on camera, NFC.
    pub hosts: Vec<String>,
    /// BCP 47 code of the language the session is held in.
    pub language: String,
    /// ISO 3166-1 alpha-2 code of the market; decides how amounts are written.
    pub market: String,
    /// IANA name of the session's zone.
    pub zone: String,
    /// Address of the picture that stands where the video will be.
    pub poster: Option<String>,
    /// Announced start, UTC ms.
    pub starts_at_ms: i64,
    /// Planned end, UTC ms.
    pub planned_end_ms: i64,
    /// When it went live, UTC ms.
    pub started_at_ms: Option<i64>,
    /// When it ended, UTC ms.
    pub ended_at_ms: Option<i64>,
    /// After this instant (UTC ms) a reader no longer believes that the session is upcoming or live.
    pub expires_at_ms: i64,
    /// How long a reader waits between two questions, ms.
    pub poll_after_ms: u32,
    /// How far the picture runs behind the desk, ms; a reader shows a take that much later.
    pub picture_delay_ms: u32,
    /// Where the video is, in the order the brand prefers.
    pub channels: Vec<ManifestChannel>,
    /// The line-up, in its order.
    pub lineup: Vec<ManifestSlot>,
    /// What is on screen now.
    pub now: Option<NowShowing>,
    /// Offers that were opened, oldest first. Left out by desks older than offers.
    #[serde(default)]
    pub offers: Vec<ManifestOffer>,
    /// After the end: what was shown when.
    pub chapters: Vec<Chapter>,
    /// Hash of the evidence log's last entry.
    pub log_head: Option<String>,
    /// The brand's next session, if one is announced.
    pub next_session: Option<NextSession>,
}

/// One platform that carries the video.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ManifestChannel {
    /// Lower-case name of the platform.
    pub channel: String,
    /// The page where people watch.
    pub url: String,
    /// How the video can be shown inside the shop's page.
    pub player: crate::player::Player,
    /// What the player loads, when it can be shown inside the shop's page.
    pub embed: Option<String>,
}

/// One product of the line-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ManifestSlot {
    /// The slot, a UUID.
    pub slot_id: String,
    /// The number named on air.
    pub number: u32,
    /// The product's title, NFC.
    pub title: String,
    /// Address of its picture.
    pub image: Option<String>,
    /// The ordinary price.
    pub list_price: Option<WireMoney>,
    /// The price named on air.
    pub show_price: Option<WireMoney>,
    /// The product's page, marked so that a sale can be traced to this session.
    pub link: Option<String>,
    /// Whether it can no longer be bought.
    pub sold_out: bool,
}

/// Where an opened offer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ManifestOfferState {
    /// It holds until its end.
    Open,
    /// It is over: by hand or by time.
    Closed,
    /// It should not have been made.
    Withdrawn,
}

/// An offer as it was opened. Whatever its state says, it is over once `endsAtMs` has passed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ManifestOffer {
    /// The offer, a UUID.
    pub offer_id: String,
    /// The slot, a UUID.
    pub slot_id: String,
    /// `price`, `coupon` or `gift`.
    pub kind: String,
    /// The price while it is open, of a `price`.
    pub price: Option<WireMoney>,
    /// The code, of a `coupon`.
    pub code: Option<String>,
    /// What the code takes off, where it is an amount.
    pub amount_off: Option<WireMoney>,
    /// What the code takes off, where it is hundredths of the price.
    pub percent_off: Option<u32>,
    /// What comes along, of a `gift`, NFC.
    pub gift: Option<String>,
    /// When it was opened, UTC ms.
    pub opens_at_ms: i64,
    /// When it is or was over, UTC ms.
    pub ends_at_ms: i64,
    /// Where it stands.
    pub state: ManifestOfferState,
}

/// The slot on screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NowShowing {
    /// The slot, a UUID.
    pub slot_id: String,
    /// When it was taken, UTC ms.
    pub since_ms: i64,
}

/// One stretch of an ended session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Chapter {
    /// The slot, a UUID.
    pub slot_id: String,
    /// How far into the session it was taken, ms.
    pub at_ms: i64,
}

/// The session that follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NextSession {
    /// The session, a UUID.
    pub session_id: String,
    /// Its title, NFC.
    pub title: String,
    /// Its announced start, UTC ms.
    pub starts_at_ms: i64,
}

/// An amount on the wire: never a float.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WireMoney {
    /// Decimal string in units of the currency.
    pub amount: String,
    /// ISO 4217 code.
    pub currency: String,
}

impl From<Money> for WireMoney {
    fn from(money: Money) -> Self {
        Self { amount: money.amount().to_string(), currency: money.currency().code().to_owned() }
    }
}

/// The small file that readers ask for; when its stamp is newer they fetch the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NowJson {
    /// Always [`SCHEMA`].
    pub schema: u32,
    /// Epoch and revision of the manifest it belongs to, flat on the wire.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// Where the session stands.
    pub state: ShowState,
    /// What is on screen now.
    pub now: Option<NowShowing>,
    /// Numbers of the slots that are sold out; none when they would not fit, and the manifest tells.
    pub sold_out: Option<Vec<u32>>,
    /// As in the manifest, UTC ms; a heartbeat renews it within one revision.
    pub expires_at_ms: i64,
    /// As in the manifest, ms.
    pub poll_after_ms: u32,
}

impl SessionManifest {
    /// The bytes of `manifest.json`.
    ///
    /// # Errors
    /// When serialisation fails, which plain strings and numbers do not.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }

    /// The same state, asked for as often as `cadence` says.
    #[must_use]
    pub fn asked(mut self, cadence: Cadence) -> Self {
        self.poll_after_ms = cadence.poll_after_ms(self.state);
        self
    }
}

impl NowJson {
    /// The small file that belongs to `manifest`.
    pub fn of(manifest: &SessionManifest) -> Self {
        let sold_out = manifest.lineup.iter().filter(|slot| slot.sold_out).map(|slot| slot.number).collect();
        let mut small = Self {
            schema: SCHEMA,
            stamp: manifest.stamp,
            state: manifest.state,
            now: manifest.now.clone(),
            sold_out: Some(sold_out),
            expires_at_ms: manifest.expires_at_ms,
            poll_after_ms: manifest.poll_after_ms,
        };
        if small.to_bytes().is_ok_and(|bytes| bytes.len() > NOW_JSON_LIMIT) {
            small.sold_out = None;
        }
        small
    }

    /// The bytes of `now.json`, at most [`NOW_JSON_LIMIT`].
    ///
    /// # Errors
    /// When serialisation fails, which plain strings and numbers do not.
    pub fn to_bytes(&self) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(self)
    }
}
