//! Refusals of files that go out, and of review files that come in.

use app::exchange::share::ReviewFileError;
use app::exports::ExportError;

use super::{ApiError, ErrorCode};

pub(super) fn export(error: ExportError, message: String) -> ApiError {
    match error {
        ExportError::ForeignFolder(path) => {
            ApiError::new(ErrorCode::ForeignFolder, [("path", path.display().to_string())], message)
        }
        ExportError::Nothing(session) => {
            ApiError::new(ErrorCode::NothingToExport, [("session", session)], message)
        }
        ExportError::OneSession => ApiError::new(
            ErrorCode::Invalid,
            [("field", "sessionId".to_owned()), ("value", String::new())],
            message,
        ),
        ExportError::Review { file, reason } => {
            let code = match reason {
                ReviewFileError::NotOne => ErrorCode::ReviewFileUnknown,
                ReviewFileError::Newer(_) => ErrorCode::ReviewFileNewer,
                ReviewFileError::Altered => ErrorCode::ReviewFileAltered,
            };
            let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            ApiError::new(code, [("file", name)], message)
        }
    }
}
