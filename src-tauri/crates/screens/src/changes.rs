//! The stream of changes, so that a window knows what to read again.

use api::dto::ChangeNotice;
use app::domain::Change;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use crate::server::Desk;

/// `GET /api/changes`: one text message a change.
pub(crate) async fn changes(State(desk): State<Desk>, upgrade: WebSocketUpgrade) -> Response {
    // Listening begins before the handshake ends: what changes in between is told.
    let changes = desk.app.changes();
    upgrade.on_upgrade(move |socket| tell(socket, changes))
}

async fn tell(mut socket: WebSocket, mut changes: Receiver<Change>) {
    loop {
        let notice = tokio::select! {
            change = changes.recv() => match change {
                Ok(change) => ChangeNotice::from(change),
                Err(RecvError::Lagged(_)) => ChangeNotice { change: "everything".to_owned(), id: None },
                Err(RecvError::Closed) => return,
            },
            // Nothing is expected from the other side but its end.
            message = socket.recv() => match message {
                Some(Ok(_)) => continue,
                Some(Err(_)) | None => return,
            },
        };
        let Ok(text) = serde_json::to_string(&notice) else { return };
        if socket.send(Message::Text(text.into())).await.is_err() {
            return;
        }
    }
}
