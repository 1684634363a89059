//! Which workspace a start opens: the one named, the sample, this user's own, or none yet.

use std::path::PathBuf;

use api::ApiError;
use app::App;
use app::domain::{Language, Market};
use clap::Parser;

use crate::words;

/// Showrunner plans, runs, simulcasts and reviews live shopping sessions.
#[derive(Debug, Clone, Parser)]
#[command(name = "showrunner", version)]
pub(crate) struct Opening {
    /// The workspace file; made when it is not there.
    #[arg(long, value_name = "FILE", conflicts_with = "sample")]
    workspace: Option<PathBuf>,
    /// Opens the sample brand of this system's market, in a file of its own.
    #[arg(long)]
    sample: bool,
}

impl Opening {
    /// Opens what was asked for. Without a wish and without a file nothing is opened: the first run asks.
    ///
    /// # Errors
    /// What the verbs say, such as `workspaceHeld` when another Showrunner has the file.
    pub(crate) fn open(&self, app: &App) -> Result<(), ApiError> {
        if self.sample {
            return open_sample(app);
        }
        let own = app.home().own_workspace();
        match &self.workspace {
            // It is shown and remembered: a path that means the same wherever the app is started next.
            Some(file) => app.open(&std::path::absolute(file).unwrap_or_else(|_| file.clone()))?,
            None if own.exists() => app.open(&own)?,
            None => {}
        }
        Ok(())
    }
}

/// Opens the sample of the market this system's language suggests; it is made where there is none yet.
fn open_sample(app: &App) -> Result<(), ApiError> {
    let language = words::system_language();
    let market = match language {
        Language::Vi => Market::Vn,
        Language::En => Market::Gb,
    };
    app::sample::open(app, market, language, false)?;
    Ok(())
}
