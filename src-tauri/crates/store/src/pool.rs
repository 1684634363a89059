//! One writer, a few readers, one holder of the file.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, functions::FunctionFlags};
use uuid::Uuid;

use crate::catalogue_order::Orders;
use crate::file::{self, Held};
use crate::history::{self, HistoryEntry, Recording, Step};
use crate::log_file::{self, LogFile};
use crate::{Error, Result, Tables, migrations, session};

const READERS: usize = 3;
const BUSY: Duration = Duration::from_secs(5);
/// How long a batch stands aside before it looks again whether anybody waits.
const A_MOMENT: Duration = Duration::from_micros(100);
const CLOSING: Duration = Duration::from_secs(1);

/// One open workspace file. Dropping it lets go of the file.
pub struct Store {
    path: PathBuf,
    log: LogFile,
    writer: Arc<Mutex<Connection>>,
    readers: Mutex<Vec<Connection>>,
    reader_back: Condvar,
    /// How many wait for the writer and are not batches of an import.
    waiting: AtomicUsize,
    orders: Orders,
    _held: Held,
}

impl Store {
    /// Opens or creates the workspace at `path` and brings its schema up to date, after a copy beside it.
    ///
    /// # Errors
    /// [`Error::Held`] when another process has it, [`Error::Newer`] and [`Error::Damaged`] with the file left
    /// as it was.
    pub fn open(path: &Path) -> Result<Self> {
        file::look(path)?;
        let held = file::hold(path)?;
        let mut writer = connect(path, false)?;
        if migrations::is_behind(&writer)? {
            file::copy_to(&writer, &file::beside(path, ".before-migration"))?;
        }
        migrations::migrate(&mut writer)?;
        let readers = (0..READERS).map(|_| connect(path, true)).collect::<Result<_>>()?;
        let writer = Arc::new(Mutex::new(writer));
        Ok(Self {
            path: path.to_owned(),
            log: LogFile::new(path, connect(path, false)?, Arc::clone(&writer))?,
            writer,
            readers: Mutex::new(readers),
            reader_back: Condvar::new(),
            waiting: AtomicUsize::new(0),
            orders: Orders::default(),
            _held: held,
        })
    }

    /// Lets go of the file with everything in it: what stands in the log beside it is written there, and the whole
    /// is checked. Dropping a store does so too, but has nobody to tell when the disk refuses.
    ///
    /// # Errors
    /// When the disk refuses; the file is then not whole without its log.
    pub fn close(self) -> Result<()> {
        let Self { log, writer, readers, _held: held, .. } = self;
        drop(log);
        drop(readers);
        let writer =
            Arc::into_inner(writer).ok_or_else(|| Error::Disk("the file is still written".to_owned()))?;
        let writer = writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        writer.busy_timeout(CLOSING)?;
        let is_busy: bool = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if is_busy {
            return Err(Error::Disk("another program reads the file".to_owned()));
        }
        let verdict: String = writer.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if verdict != "ok" {
            return Err(Error::Damaged(verdict));
        }
        writer.close().map_err(|(_, error)| error)?;
        drop(held);
        Ok(())
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Runs `f` on a reader, in one consistent snapshot.
    pub fn read<T, E: From<Error>>(&self, f: impl FnOnce(&Tables<'_>) -> Result<T, E>) -> Result<T, E> {
        self.with_reader(|reader| {
            let tx = reader.unchecked_transaction().map_err(Error::from)?;
            f(&Tables::reading(&tx, &self.orders))
        })
    }

    /// Runs `f` in one immediate transaction, committed durably if it succeeds and undone whole if it fails.
    ///
    /// With a [`Recording`], what `f` changed in planning tables becomes one undoable step of the history.
    pub fn write<T, E: From<Error>>(
        &self,
        recording: Option<&Recording>,
        f: impl FnOnce(&Tables<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut conn = self.writer();
        let tx =
            conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(Error::from)?;
        let answer = match recording {
            Some(recording) => history::record(&tx, recording, || f(&Tables::new(&tx)))?,
            None => f(&Tables::new(&tx))?,
        };
        tx.commit().map_err(Error::from)?;
        drop(conn);
        self.log.tell();
        Ok(answer)
    }

    /// The writer, for whoever a batch of an import has to let go first.
    fn writer(&self) -> MutexGuard<'_, Connection> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let writer = locked(&self.writer);
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        writer
    }

    /// A lock goes to whoever comes first: an import that asks for it again at once would keep a take out for seconds.
    fn let_others_first(&self) {
        while self.waiting.load(Ordering::SeqCst) > 0 {
            std::thread::sleep(A_MOMENT);
        }
    }

    /// Like [`Store::write`] without history and without waiting for the disk: for batches of an import that
    /// stay invisible until a later durable write. While nothing is on air, the log beside the file may grow
    /// before it is brought there: a page that many batches touch is then written once.
    pub fn write_batch<T, E: From<Error>>(
        &self,
        f: impl FnOnce(&Tables<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.let_others_first();
        let mut conn = locked(&self.writer);
        let is_any_live = session::is_any_live(&conn)?;
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
        drop(conn);
        self.log.keep_below(if is_any_live { log_file::LENGTH } else { log_file::LENGTH_OFF_AIR });
        answer
    }

    /// Writes the log back into the file and empties it, as far as nobody reads from it: what was deleted stands in
    /// neither then.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn empty_log(&self) -> Result<()> {
        locked(&self.writer).query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
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
        let mut conn = self.writer();
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
        let mut conn = self.writer();
        let tx =
            conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(Error::from)?;
        history::undo_marked(&tx, verb, mark)?;
        let answer = f(&Tables::new(&tx))?;
        tx.commit().map_err(Error::from)?;
        Ok(answer)
    }

    /// Writes a consistent copy of the workspace to `to`, while it stays in use.
    pub fn copy_to(&self, to: &Path) -> Result<()> {
        self.with_reader(|reader| file::copy_to(reader, to))
    }

    /// Runs `f` on a reader, which goes back also when `f` panics: after three of them nobody could read.
    fn with_reader<T>(&self, f: impl FnOnce(&Connection) -> T) -> T {
        let mut readers = locked(&self.readers);
        let reader = loop {
            if let Some(reader) = readers.pop() {
                break reader;
            }
            readers = self.reader_back.wait(readers).unwrap_or_else(PoisonError::into_inner);
        };
        drop(readers);
        let answer = catch_unwind(AssertUnwindSafe(|| f(&reader)));
        locked(&self.readers).push(reader);
        self.reader_back.notify_one();
        answer.unwrap_or_else(|panic| resume_unwind(panic))
    }
}

/// A panic in one command must not end the show for all others.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn connect(path: &Path, read_only: bool) -> Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(BUSY)?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    conn.pragma_update(None, "synchronous", "FULL")?;
    // The log is emptied aside, so that nobody's commit has to.
    conn.pragma_update(None, "wal_autocheckpoint", 0)?;
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
