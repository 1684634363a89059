//! The window's one command, and the changes it is told.

use api::{ApiError, dto::ChangeNotice};
use app::App;
use app::domain::{Actor, Role};
use serde_json::Value;
use tauri::{AppHandle, Emitter, State, WebviewWindow};
use tokio::sync::broadcast::error::RecvError;

use crate::window::MAIN;

/// Runs the core's command `name`; what the window may do follows from its label.
#[tauri::command]
pub(crate) async fn call(
    window: WebviewWindow,
    app: State<'_, App>,
    name: String,
    req: Value,
) -> Result<Value, ApiError> {
    let (app, by) = (app.inner().clone(), actor_of(window.label()));
    // Commands block; on a thread of their own a slow one holds up no other.
    let answer = tauri::async_runtime::spawn_blocking(move || api::call(&app, &by, &name, req)).await;
    answer.map_err(|error| ApiError::failure(error.to_string()))?
}

/// The person in front of the main window owns the workspace; any other window only looks.
fn actor_of(label: &str) -> Actor {
    if label == MAIN { Actor::owner() } else { Actor::with_role(Role::Viewer) }
}

/// Tells every window what became different, until the program ends.
pub(crate) async fn announce(app: App, windows: AppHandle) {
    let mut changes = app.changes();
    loop {
        let notice = match changes.recv().await {
            Ok(change) => ChangeNotice::from(change),
            // Some were missed: everything is read again.
            Err(RecvError::Lagged(_)) => ChangeNotice { change: "everything".to_owned(), id: None },
            Err(RecvError::Closed) => return,
        };
        if let Err(error) = windows.emit("change", notice) {
            tracing::warn!(%error, "a window was not told of a change");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_main_window_belongs_to_the_owner() {
        assert_eq!(actor_of("main").role, Role::Owner);
        assert_eq!(actor_of("anything-else"), Actor::with_role(Role::Viewer));
    }
}
