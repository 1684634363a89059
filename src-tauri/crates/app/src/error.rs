//! Everything a verb can refuse or fail at.

use domain::expense::ExpenseError;
use domain::fee::{FeeError, ShopError};
use domain::lineup::LineupError;
use domain::offer::OfferError;
use domain::on_air::OnAirError;
use domain::rate::RateError;
use domain::session::{SessionError, StatusError};
use std::path::{Path, PathBuf};

use domain::{MoneyError, Role};

/// A refusal (the user can mend it) or a failure (the log has it).
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No workspace is open yet.
    #[error(
        "no workspace has been begun here; answer the first questions in the window, or call workspace_start"
    )]
    NoWorkspace,
    /// The caller's role does not allow this.
    #[error("this needs the role {}", .needs.code())]
    Forbidden {
        /// The least role that may.
        needs: Role,
    },
    /// A field was left empty or does not fit.
    #[error("{field} does not fit: {value}")]
    Invalid {
        /// The field's name on the wire.
        field: &'static str,
        /// What was given.
        value: String,
    },
    /// A link or picture is not an address of the web.
    #[error("{field} needs an address that begins with http:// or https://, not {value}")]
    NotAnAddress {
        /// The field's name on the wire.
        field: &'static str,
        /// What was given.
        value: String,
    },
    /// A product cannot go while a line-up has it.
    #[error("\"{product}\" is in the line-up of \"{session}\"")]
    ProductInLineup {
        /// The product's title.
        product: String,
        /// The session's title.
        session: String,
    },
    /// So many rows written at once would hold up the session on air.
    #[error(
        "\"{session}\" is on air, and {rows} rows of \"{file}\" at once would hold it up; up to {most} are fine"
    )]
    HoldsUpShow {
        /// The title of the session.
        session: String,
        /// The file the rows are from.
        file: String,
        /// How many there are.
        rows: u64,
        /// How many may be written at once now.
        most: u64,
    },
    /// The preview of an import was discarded, came in already, or is older than an hour.
    #[error("the preview is gone; open the file again")]
    PreviewGone,
    /// The user stopped it.
    #[error("stopped; nothing was written")]
    Stopped,
    /// A session's plan or status does not allow it.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// A line-up does not allow it.
    #[error(transparent)]
    Lineup(#[from] LineupError),
    /// The control room does not allow it.
    #[error(transparent)]
    OnAir(#[from] OnAirError),
    /// An offer does not hold, or cannot be opened or closed now.
    #[error(transparent)]
    Offer(#[from] OfferError),
    /// A fee rule does not hold.
    #[error(transparent)]
    Fee(#[from] FeeError),
    /// An expense does not hold.
    #[error(transparent)]
    Expense(#[from] ExpenseError),
    /// What was said of a shop does not hold.
    #[error(transparent)]
    Shop(#[from] ShopError),
    /// A rate of exchange does not hold.
    #[error(transparent)]
    Rate(#[from] RateError),
    /// The file is not where it was named.
    #[error("{} is not there", .0.display())]
    FileMissing(PathBuf),
    /// Something is already there.
    #[error("{} exists already", .0.display())]
    FileExists(PathBuf),
    /// A folder stands where a file was named.
    #[error("{} is a folder, not a file", .0.display())]
    IsAFolder(PathBuf),
    /// A file that goes out, or a review file that comes in.
    #[error(transparent)]
    Export(#[from] crate::exports::ExportError),
    /// The folder a file should stand in is not there.
    #[error("there is no folder {}", .0.display())]
    FolderMissing(PathBuf),
    /// A file was to replace itself.
    #[error("{} is the open workspace itself", .0.display())]
    SameFile(PathBuf),
    /// Something long is still running on the workspace.
    #[error("the workspace is still busy")]
    Busy,
    /// The folder of a destination is not there.
    #[error("{0} is not a folder that is there")]
    TargetFolderMissing(String),
    /// A destination's address is not one of the web, or holds a password.
    #[error("{0} is not an address of the web")]
    TargetNotAWebAddress(String),
    /// A destination lies on this computer or in a private network, and its settings do not allow that.
    #[error("{0} lies on this computer or in a private network")]
    TargetNearby(String),
    /// A destination has no secret on this computer.
    #[error("there is no secret for this on this computer")]
    NoSecret,
    /// A secret could not be made or read.
    #[error(transparent)]
    Sign(#[from] storefront::SignError),
    /// The key store or the file of secrets.
    #[error(transparent)]
    Secret(#[from] crate::secrets::SecretError),
    /// Nothing can be sent from this computer at all.
    #[error("nothing can be sent: {0}")]
    NoNetwork(String),
    /// The state of a session could not be written down.
    #[error("the state of the session could not be written: {0}")]
    NotTold(String),
    /// A piece of work ended before it was done.
    #[error("a piece of work broke off: {0}")]
    BrokeOff(String),
    /// An amount does not fit its currency.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// A file that should come in, or go out, as a whole.
    #[error(transparent)]
    File(#[from] exchange::FileError),
    /// A workspace file that was named: newer, damaged, or not to be written.
    #[error("{}: {error}", .path.display())]
    Workspace {
        /// The file.
        path: PathBuf,
        /// What is the matter with it.
        error: store::Error,
    },
    /// The open workspace or a row in it.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl Error {
    /// What is the matter with the workspace file at `path`, told with its name.
    pub(crate) fn of_file(path: &Path, error: store::Error) -> Self {
        match error {
            store::Error::Newer { .. }
            | store::Error::Damaged(_)
            | store::Error::DiskFull
            | store::Error::ReadOnly => Self::Workspace { path: path.to_owned(), error },
            other => Self::Store(other),
        }
    }
}

/// The result of a verb.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<StatusError> for Error {
    fn from(error: StatusError) -> Self {
        Self::Session(error.into())
    }
}
