//! Files on their way in, products and sales alike.
// long because the wire types of one noun are one vocabulary, read side by side with the windows that show them

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::import_room::ImportRoom;

/// What a file brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ImportKind {
    /// Products.
    Products,
    /// Sales.
    Sales,
    /// What platforms say of live sessions.
    Sessions,
    /// What platforms paid out.
    Payouts,
    /// What creators get.
    Commissions,
    /// One live session, step by step.
    Minutes,
    /// Days of a channel.
    Days,
    /// Advertising by day.
    Ads,
    /// Either or neither: ask, then look again with `as`.
    Unclear,
}

/// What a file should be read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ImportAs {
    /// Products.
    Products,
    /// Sales.
    Sales,
    /// What platforms say of live sessions.
    Sessions,
    /// Rates of exchange; they come in by `rate_import`.
    Rates,
    /// What platforms paid out.
    Payouts,
    /// What creators get.
    Commissions,
    /// One live session, step by step.
    Minutes,
    /// Days of a channel.
    Days,
    /// Advertising by day.
    Ads,
}

/// Where an import stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ImportState {
    /// Being written.
    Staging,
    /// Its rows count.
    Live,
    /// Taken back; kept in the register.
    Undone,
}

/// What a column of the file becomes, as the user chose it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ColumnChoice {
    /// The column, from 0.
    pub index: u32,
    /// Code of the field it becomes.
    pub field: String,
}

/// A file to look at. Nothing is written.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[ts(optional_fields)]
pub struct ImportPreviewRequest {
    /// Where it is.
    pub path: String,
    /// What to read it as; left out, the file is asked.
    #[serde(rename = "as")]
    pub read_as: Option<ImportAs>,
    /// The sheet of a workbook; left out, the best one.
    pub sheet: Option<String>,
    /// Answers to open questions, by their key.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub answers: BTreeMap<String, String>,
    /// Columns the user gave another field.
    #[serde(default)]
    #[ts(optional, as = "Option<_>")]
    pub columns: Vec<ColumnChoice>,
    /// A mapping as text, such as an earlier preview's.
    pub mapping: Option<String>,
    /// A mapping as a file somebody shared; left out where the text is given.
    pub mapping_path: Option<String>,
    /// The preview this one takes the place of.
    pub replaces: Option<String>,
}

/// The file itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportFile {
    /// Its name without folders.
    pub name: String,
    /// Where it is.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// BLAKE3 of its content, lower-case hex.
    pub hash: String,
    /// `csv` or `xlsx`.
    pub container: String,
    /// `utf8`, `utf8Bom`, `utf16Le` or `utf16Be`; only a CSV has one.
    pub encoding: Option<String>,
    /// `comma`, `semicolon` or `tab`; only a CSV has one.
    pub delimiter: Option<String>,
    /// The sheet that is read; only a workbook has one.
    pub sheet: Option<String>,
    /// All sheets of a workbook.
    pub sheets: Vec<String>,
    /// The row that names the columns, 1-based.
    pub header_row: u32,
}

/// A sentence as a code with what it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Said {
    /// The code; each has a sentence in each language.
    pub code: String,
    /// What the sentence needs.
    pub params: BTreeMap<String, String>,
}

/// How numbers or dates of the file are read, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportDialect {
    /// For numbers `dot` or `comma` (what stands before decimals), for dates `dayFirst`, `monthFirst`,
    /// `yearFirst` or `serial`; none while it is open.
    pub reading: Option<String>,
    /// A value of the file as it stands there.
    pub example: Option<String>,
    /// What speaks for it: `cellsOnlyThisWay {cells}`, `cellsAgainst {cells}`, `arithmeticHolds {rows}` …
    pub proofs: Vec<Said>,
}

/// What one column of the file becomes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportColumn {
    /// From 0.
    pub index: u32,
    /// Its name as found.
    pub header: String,
    /// One of its values; none for personal columns, which are never shown.
    pub example: Option<String>,
    /// Code of the field it becomes; none when it is left out.
    pub field: Option<String>,
    /// How sure that is, 0 to 100.
    pub confidence: u32,
    /// Why.
    pub reason: Said,
    /// Whether it holds personal data, which never leaves the reader.
    pub personal: bool,
}

/// How many rows go which way; `read` is the sum of the others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportCounts {
    /// Rows below the header that are not blank.
    pub read: u64,
    /// Rows that bring something new.
    pub new: u64,
    /// Rows that change something known.
    pub changed: u64,
    /// Rows that say what is known; rows of a product file that only bring another picture are among them.
    pub unchanged: u64,
    /// Rows of sales that differ from what is known, but are older than it; answer `asOf=now` to let them count.
    pub older: u64,
    /// Rows refused.
    pub rejected: u64,
}

/// The exact sum of a column over all rows read, refused ones included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportTotal {
    /// The column's name.
    pub column: String,
    /// Decimal text.
    pub total: String,
    /// Cells that held a number.
    pub cells: u64,
    /// What a row of totals in the file says it is; none when it has no such row.
    pub said: Option<String>,
}

/// Something only the user can say; answer it under its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportQuestion {
    /// The key of the answer: `kind`, `currency`, `numbers`, `dates`, `zone`, `asOf`,
    /// `column:<index>` …
    pub key: String,
    /// What it is about, in the file's words (a column's name, a value); may be empty.
    pub about: String,
    /// What may be answered; any text when there is none.
    pub choices: Vec<ImportChoice>,
    /// What is proposed or was answered.
    pub answer: Option<String>,
    /// Whether the file cannot come in without an answer.
    pub blocks: bool,
}

/// One possible answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportChoice {
    /// The answer.
    pub value: String,
    /// How a value of the file would be read under it; may be empty.
    pub example: String,
}

/// One row that is not taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportReject {
    /// Its row, as a spreadsheet counts.
    pub row: u64,
    /// The column's name; none when the whole row is meant.
    pub column: Option<String>,
    /// What stands there, shortened; personal data is masked.
    pub value: Option<String>,
    /// What was expected instead.
    pub expectation: Said,
    /// Code of what helps: `correctCell`, `exportAgain`, `changeMapping`, `otherCurrency`, `sortFile`,
    /// `pasteValues`.
    pub remedy: String,
    /// The same in an English sentence, for logs and the command line.
    pub message: String,
}

/// Something worth saying that stops no row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportWarning {
    /// The row it is about.
    pub row: u64,
    /// What.
    pub warning: Said,
}

/// An earlier import of the very same file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct EarlierImport {
    /// That import.
    pub import_id: String,
    /// When, UTC milliseconds.
    pub at_ms: i64,
}

/// What would happen, had the file come in. Kept for an hour under its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportPreview {
    /// Names the preview.
    pub preview_id: String,
    /// What the file brings.
    pub kind: ImportKind,
    /// The file.
    pub file: ImportFile,
    /// Code of where it comes from: `shopifyProducts`, `shopifyProductsLegacy`, `shopifyOrders`, `tiktokLive`,
    /// `facebookPosts`, `unknown`, or that of a described source.
    pub source: String,
    /// What people call a described source, by language; empty for the others.
    pub source_names: BTreeMap<String, String>,
    /// The columns that say so.
    pub evidence: Vec<String>,
    /// How its numbers are read; none while nothing is read.
    pub numbers: Option<ImportDialect>,
    /// How its dates are read; none when it has none.
    pub dates: Option<ImportDialect>,
    /// ISO 4217 code its amounts are in; none while it is open or the file says it row by row.
    pub currency: Option<String>,
    /// IANA zone its times are in; none when it has none or they say it themselves.
    pub zone: Option<String>,
    /// Its columns and what they become.
    pub columns: Vec<ImportColumn>,
    /// Codes of the fields a column may become.
    pub fields: Vec<String>,
    /// The mapping as text, to be kept or given again; none when the source needs none.
    pub mapping: Option<String>,
    /// How many rows go which way.
    pub counts: ImportCounts,
    /// Sums of its columns of money and units.
    pub totals: Vec<ImportTotal>,
    /// What was counted beside the rows: `cancelledLines`, `withoutBuyer`, `refunds`, `charges`, `adjustments`,
    /// `zeroPrice`, `zeroQuantity`, `unpaidLines`, `repeatedRows`, `totalRows`; sales only.
    pub notes: BTreeMap<String, u64>,
    /// What must be answered before it can come in.
    pub questions: Vec<ImportQuestion>,
    /// The first hundred rows refused; the others through `import_rows`.
    pub rejects: Vec<ImportReject>,
    /// What is worth saying; the first hundred.
    pub warnings: Vec<ImportWarning>,
    /// The first rooms of a file of sessions, and what becomes of each.
    pub rooms: Vec<ImportRoom>,
    /// The first instant its rows tell of, UTC milliseconds; none while nothing is read.
    pub from_ms: Option<i64>,
    /// The last instant its rows tell of; days of a calendar are midnights in UTC.
    pub to_ms: Option<i64>,
    /// An earlier import of the very same file that still counts.
    pub earlier: Option<EarlierImport>,
    /// The earlier file whose answers were taken over for what this one leaves open.
    pub remembered: Option<String>,
    /// Whether it can come in as it is: nothing is open and some row is new or changed.
    pub ready: bool,
}
