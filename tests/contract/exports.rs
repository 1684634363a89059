//! Files that go out say what the recap says, to readers that are not ours.

use std::path::{Path, PathBuf};
use std::process::Command;

use domain::{Actor, Role};
use serde_json::{Value, json};
use tests::catalogue::Lot;
use unicode_normalization::UnicodeNormalization as _;

use crate::files::{fresh_seed, here, python};
use crate::node;
use crate::sales::{Desk, ON_AIR, SESSIONS, STARTED};

const RUN: &str = "00000000-0000-4000-8000-000000000001";
/// A product whose stock code is a formula, and what its goods cost: found nowhere it does not belong.
const FORMULA: &str = "=1+1";
const COST: &str = "61237";
const RULE: &str = "Phí riêng 7391";

/// Orders of a generic file: each names its session or was placed while one was on air.
fn orders(folder: &Path, lot: &mut Lot) -> PathBuf {
    let skus = ["AT-01", "AT-02", FORMULA];
    let mut text = "Order,Created at,SKU,Title,Quantity,Price,Discount,Refund,Currency,Note\n".to_owned();
    for order in 0..400_u64 {
        let sku = skus[usize::try_from(lot.below(3)).expect("small")];
        let at = STARTED + i64::try_from(lot.below(80 * 86_400)).expect("small") * 1_000;
        let when = chrono::DateTime::from_timestamp_millis(at)
            .expect("an instant")
            .format("%Y-%m-%d %H:%M:%S +0000");
        let (units, price) = (1 + lot.below(4), 10_000 + lot.below(900) * 1_000);
        let refund = if lot.below(10) == 0 { price } else { 0 };
        let line = format!(
            "#{order},{when},{sku},Sản phẩm {sku},{units},{price},{},{refund},VND,x\n",
            lot.below(5) * 1_000
        );
        text.push_str(&line);
    }
    let path = folder.join("orders.csv");
    std::fs::write(&path, text).expect("the file is written");
    path
}

struct Stage {
    desk: Desk,
    folder: tempfile::TempDir,
}

impl Stage {
    /// Two shows with orders of a fresh seed, costs and a fee.
    fn new(seed: u64) -> Self {
        let starts = (0..).map(|index| STARTED + index * 35 * 86_400_000);
        let sessions: Vec<_> = SESSIONS
            .into_iter()
            .take(2)
            .zip(starts)
            .map(|(session, start)| (session, start, ON_AIR))
            .collect();
        let desk = Desk::with(&sessions, &["AT-01", "AT-02", FORMULA]);
        let begun = json!({ "language": "vi", "market": "vn", "brand": "Mộc Lan", "purpose": "planAndSell" });
        desk.call("workspace_start", begun);
        let folder = tempfile::tempdir().expect("a folder");
        let stage = Self { desk, folder };
        stage.plant();
        let file = orders(stage.folder.path(), &mut Lot::of(seed));
        let asked = json!({ "path": file, "as": "sales", "answers": { "zone": "Asia/Ho_Chi_Minh", "currency": "VND" } });
        let preview = stage.desk.call("import_preview", asked);
        assert_eq!(preview["counts"]["rejected"], 0, "{}", preview["rejects"]);
        stage.desk.call("import_commit", json!({ "previewId": preview["previewId"] }));
        stage
    }

    /// Costs and a fee that must not be in what does not hold money.
    fn plant(&self) {
        let page = json!({ "query": "", "sort": "title", "descending": false, "offset": 0, "limit": 100 });
        for row in self.desk.call("catalogue_page", page)["rows"].as_array().expect("rows") {
            let cost = json!({ "amount": COST, "currency": "VND" });
            self.desk.call(
                "variant_edit",
                json!({ "variantId": row["variantId"], "edit": { "field": "cost", "value": cost } }),
            );
        }
        let took = self.desk.call("fee_rule_starter", json!({ "market": "vn", "channel": "tikTok" }));
        let mut terms = took["rules"][0]["terms"].clone();
        for (key, value) in [
            ("name", json!(RULE)),
            ("channel", json!("other")),
            ("kind", json!("percent")),
            ("ratePpm", json!(73_910)),
            ("steps", json!([])),
            ("flat", json!(null)),
            ("condition", json!("none")),
            ("base", json!("afterSellerDiscount")),
            ("payers", json!([{ "payer": "brand", "sharePpm": 1_000_000 }])),
            ("validFrom", json!(null)),
            ("validTo", json!(null)),
        ] {
            terms[key] = value;
        }
        self.desk.call("fee_rule_save", json!({ "terms": terms }));
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Exports into this stage's folder.
    fn export(&self, name: &str, form: &str, more: Value) -> Value {
        self.desk.call("review_export", self.request(name, form, more))
    }

    fn request(&self, name: &str, form: &str, more: Value) -> Value {
        let mut request = json!({ "exportId": RUN, "form": form, "path": self.path(name), "language": "vi" });
        for (key, value) in more.as_object().expect("more") {
            request[key] = value.clone();
        }
        request
    }

    fn refusal(&self, name: &str, form: &str, more: Value) -> Value {
        let refused =
            api::call(&self.desk.app, &Actor::owner(), "review_export", self.request(name, form, more));
        serde_json::to_value(refused.expect_err("it is refused").code).expect("a code")
    }

    /// GMV, discounts, refunds, net sales and units as the app sums them over all sessions.
    fn totals(&self) -> Vec<String> {
        let all = self.desk.call("review_all", json!({ "grouping": "session" }));
        let kpis = all["totals"][0]["kpis"].as_array().expect("figures").clone();
        ["gmv", "discounts", "refunds", "netSales", "units"]
            .map(|metric| kpis.iter().find(|kpi| kpi["metric"] == metric).expect(metric)["value"].clone())
            .iter()
            .map(|value| value.as_str().expect("a figure").to_owned())
            .collect()
    }
}

fn answer(script: &str, arguments: &[&str]) -> Value {
    serde_json::from_str(&python(script, arguments)).expect("an answer in JSON")
}

#[test]
fn parquet_and_csv_add_up_in_duckdb_to_what_the_app_says() {
    let seed = fresh_seed();
    println!("SEED={seed}");
    let stage = Stage::new(seed);
    let done = stage.export("lake", "parquet", json!({}));
    assert!(done["lines"].as_u64() > Some(50), "{done}");
    let theirs = answer("exported.py", &["parquet", &stage.path("lake")]);
    assert_eq!(theirs["totals"], json!(stage.totals()), "the months together are the app's sums");
    assert_eq!(theirs["rows"], done["lines"]);
    assert!(theirs["months"].as_u64() > Some(1), "{theirs}");
    assert_eq!(theirs["types"]["gmv"], "DECIMAL(18,4)");
    assert_eq!(theirs["types"]["ordered_at"], "TIMESTAMP WITH TIME ZONE");
    assert_eq!(theirs["types"]["order_ref"], "VARCHAR");

    stage.export("lines.csv", "linesCsv", json!({}));
    let theirs = answer("exported.py", &["csv", &stage.path("lines.csv")]);
    assert_eq!(theirs["totals"], json!(stage.totals()));
    assert_eq!(theirs["formulas"], json!([]), "no cell begins as a formula does");
    assert!(theirs["guarded"].as_u64() > Some(0), "a stock code that looks like one is there");
    assert_eq!(theirs["currency"], json!(["VND"]));
    assert_eq!(theirs["zone"], json!(["Asia/Ho_Chi_Minh"]));
}

#[test]
fn a_workbook_carries_results_that_its_formulas_give() {
    let seed = fresh_seed();
    println!("SEED={seed}");
    let stage = Stage::new(seed);
    stage.export("all.xlsx", "xlsx", json!({ "withMoney": true }));
    let theirs = answer("workbook.py", &[&stage.path("all.xlsx")]);
    assert_eq!(theirs["wrong"], json!([]), "every cached result is what its formula gives");
    assert!(theirs["formulas"].as_u64() > Some(10), "{theirs}");
    assert_eq!(theirs["linesGmv"].as_str(), stage.totals().first().map(String::as_str));
    assert_eq!(theirs["textFormulas"], json!([]), "text stays text");

    stage.export("one.xlsx", "xlsx", json!({ "sessionId": SESSIONS[0], "language": "en" }));
    let theirs = answer("workbook.py", &[&stage.path("one.xlsx")]);
    assert_eq!(theirs["wrong"], json!([]));
    assert_eq!(theirs["sheets"], json!(["Summary", "Products", "Waterfall", "Order lines", "About"]));
    let all = theirs["text"].as_str().expect("text");
    assert!(!all.contains(RULE) && !all.contains(COST), "money was not asked for");
}

/// What a tool of poppler says.
fn poppler(tool: &str, arguments: &[&str]) -> String {
    let run = Command::new(tool).args(arguments).output();
    let run = run.expect("poppler-utils is installed");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8_lossy(&run.stdout).into_owned()
}

/// Words with one blank between them: a page breaks lines where it likes.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_sentence_of_a_report_is_in_it_and_its_fonts_are_embedded() {
    let seed = fresh_seed();
    println!("SEED={seed}");
    let stage = Stage::new(seed);
    for language in ["vi", "en"] {
        let name = format!("{language}.pdf");
        stage.export(
            &name,
            "pdf",
            json!({ "sessionId": SESSIONS[0], "language": language, "withMoney": true }),
        );
        let path = stage.path(&name);
        let text = flat(&poppler("pdftotext", &["-enc", "UTF-8", &path, "-"]));
        assert_eq!(text.nfc().collect::<String>(), text, "{language}: composed");
        let words = |key: &str| -> String {
            let file = here(&format!("../ui/messages/{language}/share.json"));
            let all: Value =
                serde_json::from_str(&std::fs::read_to_string(file).expect("words")).expect("JSON");
            flat(all[key].as_str().expect(key))
        };
        for key in [
            "share_note_gmv",
            "share_note_net",
            "share_note_unknown_paper",
            "share_sheet_products",
            "share_sheet_waterfall",
            "share_sheet_about",
            "share_curve_bands",
        ] {
            assert!(text.contains(&words(key)), "{language}: {key} in {text}");
        }
        let title = flat(&format!("Phiên {}", SESSIONS[0]));
        assert!(text.contains(&title) && text.contains("Asia/Ho_Chi_Minh") && text.contains("VND"), "{text}");
        let fonts = poppler("pdffonts", &[&path]);
        let rows: Vec<&str> = fonts.lines().skip(2).collect();
        assert!(
            !rows.is_empty()
                && rows.iter().all(|row| row.contains("BeVietnamPro") || row.contains("NotoSansThai")),
            "{fonts}"
        );
        for row in rows {
            let flags: Vec<&str> =
                row.split_whitespace().filter(|word| ["yes", "no"].contains(word)).collect();
            assert_eq!(flags, ["yes", "yes", "yes"], "embedded, subset, readable: {row}");
        }
        let about = poppler("pdfinfo", &[&path]);
        assert!(about.contains("Tagged:          yes") && about.contains("A4"), "{about}");
    }
}

#[test]
fn a_review_file_opens_elsewhere_without_money_and_not_after_a_change() {
    let seed = fresh_seed();
    println!("SEED={seed}");
    let stage = Stage::new(seed);
    let one = json!({ "sessionId": SESSIONS[0] });
    stage.export("plain.showreview", "reviewFile", one.clone());
    let bytes = std::fs::read(stage.path("plain.showreview")).expect("the file");
    let text = String::from_utf8_lossy(&bytes);
    for planted in [COST, RULE, "73910", "73.91"] {
        assert!(!text.contains(planted), "{planted} is not for others");
    }
    let body: Value = serde_json::from_str(text.split_once('\n').expect("a first line").1).expect("JSON");
    let schema = here("../src-tauri/crates/exchange/schema/showreview.v1.json");
    let schema: Value =
        serde_json::from_str(&std::fs::read_to_string(schema).expect("a schema")).expect("JSON");
    let mut wrong = body.clone();
    wrong["figures"][0]["tally"]["gmvE4"] = json!("1");
    let faults = node("validate.mjs", &json!({ "schema": schema, "values": [body, wrong] }));
    assert!(faults[0].is_null() && faults[1].is_string(), "the file answers to its schema: {faults}");
    let elsewhere = Desk::with(&[], &[]);
    let open =
        |path: &str| api::call(&elsewhere.app, &Actor::owner(), "review_file_open", json!({ "path": path }));
    let received = open(&stage.path("plain.showreview")).expect("it opens");
    let ours = stage.desk.call("review_session", one);
    let (theirs, figures) = (&received["review"]["figures"][0], &ours["figures"][0]);
    for part in ["kpis", "curve", "previousCurve", "outsideGmv", "certainLines", "likelyLines", "currency"] {
        assert_eq!(theirs[part], figures[part], "{part}");
    }
    let sold = |figures: &Value| -> Vec<Value> {
        figures["products"]
            .as_array()
            .expect("products")
            .iter()
            .map(|row| json!([row["title"], row["gmv"], row["onScreenMs"]]))
            .collect()
    };
    assert_eq!(sold(theirs), sold(figures));
    assert_eq!(received["left"], json!([]));

    stage.export("money.showreview", "reviewFile", json!({ "sessionId": SESSIONS[0], "withMoney": true }));
    let received = open(&stage.path("money.showreview")).expect("it opens");
    assert_ne!(received["left"], json!([]), "the sender chose to send it");

    let mut lot = Lot::of(seed);
    for _ in 0..40 {
        let mut altered = bytes.clone();
        let at = usize::try_from(lot.below(bytes.len() as u64)).expect("inside");
        altered[at] ^= 1 << lot.below(8);
        std::fs::write(stage.path("altered.showreview"), &altered).expect("written");
        let refused = open(&stage.path("altered.showreview")).expect_err("it was altered");
        let code = serde_json::to_value(refused.code).expect("a code");
        assert!(
            ["reviewFileAltered", "reviewFileUnknown"].contains(&code.as_str().expect("text")),
            "byte {at}: {code}"
        );
    }
}

#[test]
fn a_statement_says_what_the_waterfall_takes_and_what_refunds_took_back() {
    let seed = fresh_seed();
    println!("SEED={seed}");
    let stage = Stage::new(seed);
    let rules = stage.desk.call("fee_rule_list", json!({}));
    let mut terms = rules["rules"][0]["terms"].clone();
    for (key, value) in [
        ("name", json!("Hoa hồng Lan")),
        ("purpose", json!("commission")),
        ("kind", json!("percent")),
        ("ratePpm", json!(50_000)),
        ("channel", json!(null)),
        ("otherId", json!(null)),
        ("base", json!("afterSellerDiscount")),
        ("onRefund", json!("proportional")),
        ("cap", json!(null)),
        ("validFrom", json!(null)),
        ("validTo", json!(null)),
        ("condition", json!("none")),
        ("payers", json!([{ "payer": "brand", "sharePpm": 1_000_000 }])),
    ] {
        terms[key] = value;
    }
    let rule = stage.desk.call("fee_rule_save", json!({ "terms": terms }))["ruleId"].clone();
    stage.export(
        "pay.pdf",
        "statement",
        json!({ "sessionId": SESSIONS[0], "ruleId": rule, "language": "en" }),
    );
    let text = flat(&poppler("pdftotext", &["-layout", "-enc", "UTF-8", &stage.path("pay.pdf"), "-"]));
    let left = stage.desk.call("review_waterfall", json!({ "sessionId": SESSIONS[0] }));
    let taken = left["sets"][0]["whole"]["taken"].as_array().expect("what is taken").clone();
    let own = taken.iter().find(|taken| taken["ruleId"] == rule).expect("our rule takes something");
    let amount: i64 = own["amount"].as_str().and_then(|text| text.parse().ok()).expect("whole dong");
    let grouped = amount
        .to_string()
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(String::from_utf8_lossy)
        .collect::<Vec<_>>()
        .join(",");
    assert!(text.contains(&format!("{grouped} ₫")), "{grouped} in {text}");
    assert!(text.contains("Hoa hồng Lan: 5 % of price after the seller’s discount"), "{text}");
    let operator = Actor::with_role(Role::Operator);
    let request = stage.request("no.pdf", "statement", json!({ "ruleId": rule }));
    let refused =
        api::call(&stage.desk.app, &operator, "review_export", request).expect_err("terms are not for all");
    assert_eq!(serde_json::to_value(refused.code).expect("a code"), "forbidden");
}

#[test]
fn what_stands_there_stays_and_money_needs_the_right_to_see_it() {
    let seed = fresh_seed();
    println!("SEED={seed}");
    let stage = Stage::new(seed);
    std::fs::write(stage.path("mine.csv"), "mine").expect("written");
    assert_eq!(stage.refusal("mine.csv", "linesCsv", json!({})), "fileExists");
    assert_eq!(std::fs::read_to_string(stage.path("mine.csv")).expect("there"), "mine");
    stage.export("mine.csv", "linesCsv", json!({ "replace": true }));
    assert_ne!(std::fs::read_to_string(stage.path("mine.csv")).expect("there"), "mine");
    std::fs::create_dir(stage.path("photos")).expect("a folder");
    assert_eq!(stage.refusal("photos", "parquet", json!({ "replace": true })), "foreignFolder");
    assert_eq!(stage.refusal("no/such/a.pdf", "pdf", json!({})), "folderMissing");
    assert_eq!(stage.refusal("b.showreview", "reviewFile", json!({})), "invalid");
    let operator = Actor::with_role(Role::Operator);
    for form in ["xlsx", "pdf", "reviewFile", "sessionsCsv", "parquet"] {
        let asked = json!({ "sessionId": SESSIONS[0], "withMoney": true });
        let refused = api::call(&stage.desk.app, &operator, "review_export", stage.request("c", form, asked));
        assert_eq!(serde_json::to_value(refused.expect_err(form).code).expect("a code"), "forbidden");
    }
    assert!(!Path::new(&stage.path("c")).exists(), "nothing is left of what was refused");
}
