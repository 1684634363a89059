//! A folder as a destination: `manifest.json`, then the small `now.json` that names its revision.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use domain::id::DeliveryId;

use crate::manifest::Stamp;
use crate::platform::{Check, Checked, Platform};
use crate::target::{AnswerCode, Attempt, Parcel, Sender};

/// The full state.
pub(crate) const MANIFEST: &str = "manifest.json";
/// The small pointer.
pub(crate) const NOW: &str = "now.json";

/// A folder that a web server, a synchroniser or an uploader reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Where; it must exist.
    pub path: PathBuf,
}

impl Platform for Folder {
    async fn push(&self, _: &Sender, parcel: &Parcel<'_>, _: DateTime<Utc>) -> Attempt {
        send(&self.path, parcel).await
    }

    /// Writes and removes an empty file.
    async fn check(&self, _: &Sender, _: DeliveryId, _: DateTime<Utc>) -> Checked {
        let attempt = match takes(&self.path) {
            Ok(()) => Attempt::of(AnswerCode::Received),
            Err(error) => error.into(),
        };
        Checked::only(Check::Write, attempt)
    }
}

fn takes(folder: &Path) -> Result<(), FolderError> {
    check(folder)?;
    let test = folder.join(".showrunner-test.part");
    fs::write(&test, []).and_then(|()| fs::remove_file(&test)).map_err(|error| told(&test, error))
}

/// Why a folder was not written. What was there before still stands, whole.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It is not there, or is not a folder.
    #[error("{} is not there", .0.display())]
    NotFound(PathBuf),
    /// It, or a file in it, cannot be written.
    #[error("{} cannot be written", .0.display())]
    ReadOnly(PathBuf),
    /// No room, or no quota, is left.
    #[error("no room is left for {}", .0.display())]
    Full(PathBuf),
    /// A file of that name is there and is not ours: it is not replaced.
    #[error("{} is there and was not written by Showrunner", .0.display())]
    Foreign(PathBuf),
    /// A newer state is there.
    #[error("revision {}.{} is there, newer than {}.{}", there.epoch, there.revision, ours.epoch, ours.revision)]
    Newer {
        /// What is there.
        there: Stamp,
        /// What was to be written.
        ours: Stamp,
    },
    /// Another fault of the file system.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The fault.
        source: io::Error,
    },
}

/// Writes both files, off the async threads.
async fn send(folder: &Path, parcel: &Parcel<'_>) -> Attempt {
    let (folder, stamp) = (folder.to_owned(), parcel.stamp);
    let (manifest, now_json) = (parcel.manifest.to_vec(), parcel.now_json.to_vec());
    let written = tokio::task::spawn_blocking(move || write(&folder, stamp, &manifest, &now_json)).await;
    match written {
        Ok(Ok(())) => Attempt::of(AnswerCode::Received),
        Ok(Err(err)) => err.into(),
        Err(_) => Attempt::of(AnswerCode::FolderFailed),
    }
}

/// Replaces `manifest.json`, then `now.json`, each atomically; refuses to go back to an older state.
fn write(folder: &Path, stamp: Stamp, manifest: &[u8], now_json: &[u8]) -> Result<(), FolderError> {
    if let Some(there) = check(folder)?
        && there > stamp
    {
        return Err(FolderError::Newer { there, ours: stamp });
    }
    replace(folder, MANIFEST, manifest)?;
    replace(folder, NOW, now_json)
}

/// The newest stamp in `folder`; refuses one that is missing or holds files of others under our names.
fn check(folder: &Path) -> Result<Option<Stamp>, FolderError> {
    if !folder.is_dir() {
        return Err(FolderError::NotFound(folder.to_owned()));
    }
    Ok(stamp_of(&folder.join(NOW))?.max(stamp_of(&folder.join(MANIFEST))?))
}

/// The stamp of a file of ours; none when there is no file.
fn stamp_of(path: &Path) -> Result<Option<Stamp>, FolderError> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(err) if err.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(err) => return Err(told(path, err)),
    };
    // A shop may keep its web app's own manifest.json here: that one is not ours to replace.
    serde_json::from_slice(&bytes).map(Some).map_err(|_| FolderError::Foreign(path.to_owned()))
}

fn replace(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
    let path = folder.join(name);
    // One desk writes a folder, so one name is enough, and a crash leaves no heap of leftovers.
    let part = folder.join(format!(".{name}.part"));
    let written = write_durably(&part, bytes).and_then(|()| fs::rename(&part, &path));
    if let Err(err) = written {
        // Best effort: what matters, that the old file stands, already holds.
        let _ = fs::remove_file(&part);
        return Err(told(&path, err));
    }
    flush_folder(folder);
    Ok(())
}

fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes the rename itself durable where folders can be flushed; elsewhere the system does it in its time.
fn flush_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

fn told(path: &Path, err: io::Error) -> FolderError {
    use io::ErrorKind as Kind;
    let path = path.to_owned();
    match err.kind() {
        Kind::NotFound | Kind::NotADirectory => FolderError::NotFound(path),
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem => FolderError::ReadOnly(path),
        Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => FolderError::Full(path),
        _ => FolderError::Io { path, source: err },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(epoch: i64, revision: u64) -> Stamp {
        Stamp { epoch, revision }
    }

    fn state(stamp: Stamp) -> Vec<u8> {
        serde_json::to_vec(&stamp).expect("a stamp")
    }

    fn tell(folder: &Path, at: Stamp) -> Result<(), FolderError> {
        write(folder, at, &state(at), &state(at))
    }

    fn there(folder: &Path) -> Stamp {
        stamp_of(&folder.join(MANIFEST)).expect("readable").expect("there")
    }

    #[test]
    fn a_later_state_replaces_and_an_older_one_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        tell(folder.path(), stamp(100, 7)).expect("the first");
        tell(folder.path(), stamp(100, 8)).expect("the next");
        tell(folder.path(), stamp(100, 8)).expect("a heartbeat of the same revision");
        assert!(matches!(tell(folder.path(), stamp(100, 7)), Err(FolderError::Newer { .. })));
        assert!(matches!(tell(folder.path(), stamp(99, 50)), Err(FolderError::Newer { .. })));
        tell(folder.path(), stamp(101, 1)).expect("a desk that took over counts from one again");
        assert_eq!(there(folder.path()), stamp(101, 1));
        let left: Vec<_> = fs::read_dir(folder.path()).expect("a folder").collect();
        assert_eq!(left.len(), 2, "no half-written file is left");
    }

    #[test]
    fn a_manifest_that_is_not_ours_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(MANIFEST);
        fs::write(&path, r#"{"name":"Mộc Lan","start_url":"/"}"#).expect("written");
        assert!(matches!(tell(folder.path(), stamp(1, 1)), Err(FolderError::Foreign(_))));
        assert!(fs::read_to_string(path).expect("readable").contains("start_url"));
    }

    #[test]
    fn a_folder_is_tested_without_leaving_anything_in_it() {
        let folder = tempfile::tempdir().expect("a folder");
        takes(folder.path()).expect("writable");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
        fs::write(folder.path().join(MANIFEST), "{}").expect("written");
        assert!(matches!(takes(folder.path()), Err(FolderError::Foreign(_))));
    }

    #[test]
    fn a_folder_that_is_gone_is_not_made() {
        let folder = tempfile::tempdir().expect("a folder");
        let gone = folder.path().join("drive");
        assert!(matches!(tell(&gone, stamp(1, 1)), Err(FolderError::NotFound(_))));
        assert!(!gone.exists());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_folder_that_cannot_be_written_says_so() {
        assert!(matches!(tell(Path::new("/sys/kernel"), stamp(1, 1)), Err(FolderError::ReadOnly(_))));
    }

    #[test]
    fn a_full_disk_says_so() {
        let full = io::Error::from(io::ErrorKind::StorageFull);
        assert!(matches!(told(Path::new("now.json"), full), FolderError::Full(_)));
    }

    #[test]
    fn a_write_that_fails_halfway_leaves_the_old_state() {
        let folder = tempfile::tempdir().expect("a folder");
        tell(folder.path(), stamp(5, 1)).expect("the first");
        // A folder in the place of the temporary file makes the write fail.
        fs::create_dir(folder.path().join(".manifest.json.part")).expect("made");
        tell(folder.path(), stamp(5, 2)).expect_err("it cannot be written");
        assert_eq!(there(folder.path()), stamp(5, 1));
    }
}
