//! The workspace as a file on disk: what lies beside it, and who holds it.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};

use crate::{Error, Result};

/// The name of a file that belongs to `path`: its whole name and `suffix`, so that no two workspaces share one.
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

/// A workspace file held against other programs; dropping it lets go.
#[derive(Debug)]
pub struct Held {
    _lock: File,
}

/// Two programs on one file would tear the show apart, so the first one holds it with an OS lock.
///
/// # Errors
/// [`Error::Held`] when another program has it.
pub fn hold(path: &Path) -> Result<Held> {
    let lock = beside(path, ".lock");
    let file =
        OpenOptions::new().create(true).truncate(false).write(true).open(&lock).map_err(Error::from_io)?;
    match file.try_lock() {
        Ok(()) => Ok(Held { _lock: file }),
        Err(std::fs::TryLockError::WouldBlock) => Err(Error::Held(path.to_owned())),
        Err(std::fs::TryLockError::Error(error)) => Err(Error::Io(error)),
    }
}
