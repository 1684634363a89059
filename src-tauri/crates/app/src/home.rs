//! The folder where Showrunner keeps what belongs to this computer and user: workspaces made without a path,
//! logs, the list of recent workspaces, and sealed secrets where there is no key store.

use std::path::{Path, PathBuf};

/// The folder of this user on this computer.
#[derive(Debug, Clone)]
pub struct Home {
    folder: PathBuf,
}

impl Home {
    /// Uses `folder`, which need not exist yet.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// `SHOWRUNNER_HOME`, or the system's folder for application data.
    pub fn of_this_user() -> Self {
        let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let folder = variable("SHOWRUNNER_HOME")
            .or_else(|| variable("XDG_DATA_HOME").map(|data| data.join("showrunner")))
            .or_else(|| variable("APPDATA").map(|data| data.join("Showrunner")))
            .or_else(|| variable("HOME").map(|home| home.join(application_data()).join("showrunner")))
            .unwrap_or_else(|| PathBuf::from("showrunner"));
        Self { folder }
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where logs are written.
    pub fn logs(&self) -> PathBuf {
        self.folder.join("logs")
    }

    /// Where backups are written unless the user says otherwise.
    pub fn backups(&self) -> PathBuf {
        self.folder.join("backups")
    }

    /// Where exports are written unless the user says otherwise.
    pub fn exports(&self) -> PathBuf {
        self.folder.join("exports")
    }

    /// The list of workspaces opened before, one path a line.
    pub fn recent(&self) -> PathBuf {
        self.folder.join("recent")
    }

    /// Photos of the sample brands.
    pub fn sample_photos(&self) -> PathBuf {
        self.folder.join("sample-photos")
    }

    /// The workspace opened when none is named.
    pub fn own_workspace(&self) -> PathBuf {
        self.folder.join("workspace.showrunner")
    }

    /// The sample workspace of one market (`vn` or `gb`); never the user's own.
    pub fn sample_workspace(&self, market: &str) -> PathBuf {
        self.folder.join(format!("sample-{market}.showrunner"))
    }
}

const fn application_data() -> &'static str {
    if cfg!(target_os = "macos") { "Library/Application Support" } else { ".local/share" }
}
