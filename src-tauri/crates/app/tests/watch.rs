//! A watched folder: what lands there waits or goes in, once, and only what is proved goes in by itself.
#![expect(clippy::expect_used, reason = "a test that cannot set its stage fails with the reason")]

use std::path::{Path, PathBuf};

use app::imports;
use app::store::workspace::Purpose;
use app::today::{self, NeedKind};
use app::watch::{self, Watched, Watcher};
use app::{App, Home, SystemClock, workspaces};
use domain::{Actor, Language, Market};

const ROOMS: &str =
    "2026-07-01 ~ 2026-09-17\n\nRoom ID,Room Title,Start Time,End Time,Attributed GMV,Views\n";
const FIRST: &str = "1,Đêm da,2026-07-01 20:00:00,2026-07-01 21:00:00,\"6,830,000.01₫\",10\n";
const SECOND: &str = "2,Đêm môi,2026-07-02 20:00:00,2026-07-02 21:00:00,\"1,200,000₫\",20\n";

struct Desk {
    app: App,
    owner: Actor,
    home: tempfile::TempDir,
    folder: PathBuf,
    watcher: Watcher,
}

fn desk() -> Desk {
    let home = tempfile::tempdir().expect("a folder");
    let app = App::new(Home::at(home.path()), SystemClock);
    let (brand, purpose) = ("Mộc Lan".to_owned(), Purpose::ReviewPast);
    let start = workspaces::Start { language: Language::Vi, market: Market::Vn, brand, purpose };
    workspaces::start(&app, &start).expect("a workspace");
    let folder = home.path().join("downloads");
    std::fs::create_dir(&folder).expect("a folder");
    Desk { app, owner: Actor::owner(), home, folder, watcher: Watcher::default() }
}

impl Desk {
    fn lands(&self, name: &str, rows: &str) -> PathBuf {
        let path = self.folder.join(name);
        std::fs::write(&path, format!("{ROOMS}{rows}")).expect("the file is written");
        path
    }

    fn watch(&self, takes_in: bool) {
        watch::start(&self.app, &self.owner, &self.folder, takes_in).expect("it is watched");
    }

    /// Two looks: at the second one a file that did not change has come to rest.
    fn looks(&mut self) -> Watched {
        for _ in 0..2 {
            self.watcher.round(&self.app).expect("a look");
        }
        self.state().into_iter().next().expect("a folder")
    }

    fn state(&self) -> Vec<Watched> {
        watch::state(&self.app).expect("the folders")
    }

    fn imports(&self) -> usize {
        imports::all(&self.app).expect("imports").len()
    }

    fn needs(&self) -> Vec<(NeedKind, u32)> {
        let today = today::today(&self.app).expect("today");
        let needs = today.needs.into_iter().filter(|need| need.kind != NeedKind::ViewsMissing);
        needs.map(|need| (need.kind, need.count)).collect()
    }
}

fn names(watched: &Watched) -> Vec<&str> {
    let name = |path: &str| path.rfind(['/', '\\']).map_or(0, |at| at + 1);
    watched.waiting.iter().map(|file| &file.path[name(&file.path)..]).collect()
}

#[test]
fn what_lands_and_has_come_to_rest_waits_and_what_was_there_before_does_not() {
    let mut desk = desk();
    desk.lands("before.csv", FIRST);
    assert!(!desk.watcher.round(&desk.app).expect("a look"), "nothing is watched unasked");
    desk.watch(false);
    let path = desk.lands("live.csv", FIRST);
    desk.watcher.round(&desk.app).expect("a look");
    desk.lands("live.csv", &format!("{FIRST}{SECOND}"));
    desk.watcher.round(&desk.app).expect("a look");
    assert!(desk.state()[0].waiting.is_empty(), "it grew between two looks");
    let watched = desk.looks();
    assert_eq!(names(&watched), ["live.csv"]);
    assert_eq!((desk.imports(), desk.needs()), (0, vec![(NeedKind::FilesWait, 1)]), "nobody said it goes in");

    // The same content under another name is the same file.
    std::fs::copy(&path, desk.folder.join("live (1).csv")).expect("a copy");
    assert_eq!(names(&desk.looks()), ["live.csv"]);
    watch::leave(&desk.app, &desk.owner, &[path]).expect("left");
    assert_eq!((names(&desk.looks()).len(), desk.needs()), (0, vec![]), "and stays out");
}

#[test]
fn what_is_proved_goes_in_by_itself_where_the_user_said_so_and_questions_wait() {
    let mut desk = desk();
    desk.watch(true);
    desk.lands("live.csv", FIRST);
    std::fs::write(desk.folder.join("what.csv"), "a,b\n1,2\n").expect("a file");
    std::fs::write(desk.folder.join("note.txt"), "call Lan").expect("a file");
    let watched = desk.looks();
    assert_eq!((watched.went_in, names(&watched)), (1, vec!["what.csv"]));
    let import = imports::all(&desk.app).expect("imports").remove(0);
    assert_eq!((import.file_name.as_str(), import.actor.as_str()), ("live.csv", "watch"));
    // Taken back by hand it does not come in again, though it still lies there.
    imports::undo(&desk.app, &desk.owner, import.id).expect("taken back");
    desk.looks();
    assert_eq!(desk.imports(), 1);

    // Nor does one that was taken in from the list while it waited.
    watch::edit(&desk.app, &desk.owner, watched.folder.id, false).expect("it waits from now on");
    let path = desk.lands("second.csv", SECOND);
    assert_eq!(names(&desk.looks()), ["what.csv", "second.csv"]);
    let ask = imports::Ask { path, ..imports::Ask::default() };
    let preview = imports::look(&desk.app, &desk.owner, &ask).expect("a preview");
    let import = imports::commit(&desk.app, &desk.owner, preview.id).expect("it comes in");
    desk.looks();
    imports::undo(&desk.app, &desk.owner, import.id).expect("taken back");
    watch::edit(&desk.app, &desk.owner, watched.folder.id, true).expect("it goes in by itself");
    assert_eq!((names(&desk.looks()), desk.imports()), (vec!["what.csv"], 2));
}

#[test]
fn watching_survives_a_restart_tells_of_a_folder_that_is_gone_and_stops_by_one_call() {
    let mut desk = desk();
    desk.watch(false);
    let workspace = desk.app.workspace_path().expect("a workspace");
    desk.app.close();
    desk.lands("meanwhile.csv", FIRST);
    desk.app = App::new(Home::at(desk.home.path()), SystemClock);
    desk.app.open(&workspace).expect("it opens");
    desk.watcher = Watcher::default();
    assert_eq!(names(&desk.looks()), ["meanwhile.csv"]);

    std::fs::rename(&desk.folder, desk.home.path().join("elsewhere")).expect("renamed");
    assert!(!desk.looks().is_there);
    assert_eq!(desk.needs(), [(NeedKind::FilesWait, 1), (NeedKind::WatchGone, 1)]);
    std::fs::rename(desk.home.path().join("elsewhere"), &desk.folder).expect("renamed");
    let watched = desk.looks();
    assert!(watched.is_there);

    watch::stop(&desk.app, &desk.owner, watched.folder.id).expect("it stops");
    assert!(desk.state().is_empty());
    assert!(!desk.watcher.round(&desk.app).expect("a look"));
    let missing = watch::start(&desk.app, &desk.owner, Path::new("/no/such/folder"), false);
    assert!(matches!(missing, Err(app::Error::FolderMissing(_))));
}
