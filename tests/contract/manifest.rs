//! Real manifests answer to the published JSON Schema, by a validator in another language.

use domain::evidence::Shown;
use domain::offer::{Off, OfferOnAir, OfferState, Opened, Terms};
use domain::{Currency, Money};
use serde_json::{Value, json};
use storefront::manifest::JSON_SCHEMA;
use storefront::{Cadence, NextShow, SessionManifest};

use crate::common::{STATES, at, show, slot_id};
use crate::node;

fn schema() -> Value {
    serde_json::from_str(JSON_SCHEMA).expect("the schema is JSON")
}

/// One of each kind, open, closed and withdrawn.
fn offers() -> Vec<OfferOnAir> {
    let dong = |amount| Money::from_minor(amount, Currency::Vnd);
    let coupon = |off| Terms::Coupon { code: "NANG-50".to_owned(), off };
    let terms = [
        (Terms::Price(dong(199_000)), OfferState::Open),
        (coupon(Off::Amount(dong(50_000))), OfferState::Closed),
        (coupon(Off::Percent(20)), OfferState::Withdrawn),
        (Terms::Gift("Tu\u{301}i vải".to_owned()), OfferState::Open),
    ];
    let opened = |(seq, (terms, state)): (u32, (Terms, OfferState))| OfferOnAir {
        opened: Opened {
            offer: slot_id(seq).as_uuid().into(),
            shown: Shown {
                slot: slot_id(1),
                product: slot_id(1).as_uuid().into(),
                number: 1,
                title: "Kem chống nắng".to_owned(),
                price: Some(dong(229_000)),
            },
            terms,
            ends_at_ms: at(20, 20).timestamp_millis(),
        },
        seq,
        opens_at_ms: at(20, 15).timestamp_millis(),
        state,
        ends_at_ms: at(20, 20).timestamp_millis(),
        undo_until_ms: None,
    };
    (1..).zip(terms).map(opened).collect()
}

/// A state as the first version told it, before there were offers, and one as this version tells it.
const PUBLISHED: [&str; 2] =
    [include_str!("published/manifest-first.json"), include_str!("published/manifest-offers.json")];

#[test]
fn every_published_sample_is_still_read_and_still_answers_to_the_schema() {
    let samples = PUBLISHED.map(|text| serde_json::from_str::<Value>(text).expect("JSON"));
    let faults = node("validate.mjs", &json!({ "schema": schema(), "values": samples }));
    assert_eq!(faults, json!([null, null]));
    let read = PUBLISHED.map(|text| serde_json::from_str::<SessionManifest>(text).expect("a manifest"));
    assert!(read[0].offers.is_empty(), "what a desk did not tell is nothing, not a fault");
    assert_eq!(read[1].offers.len(), 4);
    let again = serde_json::to_value(&read[1]).expect("JSON");
    assert_eq!(again, samples[1], "nothing is lost on the way there and back");
}

fn manifests() -> Vec<Value> {
    let mut manifests = Vec::new();
    for state in STATES {
        let mut show = show(state);
        manifests.push(SessionManifest::build(&show, at(20, 15), Cadence::PUBLIC));
        // As bare as a session may be, and as full.
        show.hosts.clear();
        show.channels.clear();
        show.on_screen = None;
        show.log_head = None;
        show.slots.iter_mut().for_each(|slot| {
            (slot.image, slot.link, slot.list_price, slot.show_price) = (None, None, None, None);
        });
        show.poster = Some("/media/poster.webp".into());
        let starts_at = at(21, 0);
        show.offers = offers();
        show.next = Some(NextShow { session: show.session, title: slot_id(1).to_string(), starts_at });
        manifests.push(SessionManifest::build(&show, at(20, 15), Cadence::LOOPBACK));
    }
    manifests.into_iter().map(|manifest| serde_json::to_value(manifest).expect("JSON")).collect()
}

#[test]
fn every_manifest_answers_to_the_published_schema() {
    let faults = node("validate.mjs", &json!({ "schema": schema(), "values": manifests() }));
    assert_eq!(faults, json!(vec![Value::Null; STATES.len() * 2]));
}

#[test]
fn the_schema_finds_a_price_that_is_a_float_and_a_state_nobody_knows() {
    let whole = manifests().remove(2);
    let (mut price, mut state, mut missing) = (whole.clone(), whole.clone(), whole);
    price["lineup"][0]["showPrice"]["amount"] = json!(229_000.5);
    state["state"] = json!("onAir");
    missing.as_object_mut().expect("an object").remove("epoch");
    let faults = node("validate.mjs", &json!({ "schema": schema(), "values": [price, state, missing] }));
    for fault in faults.as_array().expect("a list") {
        assert!(fault.is_string(), "each planted fault is found: {faults}");
    }
}

#[test]
fn what_a_later_version_adds_is_allowed() {
    let mut manifest = manifests().remove(0);
    manifest["polls"] = json!([{ "question": "Son nào?" }]);
    manifest["lineup"][0]["stock"] = json!(12);
    let faults = node("validate.mjs", &json!({ "schema": schema(), "values": [manifest] }));
    assert_eq!(faults, json!([null]));
}
