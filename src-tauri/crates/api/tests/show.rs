//! A show from draft to end through the door, as a window asks for it.
#![expect(clippy::expect_used, clippy::panic, reason = "a show that cannot be set up fails its test")]

use app::{App, Home, SystemClock};
use domain::{Actor, Role};
use serde_json::{Value, json};

struct Door {
    app: App,
    _folder: tempfile::TempDir,
}

impl Door {
    /// The door to a new workspace of a Vietnamese brand.
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let app = App::new(Home::at(folder.path()), SystemClock);
        let door = Self { app, _folder: folder };
        door.ask(
            "workspace_start",
            json!({ "language": "vi", "market": "vn", "brand": "Mộc Lan", "purpose": "planAndSell" }),
        );
        door
    }

    fn ask(&self, name: &str, request: Value) -> Value {
        api::call(&self.app, &Actor::owner(), name, request)
            .unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    fn refused(&self, by: &Actor, name: &str, request: Value) -> Value {
        let error = api::call(&self.app, by, name, request).expect_err("it is refused");
        serde_json::to_value(error).expect("an error can be packed")
    }

    fn session(&self) -> String {
        let plan = json!({
            "title": "Đêm chăm da", "market": "vn", "startLocal": "2030-11-28T20:00", "lengthMs": 7_200_000,
            "channels": [{ "channel": "tikTok", "url": "https://www.tiktok.com/@moclan/live" }],
            "hostIds": [], "goal": { "gmv": { "amount": "50000000", "currency": "VND" } }, "note": "",
        });
        text(&self.ask("session_create", plan)["id"])
    }

    fn product(&self, title: &str, price: &str) -> String {
        let product = json!({ "title": title, "price": { "amount": price, "currency": "VND" }, "stock": 40 });
        text(&self.ask("product_create", product)["productId"])
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is a text")).to_owned()
}

#[test]
fn a_show_goes_from_draft_to_end() {
    let door = Door::open();
    let id = door.session();
    let of = || json!({ "sessionId": id });
    let products = [door.product("Kem chống nắng", "329000"), door.product("Serum", "389000")];
    let lineup = door.ask("lineup_add", json!({ "sessionId": id, "productIds": products }));
    let slot = text(&lineup["slots"][1]["id"]);
    let edit = json!({
        "sessionId": id, "slotId": slot, "showPrice": { "amount": "279000", "currency": "VND" },
        "talkingPoints": ["Mua 2 giảm 10 %"], "plannedMs": 600_000, "note": "",
    });
    let lineup = door.ask("lineup_edit", edit);
    assert_eq!(lineup["slots"][1]["price"], json!({ "amount": "279000", "currency": "VND" }));
    assert_eq!(lineup["slots"][1]["problems"], json!(["noLink", "noImage"]));

    let session = door.ask("session_schedule", of());
    assert_eq!(
        (&session["status"], &session["next"]),
        (&json!("scheduled"), &json!(["draft", "live", "cancelled"]))
    );
    assert_eq!(session["channels"][0]["player"], "tiktok");
    assert_eq!(door.ask("today", json!({}))["next"]["session"]["id"], json!(id));

    assert_eq!(door.ask("on_air_start", of())["clock"], "running");
    let take = json!({ "sessionId": id, "slotId": slot, "clientKey": "press-1" });
    let on_air = door.ask("on_air_take", take.clone());
    assert_eq!((&on_air["now"]["number"], &on_air["now"]["price"]["amount"]), (&json!(2), &json!("279000")));
    assert_eq!(door.ask("on_air_take", take)["logSeq"], 2, "the same press again");
    door.ask("on_air_note", json!({ "sessionId": id, "text": "khách hỏi mẹ bầu" }));
    assert_eq!(door.ask("on_air_end", of())["status"], "ended");

    let log = door.ask("log_page", json!({ "sessionId": id, "limit": 2 }));
    let kinds: Vec<&Value> =
        log["entries"].as_array().expect("entries").iter().map(|entry| &entry["kind"]).collect();
    assert_eq!(kinds, ["ended", "note"]);
    assert_eq!((&log["total"], &log["more"], &log["brokenAtSeq"]), (&json!(4), &json!(true), &Value::Null));
}

#[test]
fn refusals_carry_what_their_sentence_needs() {
    let door = Door::open();
    let id = door.session();
    let owner = Actor::owner();
    let refusal = door.refused(&owner, "on_air_start", json!({ "sessionId": id }));
    assert_eq!(
        (&refusal["code"], &refusal["params"]),
        (&json!("sessionStatus"), &json!({ "from": "draft", "to": "live" }))
    );

    let product = door.product("Kem", "1");
    let add = json!({ "sessionId": id, "productIds": [product] });
    door.ask("lineup_add", add.clone());
    let refusal = door.refused(&owner, "lineup_add", add);
    assert_eq!(
        (&refusal["code"], &refusal["params"]["number"]),
        (&json!("lineupDuplicateProduct"), &json!("1"))
    );

    let skipped = json!({
        "title": "Spring", "market": "gb", "startLocal": "2026-03-29T01:30", "lengthMs": 3_600_000,
        "channels": [], "hostIds": [], "goal": {}, "note": "",
    });
    let refusal = door.refused(&owner, "session_create", skipped);
    assert_eq!(
        (&refusal["code"], &refusal["params"]["zone"]),
        (&json!("sessionTimeSkipped"), &json!("Europe/London"))
    );

    let viewer = Actor::with_role(Role::Viewer);
    let refusal = door.refused(&viewer, "on_air_start", json!({ "sessionId": id }));
    assert_eq!((&refusal["code"], &refusal["params"]["needs"]), (&json!("forbidden"), &json!("operator")));
}
