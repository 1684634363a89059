//! The workspace.

use std::path::Path;

use app::{App, logs, workspace_file, workspaces};
use domain::Actor;

use crate::ApiError;
use crate::dto::{
    Backup, Diagnostics, Nothing, Purpose, Workspace, WorkspaceBackUp, WorkspaceEdit, WorkspaceMove,
    WorkspaceOpen, WorkspaceRestore, WorkspaceRestored, WorkspaceStart, WorkspaceState,
};

/// See [`workspaces::current`].
pub(crate) fn workspace_state(app: &App, by: &Actor, _: Nothing) -> Result<WorkspaceState, ApiError> {
    let workspace = workspaces::current(app)?.map(|(path, workspace)| Workspace {
        synced: workspace_file::is_synced(&path),
        path: path.display().to_string(),
        brand: workspace.brand,
        market: workspace.market.into(),
        currency: workspace.market.currency().code().to_owned(),
        zone: workspace.market.zone().name().to_owned(),
        language: workspace.language.into(),
        theme: workspace.theme.into(),
        purpose: workspace.purpose.into(),
        sample: workspace.purpose == app::store::workspace::Purpose::Sample,
    });
    Ok(WorkspaceState {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        workspace,
        role: by.role.into(),
        sees_money: by.sees_money,
        now_ms: app.now_ms(),
        recent: workspace_file::recent(app).iter().map(|path| path.display().to_string()).collect(),
        origin: app.origin(),
    })
}

/// See [`workspaces::start`].
pub(crate) fn workspace_start(
    app: &App,
    by: &Actor,
    req: WorkspaceStart,
) -> Result<WorkspaceState, ApiError> {
    if req.purpose == Purpose::Sample {
        app::sample::open(app, req.market.into(), req.language.into(), false)?;
        return workspace_state(app, by, Nothing {});
    }
    let start = workspaces::Start {
        language: req.language.into(),
        market: req.market.into(),
        brand: req.brand,
        purpose: req.purpose.into(),
    };
    workspaces::start(app, &start)?;
    workspace_state(app, by, Nothing {})
}

/// See [`workspaces::edit`].
pub(crate) fn workspace_edit(app: &App, by: &Actor, req: WorkspaceEdit) -> Result<WorkspaceState, ApiError> {
    let edit = workspaces::Edit {
        language: req.language.map(Into::into),
        theme: req.theme.map(Into::into),
        market: req.market.map(Into::into),
        brand: req.brand,
    };
    workspaces::edit(app, by, edit)?;
    workspace_state(app, by, Nothing {})
}

/// See [`workspace_file::open`].
pub(crate) fn workspace_open(app: &App, by: &Actor, req: WorkspaceOpen) -> Result<WorkspaceState, ApiError> {
    workspace_file::open(app, Path::new(&req.path))?;
    workspace_state(app, by, Nothing {})
}

/// See [`workspace_file::back_up`].
pub(crate) fn workspace_back_up(app: &App, _: &Actor, req: WorkspaceBackUp) -> Result<Backup, ApiError> {
    Ok(workspace_file::back_up(app, req.path.as_deref().map(Path::new))?.into())
}

/// See [`workspace_file::restore`].
pub(crate) fn workspace_restore(
    app: &App,
    by: &Actor,
    req: WorkspaceRestore,
) -> Result<WorkspaceRestored, ApiError> {
    let kept = workspace_file::restore(app, Path::new(&req.path))?;
    Ok(WorkspaceRestored {
        kept_path: kept.display().to_string(),
        state: workspace_state(app, by, Nothing {})?,
    })
}

/// See [`workspace_file::move_to`].
pub(crate) fn workspace_move(app: &App, by: &Actor, req: WorkspaceMove) -> Result<WorkspaceState, ApiError> {
    workspace_file::move_to(app, Path::new(&req.path))?;
    workspace_state(app, by, Nothing {})
}

/// See [`logs::diagnostics`].
pub(crate) fn diagnostics_copy(app: &App, _: &Actor, _: Nothing) -> Result<Diagnostics, ApiError> {
    Ok(Diagnostics { text: logs::diagnostics(app)? })
}
