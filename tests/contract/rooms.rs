//! What platforms say of live sessions comes in as an independent reader finds it, in any order and only once.

use std::path::Path;

use serde_json::{Value, json};

use crate::files::{fresh_seed, here, python, showctl};

const ZONE: &str = "zone=Asia/Ho_Chi_Minh";

fn theirs(path: &Path) -> Value {
    serde_json::from_str(&python("rooms.py", &[&path.display().to_string()]))
        .expect("the reader answers in JSON")
}

/// Rows and sums as `showctl import --as sessions` reports them.
fn ours(workspace: &Path, path: &Path) -> (Value, Value) {
    let file = path.display().to_string();
    let report = showctl(workspace, &["import", &file, "--as", "sessions", "--answer", ZONE, "--json"]);
    let totals = report["totals"].as_array().expect("totals").iter();
    let totals: serde_json::Map<String, Value> = totals
        .map(|total| (total["column"].as_str().expect("text").to_owned(), total["total"].clone()))
        .collect();
    (json!({ "rows": report["counts"]["read"], "totals": totals }), report)
}

#[test]
fn an_export_of_rooms_holds_what_an_independent_reader_finds_in_it_also_shuffled() {
    let seed = fresh_seed();
    println!("SEED={seed}");
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["tiktok-live-vn.xlsx", "tiktok-live-vn-no-id.xlsx", "tiktok-live-ads-br.xlsx"] {
        let path = here("fixture").join(name);
        let (found, report) = ours(&folder.path().join(format!("{name}.showrunner")), &path);
        assert_eq!(found, theirs(&path), "{name}");
        assert_eq!((&report["counts"]["new"], &report["warnings"]), (&found["rows"], &json!([])), "{name}");
        let shuffled = folder.path().join(name);
        let (from, to) = (path.display().to_string(), shuffled.display().to_string());
        python("rooms.py", &[&from, &to, "--seed", &seed.to_string()]);
        let expected = theirs(&shuffled);
        assert_ne!(expected["totals"], found["totals"], "{name} was changed under SEED={seed}");
        let (found, _) = ours(&folder.path().join(format!("{name}.2.showrunner")), &shuffled);
        assert_eq!(found, expected, "{name} under SEED={seed}");
    }
}

#[test]
fn the_same_export_twice_changes_nothing_and_every_room_is_a_past_session() {
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = folder.path().join("brand.showrunner");
    let path = here("fixture/tiktok-live-vn.xlsx");
    let review = || showctl(&workspace, &["review", "--all", "--json"])["totals"].clone();
    let (found, _) = ours(&workspace, &path);
    let first = review();
    let gmv = first[0]["kpis"].as_array().expect("figures").iter().find(|kpi| kpi["metric"] == "gmv");
    assert_eq!(gmv.expect("GMV")["value"], found["totals"]["Attributed GMV"]);
    assert_eq!(first[0]["sessions"], found["rows"]);
    let (_, again) = ours(&workspace, &path);
    assert_eq!(again["counts"]["unchanged"], found["rows"], "{}", again["counts"]);
    assert_eq!(review(), first);
    // An older form of the same export has no ids; its rooms are recognised by start and title.
    let (_, older) = ours(&workspace, &here("fixture/tiktok-live-vn-no-id.xlsx"));
    assert_eq!((&older["counts"]["new"], &older["counts"]["unchanged"]), (&json!(0), &json!(9)));
    assert_eq!(review(), first);
}

#[test]
fn shopees_sessions_hold_what_an_independent_reader_finds_in_them_and_come_in_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = folder.path().join("brand.showrunner");
    let path = here("fixture/shopee-live-id.xlsx");
    let zone = "zone=Asia/Jakarta";
    let bring = || {
        let file = path.display().to_string();
        showctl(&workspace, &["import", &file, "--as", "sessions", "--answer", zone, "--json"])
    };
    let report = bring();
    let totals: serde_json::Map<String, Value> = report["totals"]
        .as_array()
        .expect("totals")
        .iter()
        .map(|total| (total["column"].as_str().expect("text").to_owned(), total["total"].clone()))
        .collect();
    assert_eq!(json!({ "rows": report["counts"]["read"], "totals": totals }), theirs(&path));
    assert_eq!((&report["source"], &report["currency"]), (&json!("shopeeLive"), &json!("IDR")));
    assert_eq!(bring()["counts"]["unchanged"], report["counts"]["read"]);
}

#[test]
fn douyins_list_says_when_sessions_were_and_makes_none_unasked() {
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = folder.path().join("brand.showrunner");
    let path = here("fixture/douyin-live-gbk.csv").display().to_string();
    let report = showctl(
        &workspace,
        &["import", &path, "--answer", "zone=Asia/Shanghai", "--answer", "channel=other", "--json"],
    );
    assert_eq!((&report["source"], &report["counts"]["new"]), (&json!("douyinLive"), &json!(9)));
    assert_eq!((&report["currency"], &report["totals"]), (&Value::Null, &json!([])));
    assert!(report["rooms"].as_array().expect("rooms").iter().all(|room| room["by"] == "leave"));
}

#[test]
fn the_thai_posts_are_engagement_without_money() {
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = folder.path().join("brand.showrunner");
    let path = here("fixture/facebook-live-sellers-thailand.csv").display().to_string();
    let report = showctl(
        &workspace,
        &["import", &path, "--as", "sessions", "--answer", "zone=Asia/Bangkok", "--json"],
    );
    assert_eq!((&report["counts"]["read"], &report["notes"]["otherPosts"]), (&json!(2_334), &json!(4_716)));
    assert_eq!(report["currency"], Value::Null);
    assert_eq!(showctl(&workspace, &["review", "--all", "--json"])["totals"], json!([]));
}
