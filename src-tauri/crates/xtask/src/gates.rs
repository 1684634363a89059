//! `cargo xtask test`: every gate in order, cheap ones first, each with its name and its time.

use std::time::{Duration, Instant};

use crate::shell::{cargo, npm, run};
use crate::suite::run_suite;
use crate::{Result, bindings, fuzz, install, shops};

#[derive(clap::Args)]
pub struct Arguments {
    /// One part only; without it, everything.
    part: Option<Part>,
    /// Runs the gates that follow one that failed, too.
    #[arg(long)]
    keep_going: bool,
}

/// A part of the tests that can be run by itself.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// Formatting and the rules of the house.
    House,
    /// Lints and unit tests of the core, without the webview.
    Unit,
    /// Types, lints, tests and build of the UI.
    Ui,
    /// Sentences about the trade that need more than one crate.
    App,
    /// Readers of foreign bytes, under a fuzzer for a minute.
    Fuzz,
    /// What others rely on: manifest, signatures, figures against an independent reader.
    Contract,
    /// The real UI on the real core in Chromium.
    E2e,
    /// The real window, driven through WebDriver.
    Desktop,
    /// Killed at seeded points; nothing acknowledged may be lost.
    Crash,
    /// Shops that answer late, wrongly or not at all; real object storage and a real WordPress.
    Storefronts,
}

/// The folders of `tests/` that a full run goes through once the programs are built.
const SUITES: &[Part] =
    &[Part::App, Part::Contract, Part::Storefronts, Part::E2e, Part::Desktop, Part::Crash];

struct Gate {
    name: &'static str,
    run: Box<dyn Fn() -> Result>,
}

struct Outcome {
    name: &'static str,
    took: Duration,
    error: Option<String>,
}

/// Installs what is missing, runs the gates, prints a summary and fails if one of them did.
pub fn test(arguments: &Arguments) -> Result {
    let outcomes = go(gates(arguments.part), arguments.keep_going);
    let failed = outcomes.iter().filter(|outcome| outcome.error.is_some()).count();
    println!("\n── Summary ──");
    for outcome in &outcomes {
        let word = if outcome.error.is_some() { "FAILED" } else { "passed" };
        println!("{word:>7}  {:>7.1} s  {}", outcome.took.as_secs_f64(), outcome.name);
    }
    println!("gates: {} passed, {failed} failed", outcomes.len() - failed);
    match outcomes.into_iter().find_map(|outcome| outcome.error.map(|error| (outcome.name, error))) {
        None => Ok(()),
        Some((name, error)) => Err(format!("Gate \"{name}\" failed: {error}").into()),
    }
}

fn go(gates: Vec<Gate>, keep_going: bool) -> Vec<Outcome> {
    let mut outcomes: Vec<Outcome> = Vec::new();
    for gate in gates {
        println!("\n── {} ──", gate.name);
        let start = Instant::now();
        let error = (gate.run)().err().map(|error| error.to_string());
        let (took, failed) = (start.elapsed(), error.is_some());
        println!("── {}: {:.1} s ──", gate.name, took.as_secs_f64());
        outcomes.push(Outcome { name: gate.name, took, error });
        if failed && !keep_going {
            break;
        }
    }
    outcomes
}

/// The gates of one part, or all of them.
fn gates(part: Option<Part>) -> Vec<Gate> {
    match part {
        None => everything(),
        Some(Part::House) => {
            vec![
                gate("packages", ui_and_crates),
                gate("format", format),
                gate("house", || run_suite("house")),
            ]
        }
        Some(Part::Unit) => vec![
            gate("packages", || install::system_packages(&["build-essential", "libclang-dev"])),
            gate("clippy", || clippy(CORE)),
            gate("unit tests", || unit(CORE)),
            gate("documentation", || documentation(CORE)),
            gate("bindings", bindings_are_current),
        ],
        Some(Part::Ui) => ui(),
        Some(Part::Fuzz) => vec![
            gate("packages", || install::system_packages(&["build-essential", "libclang-dev"])),
            gate("fuzz", fuzz::fuzz),
        ],
        Some(part) => vec![
            gate("packages", packages),
            gate("UI build", install::ui_build),
            gate("programs", || programs(ALL)),
            suite(part),
        ],
    }
}

fn everything() -> Vec<Gate> {
    let mut gates =
        vec![gate("packages", packages), gate("format", format), gate("house", || run_suite("house"))];
    gates.extend(ui());
    gates.extend([
        gate("clippy", || clippy(ALL)),
        gate("unit tests", || unit(ALL)),
        gate("documentation", || documentation(ALL)),
        gate("bindings", bindings_are_current),
        gate("fuzz", fuzz::fuzz),
        gate("programs", || programs(ALL)),
    ]);
    gates.extend(SUITES.iter().map(|part| suite(*part)));
    gates
}

fn ui() -> Vec<Gate> {
    vec![
        gate("UI packages", install::ui_packages),
        gate("UI types", || run(&mut npm(&["run", "check"]))),
        gate("UI lint", || run(&mut npm(&["run", "lint"]))),
        gate("UI tests", || run(&mut npm(&["test"]))),
        gate("UI build", install::ui_build),
    ]
}

fn suite(part: Part) -> Gate {
    let name = match part {
        Part::House => "house",
        Part::Unit => "unit",
        Part::Ui => "ui",
        Part::Fuzz => "fuzz",
        Part::App => "app",
        Part::Contract => "contract",
        Part::E2e => "e2e",
        Part::Desktop => "desktop",
        Part::Crash => "crash",
        Part::Storefronts => return gate("storefronts", storefronts),
    };
    gate(name, move || run_suite(name))
}

/// The shops of this suite are real ones, and have to be there first.
fn storefronts() -> Result {
    shops::install()?;
    run_suite("storefronts")
}

fn gate(name: &'static str, run: impl Fn() -> Result + 'static) -> Gate {
    Gate { name, run: Box::new(run) }
}

/// Everything but the shell: builds without the webview.
const CORE: &[&str] = &[];
/// The shell too; one choice for a whole run, so that no crate is built twice with other features.
const ALL: &[&str] = &["--workspace"];

fn packages() -> Result {
    install::system_packages(install::TO_BUILD)?;
    install::system_packages(install::TO_TEST)?;
    ui_and_crates()?;
    install::python()?;
    install::tauri_driver()
}

fn ui_and_crates() -> Result {
    install::ui_packages()?;
    install::crates()
}

fn format() -> Result {
    run(&mut cargo(&["fmt", "--all", "--check"]))
}

fn clippy(scope: &[&str]) -> Result {
    let mut clippy = cargo(&["clippy", "--locked", "--all-targets"]);
    run(clippy.args(scope).args(["--", "-D", "warnings"]))
}

fn unit(scope: &[&str]) -> Result {
    let mut test = cargo(&["test", "--locked", "--tests"]);
    if scope.is_empty() {
        test.arg("--workspace").args(["--exclude", "showrunner"]);
    }
    run(test.args(scope).args(["--exclude", "tests"]))
}

fn documentation(scope: &[&str]) -> Result {
    let mut doc = cargo(&["doc", "--locked", "--no-deps", "--quiet", "--document-private-items"]);
    run(doc.args(scope).env("RUSTDOCFLAGS", "-D warnings"))?;
    let mut examples = cargo(&["test", "--locked", "--doc", "--quiet"]);
    if scope.is_empty() {
        examples.arg("--workspace").args(["--exclude", "showrunner"]);
    }
    run(examples.args(scope).args(["--exclude", "tests"]))
}

fn bindings_are_current() -> Result {
    bindings::bindings(&bindings::Arguments::check())
}

fn programs(scope: &[&str]) -> Result {
    run(cargo(&["build", "--locked", "--bins"]).args(scope))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes() -> Gate {
        gate("passes", || Ok(()))
    }

    fn fails() -> Gate {
        gate("fails", || Err("a bar was missed".into()))
    }

    #[test]
    fn the_first_gate_that_fails_stops_the_run() {
        let outcomes = go(vec![passes(), fails(), passes()], false);

        assert_eq!(outcomes.len(), 2);
        assert_eq!(outcomes[1].error.as_deref(), Some("a bar was missed"));
    }

    #[test]
    fn a_run_that_keeps_going_still_knows_which_gate_failed() {
        let outcomes = go(vec![fails(), passes()], true);

        assert_eq!(outcomes.iter().map(|outcome| outcome.error.is_some()).collect::<Vec<_>>(), [true, false]);
    }
}
