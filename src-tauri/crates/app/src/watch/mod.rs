//! Folders that are watched: files that land there are looked at, and wait in the import list or go in by themselves.

mod round;
mod watching;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::{Actor, Change};
use store::Tables;
use store::watch::{WatchedFile, WatchedFolder, WatchedState};
use uuid::Uuid;

use crate::{App, Error, Result};

pub use round::Watcher;
pub use watching::{Pace, Watching};

/// Folders that were not there when they were looked at last.
#[derive(Default)]
pub(crate) struct Gone(Mutex<HashSet<Uuid>>);

impl Gone {
    fn locked(&self) -> MutexGuard<'_, HashSet<Uuid>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the folder is gone.
    pub(crate) fn has(&self, folder: Uuid) -> bool {
        self.locked().contains(&folder)
    }

    /// Says whether the folder is gone; answers whether that is news.
    fn set(&self, folder: Uuid, is_gone: bool) -> bool {
        if is_gone { self.locked().insert(folder) } else { self.locked().remove(&folder) }
    }
}

/// A folder with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// The folder.
    pub folder: WatchedFolder,
    /// Whether it is there now.
    pub is_there: bool,
    /// Its files that wait.
    pub waiting: Vec<WatchedFile>,
    /// How many went in by themselves.
    pub went_in: u64,
}

/// The folders that are watched.
///
/// # Errors
/// When the workspace cannot be read.
pub fn state(app: &App) -> Result<Vec<Watched>> {
    let mut all = app.read(|tables| {
        let waiting = tables.watched_files_waiting()?;
        let of = |folder: WatchedFolder| {
            Ok(Watched {
                is_there: false,
                waiting: waiting.iter().filter(|file| file.folder == folder.id).cloned().collect(),
                went_in: tables.watched_files_in(folder.id)?,
                folder,
            })
        };
        tables.watched_folders()?.into_iter().map(of).collect::<Result<Vec<_>>>()
    })?;
    // Outside of the snapshot: a drive that is not connected may take its time to say so.
    for one in &mut all {
        one.is_there = Path::new(&one.folder.path).is_dir();
    }
    Ok(all)
}

/// Watches a folder from now on; what is in it already stays out.
///
/// # Errors
/// `FolderMissing` when it is not there, `Unreadable` when the system refuses it.
pub fn start(app: &App, _: &Actor, path: &Path, takes_in: bool) -> Result<()> {
    let path = path.to_owned();
    if !path.is_absolute() || !path.is_dir() {
        return Err(Error::FolderMissing(path));
    }
    let there = round::tables_in(&path)?;
    let (id, since_ms, text): (Uuid, _, _) = (app.mint(), app.now_ms(), path.display().to_string());
    app.act(Change::Imports, |tables| {
        if let Some(known) = tables.watched_folders()?.into_iter().find(|known| known.path == text) {
            return Ok(tables.save_watched_folder(&WatchedFolder { takes_in, ..known })?);
        }
        tables.save_watched_folder(&WatchedFolder { id, path: text, takes_in, since_ms })?;
        for file in there {
            tables.save_watched_file(&WatchedFile {
                folder: id,
                path: file.path.display().to_string(),
                bytes: file.bytes,
                modified_ms: file.modified_ms,
                hash: None,
                state: WatchedState::Before,
                found_at_ms: since_ms,
            })?;
        }
        Ok(())
    })
}

/// Says whether what is proved goes in by itself.
///
/// # Errors
/// `NotFound` when the folder is not watched.
pub fn edit(app: &App, _: &Actor, id: Uuid, takes_in: bool) -> Result<()> {
    app.act(Change::Imports, |tables| {
        let folder = folder(tables, id)?;
        Ok(tables.save_watched_folder(&WatchedFolder { takes_in, ..folder })?)
    })
}

/// Stops watching a folder and forgets what was met there; what came in stays.
///
/// # Errors
/// `NotFound` when the folder is not watched.
pub fn stop(app: &App, _: &Actor, id: Uuid) -> Result<()> {
    app.act(Change::Imports, |tables| {
        folder(tables, id)?;
        tables.delete_watched_folder(id)?;
        Ok(())
    })?;
    app.gone().set(id, false);
    Ok(())
}

/// Leaves files out that wait; others are let be.
///
/// # Errors
/// When the workspace cannot be written.
pub fn leave(app: &App, _: &Actor, paths: &[PathBuf]) -> Result<()> {
    app.act(Change::Imports, |tables| {
        for path in paths {
            tables.leave_watched_file(&path.display().to_string())?;
        }
        Ok(())
    })
}

fn folder(tables: &Tables<'_>, id: Uuid) -> Result<WatchedFolder> {
    let found = tables.watched_folders()?.into_iter().find(|folder| folder.id == id);
    found.ok_or_else(|| store::Error::NotFound("watched_folder").into())
}
