//! `cargo xtask bench`: release builds, then the harness in `tests/bench` measures whole journeys.

use crate::shell::{cargo, command, run};
use crate::{Result, install, place};

#[derive(clap::Args)]
pub struct Arguments {
    /// Given to the harness, for example the name of one measure.
    harness: Vec<String>,
}

/// Builds what is measured, then hands over; the harness finds the programs through its environment.
pub fn bench(arguments: &Arguments) -> Result {
    install::system_packages(install::TO_BUILD)?;
    install::system_packages(install::TO_TEST)?;
    install::ui_build()?;
    let python = install::python()?;
    // Chosen from the whole workspace: by package, what all crates share would be built anew with other features.
    let build = ["build", "--locked", "--release", "--workspace", "--bin", "bench", "--bin", "showctl"];
    run(cargo(&build).args(["--bin", "showrunner", "--example", "bare"]))?;
    let mut harness = command(place::program("release", "bench"));
    harness.args(&arguments.harness);
    harness.env("SHOWCTL", place::program("release", "showctl"));
    harness.env("SHOWRUNNER_APP", place::program("release", "showrunner"));
    harness.env("SHOWRUNNER_BARE", place::program("release/examples", "bare"));
    harness.env("SHOWRUNNER_PYTHON", python);
    run(&mut harness)
}
