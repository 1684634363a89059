//! `showctl`: the commands of Showrunner on a command line, and its server without a window.

/// Prints a line on standard output; that nobody reads any further (`| head`) is no error.
macro_rules! say {
    ($($line:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout(), $($line)*);
    }};
}

mod ask;
mod call;
mod export;
mod import;
mod place;
mod review;
mod sample;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use app::Home;
use clap::{Args, Parser, Subcommand};

/// Showrunner on a command line.
#[derive(Parser)]
#[command(name = "showctl", version)]
struct Arguments {
    #[command(flatten)]
    place: Place,
    #[command(subcommand)]
    task: Task,
}

/// Which workspace.
#[derive(Args)]
struct Place {
    /// The workspace file; serve, sample and import make it when it is not there.
    #[arg(long, global = true, value_name = "FILE")]
    workspace: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Task {
    /// Serves the UI, the commands, overlay and demo shop to this computer's browsers.
    Serve(serve::Arguments),
    /// Takes files of products, sales or a platform's figures in, or says what they would bring.
    Import(import::Arguments),
    /// Says what a session, or all of them, brought.
    Review(review::Arguments),
    /// Writes a file for others: order lines, sessions, a workbook, a folder of Parquet.
    Export(export::Arguments),
    /// Fills the workspace file with a sample brand.
    Sample(sample::Arguments),
    /// Runs one command and prints its answer.
    Call(call::Arguments),
}

fn main() -> ExitCode {
    let Arguments { place, task } = Arguments::parse();
    // Without a log every task still works; there is nowhere to say so.
    let _ = app::logs::start(&Home::of_this_user());
    match task {
        Task::Serve(arguments) => serve::serve(&place, &arguments),
        Task::Import(arguments) => import::import(&place, &arguments),
        Task::Review(arguments) => review::review(&place, &arguments),
        Task::Export(arguments) => export::export(&place, &arguments),
        Task::Sample(arguments) => sample::sample(&place, &arguments),
        Task::Call(arguments) => call::call(&place, &arguments),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_understood(line: &str) -> bool {
        Arguments::try_parse_from(["showctl"].into_iter().chain(line.split(' '))).is_ok()
    }

    #[test]
    fn every_line_of_the_readme_is_understood() {
        for line in [
            "--workspace my.showrunner import sales.csv --as sales --map map.json --dry-run --json",
            "--workspace my.showrunner import sales.csv --answer currency=GBP --answer zone=Europe/London",
            "--workspace my.showrunner review 01a204e6-422a-7159-93c8-552d066b7f3b --json",
            "--workspace my.showrunner import one.xlsx --as minutes --answer zone=Asia/Ho_Chi_Minh",
            "--workspace my.showrunner import ads.xlsx days.xlsx downloads --dry-run --json",
            "--workspace my.showrunner import rooms.xlsx --as sessions --answer rooms=leave --json",
            "--workspace my.showrunner review --all --json",
            "--workspace my.showrunner review --all --by month --json",
            "--workspace my.showrunner export out.xlsx --as xlsx --language vi --money --replace",
            "--workspace my.showrunner export lines.csv --as lines --session 01a204e6-422a-7159-93c8-552d066b7f3b",
            "--workspace my.showrunner export pay.pdf --as statement --rule 01a204e6-422a-7159-93c8-552d066b7f3b",
            "--workspace my.showrunner serve --port 8787 --role viewer",
            "--workspace my.showrunner sample --market gb",
            "--workspace my.showrunner call workspace_state {}",
        ] {
            assert!(is_understood(line), "{line}");
        }
    }

    #[test]
    fn a_review_is_of_one_session_or_of_all() {
        for line in ["review", "review --json", "review one --all", "review one --by month"] {
            assert!(!is_understood(line), "{line}");
        }
    }
}
