//! The workspace as a file on disk: what lies beside it, what it is, and who holds it.

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::{Error, Result, migrations};

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
        OpenOptions::new().create(true).truncate(false).write(true).open(&lock).map_err(Error::from)?;
    match file.try_lock() {
        Ok(()) => Ok(Held { _lock: file }),
        Err(std::fs::TryLockError::WouldBlock) => Err(Error::Held(path.to_owned())),
        Err(std::fs::TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Refuses a file that is no workspace of this or an earlier version before a byte of it changes.
pub(crate) fn look(path: &Path) -> Result<()> {
    // A damaged file is refused at the door rather than in the middle of a show.
    if path.exists() { must_be_ours(&open_untouched(path)?) } else { Ok(()) }
}

/// A file without tables is one whose making was cut short.
pub(crate) fn must_be_ours(conn: &Connection) -> Result<()> {
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let (version, _) = migrations::refuse_newer(conn)?;
    if tables > 0 && version == 0 {
        return Err(Error::Damaged("not a Showrunner workspace".to_owned()));
    }
    Ok(())
}

/// Writes a consistent copy of what `conn` has open to `to`, and checks it.
pub(crate) fn copy_to(conn: &Connection, to: &Path) -> Result<()> {
    let mut copy = Connection::open(to)?;
    let backup = rusqlite::backup::Backup::new(conn, &mut copy)?;
    backup.run_to_completion(4_096, Duration::ZERO, None)?;
    drop(backup);
    let verdict: String = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(Error::Damaged(verdict)) }
}

/// Copies a workspace that is not open here, with what only stands in the log beside it; the file is not changed.
///
/// # Errors
/// [`Error::Newer`] or [`Error::Damaged`] when it is no whole workspace of this or an earlier version; nothing is
/// at `to` then.
pub fn copy_whole(from: &Path, to: &Path) -> Result<()> {
    remove(to);
    let copied = (|| {
        let conn = open_untouched(from)?;
        must_be_ours(&conn)?;
        let version: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if version == 0 {
            return Err(Error::Damaged("not a Showrunner workspace".to_owned()));
        }
        copy_to(&conn, to)
    })();
    if copied.is_err() {
        remove(to);
    }
    copied
}

/// Removes a workspace nobody has open, with everything beside it; what is not there need not be removed.
pub fn remove(path: &Path) {
    for suffix in ["", "-wal", "-shm", "-journal", ".lock"] {
        let _ = std::fs::remove_file(beside(path, suffix));
    }
}

/// Opens a file that may be anybody's, so that neither it nor its folder changes by being looked at.
pub(crate) fn open_untouched(path: &Path) -> Result<Connection> {
    let read_only = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    // Where a log lies beside it, what the file says is in both, and SQLite has to keep them together.
    let is_alone = !beside(path, "-wal").exists() && !beside(path, "-journal").exists();
    let address = std::path::absolute(path)?;
    let conn = match address.to_str().filter(|_| is_alone) {
        Some(address) => {
            Connection::open_with_flags(unchanging(address), read_only | OpenFlags::SQLITE_OPEN_URI)?
        }
        None => Connection::open_with_flags(path, read_only)?,
    };
    Ok(conn)
}

/// The address of a file that nobody writes, as SQLite wants it.
fn unchanging(path: &str) -> String {
    let path = path.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let path = if cfg!(windows) { format!("/{}", path.replace('\\', "/")) } else { path };
    format!("file:{path}?immutable=1")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;

    #[test]
    fn a_file_of_another_program_is_refused_and_left_as_it_was() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("100% mine? #1.db");
        let foreign = Connection::open(&path)?;
        foreign.execute_batch("CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('a');")?;
        drop(foreign);
        let before = std::fs::read(&path)?;
        assert!(matches!(Store::open(&path), Err(Error::Damaged(_))));
        assert!(std::fs::read(&path)? == before, "not a byte is different");
        assert_eq!(std::fs::read_dir(folder.path())?.count(), 1, "nothing was put beside it");
        Ok(())
    }
}
