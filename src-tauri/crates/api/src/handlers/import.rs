//! Files on their way in.

use app::App;
use domain::Actor;

use crate::ApiError;
use crate::dto::{
    Import, ImportPreview, ImportPreviewRequest, ImportRef, ImportRejectsSave, ImportRejectsSaved,
    ImportRows, ImportRowsRequest, Imports, Nothing, PreviewRef,
};

/// Looks at a file.
pub(crate) fn import_preview(_: &App, _: &Actor, _: ImportPreviewRequest) -> Result<ImportPreview, ApiError> {
    Err(app::Error::PreviewGone.into())
}

/// A page of its rows.
pub(crate) fn import_rows(_: &App, _: &Actor, _: ImportRowsRequest) -> Result<ImportRows, ApiError> {
    Err(app::Error::PreviewGone.into())
}

/// Takes it in.
pub(crate) fn import_commit(_: &App, _: &Actor, _: PreviewRef) -> Result<Import, ApiError> {
    Err(app::Error::PreviewGone.into())
}

/// Forgets the preview.
pub(crate) fn import_discard(_: &App, _: &Actor, _: PreviewRef) -> Result<Nothing, ApiError> {
    Ok(Nothing {})
}

/// Takes an import back.
pub(crate) fn import_undo(_: &App, _: &Actor, _: ImportRef) -> Result<Import, ApiError> {
    Err(app::Error::PreviewGone.into())
}

/// Every file that came in.
pub(crate) fn import_all(_: &App, _: &Actor, _: Nothing) -> Result<Imports, ApiError> {
    Ok(Imports { imports: Vec::new() })
}

/// Writes the refused rows.
pub(crate) fn import_rejects_save(
    _: &App,
    _: &Actor,
    _: ImportRejectsSave,
) -> Result<ImportRejectsSaved, ApiError> {
    Err(app::Error::PreviewGone.into())
}
