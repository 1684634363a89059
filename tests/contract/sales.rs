//! What a review says of a session is what DuckDB finds in the file; and nothing in it names a buyer.

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
const SESSIONS: [&str; 3] = [
    "0198c0de-7a11-7000-8000-000000000001",
    "0198c0de-7a11-7000-8000-000000000002",
    "0198c0de-7a11-7000-8000-000000000003",
];
/// The first two days of April 2026.
const STARTED: i64 = 1_774_976_400_000;
const DAY: i64 = 86_400_000;

struct Desk {
    app: App,
    folder: tempfile::TempDir,
}

impl Desk {
    /// A workspace with the three sessions, each on air for days around the fixture's orders.
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("brand.showrunner");
        let store = store::Store::open(&path).expect("a workspace");
        let mut lot = Lot::of(7);
        let product: ProductId = Uuid::from_u128(1).into();
        store
            .write::<_, store::Error>(None, |tables| {
                tables.insert_product(&a_product(product))?;
                tables.insert_variant(&a_variant(product))?;
                for (index, session) in (0..).zip(SESSIONS) {
                    let held = Held {
                        session: SessionId::from(Uuid::parse_str(session).expect("an id")),
                        title: format!("Phiên {index}"),
                        started_at_ms: STARTED + index * 2 * DAY,
                        length_ms: DAY,
                        offers: vec![(product, "Không có trong tệp".to_owned())],
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

    fn call(&self, command: &str, request: Value) -> Value {
        api::call(&self.app, &Actor::owner(), command, request).expect(command)
    }

    fn import(&self, path: &Path) -> Value {
        let preview =
            self.call("import_preview", json!({ "path": path, "answers": { "zone": "Asia/Ho_Chi_Minh" } }));
        assert_eq!(preview["counts"]["rejected"], 0, "{}", preview["rejects"]);
        self.call("import_commit", json!({ "previewId": preview["previewId"] }))
    }
}

fn a_product(id: ProductId) -> Product {
    Product {
        id,
        title: "Không có trong tệp".to_owned(),
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

fn a_variant(product: ProductId) -> Variant {
    Variant {
        id: VariantId::from(Uuid::from_u128(2)),
        product,
        choice: None,
        sku: Some("KHONG-CO".to_owned()),
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
        refunded += kpi(figures, "refunds");
    }
    assert!(refunded > 0.0, "some of it was given back");
}

/// What the fixture plants, and what must be found nowhere.
const PLANTED: [&str; 5] =
    ["PLANTED Nguyễn Thị Kiểm", "Planted Street", "planted.kiem", "+84 900 000 111", "84900000111"];

#[test]
fn a_planted_buyer_is_found_nowhere_in_workspace_log_or_wal() {
    let desk = Desk::new();
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
