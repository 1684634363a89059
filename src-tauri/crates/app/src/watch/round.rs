//! One look at every watched folder: what landed and has come to rest is judged, and goes in or waits.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use domain::{Actor, Change, Role, SessionStatus};
use exchange::Kind;
use store::session::SessionQuery;
use store::watch::{WatchedFile, WatchedFolder, WatchedState};
use uuid::Uuid;

use crate::imports::{Ask, Given, Report, examine, given, may_hold_table, take_in};
use crate::{App, Error, Result};

/// Files judged in one round, so that a folder full of them does not keep the others waiting.
const JUDGED: usize = 20;

/// Endings that browsers give a file beside the one they are still loading.
const LOADING: [&str; 4] = ["part", "crdownload", "download", "partial"];

/// Who brings in what goes in by itself.
const WATCH: &str = "watch";

/// What was seen in the folders at the last look; files whose size or time differs from it are still being written.
#[derive(Default)]
pub struct Watcher {
    seen: HashMap<PathBuf, (u64, i64)>,
}

impl Watcher {
    /// Looks at every watched folder once. Answers whether there is any.
    ///
    /// # Errors
    /// When the workspace cannot be read or written; a folder that is gone is noted and is no error.
    pub fn round(&mut self, app: &App) -> Result<bool> {
        let folders = app.read(|tables| Ok(tables.watched_folders()?))?;
        let mut met = Vec::new();
        let mut is_news = false;
        for folder in &folders {
            let Ok(there) = tables_in(Path::new(&folder.path)) else {
                is_news |= app.gone().set(folder.id, true);
                continue;
            };
            is_news |= app.gone().set(folder.id, false);
            is_news |= forget_gone(app, folder)?;
            met.extend(self.rested(app, folder, there)?);
        }
        if app.read(|tables| Ok(tables.has_watched_files_to_settle()?))? {
            is_news |= app.act(Change::Imports, |tables| Ok(tables.settle_watched_files()?))?;
        }
        self.seen.retain(|path, _| folders.iter().any(|folder| path.starts_with(&folder.path)));
        met.truncate(JUDGED);
        for (folder, file) in met {
            is_news |= judge(app, folder, &file)?;
        }
        is_news |= bring_in(app, &folders)?;
        if is_news {
            app.announce(Change::Imports);
        }
        Ok(!folders.is_empty())
    }

    /// The files that landed, or changed, since they were judged last, and are as they were at the last look.
    fn rested(&mut self, app: &App, folder: &WatchedFolder, there: Vec<Given>) -> Result<Vec<(Uuid, Given)>> {
        let judged: HashMap<String, (u64, i64)> = app.read(|tables| {
            let files = tables.watched_files(folder.id)?;
            Ok(files.into_iter().map(|file| (file.path, (file.bytes, file.modified_ms))).collect())
        })?;
        let mut rested = Vec::new();
        for file in there {
            let now = (file.bytes, file.modified_ms);
            if judged.get(&file.path.display().to_string()) == Some(&now) {
                self.seen.remove(&file.path);
            } else if self.seen.insert(file.path.clone(), now) == Some(now) {
                rested.push((folder.id, file));
            }
        }
        Ok(rested)
    }
}

/// The files of a folder that may hold a table and are not still being loaded; folders in it are not looked into.
pub(super) fn tables_in(folder: &Path) -> Result<Vec<Given>> {
    let unreadable = |error: std::io::Error| {
        let file = folder.display().to_string();
        exchange::FileError::Unreadable { file, reason: error.to_string() }
    };
    let names: Vec<String> = std::fs::read_dir(folder)
        .map_err(unreadable)?
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    let is_loading = |name: &str| {
        LOADING.iter().any(|ending| {
            let beside = format!("{name}.{ending}");
            names.contains(&beside)
        })
    };
    let wanted = names.iter().filter(|name| may_hold_table(name) && !is_loading(name));
    // One that is gone meanwhile, or is a folder, is none; an empty one is not there yet.
    let files = wanted.filter_map(|name| given(&folder.join(name)).ok());
    Ok(files.filter(|file| file.bytes > 0 && file.path.is_file()).collect())
}

/// Forgets files that waited and are gone from their folder. Answers whether there were any.
fn forget_gone(app: &App, folder: &WatchedFolder) -> Result<bool> {
    let gone: Vec<WatchedFile> = app.read(|tables| {
        let mut files = tables.watched_files(folder.id)?;
        files.retain(|file| file.state.waits() && !Path::new(&file.path).exists());
        Ok(files)
    })?;
    for file in &gone {
        app.act(Change::Imports, |tables| Ok(tables.delete_watched_file(folder.id, &file.path)?))?;
    }
    Ok(!gone.is_empty())
}

/// Who brings in what nobody pressed for.
fn by() -> Actor {
    Actor { name: WATCH.to_owned(), role: Role::Operator, sees_money: false }
}

/// Looks at one file and keeps where it stands. Answers whether it waits.
fn judge(app: &App, folder: Uuid, file: &Given) -> Result<bool> {
    let ask = Ask { path: file.path.clone(), ..Ask::default() };
    let looked = examine(app, &by(), &ask);
    let path = file.path.display().to_string();
    let is_text = path.to_lowercase().ends_with(".txt");
    let (state, hash) = match &looked {
        // A text that is no table is a note somebody keeps there.
        Ok((report, _)) if report.kind.is_none() && is_text => {
            (WatchedState::Nothing, Some(report.sniffed.hash.clone()))
        }
        Ok((report, _)) => (state_of(report), Some(report.sniffed.hash.clone())),
        Err(error @ (Error::Busy | Error::NoWorkspace | Error::Store(_))) => {
            tracing::warn!(%error, "a watched file is looked at again later");
            return Ok(false);
        }
        Err(_) if is_text => (WatchedState::Nothing, None),
        Err(_) => (WatchedState::Failed, None),
    };
    // It went on growing while it was read.
    if given(&file.path).ok().is_none_or(|now| (now.bytes, now.modified_ms) != (file.bytes, file.modified_ms))
    {
        return Ok(false);
    }
    let found_at_ms = app.now_ms();
    let state = app.act(Change::Imports, |tables| {
        let is_twin = match &hash {
            Some(hash) => tables.live_import_of(hash)?.is_some() || tables.is_content_watched(hash, &path)?,
            None => false,
        };
        let state = if is_twin { WatchedState::Nothing } else { state };
        let (bytes, modified_ms) = (file.bytes, file.modified_ms);
        let file = WatchedFile { folder, path, bytes, modified_ms, hash, state, found_at_ms };
        tables.save_watched_file(&file)?;
        Ok(state)
    })?;
    Ok(state.waits())
}

/// Where a file stands that was looked at. One with refused rows is opened first, so that nobody loses them unseen.
fn state_of(report: &Report) -> WatchedState {
    let asks = report.questions.iter().any(|question| question.blocks && question.answer.is_none());
    if asks || report.kind.is_none() {
        WatchedState::Asks
    } else if !report.ready() {
        WatchedState::Nothing
    } else if report.counts.rejected > 0 {
        WatchedState::Asks
    } else {
        WatchedState::Ready
    }
}

/// What others lean on comes in first: products, then sessions, then what is credited to them.
const fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Products => 0,
        Kind::Sessions => 1,
        Kind::Minutes => 2,
        Kind::Sales => 3,
        Kind::Payouts | Kind::Commissions | Kind::Days | Kind::Ads | Kind::Unclear => 4,
    }
}

/// Brings in what is proved where the user said so; nothing while a session is on air. Answers whether anything moved.
fn bring_in(app: &App, folders: &[WatchedFolder]) -> Result<bool> {
    let waiting = app.read(|tables| {
        let live = SessionQuery { status: Some(SessionStatus::Live), ..SessionQuery::default() };
        if !folders.iter().any(|folder| folder.takes_in) || !tables.sessions(&live)?.is_empty() {
            return Ok(Vec::new());
        }
        let mut files = tables.watched_files_waiting()?;
        let takes_in = |id| folders.iter().any(|folder| folder.id == id && folder.takes_in);
        files.retain(|file| file.state == WatchedState::Ready && takes_in(file.folder));
        Ok(files)
    })?;
    let mut looked: Vec<(WatchedFile, u8)> = Vec::new();
    for file in waiting {
        let sniffed = exchange::sniff_sheet(Path::new(&file.path), None);
        let kind = sniffed.map_or(Kind::Unclear, |sniffed| sniffed.recognised.kind);
        looked.push((file, rank(kind)));
    }
    looked.sort_by_key(|(_, rank)| *rank);
    let is_any = !looked.is_empty();
    for (file, _) in looked {
        // Looked at again, since another may have come in before it.
        let ask = Ask { path: (&file.path).into(), ..Ask::default() };
        let state = match examine(app, &by(), &ask) {
            Ok((report, waiting)) => match state_of(&report) {
                WatchedState::Ready => {
                    take_in(app, &by(), &report, waiting.as_ref()).map(|_| WatchedState::In)
                }
                other => Ok(other),
            },
            Err(error) => Err(error),
        };
        let state = state.unwrap_or_else(|error| {
            tracing::warn!(%error, "a watched file did not come in by itself");
            WatchedState::Failed
        });
        app.act(Change::Imports, |tables| Ok(tables.save_watched_file(&WatchedFile { state, ..file })?))?;
    }
    Ok(is_any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_still_loaded_or_no_table_is_not_there_yet() {
        let home = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(home.path().join(name), text).unwrap();
        // Firefox keeps an empty file beside the one it fills; others keep a name of their own.
        write("fox.csv", "a");
        write("fox.csv.part", "a,b");
        write("chrome.csv.crdownload", "a,b");
        write("empty.csv", "");
        write("~$open.xlsx", "x");
        write("photo.png", "x");
        write("orders.csv", "a,b");
        std::fs::create_dir(home.path().join("folder.csv")).unwrap();
        let names: Vec<String> = tables_in(home.path()).unwrap().into_iter().map(|file| file.name).collect();
        assert_eq!(names, ["orders.csv"]);
    }
}
