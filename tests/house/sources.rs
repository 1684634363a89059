//! The files of the checkout: those git knows and those about to be added.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A text file by its path from the root, with `/` between folders.
#[derive(Debug, Clone)]
pub struct Source {
    pub path: String,
    pub text: String,
}

impl Source {
    /// A file that exists only in a test.
    pub fn planted(path: &str, text: &str) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    pub fn extension(&self) -> &str {
        Path::new(&self.path).extension().and_then(|name| name.to_str()).unwrap_or("")
    }

    pub fn is_under(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    /// A finding about line `index` (from 0) of this file.
    pub fn at(&self, index: usize, what: &str) -> String {
        format!("{}:{}: {what}", self.path, index + 1)
    }

    /// Whether the first lines say why the file may be longer than others.
    pub fn gives_reason_for_length(&self) -> bool {
        self.text.lines().take(12).any(|line| {
            ["// long because ", "<!-- long because "]
                .iter()
                .any(|start| line.trim().strip_prefix(start).is_some_and(|reason| reason.trim().len() > 10))
        })
    }
}

/// The folder that holds the workspace's `Cargo.toml`.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Paths of all files that are, or would be, in the repository.
pub fn paths() -> Vec<String> {
    // The checkout may belong to another user, as it does on CI machines.
    let mut git = Command::new("git");
    git.current_dir(root()).args(["-c", "safe.directory=*", "ls-files", "-z"]);
    git.args(["--cached", "--others", "--exclude-standard"]);
    let output = git.output().expect("git lists the files of the checkout");
    assert!(output.status.success(), "git ls-files: {}", String::from_utf8_lossy(&output.stderr));
    let listed = String::from_utf8(output.stdout).expect("paths are UTF-8");
    let mut paths: Vec<String> = listed.split_terminator('\0').map(String::from).collect();
    paths.retain(|path| root().join(path).is_file());
    assert!(paths.len() > 20, "only {} files found: the rules would hold for nothing", paths.len());
    paths
}

/// All text files with one of these extensions.
pub fn with_extension(extensions: &[&str]) -> Vec<Source> {
    let wanted = |path: &String| {
        let extension = Path::new(path).extension().and_then(|name| name.to_str()).unwrap_or("");
        extensions.contains(&extension)
    };
    paths()
        .into_iter()
        .filter(wanted)
        .map(|path| {
            let bytes = std::fs::read(root().join(&path)).expect("a listed file can be read");
            Source { text: String::from_utf8_lossy(&bytes).into_owned(), path }
        })
        .collect()
}
