//! `cargo xtask`: the project's own commands, one module a task.
#![expect(clippy::print_stdout, reason = "a command-line tool speaks through its standard output")]
#![expect(clippy::print_stderr, reason = "what went wrong belongs on standard error")]

mod bench;
mod bindings;
mod dev;
mod fuzz;
mod gates;
mod install;
mod place;
mod run;
mod screenshots;
mod shell;
mod shops;
mod suite;

use clap::{Parser, Subcommand};

/// What every task answers with; the text of an error is a sentence for the person at the keyboard.
type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Showrunner's own commands.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Installs what is missing, builds everything and opens the app on the sample workspace.
    Run(run::Arguments),
    /// Installs what the tests need, then runs every gate, or one part of them.
    Test(gates::Arguments),
    /// Measures the journeys the product promises to be quick in; results go to tests/bench/RESULTS.md.
    Bench(bench::Arguments),
    /// Runs the UI with hot reload on a core that is rebuilt when it changes.
    Dev(dev::Arguments),
    /// Writes the TypeScript types of the core's commands into ui/src/lib/ipc/bindings.
    Bindings(bindings::Arguments),
    /// Takes the README's pictures from the running product.
    Screenshots,
}

fn main() -> std::process::ExitCode {
    let done = match Arguments::parse().task {
        Task::Run(arguments) => run::run(&arguments),
        Task::Test(arguments) => gates::test(&arguments),
        Task::Bench(arguments) => bench::bench(&arguments),
        Task::Dev(arguments) => dev::dev(&arguments),
        Task::Bindings(arguments) => bindings::bindings(&arguments),
        Task::Screenshots => screenshots::screenshots(),
    };
    match done {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error}");
            std::process::ExitCode::FAILURE
        }
    }
}
