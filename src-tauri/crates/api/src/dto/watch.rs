//! Watched folders, on the wire.

use app::watch::Watched;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::GivenPath;

/// A folder to watch from now on.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WatchStart {
    /// Where it is, from the root.
    pub path: String,
    /// Whether what is proved goes in by itself.
    pub takes_in: bool,
}

/// What becomes of files of a folder.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WatchEdit {
    /// The folder.
    pub folder_id: String,
    /// Whether what is proved goes in by itself.
    pub takes_in: bool,
}

/// A folder that is watched.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WatchRef {
    /// The folder.
    pub folder_id: String,
}

/// A folder with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WatchedFolder {
    /// The folder.
    pub folder_id: String,
    /// Where it is.
    pub path: String,
    /// Whether what is proved goes in by itself.
    pub takes_in: bool,
    /// Since when it is watched, UTC milliseconds.
    pub since_ms: i64,
    /// Whether it is there now.
    pub is_there: bool,
    /// Its files that wait, the first one met first.
    pub waiting: Vec<GivenPath>,
    /// How many went in by themselves.
    pub went_in: u64,
}

/// The folders that are watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WatchedFolders {
    /// The first one first.
    pub folders: Vec<WatchedFolder>,
}

impl From<Watched> for WatchedFolder {
    fn from(watched: Watched) -> Self {
        let Watched { folder, is_there, waiting, went_in } = watched;
        let name = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned();
        let file = |file: app::store::watch::WatchedFile| GivenPath {
            name: name(&file.path),
            path: file.path,
            bytes: file.bytes,
        };
        Self {
            folder_id: folder.id.to_string(),
            path: folder.path,
            takes_in: folder.takes_in,
            since_ms: folder.since_ms,
            is_there,
            waiting: waiting.into_iter().map(file).collect(),
            went_in,
        }
    }
}
