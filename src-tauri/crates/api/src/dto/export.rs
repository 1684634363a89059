//! Files that go out, on the wire.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::review::SessionReview;
use super::workspace::{Language, Market, twins};

twins! {
    /// The form an export goes out in.
    ExportForm is app::exports::Form {
        /// Order lines as CSV.
        LinesCsv,
        /// Sessions, one a row and currency, as CSV.
        SessionsCsv,
        /// A workbook with live formulas.
        Xlsx,
        /// A folder of Parquet files, one a month.
        Parquet,
        /// A report on A4.
        Pdf,
        /// A recap that another Showrunner opens: of one session only.
        ReviewFile,
        /// What a partner gets, on A4: only for whoever sees money.
        Statement,
    }
}

/// Asks for a file of one session, or of the sessions of a period.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ReviewExport {
    /// Names the export while it runs: a UUID of the caller's.
    pub export_id: String,
    /// The session; every session of the period when left out.
    pub session_id: Option<String>,
    /// First instant, UTC milliseconds; from the first session when left out.
    pub from_ms: Option<i64>,
    /// The instant after the last, UTC milliseconds; to the last session when left out.
    pub to_ms: Option<i64>,
    /// Only sessions of this market.
    pub market: Option<Market>,
    /// As what.
    pub form: ExportForm,
    /// Where to; the folder of exports, under a name of its own, when left out.
    pub path: Option<String>,
    /// Whether what stands there is replaced; else it is refused.
    pub replace: Option<bool>,
    /// The language of titles and sentences.
    pub language: Language,
    /// Whether cost, fees, commission and margin go out, too: only for whoever sees money.
    pub with_money: Option<bool>,
    /// For a statement: a commission rule about the partner.
    pub rule_id: Option<String>,
}

/// What went out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Exported {
    /// The file or folder.
    pub path: String,
    /// Its size in bytes.
    #[ts(type = "number")]
    pub bytes: u64,
    /// How many order lines are in it.
    #[ts(type = "number")]
    pub lines: u64,
    /// How many sessions are in it.
    #[ts(type = "number")]
    pub sessions: u64,
}

/// Which review file.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReviewFileOpen {
    /// Where it is.
    pub path: String,
}

/// A step on the way to the margin, as the sender's recap had it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReceivedStep {
    /// The fee's name.
    pub name: String,
    /// What the brand bears; none while not known.
    pub amount: Option<String>,
}

/// The way to the margin in one currency, where the sender chose to send it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReceivedLeft {
    /// ISO 4217 code.
    pub currency: String,
    /// Net sales.
    pub net_sales: String,
    /// Fees and commission.
    pub taken: Vec<ReceivedStep>,
    /// Cost of goods, as far as known.
    pub cost: String,
    /// The margin; none while something is missing.
    pub margin: Option<String>,
    /// What is missing, in the words of the sender.
    pub missing: Vec<String>,
}

/// A recap that came in a file: read, never written.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReceivedReview {
    /// The file's name.
    pub file_name: String,
    /// Whose recap it is.
    pub brand: String,
    /// When it was written, UTC milliseconds.
    pub written_at_ms: i64,
    /// The latest instant the figures stand for, UTC milliseconds.
    pub as_of_ms: Option<i64>,
    /// Whether the figures are a platform's own totals, which know no lines.
    pub by_platform: bool,
    /// The recap.
    pub review: SessionReview,
    /// The way to the margin; empty where the sender left it out.
    pub left: Vec<ReceivedLeft>,
}
