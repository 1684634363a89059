//! Sessions step by step, days and advertising come in beside orders; what a later file tells anew is named.
#![expect(clippy::expect_used, reason = "a test that cannot set its stage fails with the reason")]

use std::path::{Path, PathBuf};

use app::imports::{self, Ask, Preview};
use app::reviews;
use app::store::import::{Import, ImportKind, ImportState};
use app::store::session::SessionQuery;
use app::store::workspace::Purpose;
use app::today::NeedKind;
use app::{App, Home, SystemClock, sessions, workspaces};
use domain::id::SessionId;
use domain::{Actor, Language, Market};

struct Studio {
    app: App,
    owner: Actor,
    folder: tempfile::TempDir,
}

fn studio() -> Studio {
    let folder = tempfile::tempdir().expect("a folder");
    let app = App::new(Home::at(folder.path()), SystemClock);
    let (brand, purpose) = ("Mộc Lan".to_owned(), Purpose::ReviewPast);
    workspaces::start(
        &app,
        &workspaces::Start { language: Language::Vi, market: Market::Vn, brand, purpose },
    )
    .expect("a workspace");
    Studio { app, owner: Actor::owner(), folder }
}

fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../exchange/source").join(name)
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixture").join(name)
}

impl Studio {
    /// Writes a file that is `age` hours old.
    fn file(&self, name: &str, age: u64, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("the file is written");
        let at = std::time::SystemTime::now() - std::time::Duration::from_secs(age * 3_600);
        let file = std::fs::File::options().write(true).open(&path).expect("the file opens");
        file.set_modified(at).expect("its age is set");
        path
    }

    fn look(&self, path: PathBuf) -> Preview {
        imports::look(&self.app, &self.owner, &Ask { path, ..Ask::default() }).expect("a preview")
    }

    fn bring_in(&self, path: PathBuf) -> Import {
        let preview = self.look(path);
        imports::commit(&self.app, &self.owner, preview.id).expect("it comes in")
    }

    fn all(&self) -> Vec<SessionId> {
        let all = sessions::all(&self.app, &SessionQuery::default()).expect("sessions");
        all.into_iter().map(|open| open.session.id).collect()
    }

    fn platform(&self, session: SessionId) -> (Option<i64>, Option<i64>, i64) {
        let review = reviews::of_session(&self.app, session).expect("a review");
        let said = review.platform.expect("the platform's totals").said;
        (said.figures.gmv_e4, said.figures.customers, said.rooms)
    }
}

#[test]
fn a_session_told_step_by_step_becomes_a_past_one_with_its_curve_and_products() {
    let studio = studio();
    let preview = studio.look(source("tiktok-session/vn.xlsx"));
    assert_eq!(preview.report.kind, Some(ImportKind::Minutes));
    assert_eq!((preview.report.rooms.len(), preview.report.rooms[0].by), (1, "past"));
    let import = imports::commit(&studio.app, &studio.owner, preview.id).expect("it comes in");
    let [session] = studio.all()[..] else { panic!("one past session") };
    let steps = reviews::steps(&studio.app, session).expect("steps");
    assert_eq!((steps.minutes, steps.products.len()), (5, 6));
    let sum: i64 = steps.steps.iter().filter_map(|step| step.get("gmv_e4")).sum();
    assert_eq!(studio.platform(session), (Some(sum), None, 1));
    assert!(steps.steps.iter().all(|step| step.get("viewers").is_some()));
    // The same file again says nothing new.
    let again = studio.look(source("tiktok-session/vn.xlsx"));
    assert_eq!((again.report.counts.new, again.report.counts.changed), (0, 0));
    let undone = imports::undo(&studio.app, &studio.owner, import.id).expect("it is taken back");
    assert_eq!((undone.state, studio.all().len()), (ImportState::Undone, 0));
}

#[test]
fn steps_and_the_list_of_sessions_tell_one_show_whichever_came_first() {
    let (one, other) = (studio(), studio());
    one.bring_in(source("tiktok-session/vn.xlsx"));
    one.bring_in(fixture("tiktok-live-vn.xlsx"));
    other.bring_in(fixture("tiktok-live-vn.xlsx"));
    other.bring_in(source("tiktok-session/vn.xlsx"));
    for studio in [one, other] {
        assert_eq!(studio.all().len(), 24, "no room became a second session");
        let told = studio.all().into_iter().filter_map(|session| {
            let steps = reviews::steps(&studio.app, session).expect("steps");
            (!steps.steps.is_empty()).then_some((session, steps))
        });
        let [(session, steps)] = told.collect::<Vec<_>>().try_into().expect("one session has steps");
        let sum: i64 = steps.steps.iter().filter_map(|step| step.get("gmv_e4")).sum();
        let (gmv, customers, rooms) = studio.platform(session);
        assert_eq!((gmv, rooms), (Some(sum), 1), "counted once");
        assert!(customers.is_some(), "the list of sessions, which says more, stands");
    }
}

const ADS: &str =
    "Theo ngày,Chi phí,Số lượng đơn hàng SKU (Cửa hàng hiện tại),Doanh thu gộp (Cửa hàng hiện tại),Tiền tệ\n";

#[test]
fn of_two_files_of_advertising_the_later_counts_and_undo_brings_the_other_back() {
    let studio = studio();
    let cost = || {
        let days = reviews::days(&studio.app, &studio.owner).expect("days");
        days.iter().map(|day| day.ads.and_then(|ads| ads.cost_e4)).collect::<Vec<_>>()
    };
    let rows = "2026-07-01,1500000,10,6000000,VND\n2026-07-02,200000,1,90000,VND\n";
    studio.bring_in(studio.file("july.csv", 5, &format!("{ADS}{rows}-,1700000,11,6090000,-\n")));
    assert_eq!(cost(), [Some(2_000_000_000), Some(15_000_000_000)], "the row of totals is no day");
    let older = studio.look(studio.file("older.csv", 9, &format!("{ADS}2026-07-01,1,1,1,VND\n")));
    assert_eq!((older.report.counts.older, older.report.ready()), (1, false));
    let later =
        studio.bring_in(studio.file("later.csv", 1, &format!("{ADS}2026-07-01,1600000,10,6000000,VND\n")));
    assert_eq!((later.counts.changed, cost()[1]), (1, Some(16_000_000_000)));
    imports::undo(&studio.app, &studio.owner, later.id).expect("it is taken back");
    assert_eq!(cost()[1], Some(15_000_000_000));
    let host = Actor { sees_money: false, ..Actor::owner() };
    let seen = reviews::days(&studio.app, &host).expect("days");
    assert!(seen.iter().all(|day| day.ads.is_none()), "what ads cost is for those who see money");
}

#[test]
fn days_of_the_shop_and_of_its_live_sessions_stand_side_by_side() {
    let studio = studio();
    studio.bring_in(source("tiktok-live-days/vn.xlsx"));
    studio.bring_in(source("tiktok-shop-days/vn.csv"));
    studio.bring_in(source("tiktok-ads/vn.xlsx"));
    let days = reviews::days(&studio.app, &studio.owner).expect("days");
    assert_eq!(days.len(), 46);
    assert!(days.iter().all(|day| day.live.is_some() && day.shop.is_some() && day.ads.is_some()));
    assert!(days.windows(2).all(|pair| pair[0].day > pair[1].day), "the latest first");
    let quiet = days.iter().find(|day| day.live.as_ref().is_some_and(|live| live.get("views").is_none()));
    assert!(quiet.is_some(), "an empty cell is not nought");
}

const ORDERS: &str = "Order ID,Order date,SKU,Product,Quantity,Unit price,Refund,Live session\n";

#[test]
fn a_file_that_tells_orders_of_a_past_session_anew_says_so() {
    let studio = studio();
    studio.bring_in(source("tiktok-session/vn.xlsx"));
    let [session] = studio.all()[..] else { panic!("one past session") };
    let begun = sessions::get(&studio.app, session).expect("the session").session.starts_at_ms;
    let at = chrono::DateTime::from_timestamp_millis(begun + 600_000).expect("an instant");
    let at = at.with_timezone(&Market::Vn.zone()).format("%Y-%m-%d %H:%M:%S");
    let rows = |refund: &str, price: &str| {
        let first = format!("A1,{at},SON-03,Son tint,2,100000,0,{session}\n");
        format!("{first}A2,{at},SON-03,Son tint,1,{price},{refund},{session}\n")
    };
    let answers = [("currency", "VND"), ("zone", "Asia/Ho_Chi_Minh")];
    let bring = |path: PathBuf| {
        let answers = answers.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        let ask = Ask { path, answers, read_as: Some(ImportKind::Sales), ..Ask::default() };
        let preview = imports::look(&studio.app, &studio.owner, &ask).expect("a preview");
        assert!(preview.report.ready(), "{:?}", preview.report.questions);
        imports::commit(&studio.app, &studio.owner, preview.id).expect("it comes in")
    };
    let first = bring(studio.file("july.csv", 48, &format!("{ORDERS}{}", rows("0", "90000"))));
    let none = imports::changes(&studio.app, first.id).expect("changes");
    assert_eq!((none.previous, none.restated, none.sessions.len()), (None, 0, 0));
    let header = ORDERS.replace("Product,Quantity", "Product,New column,Quantity");
    let told = rows("30000", "90000").replace("Son tint,", "Son tint,x,");
    let second = bring(studio.file("august.csv", 1, &format!("{header}{told}")));
    let changes = imports::changes(&studio.app, second.id).expect("changes");
    assert_eq!(changes.previous.map(|import| import.id), Some(first.id));
    let headers = changes.headers.expect("both headers were kept");
    assert_eq!(
        (headers.added, headers.gone.len(), headers.moved.len()),
        (vec!["New column".to_owned()], 0, 0)
    );
    assert_eq!(changes.restated, 1);
    let [moved] = &changes.sessions[..] else { panic!("{:?}", changes.sessions) };
    assert_eq!((moved.moved.session, moved.moved.orders), (session, 1));
    assert_eq!((moved.moved.before_e4, moved.moved.after_e4), (900_000_000, 600_000_000));
    let (total, lines) = imports::restated(&studio.app, second.id, 0, 10).expect("lines");
    assert_eq!((total, lines[0].order_ref.as_str(), lines[0].was.row, lines[0].now.row), (1, "A2", 3, 3));
    let needs = app::today::today(&studio.app).expect("today").needs;
    assert!(
        needs.iter().any(|need| need.kind == NeedKind::SessionMoved && need.id == Some(second.id.as_uuid()))
    );
    imports::undo(&studio.app, &studio.owner, second.id).expect("it is taken back");
    let needs = app::today::today(&studio.app).expect("today").needs;
    assert!(needs.iter().all(|need| need.kind != NeedKind::SessionMoved), "what is undone moved nothing");
}
