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
    /// Sums over the lines, where the reader knows them.
    #[serde(default)]
    figures: Option<BTreeMap<String, String>>,
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

/// Orders of marketplaces, beside the descriptions of their sources: currency and zone are what only the user knows.
const MARKETS: &[(&str, &str, &str)] = &[
    ("tiktok-orders/us.csv", "USD", "America/New_York"),
    ("tiktok-orders/vn.xlsx", "VND", "Asia/Ho_Chi_Minh"),
    ("tiktok-orders/id.csv", "IDR", "Asia/Jakarta"),
    ("tiktok-orders/my.xlsx", "MYR", "Asia/Kuala_Lumpur"),
    ("tiktok-orders/th.csv", "THB", "Asia/Bangkok"),
    ("tiktok-orders/ph.xlsx", "PHP", "Asia/Manila"),
    ("tiktok-orders/sg.csv", "SGD", "Asia/Singapore"),
    ("tiktok-orders/uk.csv", "GBP", "Europe/London"),
    ("tiktok-orders/br.csv", "BRL", "America/Sao_Paulo"),
    ("woo-orders/gb.csv", "GBP", "Europe/London"),
    ("shopee-orders-vn/Order.all.xlsx", "VND", "Asia/Ho_Chi_Minh"),
    ("lazada-orders/my.csv", "MYR", "Asia/Kuala_Lumpur"),
    ("douyin-orders/gbk.csv", "CNY", "Asia/Shanghai"),
];

/// The folder of the descriptions and their fixtures.
pub fn sources() -> PathBuf {
    here("../src-tauri/crates/exchange/source")
}

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
    taken_in(&folder.path().join("brand.showrunner"), path, currency, "Europe/London")
}

/// What `showctl import` takes into a workspace.
fn taken_in(workspace: &Path, path: &Path, currency: &str, zone: &str) -> Found {
    let (currency, zone) = (format!("currency={currency}"), format!("zone={zone}"));
    let file = path.display().to_string();
    let answers = ["--answer", &currency, "--answer", &zone];
    let report = showctl(workspace, &[&["import", &file, "--json"], &answers[..]].concat());
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
        products: is_products.then(|| products(workspace)),
        cancelled_lines: note("cancelledLines"),
        without_customer: note("withoutBuyer"),
        figures: None,
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

/// What the lines of a workspace come to, each line counted once.
fn figures(workspace: &Path) -> BTreeMap<String, String> {
    let database = rusqlite::Connection::open(workspace).expect("the workspace");
    let columns = ["amount", "discount", "platform_discount", "refund", "tax", "shipping"];
    let names = ["gmv", "discount", "platform", "refund", "tax", "shipping"];
    let sum = |(column, name): (&str, &str)| {
        let sql = format!("SELECT ifnull(sum({column}_e4), 0) FROM sale_line");
        let e4: i64 = database.query_row(&sql, [], |row| row.get(0)).expect("a sum");
        (name.to_owned(), exchange::e4_text(i128::from(e4)))
    };
    columns.into_iter().zip(names).map(sum).collect()
}

/// The same file read by us and by the reader, in every figure the reader knows.
fn assert_same(path: &Path, currency: &str, zone: &str, what: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = folder.path().join("brand.showrunner");
    let (found, mut theirs) = (taken_in(&workspace, path, currency, zone), theirs(path));
    let known = theirs.figures.take().expect("the reader reckons");
    assert_eq!(found, theirs, "{what}");
    let ours = figures(&workspace);
    for (name, value) in &known {
        assert_eq!(ours.get(name), Some(value), "{name} of {what}");
    }
    assert!(known.len() >= 5, "{what} has figures: {known:?}");
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
fn orders_of_marketplaces_come_to_what_an_independent_reader_finds() {
    for (name, currency, zone) in MARKETS {
        assert_same(&sources().join(name), currency, zone, name);
    }
}

#[test]
fn every_source_that_is_described_has_a_fixture_that_is_read_here() {
    for source in std::fs::read_dir(sources()).expect("sources") {
        let name = source.expect("a source").file_name().to_string_lossy().into_owned();
        let files = MARKETS.iter().map(|(file, ..)| *file);
        let files = files.chain(crate::tables::FIXTURES.iter().map(|(file, _)| *file));
        let files = files.chain(crate::products::FIXTURES.iter().map(|(file, _)| *file));
        let files = files.chain(["shopify-products/", "shopify-products-legacy/"]);
        let mut files = files.chain(crate::payouts::FIXTURES).chain(crate::affiliate::FIXTURES);
        assert!(
            files.any(|file| file.starts_with(&format!("{name}/"))),
            "{name} has no fixture that is read"
        );
    }
}

#[test]
fn the_fixtures_of_marketplaces_are_what_the_script_writes() {
    let folder = tempfile::tempdir().expect("a folder");
    python("../fixture/orders.py", &[&folder.path().display().to_string()]);
    for (name, _, _) in MARKETS {
        let paths = [folder.path().join(name), sources().join(name)];
        // A workbook is packed otherwise by every version of the packer; what it holds is the same.
        let [made, kept] = match name.ends_with(".csv") {
            true => paths.map(|path| format!("{:?}", std::fs::read(path).expect("a fixture"))),
            false => paths.map(|path| format!("{:?}", theirs(&path))),
        };
        assert_eq!(made, kept, "{name} is not what orders.py writes");
    }
}

#[test]
fn shuffled_orders_of_marketplaces_still_do_and_come_in_twice_without_change() {
    let seed = fresh_seed();
    println!("SEED={seed}");
    for (name, currency, zone) in MARKETS {
        let dir = tempfile::tempdir().unwrap();
        let from = sources().join(name);
        let changed = |file: &str, from: &Path, seed: u64| {
            let to = dir.path().join(file).with_extension(from.extension().unwrap_or_default());
            let [from, into] = [from, &to].map(|path| path.display().to_string());
            python("mutate.py", &[&from, &into, "--seed", &seed.to_string()]);
            to
        };
        let once = changed("once", &from, seed);
        assert_ne!(theirs(&once).totals, theirs(&from).totals, "{name} was changed under SEED={seed}");
        assert_same(&once, currency, zone, &format!("{name} under SEED={seed}"));
        let workspace = dir.path().join("brand.showrunner");
        taken_in(&workspace, &from, currency, zone);
        let before = figures(&workspace);
        // The same rows in another order, and of the answers given the first time none again.
        let again = dir.path().join("again").with_extension(from.extension().unwrap_or_default());
        let [from_text, into] = [&from, &again].map(|path| path.display().to_string());
        python("mutate.py", &[&from_text, &into, "--seed", &seed.to_string(), "--only-shuffle"]);
        let report = showctl(&workspace, &["import", &into, "--json", "--dry-run"]);
        assert_eq!(report["counts"]["unchanged"], report["counts"]["read"], "{name}: {}", report["counts"]);
        assert_eq!(report["counts"]["new"], 0, "{name} under SEED={seed}");
        assert_eq!(before, figures(&workspace));
    }
}

#[test]
fn overlapping_files_come_to_the_same_in_any_order() {
    let seed = fresh_seed();
    println!("SEED={seed}");
    for (name, currency, zone) in MARKETS {
        let dir = tempfile::tempdir().unwrap();
        let from = sources().join(name);
        let part = |part: &str| {
            let to = dir.path().join(part).with_extension(from.extension().unwrap_or_default());
            let [from, into] = [&from, &to].map(|path| path.display().to_string());
            python(
                "mutate.py",
                &[&from, &into, "--seed", &seed.to_string(), "--only-shuffle", "--part", part],
            );
            to
        };
        let parts = [part("first"), part("last")];
        let whole = |workspace: &str, parts: [&PathBuf; 2]| {
            let workspace = dir.path().join(workspace);
            for part in parts {
                let (currency, zone) = (format!("currency={currency}"), format!("zone={zone}"));
                let file = part.display().to_string();
                showctl(&workspace, &["import", &file, "--answer", &currency, "--answer", &zone, "--json"]);
            }
            figures(&workspace)
        };
        let forward = whole("forward.showrunner", [&parts[0], &parts[1]]);
        assert_eq!(forward, whole("backward.showrunner", [&parts[1], &parts[0]]), "{name} under SEED={seed}");
        let known = theirs(&from).figures.expect("the reader reckons");
        for (figure, value) in known {
            assert_eq!(forward.get(&figure), Some(&value), "{figure} of {name} under SEED={seed}");
        }
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
