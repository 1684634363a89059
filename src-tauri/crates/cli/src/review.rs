//! `showctl review`: what a session, or all of them, brought.

use std::process::ExitCode;

use serde_json::{Value, json};

use crate::Place;
use crate::ask::{Desk, Refusal};
use crate::place::refused;

#[derive(Clone, Copy, clap::ValueEnum)]
enum Grouping {
    Session,
    Month,
    Day,
}

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The session's id, as `--all --json` names it.
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    session: Option<String>,
    /// Every session.
    #[arg(long)]
    all: bool,
    /// How all sessions are put together.
    #[arg(long, value_enum, default_value = "session", conflicts_with = "session")]
    by: Grouping,
    /// Prints the whole review as JSON.
    #[arg(long)]
    json: bool,
}

/// Prints the review.
pub(crate) fn review(place: &Place, arguments: &Arguments) -> ExitCode {
    match read(&mut Desk::at(place), arguments) {
        Ok(review) => {
            if arguments.json {
                say!("{review:#}");
            } else if arguments.all {
                print_all(&review);
            } else {
                print_one(&review);
            }
            ExitCode::SUCCESS
        }
        Err(refusal) => refused(&refusal),
    }
}

fn read(desk: &mut Desk, arguments: &Arguments) -> Result<Value, Refusal> {
    match &arguments.session {
        Some(session) => desk.ask("review_session", &json!({ "sessionId": session })),
        None => {
            let grouping = match arguments.by {
                Grouping::Session => "session",
                Grouping::Month => "month",
                Grouping::Day => "day",
            };
            desk.ask("review_all", &json!({ "grouping": grouping }))
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "–".to_owned(),
        other => other.to_string(),
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn kpi<'a>(figures: &'a Value, metric: &str) -> &'a Value {
    list(&figures["kpis"])
        .iter()
        .find(|kpi| kpi["metric"] == metric)
        .map_or(&Value::Null, |kpi| &kpi["value"])
}

fn print_one(review: &Value) {
    say!("{}", text(&review["session"]["title"]));
    for file in list(&review["files"]) {
        say!("from {} ({} lines)", text(&file["fileName"]), text(&file["lines"]));
    }
    for figures in list(&review["figures"]) {
        say!("\n{}", text(&figures["currency"]));
        for kpi in list(&figures["kpis"]) {
            let goal = &kpi["goalPercent"];
            let reached =
                if goal.is_null() { String::new() } else { format!("{:>10} % of goal", text(goal)) };
            say!("  {:<12}{:>20}{reached}", text(&kpi["metric"]), text(&kpi["value"]));
        }
        for product in list(&figures["products"]) {
            say!(
                "  {:>4}  {:<40}{:>8}{:>18}",
                text(&product["slotNumber"]),
                text(&product["title"]).chars().take(38).collect::<String>(),
                text(&product["units"]),
                text(&product["gmv"]),
            );
        }
    }
}

fn print_all(review: &Value) {
    say!("{:<40}{:>5}{:>18}{:>18}{:>8}{:>8}", "", "", "GMV", "net", "orders", "units");
    for row in list(&review["rows"]).iter().chain(list(&review["totals"])) {
        let name = if row["session"].is_null() { text(&row["key"]) } else { text(&row["session"]["title"]) };
        say!(
            "{:<40}{:>5}{:>18}{:>18}{:>8}{:>8}",
            name.chars().take(38).collect::<String>(),
            text(&row["currency"]),
            text(kpi(row, "gmv")),
            text(kpi(row, "netSales")),
            text(kpi(row, "orders")),
            text(kpi(row, "units")),
        );
    }
}
