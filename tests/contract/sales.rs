//! What a review says of a session is what DuckDB finds in the file; and nothing in it names a buyer.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use app::{App, Home, SystemClock};
use domain::Actor;
use domain::id::{ProductId, SessionId, VariantId};
use domain::{Currency, Product, Variant};
use serde_json::{Value, json};
use tests::catalogue::Lot;
use tests::shows::Held;
use uuid::Uuid;

use crate::files::{here, python};

/// The sessions the fixture's orders name; the orders of each hold refunds, cancellations and discounts.
pub(crate) const SESSIONS: [&str; 3] = [
    "0198c0de-7a11-7000-8000-000000000001",
    "0198c0de-7a11-7000-8000-000000000002",
    "0198c0de-7a11-7000-8000-000000000003",
];
/// 1 April 2026, midnight in Vietnam.
pub(crate) const STARTED: i64 = 1_774_976_400_000;
const DAY: i64 = 86_400_000;
pub(crate) const ON_AIR: i64 = 29 * DAY;

pub(crate) struct Desk {
    pub(crate) app: App,
    folder: tempfile::TempDir,
}

impl Desk {
    /// A workspace with the three sessions, each on air for weeks among the fixture's orders, which are spread over
    /// three months: some of a session's orders lie in its curve, the others outside.
    fn new() -> Self {
        let starts = (0..).map(|index| STARTED + index * 30 * DAY);
        let sessions = SESSIONS.into_iter().zip(starts).map(|(session, start)| (session, start, ON_AIR));
        Self::with(&sessions.collect::<Vec<_>>(), &["KHONG-CO"])
    }

    /// A workspace with these sessions (id, first instant, length), all of which offer these products.
    pub(crate) fn with(sessions: &[(&str, i64, i64)], skus: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("brand.showrunner");
        let store = store::Store::open(&path).expect("a workspace");
        let mut lot = Lot::of(7);
        let offers: Vec<(ProductId, String)> = (1_u128..)
            .zip(skus)
            .map(|(number, sku)| (ProductId::from(Uuid::from_u128(number)), format!("Sản phẩm {sku}")))
            .collect();
        store
            .write::<_, store::Error>(None, |tables| {
                for ((product, title), sku) in offers.iter().zip(skus) {
                    tables.insert_product(&a_product(*product, title))?;
                    tables.insert_variant(&a_variant(*product, sku))?;
                }
                for (session, started_at_ms, length_ms) in sessions {
                    let held = Held {
                        session: SessionId::from(Uuid::parse_str(session).expect("an id")),
                        title: format!("Phiên {session}"),
                        started_at_ms: *started_at_ms,
                        length_ms: *length_ms,
                        offers: offers.clone(),
                    };
                    held.write(tables, &mut lot)?;
                }
                Ok(())
            })
            .expect("the sessions are written");
        drop(store);
        let app = App::new(Home::at(folder.path().join("home")), SystemClock);
        app.open(&path).expect("the workspace opens");
        Self { app, folder }
    }

    pub(crate) fn call(&self, command: &str, request: Value) -> Value {
        api::call(&self.app, &Actor::owner(), command, request).expect(command)
    }

    pub(crate) fn import(&self, path: &Path) -> Value {
        let preview =
            self.call("import_preview", json!({ "path": path, "answers": { "zone": "Asia/Ho_Chi_Minh" } }));
        assert_eq!(preview["counts"]["rejected"], 0, "{}", preview["rejects"]);
        self.call("import_commit", json!({ "previewId": preview["previewId"] }))
    }
}

fn a_product(id: ProductId, title: &str) -> Product {
    Product {
        id,
        title: title.to_owned(),
        handle: None,
        vendor: None,
        description: String::new(),
        tags: Vec::new(),
        image: None,
        link: None,
        talking_points: Vec::new(),
        changed_at_ms: STARTED,
    }
}

fn a_variant(product: ProductId, sku: &str) -> Variant {
    Variant {
        id: VariantId::from(Uuid::from_u128(product.as_uuid().as_u128() + 1_000)),
        product,
        choice: None,
        sku: Some(sku.to_owned()),
        barcode: None,
        price: None,
        compare_at: None,
        cost: None,
        currency: Currency::Vnd,
        stock: None,
        image: None,
        position: 0,
        changed_at_ms: STARTED,
    }
}

fn number(text: &Value) -> f64 {
    text.as_str().and_then(|text| text.parse().ok()).unwrap_or(f64::NAN)
}

fn kpi(figures: &Value, metric: &str) -> f64 {
    let all = figures["kpis"].as_array().expect("figures");
    number(&all.iter().find(|kpi| kpi["metric"] == metric).expect(metric)["value"])
}

#[test]
fn a_review_says_what_duckdb_finds_in_the_file() {
    let file = here("fixture/shopify-orders-vn.csv");
    let desk = Desk::new();
    desk.import(&file);
    let path = file.display().to_string();
    let arguments: Vec<&str> = [path.as_str()].into_iter().chain(SESSIONS).collect();
    let theirs: Vec<Value> =
        serde_json::from_str(&python("review.py", &arguments)).expect("an answer in JSON");
    let mut refunded = 0.0;
    for (session, theirs) in SESSIONS.iter().zip(&theirs) {
        let review = desk.call("review_session", json!({ "sessionId": session }));
        let figures = &review["figures"][0];
        assert_eq!(figures["currency"], "VND");
        for (ours, name) in [
            ("gmv", "gmv"),
            ("units", "units"),
            ("orders", "orders"),
            ("discounts", "discounts"),
            ("refunds", "refunds"),
        ] {
            assert_eq!(Some(kpi(figures, ours)), theirs[name].as_f64(), "{name} of {session}");
        }
        assert_eq!(
            kpi(figures, "netSales"),
            kpi(figures, "gmv") - kpi(figures, "discounts") - kpi(figures, "refunds")
        );
        let rows = figures["products"].as_array().expect("products");
        let sold: Vec<&Value> = rows.iter().filter(|row| row["units"] != 0).collect();
        let products = theirs["products"].as_object().expect("products");
        assert_eq!(sold.len(), products.len(), "products of {session}");
        for row in sold {
            let theirs = &products[row["sku"].as_str().expect("a stock code")];
            assert_eq!(
                (row["units"].as_f64(), Some(number(&row["gmv"]))),
                (theirs[0].as_f64(), theirs[1].as_f64())
            );
        }
        assert_eq!(review["files"][0]["fileName"], "shopify-orders-vn.csv");
        let curve = by_hour(figures);
        assert_eq!(curve, outside_apart(&theirs["curve"], &review), "the curve of {session}");
        assert!(curve.0.len() > 3 && curve.1 > 0, "there is something to compare: {curve:?}");
        refunded += kpi(figures, "refunds");
    }
    assert!(refunded > 0.0, "some of it was given back");
}

const HOUR: i64 = 3_600_000;

/// Our curve put together by the hour, hours without sales left out, and what was sold outside the time on air.
fn by_hour(figures: &Value) -> (BTreeMap<i64, i64>, i64) {
    let mut hours = BTreeMap::new();
    for point in figures["curve"].as_array().expect("a curve") {
        let hour = point["atMs"].as_i64().expect("an instant").div_euclid(HOUR) * HOUR;
        *hours.entry(hour).or_default() += whole(number(&point["gmv"]));
    }
    hours.retain(|_, gmv| *gmv != 0);
    (hours, whole(number(&figures["outsideGmv"])))
}

/// Their curve, what lies outside the time on air in one sum.
fn outside_apart(curve: &Value, review: &Value) -> (BTreeMap<i64, i64>, i64) {
    let started = review["session"]["startedAtMs"].as_i64().expect("an instant");
    let (mut hours, mut outside) = (BTreeMap::new(), 0);
    for (hour, gmv) in curve.as_object().expect("a curve") {
        let hour: i64 = hour.parse().expect("an instant");
        let gmv = whole(gmv.as_f64().expect("a sum"));
        if (started..started + ON_AIR).contains(&hour) {
            hours.insert(hour, gmv);
        } else {
            outside += gmv;
        }
    }
    (hours, outside)
}

/// Dong have no decimals.
fn whole(amount: f64) -> i64 {
    format!("{amount:.0}").parse().expect("a whole number")
}

#[test]
fn orders_that_name_no_session_are_credited_by_time_and_product_as_duckdb_does() {
    let offered = ["SON-03", "AT-Đen-M", "DAM-S"];
    let (from, length) = (STARTED + 10 * DAY, 30 * DAY);
    let desk = Desk::with(&[(SESSIONS[0], from, length)], &offered);
    let mut text = std::fs::read_to_string(here("fixture/shopify-orders-vn.csv")).expect("the fixture");
    for session in SESSIONS {
        text = text.replace(&format!("live_session: {session}"), "");
    }
    assert!(!text.contains("live_session"), "no order names its session");
    let file = desk.folder.path().join("orders.csv");
    std::fs::write(&file, text).expect("written");
    desk.import(&file);
    let (path, begin, end) = (file.display().to_string(), from.to_string(), (from + length).to_string());
    let arguments: Vec<&str> = [path.as_str(), &begin, &end].into_iter().chain(offered).collect();
    let theirs: Value = serde_json::from_str(&python("window.py", &arguments)).expect("an answer in JSON");
    let review = desk.call("review_session", json!({ "sessionId": SESSIONS[0] }));
    let figures = &review["figures"][0];
    for name in ["gmv", "units", "orders"] {
        assert_eq!(Some(kpi(figures, name)), theirs[name].as_f64(), "{name}");
    }
    assert_eq!((&figures["certainLines"], &figures["likelyLines"]), (&json!(0), &theirs["lines"]));
    let unmatched = figures["unmatched"].as_array().expect("reasons").iter();
    let left: i64 = unmatched.filter_map(|one| one["lines"].as_i64()).sum();
    assert_eq!(Some(left), theirs["otherLines"].as_i64(), "the others are said, not hidden");
    assert!(left > 0 && theirs["lines"].as_i64() > Some(0), "{theirs}");
}

/// What the fixture plants, and what must be found nowhere.
const PLANTED: [&str; 5] =
    ["PLANTED Nguyễn Thị Kiểm", "Planted Street", "planted.kiem", "+84 900 000 111", "84900000111"];

#[test]
fn a_planted_buyer_is_found_nowhere_in_workspace_log_or_exports() {
    let desk = Desk::new();
    app::logs::start(desk.app.home()).expect("a log");
    let file = here("fixture/shopify-orders-vn.csv");
    let text = std::fs::read_to_string(&file).expect("the fixture");
    for word in &PLANTED[..4] {
        assert!(text.contains(word), "the fixture plants {word}");
    }
    desk.import(&file);
    for session in SESSIONS {
        desk.call("review_session", json!({ "sessionId": session }));
        let page = desk.call("review_lines", json!({ "sessionId": session, "offset": 0, "limit": 500 }));
        assert_clean(page.to_string().as_bytes(), "the rows behind a figure");
    }
    let refused = write_everything(&desk, &text);
    assert!(refused > 0, "rows of the planted buyer were refused");
    let folders = ["home/logs", "out"].map(|name| desk.folder.path().join(name));
    assert!(folders.iter().all(|folder| !files_below(folder).is_empty()), "log and exports were written");
    let mut searched = 0;
    for path in files_below(desk.folder.path()) {
        let bytes = std::fs::read(&path).expect("a file");
        searched += bytes.len();
        assert_clean(&bytes, &path.display().to_string());
    }
    assert!(searched > 100_000, "something was searched");
    desk.app.close();
    // Compression would hide a name from a search of the file, so the kept cells are unpacked too.
    let store = store::Store::open(&desk.folder.path().join("brand.showrunner")).expect("the workspace");
    let mut kept = 0;
    for row in 2..=i64::try_from(text.lines().count()).expect("a number") {
        let cells = store.read(|tables| tables.raw_cells(1, row)).expect("cells");
        kept += usize::from(cells.is_some());
        assert_clean(cells.unwrap_or_default().join("|").as_bytes(), "the washed cells");
    }
    assert!(kept > 400, "cells are kept: {kept}");
}

/// Writes every file there is to be written, refused rows of the planted buyer among them; answers how many.
fn write_everything(desk: &Desk, text: &str) -> u64 {
    let out = desk.folder.path().join("out");
    std::fs::create_dir(&out).expect("a folder");
    // Read from beside the workspace: the file itself names the buyer, of course.
    let elsewhere = tempfile::tempdir().expect("a folder");
    let broken = elsewhere.path().join("broken.csv");
    let spoil =
        |line: &str| if line.contains("PLANTED") { line.replace(",VND,", ",EUR,") } else { line.to_owned() };
    let lines: Vec<String> = text.lines().map(spoil).collect();
    std::fs::write(&broken, lines.join("\n")).expect("written");
    let preview =
        desk.call("import_preview", json!({ "path": broken, "answers": { "zone": "Asia/Ho_Chi_Minh" } }));
    assert_clean(preview.to_string().as_bytes(), "the preview");
    let to = out.join("rejects.csv");
    let saved = desk.call("import_rejects_save", json!({ "previewId": preview["previewId"], "path": to }));
    desk.call("workspace_back_up", json!({ "path": out.join("copy.showrunner") }));
    let said = [
        desk.call("diagnostics_copy", json!({})),
        desk.call("import_all", json!({})),
        desk.call("review_all", json!({ "grouping": "month" })),
        desk.call("review_all", json!({ "grouping": "session" })),
        desk.call("session_all", json!({})),
    ];
    for (number, said) in said.iter().enumerate() {
        std::fs::write(out.join(format!("{number}.json")), said.to_string()).expect("written");
    }
    saved["rows"].as_u64().expect("a count")
}

fn assert_clean(bytes: &[u8], what: &str) {
    for word in PLANTED {
        assert!(!contains(bytes, word.as_bytes()), "{word:?} stands in {what}");
    }
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found
}
