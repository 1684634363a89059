//! `cargo xtask screenshots`: the README's pictures, taken from the real UI on the real core.

use crate::shell::{cargo, command, run};
use crate::{Result, install, place};

/// Builds the product and lets `tests/e2e/screenshots.mjs` walk through it in Chromium.
pub fn screenshots() -> Result {
    install::system_packages(install::TO_BUILD)?;
    install::system_packages(install::TO_TEST)?;
    install::ui_build()?;
    run(&mut cargo(&["build", "--locked", "--package", "cli"]))?;
    let mut walk = command("node");
    walk.arg("tests/e2e/screenshots.mjs").arg(place::root().join(".github/screenshots"));
    run(walk.env("SHOWCTL", place::program("debug", "showctl")))
}
