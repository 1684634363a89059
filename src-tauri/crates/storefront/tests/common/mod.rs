//! A session to tell shops about.

#![expect(clippy::expect_used, reason = "a test's own instants exist")]

use std::time::Duration;

use chrono::{DateTime, TimeZone as _, Utc};
use domain::id::{SessionId, SlotId};
use domain::{Channel, Currency, Language, Market, Money};
use storefront::{LinkSource, Show, ShowChannel, ShowSlot, ShowState, ShowTake, Stamp, tracked};
use uuid::Uuid;

/// Every state a session can be told in.
pub const STATES: [ShowState; 5] =
    [ShowState::Upcoming, ShowState::Live, ShowState::Paused, ShowState::Ended, ShowState::Cancelled];

/// The session.
pub const SESSION: SessionId = SessionId::new(Uuid::from_u128(0x0193_5a00_0000_7000_8000_00ab_cdef_0123));

/// An instant of the evening the session is held.
pub fn at(hour: u32, minute: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 28, hour, minute, 0).single().expect("an instant")
}

/// The id of slot `number`.
pub fn slot_id(number: u32) -> SlotId {
    SlotId::new(Uuid::from_u128(0x0193_5a00_0000_7000_9000_0000_0000_0000 + u128::from(number)))
}

fn slot(number: u32, title: &str, list: i64, show: i64) -> ShowSlot {
    ShowSlot {
        id: slot_id(number),
        number,
        title: title.into(),
        image: Some(format!("/media/{number}.webp")),
        list_price: Some(Money::from_minor(list, Currency::Vnd)),
        show_price: Some(Money::from_minor(show, Currency::Vnd)),
        link: tracked("https://moclan.vn/p/kem-chong-nang", LinkSource::Website, SESSION, number),
        sold_out: false,
    }
}

/// The session in `state`: two products, both taken.
pub fn show(state: ShowState) -> Show {
    let takes = [(1, at(20, 1)), (2, at(20, 10))].map(|(number, at)| ShowTake { slot: slot_id(number), at });
    Show {
        session: SESSION,
        stamp: Stamp { epoch: 1_795_800_000, revision: 12 },
        state,
        title: "Đêm chăm da Black Friday".into(),
        brand: "Mộc Lan".into(),
        hosts: vec!["Thu Hà".into(), "Minh Anh".into()],
        language: Language::Vi,
        market: Market::Vn,
        zone: Market::Vn.zone(),
        poster: None,
        starts_at: at(20, 0),
        planned_end: at(22, 0),
        started_at: Some(at(20, 0)),
        ended_at: None,
        picture_delay: Duration::from_secs(4),
        channels: vec![ShowChannel {
            channel: Channel::TikTok,
            url: "https://www.tiktok.com/@moclan.vn/live".into(),
        }],
        slots: vec![
            slot(1, "Kem chống nắng dịu nhẹ SPF 50+", 329_000, 229_000),
            slot(2, "Son kem lì Nắng Đào 03", 189_000, 129_000),
        ],
        on_screen: takes.last().copied(),
        offers: Vec::new(),
        takes: takes.to_vec(),
        log_head: Some("5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef".into()),
        next: None,
    }
}
