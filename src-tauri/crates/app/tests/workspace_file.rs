//! The workspace as a file, on a real disk.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set its stage fails")]

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use app::workspaces::{Edit, Start};
use app::{App, Error, Home, SystemClock, hosts, workspace_file, workspaces};
use domain::{Actor, Language, Market};
use store::workspace::Purpose;

fn desk(folder: &std::path::Path) -> Result<App, Error> {
    let app = App::new(Home::at(folder.join("home")), SystemClock);
    let start = Start {
        language: Language::Vi,
        market: Market::Vn,
        brand: "Mộc Lan".to_owned(),
        purpose: Purpose::PlanAndSell,
    };
    workspaces::start(&app, &start)?;
    Ok(app)
}

fn rename(app: &App, brand: &str) -> Result<(), Error> {
    let edit = Edit { brand: Some(brand.to_owned()), ..Edit::default() };
    workspaces::edit(app, &Actor::owner(), edit)?;
    Ok(())
}

fn brand(app: &App) -> Result<Option<String>, Error> {
    Ok(workspaces::current(app)?.map(|(_, workspace)| workspace.brand))
}

fn names_in(folder: &std::path::Path) -> Vec<String> {
    let found = std::fs::read_dir(folder).unwrap();
    found.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn a_backup_brings_back_what_was_and_keeps_what_is() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let app = desk(folder.path())?;
    let backup = workspace_file::back_up(&app, None)?;
    rename(&app, "Sen Đá")?;

    let kept = workspace_file::restore(&app, &backup.path)?;
    assert_eq!(brand(&app)?.as_deref(), Some("Mộc Lan"), "the backup is in place");
    let names = names_in(app.home().folder());
    assert!(!names.iter().any(|name| name.contains("incoming")), "nothing half-way is left: {names:?}");

    workspace_file::open(&app, &kept)?;
    assert_eq!(brand(&app)?.as_deref(), Some("Sen Đá"), "what was there before was kept");
    let kept_backups: Vec<_> = workspace_file::backups(&app).into_iter().map(|backup| backup.path).collect();
    assert_eq!(kept_backups, [backup.path], "the backup itself is still there");
    Ok(())
}

#[test]
fn a_chosen_file_comes_with_what_only_stands_in_its_log() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let app = desk(folder.path())?;
    rename(&app, "Sen Đá")?;
    let chosen = folder.path().join("copied while open.showrunner");
    for suffix in ["", "-wal"] {
        let from = store::file::beside(&app.home().own_workspace(), suffix);
        std::fs::copy(from, store::file::beside(&chosen, suffix)).unwrap();
    }
    rename(&app, "Tên khác")?;
    workspace_file::restore(&app, &chosen)?;
    assert_eq!(brand(&app)?.as_deref(), Some("Sen Đá"));
    Ok(())
}

#[test]
fn a_damaged_backup_leaves_the_workspace_alone() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let app = desk(folder.path())?;
    let backup = workspace_file::back_up(&app, None)?;
    let mut bytes = std::fs::read(&backup.path).unwrap();
    bytes.truncate(bytes.len() / 2);
    bytes[..16].fill(7);
    std::fs::write(&backup.path, bytes).unwrap();

    let refused = workspace_file::restore(&app, &backup.path);
    assert!(matches!(&refused, Err(Error::Workspace { path, .. }) if *path == backup.path), "{refused:?}");
    assert_eq!(brand(&app)?.as_deref(), Some("Mộc Lan"));
    Ok(())
}

#[test]
fn a_moved_workspace_goes_on_at_its_new_place() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let app = desk(folder.path())?;
    let before = app.home().own_workspace();
    let after = folder.path().join("elsewhere.showrunner");
    workspace_file::move_to(&app, &after)?;
    rename(&app, "Sen Đá")?;
    assert!(!before.exists(), "nothing is left at the old place");
    assert_eq!(workspaces::current(&app)?.map(|(path, _)| path), Some(after.clone()));
    assert!(matches!(workspace_file::move_to(&app, &after), Err(Error::FileExists(_))));
    Ok(())
}

#[test]
fn moves_and_a_restore_lose_nothing_that_was_acknowledged() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let app = desk(folder.path())?;
    let backup = workspace_file::back_up(&app, None)?;
    let is_over = AtomicBool::new(false);
    let (acknowledged, kept) = std::thread::scope(|scope| {
        let editor = scope.spawn(|| hire_until(&app, &is_over));
        for number in 0..5 {
            std::thread::sleep(Duration::from_millis(30));
            workspace_file::move_to(&app, &folder.path().join(format!("{number}.showrunner"))).unwrap();
        }
        let kept = workspace_file::restore(&app, &backup.path).unwrap();
        is_over.store(true, Ordering::SeqCst);
        (editor.join().unwrap(), kept)
    });
    assert!(acknowledged.len() > 20, "edits went on in between");
    let mut found = hired(&app)?;
    workspace_file::open(&app, &kept)?;
    found.extend(hired(&app)?);
    let lost: Vec<_> = acknowledged.iter().filter(|name| !found.contains(*name)).collect();
    assert!(lost.is_empty(), "{lost:?} were acknowledged and are gone");
    Ok(())
}

/// Adds hosts until it is over; answers those that were acknowledged.
fn hire_until(app: &App, is_over: &AtomicBool) -> Vec<String> {
    let names = (0..).map(|number| format!("Lan {number}"));
    let names = names.take_while(|_| !is_over.load(Ordering::SeqCst));
    names
        .filter(|name| match hosts::save(app, &Actor::owner(), None, name, "") {
            Ok(_) => true,
            Err(Error::Busy) => false,
            Err(other) => panic!("refused for another reason: {other}"),
        })
        .collect()
}

fn hired(app: &App) -> Result<Vec<String>, Error> {
    Ok(hosts::all(app)?.into_iter().map(|host| host.name).collect())
}

#[test]
fn a_full_disk_or_a_missing_folder_costs_no_backup() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let app = desk(folder.path())?;
    let nowhere = folder.path().join("no such folder").join("copy.showrunner");
    let refused = workspace_file::back_up(&app, Some(&nowhere));
    assert!(
        matches!(&refused, Err(Error::FolderMissing(folder)) if nowhere.starts_with(folder)),
        "{refused:?}"
    );
    assert_eq!(brand(&app)?.as_deref(), Some("Mộc Lan"));
    Ok(())
}

#[test]
fn a_folder_in_the_place_of_a_file_is_called_a_folder() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let app = desk(folder.path())?;
    for refused in [
        workspace_file::back_up(&app, Some(folder.path())).map(drop),
        workspace_file::open(&app, folder.path()),
        workspace_file::restore(&app, folder.path()).map(drop),
        app.open(folder.path()),
    ] {
        assert!(matches!(&refused, Err(Error::IsAFolder(path)) if path == folder.path()), "{refused:?}");
    }
    let nowhere = folder.path().join("none/brand.showrunner");
    assert!(matches!(app.open(&nowhere), Err(Error::FolderMissing(_))));
    Ok(())
}

#[test]
fn a_synced_folder_is_noticed() {
    assert!(workspace_file::is_synced(std::path::Path::new("/Users/an/Dropbox/live.showrunner")));
    assert!(!workspace_file::is_synced(std::path::Path::new("/srv/live.showrunner")));
}

#[test]
fn a_sample_somebody_has_open_is_not_replaced() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let [window, other] = [0, 1].map(|_| App::new(Home::at(folder.path()), SystemClock));
    let sample = app::sample::open(&window, Market::Vn, Language::Vi, false)?;
    let refused = app::sample::open(&other, Market::Vn, Language::Vi, true);
    assert!(matches!(refused, Err(Error::Store(store::Error::Held(_)))), "{refused:?}");

    rename(&window, "Sen Đá")?;
    app::sample::open(&window, Market::Vn, Language::Vi, true)?;
    assert_eq!(brand(&window)?.as_deref(), Some("Mộc Lan"), "whoever has it open may begin anew");
    window.close();
    let names = names_in(sample.parent().unwrap());
    assert!(!names.iter().any(|name| name.contains("unfinished")), "{names:?}");
    Ok(())
}

#[test]
fn work_of_ones_own_never_lands_in_a_sample() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let app = App::new(Home::at(folder.path().join("home")), SystemClock);
    let sample = app::sample::open(&app, Market::Vn, Language::Vi, false)?;
    let start = |brand: &str| Start {
        language: Language::Vi,
        market: Market::Vn,
        brand: brand.to_owned(),
        purpose: Purpose::PlanAndSell,
    };

    workspaces::start(&app, &start("Sen Đá"))?;
    assert_eq!(brand(&app)?.as_deref(), Some("Sen Đá"), "the user's own file is open");

    workspace_file::open(&app, &sample)?;
    let (_, workspace) = workspaces::current(&app)?.unwrap();
    assert_eq!(workspace.purpose, Purpose::Sample, "the sample is still one");

    workspaces::start(&app, &start("Tên khác"))?;
    assert_eq!(brand(&app)?.as_deref(), Some("Sen Đá"), "a file that was started keeps its brand");
    Ok(())
}
