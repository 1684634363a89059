//! Real manifests answer to the published JSON Schema, by a validator in another language.

use serde_json::{Value, json};
use storefront::manifest::JSON_SCHEMA;
use storefront::{Cadence, NextShow, SessionManifest};

use crate::common::{STATES, at, show, slot_id};
use crate::node;

fn schema() -> Value {
    serde_json::from_str(JSON_SCHEMA).expect("the schema is JSON")
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
    manifest["offers"] = json!([{ "code": "NANG50" }]);
    manifest["lineup"][0]["stock"] = json!(12);
    let faults = node("validate.mjs", &json!({ "schema": schema(), "values": [manifest] }));
    assert_eq!(faults, json!([null]));
}
