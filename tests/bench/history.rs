//! Years of history: ten million sale lines in, looked at and reckoned anew; how time and size grow; takes beside it.

use std::time::{Duration, Instant};

use app::App;
use app::domain::Actor;
use serde_json::{Value, json};

use crate::{Anything, Row, SEED, sales, search, seconds, take};

const SIZES: [usize; 3] = [100_000, 1_000_000, 10_000_000];
const RECOSTS: usize = 5;
const YEARS: usize = 15;

fn call(app: &App, name: &str, request: Value) -> Anything<Value> {
    Ok(api::call(app, &Actor::owner(), name, request).map_err(|error| error.message)?)
}

/// Ten million lines.
///
/// # Errors
/// When a program refuses its work or says other sums.
pub fn rows() -> Anything<Vec<Row>> {
    let mut times = Vec::new();
    let mut rows = Vec::new();
    for lines in SIZES {
        let stage = sales::stage(SEED, lines)?;
        if lines == SIZES[2] {
            rows.push(import(&stage)?);
        } else {
            stage.filled()?;
        }
        let (ours, duck) = stage.reviews(SEED)?;
        times.push(ours);
        if lines == SIZES[2] {
            rows.push(review(ours, duck));
            rows.push(growth(&times));
            rows.push(size(&stage)?);
            rows.push(year(&stage)?);
            rows.push(recost(&stage)?);
        }
    }
    Ok(rows)
}

fn import(stage: &sales::Stage) -> Anything<Row> {
    let imports = stage.imports(1)?;
    let (ours, peer, plain, duck) = imports.medians();
    Ok(Row {
        work: "import of 10 M sale lines from CSV: all checks, raw cells and roll-ups",
        against: "sqlite3: .import into staging, INSERT … SELECT into the same tables, indexes and roll-ups",
        bar: "≤ 1.0×; peak ≤ 400 MB",
        ours: format!("{}, {} MB", seconds(ours), imports.peak_mb),
        peer: seconds(peer),
        ratio: format!("{:.2}×", ours / peer),
        holds: Some(ours <= peer && imports.peak_mb <= 400),
        samples: imports.ours.len(),
        beside: format!("plain .import {}, DuckDB keyed {}", seconds(plain), seconds(duck)),
    })
}

fn review(ours: f64, duck: f64) -> Row {
    Row {
        work: "opening a review, 10 M sale lines, 2,000 sessions, warm",
        against: "the same figures by DuckDB over the raw lines, warm",
        bar: "median ≤ 10 ms and ≤ 0.1×",
        ours: seconds(ours),
        peer: seconds(duck),
        ratio: format!("{:.2}×", ours / duck),
        holds: Some(ours <= 0.010 && ours <= 0.1 * duck),
        samples: 60,
        beside: "GMV equal for every session".to_owned(),
    }
}

fn growth(times: &[f64]) -> Row {
    let (least, most) =
        times.iter().fold((f64::MAX, 0.0_f64), |(least, most), &time| (least.min(time), most.max(time)));
    let said: Vec<String> = times.iter().map(|&time| seconds(time)).collect();
    Row {
        work: "opening a review as the history grows: 0.1, 1, 10 M sale lines",
        against: "itself",
        bar: "flat within 2×",
        ours: said.join(", "),
        peer: "–".to_owned(),
        ratio: format!("{:.2}×", most / least),
        holds: Some(most <= 2.0 * least),
        samples: 60,
        beside: "medians".to_owned(),
    }
}

fn size(stage: &sales::Stage) -> Anything<Row> {
    let ours = std::fs::metadata(stage.path("ours.showrunner"))?.len();
    let csv = std::fs::metadata(stage.csv())?.len();
    let megabytes = |bytes: u64| format!("{} MB", bytes / 1_000_000);
    #[expect(clippy::cast_precision_loss, reason = "sizes of files, said to two digits")]
    let ratio = ours as f64 / csv as f64;
    Ok(Row {
        work: "the workspace of 10 M sale lines, washed raw cells kept compressed",
        against: "the CSV itself",
        bar: "≤ 2.5×",
        ours: megabytes(ours),
        peer: megabytes(csv),
        ratio: format!("{ratio:.2}×"),
        holds: Some(ratio <= 2.5),
        samples: 1,
        beside: "–".to_owned(),
    })
}

/// The year 2025 month by month: the file knows one market and one channel.
fn year(stage: &sales::Stage) -> Anything<Row> {
    let app = stage.app()?;
    let mut ours = Vec::new();
    let mut answer = Value::Null;
    for _ in 0..YEARS {
        let began = Instant::now();
        answer = call(&app, "review_year", json!({ "year": 2025 }))?;
        ours.push(began.elapsed().as_secs_f64());
    }
    let theirs = stage.duck(&["years", &stage.csv().to_string_lossy()], "")?;
    if theirs["gmv"] != answer["totals"][0]["whole"]["gmv"] {
        return Err(format!("{} by DuckDB, {} here", theirs["gmv"], answer["totals"][0]["whole"]).into());
    }
    let times: Vec<f64> =
        theirs["seconds"].as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    let (ours, duck) = (sales::median(&ours), sales::median(&times));
    Ok(Row {
        work: "a year by market, channel and month, 10 M sale lines",
        against: "the same by DuckDB over the raw lines, warm",
        bar: "≤ 0.2×",
        ours: seconds(ours),
        peer: seconds(duck),
        ratio: format!("{:.2}×", ours / duck),
        holds: Some(ours <= 0.2 * duck),
        samples: YEARS,
        beside: "GMV equal".to_owned(),
    })
}

/// A rule of 10 % of every line, and what if it were 9 %.
fn recost(stage: &sales::Stage) -> Anything<Row> {
    let app = stage.app()?;
    let starter = call(&app, "fee_rule_starter", json!({ "market": "vn", "channel": "tikTok" }))?;
    let mut terms = starter["rules"][0]["terms"].clone();
    for rule in starter["rules"].as_array().into_iter().flatten() {
        call(&app, "fee_rule_delete", json!({ "ruleId": rule["ruleId"] }))?;
    }
    for (key, value) in [
        ("kind", json!("percent")),
        ("base", json!("afterSellerDiscount")),
        ("ratePpm", json!(100_000)),
        ("steps", json!([])),
        ("onRefund", json!("keep")),
        ("due", json!("paid")),
        ("per", json!("line")),
        ("condition", json!("none")),
        ("cap", Value::Null),
        ("least", Value::Null),
        ("flat", Value::Null),
        ("taxPpm", json!(0)),
        ("validFrom", Value::Null),
        ("validTo", Value::Null),
    ] {
        terms[key] = value;
    }
    let saved = call(&app, "fee_rule_save", json!({ "terms": terms }))?;
    terms["ratePpm"] = json!(90_000);
    let ask = json!({ "revisions": [{ "ruleId": saved["ruleId"], "terms": terms }] });
    let mut ours = Vec::new();
    let mut answer = Value::Null;
    for _ in 0..=RECOSTS {
        let began = Instant::now();
        answer = call(&app, "review_what_if", ask.clone())?;
        ours.push(began.elapsed().as_secs_f64());
    }
    let first = ours.remove(0);
    let theirs = stage.duck(&["passes", &stage.csv().to_string_lossy()], "")?;
    let times: Vec<f64> =
        theirs["seconds"].as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    if theirs["sessions"] != answer["rows"].as_array().map_or(0, Vec::len) {
        return Err(format!("{} sessions by DuckDB", theirs["sessions"]).into());
    }
    let (ours, duck) = (sales::median(&ours), sales::median(&times));
    Ok(Row {
        work: "2,000 sessions, 10 M sale lines, reckoned under the rules and under others",
        against: "one DuckDB pass over the same lines that reckons one fee",
        bar: "≤ 2×, cancelable",
        ours: seconds(ours),
        peer: seconds(duck),
        ratio: format!("{:.2}×", ours / duck),
        holds: Some(ours <= 2.0 * duck),
        samples: RECOSTS,
        beside: format!("the first time {}", seconds(first)),
    })
}

/// Takes of a show on air while a million lines come in beside it.
///
/// # Errors
/// When the stage cannot be set or a take fails.
pub fn beside() -> Anything<Vec<Row>> {
    let stage = sales::stage(SEED, 1_000_000)?;
    stage.empty()?;
    let app = stage.app()?;
    let (session, slots) = take::show(&app)?;
    let looked = call(
        &app,
        "import_preview",
        json!({ "path": stage.csv(), "as": "sales", "answers": { "currency": "VND", "zone": "Asia/Ho_Chi_Minh" } }),
    )?;
    let importing = {
        let (app, preview) = (app.clone(), looked["previewId"].clone());
        std::thread::spawn(move || call(&app, "import_commit", json!({ "previewId": preview })))
    };
    let mut waits = Vec::new();
    let mut slots = slots.iter().cycle();
    while !importing.is_finished() {
        let slot = *slots.next().ok_or("no slots")?;
        let began = Instant::now();
        app::on_air::take(&app, &Actor::owner(), session, slot, None)?;
        waits.push(began.elapsed());
        std::thread::sleep(Duration::from_millis(50));
    }
    let report = importing.join().map_err(|_| "the import died")??;
    waits.sort_unstable();
    let p95 = search::quantile(&waits, 0.95).as_secs_f64();
    Ok(vec![Row {
        work: "a take while 1 M sale lines come in beside it",
        against: "–",
        bar: "p95 ≤ 20 ms",
        ours: seconds(p95),
        peer: "–".to_owned(),
        ratio: "–".to_owned(),
        holds: Some(p95 <= 0.020),
        samples: waits.len(),
        beside: format!(
            "{} lines came in, the longest wait {}",
            report["counts"]["new"],
            seconds(waits.last().map_or(0.0, Duration::as_secs_f64))
        ),
    }])
}
