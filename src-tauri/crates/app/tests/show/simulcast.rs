//! Destinations show one session at a time, and the right one, whichever session is worked on.
#![expect(clippy::expect_used, reason = "a destination that cannot be read fails its test")]

use app::store::delivery::Delivery;
use app::targets::{self, NewTarget};
use app::{Error, lineups, on_air, sessions, simulcast, undo};
use domain::id::{SessionId, TargetId};
use domain::lineup::SlotEdit;
use domain::session::{LocalStart, SessionPlan};
use domain::simulcast::TargetKind;

use crate::studio::{MINUTE, Studio, dong, plan, studio};

impl Studio {
    /// A folder that is told; nobody sends, so what is queued for it stays.
    fn shop(&self) -> TargetId {
        let folder = self.folder.path().join("shop");
        std::fs::create_dir(&folder).expect("a folder");
        let new = NewTarget {
            kind: TargetKind::Folder,
            name: "Website".to_owned(),
            address: folder.display().to_string(),
            region: None,
            public_address: None,
            keys: None,
            allow_private: false,
        };
        targets::create(&self.app, &self.operator, new).expect("a destination").target.id
    }

    /// What was queued for it, newest first.
    fn queued(&self, shop: TargetId) -> Vec<Delivery> {
        let page = targets::deliveries(&self.app, shop, None, Some(200)).expect("a page");
        page.deliveries.into_iter().map(|(delivery, _)| delivery).collect()
    }

    /// The session it was told last, and how many times it was told anything.
    fn shows(&self, shop: TargetId) -> (Option<SessionId>, usize) {
        let queued = self.queued(shop);
        (queued.first().map(|newest| newest.session), queued.len())
    }

    /// A session of one product that was held and is over, an hour before eight.
    fn held(&self) -> SessionId {
        let (id, slots) = self.filled(1);
        sessions::schedule(&self.app, &self.operator, id).expect("an announcement");
        on_air::start(&self.app, &self.operator, id, None).expect("on air");
        self.take(id, slots[0]).expect("a take");
        on_air::end(&self.app, &self.operator, id, None).expect("an end");
        id
    }

    /// An announced session of one product at this wall time.
    fn announced(&self, start_local: &str) -> SessionId {
        let (id, _) = self.filled(1);
        let start = LocalStart::parse(start_local, "Asia/Ho_Chi_Minh", None).expect("a plain evening");
        sessions::edit(&self.app, &self.operator, id, SessionPlan { start, ..plan(start_local) })
            .expect("an edit");
        sessions::schedule(&self.app, &self.operator, id).expect("an announcement");
        id
    }

    /// Another price for the first product of its line-up.
    fn reprice(&self, id: SessionId) {
        let slot = lineups::get(&self.app, id).expect("a line-up").lineup.slots()[0].clone();
        let edit = SlotEdit {
            show_price: Some(dong(77_000)),
            talking_points: Vec::new(),
            planned_ms: slot.planned_ms,
            note: String::new(),
        };
        lineups::edit(&self.app, &self.operator, id, slot.id, edit).expect("an edit");
    }
}

#[test]
fn a_shop_counts_down_to_the_next_session_whatever_is_done_to_others() -> Result<(), Error> {
    let studio = studio();
    let (app, by) = (&studio.app, &studio.operator);
    let shop = studio.shop();
    let past = studio.held();
    let tonight = studio.announced("2026-11-28T20:00");
    let later = studio.announced("2026-12-05T20:00");
    assert_eq!(studio.shows(shop).0, Some(tonight));

    sessions::set_views(app, by, past, Some(1_200))?;
    sessions::edit(app, by, past, plan("Đêm chăm da, tên khác"))?;
    studio.reprice(later);
    undo(app, by)?;
    sessions::cancel(app, by, later)?;
    assert_eq!(studio.shows(shop).0, Some(tonight), "told of last is not shown next");
    let told_since = studio.queued(shop).into_iter().take_while(|one| one.session == tonight).count();
    assert_eq!(studio.shows(shop).1 - told_since, 4, "the others were queued only while they were current");
    Ok(())
}

#[test]
fn what_says_nothing_new_of_a_past_session_is_not_told_after_a_restart_either() -> Result<(), Error> {
    let studio = studio();
    let shop = studio.shop();
    let past = studio.held();
    let told = studio.shows(shop);
    let file = studio.app.workspace_path().expect("it is open");
    studio.app.close();
    studio.clock.pass(MINUTE);
    studio.app.open(&file)?;
    sessions::set_views(&studio.app, &studio.operator, past, Some(1_200))?;
    assert_eq!(studio.shows(shop), told);
    Ok(())
}

#[test]
fn a_shop_moves_on_when_the_session_it_shows_is_called_off_or_over() -> Result<(), Error> {
    let studio = studio();
    let (app, by) = (&studio.app, &studio.operator);
    let tonight = studio.announced("2026-11-28T20:00");
    let later = studio.announced("2026-12-05T20:00");
    let shop = studio.shop();
    assert_eq!(studio.shows(shop).0, Some(tonight), "one that is added later is told the same");

    sessions::cancel(app, by, tonight)?;
    assert_eq!(studio.shows(shop).0, Some(later));
    let revisions: Vec<i64> = studio.queued(shop).iter().map(|one| one.revision).collect();
    assert!(
        revisions.is_sorted_by(|newer, older| newer > older),
        "a shop takes only newer ones: {revisions:?}"
    );

    sessions::unschedule(app, by, later)?;
    assert_eq!(studio.shows(shop).0, Some(later), "with nothing else to come, shoppers hear that it is off");
    assert_eq!(simulcast::window(app, later)?.manifest.state, storefront::ShowState::Cancelled);
    Ok(())
}

#[test]
fn a_show_on_air_keeps_the_shop_until_it_ends() -> Result<(), Error> {
    let studio = studio();
    let (app, by) = (&studio.app, &studio.operator);
    let shop = studio.shop();
    let (live, slots) = studio.live(2);
    let later = studio.announced("2026-12-05T20:00");
    studio.take(live, slots[0])?;
    studio.reprice(later);
    assert_eq!(studio.shows(shop).0, Some(live));
    on_air::end(app, by, live, None)?;
    assert_eq!(studio.shows(shop).0, Some(later), "what is announced next follows what is over");
    let last = studio.queued(shop)[0].id;
    sessions::set_views(app, by, live, Some(10))?;
    assert_eq!(targets::resend(app, last)?.latest.map(|latest| latest.session), Some(later));
    Ok(())
}

#[test]
fn a_show_that_was_left_days_ago_does_not_keep_the_shop() -> Result<(), Error> {
    let studio = studio();
    let shop = studio.shop();
    let (left, slots) = studio.live(1);
    let next = studio.announced("2026-12-01T20:00");
    assert_eq!(studio.shows(shop).0, Some(left));
    studio.clock.pass(2 * 24 * 60 * MINUTE);
    studio.reprice(next);
    assert_eq!(studio.shows(shop).0, Some(next));
    studio.take(left, slots[0])?;
    assert_eq!(studio.shows(shop).0, Some(left), "it goes on after all");
    Ok(())
}

#[test]
fn every_delivery_is_on_one_page_also_what_was_sent_again() -> Result<(), Error> {
    let studio = studio();
    let shop = studio.shop();
    studio.held();
    let last = studio.queued(shop)[0].id;
    for _ in 0..3 {
        targets::resend(&studio.app, last)?;
    }
    let all: Vec<_> = studio.queued(shop).iter().map(|one| one.id).collect();
    let mut paged = Vec::new();
    loop {
        let page = targets::deliveries(&studio.app, shop, paged.last().copied(), Some(2))?;
        paged.extend(page.deliveries.iter().map(|(delivery, _)| delivery.id));
        assert_eq!(page.total, 7);
        if !page.more {
            break;
        }
    }
    assert_eq!(paged, all, "four states, the last of them told four times");
    Ok(())
}
