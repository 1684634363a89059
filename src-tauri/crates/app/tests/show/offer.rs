//! Offers: planned, opened, closed by hand, by the clock and by the end of the show; and what can be bought.

use std::time::Duration;

use crate::studio::{MINUTE, START_MS, Studio, dong, plan as session_plan, studio};
use app::catalogue::{self, VariantEdit};
use app::offers::{self, OfferPlan};
use app::sender::{Pace, Sending};
use app::{Error, lineups, on_air, sessions, simulcast};
use domain::id::{OfferId, SessionId, SlotId};
use domain::lineup::LineupError;
use domain::offer::{Availability, Off, OfferError, OfferState, Terms};
use domain::on_air::OnAirError;
use storefront::SessionManifest;
use storefront::manifest::ManifestOfferState;

fn refused<T>(answer: Result<T, Error>) -> Option<OfferError> {
    match answer {
        Err(Error::Offer(error)) => Some(error),
        _ => None,
    }
}

#[expect(clippy::expect_used, reason = "what cannot be read fails its test")]
impl Studio {
    fn offer(&self, id: SessionId, slot: SlotId, terms: Terms) -> Result<OfferId, Error> {
        let plan = OfferPlan { id: None, slot, terms, length_ms: 5 * MINUTE, reason: String::new() };
        offers::plan(&self.app, &self.operator, id, plan)
    }

    fn told(&self, id: SessionId) -> SessionManifest {
        simulcast::window(&self.app, id).expect("it was announced").manifest
    }

    fn planned(&self, id: SessionId) -> usize {
        offers::all(&self.app, id).expect("offers").len()
    }
}

#[test]
fn a_timed_price_opens_is_told_with_its_end_and_closes() -> Result<(), Error> {
    let studio = studio();
    let (app, by) = (&studio.app, &studio.operator);
    let (id, slots) = studio.live(2);
    studio.take(id, slots[0])?;
    let offer = studio.offer(id, slots[0], Terms::Price(dong(79_000)))?;

    let show = offers::open(app, by, id, offer, Some("key".to_owned()))?;
    assert_eq!(show.on_air.now.and_then(|now| now.shown.price), Some(dong(79_000)), "on screen at once");
    offers::open(app, by, id, offer, Some("key".to_owned()))?;
    let told = studio.told(id);
    let open = &told.offers[0];
    assert_eq!((open.state, open.ends_at_ms), (ManifestOfferState::Open, START_MS + 5 * MINUTE));
    assert_eq!(open.price.as_ref().map(|price| price.amount.as_str()), Some("79000"));
    assert_eq!(told.lineup[0].show_price, None, "the price to return to is told apart");

    studio.clock.pass(MINUTE);
    offers::close(app, by, id, offer, None)?;
    assert_eq!(studio.told(id).offers[0].state, ManifestOfferState::Closed);
    assert_eq!(studio.told(id).offers[0].ends_at_ms, START_MS + MINUTE);
    assert_eq!(refused(offers::close(app, by, id, offer, None)), Some(OfferError::NotOpen));
    let log = ["went_live", "took", "offer_opened", "repriced", "offer_closed", "repriced"];
    assert_eq!(studio.log(id), log);
    Ok(())
}

#[test]
fn an_opening_is_undone_within_ten_seconds_and_withdrawn_with_a_reason_later() -> Result<(), Error> {
    let studio = studio();
    let (app, by) = (&studio.app, &studio.operator);
    let (id, slots) = studio.live(1);
    let coupon = Terms::Coupon { code: "live20".to_owned(), off: Off::Percent(20) };
    let offer = studio.offer(id, slots[0], coupon)?;
    offers::open(app, by, id, offer, None)?;
    assert_eq!(studio.told(id).offers[0].code.as_deref(), Some("LIVE20"));
    studio.clock.pass(9_000);
    offers::undo_open(app, by, id, offer, None)?;
    assert!(studio.told(id).offers.is_empty(), "it never happened");

    offers::open(app, by, id, offer, None)?;
    studio.clock.pass(11_000);
    assert_eq!(refused(offers::undo_open(app, by, id, offer, None)), Some(OfferError::UndoTooLate));
    assert_eq!(refused(offers::withdraw(app, by, id, offer, " ")), Some(OfferError::NoReason));
    offers::withdraw(app, by, id, offer, "Sai mã")?;
    assert_eq!(studio.told(id).offers[0].state, ManifestOfferState::Withdrawn);
    assert_eq!(refused(offers::open(app, by, id, offer, None)), Some(OfferError::WasWithdrawn));
    Ok(())
}

#[test]
fn planning_is_undone_as_other_planning_and_what_is_open_stays_as_it_is() -> Result<(), Error> {
    let studio = studio();
    let (app, by) = (&studio.app, &studio.operator);
    let (id, slots) = studio.live(2);
    let offer = studio.offer(id, slots[1], Terms::Gift("Túi vải".to_owned()))?;
    app::undo(app, by)?;
    assert_eq!(studio.planned(id), 0);
    app::redo(app, by)?;
    assert_eq!(studio.planned(id), 1);

    lineups::remove(app, by, id, &[slots[1]])?;
    assert_eq!(studio.planned(id), 0, "it goes with its slot");
    app::undo(app, by)?;
    assert_eq!(studio.planned(id), 1, "and comes back with it");

    offers::open(app, by, id, offer, None)?;
    assert_eq!(refused(offers::remove(app, by, id, offer)), Some(OfferError::IsOpen));
    let other = studio.offer(id, slots[1], Terms::Gift("Son mini".to_owned()))?;
    let taken = refused(offers::open(app, by, id, other, None));
    assert_eq!(taken, Some(OfferError::KindOpen { number: 2 }));

    on_air::end(app, by, id, None)?;
    assert_eq!(studio.told(id).offers[0].state, ManifestOfferState::Closed, "nothing outlasts the show");
    assert_eq!(studio.log(id), ["went_live", "offer_opened", "offer_closed", "ended"]);
    let late = studio.offer(id, slots[1], Terms::Gift("Quà".to_owned()));
    assert!(matches!(late, Err(Error::Lineup(LineupError::Closed))), "{late:?}");
    Ok(())
}

#[test]
fn a_price_below_cost_is_refused_until_somebody_says_why_and_a_higher_one_always() -> Result<(), Error> {
    let studio = studio();
    let (app, by) = (&studio.app, &studio.operator);
    let (id, slots) = studio.filled(1);
    let product = lineups::get(app, id)?.lineup.slots()[0].product;
    let variant = catalogue::product(app, by, product)?.variants[0].variant.id;
    catalogue::edit_variant(app, by, variant, &VariantEdit::Cost(Some(dong(60_000))))?;
    let plan = |amount, reason: &str| {
        let terms = Terms::Price(dong(amount));
        let plan =
            OfferPlan { id: None, slot: slots[0], terms, length_ms: MINUTE, reason: reason.to_owned() };
        offers::plan(app, by, id, plan)
    };
    assert_eq!(refused(plan(59_000, "")), Some(OfferError::BelowCost));
    assert_eq!(refused(plan(100_000, "x")), Some(OfferError::NotLower { usual: dong(100_000) }));
    plan(59_000, " Dọn kho ")?;
    assert_eq!(offers::all(app, id)?[0].offer.reason, "Dọn kho");
    assert_eq!(offers::all(app, id)?[0].problem, None);
    Ok(())
}

#[test]
fn a_copy_of_a_session_plans_the_same_offers() -> Result<(), Error> {
    let studio = studio();
    let (id, slots) = studio.filled(2);
    studio.offer(id, slots[1], Terms::Gift("Túi vải".to_owned()))?;
    let title = session_plan("Đêm hai").title;
    let copy = sessions::duplicate(&studio.app, &studio.operator, id, &title, "2026-12-05T20:00", None)?;
    let copied = offers::all(&studio.app, copy.session.id)?;
    assert_eq!(copied[0].number, 2);
    assert_eq!(copied[0].offer.terms, Terms::Gift("Túi vải".to_owned()));
    assert_ne!(copied[0].offer.slot, slots[1]);
    Ok(())
}

#[test]
fn sold_out_and_withdrawn_are_told_apart_and_both_go_out_at_once() -> Result<(), Error> {
    let studio = studio();
    let (app, by) = (&studio.app, &studio.operator);
    let (id, slots) = studio.live(2);
    studio.take(id, slots[0])?;
    offers::sold_out(app, by, id, slots[0], None)?;
    assert!(studio.told(id).lineup[0].sold_out);
    let gift = studio.offer(id, slots[0], Terms::Gift("Túi vải".to_owned()))?;
    let closed = refused(offers::open(app, by, id, gift, None));
    assert_eq!(closed, Some(OfferError::NotOnSale { number: 1 }));
    offers::on_sale(app, by, id, slots[0], None)?;
    offers::open(app, by, id, gift, None)?;

    let show = offers::withdraw_product(app, by, id, slots[0], "Lỗi nhãn")?;
    assert_eq!(show.on_air.slots[0].availability, Availability::Withdrawn);
    assert_eq!(show.on_air.offers[0].state, OfferState::Withdrawn, "its offers go with it");
    let told = studio.told(id);
    assert_eq!((told.lineup.len(), told.now), (1, None), "no page shows it any more");
    assert_eq!(simulcast::overlay(app, Some(id))?.now, None);
    let again = studio.take(id, slots[0]);
    assert!(matches!(again, Err(Error::OnAir(OnAirError::Withdrawn(1)))), "{again:?}");
    offers::on_sale(app, by, id, slots[0], None)?;
    assert!(studio.told(id).now.is_some());
    Ok(())
}

/// Waits until the log says so; the clock of offers runs beside the test.
async fn until_logged(studio: &Studio, id: SessionId, kind: &str) -> bool {
    for _ in 0..100 {
        if studio.log(id).contains(&kind) {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    false
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_whose_time_is_up_is_closed_by_the_clock_right_after_a_restart_too() {
    let studio = studio();
    let (app, by) = (&studio.app, &studio.operator);
    let (id, slots) = studio.live(1);
    studio.take(id, slots[0]).expect("a take");
    let offer = studio.offer(id, slots[0], Terms::Price(dong(79_000))).expect("an offer");
    offers::open(app, by, id, offer, None).expect("it opens");
    // Nobody runs while its time passes: what is told still knows its end, and its price is no longer believed.
    studio.clock.pass(6 * MINUTE);
    assert_eq!(on_air::state(app, id).expect("a state").on_air.offers[0].state, OfferState::Closed);
    let sending = Sending::start(app.clone(), Pace::default());
    assert!(until_logged(&studio, id, "offer_expired").await);
    let page = on_air::log_page(app, id, None, 10).expect("a log");
    let expired =
        page.entries.iter().find(|sealed| sealed.entry.actor == "clock").expect("nobody pressed it");
    assert_eq!(expired.entry.moment.at_ms, START_MS + 6 * MINUTE);
    let show = on_air::state(app, id).expect("a state");
    assert_eq!(show.on_air.now.and_then(|now| now.shown.price), Some(dong(100_000)), "back to its price");
    assert_eq!(studio.told(id).offers[0].ends_at_ms, START_MS + 5 * MINUTE, "it was over when it said");
    sending.stop().await;
}
