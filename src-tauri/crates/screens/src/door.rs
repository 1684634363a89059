//! The door file beside a workspace: how `showctl` reaches the program that holds it.

use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::time::Duration;

use app::App;
use app::domain::Change;
use app::store::file::beside;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::broadcast::error::RecvError;

const CONNECT: Duration = Duration::from_secs(2);

/// Where the holder of a workspace listens, and what proves that a caller may read this user's files.
#[derive(Clone, Serialize, Deserialize)]
pub struct Door {
    /// Base address of the local server.
    pub url: String,
    /// The bearer token.
    pub token: String,
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Door").field("url", &self.url).finish_non_exhaustive()
    }
}

/// Why a call through a door did not come back with an answer.
#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    /// Nobody opens: the file was left by a program that is gone.
    #[error("nobody answers at {0}")]
    Closed(String),
    /// The connection broke, or what came back is no answer of ours.
    #[error("the answer broke off: {0}")]
    Broken(String),
}

/// What came back through a door.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Whether the command succeeded.
    pub is_ok: bool,
    /// The answer, or the error in its wire form.
    pub body: Value,
}

impl Door {
    /// The door of `workspace`, if its holder left one; it may be stale.
    pub fn read(workspace: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(path_of(workspace)).ok()?).ok()
    }

    /// Writes the door of `workspace`, readable by this user only.
    fn write(&self, workspace: &Path) -> io::Result<()> {
        let path = path_of(workspace);
        let part = beside(&path, "-part");
        let mut options = OpenOptions::new();
        options.create(true).truncate(true).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&part)?;
        file.write_all(&serde_json::to_vec(self)?)?;
        fs::rename(part, path)
    }

    /// Removes the door of `workspace` if it leads to `url`.
    pub(crate) fn remove(workspace: &Path, url: &str) {
        if Self::read(workspace).is_some_and(|door| door.url == url) {
            // A door that stays behind is stale, which callers expect.
            let _ = fs::remove_file(path_of(workspace));
        }
    }

    /// Runs `command` in the program that holds the workspace. Blocks until it answers.
    ///
    /// # Errors
    /// [`DoorError::Closed`] when the door is stale.
    pub fn call(&self, command: &str, request: &Value) -> Result<Reply, DoorError> {
        let closed = || DoorError::Closed(self.url.clone());
        let broken = |error: io::Error| DoorError::Broken(error.to_string());
        let host = self.url.strip_prefix("http://").ok_or_else(closed)?;
        let address = host.parse().map_err(|_| closed())?;
        let mut stream = TcpStream::connect_timeout(&address, CONNECT).map_err(|_| closed())?;
        let body = request.to_string();
        // HTTP/1.0 has neither chunks nor kept connections: the answer ends where the connection does.
        let head = format!(
            "POST /api/{command} HTTP/1.0\r\nHost: {host}\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\n\r\n",
            self.token,
            body.len()
        );
        stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())).map_err(broken)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).map_err(broken)?;
        reply(&answer).ok_or_else(|| DoorError::Broken("not an answer of Showrunner".to_owned()))
    }
}

fn reply(answer: &[u8]) -> Option<Reply> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(answer.get(..end)?).ok()?;
    let status: u16 = head.split(' ').nth(1)?.parse().ok()?;
    let body = serde_json::from_slice(answer.get(end + 4..)?).ok()?;
    Some(Reply { is_ok: status == 200, body })
}

fn path_of(workspace: &Path) -> PathBuf {
    beside(workspace, ".door")
}

/// Keeps a door beside whichever workspace is open.
pub(crate) async fn mind(app: App, door: Door) {
    let mut changes = app.changes();
    let mut beside: Option<PathBuf> = None;
    loop {
        let now = app.workspace_path();
        if now != beside {
            if let Some(before) = &beside {
                Door::remove(before, &door.url);
            }
            if let Some(workspace) = &now
                && let Err(error) = door.write(workspace)
            {
                tracing::warn!(%error, "no door could be left for showctl");
            }
            beside = now;
        }
        loop {
            match changes.recv().await {
                Ok(Change::Workspace) | Err(RecvError::Lagged(_)) => break,
                Ok(_) => {}
                Err(RecvError::Closed) => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_door_left_by_a_program_that_is_gone_is_closed() {
        let door = Door { url: "http://127.0.0.1:1".to_owned(), token: "t".to_owned() };
        assert!(matches!(door.call("workspace_state", &Value::Null), Err(DoorError::Closed(_))));
    }

    #[test]
    fn a_door_is_for_its_user_only_and_does_not_tell_its_token_to_logs() {
        let folder = tempfile::tempdir().expect("a folder");
        let workspace = folder.path().join("brand.showrunner");
        let door = Door { url: "http://127.0.0.1:1".to_owned(), token: "very-secret".to_owned() };
        door.write(&workspace).expect("written");
        assert!(!format!("{door:?}").contains("very-secret"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(path_of(&workspace)).expect("there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        let other = folder.path().join("brand.copy");
        assert!(Door::read(&other).is_none(), "a workspace of another ending has a door of its own");
        Door::remove(&workspace, "http://127.0.0.1:2");
        assert!(Door::read(&workspace).is_some(), "another program's door stays");
        Door::remove(&workspace, "http://127.0.0.1:1");
        assert!(Door::read(&workspace).is_none());
    }
}
