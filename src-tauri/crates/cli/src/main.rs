//! `showctl`: the commands of Showrunner on a command line, and its server without a window.

mod call;
mod place;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

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
    /// The workspace file; made when it is not there.
    #[arg(long, global = true, value_name = "FILE")]
    workspace: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Task {
    /// Serves the UI, the commands, overlay and demo shop to this computer's browsers.
    Serve(serve::Arguments),
    /// Runs one command and prints its answer.
    Call(call::Arguments),
}

fn main() -> ExitCode {
    let Arguments { place, task } = Arguments::parse();
    match task {
        Task::Serve(arguments) => serve::serve(&place, &arguments),
        Task::Call(arguments) => call::call(&place, &arguments),
    }
}
