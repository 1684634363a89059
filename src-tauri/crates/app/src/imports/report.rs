//! What is asked about a file and what is said of it before anything is written.

use std::collections::BTreeMap;
use std::path::PathBuf;

use domain::Money;
use domain::id::SessionId;
use exchange::{Sniffed, e4_text};
use store::import::{Import, ImportCounts, ImportKind};
use uuid::Uuid;

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
    /// A mapping as a file.
    pub mapping_path: Option<PathBuf>,
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
    /// What a row of totals in the file says it is, as decimal text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
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

/// One room of a file of sessions, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomLine {
    /// How answers name it: `room:` and this.
    pub key: String,
    /// Its row.
    pub row: u64,
    /// Its title.
    pub title: String,
    /// When it began, UTC milliseconds.
    pub started_at_ms: i64,
    /// When it ended, UTC milliseconds.
    pub ended_at_ms: Option<i64>,
    /// What it is to what is known.
    pub state: RowState,
    /// Code of what places it.
    pub by: &'static str,
    /// The session it belongs to.
    pub session: Option<SessionId>,
    /// That session's title.
    pub session_title: Option<String>,
    /// The platform's GMV.
    pub gmv: Option<Money>,
    /// Its orders.
    pub orders: Option<i64>,
    /// Its views.
    pub views: Option<i64>,
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
    /// The rooms of a file of sessions, the first of them.
    pub rooms: Vec<RoomLine>,
    /// The first and the last instant its rows tell of, UTC milliseconds; none while nothing is read.
    pub period: Option<(i64, i64)>,
    /// An earlier import of the very same file that still counts.
    pub earlier: Option<Import>,
    /// The file whose answers were taken over, for what this one leaves open.
    pub remembered: Option<String>,
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
            rooms: Vec::new(),
            period: None,
            earlier: None,
            remembered: None,
        }
    }

    /// The period grows to hold an instant.
    pub(crate) fn covers(&mut self, at_ms: i64) {
        let (from, to) = self.period.unwrap_or((at_ms, at_ms));
        self.period = Some((from.min(at_ms), to.max(at_ms)));
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
        let said = total.said_e4.map(e4_text);
        Self { column: total.column.clone(), total: e4_text(total.e4), cells: total.cells, said }
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
    /// Rows that differ from what is known, but are older than it.
    Older,
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
