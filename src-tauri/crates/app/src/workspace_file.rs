//! The workspace as a file: open, back up, restore, move.

use std::path::{Path, PathBuf};

use store::file::{self, beside};

use crate::{App, Error, Result};

/// A copy of the workspace that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Where it is.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// When it was written, UTC milliseconds.
    pub at_ms: i64,
}

/// Opens an existing workspace in place of the open one.
///
/// # Errors
/// When the file is not there, damaged, newer, or open elsewhere; the open workspace stays open then.
pub fn open(app: &App, path: &Path) -> Result<()> {
    check_there(path)?;
    app.open(path)?;
    remember(app, path);
    Ok(())
}

/// Writes a checked copy to `to`, or under the home folder with the time in its name.
pub fn back_up(app: &App, to: Option<&Path>) -> Result<Backup> {
    let store = app.store()?;
    let at_ms = app.now_ms();
    let path = match to {
        Some(path) => path.to_owned(),
        None => {
            std::fs::create_dir_all(app.home().backups()).map_err(store::Error::from)?;
            app.home().backups().join(format!("{}-{}.showrunner", stem(store.path()), stamp(at_ms)))
        }
    };
    if path == store.path() {
        return Err(Error::SameFile(path));
    }
    check_place(&path)?;
    // A copy is written beside its place and then renamed: a full disk never costs the backup that was there.
    let unfinished = beside(&path, ".unfinished");
    file::remove(&unfinished);
    let written = store.copy_to(&unfinished).and_then(|()| Ok(std::fs::rename(&unfinished, &path)?));
    if let Err(error) = written {
        file::remove(&unfinished);
        return Err(Error::of_file(&path, error));
    }
    let bytes = std::fs::metadata(&path).map_err(store::Error::from)?.len();
    Ok(Backup { path, bytes, at_ms })
}

/// The backups under the home folder, newest first.
pub fn backups(app: &App) -> Vec<Backup> {
    let mut found: Vec<Backup> = std::fs::read_dir(app.home().backups())
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "showrunner"))
        .filter_map(|entry| {
            let about = entry.metadata().ok()?;
            let since = about.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
            Some(Backup {
                path: entry.path(),
                bytes: about.len(),
                at_ms: i64::try_from(since.as_millis()).ok()?,
            })
        })
        .collect();
    found.sort_by_key(|backup| std::cmp::Reverse(backup.at_ms));
    found
}

/// Puts a backup in the place of the open workspace; what was there is kept beside it and named in the answer.
///
/// # Errors
/// When the backup is missing, damaged or newer; the open workspace is untouched then.
pub fn restore(app: &App, from: &Path) -> Result<PathBuf> {
    check_there(from)?;
    let place = app.store()?.path().to_owned();
    if from == place {
        return Err(Error::SameFile(place));
    }
    let incoming = beside(&place, ".incoming");
    file::copy_whole(from, &incoming).map_err(|error| Error::of_file(from, error))?;
    let kept =
        place.with_file_name(format!("{}-before-restore-{}.showrunner", stem(&place), stamp(app.now_ms())));
    let replaced = replace(app, &place, &incoming, &kept);
    file::remove(&incoming);
    replaced.map(|()| kept)
}

/// Keeps what is in `place` as `kept` and puts `incoming` there. What was acknowledged before is in `kept`: no verb
/// writes in between.
fn replace(app: &App, place: &Path, incoming: &Path, kept: &Path) -> Result<()> {
    let before = app.take_away()?;
    if let Err(error) = before.copy_to(kept) {
        file::remove(kept);
        app.put_back(before);
        return Err(error.into());
    }
    drop(before);
    for suffix in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(beside(place, suffix));
    }
    let replaced = std::fs::rename(incoming, place);
    app.open(place)?;
    Ok(replaced.map_err(store::Error::from)?)
}

/// Moves the open workspace to `to` and goes on there.
///
/// # Errors
/// When something is there already or the copy fails; the workspace stays where it is then.
pub fn move_to(app: &App, to: &Path) -> Result<()> {
    if to.exists() {
        return Err(Error::FileExists(to.to_owned()));
    }
    check_place(to)?;
    // Taken away first: what a verb still wrote to the old place would go with it.
    let before = app.take_away()?;
    let place = before.path().to_owned();
    if let Err(error) =
        before.copy_to(to).map_err(|error| Error::of_file(to, error)).and_then(|()| app.open(to))
    {
        app.put_back(before);
        file::remove(to);
        return Err(error);
    }
    drop(before);
    file::remove(&place);
    remember(app, to);
    Ok(())
}

/// Whether the file lies in a folder that some program copies to elsewhere while it is in use.
pub fn is_synced(path: &Path) -> bool {
    const SYNCED: &[&str] =
        &["dropbox", "onedrive", "google drive", "googledrive", "icloud", "mobile documents", "box sync"];
    path.components().any(|part| {
        let part = part.as_os_str().to_string_lossy().to_lowercase();
        SYNCED.iter().any(|name| part.starts_with(name))
    })
}

/// Workspaces opened before on this computer, the latest first; files that are gone are left out.
pub fn recent(app: &App) -> Vec<PathBuf> {
    let text = std::fs::read_to_string(app.home().recent()).unwrap_or_default();
    text.lines().map(PathBuf::from).filter(|path| path.is_file()).collect()
}

/// Notes `path` as the latest workspace. Losing this list costs a click, so a failure is only logged.
pub(crate) fn remember(app: &App, path: &Path) {
    const KEPT: usize = 8;
    let mut paths = recent(app);
    paths.retain(|known| known != path);
    paths.insert(0, path.to_owned());
    let text: String = paths.iter().take(KEPT).map(|path| format!("{}\n", path.display())).collect();
    let written =
        std::fs::create_dir_all(app.home().folder()).and_then(|()| std::fs::write(app.home().recent(), text));
    if let Err(error) = written {
        tracing::warn!(%error, "the list of recent workspaces could not be written");
    }
}

/// Refuses what is not there, or is a folder.
fn check_there(path: &Path) -> Result<()> {
    match path {
        folder if folder.is_dir() => Err(Error::IsAFolder(folder.to_owned())),
        file if file.is_file() => Ok(()),
        nothing => Err(Error::FileMissing(nothing.to_owned())),
    }
}

/// Refuses a place where no file can stand: a folder itself, or one in a folder that is not there.
pub(crate) fn check_place(path: &Path) -> Result<()> {
    if path.is_dir() {
        return Err(Error::IsAFolder(path.to_owned()));
    }
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
            Err(Error::FolderMissing(folder.to_owned()))
        }
        _ => Ok(()),
    }
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// `20261128-204712`, UTC: sorts by time and is allowed in every file system.
fn stamp(at_ms: i64) -> String {
    chrono::DateTime::from_timestamp_millis(at_ms).unwrap_or_default().format("%Y%m%d-%H%M%S").to_string()
}
