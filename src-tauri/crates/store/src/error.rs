//! What can go wrong with a workspace file.

use std::path::PathBuf;

/// A failure of the file or of SQLite.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another Showrunner holds the file.
    #[error("another Showrunner has {0} open")]
    Held(PathBuf),
    /// The file was written by a newer version; it is left untouched.
    #[error("the workspace was written by a newer Showrunner (schema {found}, this one knows {known})")]
    Newer {
        /// Schema version found in the file.
        found: i64,
        /// Newest schema version this program knows.
        known: i64,
    },
    /// The file is not a workspace, or is damaged.
    #[error("the workspace is damaged: {0}")]
    Damaged(String),
    /// The disk is full; nothing of the write was kept.
    #[error("the disk is full")]
    DiskFull,
    /// The disk, or the system behind it, does not do what was asked; what it says.
    #[error("the disk refuses: {0}")]
    Disk(String),
    /// The file or its folder cannot be written.
    #[error("the workspace cannot be written")]
    ReadOnly,
    /// A value in a row is not one this program writes.
    #[error("table {table}, column {column} holds a value this version does not know")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// What was asked for is not there.
    #[error("no such {0}")]
    NotFound(&'static str),
    /// A key that must be unique is taken.
    #[error("{0} is already taken")]
    Taken(String),
    /// Something else still needs the row that was to go.
    #[error("it is still in use")]
    InUse,
    /// An undo or redo meets later work on the same rows.
    #[error("later work changed the same rows")]
    UndoCollides,
    /// A step is too old to be taken back: too many came after it, or the schema changed.
    #[error("the step is too old to be undone")]
    Sealed,
    /// An amount does not fit where it should be kept.
    #[error(transparent)]
    Money(#[from] domain::MoneyError),
    /// A failure of ours on the way to the disk.
    #[error(transparent)]
    Io(std::io::Error),
    /// Anything else SQLite says.
    #[error(transparent)]
    Sqlite(rusqlite::Error),
}

/// A fault of the file system, by what the user can do about it.
impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        match error.kind() {
            Kind::StorageFull | Kind::QuotaExceeded => Self::DiskFull,
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => Self::ReadOnly,
            _ if error.raw_os_error().is_some() => Self::Disk(error.to_string()),
            _ => Self::Io(error),
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let text = error.to_string();
        match error.sqlite_error_code() {
            Some(Code::DiskFull) => Self::DiskFull,
            Some(Code::SystemIoFailure) => Self::Disk(text),
            Some(Code::ReadOnly | Code::PermissionDenied | Code::CannotOpen) => Self::ReadOnly,
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => Self::Damaged(text),
            Some(Code::ConstraintViolation) if text.contains("UNIQUE") => {
                Self::Taken(text.rsplit(": ").next().unwrap_or_default().to_owned())
            }
            Some(Code::ConstraintViolation) if text.contains("FOREIGN KEY") => Self::InUse,
            _ => Self::Sqlite(error),
        }
    }
}

impl From<rusqlite_migration::Error> for Error {
    fn from(error: rusqlite_migration::Error) -> Self {
        match error {
            rusqlite_migration::Error::RusqliteError { err, .. } => err.into(),
            other => Self::Damaged(other.to_string()),
        }
    }
}

/// The result of anything here.
pub type Result<T, E = Error> = std::result::Result<T, E>;
