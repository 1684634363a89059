//! `cargo xtask run`: from a fresh checkout to the app on its sample workspace.

use std::env;

use crate::shell::{cargo, command, run as go};
use crate::{Result, install, place};

#[derive(clap::Args)]
pub struct Arguments {
    /// Builds with optimisation: slower to build, as quick to use as a released app.
    #[arg(long)]
    release: bool,
    /// Given to the app instead of `--sample`, for example `-- --workspace my.showrunner`.
    #[arg(last = true)]
    app: Vec<String>,
}

/// Installs, builds and opens; a missing display is named before minutes are spent building.
pub fn run(arguments: &Arguments) -> Result {
    needs_display()?;
    install::system_packages(install::TO_BUILD)?;
    install::ui_build()?;
    let mut build = cargo(&["build", "--locked", "--package", "showrunner"]);
    if arguments.release {
        build.arg("--release");
    }
    go(&mut build)?;

    let profile = if arguments.release { "release" } else { "debug" };
    let mut app = command(place::program(profile, "showrunner"));
    if arguments.app.is_empty() {
        app.arg("--sample");
    }
    go(app.args(&arguments.app))
}

fn needs_display() -> Result {
    let has_display = ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()));
    if has_display || !cfg!(target_os = "linux") {
        return Ok(());
    }
    Err("There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set).\n\
         Run it from a desktop, or on a virtual screen:\n    \
         apt-get install xvfb xauth && xvfb-run -a cargo xtask run\n\
         or use it in a browser instead:\n    \
         cargo xtask dev"
        .into())
}
