//! One writer, a few readers, one holder of the file.

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, functions::FunctionFlags};
use uuid::Uuid;

use crate::catalogue_order::Orders;
use crate::history::{self, HistoryEntry, Recording, Step};
use crate::{Error, Result, Tables, migrations};

const READERS: usize = 3;
const BUSY: Duration = Duration::from_secs(5);

/// One open workspace file. Dropping it lets go of the file.
pub struct Store {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    reader_back: Condvar,
    orders: Orders,
    _held: File,
}

impl Store {
    /// Opens or creates the workspace at `path` and brings its schema up to date, after a copy beside it.
    ///
    /// # Errors
    /// [`Error::Held`] when another process has it, [`Error::Newer`] and [`Error::Damaged`] with the file left
    /// as it was.
    pub fn open(path: &Path) -> Result<Self> {
        let held = hold(path)?;
        let mut writer = connect(path, false)?;
        if migrations::is_behind(&writer)? {
            copy_to(&writer, &path.with_extension("before-migration"))?;
        }
        check(&writer)?;
        migrations::migrate(&mut writer)?;
        let readers = (0..READERS).map(|_| connect(path, true)).collect::<Result<_>>()?;
        Ok(Self {
            path: path.to_owned(),
            writer: Mutex::new(writer),
            readers: Mutex::new(readers),
            reader_back: Condvar::new(),
            orders: Orders::default(),
            _held: held,
        })
    }

    /// Checks that `path` is a whole workspace of this or an earlier version, without changing it.
    ///
    /// # Errors
    /// [`Error::Newer`] or [`Error::Damaged`].
    pub fn verify(path: &Path) -> Result<()> {
        let conn = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        check(&conn)?;
        migrations::refuse_newer(&conn)?;
        let version: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let verdict: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        match (version, verdict.as_str()) {
            (0, _) => Err(Error::Damaged("not a Showrunner workspace".to_owned())),
            (_, "ok") => Ok(()),
            (_, other) => Err(Error::Damaged(other.to_owned())),
        }
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs `f` on a reader, in one consistent snapshot.
    pub fn read<T, E: From<Error>>(&self, f: impl FnOnce(&Tables<'_>) -> Result<T, E>) -> Result<T, E> {
        let conn = self.borrow_reader();
        let answer = (|| {
            let tx = conn.unchecked_transaction().map_err(Error::from)?;
            f(&Tables::reading(&tx, &self.orders))
        })();
        locked(&self.readers).push(conn);
        self.reader_back.notify_one();
        answer
    }

    /// Runs `f` in one immediate transaction, committed durably if it succeeds and undone whole if it fails.
    ///
    /// With a [`Recording`], what `f` changed in planning tables becomes one undoable step of the history.
    pub fn write<T, E: From<Error>>(
        &self,
        recording: Option<&Recording>,
        f: impl FnOnce(&Tables<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut conn = locked(&self.writer);
        let tx =
            conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(Error::from)?;
        let answer = match recording {
            Some(recording) => history::record(&tx, recording, || f(&Tables::new(&tx)))?,
            None => f(&Tables::new(&tx))?,
        };
        tx.commit().map_err(Error::from)?;
        Ok(answer)
    }

    /// Like [`Store::write`] without history and without waiting for the disk: for batches of an import that
    /// stay invisible until a later durable write.
    pub fn write_batch<T, E: From<Error>>(
        &self,
        f: impl FnOnce(&Tables<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut conn = locked(&self.writer);
        conn.pragma_update(None, "synchronous", "NORMAL").map_err(Error::from)?;
        let answer = (|| {
            let tx = conn
                .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
                .map_err(Error::from)?;
            let answer = f(&Tables::new(&tx))?;
            tx.commit().map_err(Error::from)?;
            Ok(answer)
        })();
        conn.pragma_update(None, "synchronous", "FULL").map_err(Error::from)?;
        answer
    }

    /// Takes back or repeats the latest step of `actor`; `None` when there is none.
    ///
    /// # Errors
    /// [`Error::UndoCollides`] when later work changed the same rows; nothing is changed then.
    pub fn step(&self, step: Step, actor: &str) -> Result<Option<HistoryEntry>> {
        self.step_and(step, actor, |_, _| Ok(()))
    }

    /// Like [`Store::step`], with `f` in the same transaction after a step was taken: what an undo makes
    /// different for the outside is told with it or not at all.
    ///
    /// # Errors
    /// As [`Store::step`], or what `f` says; nothing is changed then.
    pub fn step_and<E: From<Error>>(
        &self,
        step: Step,
        actor: &str,
        f: impl FnOnce(&Tables<'_>, &HistoryEntry) -> Result<(), E>,
    ) -> Result<Option<HistoryEntry>, E> {
        let mut conn = locked(&self.writer);
        let tx =
            conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(Error::from)?;
        let entry = history::apply(&tx, step, actor)?;
        if let Some(entry) = &entry {
            f(&Tables::new(&tx), entry)?;
        }
        tx.commit().map_err(Error::from)?;
        Ok(entry)
    }

    /// Takes back one step out of turn, told by its verb and the id it is marked with, with `f` in the same
    /// transaction as in [`Store::step_and`].
    ///
    /// # Errors
    /// [`Error::Sealed`] when the step is not kept any more, [`Error::UndoCollides`] when later work changed the
    /// same rows, or what `f` says; nothing is changed then.
    pub fn undo_marked<T, E: From<Error>>(
        &self,
        verb: &str,
        mark: Uuid,
        f: impl FnOnce(&Tables<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut conn = locked(&self.writer);
        let tx =
            conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(Error::from)?;
        history::undo_marked(&tx, verb, mark)?;
        let answer = f(&Tables::new(&tx))?;
        tx.commit().map_err(Error::from)?;
        Ok(answer)
    }

    /// Writes a consistent copy of the workspace to `to`, while it stays in use.
    pub fn copy_to(&self, to: &Path) -> Result<()> {
        let conn = self.borrow_reader();
        let answer = copy_to(&conn, to);
        locked(&self.readers).push(conn);
        self.reader_back.notify_one();
        answer
    }

    fn borrow_reader(&self) -> Connection {
        let mut readers = locked(&self.readers);
        loop {
            if let Some(conn) = readers.pop() {
                return conn;
            }
            readers = self.reader_back.wait(readers).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// A panic in one command must not end the show for all others.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Two programs on one file would tear the show apart, so the first one holds it with an OS lock.
fn hold(path: &Path) -> Result<File> {
    let lock = path.with_extension("lock");
    let file =
        OpenOptions::new().create(true).truncate(false).write(true).open(&lock).map_err(
            |error| match error.kind() {
                std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                    Error::ReadOnly
                }
                _ => Error::Io(error),
            },
        )?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(Error::Held(path.to_owned())),
        Err(std::fs::TryLockError::Error(error)) => Err(Error::Io(error)),
    }
}

fn connect(path: &Path, read_only: bool) -> Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY)?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    conn.pragma_update(None, "foreign_keys", "ON")?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    conn.pragma_update(None, "cache_size", -32_000)?;
    conn.pragma_update(None, "query_only", if read_only { "ON" } else { "OFF" })?;
    conn.set_prepared_statement_cache_capacity(128);
    let deterministic =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    conn.create_scalar_function("fold", 1, deterministic, |ctx| {
        Ok(ctx.get::<Option<String>>(0)?.map(|text| domain::fold(&text)))
    })?;
    Ok(conn)
}

/// A damaged file is refused at the door rather than in the middle of a show.
fn check(conn: &Connection) -> Result<()> {
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let version: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if tables > 0 && version == 0 {
        return Err(Error::Damaged("not a Showrunner workspace".to_owned()));
    }
    Ok(())
}

fn copy_to(conn: &Connection, to: &Path) -> Result<()> {
    let mut copy = Connection::open(to)?;
    let backup = rusqlite::backup::Backup::new(conn, &mut copy)?;
    backup.run_to_completion(4_096, Duration::ZERO, None)?;
    drop(backup);
    let verdict: String = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(Error::Damaged(verdict)) }
}
