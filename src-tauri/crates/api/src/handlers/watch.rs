//! Watched folders.

use std::path::Path;

use app::{App, watch};
use domain::Actor;

use crate::ApiError;
use crate::dto::{self, ImportPaths, Nothing, WatchEdit, WatchRef, WatchStart, WatchedFolders};

/// See [`watch::state`].
pub(crate) fn watch_state(app: &App, _: &Actor, _: Nothing) -> Result<WatchedFolders, ApiError> {
    Ok(WatchedFolders { folders: watch::state(app)?.into_iter().map(Into::into).collect() })
}

/// See [`watch::start`].
pub(crate) fn watch_start(app: &App, by: &Actor, req: WatchStart) -> Result<WatchedFolders, ApiError> {
    watch::start(app, by, Path::new(req.path.trim()), req.takes_in)?;
    watch_state(app, by, Nothing {})
}

/// See [`watch::edit`].
pub(crate) fn watch_edit(app: &App, by: &Actor, req: WatchEdit) -> Result<WatchedFolders, ApiError> {
    watch::edit(app, by, dto::id("folderId", &req.folder_id)?, req.takes_in)?;
    watch_state(app, by, Nothing {})
}

/// See [`watch::stop`].
pub(crate) fn watch_stop(app: &App, by: &Actor, req: WatchRef) -> Result<WatchedFolders, ApiError> {
    watch::stop(app, by, dto::id("folderId", &req.folder_id)?)?;
    watch_state(app, by, Nothing {})
}

/// See [`watch::leave`].
pub(crate) fn watch_leave(app: &App, by: &Actor, req: ImportPaths) -> Result<WatchedFolders, ApiError> {
    let paths: Vec<_> = req.paths.into_iter().map(Into::into).collect();
    watch::leave(app, by, &paths)?;
    watch_state(app, by, Nothing {})
}
