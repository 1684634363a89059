//! A platform's export of live sessions comes in once, beside our order lines and never added to them.
#![expect(clippy::expect_used, reason = "a test that cannot set its stage fails with the reason")]

use std::path::PathBuf;

use app::imports::{self, Ask, Preview};
use app::reviews::{self, Grouping, Period};
use app::store::import::ImportState;
use app::store::session::SessionQuery;
use app::store::workspace::Purpose;
use app::{App, Home, SystemClock, session_joins, sessions, workspaces};
use domain::id::SessionId;
use domain::session::{Goal, LocalStart, SessionChannel, SessionPlan};
use domain::{Actor, Channel, Language, Market, Metric, SessionStatus};
use rust_decimal::Decimal;

const HEADER: &str = "Room ID,Room Title,Start Time,End Time,Duration,Attributed GMV,Attributed orders,\
                      Attributed items sold,Views,Impressions,Product Impressions,Product clicks,Likes\n";

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

impl Studio {
    /// Writes a file of rooms that is `age` hours old.
    fn file(&self, name: &str, age: u64, rows: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, format!("2026-07-01 ~ 2026-09-17\n\n{HEADER}{rows}"))
            .expect("the file is written");
        let at = std::time::SystemTime::now() - std::time::Duration::from_secs(age * 3_600);
        let file = std::fs::File::options().write(true).open(&path).expect("the file opens");
        file.set_modified(at).expect("its age is set");
        path
    }

    fn look(&self, path: PathBuf, answers: &[(&str, &str)]) -> Preview {
        let answers = answers.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        imports::look(&self.app, &self.owner, &Ask { path, answers, ..Ask::default() }).expect("a preview")
    }

    fn bring_in(&self, path: PathBuf, answers: &[(&str, &str)]) -> app::store::import::Import {
        let preview = self.look(path, answers);
        imports::commit(&self.app, &self.owner, preview.id).expect("it comes in")
    }

    fn all(&self) -> Vec<domain::session::Session> {
        let all = sessions::all(&self.app, &SessionQuery::default()).expect("sessions");
        all.into_iter().map(|open| open.session).collect()
    }

    fn figure(&self, session: SessionId, metric: Metric) -> Option<Decimal> {
        let review = reviews::of_session(&self.app, session).expect("a review");
        review.figures.first()?.kpis.iter().find(|kpi| kpi.metric == metric)?.value
    }

    fn total(&self, metric: Metric) -> Option<Decimal> {
        let across = reviews::across(&self.app, Period::default(), Grouping::Session).expect("a review");
        across.totals.first()?.kpis.iter().find(|kpi| kpi.metric == metric)?.value
    }

    /// A planned evening on TikTok.
    fn planned(&self) -> SessionId {
        let plan = SessionPlan {
            title: "Đêm chăm da".to_owned(),
            market: Market::Vn,
            start: LocalStart::parse("2026-07-01T20:00", "Asia/Ho_Chi_Minh", None).expect("a start"),
            length_ms: 2 * 3_600_000,
            channels: vec![SessionChannel { channel: Channel::TikTok, url: None }],
            hosts: Vec::new(),
            goal: Goal::default(),
            note: String::new(),
        };
        sessions::create(&self.app, &self.owner, plan).expect("a session").session.id
    }
}

const FIRST: &str = "7412345678901234567,Đêm da,2026-07-01 20:01:10,2026-07-01 21:31:10,1h30m,\"6,830,000.01₫\",2,3,845,17061,400,40,\n";
const SECOND: &str =
    "7412345678901234999,Sáng da,2026-07-05 09:00:00,2026-07-05 10:00:00,1h,\"1,000,000₫\",1,1,,900,,,\n";

#[test]
fn a_room_without_a_planned_session_becomes_a_past_one_with_the_platforms_figures() {
    let studio = studio();
    let import = studio.bring_in(studio.file("a.csv", 1, FIRST), &[]);
    let all = studio.all();
    let session = &all[0];
    assert_eq!((all.len(), session.standing.status), (1, SessionStatus::Ended));
    assert_eq!((session.plan.title.as_str(), session.plan.length_ms), ("Đêm da", 90 * 60_000));
    assert_eq!(studio.figure(session.id, Metric::Gmv), Some(Decimal::new(683_000_001, 2)));
    assert_eq!(
        studio.figure(session.id, Metric::Gpm).map(|gpm| gpm.round_dp(2)),
        Some(Decimal::new(808_284_025, 2))
    );
    assert_eq!(studio.figure(session.id, Metric::NetSales), None, "what was given back is not known");
    assert_eq!(studio.total(Metric::Units), Some(Decimal::from(3)));

    let undone = imports::undo(&studio.app, &studio.owner, import.id).expect("it goes back");
    assert_eq!((undone.state, studio.all().len()), (ImportState::Undone, 0));
    assert_eq!(studio.total(Metric::Gmv), None);
}

#[test]
fn a_room_near_a_planned_session_is_proposed_to_it_and_known_by_its_id_ever_after() {
    let studio = studio();
    let session = studio.planned();
    let preview = studio.look(studio.file("a.csv", 2, FIRST), &[]);
    let room = &preview.report.rooms[0];
    assert_eq!((room.session, room.by), (Some(session), "sameTime"));
    studio.bring_in(studio.file("a.csv", 2, FIRST), &[]);
    let renamed = FIRST.replace("2026-07-01 2", "2026-07-09 2").replace("Đêm da", "Khác");
    let again = studio.look(studio.file("b.csv", 1, &renamed), &[]);
    assert_eq!((again.report.rooms[0].session, again.report.rooms[0].by), (Some(session), "sameRoom"));
}

#[test]
fn a_row_can_be_placed_otherwise_and_all_can_be_left() {
    let studio = studio();
    let session = studio.planned();
    let path = studio.file("a.csv", 1, &format!("{FIRST}{SECOND}"));
    let chosen = ("room:7412345678901234567", LEAVE);
    studio.bring_in(path, &[chosen, ("rooms", LEAVE)]);
    assert_eq!(studio.all().len(), 1, "only the planned one");
    assert!(reviews::of_session(&studio.app, session).expect("a review").platform.is_none());
}

const LEAVE: &str = "leave";

#[test]
fn the_same_file_twice_changes_nothing() {
    let studio = studio();
    let path = studio.file("a.csv", 1, &format!("{FIRST}{SECOND}"));
    studio.bring_in(path.clone(), &[]);
    let again = studio.look(path, &[]);
    let counts = again.report.counts;
    assert_eq!((counts.new, counts.changed, counts.unchanged, again.report.ready()), (0, 0, 2, false));
    imports::commit(&studio.app, &studio.owner, again.id).expect("it may still come in");
    assert_eq!((studio.all().len(), studio.total(Metric::Gmv)), (2, Some(Decimal::new(783_000_001, 2))));
}

#[test]
fn the_order_of_imports_does_not_matter_and_a_figure_stands_while_a_live_import_saw_it() {
    let later = FIRST.replace("6,830,000.01", "7,000,000");
    let known = |order: [(&str, u64, &str); 2]| {
        let studio = studio();
        let imports = order.map(|(name, age, rows)| studio.bring_in(studio.file(name, age, rows), &[]));
        (studio.total(Metric::Gmv), studio, imports)
    };
    let (one, studio, [_, second]) = known([("old.csv", 9, FIRST), ("new.csv", 1, &later)]);
    let (other, _studio, [_, older]) = known([("new.csv", 1, &later), ("old.csv", 9, FIRST)]);
    assert_eq!((one, other), (Some(Decimal::from(7_000_000)), Some(Decimal::from(7_000_000))));
    assert_eq!((older.counts.older, second.counts.changed), (1, 1));
    imports::undo(&studio.app, &studio.owner, second.id).expect("it goes back");
    assert_eq!(studio.total(Metric::Gmv), Some(Decimal::new(683_000_001, 2)), "as the first file said");
    assert_eq!(studio.all().len(), 1);
}

#[test]
fn views_of_the_export_feed_gpm_until_they_are_set_by_hand() {
    let studio = studio();
    studio.bring_in(studio.file("a.csv", 1, FIRST), &[]);
    let session = studio.all()[0].id;
    assert_eq!(reviews::of_session(&studio.app, session).expect("a review").views, Some(845));
    sessions::set_views(&studio.app, &studio.owner, session, Some(1_000)).expect("views");
    assert_eq!(reviews::of_session(&studio.app, session).expect("a review").views, Some(1_000));
}

#[test]
fn the_thai_posts_bring_engagement_and_no_money() {
    let studio = studio();
    let fixture = "../../../tests/fixture/facebook-live-sellers-thailand.csv";
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(fixture);
    let import = studio.bring_in(path, &[("zone", "Asia/Bangkok")]);
    assert_eq!((import.counts.read, import.counts.new, import.counts.unchanged), (2_334, 2_333, 1));
    assert_eq!((studio.all().len(), studio.total(Metric::Gmv)), (0, None));
}

/// The same show, started again six minutes after the room of [`FIRST`] ended.
const AGAIN: &str =
    "7412345678901235555,Đêm da,2026-07-01 21:37:10,2026-07-01 22:07:10,30m,\"170,000₫\",1,1,155,900,,,\n";

#[test]
fn a_room_that_was_started_again_is_one_show_when_somebody_says_so_and_two_again_when_it_is_undone() {
    let studio = studio();
    studio.bring_in(studio.file("a.csv", 9, &format!("{FIRST}{SECOND}{AGAIN}")), &[]);
    let all = studio.all();
    let at = |hour: &str| all.iter().find(|one| one.plan.start.local().contains(hour)).expect("a session").id;
    let (first, again) = (at("20:01"), at("21:37"));
    let pairs = || session_joins::all(&studio.app).expect("pairs");
    let proposed = pairs().proposals;
    assert_eq!(proposed.len(), 1, "the morning after is another show: {proposed:?}");
    assert_eq!((proposed[0].part.id, proposed[0].into.id), (again, first));
    assert_eq!((proposed[0].gap_ms, proposed[0].same_title), (6 * 60_000, true));

    let say = |is_one| session_joins::say(&studio.app, &studio.owner, again, first, is_one);
    say(false).expect("two shows");
    assert!(pairs().proposals.is_empty() && say(true).is_err(), "it is not asked again");
    app::undo(&studio.app, &studio.owner).expect("undone");
    assert_eq!(pairs().proposals.len(), 1);

    let orders = studio.folder.path().join("orders.csv");
    let rows = format!(
        "Order ID,Order Date,SKU,Product,Quantity,Unit Price,Live session\n\
         B1,2026-07-01 21:40:00,SON-03,Son,2,100000,{}\n",
        again.as_uuid()
    );
    std::fs::write(&orders, rows).expect("a file");
    studio.bring_in(orders, &[("currency", "VND"), ("zone", "Asia/Ho_Chi_Minh")]);
    let gmv = |session| studio.figure(session, Metric::Gmv);
    assert_eq!(gmv(again), Some(Decimal::from(200_000)));

    say(true).expect("one show");
    let review = reviews::of_session(&studio.app, first).expect("a review");
    let platform = review.platform.expect("both rooms");
    assert_eq!((platform.said.rooms, platform.said.figures.views), (2, Some(1_000)));
    assert_eq!(platform.said.figures.gmv_e4, Some(70_000_000_100), "two rooms are added");
    assert_eq!(gmv(first), Some(Decimal::from(200_000)), "and the order line is the one show's");
    let from_to = (review.session.started_at_ms, review.session.ended_at_ms);
    assert_eq!(from_to.1.map(|to_ms| to_ms - from_to.0), Some(126 * 60_000));
    let across = reviews::across(&studio.app, Period::default(), Grouping::Session).expect("a review");
    let own = across.rows.iter().find(|row| row.key == first.to_string()).expect("a row");
    assert_eq!((across.rows.len(), own.on_air_ms), (2, Some(120 * 60_000)), "the gap was not on air");
    assert_eq!((studio.all().len(), pairs().joined.len()), (2, 1));
    assert_eq!(reviews::check(&studio.app).expect("checked").wrong, 0);

    // A later file tells the room anew; it is still a part.
    let later = AGAIN.replace("170,000", "270,000");
    let preview = studio.look(studio.file("b.csv", 1, &later), &[("numbers", "dot")]);
    assert_eq!((preview.report.rooms[0].session, preview.report.rooms[0].by), (Some(again), "sameRoom"));
    imports::commit(&studio.app, &studio.owner, preview.id).expect("it comes in");
    let platform = reviews::of_session(&studio.app, first).expect("a review").platform.expect("rooms");
    assert_eq!((platform.said.rooms, platform.said.figures.gmv_e4), (2, Some(71_000_000_100)));

    app::undo(&studio.app, &studio.owner).expect("undone");
    assert_eq!((studio.all().len(), gmv(again)), (3, Some(Decimal::from(200_000))));
    assert_eq!(pairs().proposals.len(), 1);
    let review = reviews::of_session(&studio.app, first).expect("a review");
    assert_eq!(review.platform.expect("its room").said.rooms, 1);
}
