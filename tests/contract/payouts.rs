//! Settlements come in as an independent reader finds them, in any order and only once, and reconcile with the orders of
//! the same shop to the minor unit.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::files::{fresh_seed, here, python, showctl};

/// The fixtures that are read here, beside their description.
pub const FIXTURES: [&str; 3] =
    ["tiktok-settlement/vn.xlsx", "tiktok-settlement/vn-june.csv", "tiktok-settlement/us.csv"];

fn source(name: &str) -> PathBuf {
    here("../src-tauri/crates/exchange/source").join(name)
}

fn theirs(path: &Path) -> Value {
    serde_json::from_str(&python("payouts.py", &[&path.display().to_string()]))
        .expect("the reader answers in JSON")
}

fn import(workspace: &Path, path: &Path) -> Value {
    showctl(workspace, &["import", &path.display().to_string(), "--json"])
}

fn orders(workspace: &Path, name: &str, currency: &str, zone: &str) {
    let (currency, zone) = (format!("currency={currency}"), format!("zone={zone}"));
    let path = source(name).display().to_string();
    showctl(workspace, &["import", &path, "--answer", &currency, "--answer", &zone, "--json"]);
}

fn call(workspace: &Path, command: &str, request: &Value) -> Value {
    showctl(workspace, &["call", command, &request.to_string()])
}

fn page(workspace: &Path, more: Value) -> Value {
    let mut request = json!({ "offset": 0, "limit": 500 });
    for (key, value) in more.as_object().expect("a request") {
        request[key] = value.clone();
    }
    call(workspace, "payout_page", &request)
}

/// The totals of the columns that hold an amount; a column nobody knows and nobody filled is no amount.
fn totals(report: &Value) -> BTreeMap<String, String> {
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let all = report["totals"].as_array().expect("totals").iter();
    all.map(|total| (text(&total["column"]), text(&total["total"]))).collect()
}

#[track_caller]
fn assert_found(report: &Value, expected: &Value, which: &str) {
    assert_eq!(report["kind"], "payouts", "{which}");
    assert_eq!(report["counts"]["read"], expected["rows"], "{which}");
    assert_eq!(report["notes"]["repeatedEntries"], expected["repeated"], "{which}");
    assert_eq!(report["warnings"], json!([]), "{which}: every row adds up");
    let expected: BTreeMap<String, String> =
        serde_json::from_value(expected["totals"].clone()).expect("totals");
    assert_eq!(totals(report), expected, "{which}");
}

/// What each order was paid, as the page says.
fn paid(workspace: &Path) -> BTreeMap<String, String> {
    let page = page(workspace, json!({}));
    let orders = page["orders"].as_array().expect("orders").iter();
    let settled = orders.filter(|order| !order["settledAtMs"].is_null());
    settled
        .map(|order| {
            let text = |value: &Value| value.as_str().expect("text").to_owned();
            (text(&order["orderRef"]), text(&order["way"]["paid"]))
        })
        .collect()
}

#[test]
fn a_settlement_holds_what_an_independent_reader_finds_in_it_also_shuffled() {
    let seed = fresh_seed();
    println!("SEED={seed}");
    let folder = tempfile::tempdir().expect("a folder");
    for (name, currency, zone) in [
        ("vn.xlsx", "VND", "Asia/Ho_Chi_Minh"),
        ("vn-june.csv", "VND", "Asia/Ho_Chi_Minh"),
        ("us.csv", "USD", "America/New_York"),
    ] {
        let path = source("tiktok-settlement").join(name);
        let market = name.split(['.', '-']).next().expect("a market");
        let fixture = if market == "vn" { "tiktok-orders/vn.xlsx" } else { "tiktok-orders/us.csv" };
        let workspace = folder.path().join(format!("{name}.showrunner"));
        orders(&workspace, fixture, currency, zone);
        assert_found(&import(&workspace, &path), &theirs(&path), name);
        let shuffled = folder.path().join(format!("{name}.csv"));
        let (from, to) = (path.display().to_string(), shuffled.display().to_string());
        python("payouts.py", &[&from, &to, "--seed", &seed.to_string()]);
        let expected = theirs(&shuffled);
        assert_ne!(expected["totals"], theirs(&path)["totals"], "{name} was changed under SEED={seed}");
        let other = folder.path().join(format!("{name}.2.showrunner"));
        orders(&other, fixture, currency, zone);
        assert_found(&import(&other, &shuffled), &expected, name);
        assert_eq!(json!(paid(&other)), expected["orders"], "{name} under SEED={seed}");
    }
}

#[test]
fn files_in_any_order_and_twice_say_the_same_and_undo_restores_what_was_known_without() {
    let folder = tempfile::tempdir().expect("a folder");
    let [one, two] = ["one", "two"].map(|name| folder.path().join(format!("{name}.showrunner")));
    let [may, june] = ["vn.xlsx", "vn-june.csv"].map(|name| source("tiktok-settlement").join(name));
    for workspace in [&one, &two] {
        orders(workspace, "tiktok-orders/vn.xlsx", "VND", "Asia/Ho_Chi_Minh");
    }
    import(&one, &may);
    let without = paid(&one);
    let imported = import(&one, &june);
    for path in [&june, &may] {
        import(&two, path);
    }
    assert_eq!(paid(&one), paid(&two), "the order of files does not matter");
    let known = paid(&one);
    let again = import(&one, &june);
    let unchanged = json!({ "read": 93, "new": 0, "changed": 0, "unchanged": 93, "older": 0, "rejected": 0 });
    assert_eq!(again["counts"], unchanged, "twice without change");
    assert_eq!(paid(&one), known);
    call(&one, "import_undo", &json!({ "importId": imported["imported"]["importId"] }));
    assert_eq!(paid(&one), known, "the same file still stands, as it came in the second time");
    call(&one, "import_undo", &json!({ "importId": again["imported"]["importId"] }));
    assert_eq!(paid(&one), without, "nothing of the file that was taken back is left");
}

/// A fee rule of TikTok in a market, each with the column it stands in.
fn rule(workspace: &Path, more: Value) {
    let mut terms = json!({
        "name": "", "purpose": "fee", "channel": "tikTok", "market": "vn", "hostId": null, "kind": "percent",
        "base": "afterSellerDiscount", "otherId": null, "ratePpm": null, "steps": [], "flat": null, "least": null,
        "cap": null, "capScope": "order", "taxPpm": 0, "due": "paid", "onRefund": "proportional",
        "payers": [{ "payer": "brand", "sharePpm": 1_000_000 }], "condition": "none", "validFrom": null,
        "validTo": null, "precedence": 0, "group": null, "per": "order", "rounding": "halfUp", "sourceNote": "",
        "sourceSeenOn": null,
    });
    for (key, value) in more.as_object().expect("terms") {
        terms[key] = value.clone();
    }
    call(workspace, "fee_rule_save", &json!({ "terms": terms }));
}

/// The lines of the whole way whose difference is not nothing: what they are, and by how much.
fn differences(set: &Value) -> BTreeMap<String, String> {
    let steps = set["settled"]["steps"].as_array().expect("steps").iter();
    let differing = steps.filter(|step| step["difference"] != "0");
    differing
        .map(|step| {
            let name = step["fee"]["name"].as_str().or(step["kind"].as_str()).expect("a name");
            (name.to_owned(), step["difference"].as_str().expect("text").to_owned())
        })
        .collect()
}

#[test]
fn a_full_settlement_of_vietnam_reconciles_to_the_minor_unit_and_names_what_does_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = folder.path().join("vn.showrunner");
    orders(&workspace, "tiktok-orders/vn.xlsx", "VND", "Asia/Ho_Chi_Minh");
    for (name, ppm) in [("Giao dịch", 50_000), ("Hoa hồng", 40_000), ("VAT", 10_000), ("PIT", 5_000)] {
        rule(&workspace, json!({ "name": name, "ratePpm": ppm }));
    }
    let flat = json!({ "amount": "3000", "currency": "VND" });
    rule(
        &workspace,
        json!({ "name": "Xử lý đơn", "kind": "flatPerOrder", "flat": flat, "onRefund": "keep" }),
    );
    for name in ["vn.xlsx", "vn-june.csv"] {
        import(&workspace, &source("tiktok-settlement").join(name));
    }
    let page = page(&workspace, json!({}));
    let matched: BTreeMap<&str, &str> = page["rules"]
        .as_array()
        .expect("rules")
        .iter()
        .map(|rule| (rule["name"].as_str().expect("a name"), rule["kind"].as_str().unwrap_or_default()))
        .collect();
    let expected = [
        ("Giao dịch", "transaction"),
        ("Hoa hồng", "commission"),
        ("PIT", "pit"),
        ("VAT", "vat"),
        ("Xử lý đơn", "processing"),
    ];
    assert_eq!(matched, expected.into(), "each rule finds its column by what it charges");
    let expected = [
        ("Affiliate Commission", "-453010"),
        ("LIVE Specials service fee", "-112920"),
        ("Transaction fee", "-5000"),
        ("adjustment", "45000"),
    ];
    let expected = expected.map(|(name, amount)| (name.to_owned(), amount.to_owned()));
    assert_eq!(differences(&page["sets"][0]), expected.into(), "all the rest agrees to the last dong");
    assert_eq!(page["sets"][0]["noOrder"]["paid"], "-1250000", "ads are paid for no order");
}

#[test]
fn a_full_settlement_of_america_reconciles_to_the_cent_and_names_what_does_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = folder.path().join("us.showrunner");
    orders(&workspace, "tiktok-orders/us.csv", "USD", "America/New_York");
    call(&workspace, "fee_rule_starter", &json!({ "market": "us", "channel": "tikTok" }));
    let rules = call(&workspace, "fee_rule_list", &json!({}));
    let rules = rules["rules"].as_array().expect("rules");
    // Nothing here is of the categories that are charged otherwise; parts of such a fee go before it.
    let other = |rule: &Value| !rule["terms"]["category"].is_null();
    let is_part = |rule: &&Value| {
        let whole = rules.iter().find(|one| one["ruleId"] == rule["terms"]["otherId"]);
        whole.is_some_and(other)
    };
    let (parts, wholes): (Vec<&Value>, Vec<&Value>) = rules.iter().partition(is_part);
    for rule in parts.iter().chain(wholes.iter().filter(|rule| other(rule))) {
        call(&workspace, "fee_rule_delete", &json!({ "ruleId": rule["ruleId"] }));
    }
    for rule in wholes.iter().filter(|rule| !other(rule)) {
        let mut terms = rule["terms"].clone();
        terms["per"] = json!("order");
        call(&workspace, "fee_rule_save", &json!({ "ruleId": rule["ruleId"], "terms": terms }));
    }
    import(&workspace, &source("tiktok-settlement/us.csv"));
    let page = page(&workspace, json!({}));
    let set = &page["sets"][0];
    assert_eq!((&set["currency"], page["sets"].as_array().map(Vec::len)), (&json!("USD"), Some(1)));
    let expected = [("Smart Promotion fee".to_owned(), "-2.35".to_owned())];
    assert_eq!(differences(set), expected.into(), "all the rest agrees to the cent");
}
