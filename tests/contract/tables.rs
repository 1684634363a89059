//! Tables of figures come in as an independent reader finds them, in any order and only once.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::files::{fresh_seed, here, python, showctl};

const ZONE: &str = "zone=Asia/Ho_Chi_Minh";

/// Every fixture with its kind, beside the description of its source.
pub const FIXTURES: &[(&str, &str)] = &[
    ("tiktok-session/vn.xlsx", "minutes"),
    ("tiktok-live-days/vn.xlsx", "days"),
    ("tiktok-shop-days/vn.csv", "days"),
    ("tiktok-ads/vn.xlsx", "ads"),
];

fn source(name: &str) -> PathBuf {
    here("../src-tauri/crates/exchange/source").join(name)
}

fn theirs(path: &Path) -> Value {
    serde_json::from_str(&python("tables.py", &[&path.display().to_string()]))
        .expect("the reader answers in JSON")
}

/// Rows and sums as `showctl import` reports them.
fn ours(workspace: &Path, path: &Path, kind: &str) -> (Value, Value) {
    let file = path.display().to_string();
    let report = showctl(workspace, &["import", &file, "--as", kind, "--answer", ZONE, "--json"]);
    let totals = report["totals"].as_array().expect("totals").iter();
    let totals: serde_json::Map<String, Value> = totals
        .map(|total| (total["column"].as_str().expect("text").to_owned(), total["total"].clone()))
        .collect();
    (json!({ "rows": report["counts"]["read"], "totals": totals }), report)
}

#[test]
fn tables_of_figures_hold_what_an_independent_reader_finds_in_them_also_shuffled() {
    let seed = fresh_seed();
    println!("SEED={seed}");
    let folder = tempfile::tempdir().expect("a folder");
    for (at, (name, kind)) in FIXTURES.iter().enumerate() {
        let path = source(name);
        let workspace = folder.path().join(format!("{at}.showrunner"));
        let (found, report) = ours(&workspace, &path, kind);
        assert_eq!(found, theirs(&path), "{name}");
        assert_eq!((&report["rejects"], &report["warnings"]), (&json!([]), &json!([])), "{name}");
        let (_, again) = ours(&workspace, &path, kind);
        assert_eq!((&again["counts"]["new"], &again["counts"]["changed"]), (&json!(0), &json!(0)), "{name}");
        let shuffled =
            folder.path().join(format!("{at}-{}", path.file_name().expect("a name").to_string_lossy()));
        let (from, to) = (path.display().to_string(), shuffled.display().to_string());
        python("tables.py", &[&from, &to, "--seed", &seed.to_string()]);
        let expected = theirs(&shuffled);
        assert_ne!(expected["totals"], found["totals"], "{name} was changed under SEED={seed}");
        let (found, _) = ours(&folder.path().join(format!("{at}.2.showrunner")), &shuffled, kind);
        assert_eq!(found, expected, "{name} under SEED={seed}");
    }
}

#[test]
fn a_folder_comes_in_whole_and_in_any_order_with_the_same_result() {
    let folder = tempfile::tempdir().expect("a folder");
    let inbox = folder.path().join("inbox");
    std::fs::create_dir(&inbox).expect("a folder");
    let mut names: Vec<PathBuf> = FIXTURES.iter().map(|(name, _)| source(name)).collect();
    names.push(here("fixture/tiktok-live-vn.xlsx"));
    let copies: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(at, path)| {
            let ending = path.extension().expect("an ending").to_string_lossy();
            let copy = inbox.join(format!("{at}.{ending}"));
            std::fs::copy(path, &copy).expect("a copy");
            copy.display().to_string()
        })
        .collect();
    let whole = folder.path().join("whole.showrunner");
    let reports = showctl(&whole, &["import", &inbox.display().to_string(), "--answer", ZONE, "--json"]);
    let reports = reports.as_array().expect("a report a file");
    assert_eq!(reports.len(), copies.len());
    assert!(reports.iter().all(|report| !report["imported"].is_null()), "{reports:?}");
    let single = folder.path().join("single.showrunner");
    for copy in copies.iter().rev() {
        showctl(&single, &["import", copy, "--answer", ZONE, "--json"]);
    }
    let known = |workspace: &Path| {
        let all = showctl(workspace, &["review", "--all", "--json"])["totals"].clone();
        let days = showctl(workspace, &["call", "review_days", "{}"]);
        (all, days.to_string().replace(".csv", "").replace(".xlsx", ""))
    };
    assert_eq!(known(&whole), known(&single));
}
