//! Files on their way in: looked at, shown before anything is written, taken in, taken back.
//!
//! What is the same for products and sales is here; how each is compared and written is in the module of its
//! kind, behind [`Waiting`].
// long because an import's words and its one life, looked at to taken back, are told in one place for both kinds

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::id::ImportId;
use domain::{Actor, Change, Money};
use exchange::{Container, FileError, Kind, Sniffed, e4_text};
use store::import::{Import, ImportCounts, ImportKind};
use uuid::Uuid;

use crate::{App, Error, Result, product_imports, sales_imports};

pub use crate::product_imports::source_code;

/// How long a preview waits for its answer.
const KEPT_MS: i64 = 60 * 60 * 1_000;

/// Previews kept at a time; the oldest gives way.
const KEPT: usize = 8;

/// Rejects and warnings shown with the preview itself; the others are paged.
pub(crate) const SHOWN: usize = 100;

/// The longest page one may ask for.
const LONGEST_PAGE: usize = 500;

/// A file to look at.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// Where it is.
    pub path: PathBuf,
    /// What to read it as; the file itself is asked when there is none.
    pub read_as: Option<ImportKind>,
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// Answers to open questions, by their key.
    pub answers: BTreeMap<String, String>,
    /// Columns the user gave another field: their place from 0 and the field's code.
    pub columns: Vec<(usize, String)>,
    /// A mapping as text.
    pub mapping: Option<String>,
    /// The preview this one takes the place of.
    pub replaces: Option<Uuid>,
}

/// A sentence as a code with what it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The code.
    pub code: String,
    /// What the sentence needs.
    pub params: BTreeMap<String, String>,
}

impl Said {
    /// A sentence that needs nothing.
    pub fn plain(code: &str) -> Self {
        Self { code: code.to_owned(), params: BTreeMap::new() }
    }

    /// A sentence with what it needs.
    pub fn with<const N: usize>(code: &str, params: [(&str, String); N]) -> Self {
        let params = params.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { code: code.to_owned(), params }
    }

    /// A sentence from anything that serialises to an object, the code left out of its parameters.
    pub(crate) fn of(code: &str, tag: &str, value: &impl serde::Serialize) -> Self {
        let mut params = BTreeMap::new();
        if let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(value) {
            for (name, value) in fields {
                match value {
                    _ if name == tag => {}
                    serde_json::Value::Null => {}
                    serde_json::Value::String(text) => drop(params.insert(name, text)),
                    other => drop(params.insert(name, other.to_string())),
                }
            }
        }
        Self { code: code.to_owned(), params }
    }
}

/// How numbers or dates of the file are read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialect {
    /// Code of the reading; none while it is open.
    pub reading: Option<String>,
    /// A value as it stands in the file.
    pub example: Option<String>,
    /// What speaks for it.
    pub proofs: Vec<Said>,
}

/// What one column becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// From 0.
    pub index: usize,
    /// Its name as found.
    pub header: String,
    /// One of its values; never one of a personal column.
    pub example: Option<String>,
    /// Code of the field; none when it is left out.
    pub field: Option<String>,
    /// 0 to 100.
    pub confidence: u32,
    /// Why.
    pub reason: Said,
    /// Whether it holds personal data.
    pub personal: bool,
}

/// The exact sum of a column.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Total {
    /// The column's name.
    pub column: String,
    /// Decimal text.
    pub total: String,
    /// Cells that held a number.
    pub cells: u64,
}

/// Something only the user can say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The key of the answer.
    pub key: String,
    /// What it is about, in the file's words.
    pub about: String,
    /// What may be answered, each with how a value would be read under it; empty when any text may.
    pub choices: Vec<(String, String)>,
    /// What is proposed or was answered.
    pub answer: Option<String>,
    /// Whether the file cannot come in without it.
    pub blocks: bool,
}

/// One row that is not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its row, as a spreadsheet counts.
    pub row: u64,
    /// The column's name; none when the whole row is meant.
    pub column: Option<String>,
    /// What stands there, shortened and masked.
    pub value: Option<String>,
    /// What was expected instead.
    pub expectation: Said,
    /// Code of what helps.
    pub remedy: String,
    /// The same as an English sentence.
    pub message: String,
}

impl From<&exchange::Reject> for Refused {
    fn from(reject: &exchange::Reject) -> Self {
        let remedy = serde_json::to_value(reject.expectation.remedy()).ok();
        Self {
            row: reject.row,
            column: reject.column.clone(),
            value: reject.value.clone(),
            expectation: Said::of(reject.expectation.code(), "expected", &reject.expectation),
            remedy: remedy.and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default(),
            message: reject.to_string(),
        }
    }
}

/// Something worth saying that stops no row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caution {
    /// The row it is about.
    pub row: u64,
    /// What.
    pub warning: Said,
}

impl From<&exchange::Warning> for Caution {
    fn from(warning: &exchange::Warning) -> Self {
        let mut said = Said::of("", "", warning);
        let row = said.params.remove("row").and_then(|row| row.parse().ok()).unwrap_or_default();
        said.code = said.params.remove("code").unwrap_or_default();
        Self { row, warning: said }
    }
}

/// What would happen, had the file come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What the file brings; none while it is unclear.
    pub kind: Option<ImportKind>,
    /// Where it is.
    pub path: PathBuf,
    /// What it was found to be.
    pub sniffed: Sniffed,
    /// How its numbers are read.
    pub numbers: Option<Dialect>,
    /// How its dates are read.
    pub dates: Option<Dialect>,
    /// ISO 4217 code its amounts are in.
    pub currency: Option<String>,
    /// IANA zone its times are in.
    pub zone: Option<String>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Codes of the fields a column may become.
    pub fields: Vec<String>,
    /// The mapping as text.
    pub mapping: Option<String>,
    /// How many rows go which way.
    pub counts: ImportCounts,
    /// Sums of its columns of money and units.
    pub totals: Vec<Total>,
    /// What is open or may be answered otherwise.
    pub questions: Vec<Question>,
    /// The first rows refused.
    pub rejects: Vec<Refused>,
    /// What was counted beside the rows, by its code.
    pub notes: Vec<(&'static str, u64)>,
    /// What is worth saying.
    pub warnings: Vec<Caution>,
    /// An earlier import of the very same file that still counts.
    pub earlier: Option<Import>,
}

impl Report {
    /// What is known of a file before anything of it is read.
    pub(crate) fn of(ask: &Ask, sniffed: Sniffed) -> Self {
        Self {
            kind: None,
            path: ask.path.clone(),
            sniffed,
            numbers: None,
            dates: None,
            currency: None,
            zone: None,
            columns: Vec::new(),
            fields: Vec::new(),
            mapping: None,
            counts: ImportCounts::default(),
            totals: Vec::new(),
            questions: Vec::new(),
            rejects: Vec::new(),
            notes: Vec::new(),
            warnings: Vec::new(),
            earlier: None,
        }
    }

    /// Whether it can come in as it is.
    pub fn ready(&self) -> bool {
        let open = self.questions.iter().any(|question| question.blocks && question.answer.is_none());
        self.kind.is_some() && !open && self.counts.new + self.counts.changed > 0
    }

    /// The totals as the register keeps them.
    pub(crate) fn totals_json(&self) -> String {
        serde_json::to_string(&self.totals).unwrap_or_else(|_| "[]".to_owned())
    }
}

impl From<&exchange::ColumnTotal> for Total {
    fn from(total: &exchange::ColumnTotal) -> Self {
        Self { column: total.column.clone(), total: e4_text(total.e4), cells: total.cells }
    }
}

/// Which rows of a preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowState {
    /// Rows that bring something new.
    New,
    /// Rows that change something known.
    Changed,
    /// Rows that say what is known.
    Unchanged,
    /// Rows refused.
    Rejected,
}

/// A value as it was or will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text.
    Text(String),
    /// An amount.
    Money(Money),
    /// A count.
    Count(i64),
    /// An instant, UTC milliseconds.
    Instant(i64),
}

/// One field of a row: its code, what it was and what it becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Code of the field.
    pub field: &'static str,
    /// What is kept now.
    pub was: Option<Value>,
    /// What the file says.
    pub becomes: Option<Value>,
}

/// One row of a preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewRow {
    /// Its row, as a spreadsheet counts.
    pub row: u64,
    /// What it is about.
    pub title: String,
    /// Its key.
    pub key: String,
    /// What differs, or everything it brings.
    pub fields: Vec<FieldChange>,
}

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

/// A file nobody knows the kind of: it can only be asked about.
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
    app.store()?;
    let sniffed = exchange::sniff_sheet(&ask.path, ask.sheet.as_deref())?;
    let kind = ask.read_as.or(match sniffed.recognised.kind {
        Kind::Products => Some(ImportKind::Products),
        Kind::Sales => Some(ImportKind::Sales),
        Kind::Unclear => None,
    });
    let mut report = Report::of(ask, sniffed);
    report.kind = kind;
    report.earlier = app.read(|tables| Ok(tables.live_import_of(&report.sniffed.hash)?))?;
    let waiting: Arc<dyn Waiting> = match kind {
        Some(ImportKind::Products) => Arc::new(product_imports::look(app, by, ask, &mut report)?),
        Some(ImportKind::Sales) => Arc::new(sales_imports::look(app, ask, &mut report)?),
        None => {
            report.questions.push(kind_question());
            Arc::new(Unclear)
        }
    };
    let preview = Preview { id: app.mint(), report: Arc::new(report) };
    let kept = Kept { id: preview.id, at_ms: app.now_ms(), report: preview.report.clone(), waiting };
    app.previews().keep(kept, ask.replaces);
    Ok(preview)
}

fn kind_question() -> Question {
    let choices = [ImportKind::Products, ImportKind::Sales];
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
    let open = kept.report.questions.iter().find(|question| question.blocks && question.answer.is_none());
    let id = match open {
        Some(question) => Err(Error::Invalid { field: "answers", value: question.key.clone() }),
        None => kept.waiting.commit(app, by, &kept.report),
    };
    match id {
        Ok(id) => {
            app.announce(Change::Imports);
            app.read(|tables| Ok(tables.import(id)?))
        }
        Err(error) => {
            app.previews().keep(kept, None);
            Err(error)
        }
    }
}

/// Forgets a preview; one that is gone already is fine.
pub fn discard(app: &App, preview: Uuid) {
    app.previews().locked().retain(|kept| kept.id != preview);
}

/// Takes an import back as one step; refused when later work stands on it.
pub fn undo(app: &App, _by: &Actor, id: ImportId) -> Result<Import> {
    let import = app.read(|tables| Ok(tables.import(id)?))?;
    match import.kind {
        ImportKind::Products => product_imports::undo(app, &import)?,
        ImportKind::Sales => sales_imports::undo(app, &import)?,
    }
    app.announce(Change::Imports);
    app.read(|tables| Ok(tables.import(id)?))
}

/// Every file that came in, the newest first.
pub fn all(app: &App) -> Result<Vec<Import>> {
    app.read(|tables| Ok(tables.imports()?))
}

/// Writes the rows a preview refuses into a CSV, with the reason for each; answers how many.
pub fn save_rejects(app: &App, preview: Uuid, to: &std::path::Path) -> Result<u64> {
    let kept = app.previews().get(preview, app.now_ms())?;
    let rejects = kept.waiting.rejects();
    let text = crate::reject_file::csv_of(rejects);
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
