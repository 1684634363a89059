//! Many files at once, on the wire.

use app::imports::{Given, Listed};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Paths of files and folders.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportPaths {
    /// The paths.
    pub paths: Vec<String>,
}

/// One file that may come in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GivenPath {
    /// Where it is.
    pub path: String,
    /// Its name without folders.
    pub name: String,
    /// Its size.
    pub bytes: u64,
}

/// The files of some paths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GivenPaths {
    /// The files, each once, by their path.
    pub files: Vec<GivenPath>,
    /// How many others were there that cannot hold a table.
    pub others: u64,
    /// Whether there are more than are listed.
    pub is_cut: bool,
}

impl From<Given> for GivenPath {
    fn from(given: Given) -> Self {
        Self { path: given.path.display().to_string(), name: given.name, bytes: given.bytes }
    }
}

impl From<Listed> for GivenPaths {
    fn from(listed: Listed) -> Self {
        Self {
            files: listed.files.into_iter().map(Into::into).collect(),
            others: listed.others,
            is_cut: listed.is_cut,
        }
    }
}
