//! Whole journeys, measured beside the same work by others, in one run on one machine.
#![expect(clippy::print_stdout, reason = "the table is what this program is for")]

mod history;
mod sales;
mod search;
mod start;
mod take;
mod workbook;

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, ExitCode};

/// One line of the table.
struct Row {
    work: &'static str,
    against: &'static str,
    bar: &'static str,
    ours: String,
    peer: String,
    ratio: String,
    holds: Option<bool>,
    samples: usize,
    beside: String,
}

/// What any error is here: a sentence.
type Anything<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// One measure: it fills one or more rows.
type Measure = fn() -> Anything<Vec<Row>>;

/// Every measure by its name; the seed is the same for all, so that runs can be compared.
const MEASURES: &[(&str, Measure)] = &[
    ("start", of_start),
    ("take", of_take),
    ("sales", of_sales),
    ("search", of_search),
    ("workbook", workbook::rows),
    ("beside", history::beside),
    ("history", history::rows),
];
const SEED: u64 = 20_261_128;

fn seconds(time: f64) -> String {
    if time < 0.1 { format!("{:.2} ms", time * 1_000.0) } else { format!("{time:.2} s") }
}

fn of_start() -> Anything<Vec<Row>> {
    let stage = sales::stage(SEED, 1_000_000)?;
    let workspace = stage.filled()?;
    let folder = tempfile::tempdir()?;
    let (ours, bare) = start::measure(folder.path(), &workspace)?;
    let (our_time, bare_time) = (sales::median(&ours.seconds), sales::median(&bare.seconds));
    let (our_memory, bare_memory) = (sales::median(&ours.megabytes), sales::median(&bare.megabytes));
    let row = |work, against, ours: String, peer: String, ratio: f64, beside: &str| Row {
        work,
        against,
        bar: "≤ 1.5×",
        ours,
        peer,
        ratio: format!("{ratio:.2}×"),
        holds: Some(ratio <= 1.5),
        samples: bare.seconds.len(),
        beside: beside.to_owned(),
    };
    Ok(vec![
        row(
            "cold start to first usable paint (the picture's last change before it stands still), 1 M sale lines in the workspace",
            "a bare Tauri window built beside it, alternated pairs",
            seconds(our_time),
            seconds(bare_time),
            our_time / bare_time,
            "on Xvfb, files in the system's cache",
        ),
        row(
            "memory then, webview included",
            "the same bare window",
            format!("{our_memory:.0} MB"),
            format!("{bare_memory:.0} MB"),
            our_memory / bare_memory,
            "proportional set size of all processes",
        ),
    ])
}

fn of_sales() -> Anything<Vec<Row>> {
    let stage = sales::stage(SEED, 1_000_000)?;
    let imports = stage.imports(3)?;
    let (ours, peer, plain, duck) = imports.medians();
    let import = Row {
        work: "import of 1 M sale lines from CSV: looked at, validated, deduplicated, rolled up",
        against: "sqlite3: .import into staging, INSERT … SELECT into the same tables, indexes and roll-ups",
        bar: "≤ 1.3×; peak ≤ 300 MB",
        ours: format!("{}, {} MB", seconds(ours), imports.peak_mb),
        peer: seconds(peer),
        ratio: format!("{:.2}×", ours / peer),
        holds: Some(ours <= 1.3 * peer && imports.peak_mb <= 300),
        samples: imports.ours.len(),
        beside: format!("plain .import {}, DuckDB keyed {}", seconds(plain), seconds(duck)),
    };
    let (ours, duck) = stage.reviews(SEED)?;
    let review = Row {
        work: "opening a review, 1 M sale lines, 2,000 sessions",
        against: "the same figures by DuckDB over the raw lines",
        bar: "median ≤ 0.2×",
        ours: seconds(ours),
        peer: seconds(duck),
        ratio: format!("{:.2}×", ours / duck),
        holds: Some(ours <= 0.2 * duck),
        samples: 60,
        beside: "GMV equal for every session".to_owned(),
    };
    Ok(vec![import, review])
}

fn of_search() -> Anything<Vec<Row>> {
    let found = search::measure(SEED, 100_000)?;
    let p95 = search::quantile(&found.keystrokes, 0.95).as_secs_f64();
    Ok(vec![Row {
        work: "product search per keystroke, 100 k variants, accents folded",
        against: "–",
        bar: "p95 ≤ 10 ms",
        ours: seconds(p95),
        peer: "–".to_owned(),
        ratio: "–".to_owned(),
        holds: Some(p95 <= 0.010),
        samples: found.keystrokes.len(),
        beside: format!(
            "the table at any depth: p95 {}",
            seconds(search::quantile(&found.depths, 0.95).as_secs_f64())
        ),
    }])
}

fn of_take() -> Anything<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let measured = take::measure(folder.path())?;
    let (ours, plain) = measured.medians();
    let (ours, plain) = (ours.as_secs_f64(), plain.as_secs_f64());
    Ok(vec![Row {
        work: "take → received by a loopback webhook, durable first",
        against: "one FULL commit plus one POST on a warm connection, alternated pairs",
        bar: "median ≤ 2×",
        ours: seconds(ours),
        peer: seconds(plain),
        ratio: format!("{:.2}×", ours / plain),
        holds: Some(ours <= 2.0 * plain),
        samples: measured.take.len(),
        beside: "–".to_owned(),
    }])
}

fn table(rows: &[Row]) -> String {
    let mut text = String::from(
        "| work | against | bar | ours | peer | ratio | holds | samples | beside |\n|---|---|---|---|---|---|---|---|---|\n",
    );
    for row in rows {
        let holds = row.holds.map_or("–", |holds| if holds { "yes" } else { "no" });
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {holds} | {} | {} |",
            row.work, row.against, row.bar, row.ours, row.peer, row.ratio, row.samples, row.beside
        );
    }
    text
}

/// What was measured, where and when, in a line.
fn machine() -> String {
    let first = |path: &str, key: &str| {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let line = text.lines().find(|line| line.starts_with(key)).unwrap_or_default().to_owned();
        line.split_once(':').map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let commit = Command::new("git").args(["describe", "--always", "--dirty"]).output();
    let commit =
        commit.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    let date = Command::new("date").args(["-u", "+%Y-%m-%d %H:%M UTC"]).output();
    let date =
        date.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    let processor = first("/proc/cpuinfo", "model name");
    format!("commit {commit}; {processor}, {cores} cores, {}; {date}", first("/proc/meminfo", "MemTotal"))
}

fn run(wanted: &[String]) -> Anything<bool> {
    let mut rows = Vec::new();
    for (name, measure) in MEASURES {
        if wanted.is_empty() || wanted.iter().any(|other| other == name) {
            rows.extend(measure()?);
        }
    }
    let (table, machine) = (table(&rows), machine());
    println!("{machine}\n\n{table}");
    if wanted.is_empty() {
        let text =
            format!("# Measured\n\nBy `cargo xtask bench`, all rows in one run: {machine}.\n\n{table}");
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("bench/RESULTS.md"), text)?;
    }
    Ok(rows.iter().all(|row| row.holds != Some(false)))
}

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    match run(&wanted) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            println!("a bar was missed");
            ExitCode::FAILURE
        }
        Err(error) => {
            println!("a measure failed: {error}");
            ExitCode::FAILURE
        }
    }
}
