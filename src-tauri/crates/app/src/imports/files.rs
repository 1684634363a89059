//! Many files at once: what a folder or a handful of paths holds that may come in.

use std::path::{Path, PathBuf};

use crate::{App, Error, Result};

/// The endings of files that may hold a table.
const ENDINGS: [&str; 4] = ["csv", "tsv", "txt", "xlsx"];
/// How deep folders within folders are looked into.
const DEEPEST: usize = 4;
/// The most files listed at once.
pub const MOST: usize = 500;

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Where it is.
    pub path: PathBuf,
    /// Its name without folders.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// When it was written, UTC milliseconds.
    pub modified_ms: i64,
}

/// The files of some paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// The files, each once, by their path.
    pub files: Vec<Given>,
    /// How many others were there that cannot hold a table.
    pub others: u64,
    /// Whether there are more than are listed.
    pub is_cut: bool,
}

/// The files `paths` name: files as they are, folders with what is in them.
///
/// # Errors
/// When a path is not there or a folder cannot be read.
pub fn files(app: &App, paths: &[PathBuf]) -> Result<Listed> {
    app.store()?;
    let mut listed = Listed::default();
    for path in paths {
        if path.is_dir() {
            folder(path, 0, &mut listed)?;
        } else {
            // A file that was named is looked at, whatever its name ends in.
            listed.files.push(given(path)?);
        }
    }
    listed.files.sort_by(|one, other| one.path.cmp(&other.path));
    listed.files.dedup_by(|one, other| one.path == other.path);
    listed.is_cut |= listed.files.len() > MOST;
    listed.files.truncate(MOST);
    Ok(listed)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    let file = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    exchange::FileError::Unreadable { file, reason: error.to_string() }.into()
}

/// What is known of a file without reading it.
pub(crate) fn given(path: &Path) -> Result<Given> {
    let found = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    let modified = found.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    Ok(Given {
        path: path.to_owned(),
        name: path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
        bytes: found.len(),
        modified_ms: modified.and_then(|since| i64::try_from(since.as_millis()).ok()).unwrap_or_default(),
    })
}

/// Whether a file of this name may hold a table; what spreadsheet programs leave beside an open file does not.
pub(crate) fn may_hold_table(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    !name.starts_with('.') && !name.starts_with("~$") && ENDINGS.contains(&ending.as_str())
}

fn folder(path: &Path, depth: usize, listed: &mut Listed) -> Result<()> {
    let entries = std::fs::read_dir(path).map_err(|error| unreadable(path, &error))?;
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(path, &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        // A link may lead in a circle.
        let kind = entry.file_type().map_err(|error| unreadable(path, &error))?;
        if listed.files.len() > MOST {
            listed.is_cut = true;
            return Ok(());
        }
        match kind {
            kind if kind.is_dir() && depth < DEEPEST && !name.starts_with('.') => {
                folder(&entry.path(), depth + 1, listed)?;
            }
            kind if kind.is_file() && may_hold_table(&name) => listed.files.push(given(&entry.path())?),
            kind if kind.is_file() && !name.starts_with('.') => listed.others += 1,
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_lists_its_tables_and_counts_the_rest() {
        let home = tempfile::tempdir().unwrap();
        let inner = home.path().join("2026");
        std::fs::create_dir(&inner).unwrap();
        for name in ["a.csv", "~$b.xlsx", ".hidden.csv", "photo.png", "2026/B.XLSX"] {
            std::fs::write(home.path().join(name), "x").unwrap();
        }
        let mut listed = Listed::default();
        folder(home.path(), 0, &mut listed).unwrap();
        let mut names: Vec<&str> = listed.files.iter().map(|file| file.name.as_str()).collect();
        names.sort_unstable();
        assert_eq!((names, listed.others), (vec!["B.XLSX", "a.csv"], 2));
    }
}
