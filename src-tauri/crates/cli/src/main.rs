//! `showctl`: the commands of Showrunner on a command line, and its server without a window.

mod ask;
mod call;
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
    /// Takes a file of products or sales in, or says what it would bring.
    Import(import::Arguments),
    /// Says what a session, or all of them, brought.
    Review(review::Arguments),
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
        Task::Sample(arguments) => sample::sample(&place, &arguments),
        Task::Call(arguments) => call::call(&place, &arguments),
    }
}
