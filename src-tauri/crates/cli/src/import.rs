//! `showctl import`: looks at a file, says what it found, and takes it in.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use api::ApiError;
use serde_json::{Map, Value, json};

use crate::Place;
use crate::ask::{Desk, Refusal};
use crate::place::refused;

/// Refused rows asked for at a time.
const PAGE: u64 = 500;
/// Refused rows a report for people names; the JSON names all of them.
const NAMED: usize = 20;

#[derive(Clone, Copy, clap::ValueEnum)]
enum Kind {
    Products,
    Sales,
    Sessions,
    Payouts,
    Commissions,
    Minutes,
    Days,
    Ads,
}

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// CSV or XLSX files, or folders of them.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// What it brings; left out, the file is asked.
    #[arg(long = "as", value_name = "KIND")]
    kind: Option<Kind>,
    /// What an earlier import's `--json` printed: its mapping, which column is what, is used again.
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    /// An answer to an open question, such as `currency=GBP`; may be given several times.
    #[arg(long = "answer", value_name = "KEY=VALUE")]
    answers: Vec<String>,
    /// The sheet of a workbook.
    #[arg(long)]
    sheet: Option<String>,
    /// Says what would happen and writes nothing.
    #[arg(long)]
    dry_run: bool,
    /// Prints the whole report as JSON.
    #[arg(long)]
    json: bool,
}

/// Takes each file in unless something about it is open. Fails when a question is open or a row was refused, but not
/// when nothing was to be written.
pub(crate) fn import(place: &Place, arguments: &Arguments) -> ExitCode {
    let mut desk = Desk::making(place);
    let answer = all(&mut desk, arguments);
    let has_written = |reports: &[Value]| reports.iter().any(|report| !report["imported"].is_null());
    if !answer.as_ref().is_ok_and(|reports| has_written(reports)) {
        desk.unmake();
    }
    match answer {
        Ok(reports) => {
            let is_clean = reports.iter().all(|report| {
                report["code"].is_null() && is_empty(&report["questions"]) && is_empty(&report["rejects"])
            });
            told(arguments, reports);
            if is_clean || arguments.dry_run { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(refusal) => refused(&refusal),
    }
}

/// One file is one report; several are a list of them.
fn told(arguments: &Arguments, mut reports: Vec<Value>) {
    if arguments.json {
        let whole = if is_one(arguments) { reports.pop() } else { None };
        let whole = whole.unwrap_or(Value::Array(reports));
        say!("{whole:#}");
        return;
    }
    for (at, report) in reports.iter().enumerate() {
        if at > 0 {
            say!("");
        }
        if report["code"].is_null() {
            print(report);
        } else {
            line("file", text(&report["path"]));
            line("refused", text(&report["message"]));
        }
    }
}

/// Whether one file is named, and no folder.
fn is_one(arguments: &Arguments) -> bool {
    matches!(arguments.files.as_slice(), [only] if !only.is_dir())
}

/// A report a file. That one of several cannot be read stops none of the others: its report is the refusal.
fn all(desk: &mut Desk, arguments: &Arguments) -> Result<Vec<Value>, Refusal> {
    if is_one(arguments) {
        return Ok(vec![report(desk, arguments, &arguments.files[0])?]);
    }
    let paths: Vec<PathBuf> = arguments.files.iter().map(|path| absolute(path)).collect();
    let listed = desk.ask("import_files", &json!({ "paths": paths }))?;
    let files = listed["files"].as_array().cloned().unwrap_or_default();
    let mut reports = Vec::new();
    for file in files {
        let path = PathBuf::from(text(&file["path"]));
        reports.push(match report(desk, arguments, &path) {
            Ok(report) => report,
            Err(refusal) => {
                let mut refusal = match refusal {
                    Refusal::Own(error) => serde_json::to_value(&error).unwrap_or_default(),
                    Refusal::Told(told) => told,
                };
                refusal["path"] = file["path"].clone();
                refusal
            }
        });
    }
    Ok(reports)
}

/// The program that holds the workspace may have been started in another folder.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn is_empty(list: &Value) -> bool {
    list.as_array().is_none_or(Vec::is_empty)
}

fn report(desk: &mut Desk, arguments: &Arguments, file: &Path) -> Result<Value, Refusal> {
    let mut report = desk.ask("import_preview", &request(arguments, file)?)?;
    let preview = report["previewId"].clone();
    let rejects = rejects(desk, &preview)?;
    let fields = report.as_object_mut().ok_or_else(|| ApiError::failure("the report is no object"))?;
    fields.remove("previewId");
    fields.remove("ready");
    let questions = fields.remove("questions");
    let questions = questions.as_ref().and_then(Value::as_array).cloned().unwrap_or_default();
    let (open, answered): (Vec<_>, Vec<_>) =
        questions.into_iter().partition(|question| question["answer"].is_null());
    // A mapping is a document of its own, to be kept and given again with `--map`.
    let mapping = fields.remove("mapping").and_then(|text| serde_json::from_str(text.as_str()?).ok());
    fields.insert("mapping".into(), mapping.unwrap_or(Value::Null));
    fields.insert("rejects".into(), Value::Array(rejects));
    fields.insert("answers".into(), Value::Array(answered));
    let imported = if open.is_empty() && !arguments.dry_run {
        desk.ask("import_commit", &json!({ "previewId": preview }))?
    } else {
        desk.ask("import_discard", &json!({ "previewId": preview }))?;
        Value::Null
    };
    fields.insert("questions".into(), Value::Array(open));
    fields.insert("imported".into(), imported);
    Ok(report)
}

fn request(arguments: &Arguments, file: &Path) -> Result<Value, ApiError> {
    let mut answers = Map::new();
    for pair in &arguments.answers {
        let (key, value) = pair
            .split_once('=')
            .ok_or_else(|| ApiError::malformed(format!("--answer needs KEY=VALUE, not {pair}")))?;
        answers.insert(key.trim().to_owned(), value.trim().into());
    }
    let mut request = json!({ "path": absolute(file), "answers": answers });
    if let Some(kind) = arguments.kind {
        request["as"] = match kind {
            Kind::Products => "products",
            Kind::Sales => "sales",
            Kind::Sessions => "sessions",
            Kind::Payouts => "payouts",
            Kind::Commissions => "commissions",
            Kind::Minutes => "minutes",
            Kind::Days => "days",
            Kind::Ads => "ads",
        }
        .into();
    }
    if let Some(sheet) = &arguments.sheet {
        request["sheet"] = sheet.as_str().into();
    }
    if let Some(map) = &arguments.map {
        let text = std::fs::read_to_string(map)
            .map_err(|error| ApiError::malformed(format!("{}: {error}", map.display())))?;
        // The whole report or its mapping alone.
        let report: Option<Value> = serde_json::from_str(&text).ok();
        let mapping = report.as_ref().map(|report| &report["mapping"]).filter(|mapping| mapping.is_object());
        request["mapping"] = mapping.map_or(text, Value::to_string).into();
    }
    Ok(request)
}

fn rejects(desk: &mut Desk, preview: &Value) -> Result<Vec<Value>, Refusal> {
    let mut all = Vec::new();
    loop {
        let request =
            json!({ "previewId": preview, "state": "rejected", "offset": all.len(), "limit": PAGE });
        let mut page = desk.ask("import_rows", &request)?;
        let rows = page["rows"].as_array_mut().map(std::mem::take).unwrap_or_default();
        if rows.is_empty() {
            return Ok(all);
        }
        all.extend(rows.into_iter().map(|mut row| row["reject"].take()));
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "–".to_owned(),
        other => other.to_string(),
    }
}

fn line(name: &str, value: String) {
    say!("{name:<14}{value}");
}

fn print(report: &Value) {
    let file = &report["file"];
    line("file", text(&file["name"]));
    line("recognised", format!("{} ({})", text(&report["source"]), text(&report["kind"])));
    if !file["sheet"].is_null() {
        line("sheet", text(&file["sheet"]));
    }
    line("header row", text(&file["headerRow"]));
    let proofs: Vec<String> = report["numbers"]["proofs"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|proof| match proof["params"].get("cells") {
            Some(cells) => format!("{} {}", text(&proof["code"]), text(cells)),
            None => text(&proof["code"]),
        })
        .collect();
    line("numbers", format!("{} ({})", text(&report["numbers"]["reading"]), proofs.join(", ")));
    line("currency", text(&report["currency"]));
    line("zone", text(&report["zone"]));
    let counts = &report["counts"];
    let counted = ["read", "new", "changed", "unchanged", "older", "rejected"]
        .map(|name| format!("{} {name}", text(&counts[name])));
    line("rows", counted.join(", "));
    if counts["older"].as_u64() != Some(0) {
        line(
            "",
            "rows older than what is known change nothing; --answer asOf=now lets them count".to_owned(),
        );
    }
    for (name, count) in report["notes"].as_object().into_iter().flatten() {
        if count.as_u64() != Some(0) {
            line("", format!("{count} {name}"));
        }
    }
    for total in report["totals"].as_array().into_iter().flatten() {
        line("total", format!("{:<28}{:>20}", text(&total["column"]), text(&total["total"])));
    }
    for question in report["questions"].as_array().into_iter().flatten() {
        let choices: Vec<String> = question["choices"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|choice| text(&choice["value"]))
            .collect();
        let key = text(&question["key"]);
        line(
            "open",
            format!(
                "{key} {} – answer with --answer {key}=… [{}]",
                text(&question["about"]),
                choices.join(" ")
            ),
        );
    }
    warnings(report);
    rejected(report);
    line("imported", if report["imported"].is_null() { "no".to_owned() } else { "yes".to_owned() });
}

/// What is worth saying and stops no row.
fn warnings(report: &Value) {
    for warning in report["warnings"].as_array().into_iter().flatten() {
        let said = &warning["warning"];
        let about: Vec<String> = said["params"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, value)| format!("{name} {}", text(value)))
            .collect();
        line("warning", format!("row {}: {} {}", warning["row"], text(&said["code"]), about.join(", ")));
    }
}

fn rejected(report: &Value) {
    let rejects = report["rejects"].as_array().map(Vec::as_slice).unwrap_or_default();
    for reject in rejects.iter().take(NAMED) {
        line("rejected", text(&reject["message"]));
    }
    if rejects.len() > NAMED {
        line("", format!("and {} more; --json names them all", rejects.len() - NAMED));
    }
}
