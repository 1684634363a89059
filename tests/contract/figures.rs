//! Ten review figures, chosen by lot out of everything a review says, are what DuckDB finds in the raw lines.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::generated::{Generated, below};

const GROUPINGS: [&str; 10] =
    ["session", "day", "month", "quarter", "weekday", "hour", "market", "channel", "host", "product"];

/// One figure a review says: how it is asked of the other side, and what it is here.
struct Figure {
    question: Value,
    value: Value,
}

/// A seed nobody chose; `FIGURES_SEED` repeats one that was printed.
fn seed() -> u64 {
    let given = std::env::var("FIGURES_SEED").ok().and_then(|text| text.parse().ok());
    given.unwrap_or_else(|| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock");
        now.as_secs() ^ u64::from(now.subsec_nanos())
    })
}

/// What DuckDB answers to these questions.
fn duckdb(path: &Path, questions: &[Value]) -> Vec<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("contract/figures.py");
    let mut python = Command::new("python3")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python runs");
    let asked = json!({ "path": path, "questions": questions });
    python.stdin.take().expect("a pipe").write_all(asked.to_string().as_bytes()).expect("Python reads");
    let done = python.wait_with_output().expect("Python ends");
    assert!(
        done.status.success(),
        "figures.py failed; are the packages of tests/requirements.txt installed?"
    );
    serde_json::from_slice(&done.stdout).expect("an answer in JSON")
}

/// The figures of rows across sessions.
fn across(generated: &Generated, more: &Value, into: &mut Vec<Figure>) {
    for grouping in GROUPINGS {
        if more.get("within").is_some() && ["hour", "product"].contains(&grouping) {
            continue;
        }
        let mut request = more.clone();
        request["grouping"] = json!(grouping);
        let answer = generated.call("review_all", request);
        let rows = answer["rows"].as_array().expect("rows").iter().map(|row| (row, Some(grouping)));
        let totals = answer["totals"].as_array().expect("totals").iter().map(|row| (row, None));
        for (row, grouping) in rows.chain(totals) {
            let mut question = more.clone();
            question["of"] = json!("across");
            question["currency"] = row["currency"].clone();
            if let Some(grouping) = grouping {
                question["grouping"] = json!(grouping);
                question["key"] = row["key"].clone();
            }
            figures_of(row, &question, into);
            let is_finer = more.get("within").is_some();
            if !row["gmvPerHour"].is_null() && !is_finer {
                question["metric"] = json!("gmvPerHour");
                into.push(Figure { question, value: row["gmvPerHour"].clone() });
            }
        }
    }
}

/// The headline figures of a row or a session; what is not known is no figure.
fn figures_of(row: &Value, question: &Value, into: &mut Vec<Figure>) {
    if row["range"].is_object() {
        for (metric, name) in [("certainGmv", "certain"), ("possibleGmv", "possible")] {
            let mut question = question.clone();
            question["metric"] = json!(metric);
            into.push(Figure { question, value: row["range"][name].clone() });
        }
    }
    for kpi in row["kpis"].as_array().expect("figures") {
        if kpi["value"].is_null() {
            continue;
        }
        let mut question = question.clone();
        question["metric"] = kpi["metric"].clone();
        into.push(Figure { question, value: kpi["value"].clone() });
    }
}

fn of_sessions(generated: &Generated, into: &mut Vec<Figure>) {
    for drawn in &generated.sessions {
        let id = drawn.id.to_string();
        let review = generated.call("review_session", json!({ "sessionId": id }));
        for figures in review["figures"].as_array().expect("figures") {
            let question = json!({
                "of": "across", "grouping": "session", "key": id, "currency": figures["currency"],
            });
            figures_of(figures, &question, into);
            for row in
                figures["products"].as_array().expect("products").iter().filter(|row| row["units"] != 0)
            {
                let key = row["productId"].as_str().map_or_else(|| row["key"].to_string(), str::to_owned);
                let mut question = question.clone();
                question["within"] = json!({ "grouping": "product", "key": key });
                for metric in ["gmv", "netSales", "discounts", "refunds"] {
                    question["metric"] = json!(metric);
                    into.push(Figure { question: question.clone(), value: row[metric].clone() });
                }
            }
        }
    }
}

fn years(generated: &Generated, into: &mut Vec<Figure>) {
    let newest = generated.call("review_year", json!({}));
    for year in newest["years"].as_array().expect("years") {
        let year = generated.call("review_year", json!({ "year": year }));
        let rows = year["rows"].as_array().expect("rows").iter();
        for row in rows.chain(year["totals"].as_array().expect("totals")) {
            let months = row["months"].as_array().expect("months");
            for (month, cell) in (1..).zip(months).chain([(0, &row["whole"])]) {
                if cell["gmv"].is_null() {
                    continue;
                }
                let mut question = json!({
                    "of": "year", "year": year["year"], "month": month, "currency": row["currency"], "metric": "gmv",
                });
                if !row["market"].is_null() {
                    question["market"] = row["market"].clone();
                    question["channels"] = row["channels"].clone();
                }
                into.push(Figure { question, value: cell["gmv"].clone() });
            }
        }
    }
}

/// Everything a review says of the workspace.
fn everything(generated: &mut Generated) -> Vec<Figure> {
    let mut figures = Vec::new();
    across(generated, &json!({}), &mut figures);
    let at = below(&mut generated.lot, 9);
    let (from, to) = (generated.sessions[at].from_ms, generated.sessions[at + 8].from_ms);
    across(generated, &json!({ "fromMs": from, "toMs": to }), &mut figures);
    for grouping in ["host", "product", "hour"] {
        let answer = generated.call("review_all", json!({ "grouping": grouping }));
        let rows = answer["rows"].as_array().expect("rows");
        let key = rows[below(&mut generated.lot, rows.len())]["key"].clone();
        across(generated, &json!({ "within": { "grouping": grouping, "key": key } }), &mut figures);
    }
    of_sessions(generated, &mut figures);
    years(generated, &mut figures);
    figures
}

#[test]
fn a_sum_that_is_not_that_of_its_lines_is_found_and_mended() {
    let seed = seed();
    println!("FIGURES_SEED={seed}");
    let generated = Generated::of(seed);
    let checked = generated.call("figures_check", json!({}));
    assert_eq!(checked["wrong"], 0, "seed {seed}: {checked}");
    assert!(checked["sums"].as_i64() > Some(100), "{checked}");
    let spoil = rusqlite::Connection::open(&generated.path).expect("the workspace");
    for sql in [
        "UPDATE rollup_product SET gmv_e4 = gmv_e4 + 1",
        "UPDATE rollup_session SET orders = orders + 1",
        "UPDATE rollup_minute SET units = units - 1",
        "UPDATE rollup_unmatched SET lines = lines + 1",
        "UPDATE rollup_certain SET gmv_e4 = gmv_e4 + 1",
        "UPDATE rollup_source SET lines = lines + 1",
    ] {
        spoil.execute(sql, []).expect("spoiled");
        let checked = generated.call("figures_check", json!({}));
        assert!(checked["wrong"].as_i64() > Some(0), "{sql}: {checked}");
        let mended = generated.call("figures_rebuild", json!({}));
        assert_eq!(mended["wrong"], 0, "{sql}: {mended}");
    }
}

#[test]
fn a_workspace_of_an_earlier_version_gets_its_ranges_and_says_none_until_then() {
    let seed = seed();
    println!("FIGURES_SEED={seed}");
    let generated = Generated::of(seed);
    let all = || generated.call("review_all", json!({ "grouping": "session" }));
    let before = all();
    assert!(before["totals"][0]["range"].is_object(), "{before}");
    let earlier = rusqlite::Connection::open(&generated.path).expect("the workspace");
    let sql = "DELETE FROM rollup_certain; DELETE FROM rollup_shared; UPDATE sale_line SET shared = NULL;
         INSERT INTO credit_due (only_row) VALUES (1);";
    earlier.execute_batch(sql).expect("as it was");
    assert!(all()["totals"][0]["range"].is_null(), "what is not known is not nothing");
    app::reviews::recredit(&generated.app).expect("settled");
    assert_eq!(all(), before, "seed {seed}");
}

#[test]
fn ten_figures_chosen_by_lot_are_what_duckdb_finds_in_the_raw_lines() {
    let seed = seed();
    println!("FIGURES_SEED={seed}");
    let mut generated = Generated::of(seed);
    let all = everything(&mut generated);
    assert!(all.len() > 500, "there is much to choose from: {}", all.len());
    // `FIGURES_ALL` asks for every one there is: some thousand questions take a minute.
    let chosen: Vec<&Figure> = if std::env::var_os("FIGURES_ALL").is_some() {
        all.iter().collect()
    } else {
        (0..10).map(|_| &all[below(&mut generated.lot, all.len())]).collect()
    };
    let questions: Vec<Value> = chosen.iter().map(|figure| figure.question.clone()).collect();
    let theirs = duckdb(&generated.path, &questions);
    let differs = |(ours, theirs): (&&Figure, &Value)| {
        (ours.value != *theirs).then(|| format!("{} here {} there {theirs}", ours.question, ours.value))
    };
    let wrong: Vec<String> = chosen.iter().zip(&theirs).filter_map(differs).collect();
    assert_eq!(wrong, Vec::<String>::new(), "seed {seed}, {} of {}", wrong.len(), chosen.len());
}
