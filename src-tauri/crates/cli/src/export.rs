//! `showctl export`: files for others, of one session or of all.

use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::{Map, Value, json};

use crate::Place;
use crate::ask::{Desk, Refusal};
use crate::place::refused;

#[derive(Clone, Copy, clap::ValueEnum)]
enum Form {
    /// Order lines as CSV.
    Lines,
    /// Sessions as CSV.
    Sessions,
    /// A workbook with live formulas.
    Xlsx,
    /// A folder of Parquet, one file a month.
    Parquet,
    /// A report on A4.
    Pdf,
    /// A recap that another Showrunner opens: of one session.
    Review,
    /// What a partner gets, by a commission rule about them.
    Statement,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Language {
    Vi,
    En,
}

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Where to; what stands there stays unless `--replace` is said.
    path: PathBuf,
    /// The session's id, as `review --all --json` names it; every session when left out.
    #[arg(long)]
    session: Option<String>,
    /// As what.
    #[arg(long = "as", value_enum)]
    form: Form,
    /// The language of titles and sentences.
    #[arg(long, value_enum, default_value = "en")]
    language: Language,
    /// Cost, fees, commission and margin, too.
    #[arg(long)]
    money: bool,
    /// For a statement: the commission rule's id, as `call fee_rule_list` names it.
    #[arg(long, required_if_eq("form", "statement"))]
    rule: Option<String>,
    /// Replaces what stands there.
    #[arg(long)]
    replace: bool,
    /// Prints what was written as JSON.
    #[arg(long)]
    json: bool,
}

/// Writes the file and says what is in it.
pub(crate) fn export(place: &Place, arguments: &Arguments) -> ExitCode {
    match write(&mut Desk::at(place), arguments) {
        Ok(done) => {
            if arguments.json {
                say!("{done:#}");
            } else {
                let text =
                    |key: &str| done[key].as_str().map_or_else(|| done[key].to_string(), str::to_owned);
                say!(
                    "{}: {} bytes, {} lines, {} sessions",
                    text("path"),
                    text("bytes"),
                    text("lines"),
                    text("sessions")
                );
            }
            ExitCode::SUCCESS
        }
        Err(refusal) => refused(&refusal),
    }
}

fn write(desk: &mut Desk, arguments: &Arguments) -> Result<Value, Refusal> {
    let form = match arguments.form {
        Form::Lines => "linesCsv",
        Form::Sessions => "sessionsCsv",
        Form::Xlsx => "xlsx",
        Form::Parquet => "parquet",
        Form::Pdf => "pdf",
        Form::Review => "reviewFile",
        Form::Statement => "statement",
    };
    let language = match arguments.language {
        Language::Vi => "vi",
        Language::En => "en",
    };
    // The program that holds the workspace may stand in another folder.
    let path = std::path::absolute(&arguments.path).unwrap_or_else(|_| arguments.path.clone());
    let mut request = Map::from_iter([
        ("exportId".to_owned(), json!(id())),
        ("form".to_owned(), json!(form)),
        ("language".to_owned(), json!(language)),
        ("path".to_owned(), json!(path)),
        ("replace".to_owned(), json!(arguments.replace)),
        ("withMoney".to_owned(), json!(arguments.money)),
    ]);
    if let Some(session) = &arguments.session {
        request.insert("sessionId".to_owned(), json!(session));
    }
    if let Some(rule) = &arguments.rule {
        request.insert("ruleId".to_owned(), json!(rule));
    }
    desk.ask("review_export", &Value::Object(request))
}

/// A name for this run, which nobody asks about.
fn id() -> String {
    format!("00000000-0000-4000-8000-{:012x}", std::process::id())
}
