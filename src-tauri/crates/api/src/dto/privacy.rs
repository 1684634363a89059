//! What is known of buyers, on the wire.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How long what files brought is kept, in calendar months; left out, for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct Retention {
    /// The washed cells of files, from when they came in.
    pub cell_months: Option<u32>,
    /// The hashes of buyers, from when the order was placed.
    pub buyer_months: Option<u32>,
}

/// Asks what is known of buyers.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct PrivacyAsk {
    /// A rule to see what it would delete; left out, the one there is.
    pub rule: Option<Retention>,
}

/// What became of the columns of one file of sales.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WashedFile {
    /// The import.
    pub import_id: String,
    /// Its name.
    pub file_name: String,
    /// When it came in, UTC milliseconds.
    pub at_ms: i64,
    /// Headers of columns that never left the reader.
    pub dropped: Vec<String>,
    /// Headers of columns of which a keyed hash was kept.
    pub hashed: Vec<String>,
    /// How many columns were kept as they are.
    pub kept: u32,
}

/// What is known of buyers, and for how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Privacy {
    /// The rule.
    pub rule: Retention,
    /// When it was last kept to, UTC milliseconds.
    pub kept_at_ms: Option<i64>,
    /// Rows of files whose cells it would delete now.
    pub overdue_rows: u64,
    /// Order lines whose buyer's hash it would delete now.
    pub overdue_buyers: u64,
    /// Files of sales that count, newest first.
    pub files: Vec<WashedFile>,
    /// Whether this computer has the key that buyers are hashed with.
    pub has_key: bool,
}

/// The key that buyers are hashed with, as a code to be written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrivacyCode {
    /// The code.
    pub code: String,
}

/// Asks whether a text stands anywhere in the workspace.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrivacyFind {
    /// A name, a phone, an address; at least three letters.
    pub text: String,
}

/// Where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PrivacyPlace {
    /// The table.
    pub table: String,
    /// In how many of its cells.
    pub cells: u64,
}

/// What was looked through, and where the text stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PrivacyFound {
    /// Cells that were looked at.
    pub cells: u64,
    /// Where it stands; empty when nowhere.
    pub places: Vec<PrivacyPlace>,
}

impl From<Retention> for app::domain::Retention {
    fn from(rule: Retention) -> Self {
        Self { cell_months: rule.cell_months, buyer_months: rule.buyer_months }
    }
}

impl From<app::privacy::Privacy> for Privacy {
    fn from(privacy: app::privacy::Privacy) -> Self {
        let app::privacy::Privacy { rule, kept_at_ms, overdue, files, has_key } = privacy;
        Self {
            rule: Retention { cell_months: rule.cell_months, buyer_months: rule.buyer_months },
            kept_at_ms,
            overdue_rows: overdue.cell_rows,
            overdue_buyers: overdue.buyers,
            files: files.into_iter().map(Into::into).collect(),
            has_key,
        }
    }
}

impl From<app::privacy::Washed> for WashedFile {
    fn from(file: app::privacy::Washed) -> Self {
        Self {
            import_id: file.import.to_string(),
            file_name: file.file_name,
            at_ms: file.at_ms,
            dropped: file.dropped,
            hashed: file.hashed,
            kept: u32::try_from(file.kept).unwrap_or(u32::MAX),
        }
    }
}

impl From<app::store::retention::Looked> for PrivacyFound {
    fn from(looked: app::store::retention::Looked) -> Self {
        let places = looked.places.into_iter().map(|(table, cells)| PrivacyPlace { table, cells }).collect();
        Self { cells: looked.cells, places }
    }
}
