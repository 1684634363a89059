//! The workspace: start one, open another, change its settings.

use std::path::PathBuf;

use domain::{Actor, Change, Language, Market};
use store::workspace::{Purpose, Theme, Workspace};
use uuid::Uuid;

use crate::{App, Error, Result, Write, workspace_file};

/// The answers of the first run.
#[derive(Debug, Clone)]
pub struct Start {
    /// Language of the window.
    pub language: Language,
    /// Home market.
    pub market: Market,
    /// The brand's name.
    pub brand: String,
    /// What brings the user here; not `Sample`, which has a verb of its own.
    pub purpose: Purpose,
}

/// The open workspace and where its file is; `None` before the first run is answered.
pub fn current(app: &App) -> Result<Option<(PathBuf, Workspace)>> {
    let store = match app.store() {
        Ok(store) => store,
        Err(Error::NoWorkspace) => return Ok(None),
        Err(other) => return Err(other),
    };
    let workspace = store.read::<_, Error>(|tables| Ok(tables.workspace()?))?;
    Ok(workspace.map(|workspace| (store.path().to_owned(), workspace)))
}

/// Answers the first run: fills the open file, or makes the user's own one.
///
/// From a sample it leads to the user's own file, which keeps what it was if it has been started before.
pub fn start(app: &App, start: &Start) -> Result<Workspace> {
    let brand = start.brand.trim();
    if brand.is_empty() {
        return Err(Error::Invalid { field: "brand", value: start.brand.clone() });
    }
    let from_sample = current(app)?.is_some_and(|(_, workspace)| workspace.purpose == Purpose::Sample);
    if from_sample || matches!(app.store(), Err(Error::NoWorkspace)) {
        std::fs::create_dir_all(app.home().folder()).map_err(store::Error::from)?;
        app.open(&app.home().own_workspace())?;
        workspace_file::remember(app, &app.home().own_workspace());
    }
    if from_sample && let Some((_, own)) = current(app)? {
        return Ok(own);
    }
    let workspace = Workspace {
        id: app.mint::<Uuid>(),
        brand: brand.to_owned(),
        market: start.market,
        language: start.language,
        theme: Theme::System,
        purpose: start.purpose,
        created_at_ms: app.now_ms(),
    };
    app.act(Change::Workspace, |tables| Ok(tables.save_workspace(&workspace)?))?;
    Ok(workspace)
}

/// A change of settings; what is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    /// Language of the window.
    pub language: Option<Language>,
    /// Light or dark.
    pub theme: Option<Theme>,
    /// Home market.
    pub market: Option<Market>,
    /// The brand's name.
    pub brand: Option<String>,
}

/// Changes settings of the open workspace.
pub fn edit(app: &App, by: &Actor, edit: Edit) -> Result<Workspace> {
    app.transact(Write::new("workspace_edit", Change::Workspace, by), |tables| {
        let mut workspace = tables.workspace()?.ok_or(Error::NoWorkspace)?;
        workspace.language = edit.language.unwrap_or(workspace.language);
        workspace.theme = edit.theme.unwrap_or(workspace.theme);
        workspace.market = edit.market.unwrap_or(workspace.market);
        if let Some(brand) = edit.brand {
            if brand.trim().is_empty() {
                return Err(Error::Invalid { field: "brand", value: brand });
            }
            workspace.brand = brand.trim().to_owned();
        }
        tables.save_workspace(&workspace)?;
        Ok(workspace)
    })
}
