//! Runs commands one after another: here, or in the program that holds the workspace.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use api::ApiError;
use app::App;
use app::domain::Actor;
use screens::{Door, Reply};
use serde_json::Value;

use crate::Place;
use crate::place::app;

/// Another `showctl` holds the workspace for a moment only; a running app leaves a door.
const PATIENCE: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(40);

/// Whoever runs the commands.
pub(crate) struct Desk {
    app: App,
    workspace: PathBuf,
    is_here: bool,
    makes: bool,
    has_made: bool,
}

/// Why a command gave no answer: our own error, or the wire form of another program's.
pub(crate) enum Refusal {
    /// Ours.
    Own(ApiError),
    /// As the program that holds the workspace said it.
    Told(Value),
}

impl From<ApiError> for Refusal {
    fn from(error: ApiError) -> Self {
        Self::Own(error)
    }
}

impl Desk {
    /// A desk at the workspace `place` names, which has to be there; nothing is opened yet.
    pub(crate) fn at(place: &Place) -> Self {
        let app = app();
        let workspace = place.file(app.home());
        Self { app, workspace, is_here: false, makes: false, has_made: false }
    }

    /// A desk that makes the workspace when it is not there.
    pub(crate) fn making(place: &Place) -> Self {
        Self { makes: true, ..Self::at(place) }
    }

    /// Removes the workspace if this desk made it: nothing came into it.
    pub(crate) fn unmake(&mut self) {
        if self.has_made {
            self.app.close();
            app::store::file::remove(&self.workspace);
        }
    }

    /// Runs `command` and answers what it answers.
    pub(crate) fn ask(&mut self, command: &str, request: &Value) -> Result<Value, Refusal> {
        if !self.is_here
            && let Some(reply) = self.open_or_knock(command, request)?
        {
            return if reply.is_ok { Ok(reply.body) } else { Err(Refusal::Told(reply.body)) };
        }
        Ok(api::call(&self.app, &Actor::owner(), command, request.clone())?)
    }

    /// Opens the workspace here, or has its holder run the command.
    fn open_or_knock(&mut self, command: &str, request: &Value) -> Result<Option<Reply>, ApiError> {
        let since = Instant::now();
        let is_there = self.workspace.exists();
        if !is_there && !self.makes {
            return Err(self.missing());
        }
        loop {
            let held = match self.app.open(&self.workspace) {
                Ok(()) => {
                    self.is_here = true;
                    self.has_made = !is_there;
                    return Ok(None);
                }
                Err(held @ app::Error::Store(app::store::Error::Held(_))) => held,
                Err(other) => return Err(other.into()),
            };
            if let Some(door) = Door::read(&self.workspace) {
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

    fn missing(&self) -> ApiError {
        let message = format!(
            "there is no workspace {}: check the path after --workspace, or begin one with serve, sample or import",
            self.workspace.display()
        );
        ApiError { message, ..app::Error::FileMissing(self.workspace.clone()).into() }
    }
}
