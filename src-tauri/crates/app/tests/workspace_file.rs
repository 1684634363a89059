//! The workspace as a file, on a real disk.

use app::workspaces::{Edit, Start};
use app::{App, Error, Home, SystemClock, workspace_file, workspaces};
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

#[test]
fn a_backup_brings_back_what_was_and_keeps_what_is() -> Result<(), Error> {
    let folder = tempfile::tempdir().unwrap();
    let app = desk(folder.path())?;
    let backup = workspace_file::back_up(&app, None)?;
    rename(&app, "Sen Đá")?;

    let kept = workspace_file::restore(&app, &backup.path)?;
    assert_eq!(brand(&app)?.as_deref(), Some("Mộc Lan"), "the backup is in place");

    workspace_file::open(&app, &kept)?;
    assert_eq!(brand(&app)?.as_deref(), Some("Sen Đá"), "what was there before was kept");
    let kept_backups: Vec<_> = workspace_file::backups(&app).into_iter().map(|backup| backup.path).collect();
    assert_eq!(kept_backups, [backup.path], "the backup itself is still there");
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
