//! A workbook of a hundred thousand rows: looked at with all checks, beside others that only read it.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use calamine::{Reader as _, Xlsx, open_workbook};
use serde_json::Value;

use crate::{Anything, Row, SEED, sales, seconds};

const LINES: usize = 100_000;
const RUNS: usize = 5;

/// The rows of the table.
///
/// # Errors
/// When a program refuses the workbook or counts other rows.
pub fn rows() -> Anything<Vec<Row>> {
    let stage = sales::stage(SEED, LINES)?;
    let book = stage.path("orders.xlsx");
    python(&["write", &stage.csv().to_string_lossy(), &book.to_string_lossy()])?;
    stage.empty()?;
    let (mut ours, mut openpyxl, mut calamine) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let began = Instant::now();
        let report = stage.looked_at(&book)?;
        ours.push(began.elapsed().as_secs_f64());
        if report["counts"]["new"] != LINES {
            return Err(format!("not every row was read: {}", report["counts"]).into());
        }
        let theirs = python(&["read", &book.to_string_lossy()])?;
        if theirs["rows"] != LINES + 1 {
            return Err(format!("openpyxl read {} rows", theirs["rows"]).into());
        }
        openpyxl.push(theirs["seconds"].as_f64().unwrap_or_default());
        calamine.push(alone(&book)?);
    }
    let (ours, openpyxl, calamine) =
        (sales::median(&ours), sales::median(&openpyxl), sales::median(&calamine));
    let row = |against, bar, peer: f64, most: f64| Row {
        work: "an XLSX of 100,000 sale lines looked at: read, checked, compared with what is known",
        against,
        bar,
        ours: seconds(ours),
        peer: seconds(peer),
        ratio: format!("{:.2}×", ours / peer),
        holds: Some(ours <= most * peer),
        samples: RUNS,
        beside: "ours with the start of the program".to_owned(),
    };
    Ok(vec![
        row("openpyxl, read-only, reading alone", "≤ 0.2×", openpyxl, 0.2),
        row("calamine, reading alone", "≤ 1.5×", calamine, 1.5),
    ])
}

/// Seconds calamine takes to have all cells.
fn alone(book: &Path) -> Anything<f64> {
    let began = Instant::now();
    let mut opened: Xlsx<_> = open_workbook(book)?;
    let sheet = opened.worksheet_range_at(0).ok_or("no sheet")??;
    if sheet.height() != LINES + 1 {
        return Err(format!("calamine read {} rows", sheet.height()).into());
    }
    Ok(began.elapsed().as_secs_f64())
}

fn python(arguments: &[&str]) -> Anything<Value> {
    let python = std::env::var("SHOWRUNNER_PYTHON").map_err(|_| "SHOWRUNNER_PYTHON names no program")?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("bench/workbook.py");
    let output = Command::new(python).arg(script).args(arguments).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err("openpyxl refused".into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
