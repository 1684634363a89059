//! Many files at once.

use app::{App, imports};
use domain::Actor;

use crate::ApiError;
use crate::dto::{GivenPaths, ImportPaths};

/// See [`imports::files`].
pub(crate) fn import_files(app: &App, _: &Actor, req: ImportPaths) -> Result<GivenPaths, ApiError> {
    let paths: Vec<_> = req.paths.into_iter().map(Into::into).collect();
    Ok(imports::files(app, &paths)?.into())
}
