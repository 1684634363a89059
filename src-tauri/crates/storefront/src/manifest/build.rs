//! From a session as the desk knows it to the manifest; pure, the instant comes as an argument.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;
use domain::id::{SessionId, SlotId};
use domain::offer::{OfferOnAir, OfferState, Terms};
use domain::{Channel, Language, Market, Money};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::{
    Chapter, ManifestChannel, ManifestOffer, ManifestOfferState, ManifestSlot, NextSession, NowShowing,
    SCHEMA, SessionManifest, Stamp,
};
use crate::player;

/// Where a session stands, in a shop's eyes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ShowState {
    /// Announced, not started.
    Upcoming,
    /// On air.
    Live,
    /// On air, paused for a moment.
    Paused,
    /// Over.
    Ended,
    /// Called off.
    Cancelled,
}

/// A session as the desk knows it, filled by `app`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Show {
    /// The session.
    pub session: SessionId,
    /// Its place among all states told.
    pub stamp: Stamp,
    /// Where it stands.
    pub state: ShowState,
    /// Its title.
    pub title: String,
    /// The brand's name.
    pub brand: String,
    /// The people on camera.
    pub hosts: Vec<String>,
    /// The language it is held in.
    pub language: Language,
    /// The market it sells to.
    pub market: Market,
    /// The zone its start is meant in.
    pub zone: Tz,
    /// Address of the picture that stands where the video will be; `http` or `https`.
    pub poster: Option<String>,
    /// Announced start.
    pub starts_at: DateTime<Utc>,
    /// Planned end.
    pub planned_end: DateTime<Utc>,
    /// When it went live.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// How far the picture runs behind the desk.
    pub picture_delay: Duration,
    /// Where the video is, the preferred one first.
    pub channels: Vec<ShowChannel>,
    /// The line-up, in its order.
    pub slots: Vec<ShowSlot>,
    /// What is on screen now, if anything.
    pub on_screen: Option<ShowTake>,
    /// Every opening of an offer that stands, oldest first.
    pub offers: Vec<OfferOnAir>,
    /// Every take that stands, oldest first; they become the chapters.
    pub takes: Vec<ShowTake>,
    /// Hash of the evidence log's last entry.
    pub log_head: Option<String>,
    /// The brand's next announced session.
    pub next: Option<NextShow>,
}

/// A platform that carries the video.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowChannel {
    /// The platform.
    pub channel: Channel,
    /// The page where people watch; left out of the manifest when it is not `http` or `https`.
    pub url: String,
}

/// A slot with what shoppers may know about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShowSlot {
    /// The slot.
    pub id: SlotId,
    /// The number named on air.
    pub number: u32,
    /// The product's title.
    pub title: String,
    /// Address of its picture.
    pub image: Option<String>,
    /// The ordinary price.
    pub list_price: Option<Money>,
    /// The price named on air.
    pub show_price: Option<Money>,
    /// The tracked link, made with [`crate::tracked`].
    pub link: Option<String>,
    /// Whether it can no longer be bought.
    pub sold_out: bool,
}

/// A slot put on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShowTake {
    /// The slot.
    pub slot: SlotId,
    /// When.
    pub at: DateTime<Utc>,
}

/// The session that follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextShow {
    /// The session.
    pub session: SessionId,
    /// Its title.
    pub title: String,
    /// Its announced start.
    pub starts_at: DateTime<Utc>,
}

/// How often shoppers' browsers ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cadence {
    /// Between two questions before the start.
    pub before: Duration,
    /// Between two questions while live.
    pub live: Duration,
    /// Between two questions once it is over.
    pub after: Duration,
}

impl Cadence {
    /// For a public site behind a cache: ten thousand shoppers ask about three thousand times a second.
    pub const PUBLIC: Self = Self {
        before: Duration::from_secs(10),
        live: Duration::from_secs(3),
        after: Duration::from_secs(60),
    };

    /// For the demo shop on this computer, where a take shows within a second.
    pub const LOOPBACK: Self = Self {
        before: Duration::from_millis(500),
        live: Duration::from_millis(500),
        after: Duration::from_secs(2),
    };

    /// The wait in `state`, ms.
    pub fn poll_after_ms(self, state: ShowState) -> u32 {
        millis(match state {
            ShowState::Upcoming => self.before,
            ShowState::Live | ShowState::Paused => self.live,
            ShowState::Ended | ShowState::Cancelled => self.after,
        })
    }
}

/// How long a live manifest is believed without a heartbeat.
pub const LIVE_EXPIRY: TimeDelta = TimeDelta::minutes(5);
/// How often a live manifest should be renewed: four may be lost before shoppers see an end.
pub const HEARTBEAT: Duration = Duration::from_secs(60);
/// How long a start may be late before shoppers are told that the session is not on.
const LATE_START: TimeDelta = TimeDelta::hours(1);
/// How long an ended session keeps its thanks and chapters.
const AFTERWARDS: TimeDelta = TimeDelta::days(90);

impl SessionManifest {
    /// The manifest of `show` at `now`.
    pub fn build(show: &Show, now: DateTime<Utc>, cadence: Cadence) -> Self {
        Self {
            schema: SCHEMA,
            session_id: show.session.to_string(),
            stamp: show.stamp,
            issued_at_ms: now.timestamp_millis(),
            state: show.state,
            title: clean(&show.title),
            brand: clean(&show.brand),
            hosts: show.hosts.iter().map(|host| clean(host)).collect(),
            language: show.language.code().to_owned(),
            market: show.market.code().to_owned(),
            zone: show.zone.name().to_owned(),
            poster: show.poster.clone(),
            starts_at_ms: show.starts_at.timestamp_millis(),
            planned_end_ms: show.planned_end.timestamp_millis(),
            started_at_ms: show.started_at.map(|at| at.timestamp_millis()),
            ended_at_ms: show.ended_at.map(|at| at.timestamp_millis()),
            expires_at_ms: expires_at(show, now).timestamp_millis(),
            poll_after_ms: cadence.poll_after_ms(show.state),
            picture_delay_ms: millis(show.picture_delay),
            channels: show.channels.iter().filter_map(channel).collect(),
            lineup: show.slots.iter().map(slot).collect(),
            now: now_showing(show),
            offers: show.offers.iter().map(offer).collect(),
            chapters: chapters(show),
            log_head: show.log_head.clone(),
            next_session: show.next.as_ref().map(|next| NextSession {
                session_id: next.session.to_string(),
                title: clean(&next.title),
                starts_at_ms: next.starts_at.timestamp_millis(),
            }),
        }
    }
}

fn expires_at(show: &Show, now: DateTime<Utc>) -> DateTime<Utc> {
    match show.state {
        ShowState::Upcoming => show.planned_end.max(show.starts_at + LATE_START),
        ShowState::Live | ShowState::Paused => now + LIVE_EXPIRY,
        ShowState::Ended | ShowState::Cancelled => show.ended_at.unwrap_or(now) + AFTERWARDS,
    }
}

fn channel(from: &ShowChannel) -> Option<ManifestChannel> {
    let (player, embed) = player::of(&from.url)?;
    Some(ManifestChannel {
        channel: from.channel.code().to_owned(),
        url: from.url.trim().to_owned(),
        player,
        embed,
    })
}

fn slot(from: &ShowSlot) -> ManifestSlot {
    ManifestSlot {
        slot_id: from.id.to_string(),
        number: from.number,
        title: clean(&from.title),
        image: from.image.clone(),
        list_price: from.list_price.map(Into::into),
        show_price: from.show_price.map(Into::into),
        link: from.link.clone(),
        sold_out: from.sold_out,
    }
}

fn offer(from: &OfferOnAir) -> ManifestOffer {
    let terms = &from.opened.terms;
    let (price, code, amount_off, gift) = match terms {
        Terms::Price(price) => (Some(*price), None, None, None),
        Terms::Coupon { code, .. } => (None, Some(clean(code)), terms.amount(), None),
        Terms::Gift(gift) => (None, None, None, Some(clean(gift))),
    };
    ManifestOffer {
        offer_id: from.opened.offer.to_string(),
        slot_id: from.opened.shown.slot.to_string(),
        kind: terms.kind().code().to_owned(),
        price: price.map(Into::into),
        code,
        amount_off: amount_off.map(Into::into),
        percent_off: terms.percent(),
        gift,
        opens_at_ms: from.opens_at_ms,
        ends_at_ms: from.ends_at_ms,
        state: match from.state {
            OfferState::Open => ManifestOfferState::Open,
            OfferState::Closed => ManifestOfferState::Closed,
            OfferState::Withdrawn => ManifestOfferState::Withdrawn,
        },
    }
}

fn now_showing(show: &Show) -> Option<NowShowing> {
    let on_screen = show.on_screen?;
    match show.state {
        ShowState::Live | ShowState::Paused => Some(NowShowing {
            slot_id: on_screen.slot.to_string(),
            since_ms: on_screen.at.timestamp_millis(),
        }),
        ShowState::Upcoming | ShowState::Ended | ShowState::Cancelled => None,
    }
}

fn chapters(show: &Show) -> Vec<Chapter> {
    let (ShowState::Ended, Some(started_at)) = (show.state, show.started_at) else {
        return Vec::new();
    };
    let mut chapters: Vec<Chapter> = Vec::new();
    for take in &show.takes {
        let slot_id = take.slot.to_string();
        // A slot taken twice in a row is one stretch.
        if chapters.last().is_some_and(|last| last.slot_id == slot_id) {
            continue;
        }
        let at_ms = (take.at - started_at).num_milliseconds().max(0);
        chapters.push(Chapter { slot_id, at_ms });
    }
    chapters
}

/// Composed (NFC), and without control characters, which some shops' own readers choke on.
fn clean(text: &str) -> String {
    text.nfc().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>().trim().to_owned()
}

fn millis(length: Duration) -> u32 {
    u32::try_from(length.as_millis()).unwrap_or(u32::MAX)
}
