//! Running other programs: shown before they start, and refused in words when they fail.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::{Result, place};

/// A command in the checkout's root that reads nothing from the keyboard.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(place::root()).stdin(Stdio::null());
    command
}

/// `cargo`, the one that runs this xtask.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut command = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    // Set by cargo for xtask alone; build scripts that look at them would run anew whenever the caller changes.
    for (name, _) in std::env::vars_os() {
        let of_xtask = ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"];
        if name.to_str().is_some_and(|name| of_xtask.iter().any(|begin| name.starts_with(begin))) {
            command.env_remove(name);
        }
    }
    command
}

/// `npm` in the UI's folder, with its cache kept for the next machine start.
pub fn npm(arguments: &[&str]) -> Command {
    let mut command = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(arguments).current_dir(place::ui());
    command.env("npm_config_cache", place::cache().join("npm"));
    command.env("npm_config_update_notifier", "false");
    command
}

/// Shows `command`, runs it to its end and fails unless it exits with 0.
pub fn run(command: &mut Command) -> Result {
    let line = line(command);
    println!("$ {line}");
    let status = command.status().map_err(|error| not_started(&line, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{line}` failed ({status}).").into()) }
}

/// The standard output of `command`, which must exit with 0.
pub fn read(command: &mut Command) -> Result<String> {
    let line = line(command);
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| not_started(&line, &error))?;
    if !output.status.success() {
        return Err(format!("`{line}` failed ({}).", output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Whether `command` can be started and exits with 0; says nothing.
pub fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn not_started(line: &str, error: &std::io::Error) -> String {
    format!("`{line}` could not be started: {error}.")
}

/// The command as one would type it, with its folder when that is not the root.
fn line(command: &Command) -> String {
    let mut line = Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program())
        .to_string_lossy()
        .into_owned();
    for argument in command.get_args() {
        // Writing into a String cannot fail.
        let _ = write!(line, " {}", argument.to_string_lossy());
    }
    line
}
