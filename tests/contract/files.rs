//! What we read out of a file is what an independent reader finds in it, also after the file was changed.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use domain::Currency;
use exchange::{Answers, ColumnTotal, Kind, ProductReading, Wash};
use serde::Deserialize;

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

/// What we find: the one place to change when the file goes through `showctl import --json` instead.
fn ours(path: &Path, currency: &str) -> Found {
    let sniffed = exchange::sniff(path).expect("the file is a table");
    match sniffed.recognised.kind {
        Kind::Products => products(path, &sniffed, currency),
        Kind::Sales => sales(path, &sniffed, currency),
        Kind::Unclear => unreachable!("{} is recognised", path.display()),
    }
}

fn products(path: &Path, sniffed: &exchange::Sniffed, currency: &str) -> Found {
    let reading = ProductReading { currency: Currency::from_code(currency).expect("a currency") };
    let report = exchange::read_products(path, sniffed, &reading, &mut |_| ControlFlow::Continue(()));
    let report = report.expect("the file is read");
    assert!(report.rejects.is_empty(), "{:?}", report.rejects);
    Found {
        kind: "products".to_owned(),
        rows: report.counts.rows_read,
        totals: totals(&report.totals),
        products: Some(report.counts.products),
        ..Found::default()
    }
}

fn sales(path: &Path, sniffed: &exchange::Sniffed, currency: &str) -> Found {
    let mut answers = Answers::default();
    answers.add("currency", currency);
    answers.add("zone", "Europe/London");
    let proposal = exchange::propose(path, sniffed, &answers).expect("a proposal");
    assert!(proposal.questions.is_empty(), "{:?}", proposal.questions);
    let mut lines = 0;
    let wash = Wash { key: [3; 32] };
    let report = exchange::read_sales(path, sniffed, &proposal.mapping, &wash, &mut |batch| {
        lines += batch.len() as u64;
        assert!(batch.rejects.is_empty(), "{:?}", batch.rejects);
        ControlFlow::Continue(())
    });
    let report = report.expect("the file is read");
    assert_eq!((report.counts.rows_out, report.counts.rejected), (lines, 0), "every row ends as a line");
    Found {
        kind: "sales".to_owned(),
        rows: report.counts.rows_read,
        totals: totals(&report.totals),
        cancelled_lines: Some(report.counts.cancelled_lines),
        without_customer: Some(report.counts.without_buyer),
        ..Found::default()
    }
}

fn totals(totals: &[ColumnTotal]) -> BTreeMap<String, String> {
    totals.iter().map(|total| (total.column.clone(), exchange::e4_text(total.e4))).collect()
}

/// A seed nobody chose; a failure is repeated by setting `SEED` to the one that was printed.
fn fresh_seed() -> u64 {
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
    let found = theirs(&here("fixture/online-retail-sample.xlsx"));
    assert_eq!(
        (found.rows, found.cancelled_lines, found.without_customer),
        (40_000, Some(674), Some(10_057))
    );
    assert_eq!(found.totals["Quantity × UnitPrice"], "706922.421");
}
