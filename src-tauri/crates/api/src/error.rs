//! A code for the window, a message for the log.
// long because the closed set of codes and where each comes from are read side by side

mod money;
mod share;
mod show;

use std::collections::BTreeMap;

use serde::Serialize;
use ts_rs::TS;

use money::money;

/// What went wrong, as a closed set: the window has a sentence for each in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ErrorCode {
    /// No workspace is open yet.
    NoWorkspace,
    /// Another Showrunner has the file; `path`.
    WorkspaceHeld,
    /// The file is from a newer version; `file`.
    WorkspaceNewer,
    /// The file is damaged or not a workspace; `file`.
    WorkspaceDamaged,
    /// The disk is full; nothing was kept of this write; `file`.
    DiskFull,
    /// The disk does not do what was asked; `detail`.
    DiskRefuses,
    /// The file or its folder cannot be written; `file`.
    ReadOnly,
    /// The caller's role does not allow this; `needs`.
    Forbidden,
    /// A field does not fit; `field`, `value`.
    Invalid,
    /// A link or picture is no address of the web; `field`, `value`.
    NotAnAddress,
    /// A product cannot go while a line-up has it; `product`, `session`.
    ProductInLineup,
    /// So many rows at once would hold up the session on air; `session`, `file`, `rows`, `most`.
    HoldsUpShow,
    /// The preview of an import is gone; the file must be opened again.
    PreviewGone,
    /// A session needs a title.
    SessionNoTitle,
    /// Not a date and time; `value`.
    SessionNotATime,
    /// There is no such zone; `zone`.
    SessionNoSuchZone,
    /// Clocks are set forward over that time; `local`, `zone`.
    SessionTimeSkipped,
    /// That time happens twice: earlier or later must be said; `local`, `zone`.
    SessionTimeTwice,
    /// A session lasts between one minute and one day.
    SessionLength,
    /// A channel is named twice; `channel`.
    SessionChannelTwice,
    /// A host is named twice.
    SessionHostTwice,
    /// A goal is more than nought.
    SessionGoalNotPositive,
    /// The goal is in another currency than the session; `given`, `needed`.
    SessionGoalCurrency,
    /// Prices are set in the currency the market would leave; `currency`.
    SessionCurrencyInUse,
    /// It has been on air or was called off: start, length and market stay.
    SessionStarted,
    /// A session without products cannot go live.
    SessionNoProducts,
    /// A session cannot go from one status to another; `from`, `to`.
    SessionStatus,
    /// The product is in the line-up already; `product`, `number`.
    LineupDuplicateProduct,
    /// The slot is on screen; `number`.
    LineupOnScreen,
    /// The slot was shown and belongs to the log; `number`.
    LineupWasShown,
    /// The session is over or called off: its line-up stays.
    LineupClosed,
    /// The price is in another currency than the session; `given`, `needed`.
    LineupPriceCurrency,
    /// A price is not less than nought.
    LineupPriceNegative,
    /// A slot is planned between nothing and one day.
    LineupLength,
    /// The session is not on air; `status`.
    OnAirNotLive,
    /// Only a session that ended is reopened; `status`.
    OnAirNotEnded,
    /// This is the last product.
    OnAirNoNext,
    /// This is the first product.
    OnAirNoPrevious,
    /// Nothing was put on screen yet.
    OnAirNothingToUndo,
    /// A take can be undone for ten seconds.
    OnAirUndoTooLate,
    /// The session is paused already.
    OnAirAlreadyPaused,
    /// The session is not paused.
    OnAirNotPaused,
    /// Reopening a session needs a reason.
    OnAirNoReason,
    /// The note is empty.
    OnAirNoText,
    /// The slot was withdrawn; `number`.
    OnAirWithdrawn,
    /// An offer is open between half a minute and one day.
    OfferLength,
    /// An offer is in another currency than the session; `given`, `needed`.
    OfferCurrency,
    /// A price or discount is more than nought.
    OfferNotPositive,
    /// A code has other signs than shops take; `value`.
    OfferCode,
    /// A coupon takes off 1 to 99 %.
    OfferPercent,
    /// A gift needs a short name.
    OfferGift,
    /// The product has no price to be lower than.
    OfferNoUsualPrice,
    /// It is not lower than the price without it, or leaves nothing; `amount`, `currency`.
    OfferNotLower,
    /// It is below cost and nobody said why.
    OfferBelowCost,
    /// It is open.
    OfferIsOpen,
    /// Another one of its kind is open for the slot; `number`.
    OfferKindOpen,
    /// It was withdrawn.
    OfferWasWithdrawn,
    /// It is not open.
    OfferNotOpen,
    /// An opening can be undone for ten seconds.
    OfferUndoTooLate,
    /// The slot is sold out or withdrawn; `number`.
    OfferNotOnSale,
    /// Withdrawing needs a reason.
    OfferNoReason,
    /// Something else still needs what was to go.
    InUse,
    /// Something is already there; `path`.
    FileExists,
    /// A folder stands where a file was named; `path`.
    IsAFolder,
    /// A folder with other things in it stands where an export was to go; `path`.
    ForeignFolder,
    /// A session that was never on air has nothing to export; `session`.
    NothingToExport,
    /// Long work was stopped before its end; nothing was written.
    Stopped,
    /// The file is no review file; `file`.
    ReviewFileUnknown,
    /// The review file is from a later Showrunner; `file`.
    ReviewFileNewer,
    /// The review file was altered or damaged after it was written; `file`.
    ReviewFileAltered,
    /// The folder a file should stand in is not there; `folder`.
    FolderMissing,
    /// The file named is the open workspace itself; `path`.
    SameFile,
    /// Something long is still running on the workspace.
    WorkspaceBusy,
    /// An amount has more decimals than its currency; `amount`, `currency`.
    MoneyTooPrecise,
    /// Amounts of two currencies were put together; `first`, `second`.
    MoneyMixed,
    /// There is no file there; `file`.
    FileMissing,
    /// The file holds nothing; `file`.
    FileEmpty,
    /// The system refused to read the file; `file`, `reason`.
    FileUnreadable,
    /// The file ends in the middle; `file`, perhaps `row`.
    FileTruncated,
    /// The file is neither CSV nor XLSX; `file`, `found`.
    FileNotATable,
    /// A part of the workbook is broken; `file`, `part`, `reason`.
    FileDamaged,
    /// The workbook would unpack to far too much; `file`, `part`, `size`, `limit`.
    FileTooLargeInside,
    /// A cell of a workbook is longer than the format allows; `file`, `cell`, `limit`.
    FileCellTooLong,
    /// A row is longer than any export writes; `file`, `row`, `limit`.
    FileRowTooLong,
    /// The text is neither UTF-8 nor marked UTF-16; `file`, perhaps `row`.
    FileEncoding,
    /// No row looks like names of columns; `file`.
    FileNoHeader,
    /// The workbook has no such sheet; `file`, `sheet`.
    FileNoSuchSheet,
    /// The file changed between looking and reading; `file`.
    FileChanged,
    /// The mapping needs a column the file does not have; `file`, `column`.
    MappingDoesNotFit,
    /// The mapping leaves something open; `file`, `what`.
    MappingIncomplete,
    /// A text is no mapping; `reason`.
    NotAMapping,
    /// A file could not be written; `file`, `reason`.
    FileUnwritable,
    /// A step is too old to be undone.
    UndoSealed,
    /// What was asked for is not there any more; `noun`.
    NotFound,
    /// Something that must be unique is taken; `what`.
    Taken,
    /// Later work changed the same rows.
    UndoCollides,
    /// A fee needs a name.
    FeeNoName,
    /// Those who pay a fee do not pay all of it together.
    FeePayers,
    /// A flat fee needs its amount.
    FeeNoAmount,
    /// A part of a fee needs the fee it is a part of.
    FeeNoOther,
    /// A rate is at most 100 %.
    FeeRate,
    /// The steps of a graded rate do not rise.
    FeeSteps,
    /// The last day is before the first.
    FeePeriod,
    /// An amount is below zero.
    FeeNegative,
    /// An amount is in another currency than the rule; `given`, `needed`.
    FeeCurrency,
    /// An amount for a period needs its first and last day.
    ExpenseNoPeriod,
    /// A rate of exchange leads from a currency to itself.
    RateSame,
    /// A rate of exchange is not above zero.
    RateNotPositive,
    /// The folder of a destination is not there; `folder`.
    TargetFolderMissing,
    /// A destination's address is not one of the web, or holds a password; `address`.
    TargetNotWebAddress,
    /// A destination lies on this computer or in a private network; `address`.
    TargetNearby,
    /// A destination has no secret on this computer.
    SecretMissing,
    /// The key store refuses, or the file of secrets cannot be used; `detail`.
    SecretsRefused,
    /// The file of secrets is sealed with another passphrase.
    SecretsSealed,
    /// No such command; `name`.
    UnknownCommand,
    /// The request has another shape; `detail`.
    BadRequest,
    /// A failure of ours; the log has it.
    Internal,
}

/// What every door answers when a command does not succeed.
#[derive(Debug, Clone, Serialize, thiserror::Error)]
#[error("{message}")]
pub struct ApiError {
    /// For the window.
    pub code: ErrorCode,
    /// What the window's sentence needs.
    pub params: BTreeMap<&'static str, String>,
    /// For the log, in English.
    pub message: String,
}

impl ApiError {
    pub(crate) fn new<const N: usize>(
        code: ErrorCode,
        params: [(&'static str, String); N],
        message: impl Into<String>,
    ) -> Self {
        Self { code, params: BTreeMap::from(params), message: message.into() }
    }

    pub(crate) fn bad_request(error: serde_json::Error) -> Self {
        let detail = error.to_string();
        Self::new(ErrorCode::BadRequest, [("detail", detail.clone())], detail)
    }

    /// Names the workspace file this is about, where that is not said yet.
    pub(crate) fn naming(mut self, path: Option<&std::path::Path>) -> Self {
        let is_about_a_file = matches!(
            self.code,
            ErrorCode::WorkspaceNewer
                | ErrorCode::WorkspaceDamaged
                | ErrorCode::DiskFull
                | ErrorCode::ReadOnly
        );
        if let Some(path) = path.filter(|_| is_about_a_file) {
            self.params.entry("file").or_insert_with(|| path.display().to_string());
        }
        self
    }

    /// A request that did not even reach a command; `detail` says why, in English.
    pub fn malformed(detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self::new(ErrorCode::BadRequest, [("detail", detail.clone())], detail)
    }

    /// A failure of ours, such as a command that broke off; `message` is for the log.
    pub fn failure(message: impl Into<String>) -> Self {
        Self::new(ErrorCode::Internal, [], message)
    }

    pub(crate) fn internal(error: serde_json::Error) -> Self {
        tracing::error!(%error, "an answer could not be packed");
        Self::new(ErrorCode::Internal, [], error.to_string())
    }

    pub(crate) fn unknown_command(name: &str) -> Self {
        Self::new(ErrorCode::UnknownCommand, [("name", name.to_owned())], format!("no command {name}"))
    }
}

impl From<app::Error> for ApiError {
    fn from(error: app::Error) -> Self {
        let message = error.to_string();
        let (code, params): (ErrorCode, Vec<(&'static str, String)>) = match error {
            app::Error::NoWorkspace => (ErrorCode::NoWorkspace, vec![]),
            app::Error::Forbidden { needs } => {
                (ErrorCode::Forbidden, vec![("needs", needs.code().to_owned())])
            }
            app::Error::Invalid { field, value } => {
                (ErrorCode::Invalid, vec![("field", field.to_owned()), ("value", value)])
            }
            app::Error::NotAnAddress { field, value } => {
                (ErrorCode::NotAnAddress, vec![("field", field.to_owned()), ("value", value)])
            }
            app::Error::ProductInLineup { product, session } => {
                (ErrorCode::ProductInLineup, vec![("product", product), ("session", session)])
            }
            app::Error::HoldsUpShow { session, file, rows, most } => {
                let (rows, most) = (rows.to_string(), most.to_string());
                let params = vec![("session", session), ("file", file), ("rows", rows), ("most", most)];
                (ErrorCode::HoldsUpShow, params)
            }
            app::Error::PreviewGone => (ErrorCode::PreviewGone, vec![]),
            app::Error::File(error) => return table_file(&error, message),
            app::Error::Session(error) => return show::session(error, message),
            app::Error::Lineup(error) => return show::lineup(error, message),
            app::Error::OnAir(error) => return show::on_air(error, message),
            app::Error::Offer(error) => return show::offer(error, message),
            app::Error::Fee(error) => return money::fee(error, message),
            app::Error::Expense(error) => return money::expense(error, message),
            app::Error::Shop(error) => return money::shop(error, message),
            app::Error::Rate(error) => return money::rate(error, message),
            app::Error::FileMissing(path) => (ErrorCode::FileMissing, named("file", &path)),
            app::Error::FileExists(path) => (ErrorCode::FileExists, at(&path)),
            app::Error::IsAFolder(path) => (ErrorCode::IsAFolder, at(&path)),
            app::Error::Stopped => (ErrorCode::Stopped, vec![]),
            app::Error::Export(error) => return share::export(error, message),
            app::Error::FolderMissing(folder) => (ErrorCode::FolderMissing, named("folder", &folder)),
            app::Error::SameFile(path) => (ErrorCode::SameFile, at(&path)),
            app::Error::Busy => (ErrorCode::WorkspaceBusy, vec![]),
            app::Error::TargetFolderMissing(folder) => {
                (ErrorCode::TargetFolderMissing, vec![("folder", folder)])
            }
            app::Error::TargetNotAWebAddress(address) => {
                (ErrorCode::TargetNotWebAddress, vec![("address", address)])
            }
            app::Error::TargetNearby(address) => (ErrorCode::TargetNearby, vec![("address", address)]),
            app::Error::NoSecret => (ErrorCode::SecretMissing, vec![]),
            app::Error::Secret(app::secrets::SecretError::Passphrase) => (ErrorCode::SecretsSealed, vec![]),
            app::Error::Secret(error) => (ErrorCode::SecretsRefused, vec![("detail", error.to_string())]),
            app::Error::Sign(_)
            | app::Error::NoNetwork(_)
            | app::Error::NotTold(_)
            | app::Error::BrokeOff(_) => {
                tracing::error!(%message, "a command failed");
                (ErrorCode::Internal, vec![])
            }
            app::Error::Money(error) => return money(error, message),
            app::Error::Workspace { path, error } => return file(error, message).naming(Some(&path)),
            app::Error::Store(error) => return file(error, message),
        };
        Self { code, params: params.into_iter().collect(), message }
    }
}

fn at(path: &std::path::Path) -> Vec<(&'static str, String)> {
    named("path", path)
}

fn named(key: &'static str, path: &std::path::Path) -> Vec<(&'static str, String)> {
    vec![(key, path.display().to_string())]
}

/// A file of products or sales that was refused as a whole.
fn table_file(error: &app::exchange::FileError, message: String) -> ApiError {
    use app::exchange::FileError as File;
    let code = match error {
        File::Missing { .. } => ErrorCode::FileMissing,
        File::Empty { .. } => ErrorCode::FileEmpty,
        File::Unreadable { .. } => ErrorCode::FileUnreadable,
        File::Truncated { .. } => ErrorCode::FileTruncated,
        File::NotATable { .. } => ErrorCode::FileNotATable,
        File::Damaged { .. } => ErrorCode::FileDamaged,
        File::TooLargeInside { .. } => ErrorCode::FileTooLargeInside,
        File::CellTooLong { .. } => ErrorCode::FileCellTooLong,
        File::RowTooLong { .. } => ErrorCode::FileRowTooLong,
        File::Encoding { .. } => ErrorCode::FileEncoding,
        File::NoHeader { .. } => ErrorCode::FileNoHeader,
        File::NoSuchSheet { .. } => ErrorCode::FileNoSuchSheet,
        File::Changed { .. } => ErrorCode::FileChanged,
        File::MappingDoesNotFit { .. } => ErrorCode::MappingDoesNotFit,
        File::MappingIncomplete { .. } => ErrorCode::MappingIncomplete,
        File::BadAnswer { key, value } => {
            let params = [("field", key.clone()), ("value", value.clone())];
            return ApiError::new(ErrorCode::Invalid, params, message);
        }
        File::NotAMapping { .. } => ErrorCode::NotAMapping,
        File::Unwritable { .. } => ErrorCode::FileUnwritable,
    };
    let fields = serde_json::to_value(error).unwrap_or_default();
    let field = |name: &'static str| {
        let value = fields.get(name)?;
        Some((name, value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
    };
    let names =
        ["file", "reason", "row", "found", "part", "size", "limit", "sheet", "cell", "column", "what"];
    let params = names.into_iter().filter_map(field).filter(|(_, value)| value != "null").collect();
    ApiError { code, params, message }
}

fn file(error: app::store::Error, message: String) -> ApiError {
    use app::store::Error as Store;
    let plain = |code| ApiError::new(code, [], message.clone());
    match error {
        Store::Held(path) => {
            ApiError::new(ErrorCode::WorkspaceHeld, [("path", path.display().to_string())], message)
        }
        Store::Newer { .. } => plain(ErrorCode::WorkspaceNewer),
        Store::Damaged(_) => plain(ErrorCode::WorkspaceDamaged),
        Store::DiskFull => plain(ErrorCode::DiskFull),
        Store::Disk(detail) => {
            tracing::error!(%detail, "the disk refuses");
            ApiError::new(ErrorCode::DiskRefuses, [("detail", detail)], message)
        }
        Store::ReadOnly => plain(ErrorCode::ReadOnly),
        Store::NotFound(noun) => ApiError::new(ErrorCode::NotFound, [("noun", noun.to_owned())], message),
        Store::Taken(what) => ApiError::new(ErrorCode::Taken, [("what", what)], message),
        Store::InUse => plain(ErrorCode::InUse),
        Store::UndoCollides => plain(ErrorCode::UndoCollides),
        Store::Sealed => plain(ErrorCode::UndoSealed),
        Store::Money(error) => money(error, message),
        Store::Corrupt { .. } | Store::Io(_) | Store::Sqlite(_) => {
            tracing::error!(%error, "the workspace failed");
            plain(ErrorCode::Internal)
        }
    }
}
