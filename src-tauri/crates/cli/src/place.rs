//! Which workspace a task works on, and how an error is told.
#![expect(clippy::print_stderr, reason = "what went wrong belongs on standard error")]

use std::path::PathBuf;
use std::process::ExitCode;

use api::ApiError;
use app::{App, Home, SystemClock};

use crate::Place;
use crate::ask::Refusal;

impl Place {
    /// The workspace file: the one named, or this user's own.
    pub(crate) fn file(&self, home: &Home) -> PathBuf {
        let file = self.workspace.clone().unwrap_or_else(|| home.own_workspace());
        // It is shown and remembered, and means the same wherever the next program is started.
        std::path::absolute(&file).unwrap_or(file)
    }
}

/// Showrunner of this user on this computer, with nothing open.
pub(crate) fn app() -> App {
    App::new(Home::of_this_user(), SystemClock)
}

/// Prints an error in its wire form and answers the exit status for it.
pub(crate) fn refuse(error: &ApiError) -> ExitCode {
    match serde_json::to_string(error) {
        Ok(wire) => eprintln!("{wire}"),
        Err(_) => eprintln!("{error}"),
    }
    ExitCode::FAILURE
}

/// Prints why a command gave no answer, and answers the exit status for it.
pub(crate) fn refused(refusal: &Refusal) -> ExitCode {
    match refusal {
        Refusal::Own(error) => refuse(error),
        Refusal::Told(wire) => {
            eprintln!("{wire}");
            ExitCode::FAILURE
        }
    }
}
