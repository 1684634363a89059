//! The shell's own dialogs: a workspace that does not open, a window closed during a session.

use api::ApiError;
use app::App;
use app::domain::Actor;
use serde_json::{Value, json};
use tauri::AppHandle;
use tauri_plugin_dialog::{DialogExt, MessageDialogButtons, MessageDialogKind};

use crate::words;

/// Exit status of a start that could not open its workspace.
const NOT_OPENED: i32 = 2;

/// Says why the workspace was not opened, then ends the program.
pub(crate) fn refuse(handle: &AppHandle, error: &ApiError) {
    tracing::error!(%error, "the workspace was not opened");
    let ending = handle.clone();
    handle
        .dialog()
        .message(words::refusal(error, words::system_language()))
        .title("Showrunner")
        .kind(MessageDialogKind::Error)
        .show(move |_| ending.exit(NOT_OPENED));
}

/// Whether a session is live, so that closing needs a second thought.
pub(crate) fn is_live(app: &App) -> bool {
    // Without a workspace, or without an answer, there is nothing to lose by closing.
    api::call(app, &Actor::owner(), "today", json!({})).is_ok_and(|today| says_live(&today))
}

fn says_live(today: &Value) -> bool {
    today["next"]["status"] == "live"
}

/// Asks before closing during a session, and closes if that is what is wanted.
pub(crate) fn before_closing(handle: &AppHandle, app: &App) {
    let words = words::closing(words::language(app));
    let ending = handle.clone();
    handle
        .dialog()
        .message(words.question)
        .title("Showrunner")
        .kind(MessageDialogKind::Warning)
        .buttons(MessageDialogButtons::OkCancelCustom(words.close.to_owned(), words.stay.to_owned()))
        .show(move |wants_to_close| {
            if wants_to_close {
                ending.exit(0);
            }
        });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_live_session_holds_the_window_open() {
        assert!(says_live(&json!({ "next": { "status": "live" } })));
        assert!(!says_live(&json!({ "next": { "status": "scheduled" } })));
        assert!(!says_live(&json!({ "next": null })));
    }
}
