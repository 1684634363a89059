//! `showctl call`: one command, run here or in the program that holds the workspace.
#![expect(clippy::print_stdout, reason = "the answer belongs on standard output")]
#![expect(clippy::print_stderr, reason = "what went wrong belongs on standard error")]

use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use api::ApiError;
use app::App;
use app::domain::Actor;
use screens::{Door, Reply};
use serde_json::{Map, Value};

use crate::Place;
use crate::place::{app, refuse};

/// Another `showctl call` holds the workspace for a moment only; a running app leaves a door.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(40);

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The command, such as `workspace_state`.
    command: String,
    /// Its request as JSON.
    request: Option<String>,
}

/// Prints the answer; an error goes to standard error, in its wire form.
pub(crate) fn call(place: &Place, arguments: &Arguments) -> ExitCode {
    let request = match &arguments.request {
        None => Value::Object(Map::new()),
        Some(text) => match serde_json::from_str(text) {
            Ok(request) => request,
            Err(error) => return refuse(&ApiError::malformed(error.to_string())),
        },
    };
    let app = app();
    let workspace = place.file(app.home());
    match open_or_knock(&app, &workspace, &arguments.command, &request) {
        Ok(Some(reply)) if reply.is_ok => {
            println!("{}", reply.body);
            ExitCode::SUCCESS
        }
        Ok(Some(reply)) => {
            eprintln!("{}", reply.body);
            ExitCode::FAILURE
        }
        Ok(None) => match api::call(&app, &Actor::owner(), &arguments.command, request) {
            Ok(answer) => {
                println!("{answer}");
                ExitCode::SUCCESS
            }
            Err(error) => refuse(&error),
        },
        Err(error) => refuse(&error),
    }
}

/// Opens the workspace here, or has its holder run the command.
fn open_or_knock(
    app: &App,
    workspace: &Path,
    command: &str,
    request: &Value,
) -> Result<Option<Reply>, ApiError> {
    let since = Instant::now();
    loop {
        let held = match app.open(workspace) {
            Ok(()) => return Ok(None),
            Err(held @ app::Error::Store(app::store::Error::Held(_))) => held,
            Err(other) => return Err(other.into()),
        };
        if let Some(door) = Door::read(workspace) {
            match door.call(command, request) {
                Ok(reply) => return Ok(Some(reply)),
                Err(screens::DoorError::Closed(_)) => {}
                // It may have run: running it again is for the user to decide.
                Err(broken) => return Err(ApiError::failure(broken.to_string())),
            }
        }
        if since.elapsed() > PATIENCE {
            return Err(held.into());
        }
        std::thread::sleep(PAUSE);
    }
}
