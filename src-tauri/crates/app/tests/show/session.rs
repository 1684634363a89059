//! Sessions are planned, announced, called off, copied and undone.

use crate::studio::{MINUTE, START_MS, dong, plan, studio};
use app::sessions::{self, OpenSession};
use app::{Error, hosts, lineups, on_air, undo};
use domain::lineup::SlotEdit;
use domain::session::{LocalStart, SessionError, SessionPlan, StatusError};
use domain::{Market, SessionStatus};

fn status(open: &OpenSession) -> SessionStatus {
    open.session.standing.status
}

#[test]
fn a_session_starts_when_its_zone_says() -> Result<(), Error> {
    let studio = studio();
    let open = sessions::create(&studio.app, &studio.operator, plan(" Đêm chăm da "))?;
    assert_eq!(open.session.plan.title, "Đêm chăm da");
    assert_eq!((open.session.starts_at_ms, status(&open)), (START_MS, SessionStatus::Draft));
    assert_eq!(sessions::get(&studio.app, open.session.id)?, open);
    Ok(())
}

#[test]
fn a_start_that_clocks_skip_is_refused_and_nothing_is_kept() -> Result<(), Error> {
    let studio = studio();
    let start = LocalStart::parse("2026-03-29T01:30", "Europe/London", None)?;
    let refused = sessions::create(&studio.app, &studio.operator, SessionPlan { start, ..plan("Spring") });
    assert!(matches!(refused, Err(Error::Session(SessionError::Skipped { .. }))));
    assert!(sessions::all(&studio.app, &Default::default())?.is_empty());
    Ok(())
}

#[test]
fn an_announcement_is_taken_back_by_its_own_verb_and_not_by_undo() -> Result<(), Error> {
    let studio = studio();
    let id = studio.draft().session.id;
    sessions::schedule(&studio.app, &studio.operator, id)?;
    let refused = undo(&studio.app, &studio.operator);
    assert!(
        matches!(refused, Err(Error::Store(app::store::Error::UndoCollides))),
        "the outside knows of it: undoing its creation would leave shops with a ghost"
    );
    assert_eq!(status(&sessions::unschedule(&studio.app, &studio.operator, id)?), SessionStatus::Draft);
    undo(&studio.app, &studio.operator)?;
    assert!(sessions::all(&studio.app, &Default::default())?.is_empty(), "a draft can be undone");
    Ok(())
}

#[test]
fn undo_of_an_edit_leaves_the_status_alone() -> Result<(), Error> {
    let studio = studio();
    let id = studio.draft().session.id;
    sessions::edit(&studio.app, &studio.operator, id, plan("Đêm trắng"))?;
    sessions::schedule(&studio.app, &studio.operator, id)?;
    undo(&studio.app, &studio.operator)?;
    let open = sessions::get(&studio.app, id)?;
    assert_eq!((open.session.plan.title.as_str(), status(&open)), ("Đêm chăm da", SessionStatus::Scheduled));
    Ok(())
}

#[test]
fn a_cancelled_session_stays_cancelled() -> Result<(), Error> {
    let studio = studio();
    let id = studio.draft().session.id;
    sessions::cancel(&studio.app, &studio.operator, id)?;
    let refused = sessions::schedule(&studio.app, &studio.operator, id);
    let from = SessionStatus::Cancelled;
    let to = SessionStatus::Scheduled;
    assert!(matches!(
        refused,
        Err(Error::Session(SessionError::Status(StatusError { from: f, to: t }))) if f == from && t == to
    ));
    Ok(())
}

#[test]
fn what_is_history_stays_as_it_was() -> Result<(), Error> {
    let studio = studio();
    let (id, _) = studio.live(1);
    let moved = SessionPlan { length_ms: 60 * MINUTE, ..plan("Đêm chăm da") };
    let refused = sessions::edit(&studio.app, &studio.operator, id, moved);
    assert!(matches!(refused, Err(Error::Session(SessionError::Started))));
    let renamed = sessions::edit(&studio.app, &studio.operator, id, plan("Đêm chăm da 2"))?;
    assert_eq!(renamed.session.plan.title, "Đêm chăm da 2", "a title may still be mended");
    Ok(())
}

#[test]
fn a_market_with_another_currency_waits_until_prices_are_cleared() -> Result<(), Error> {
    let studio = studio();
    let (id, slots) = studio.filled(1);
    let priced = |show_price| SlotEdit {
        show_price,
        talking_points: Vec::new(),
        planned_ms: MINUTE,
        note: String::new(),
    };
    lineups::edit(&studio.app, &studio.operator, id, slots[0], priced(Some(dong(99_000))))?;
    let start = LocalStart::parse("2026-11-28T20:00", "Europe/London", None)?;
    let british = SessionPlan { market: Market::Gb, start, ..plan("Đêm chăm da") };
    let refused = sessions::edit(&studio.app, &studio.operator, id, british.clone());
    assert!(matches!(refused, Err(Error::Session(SessionError::CurrencyInUse(_)))));
    lineups::edit(&studio.app, &studio.operator, id, slots[0], priced(None))?;
    let moved = sessions::edit(&studio.app, &studio.operator, id, british)?;
    assert_eq!(moved.session.starts_at_ms, START_MS + 7 * 60 * MINUTE);
    Ok(())
}

#[test]
fn a_copy_brings_the_line_up_and_begins_as_a_draft() -> Result<(), Error> {
    let studio = studio();
    let (id, slots) = studio.live(3);
    let copy = sessions::duplicate(&studio.app, &studio.operator, id, "Tuần sau", "2026-12-05T20:00", None)?;
    assert_eq!((copy.slot_count, status(&copy), copy.session.views), (3, SessionStatus::Draft, None));
    let lineup = lineups::get(&studio.app, copy.session.id)?.lineup;
    assert!(lineup.slots().iter().all(|slot| !slots.contains(&slot.id)), "its slots are its own");
    undo(&studio.app, &studio.operator)?;
    assert!(sessions::get(&studio.app, copy.session.id).is_err(), "one step");
    Ok(())
}

#[test]
fn views_that_are_not_known_are_not_nought() -> Result<(), Error> {
    let studio = studio();
    let id = studio.draft().session.id;
    assert_eq!(sessions::set_views(&studio.app, &studio.operator, id, Some(0))?.session.views, Some(0));
    undo(&studio.app, &studio.operator)?;
    assert_eq!(sessions::get(&studio.app, id)?.session.views, None);
    Ok(())
}

#[test]
fn hosts_stand_in_the_order_they_were_named() -> Result<(), Error> {
    let studio = studio();
    let ha = hosts::save(&studio.app, &studio.operator, None, "Thu Hà", "")?;
    let anh = hosts::save(&studio.app, &studio.operator, None, " Minh Anh ", "")?;
    let both = SessionPlan { hosts: vec![ha.id, anh.id], ..plan("Đêm chăm da") };
    let open = sessions::create(&studio.app, &studio.operator, both)?;
    let names: Vec<&str> = open.hosts.iter().map(|host| host.name.as_str()).collect();
    assert_eq!(names, ["Thu Hà", "Minh Anh"]);
    let turned = SessionPlan { hosts: vec![anh.id], ..plan("Đêm chăm da") };
    let open = sessions::edit(&studio.app, &studio.operator, open.session.id, turned)?;
    assert_eq!(open.hosts, [anh]);
    undo(&studio.app, &studio.operator)?;
    assert_eq!(sessions::get(&studio.app, open.session.id)?.hosts.len(), 2);
    Ok(())
}

#[test]
fn the_first_screen_says_what_is_next_and_what_it_lacks() -> Result<(), Error> {
    use app::today::{Check, NeedKind};
    let studio = studio();
    let (id, _) = studio.filled(2);
    sessions::schedule(&studio.app, &studio.operator, id)?;
    let today = app::today::today(&studio.app)?;
    let next = today.next.expect("a session is announced");
    assert_eq!(next.session.session.id, id);
    let unmet: Vec<Check> = next.readiness.iter().filter(|line| !line.met).map(|line| line.check).collect();
    assert_eq!(unmet, [Check::Hosted], "two priced, linked, pictured products, but nobody on camera");
    let needs: Vec<NeedKind> = today.needs.iter().map(|need| need.kind).collect();
    assert_eq!(needs, [NeedKind::NotReady]);

    studio.clock.pass(75 * MINUTE);
    let late = app::today::today(&studio.app)?.needs;
    assert_eq!(late.iter().map(|need| need.kind).collect::<Vec<_>>(), [NeedKind::SessionOverdue]);
    on_air::start(&studio.app, &studio.operator, id, None)?;
    on_air::end(&studio.app, &studio.operator, id, None)?;
    let after = app::today::today(&studio.app)?;
    assert_eq!(after.needs.iter().map(|need| need.kind).collect::<Vec<_>>(), [NeedKind::ViewsMissing]);
    assert_eq!(after.last.map(|open| open.session.id), Some(id));
    Ok(())
}
