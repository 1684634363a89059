//! Files on their way in: looked at, shown before anything is written, taken in, taken back.
//!
//! What is the same for products and sales is here; how each is compared and written is in the module of its
//! kind, behind [`Waiting`].
// long because an import's words and its one life, looked at to taken back, are told in one place for both kinds

mod changes;
mod files;
mod report;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::id::ImportId;
use domain::{Actor, Change, Language};
use exchange::{Container, FileError, Kind};
use store::import::{Import, ImportKind};
use uuid::Uuid;

use crate::{
    App, Error, Result, commission_imports, figure_imports, payout_imports, product_imports, sales_imports,
    session_imports,
};

pub use crate::product_imports::source_code;
pub use changes::{Changes, HeaderChanges, MovedSession, changes, restated};
pub use files::{Given, Listed, files};
pub(crate) use files::{given, may_hold_table};
pub use report::{
    Ask, Caution, Column, Dialect, FieldChange, PreviewRow, Question, Refused, Report, RoomLine, RowState,
    Said, Total, Value,
};

/// How long a preview waits for its answer.
const KEPT_MS: i64 = 60 * 60 * 1_000;

/// Previews kept at a time; the oldest gives way.
const KEPT: usize = 8;

/// Rejects and warnings shown with the preview itself; the others are paged.
pub(crate) const SHOWN: usize = 100;

/// The longest page one may ask for.
const LONGEST_PAGE: usize = 500;

/// The same, where rows are counted as the database counts them.
pub(crate) const LONGEST_PAGE_ROWS: u32 = 500;

/// A file that was looked at and waits for the answer; one kind of file each.
pub trait Waiting: Send + Sync {
    /// A page of the rows that are not refused, and how many of that state there are.
    fn rows(
        &self,
        app: &App,
        by: &Actor,
        state: RowState,
        offset: usize,
        limit: usize,
    ) -> Result<(u64, Vec<PreviewRow>)>;

    /// Every row refused.
    fn rejects(&self) -> &[Refused];

    /// Takes the file in and enters it into the register; all of it or nothing.
    fn commit(&self, app: &App, by: &Actor, report: &Report) -> Result<ImportId>;
}

/// A file nobody knows the kind or the currency of: it can only be asked about.
struct Unclear;

impl Waiting for Unclear {
    fn rows(&self, _: &App, _: &Actor, _: RowState, _: usize, _: usize) -> Result<(u64, Vec<PreviewRow>)> {
        Ok((0, Vec::new()))
    }

    fn rejects(&self) -> &[Refused] {
        &[]
    }

    fn commit(&self, _: &App, _: &Actor, _: &Report) -> Result<ImportId> {
        Err(Error::Invalid { field: "as", value: String::new() })
    }
}

/// The previews that wait, in memory.
#[derive(Default)]
pub(crate) struct Previews(Mutex<Vec<Kept>>);

#[derive(Clone)]
struct Kept {
    id: Uuid,
    at_ms: i64,
    report: Arc<Report>,
    waiting: Arc<dyn Waiting>,
}

impl Previews {
    fn locked(&self) -> MutexGuard<'_, Vec<Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, kept: Kept, replaces: Option<Uuid>) {
        let mut all = self.locked();
        let oldest = kept.at_ms - KEPT_MS;
        all.retain(|other| other.at_ms > oldest && Some(other.id) != replaces);
        if all.len() >= KEPT {
            all.remove(0);
        }
        all.push(kept);
    }

    fn get(&self, id: Uuid, now_ms: i64) -> Result<Kept> {
        let all = self.locked();
        let found = all.iter().find(|kept| kept.id == id && kept.at_ms > now_ms - KEPT_MS);
        found.cloned().ok_or(Error::PreviewGone)
    }

    fn take(&self, id: Uuid, now_ms: i64) -> Result<Kept> {
        let kept = self.get(id, now_ms)?;
        self.locked().retain(|other| other.id != id);
        Ok(kept)
    }
}

/// A preview with its name.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Names it for the next hour.
    pub id: Uuid,
    /// What would happen.
    pub report: Arc<Report>,
}

/// Looks at a file; nothing is written.
pub fn look(app: &App, by: &Actor, ask: &Ask) -> Result<Preview> {
    let (report, waiting) = examine(app, by, ask)?;
    let preview = Preview { id: app.mint(), report: Arc::new(report) };
    let kept = Kept { id: preview.id, at_ms: app.now_ms(), report: preview.report.clone(), waiting };
    app.previews().keep(kept, ask.replaces);
    Ok(preview)
}

/// What a file was found to be, and the file ready to be taken in; it is not kept for later.
pub(crate) fn examine(app: &App, by: &Actor, ask: &Ask) -> Result<(Report, Arc<dyn Waiting>)> {
    app.store()?;
    if ask.path.is_dir() {
        return Err(Error::IsAFolder(ask.path.clone()));
    }
    let sniffed = exchange::sniff_sheet(&ask.path, ask.sheet.as_deref())?;
    let kind = ask.read_as.or(match sniffed.recognised.kind {
        Kind::Products => Some(ImportKind::Products),
        Kind::Sales => Some(ImportKind::Sales),
        Kind::Sessions => Some(ImportKind::Sessions),
        Kind::Payouts => Some(ImportKind::Payouts),
        Kind::Commissions => Some(ImportKind::Commissions),
        Kind::Minutes => Some(ImportKind::Minutes),
        Kind::Days => Some(ImportKind::Days),
        Kind::Ads => Some(ImportKind::Ads),
        Kind::Unclear => None,
    });
    let mut report = Report::of(ask, sniffed);
    report.kind = kind;
    report.earlier = app.read(|tables| Ok(tables.live_import_of(&report.sniffed.hash)?))?;
    let waiting: Arc<dyn Waiting> = match kind {
        Some(ImportKind::Products) => match product_imports::look(app, by, ask, &mut report)? {
            Some(looked) => Arc::new(looked),
            None => Arc::new(Unclear),
        },
        Some(ImportKind::Sales) => Arc::new(sales_imports::look(app, ask, &mut report)?),
        Some(ImportKind::Sessions) => Arc::new(session_imports::look(app, ask, &mut report)?),
        Some(kind @ (ImportKind::Minutes | ImportKind::Days | ImportKind::Ads)) => {
            Arc::new(figure_imports::look(app, ask, &mut report, kind)?)
        }
        Some(ImportKind::Payouts) => Arc::new(payout_imports::look(app, ask, &mut report)?),
        Some(ImportKind::Commissions) => Arc::new(commission_imports::look(app, ask, &mut report)?),
        // Rates come in from their own screen, which sees money.
        Some(ImportKind::Rates) | None => {
            report.questions.push(kind_question());
            Arc::new(Unclear)
        }
    };
    Ok((report, waiting))
}

fn kind_question() -> Question {
    // Tables of figures are known by their columns or not at all.
    let choices = [ImportKind::Products, ImportKind::Sales, ImportKind::Sessions];
    Question {
        key: "kind".to_owned(),
        about: String::new(),
        choices: choices.iter().map(|kind| (kind.code().to_owned(), String::new())).collect(),
        answer: None,
        blocks: true,
    }
}

/// A page of the rows of a preview, and how many of that state there are.
pub fn rows(
    app: &App,
    by: &Actor,
    preview: Uuid,
    state: RowState,
    offset: usize,
    limit: usize,
) -> Result<(u64, Vec<PreviewRow>)> {
    let kept = app.previews().get(preview, app.now_ms())?;
    kept.waiting.rows(app, by, state, offset, limit.min(LONGEST_PAGE))
}

/// A page of the rows a preview refuses, and how many there are.
pub fn rejects(app: &App, preview: Uuid, offset: usize, limit: usize) -> Result<(u64, Vec<Refused>)> {
    let kept = app.previews().get(preview, app.now_ms())?;
    let all = kept.waiting.rejects();
    let page = all.iter().skip(offset).take(limit.min(LONGEST_PAGE)).cloned().collect();
    Ok((all.len() as u64, page))
}

/// Takes a file in. The preview stays when it fails, and is gone when it succeeds.
pub fn commit(app: &App, by: &Actor, preview: Uuid) -> Result<Import> {
    // Taken out first, so that two windows cannot bring the same file in twice.
    let kept = app.previews().take(preview, app.now_ms())?;
    let taken = take_in(app, by, &kept.report, kept.waiting.as_ref());
    if taken.is_err() {
        app.previews().keep(kept, None);
    }
    taken
}

/// Takes in a file that was looked at.
pub(crate) fn take_in(app: &App, by: &Actor, report: &Report, waiting: &dyn Waiting) -> Result<Import> {
    let open = report.questions.iter().find(|question| question.blocks && question.answer.is_none());
    if let Some(question) = open {
        return Err(Error::Invalid { field: "answers", value: question.key.clone() });
    }
    let id = waiting.commit(app, by, report)?;
    let import = app.read(|tables| Ok(tables.import(id)?))?;
    // The file is in; that its changes could not be kept takes nothing back.
    if let Err(error) = changes::keep(app, &import, &report.sniffed.headers) {
        tracing::error!(%error, "what an import changed was not kept");
    }
    credit_by_rooms(app, import.kind);
    app.announce(Change::Imports);
    Ok(import)
}

/// Forgets a preview; one that is gone already is fine.
pub fn discard(app: &App, preview: Uuid) {
    app.previews().locked().retain(|kept| kept.id != preview);
}

/// Takes an import back as one step; refused when later work stands on it.
pub fn undo(app: &App, by: &Actor, id: ImportId) -> Result<Import> {
    let import = app.read(|tables| Ok(tables.import(id)?))?;
    match import.kind {
        ImportKind::Products => product_imports::undo(app, by, &import)?,
        ImportKind::Sales => sales_imports::undo(app, &import)?,
        // A session told step by step is a room too; days have no session to take back.
        ImportKind::Sessions | ImportKind::Minutes | ImportKind::Days | ImportKind::Ads => {
            session_imports::undo(app, &import)?;
        }
        ImportKind::Rates => crate::rates::undo(app, &import)?,
        ImportKind::Payouts => payout_imports::undo(app, &import)?,
        ImportKind::Commissions => payout_imports::undo(app, &import)?,
    }
    credit_by_rooms(app, import.kind);
    app.announce(Change::Imports);
    app.read(|tables| Ok(tables.import(id)?))
}

/// Credits lines by the rooms commissions name, after either came in or went. What fails here is made good at the next
/// import of sales or start.
fn credit_by_rooms(app: &App, kind: ImportKind) {
    let is_due = matches!(kind, ImportKind::Commissions | ImportKind::Sessions | ImportKind::Minutes);
    if is_due && let Err(error) = crate::reviews::recredit(app) {
        tracing::error!(%error, "lines could not be credited by their rooms");
    }
}

/// Every file that came in, the newest first.
pub fn all(app: &App) -> Result<Vec<Import>> {
    app.read(|tables| Ok(tables.imports()?))
}

/// Writes how a preview reads its file into a document that can be shared and given with another file.
pub fn save_mapping(app: &App, preview: Uuid, to: &std::path::Path) -> Result<()> {
    let kept = app.previews().get(preview, app.now_ms())?;
    let none = || Error::Invalid { field: "previewId", value: kept.report.sniffed.file.clone() };
    let text = kept.report.mapping.as_ref().ok_or_else(none)?;
    crate::workspace_file::check_place(to)?;
    Ok(std::fs::write(to, text).map_err(|error| {
        let file = to.file_name().unwrap_or(to.as_os_str()).to_string_lossy().into_owned();
        FileError::Unwritable { file, reason: error.to_string() }
    })?)
}

/// Writes the rows a preview refuses into a CSV, with the reason for each in the workspace's language; answers how
/// many.
pub fn save_rejects(app: &App, preview: Uuid, to: &std::path::Path) -> Result<u64> {
    let kept = app.previews().get(preview, app.now_ms())?;
    let rejects = kept.waiting.rejects();
    crate::workspace_file::check_place(to)?;
    let workspace = app.read(|tables| Ok(tables.workspace()?))?;
    let language = workspace.map_or(Language::Vi, |workspace| workspace.language);
    let text = crate::reject_file::csv_of(rejects, language);
    std::fs::write(to, text).map_err(|error| {
        let file = to.file_name().unwrap_or(to.as_os_str()).to_string_lossy().into_owned();
        FileError::Unwritable { file, reason: error.to_string() }
    })?;
    Ok(rejects.len() as u64)
}

/// Code of what holds the table: `csv` or `xlsx`.
pub const fn container_code(container: &Container) -> &'static str {
    match container {
        Container::Csv { .. } => "csv",
        Container::Xlsx { .. } => "xlsx",
    }
}
