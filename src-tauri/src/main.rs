//! The shell: one window on the core, its dialogs and its links. Knows Tauri, not shopping.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod ask;
mod ipc;
mod opening;
mod window;
mod words;

use app::{App, Home, SystemClock};
use clap::Parser;

use crate::opening::Opening;

fn main() -> std::process::ExitCode {
    let opening = Opening::parse();
    let app = App::new(Home::of_this_user(), SystemClock);
    // Without a log the window still works; there is nowhere to say so.
    let _ = app::logs::start(app.home());
    match window::run(app, opening) {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            std::process::ExitCode::FAILURE
        }
    }
}
