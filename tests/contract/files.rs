//! What we read out of a file is what an independent reader finds in it, also after the file was changed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::Deserialize;
use serde_json::{Value, json};

/// What a reader finds in a file.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    kind: String,
    rows: u64,
    totals: BTreeMap<String, String>,
    #[serde(default)]
    products: Option<u64>,
    #[serde(default)]
    cancelled_lines: Option<u64>,
    #[serde(default)]
    without_customer: Option<u64>,
}

/// Every fixture, with what only the user knows about it.
const FIXTURES: &[(&str, &str)] = &[
    ("online-retail-sample.xlsx", "GBP"),
    ("shopify-orders-gb.csv", "GBP"),
    ("shopify-orders-vn.csv", "VND"),
    ("shopify-product-template.csv", "USD"),
    ("shopify-products-current.csv", "GBP"),
    ("shopify-products-vi.csv", "VND"),
];

pub fn here(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Runs a script of this folder; without Python or what `requirements.txt` names, the test fails.
pub fn python(script: &str, args: &[&str]) -> String {
    let python = std::env::var("SHOWRUNNER_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let run = Command::new(python).arg(here("contract").join(script)).args(args).output();
    let run = run.expect("Python runs");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{script} failed (see tests/contract/requirements.txt): {said}");
    String::from_utf8_lossy(&run.stdout).into_owned()
}

fn theirs(path: &Path) -> Found {
    let json = python("reader.py", &[&path.display().to_string(), "--json"]);
    serde_json::from_str(&json).expect("the reader answers in JSON")
}

/// Runs `showctl` on a workspace of its own, and answers what it printed; anything refused or open fails.
pub fn showctl(workspace: &Path, arguments: &[&str]) -> Value {
    let program =
        std::env::var("SHOWCTL").expect("SHOWCTL names the program: run `cargo xtask test contract`");
    let mut showctl = Command::new(program);
    showctl.env("SHOWRUNNER_HOME", workspace.with_extension("home")).arg("--workspace").arg(workspace);
    let run = showctl.args(arguments).output().expect("showctl runs");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{arguments:?}: {said} {}", String::from_utf8_lossy(&run.stdout));
    serde_json::from_slice(&run.stdout).expect("showctl answers in JSON")
}

/// What `showctl import` takes into a new workspace.
fn ours(path: &Path, currency: &str) -> Found {
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = folder.path().join("brand.showrunner");
    let currency = format!("currency={currency}");
    let file = path.display().to_string();
    let answers = ["--answer", &currency, "--answer", "zone=Europe/London"];
    let report = showctl(&workspace, &[&["import", &file, "--json"], &answers[..]].concat());
    let count = |value: &Value| value.as_u64().expect("a count");
    let [read, new, rejected] = ["read", "new", "rejected"].map(|name| count(&report["counts"][name]));
    let is_products = report["kind"] == "products";
    assert_eq!(rejected, 0, "{}", report["rejects"]);
    // A row of a product file may bring only another picture; every row of sales is a line.
    assert!(is_products || new == read, "every row ends as a line: {}", report["counts"]);
    assert_eq!(report["imported"]["counts"], report["counts"], "what was said is what was done");
    let totals = report["totals"].as_array().expect("totals").iter();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let note = |name: &str| (!is_products).then(|| count(&report["notes"][name]));
    Found {
        kind: text(&report["kind"]),
        rows: read,
        totals: totals.map(|total| (text(&total["column"]), text(&total["total"]))).collect(),
        products: is_products.then(|| products(&workspace)),
        cancelled_lines: note("cancelledLines"),
        without_customer: note("withoutBuyer"),
    }
}

/// How many products stand in the workspace.
fn products(workspace: &Path) -> u64 {
    let page = json!({ "query": "", "sort": "title", "descending": false, "offset": 0, "limit": 500 });
    let page = showctl(workspace, &["call", "catalogue_page", &page.to_string()]);
    let rows = page["rows"].as_array().expect("rows");
    assert_eq!(page["total"], rows.len(), "the fixture fits on one page");
    rows.iter().map(|row| row["productId"].to_string()).collect::<BTreeSet<_>>().len() as u64
}

/// A seed nobody chose; a failure is repeated by setting `SEED` to the one that was printed.
pub fn fresh_seed() -> u64 {
    let given = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock");
        u64::from(since.subsec_nanos()) ^ since.as_secs()
    })
}

#[test]
fn each_fixture_holds_what_an_independent_reader_finds_in_it() {
    for (name, currency) in FIXTURES {
        let path = here("fixture").join(name);
        assert_eq!(ours(&path, currency), theirs(&path), "{name}");
    }
}

#[test]
fn a_shuffled_and_changed_fixture_still_does() {
    let seed = fresh_seed();
    println!("SEED={seed}");
    let dir = tempfile::tempdir().unwrap();
    for (name, currency) in FIXTURES {
        let (from, to) = (here("fixture").join(name), dir.path().join(name));
        let (from_text, to_text) = (from.display().to_string(), to.display().to_string());
        python("mutate.py", &[&from_text, &to_text, "--seed", &seed.to_string()]);
        let found = theirs(&to);
        assert_ne!(found.totals, theirs(&from).totals, "{name} was changed under SEED={seed}");
        assert_eq!(ours(&to, currency), found, "{name} under SEED={seed}");
    }
}

#[test]
fn the_online_retail_sample_is_the_one_that_was_published() {
    let path = here("fixture/online-retail-sample.xlsx");
    let found = ours(&path, "GBP");
    assert_eq!(
        (found.rows, found.cancelled_lines, found.without_customer),
        (40_000, Some(674), Some(10_057))
    );
    assert_eq!(found.totals["Quantity × UnitPrice"], "706922.421");
}
