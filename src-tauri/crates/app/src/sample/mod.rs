//! Sample brands: one file of its own, filled through the same verbs as a user's work.
//!
//! A scripted clock walks through three past shows, so that takes, log and orders belong together; then one
//! session is planned for tomorrow and one is made ready to go live.

mod brand;
mod fees;
mod orders;
mod stage;

use std::path::{Path, PathBuf};

use domain::{Language, Market};
use store::file::{self, Held, beside};
use store::workspace::{Purpose, Theme, Workspace};
use uuid::Uuid;

use crate::{App, Error, Result, workspace_file};
use brand::Brand;
use stage::Stage;

/// Opens the sample brand of `market`, making it first when this computer has none or `fresh` is asked for.
///
/// Markets without a brand of their own show the Vietnamese one. The user's own workspace is not touched.
///
/// # Errors
/// When the file cannot be written; an unfinished sample is never left behind.
pub fn open(app: &App, market: Market, language: Language, fresh: bool) -> Result<PathBuf> {
    let brand = Brand::of(market);
    let path = app.home().sample_workspace(&brand.market.code().to_lowercase());
    make_if_needed(app, brand, &path, fresh)?;
    app.open(&path)?;
    workspace_file::remember(app, &path);
    if let Some((_, workspace)) = crate::workspaces::current(app)?
        && workspace.language != language
    {
        app.act(domain::Change::Workspace, |tables| {
            Ok(tables.save_workspace(&Workspace { language, ..workspace })?)
        })?;
    }
    Ok(path)
}

/// Fills the file at `path` with the sample brand of `market`, without opening it in `app`.
///
/// # Errors
/// When something is there already, or the file cannot be written.
pub fn write(app: &App, market: Market, path: &Path) -> Result<()> {
    if path.exists() {
        return Err(Error::FileExists(path.to_owned()));
    }
    make(app, Brand::of(market), path, || Ok(None))
}

fn make_if_needed(app: &App, brand: &'static Brand, path: &Path, fresh: bool) -> Result<()> {
    let is_open = app.workspace_path().is_some_and(|open| open == path);
    if is_open && !fresh {
        return Ok(());
    }
    if path.exists() && !fresh && !is_stale(app, path) {
        return Ok(());
    }
    std::fs::create_dir_all(app.home().folder()).map_err(store::Error::from)?;
    // Another Showrunner may have yesterday's sample open: then it stays.
    let held = if is_open { None } else { Some(file::hold(path)?) };
    let made = make(app, brand, path, || {
        let held = match held {
            Some(held) => held,
            None => {
                drop(app.take_away()?);
                file::hold(path)?
            }
        };
        for suffix in ["-wal", "-shm"] {
            let _ = std::fs::remove_file(beside(path, suffix));
        }
        Ok(Some(held))
    });
    if made.is_err() && is_open {
        app.open(path)?;
    }
    made
}

/// A sample made yesterday has no session ready to go live any more.
fn is_stale(app: &App, path: &Path) -> bool {
    const FRESH_MS: i64 = 12 * 60 * 60_000;
    let written = std::fs::metadata(path).and_then(|about| about.created().or_else(|_| about.modified()));
    let since = written.ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    since.is_none_or(|since| app.now_ms() - i64::try_from(since.as_millis()).unwrap_or_default() > FRESH_MS)
}

/// Builds under another name and renames once `free` has made sure of the place: neither a crash nor a full disk
/// leaves half a sample, or costs the one that was there.
fn make(
    app: &App,
    brand: &'static Brand,
    path: &Path,
    free: impl FnOnce() -> Result<Option<Held>>,
) -> Result<()> {
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    std::fs::create_dir_all(folder).map_err(store::Error::from)?;
    let unfinished = beside(path, &format!(".{}.unfinished", Uuid::now_v7().simple()));
    let built = Stage::build(app, brand, &unfinished).and_then(Stage::play).and_then(|()| {
        let _held = free()?;
        Ok(std::fs::rename(&unfinished, path).map_err(store::Error::from)?)
    });
    file::remove(&unfinished);
    built
}

/// The workspace row of a sample.
fn workspace_of(brand: &Brand, at_ms: i64) -> Workspace {
    Workspace {
        id: Uuid::now_v7(),
        brand: brand.name.to_owned(),
        market: brand.market,
        language: brand.language,
        theme: Theme::System,
        purpose: Purpose::Sample,
        created_at_ms: at_ms,
    }
}
