//! `showctl serve`: Showrunner without a window.

use std::process::ExitCode;

use api::ApiError;
use app::App;
use app::domain::{Actor, Role};
use app::sender::{Pace, Sending};
use app::watch::{self, Watching};
use screens::{Options, Server};

use crate::Place;
use crate::place::{app, refuse};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The port on 127.0.0.1; 0 picks a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// What visitors may do: owner, operator, host or viewer.
    #[arg(long, default_value = "owner", value_parser = role)]
    role: Role,
}

fn role(code: &str) -> Result<Role, String> {
    Role::from_code(code).ok_or_else(|| "one of owner, operator, host, viewer".to_owned())
}

/// Serves until SIGTERM or Ctrl+C; prints one line of JSON when it is ready.
pub(crate) fn serve(place: &Place, arguments: &Arguments) -> ExitCode {
    let app = app();
    if let Err(error) = app.open(&place.file(app.home())) {
        return refuse(&error.into());
    }
    let served = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| ApiError::failure(error.to_string()))
        .and_then(|runtime| runtime.block_on(until_told(app, arguments)));
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refuse(&error),
    }
}

async fn until_told(app: App, arguments: &Arguments) -> Result<(), ApiError> {
    let options = Options { port: arguments.port, visitor: Some(Actor::with_role(arguments.role)) };
    let sending = Sending::start(app.clone(), Pace::default());
    let watching = Watching::start(app.clone(), watch::Pace::default());
    let server = Server::start(app, options).await.map_err(|error| ApiError::malformed(error.to_string()))?;
    say!("{}", serde_json::json!({ "url": server.url(), "role": arguments.role.code() }));
    told_to_end().await;
    server.stop().await;
    watching.stop().await;
    sending.stop().await;
    Ok(())
}

/// Waits for Ctrl+C, or SIGTERM where there is one.
async fn told_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        // Without a way to be told, it serves until it is killed.
        std::future::pending::<()>().await;
    }
}
