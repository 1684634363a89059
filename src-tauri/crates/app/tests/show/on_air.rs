//! The control room: takes, pauses, undo, ends, and the evidence they leave.

use crate::studio::{MINUTE, START_MS, studio};
use app::imports::{self, Ask};
use app::on_air::{self, Show};
use app::{App, Error, Home};
use domain::on_air::{ClockState, OnAirError};
use domain::session::SessionError;
use domain::{Change, SessionStatus};

fn refused(answer: Result<Show, Error>) -> Option<OnAirError> {
    match answer {
        Err(Error::OnAir(error)) => Some(error),
        _ => None,
    }
}

#[test]
fn a_show_is_taken_through_its_products_and_ends() -> Result<(), Error> {
    let studio = studio();
    let (app, by) = (&studio.app, &studio.operator);
    let (id, slots) = studio.live(2);
    assert_eq!(studio.on_screen(id), None);
    on_air::next(app, by, id, None)?;
    studio.clock.pass(10 * MINUTE);
    let show = on_air::next(app, by, id, None)?;
    assert_eq!(show.on_air.now.map(|now| now.shown.slot), Some(slots[1]));
    assert_eq!(show.on_air.offset_ms, 0);
    assert_eq!(refused(on_air::next(app, by, id, None)), Some(OnAirError::NoNext));
    on_air::previous(app, by, id, None)?;
    assert_eq!(refused(on_air::previous(app, by, id, None)), Some(OnAirError::NoPrevious));
    let show = on_air::end(app, by, id, None)?;
    assert_eq!(show.session.standing.status, SessionStatus::Ended);
    assert_eq!(show.session.standing.ended_at_ms, Some(START_MS + 10 * MINUTE));
    assert_eq!(studio.log(id), ["went_live", "took", "took", "took", "ended"]);
    Ok(())
}

#[test]
fn many_products_wait_until_the_show_is_over_and_so_does_taking_them_back() -> Result<(), Error> {
    let studio = studio();
    let (app, by) = (&studio.app, &studio.operator);
    let file = |name: &str, rows: u32| {
        let path = studio.folder.path().join(name);
        let rows: String = (0..rows).map(|n| format!("Áo {n},{name}-{n},{name}-{n},100000\n")).collect();
        std::fs::write(&path, format!("Title,URL handle,SKU,Price\n{rows}")).expect("a file");
        Ask { path, ..Ask::default() }
    };
    let take_in = |ask: &Ask| imports::commit(app, by, imports::look(app, by, ask)?.id);
    let holds_up = |answer: &Error| matches!(answer, Error::HoldsUpShow { rows: 101, most: 100, .. });
    let early = take_in(&file("early.csv", 101))?;
    let (id, slots) = studio.live(1);

    take_in(&file("few.csv", 100))?;
    studio.take(id, slots[0])?;
    let many = imports::look(app, by, &file("many.csv", 101))?;
    let refused = imports::commit(app, by, many.id);
    assert!(refused.as_ref().is_err_and(holds_up), "{refused:?}");
    let refused = imports::undo(app, by, early.id);
    assert!(refused.as_ref().is_err_and(holds_up), "{refused:?}");

    on_air::end(app, by, id, None)?;
    imports::commit(app, by, many.id)?;
    on_air::reopen(app, by, id, "Còn hàng")?;
    let refused = app::undo(app, by);
    assert!(refused.as_ref().is_err_and(holds_up), "{refused:?}");
    on_air::end(app, by, id, None)?;
    let undone = app::undo(app, by)?;
    assert_eq!(undone.map(|step| step.subject).as_deref(), Some("many.csv"), "as one step");
    Ok(())
}

#[test]
fn a_show_needs_an_announcement_and_products() -> Result<(), Error> {
    let studio = studio();
    let (app, by) = (&studio.app, &studio.operator);
    let id = studio.draft().session.id;
    assert!(matches!(on_air::start(app, by, id, None), Err(Error::Session(SessionError::Status(_)))));
    app::sessions::schedule(app, by, id)?;
    assert!(matches!(on_air::start(app, by, id, None), Err(Error::Session(SessionError::NoProducts))));
    let (_, slots) = studio.filled(1);
    assert_eq!(refused(studio.take(id, slots[0])), Some(OnAirError::NotLive(SessionStatus::Scheduled)),);
    assert!(studio.log(id).is_empty(), "nothing of it is in the log");
    Ok(())
}

#[test]
fn the_same_key_takes_once() -> Result<(), Error> {
    let studio = studio();
    let (id, _) = studio.live(3);
    let key = || Some("press-1".to_owned());
    let first = on_air::next(&studio.app, &studio.operator, id, key())?;
    let again = on_air::next(&studio.app, &studio.operator, id, key())?;
    assert_eq!(again.on_air, first.on_air, "the window did not hear the first answer and asked again");
    assert_eq!(studio.log(id), ["went_live", "took"]);
    Ok(())
}

#[test]
fn a_wrong_take_is_undone_for_ten_seconds() -> Result<(), Error> {
    let studio = studio();
    let (app, by) = (&studio.app, &studio.operator);
    let (id, slots) = studio.live(3);
    assert_eq!(refused(on_air::undo_take(app, by, id, None)), Some(OnAirError::NothingToUndo));
    studio.take(id, slots[0])?;
    studio.clock.pass(MINUTE);
    studio.take(id, slots[2])?;
    studio.clock.pass(10_000);
    on_air::undo_take(app, by, id, None)?;
    assert_eq!(studio.on_screen(id), Some(1));
    assert_eq!(refused(on_air::undo_take(app, by, id, None)), Some(OnAirError::UndoTooLate));
    assert_eq!(studio.log(id), ["went_live", "took", "took", "take_undone"], "the log keeps both");
    assert_eq!(on_air::stretches_of(app, id)?.len(), 1);
    Ok(())
}

#[test]
fn a_pause_stops_show_time_and_makes_late() -> Result<(), Error> {
    let studio = studio();
    let (app, by) = (&studio.app, &studio.operator);
    let (id, slots) = studio.live(2);
    studio.take(id, slots[0])?;
    assert_eq!(refused(on_air::resume(app, by, id, None)), Some(OnAirError::NotPaused));
    on_air::pause(app, by, id, None)?;
    assert_eq!(refused(on_air::pause(app, by, id, None)), Some(OnAirError::AlreadyPaused));
    studio.clock.pass(3 * MINUTE);
    let show = on_air::resume(app, by, id, None)?;
    assert_eq!((show.on_air.elapsed_ms, show.on_air.offset_ms), (0, 3 * MINUTE));
    Ok(())
}

#[test]
fn an_ended_session_is_reopened_with_a_reason() -> Result<(), Error> {
    let studio = studio();
    let (app, by) = (&studio.app, &studio.operator);
    let (id, slots) = studio.live(2);
    studio.take(id, slots[0])?;
    assert_eq!(refused(on_air::reopen(app, by, id, "x")), Some(OnAirError::NotEnded(SessionStatus::Live)),);
    on_air::end(app, by, id, None)?;
    assert_eq!(refused(on_air::start(app, by, id, None)), Some(OnAirError::NoReason));
    assert_eq!(refused(on_air::reopen(app, by, id, "  ")), Some(OnAirError::NoReason));
    let show = on_air::reopen(app, by, id, "bấm nhầm")?;
    assert_eq!(show.session.standing.status, SessionStatus::Live);
    assert_eq!(show.session.standing.ended_at_ms, None);
    assert_eq!(studio.on_screen(id), Some(1), "what was on screen is on screen again");
    let page = on_air::log_page(app, id, None, 1)?;
    assert_eq!(page.entries[0].entry.event.text(), Some("bấm nhầm"));
    assert_eq!((page.total, page.more), (4, true));
    Ok(())
}

#[test]
fn a_show_goes_on_after_a_restart_and_a_clock_that_was_set_wrong() -> Result<(), Error> {
    let studio = studio();
    let (id, slots) = studio.live(2);
    studio.take(id, slots[1])?;
    let file = studio.app.workspace_path().expect("it is open");
    studio.app.close();
    studio.clock.pass(5 * MINUTE);
    studio.clock.set_utc(START_MS - 24 * 60 * MINUTE);

    let restarted = App::new(Home::at(studio.folder.path()), studio.clock.clone());
    restarted.open(&file)?;
    let on_air = on_air::state(&restarted, id)?.on_air;
    assert_eq!((on_air.clock, on_air.elapsed_ms), (ClockState::Running, 5 * MINUTE));
    assert_eq!(on_air.now.map(|now| (now.shown.number, now.shown_ms)), Some((2, 5 * MINUTE)));
    Ok(())
}

#[test]
fn a_take_that_could_not_be_written_leaves_no_trace() -> Result<(), Error> {
    let studio = studio();
    let (id, slots) = studio.live(2);
    studio.take(id, slots[0])?;
    let gone = domain::id::SlotId::new(uuid::Uuid::from_u128(404));
    assert!(studio.take(id, gone).is_err());
    assert_eq!(studio.on_screen(id), Some(1));
    studio.take(id, slots[1])?;
    assert_eq!(studio.on_screen(id), Some(2));
    assert_eq!(studio.log(id), ["went_live", "took", "took"]);
    Ok(())
}

#[test]
fn windows_are_told_after_the_commit() -> Result<(), Error> {
    let studio = studio();
    let (id, slots) = studio.live(1);
    let mut changes = studio.app.changes();
    studio.take(id, slots[0])?;
    assert_eq!(changes.try_recv().ok(), Some(Change::OnAir(id)));
    on_air::end(&studio.app, &studio.operator, id, None)?;
    assert_eq!(changes.try_recv().ok(), Some(Change::OnAir(id)));
    assert_eq!(changes.try_recv().ok(), Some(Change::Session(id)));
    Ok(())
}

#[test]
fn logs_of_two_sessions_hang_together() -> Result<(), Error> {
    let studio = studio();
    let (first, _) = studio.live(1);
    let (second, _) = studio.live(1);
    let head = on_air::log_page(&studio.app, first, None, 1)?.entries[0].hash;
    let next = on_air::log_page(&studio.app, second, None, 1)?.entries[0].previous;
    assert_eq!(next, head, "so that a whole log cannot disappear from between two others");
    Ok(())
}
