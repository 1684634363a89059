//! What changed since last month's file.

use app::{App, imports};
use domain::Actor;

use crate::ApiError;
use crate::dto::{self, ImportChanges, ImportRef, ImportRestated, ImportRestatedRequest};

/// See [`imports::changes`].
pub(crate) fn import_changes(app: &App, _: &Actor, req: ImportRef) -> Result<ImportChanges, ApiError> {
    Ok(imports::changes(app, dto::id("importId", &req.import_id)?)?.into())
}

/// See [`imports::restated`].
pub(crate) fn import_restated(
    app: &App,
    _: &Actor,
    req: ImportRestatedRequest,
) -> Result<ImportRestated, ApiError> {
    let id = dto::id("importId", &req.import_id)?;
    let (total, lines) = imports::restated(app, id, req.offset, req.limit)?;
    Ok(ImportRestated { total, lines: lines.into_iter().map(Into::into).collect() })
}
