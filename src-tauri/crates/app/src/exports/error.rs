//! Why nothing went out, or why a review file is not opened.

use std::path::PathBuf;

/// Why nothing went out, or why a review file is not opened.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// A folder that is not an export of ours stands where one was to go.
    #[error("{} is a folder with other things in it", .0.display())]
    ForeignFolder(PathBuf),
    /// A session that was never on air has nothing to tell.
    #[error("\"{0}\" was never on air")]
    Nothing(String),
    /// A review file is of one session.
    #[error("a review file holds one session")]
    OneSession,
    /// A file is not opened as a review.
    #[error("{}: {reason}", .file.display())]
    Review {
        /// The file.
        file: PathBuf,
        /// Why.
        reason: exchange::share::ReviewFileError,
    },
}
