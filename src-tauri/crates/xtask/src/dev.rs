//! `cargo xtask dev`: the UI with hot reload in front of a core that is rebuilt when its code changes.

use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use crate::shell::{cargo, command, npm, run};
use crate::{Result, install, place};

/// Where `showctl serve` answers while developing; the UI's dev server forwards to it.
const CORE_PORT: &str = "4780";
/// Where the dev server shows the UI.
const UI: &str = "http://127.0.0.1:5173";

#[derive(clap::Args)]
pub struct Arguments {
    /// Opens the app's window on the dev server instead of serving a browser.
    #[arg(long)]
    window: bool,
    /// The workspace file to work on; without it, one that belongs to the build output.
    #[arg(long)]
    workspace: Option<std::path::PathBuf>,
}

/// Runs until one of its processes ends or Ctrl+C ends them all.
pub fn dev(arguments: &Arguments) -> Result {
    install::system_packages(install::TO_BUILD)?;
    install::ui_packages()?;
    // Demo shop, overlay and widget are handed out by the core, as built.
    run(&mut npm(&["run", "build:pages"]))?;
    let mut vite = Running::start(npm(&["run", "dev"]).env("SHOWRUNNER_CORE", core_origin()))?;
    if arguments.window {
        return window(arguments);
    }
    println!("\nThe UI is at {UI}; it asks the core at {}.\n", core_origin());
    loop {
        let seen = newest(&place::root().join("src-tauri/crates"))?;
        let core = if run(&mut cargo(&["build", "--package", "cli"])).is_ok() {
            Some(Running::start(&mut serve(arguments))?)
        } else {
            None
        };
        wait_for_change(seen, &mut vite, core)?;
    }
}

fn core_origin() -> String {
    format!("http://127.0.0.1:{CORE_PORT}")
}

fn serve(arguments: &Arguments) -> Command {
    let mut serve = command(place::program("debug", "showctl"));
    on_workspace(&mut serve, arguments);
    serve.args(["serve", "--port", CORE_PORT, "--role", "owner"]);
    serve
}

/// The window on the dev server: Tauri reads its address from the configuration it is compiled with.
fn window(arguments: &Arguments) -> Result {
    let mut app = cargo(&["run", "--package", "showrunner", "--"]);
    on_workspace(&mut app, arguments);
    run(app.env("TAURI_CONFIG", format!(r#"{{"build":{{"devUrl":"{UI}"}}}}"#)))
}

/// Development has a home of its own: what is tried here never touches the user's work.
fn on_workspace(command: &mut Command, arguments: &Arguments) {
    command.env("SHOWRUNNER_HOME", place::output("dev"));
    if let Some(file) = &arguments.workspace {
        command.arg("--workspace").arg(file);
    }
}

/// Returns when code is newer than `seen`; the core, if one runs, ends with this wait.
fn wait_for_change(seen: SystemTime, vite: &mut Running, core: Option<Running>) -> Result {
    while newest(&place::root().join("src-tauri/crates"))? <= seen {
        sleep(Duration::from_secs(1));
        if let Some(status) = vite.0.try_wait()? {
            return Err(format!("The UI's dev server ended ({status}).").into());
        }
    }
    drop(core);
    Ok(())
}

/// When the newest file below `folder` was written.
fn newest(folder: &Path) -> Result<SystemTime> {
    let mut newest = SystemTime::UNIX_EPOCH;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let written = if entry.file_type()?.is_dir() {
            self::newest(&entry.path())?
        } else {
            entry.metadata()?.modified()?
        };
        newest = newest.max(written);
    }
    Ok(newest)
}

/// A child process that does not outlive its owner.
struct Running(Child);

impl Running {
    fn start(command: &mut Command) -> Result<Self> {
        Ok(Self(command.spawn()?))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to stop.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
