//! What shops are told, told from sessions as a desk knows them.

mod common;

use chrono::TimeDelta;
use common::{at, show, slot_id};
use storefront::manifest::{NOW_JSON_LIMIT, WireMoney};
use storefront::{Cadence, NowJson, SessionManifest, ShowState, ShowTake};

#[test]
fn a_live_session_says_what_is_on_screen_and_when_it_is_no_longer_believed() {
    let show = show(ShowState::Live);
    let manifest = SessionManifest::build(&show, at(20, 15), Cadence::PUBLIC);
    let now = manifest.now.as_ref().expect("a slot is on screen");
    assert_eq!(now.slot_id, slot_id(2).to_string());
    assert_eq!(manifest.expires_at_ms, at(20, 20).timestamp_millis());
    assert!(manifest.chapters.is_empty(), "chapters come after the end");
    assert_eq!(
        manifest.lineup[0].show_price,
        Some(WireMoney { amount: "229000".into(), currency: "VND".into() })
    );
}

#[test]
fn an_ended_session_has_chapters_and_nothing_on_screen() {
    let mut show = show(ShowState::Ended);
    show.ended_at = Some(at(21, 30));
    show.takes.push(ShowTake { slot: slot_id(2), at: at(20, 11) });
    let manifest = SessionManifest::build(&show, at(21, 30), Cadence::PUBLIC);
    assert_eq!(manifest.now, None);
    let chapters: Vec<_> = manifest.chapters.iter().map(|chapter| chapter.at_ms).collect();
    assert_eq!(chapters, [60_000, 600_000], "a slot taken twice in a row is one chapter");
}

#[test]
fn an_announced_session_is_believed_until_it_would_be_over() {
    let manifest = SessionManifest::build(&show(ShowState::Upcoming), at(12, 0), Cadence::PUBLIC);
    assert_eq!(manifest.expires_at_ms, at(22, 0).timestamp_millis());
    assert_eq!(manifest.now, None, "nothing is on screen before the start");
}

#[test]
fn names_travel_composed_and_markup_stays_text() {
    let mut show = show(ShowState::Live);
    show.title = "Đe\u{302}m\u{0} <b>sale</b>\n".into();
    let manifest = SessionManifest::build(&show, at(20, 15), Cadence::PUBLIC);
    assert_eq!(manifest.title, "Đêm  <b>sale</b>");
}

#[test]
fn the_small_file_stays_small_with_everything_sold_out() {
    let mut show = show(ShowState::Live);
    let template = show.slots[0].clone();
    for number in 3..=400 {
        show.slots.push(storefront::ShowSlot {
            id: slot_id(number),
            number,
            sold_out: true,
            ..template.clone()
        });
    }
    let manifest = SessionManifest::build(&show, at(20, 15), Cadence::PUBLIC);
    let small = NowJson::of(&manifest);
    assert_eq!(small.sold_out, None, "the manifest tells");
    assert!(small.to_bytes().expect("bytes").len() <= NOW_JSON_LIMIT);

    show.slots.truncate(20);
    let small = NowJson::of(&SessionManifest::build(&show, at(20, 15), Cadence::PUBLIC));
    assert_eq!(small.sold_out.as_deref().map(<[u32]>::len), Some(18));
    assert!(small.to_bytes().expect("bytes").len() <= NOW_JSON_LIMIT);
}

#[test]
fn the_wire_survives_the_way_there_and_back() {
    for state in common::STATES {
        let manifest =
            SessionManifest::build(&show(state), at(20, 15) + TimeDelta::seconds(3), Cadence::LOOPBACK);
        let read = serde_json::from_slice::<SessionManifest>(&manifest.to_bytes().expect("bytes"));
        assert_eq!(read.expect("a manifest"), manifest);
    }
}

#[test]
fn the_demo_shop_is_asked_more_often() {
    let public = SessionManifest::build(&show(ShowState::Live), at(20, 15), Cadence::PUBLIC);
    assert_eq!(public.poll_after_ms, 3_000);
    assert_eq!(public.asked(Cadence::LOOPBACK).poll_after_ms, 500);
}
