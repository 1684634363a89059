//! From a take to the shop: told in order, told again when the shop stumbles, told last what is true last.
#![expect(clippy::expect_used, reason = "a test that cannot set its stage has failed")]
#![expect(clippy::panic, reason = "a command that refuses where it must not has failed the test")]

mod pages;
mod stage;
mod wal;

use std::time::{Duration, Instant};

use app::sender::{Pace, Sending};
use serde_json::{Value, json};
use storefront::RetryPlan;
use tests::receiver::{Got, Manner, Receiver};

use stage::Stage;

const PATIENCE: Duration = Duration::from_secs(15);

/// Retries so quick that a test can wait for them.
fn quick() -> Pace {
    Pace { plan: RetryPlan::new(vec![Duration::from_millis(30); 40]), heartbeat: Duration::from_secs(60) }
}

fn takes(got: &[Got], revision: i64) -> bool {
    got.iter().any(|got| got.is_taken() && i64::try_from(got.revision()) == Ok(revision))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_stumbles_ends_at_the_last_revision() {
    let stumbles = |nth: usize| match nth {
        0 => Manner::Late(Duration::from_millis(400)),
        1 => Manner::Status(500),
        2 => Manner::TooOften(1),
        3 | 4 => Manner::Reset,
        5 => Manner::Status(503),
        _ => Manner::Status(200),
    };
    let shop = Receiver::start(stumbles).await.expect("a shop");
    let stage = Stage::live(4).await;
    stage.webhook(&shop.url).await;
    let sending = Sending::start(stage.app.clone(), quick());
    for slot in [1, 2, 3, 0, 2] {
        stage.take(slot).await;
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
    let last = stage.last_revision().await;
    assert!(shop.sees(PATIENCE, |got| takes(got, last)).await, "{:?}", shop.got());
    let revisions: Vec<u64> = shop.got().iter().filter(|got| got.is_taken()).map(Got::revision).collect();
    assert!(revisions.is_sorted(), "the shop never goes back: {revisions:?}");
    let asked = shop.got().iter().find(|got| matches!(got.manner, Manner::TooOften(_))).map(|got| got.at);
    let after = shop.got().iter().find(|got| asked.is_some_and(|asked| got.at > asked)).map(|got| got.at);
    assert!(
        after > asked.map(|asked| asked + Duration::from_millis(900)),
        "it was given the time it asked for"
    );
    sending.stop().await;
    let target = stage.target().await;
    assert_eq!(target["state"], "upToDate");
    assert_eq!(target["revision"], last);
    let page = stage.call("delivery_page", json!({ "targetId": target["id"] })).await;
    let pending = |page: &Value| {
        page["deliveries"].as_array().expect("a list").iter().filter(|one| one["state"] == "pending").count()
    };
    assert_eq!(pending(&page), 0, "what was passed over waits no longer: {page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_confirmed_before_a_restart_is_sent_again_under_the_same_id() {
    let shop = Receiver::start(|nth| if nth == 0 { Manner::Reset } else { Manner::Status(200) });
    let shop = shop.await.expect("a shop");
    let stage = Stage::live(2).await;
    stage.webhook(&shop.url).await;
    let patient = Pace { plan: RetryPlan::new(vec![Duration::from_millis(1_500)]), ..quick() };
    let sending = Sending::start(stage.app.clone(), patient);
    assert!(shop.sees(PATIENCE, |got| got.len() == 1).await);
    sending.stop().await;

    let stage = stage.restarted();
    let sending = Sending::start(stage.app.clone(), quick());
    assert!(shop.sees(PATIENCE, |got| got.len() >= 2).await);
    sending.stop().await;
    let got = shop.got();
    assert!(got[1].at > got[0].at + Duration::from_millis(1_400), "it was not due before");
    assert_eq!(got[0].id, got[1].id);
    assert_eq!(got[0].event, got[1].event, "the same bytes, so that the shop may take it for a repetition");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_time_a_shop_asks_for_is_given_over_a_restart_and_for_newer_states_too() {
    let shop = Receiver::start(|nth| if nth == 0 { Manner::TooOften(2) } else { Manner::Status(200) });
    let shop = shop.await.expect("a shop");
    let stage = Stage::live(2).await;
    stage.webhook(&shop.url).await;
    let sending = Sending::start(stage.app.clone(), quick());
    assert!(shop.sees(PATIENCE, |got| got.len() == 1).await);
    sending.stop().await;

    let stage = stage.restarted();
    stage.take(1).await;
    let last = stage.last_revision().await;
    let sending = Sending::start(stage.app.clone(), quick());
    assert!(shop.sees(PATIENCE, |got| takes(got, last)).await);
    sending.stop().await;
    let got = shop.got();
    assert!(got[1].at > got[0].at + Duration::from_millis(1_800), "it asked for two seconds");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_take_is_one_commit_and_does_not_wait_for_a_shop_that_hangs() {
    let shop = Receiver::start(|_| Manner::Late(Duration::from_secs(8))).await.expect("a shop");
    let stage = Stage::live(3).await;
    stage.webhook(&shop.url).await;
    let sending = Sending::start(stage.app.clone(), quick());
    assert!(shop.sees(PATIENCE, |got| got.len() == 1).await, "the shop hangs on the first state");

    let before = wal::commits(&stage.file());
    let since = Instant::now();
    for slot in [1, 2, 0, 1, 2] {
        stage.take(slot).await;
    }
    assert_eq!(wal::commits(&stage.file()) - before, 5, "log, revision and delivery in one commit each");
    assert!(since.elapsed() < Duration::from_secs(2), "{:?}", since.elapsed());
    assert_eq!(shop.got().len(), 1, "nothing else was on the wire");
    drop(sending);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_show_is_renewed_without_filling_the_list_of_deliveries() {
    let shop = Receiver::start(|_| Manner::Status(200)).await.expect("a shop");
    let stage = Stage::live(2).await;
    stage.webhook(&shop.url).await;
    let pace = Pace { heartbeat: Duration::from_millis(150), ..quick() };
    let sending = Sending::start(stage.app.clone(), pace);
    assert!(shop.sees(PATIENCE, |got| got.len() >= 4).await);
    sending.stop().await;
    let got = shop.got();
    assert!(got.iter().all(|one| one.revision() == got[0].revision()), "the state is the same");
    let expiry = |got: &Got| got.event["data"]["expiresAtMs"].as_i64().expect("an instant");
    assert!(expiry(&got[3]) > expiry(&got[1]), "it is believed for longer");
    assert_ne!(got[1].id, got[2].id, "no shop takes it for a repetition");
    let target = stage.target().await;
    let page = stage.call("delivery_page", json!({ "targetId": target["id"] })).await;
    assert_eq!(page["total"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_refuses_needs_the_user_and_is_told_again_by_hand() {
    let shop = Receiver::start(|nth| Manner::Status(if nth == 0 { 403 } else { 200 })).await.expect("a shop");
    let stage = Stage::live(2).await;
    stage.webhook(&shop.url).await;
    let sending = Sending::start(stage.app.clone(), quick());
    assert!(stage.target_becomes("needsYou").await, "{}", stage.target().await);
    let target = stage.target().await;
    assert_eq!(target["lastAnswer"]["code"], "notAllowed");
    assert_eq!(target["lastAnswer"]["status"], 403);
    stage.call("delivery_resend", json!({ "deliveryId": target["latestDeliveryId"] })).await;
    assert!(stage.target_becomes("upToDate").await, "{}", stage.target().await);
    sending.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn planning_tomorrow_does_not_take_the_shop_away_from_the_show_on_air() {
    let shop = Receiver::start(|_| Manner::Status(200)).await.expect("a shop");
    let stage = Stage::live(2).await;
    stage.webhook(&shop.url).await;
    let tomorrow = stage.scheduled("Ngày mai").await;
    let sending = Sending::start(stage.app.clone(), quick());
    stage.take(1).await;
    let last = stage.last_revision().await;
    assert!(shop.sees(PATIENCE, |got| takes(got, last)).await);
    sending.stop().await;
    assert!(shop.got().iter().all(|got| got.event["data"]["sessionId"] != json!(tomorrow)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_ends_with_the_last_state_and_a_secret_is_nowhere_in_the_workspace() {
    let stage = Stage::live(3).await;
    let folder = tempfile::tempdir().expect("a folder");
    let request = json!({ "kind": "folder", "name": "Thư mục", "address": folder.path() });
    let target = stage.call("target_create", request).await;
    let sending = Sending::start(stage.app.clone(), quick());
    stage.take(2).await;
    assert!(stage.target_becomes("upToDate").await);
    sending.stop().await;
    let read = |name: &str| -> Value {
        let bytes = std::fs::read(folder.path().join(name)).expect("written");
        serde_json::from_slice(&bytes).expect("JSON")
    };
    assert_eq!(read("manifest.json")["revision"], stage.last_revision().await);
    assert_eq!(read("manifest.json")["now"]["slotId"], json!(stage.slots[2]));
    assert_eq!(read("now.json")["revision"], read("manifest.json")["revision"]);
    let refused = stage.refused("target_secret_show", json!({ "targetId": target["id"] })).await;
    assert_eq!(refused, "secretMissing", "a folder has none");

    let hook = stage.webhook("http://127.0.0.1:9/hook").await;
    let shown = stage.call("target_secret_show", json!({ "targetId": hook })).await;
    let secret = shown["secret"].as_str().expect("a secret").trim_start_matches("whsec_").to_owned();
    for file in stage.workspace_files() {
        let bytes = std::fs::read(&file).expect("there");
        let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "{}", file.display());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_may_not_be_told_is_refused_in_words() {
    let stage = Stage::live(1).await;
    let create = |kind: &str, address: &str| json!({ "kind": kind, "name": "Shop", "address": address });
    for (kind, address, code) in [
        ("webhook", "http://127.0.0.1/hook", "targetNearby"),
        ("webhook", "ftp://shop.example/hook", "targetNotWebAddress"),
        ("webhook", "https://me:secret@shop.example/hook", "targetNotWebAddress"),
        ("folder", "/nowhere/at/all", "targetFolderMissing"),
    ] {
        assert_eq!(stage.refused("target_create", create(kind, address)).await, code, "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_destination_comes_back_with_its_secret_when_it_is_undone() {
    let stage = Stage::live(1).await;
    let target = stage.webhook("http://127.0.0.1:9/hook").await;
    let secret = stage.call("target_secret_show", json!({ "targetId": target })).await;
    stage.call("target_remove", json!({ "targetId": target })).await;
    assert_eq!(stage.call("target_all", json!({})).await["targets"], json!([]));
    stage.call("history_undo", json!({})).await;
    assert_eq!(stage.call("target_secret_show", json!({ "targetId": target })).await, secret);
}
