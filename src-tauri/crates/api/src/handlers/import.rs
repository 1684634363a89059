//! Files on their way in.

use std::path::Path;

use app::{App, imports};
use domain::Actor;
use uuid::Uuid;

use crate::ApiError;
use crate::dto::{
    self, Import, ImportMappingSave, ImportPreview, ImportPreviewRequest, ImportRef, ImportRejectsSave,
    ImportRejectsSaved, ImportRowState, ImportRows, ImportRowsRequest, Imports, Nothing, PreviewRef,
};

/// See [`imports::look`].
pub(crate) fn import_preview(
    app: &App,
    by: &Actor,
    req: ImportPreviewRequest,
) -> Result<ImportPreview, ApiError> {
    Ok(imports::look(app, by, &req.try_into()?)?.into())
}

/// See [`imports::rows`] and [`imports::rejects`].
pub(crate) fn import_rows(app: &App, by: &Actor, req: ImportRowsRequest) -> Result<ImportRows, ApiError> {
    let id: Uuid = dto::id("previewId", &req.preview_id)?;
    let (offset, limit) = (size(req.offset), size(req.limit));
    if req.state == ImportRowState::Rejected {
        let (total, rejects) = imports::rejects(app, id, offset, limit)?;
        return Ok(ImportRows { total, rows: rejects.into_iter().map(dto::refused_row).collect() });
    }
    let (total, rows) = imports::rows(app, by, id, req.state.into(), offset, limit)?;
    Ok(ImportRows { total, rows: rows.into_iter().map(Into::into).collect() })
}

fn size(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// See [`imports::commit`].
pub(crate) fn import_commit(app: &App, by: &Actor, req: PreviewRef) -> Result<Import, ApiError> {
    Ok(imports::commit(app, by, dto::id("previewId", &req.preview_id)?)?.into())
}

/// See [`imports::discard`].
pub(crate) fn import_discard(app: &App, _: &Actor, req: PreviewRef) -> Result<Nothing, ApiError> {
    imports::discard(app, dto::id("previewId", &req.preview_id)?);
    Ok(Nothing {})
}

/// See [`imports::undo`].
pub(crate) fn import_undo(app: &App, by: &Actor, req: ImportRef) -> Result<Import, ApiError> {
    Ok(imports::undo(app, by, dto::id("importId", &req.import_id)?)?.into())
}

/// See [`imports::all`].
pub(crate) fn import_all(app: &App, _: &Actor, _: Nothing) -> Result<Imports, ApiError> {
    Ok(Imports { imports: imports::all(app)?.into_iter().map(Into::into).collect() })
}

/// See [`imports::save_rejects`].
pub(crate) fn import_rejects_save(
    app: &App,
    _: &Actor,
    req: ImportRejectsSave,
) -> Result<ImportRejectsSaved, ApiError> {
    let preview = dto::id("previewId", &req.preview_id)?;
    let rows = imports::save_rejects(app, preview, Path::new(&req.path))?;
    Ok(ImportRejectsSaved { path: req.path, rows })
}

/// See [`imports::save_mapping`].
pub(crate) fn import_mapping_save(app: &App, _: &Actor, req: ImportMappingSave) -> Result<Nothing, ApiError> {
    let preview = dto::id("previewId", &req.preview_id)?;
    imports::save_mapping(app, preview, Path::new(&req.path))?;
    Ok(Nothing {})
}
