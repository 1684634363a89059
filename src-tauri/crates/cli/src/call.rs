//! `showctl call`: one command, run here or in the program that holds the workspace.

use std::process::ExitCode;

use api::ApiError;
use serde_json::{Map, Value};

use crate::Place;
use crate::ask::Desk;
use crate::place::{refuse, refused};

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
    // The first run is the one command that begins a workspace.
    let mut desk = if arguments.command == "workspace_start" { Desk::making(place) } else { Desk::at(place) };
    match desk.ask(&arguments.command, &request) {
        Ok(answer) => {
            say!("{answer}");
            ExitCode::SUCCESS
        }
        Err(refusal) => refused(&refusal),
    }
}
