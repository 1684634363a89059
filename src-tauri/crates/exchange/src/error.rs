//! Why a whole file cannot be read: one variant a reason, each with what a sentence needs.

use serde::Serialize;

/// Why a file as a whole was refused. Nothing of it has been taken in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FileError {
    /// There is no file at that place.
    #[error("{file}: there is no such file; check the name and the folder")]
    Missing {
        /// The file as it was named.
        file: String,
    },
    /// The file holds nothing, or nothing but blank lines.
    #[error("{file} is empty; export it again")]
    Empty {
        /// The file as it was named.
        file: String,
    },
    /// The operating system refused to read it.
    #[error("{file} cannot be read: {reason}")]
    Unreadable {
        /// The file as it was named.
        file: String,
        /// What the system said.
        reason: String,
    },
    /// The file ends in the middle: a quote that never closes, or a workbook that was cut.
    #[error("{file} ends in the middle{}; download or export it again", at_row(.row))]
    Truncated {
        /// The file as it was named.
        file: String,
        /// The line on which the unfinished part begins, 1-based, if it is known.
        row: Option<u64>,
    },
    /// The content is of another kind than CSV or XLSX, whatever its name says.
    #[error("{file} is {found}, not a CSV or XLSX; save it as CSV (UTF-8) or XLSX")]
    NotATable {
        /// The file as it was named.
        file: String,
        /// What it is instead.
        found: Found,
    },
    /// A part of the workbook breaks the rules of its format.
    #[error("{file} is damaged in {part}: {reason}; open it and save it again as XLSX")]
    Damaged {
        /// The file as it was named.
        file: String,
        /// The part inside the workbook.
        part: String,
        /// What was found.
        reason: String,
    },
    /// The workbook would unpack to far more than any sales file holds.
    #[error("{file} unpacks to {size} bytes in {part}, more than the {limit} allowed; it was not opened")]
    TooLargeInside {
        /// The file as it was named.
        file: String,
        /// The part inside the workbook.
        part: String,
        /// Bytes it would unpack to, as far as is known.
        size: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// A cell holds more characters than the format of workbooks allows.
    #[error(
        "{file}, cell {cell}: more than {limit} characters, which no spreadsheet writes; shorten it or save the file again as CSV"
    )]
    CellTooLong {
        /// The file as it was named.
        file: String,
        /// The cell as a spreadsheet names it: `B12`.
        cell: String,
        /// Characters allowed.
        limit: usize,
    },
    /// One row of text holds more than any export writes; mostly a quote that is never closed.
    #[error(
        "{file}, row {row}: longer than {limit} bytes, which no export writes; look for a quote (\") that is never closed, or export the file again"
    )]
    RowTooLong {
        /// The file as it was named.
        file: String,
        /// The row, 1-based.
        row: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// The text is in an encoding that is not UTF-8 or UTF-16 with a mark.
    #[error("{file} is not UTF-8{}; save it as \"CSV UTF-8\"", at_row(.row))]
    Encoding {
        /// The file as it was named.
        file: String,
        /// The first line that is not UTF-8, 1-based, if it is known.
        row: Option<u64>,
    },
    /// No row looks like column names.
    #[error("{file} has no row of column names; put the names in the first row")]
    NoHeader {
        /// The file as it was named.
        file: String,
    },
    /// The workbook has no sheet of that name.
    #[error("{file} has no sheet \"{sheet}\"")]
    NoSuchSheet {
        /// The file as it was named.
        file: String,
        /// The sheet that was asked for.
        sheet: String,
    },
    /// The file became another one between looking at it and reading it.
    #[error("{file} changed while it was being read; import it again")]
    Changed {
        /// The file as it was named.
        file: String,
    },
    /// The mapping was made for a file with other columns.
    #[error("the mapping needs a column \"{column}\" that {file} does not have")]
    MappingDoesNotFit {
        /// The file as it was named.
        file: String,
        /// The column the mapping expects.
        column: String,
    },
    /// The mapping leaves something open that must be known to read the file.
    #[error("{file}: the mapping does not say {what}")]
    MappingIncomplete {
        /// The file as it was named.
        file: String,
        /// The key of the open question.
        what: String,
    },
    /// An answer is not one of the choices.
    #[error("\"{value}\" is no answer to {key}")]
    BadAnswer {
        /// The key of the question.
        key: String,
        /// What was answered.
        value: String,
    },
    /// A text is not a mapping this version can read.
    #[error("the mapping cannot be read: {reason}")]
    NotAMapping {
        /// What was found.
        reason: String,
    },
    /// A file of rejects could not be written.
    #[error("{file} cannot be written: {reason}")]
    Unwritable {
        /// The file as it was named.
        file: String,
        /// What the system said.
        reason: String,
    },
}

/// What a file is when it is not a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Found {
    /// A web page or other markup, often a log-in page saved by mistake.
    WebPage,
    /// The Excel format of before 2007.
    OldExcel,
    /// A workbook locked with a password or a company label.
    Encrypted,
    /// A zip archive without a workbook in it.
    Archive,
    /// A PDF document.
    Pdf,
    /// Anything else that is not text.
    Binary,
}

impl std::fmt::Display for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::WebPage => "a web page",
            Self::OldExcel => "an old Excel file (.xls)",
            Self::Encrypted => "locked with a password or label",
            Self::Archive => "an archive without a workbook",
            Self::Pdf => "a PDF",
            Self::Binary => "not text",
        })
    }
}

fn at_row(row: &Option<u64>) -> String {
    row.map(|row| format!(" (line {row})")).unwrap_or_default()
}

/// The name of a file as sentences show it: without its folders.
pub(crate) fn shown(path: &std::path::Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

pub(crate) fn unreadable(path: &std::path::Path, err: &std::io::Error) -> FileError {
    let file = shown(path);
    match err.kind() {
        std::io::ErrorKind::NotFound => FileError::Missing { file },
        std::io::ErrorKind::InvalidData => FileError::Encoding { file, row: None },
        _ => FileError::Unreadable { file, reason: err.to_string() },
    }
}
