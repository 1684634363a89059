//! Rows of a file on its way in, and the register of files that came in.

use app::store::import as stored;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Money;
use super::import::{ImportAs, ImportCounts, ImportReject, ImportState, ImportTotal};

/// Which rows of a preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ImportRowState {
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

/// A page of the rows of a preview.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportRowsRequest {
    /// The preview.
    pub preview_id: String,
    /// Which rows.
    pub state: ImportRowState,
    /// Rows to leave out in front.
    pub offset: u32,
    /// Rows wanted, at most 500.
    pub limit: u32,
}

/// A value as it was or will be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "type", content = "value", rename_all = "camelCase")]
pub enum ImportValue {
    /// Text.
    Text(String),
    /// An amount.
    Money(Money),
    /// A count.
    Count(i64),
    /// An instant, UTC milliseconds.
    Instant(i64),
}

/// One field of a row: what it was and what it becomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportFieldChange {
    /// Code of the field: `title`, `price`, `stock` …
    pub field: String,
    /// What is kept now; none for something new or unknown.
    pub was: Option<ImportValue>,
    /// What the file says.
    pub becomes: Option<ImportValue>,
}

/// One row of a preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportRow {
    /// Its row, as a spreadsheet counts.
    pub row: u64,
    /// What it is about: product and choice, or order and product.
    pub title: String,
    /// Its key: stock code or order.
    pub key: String,
    /// What differs (changed), or everything it brings (new); empty for unchanged and rejected rows.
    pub fields: Vec<ImportFieldChange>,
    /// Why it is refused.
    pub reject: Option<ImportReject>,
}

/// A page of rows of a preview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportRows {
    /// Rows of this state.
    pub total: u64,
    /// Those asked for.
    pub rows: Vec<ImportRow>,
}

/// Names a preview.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PreviewRef {
    /// The preview.
    pub preview_id: String,
}

/// Names an import.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportRef {
    /// The import.
    pub import_id: String,
}

/// Where the mapping of a preview is to be written.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportMappingSave {
    /// The preview.
    pub preview_id: String,
    /// The file to write.
    pub path: String,
}

/// Where the refused rows of a preview are to be written.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportRejectsSave {
    /// The preview.
    pub preview_id: String,
    /// The CSV to write.
    pub path: String,
}

/// Where the refused rows were written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportRejectsSaved {
    /// The CSV.
    pub path: String,
    /// How many rows it holds.
    pub rows: u64,
}

/// One file that came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Import {
    /// Its id.
    pub import_id: String,
    /// What it brought.
    pub kind: ImportAs,
    /// Its name without folders.
    pub file_name: String,
    /// Where it was read from.
    pub path: String,
    /// BLAKE3 of its content, lower-case hex.
    pub hash: String,
    /// Its size.
    pub bytes: u64,
    /// Code of where it came from.
    pub source: String,
    /// Who brought it in.
    pub actor: String,
    /// When, UTC milliseconds.
    pub at_ms: i64,
    /// Where it stands.
    pub state: ImportState,
    /// How many rows went which way.
    pub counts: ImportCounts,
    /// Sums of its columns of money and units.
    pub totals: Vec<ImportTotal>,
}

/// Every file that came in, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Imports {
    /// The imports.
    pub imports: Vec<Import>,
}

impl From<stored::ImportState> for ImportState {
    fn from(state: stored::ImportState) -> Self {
        match state {
            stored::ImportState::Staging => Self::Staging,
            stored::ImportState::Live => Self::Live,
            stored::ImportState::Undone => Self::Undone,
        }
    }
}

impl From<stored::ImportCounts> for ImportCounts {
    fn from(counts: stored::ImportCounts) -> Self {
        let stored::ImportCounts { read, new, changed, unchanged, older, rejected } = counts;
        Self { read, new, changed, unchanged, older, rejected }
    }
}

impl From<stored::Import> for Import {
    fn from(import: stored::Import) -> Self {
        Self {
            import_id: import.id.to_string(),
            kind: import.kind.into(),
            file_name: import.file_name,
            path: import.path,
            hash: import.hash,
            bytes: import.bytes,
            source: import.source,
            actor: import.actor,
            at_ms: import.at_ms,
            state: import.state.into(),
            counts: import.counts.into(),
            // Written by us; a version that cannot read them shows none.
            totals: serde_json::from_str(&import.totals_json).unwrap_or_default(),
        }
    }
}
