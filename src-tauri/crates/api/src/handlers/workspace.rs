//! The workspace.

use app::{App, workspaces};
use domain::Actor;

use crate::ApiError;
use crate::dto::{Nothing, Workspace, WorkspaceEdit, WorkspaceStart, WorkspaceState};

/// See [`workspaces::current`].
pub(crate) fn workspace_state(app: &App, by: &Actor, _: Nothing) -> Result<WorkspaceState, ApiError> {
    let workspace = workspaces::current(app)?.map(|(path, workspace)| Workspace {
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
        origin: app.origin(),
    })
}

/// See [`workspaces::start`].
pub(crate) fn workspace_start(
    app: &App,
    by: &Actor,
    req: WorkspaceStart,
) -> Result<WorkspaceState, ApiError> {
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
