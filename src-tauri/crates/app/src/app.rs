//! The running program: at most one open workspace, one clock, one stream of changes.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use domain::evidence::Moment;
use domain::{Actor, Change};
use store::{Recording, Store, Tables};
use tokio::sync::broadcast;
use uuid::Uuid;

use crate::imports::Previews;
use crate::on_air::Journals;
use crate::run::Runs;
use crate::secrets::Secrets;
use crate::simulcast::Simulcast;
use crate::watch::Gone;
use crate::{Clock, Error, Home, Result, on_air, sessions};

/// Changes a slow window may fall behind before it is told to read everything again.
const CHANGES_KEPT: usize = 1_024;

const CLOSING_TRIES: u32 = 200;
const CLOSING_WAIT: Duration = Duration::from_millis(50);

/// The running program; cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

struct Inner {
    home: Home,
    clock: Box<dyn Clock>,
    open: RwLock<Option<Arc<Store>>>,
    // Whether the workspace is only away for a moment, to be moved or replaced. Written under `open`.
    is_away: AtomicBool,
    changes: broadcast::Sender<Change>,
    origin: RwLock<Option<String>>,
    journals: Journals,
    previews: Previews,
    runs: Runs,
    secrets: Secrets,
    simulcast: Simulcast,
    gone: Gone,
}

/// What a write is called, what it makes different, and who does it.
#[derive(Debug, Clone)]
pub struct Write<'a> {
    verb: &'static str,
    subject: String,
    change: Change,
    by: &'a Actor,
    mark: Option<Uuid>,
}

impl<'a> Write<'a> {
    /// A write by `by`, labelled with its verb.
    pub const fn new(verb: &'static str, change: Change, by: &'a Actor) -> Self {
        Self { verb, subject: String::new(), change, by, mark: None }
    }

    /// Names what it was done to, for the label in the history.
    #[must_use]
    pub fn to(self, subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), ..self }
    }

    /// Marks the step with the id of what it belongs to, for changes that are about no one thing.
    #[must_use]
    pub fn marked(self, id: Uuid) -> Self {
        Self { mark: Some(id), ..self }
    }
}

impl App {
    /// A program without an open workspace.
    pub fn new(home: Home, clock: impl Clock + 'static) -> Self {
        let (changes, _) = broadcast::channel(CHANGES_KEPT);
        let secrets = Secrets::new(home.folder().to_owned());
        let inner = Inner {
            home,
            clock: Box::new(clock),
            open: RwLock::new(None),
            is_away: AtomicBool::new(false),
            changes,
            origin: RwLock::new(None),
            journals: Journals::default(),
            previews: Previews::default(),
            runs: Runs::default(),
            secrets,
            simulcast: Simulcast::default(),
            gone: Gone::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// The folder of this user on this computer.
    pub fn home(&self) -> &Home {
        &self.inner.home
    }

    /// The time, UTC milliseconds.
    pub fn now_ms(&self) -> i64 {
        self.inner.clock.now_ms()
    }

    /// This moment on both clocks.
    pub fn moment(&self) -> Moment {
        self.inner.clock.moment()
    }

    /// A new id, growing with time (UUID version 7).
    pub fn mint<Id: From<Uuid>>(&self) -> Id {
        Uuid::now_v7().into()
    }

    /// Everything that becomes different from now on. A receiver that lags must read everything again.
    pub fn changes(&self) -> broadcast::Receiver<Change> {
        self.inner.changes.subscribe()
    }

    /// Tells every window that something became different.
    pub fn announce(&self, change: Change) {
        // Without a listener there is nobody to tell.
        let _ = self.inner.changes.send(change);
    }

    /// Base URL of the local server with overlay and demo shop; `None` while it is not running.
    pub fn origin(&self) -> Option<String> {
        self.inner.origin.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Says where the local server listens.
    pub fn set_origin(&self, origin: Option<String>) {
        *self.inner.origin.write().unwrap_or_else(PoisonError::into_inner) = origin;
    }

    /// The secrets of this user on this computer.
    pub(crate) fn secrets(&self) -> &Secrets {
        &self.inner.secrets
    }

    /// What the sender of this process remembers.
    pub(crate) fn simulcast(&self) -> &Simulcast {
        &self.inner.simulcast
    }

    /// Watched folders that were not there when they were looked at last.
    pub(crate) fn gone(&self) -> &Gone {
        &self.inner.gone
    }

    /// Runs blocking work off the async threads.
    pub(crate) async fn off_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let app = self.clone();
        match tokio::task::spawn_blocking(move || work(&app)).await {
            Ok(done) => done,
            Err(broken) => Err(Error::BrokeOff(broken.to_string())),
        }
    }

    /// Opens the workspace at `path` in place of the one that is open.
    pub fn open(&self, path: &Path) -> Result<()> {
        let store = match self.store() {
            Ok(open) if open.path() == path => return Ok(()),
            _ => {
                crate::workspace_file::check_place(path)?;
                Arc::new(Store::open(path).map_err(|error| Error::of_file(path, error))?)
            }
        };
        self.inner.simulcast.take_over();
        self.set_open(Some(store));
        sessions::follow_zone_data(self)?;
        crate::reviews::sweep_soon(self);
        crate::privacy::keep_to_soon(self);
        self.announce(Change::Workspace);
        Ok(())
    }

    /// Lets go of the open workspace, if any. The file is free once every running verb has ended.
    pub fn close(&self) {
        self.set_open(None);
        self.announce(Change::Workspace);
    }

    /// Where the open workspace is, answered or not; `None` while none is open.
    pub fn workspace_path(&self) -> Option<std::path::PathBuf> {
        self.store().ok().map(|store| store.path().to_owned())
    }

    /// Takes the open workspace away from every verb: running ones end first, later ones are told that it is busy
    /// until it is opened or put back. Nothing can be written to it by anybody else meanwhile.
    ///
    /// # Errors
    /// [`Error::Busy`] when a verb holds it for longer than ten seconds; it stays open then.
    pub(crate) fn take_away(&self) -> Result<Store> {
        let mut store = {
            let mut open = self.inner.open.write().unwrap_or_else(PoisonError::into_inner);
            let store = open.take().ok_or(Error::NoWorkspace)?;
            self.inner.is_away.store(true, Ordering::SeqCst);
            store
        };
        for _ in 0..CLOSING_TRIES {
            match Arc::try_unwrap(store) {
                Ok(own) => return Ok(own),
                Err(still_used) => store = still_used,
            }
            std::thread::sleep(CLOSING_WAIT);
        }
        self.set_open(Some(store));
        Err(Error::Busy)
    }

    /// Opens again what was taken away.
    pub(crate) fn put_back(&self, store: Store) {
        self.set_open(Some(Arc::new(store)));
        self.announce(Change::Workspace);
    }

    fn set_open(&self, store: Option<Arc<Store>>) {
        let mut open = self.inner.open.write().unwrap_or_else(PoisonError::into_inner);
        self.inner.is_away.store(false, Ordering::SeqCst);
        *open = store;
    }

    /// Logs of running shows, kept at hand.
    pub(crate) fn journals(&self) -> &Journals {
        &self.inner.journals
    }

    /// The open workspace.
    pub(crate) fn store(&self) -> Result<Arc<Store>> {
        let open = self.inner.open.read().unwrap_or_else(PoisonError::into_inner);
        let is_away = self.inner.is_away.load(Ordering::SeqCst);
        open.clone().ok_or(if is_away { Error::Busy } else { Error::NoWorkspace })
    }

    /// Files that were looked at and wait.
    pub(crate) fn previews(&self) -> &Previews {
        &self.inner.previews
    }

    /// Files that are being written.
    pub(crate) fn runs(&self) -> &Runs {
        &self.inner.runs
    }

    /// Reads in one consistent snapshot.
    pub(crate) fn read<T>(&self, f: impl FnOnce(&Tables<'_>) -> Result<T>) -> Result<T> {
        self.store()?.read(f)
    }

    /// Plans something: one transaction, one undoable step, one change, and what shops must hear of it.
    pub(crate) fn transact<T>(
        &self,
        write: Write<'_>,
        f: impl FnOnce(&Tables<'_>) -> Result<T>,
    ) -> Result<T> {
        let recording = Recording {
            at_ms: self.now_ms(),
            actor: write.by.name.clone(),
            verb: write.verb,
            subject: write.subject,
            change: write.change.code(),
            change_id: write.change.id().or(write.mark),
        };
        let (answer, shows) = self.store()?.write(Some(&recording), |tables| {
            let answer = f(tables)?;
            // What is planned may be on screen or announced: the outside is told with it or not at all.
            let shows = on_air::told(self, write.by, tables, write.change)?;
            Ok::<_, Error>((answer, shows))
        })?;
        self.announce(write.change);
        shows.into_iter().for_each(|show| self.announce(Change::OnAir(show)));
        Ok(answer)
    }

    /// Does what the outside sees (a take, an import, a delivery): one transaction, no undo step, one change.
    pub(crate) fn act<T>(&self, change: Change, f: impl FnOnce(&Tables<'_>) -> Result<T>) -> Result<T> {
        let answer = self.store()?.write(None, f)?;
        self.announce(change);
        Ok(answer)
    }
}
