//! Affiliate orders and settlements of Douyin come in as an independent reader finds them, in any order and only once;
//! creators, conditions of rules and credit by rooms follow from them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::files::{fresh_seed, here, python, showctl};

/// The fixtures that are read here, beside their descriptions.
pub const FIXTURES: [&str; 4] = [
    "tiktok-affiliate/id.csv",
    "tiktok-affiliate/mcn.csv",
    "tiktok-affiliate/vn.xlsx",
    "douyin-settlement/cn.csv",
];

fn source(name: &str) -> PathBuf {
    here("../src-tauri/crates/exchange/source").join(name)
}

fn theirs(path: &Path) -> Value {
    serde_json::from_str(&python("affiliate.py", &[&path.display().to_string()]))
        .expect("the reader answers in JSON")
}

fn shuffled(path: &Path, to: &Path, seed: u64) -> Value {
    let (from, out) = (path.display().to_string(), to.display().to_string());
    python("affiliate.py", &[&from, &out, "--seed", &seed.to_string()]);
    theirs(to)
}

fn import(workspace: &Path, path: &Path, answers: &[&str]) -> Value {
    let file = path.display().to_string();
    let given: Vec<&str> = answers.iter().flat_map(|answer| ["--answer", answer]).collect();
    showctl(workspace, &[&["import", &file, "--json"], &given[..]].concat())
}

fn orders(workspace: &Path) {
    import(workspace, &source("tiktok-orders/vn.xlsx"), &["currency=VND", "zone=Asia/Ho_Chi_Minh"]);
}

fn rooms(workspace: &Path) {
    let path = here("fixture/tiktok-live-vn.xlsx").display().to_string();
    showctl(workspace, &["import", &path, "--as", "sessions", "--answer", "zone=Asia/Ho_Chi_Minh", "--json"]);
}

fn call(workspace: &Path, command: &str, request: &Value) -> Value {
    showctl(workspace, &["call", command, &request.to_string()])
}

fn totals(report: &Value) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let all = report["totals"].as_array().expect("totals").iter();
    all.map(|total| (text(&total["column"]), text(&total["total"]))).collect()
}

#[track_caller]
fn assert_found(report: &Value, expected: &Value, kind: &str, which: &str) {
    assert_eq!(report["kind"], kind, "{which}");
    assert_eq!(report["counts"]["read"], expected["rows"], "{which}");
    assert_eq!(report["counts"]["rejected"], 0, "{which}");
    let expected: BTreeMap<String, String> =
        serde_json::from_value(expected["totals"].clone()).expect("totals");
    assert_eq!(totals(report), expected, "{which}");
}

#[test]
fn every_file_holds_what_an_independent_reader_finds_in_it_also_shuffled() {
    let seed = fresh_seed();
    println!("SEED={seed}");
    let folder = tempfile::tempdir().expect("a folder");
    for (at, name) in FIXTURES.iter().enumerate() {
        let kind = if name.starts_with("douyin") { "payouts" } else { "commissions" };
        let workspace = |form: &str| folder.path().join(format!("{at}-{form}.showrunner"));
        let report = import(&workspace("found"), &source(name), &[]);
        let expected = theirs(&source(name));
        assert_found(&report, &expected, kind, name);
        let other = folder.path().join(format!("{at}.csv"));
        let changed = shuffled(&source(name), &other, seed);
        assert_ne!(changed["totals"], expected["totals"], "{name} was changed under SEED={seed}");
        assert_found(&import(&workspace("changed"), &other, &[]), &changed, kind, name);
    }
}

/// The sessions with rooms, by what is credited to each for certain.
fn sessions(workspace: &Path) -> Vec<String> {
    let across = call(workspace, "review_all", &json!({ "grouping": "session" }));
    let rows = across["rows"].as_array().expect("rows").iter();
    let ids: BTreeSet<String> =
        rows.filter_map(|row| row["session"]["sessionId"].as_str().map(str::to_owned)).collect();
    ids.into_iter().collect()
}

/// What creators get in every session.
fn creators(workspace: &Path) -> Vec<Value> {
    let ids = sessions(workspace);
    ids.iter()
        .map(|id| call(workspace, "review_commissions", &json!({ "sessionId": id }))["rows"].clone())
        .collect()
}

/// Orders of lines credited by a room, over all sessions.
fn by_room(workspace: &Path) -> BTreeSet<String> {
    let mut orders = BTreeSet::new();
    for id in sessions(workspace) {
        let page = call(workspace, "review_lines", &json!({ "sessionId": id, "offset": 0, "limit": 500 }));
        for line in page["lines"].as_array().expect("lines") {
            if line["credit"] == "room" {
                orders.insert(line["orderRef"].as_str().expect("an order").to_owned());
            }
        }
    }
    orders
}

#[test]
fn files_in_any_order_and_twice_say_the_same_and_undo_restores_what_was_known_without() {
    let folder = tempfile::tempdir().expect("a folder");
    let [one, two] = ["one", "two"].map(|name| folder.path().join(format!("{name}.showrunner")));
    let affiliate = source("tiktok-affiliate/vn.xlsx");
    rooms(&one);
    orders(&one);
    let without = (creators(&one), by_room(&one));
    assert_eq!(without.1, BTreeSet::new());
    let imported = import(&one, &affiliate, &[]);
    import(&two, &affiliate, &[]);
    orders(&two);
    rooms(&two);
    let lines: BTreeSet<String> = theirs(&affiliate)["rooms"]
        .as_object()
        .expect("rooms")
        .iter()
        .filter(|(room, _)| *room != "7490000000000000123")
        .flat_map(|(_, lines)| lines.as_array().expect("lines").iter())
        .map(|line| line[0].as_str().expect("an order").to_owned())
        .collect();
    assert_eq!(by_room(&one), lines, "every order of a known room is credited for certain");
    assert_eq!(by_room(&two), lines, "whichever file came in first");
    let known = creators(&one);
    let again = import(&one, &affiliate, &[]);
    let counts = &again["counts"];
    assert_eq!((&counts["new"], &counts["unchanged"]), (&json!(0), &counts["read"]), "twice without change");
    assert_eq!(creators(&one), known);
    for report in [&again, &imported] {
        call(&one, "import_undo", &json!({ "importId": report["imported"]["importId"] }));
    }
    assert_eq!((creators(&one), by_room(&one)), without, "nothing of the file that was taken back is left");
}

#[test]
fn creators_of_sessions_get_what_the_file_says_of_their_rooms() {
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = folder.path().join("brand.showrunner");
    rooms(&workspace);
    orders(&workspace);
    let path = source("tiktok-affiliate/vn.xlsx");
    import(&workspace, &path, &[]);
    let found = creators(&workspace);
    let shown: i64 = found
        .iter()
        .flat_map(|rows| rows.as_array().expect("rows"))
        .map(|row| row["commissions"].as_i64().expect("a count"))
        .sum();
    let rooms = theirs(&path)["rooms"].clone();
    let said: usize = rooms
        .as_object()
        .expect("rooms")
        .iter()
        .filter(|(room, _)| *room != "7490000000000000123")
        .map(|(_, lines)| lines.as_array().expect("lines").len())
        .sum();
    assert!(shown >= i64::try_from(said).expect("a count"), "{shown} of {said}: videos may add to them");
}

/// Of how many settled orders a rule does not know what it charges.
fn open(workspace: &Path) -> i64 {
    let page = call(workspace, "payout_page", &json!({ "offset": 0, "limit": 500 }));
    let steps = page["sets"][0]["settled"]["steps"].as_array().expect("steps").clone();
    steps.iter().filter_map(|step| step["open"].as_i64()).sum()
}

#[test]
fn a_rule_for_orders_of_creators_is_not_known_until_a_file_tells_of_every_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = folder.path().join("brand.showrunner");
    orders(&workspace);
    for name in ["vn.xlsx", "vn-june.csv"] {
        import(&workspace, &source("tiktok-settlement").join(name), &[]);
    }
    let terms = json!({
        "name": "Creator", "purpose": "fee", "channel": "tikTok", "market": "vn", "hostId": null, "kind": "percent",
        "base": "afterSellerDiscount", "otherId": null, "ratePpm": 100_000, "steps": [], "flat": null, "least": null,
        "cap": null, "capScope": "order", "taxPpm": 0, "due": "paid", "onRefund": "proportional",
        "payers": [{ "payer": "brand", "sharePpm": 1_000_000 }], "condition": "byCreator", "validFrom": null,
        "validTo": null, "precedence": 0, "group": null, "per": "line", "rounding": "halfUp", "sourceNote": "",
        "sourceSeenOn": null,
    });
    call(&workspace, "fee_rule_save", &json!({ "terms": terms }));
    let unknown = open(&workspace);
    assert!(unknown > 0, "no file says who brought an order");
    let path = source("tiktok-affiliate/vn.xlsx");
    let some = import(&workspace, &path, &["reach=some"]);
    let partly = open(&workspace);
    assert!(
        0 < partly && partly < unknown,
        "{partly} of {unknown}: what a partial file does not name stays open"
    );
    call(&workspace, "import_undo", &json!({ "importId": some["imported"]["importId"] }));
    assert_eq!(open(&workspace), unknown, "nothing of the file that was taken back is left");
    import(&workspace, &path, &["reach=every"]);
    let left = open(&workspace);
    assert!(
        left < partly / 4,
        "{left}: a whole file tells of every order of its days, from its first to its last"
    );
}

#[test]
fn a_settlement_of_douyin_leads_from_gmv_to_what_was_paid_out_order_by_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = folder.path().join("cn.showrunner");
    import(&workspace, &source("douyin-orders/gbk.csv"), &[]);
    let path = source("douyin-settlement/cn.csv");
    let report = import(&workspace, &path, &[]);
    assert_eq!(report["warnings"], json!([]), "every row adds up, and the row of formulas is none");
    let page = call(&workspace, "payout_page", &json!({ "offset": 0, "limit": 500 }));
    let paid: BTreeMap<String, String> = page["orders"]
        .as_array()
        .expect("orders")
        .iter()
        .filter(|order| !order["settledAtMs"].is_null())
        .map(|order| {
            let text = |value: &Value| value.as_str().expect("text").to_owned();
            (text(&order["orderRef"]), text(&order["way"]["paid"]))
        })
        .collect();
    assert_eq!(json!(paid), theirs(&path)["orders"]);
    let without =
        page["orders"].as_array().expect("orders").iter().filter(|order| order["state"] == "noOrder");
    assert_eq!(without.count(), 0, "every entry finds its order");
}

#[test]
fn the_fixtures_are_what_the_script_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["tiktok-orders", "douyin-orders", "tiktok-affiliate", "douyin-settlement"] {
        std::fs::create_dir(folder.path().join(name)).expect("a folder");
    }
    for name in ["tiktok-orders/id.csv", "tiktok-orders/vn.xlsx", "douyin-orders/gbk.csv"] {
        std::fs::copy(source(name), folder.path().join(name)).expect("a fixture");
    }
    python("../fixture/affiliate.py", &[&folder.path().display().to_string()]);
    for name in FIXTURES {
        assert_eq!(theirs(&folder.path().join(name)), theirs(&source(name)), "{name}");
    }
}
