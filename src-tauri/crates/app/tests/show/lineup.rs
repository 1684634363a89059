//! Line-ups are filled, ordered, priced, and kept from contradicting the log.

use crate::studio::{MINUTE, dong, studio};
use app::catalogue::{self, ProductEdit};
use app::{Error, lineups, on_air, product_lists, sessions, undo};
use domain::Change;
use domain::id::SlotId;
use domain::lineup::{LineupError, SlotEdit};

fn priced(amount: i64) -> SlotEdit {
    SlotEdit {
        show_price: Some(dong(amount)),
        talking_points: Vec::new(),
        planned_ms: MINUTE,
        note: String::new(),
    }
}

fn order(open: &lineups::OpenLineup) -> Vec<SlotId> {
    open.lineup.slots().iter().map(|slot| slot.id).collect()
}

#[test]
fn a_slot_moves_in_front_of_another_and_undo_moves_it_back() -> Result<(), Error> {
    let studio = studio();
    let (id, slots) = studio.filled(3);
    let moved = lineups::move_slots(&studio.app, &studio.operator, id, &[slots[2]], Some(slots[0]))?;
    assert_eq!(order(&moved), [slots[2], slots[0], slots[1]], "the third slot now opens the session");
    undo(&studio.app, &studio.operator)?;
    assert_eq!(order(&lineups::get(&studio.app, id)?), slots);
    Ok(())
}

#[test]
fn a_product_is_offered_once() -> Result<(), Error> {
    let studio = studio();
    let id = studio.draft().session.id;
    let product = studio.product("Kem chống nắng", 329_000);
    lineups::add(&studio.app, &studio.operator, id, &[product], None)?;
    let refused = lineups::add(&studio.app, &studio.operator, id, &[product], None);
    assert!(matches!(
        refused,
        Err(Error::Lineup(LineupError::DuplicateProduct { product: p, number: 1 })) if p == product
    ));
    Ok(())
}

#[test]
fn a_list_brings_what_is_missing() -> Result<(), Error> {
    let studio = studio();
    let id = studio.draft().session.id;
    let [kem, serum] = [studio.product("Kem", 1), studio.product("Serum", 2)];
    lineups::add(&studio.app, &studio.operator, id, &[serum], None)?;
    let list = product_lists::save(&studio.app, &studio.operator, None, "Da khô", &[kem, serum])?;
    let open = lineups::use_list(&studio.app, &studio.operator, id, list.list.id)?;
    let products: Vec<_> = open.lineup.slots().iter().map(|slot| slot.product).collect();
    assert_eq!(products, [serum, kem]);
    Ok(())
}

#[test]
fn a_slot_sells_at_its_show_price_and_links_say_where_they_were_shown() -> Result<(), Error> {
    let studio = studio();
    let (id, slots) = studio.filled(1);
    let open = lineups::edit(&studio.app, &studio.operator, id, slots[0], priced(79_000))?;
    let slot = &open.lineup.slots()[0];
    let product = &open.products[&slot.product];
    assert_eq!(slot.price(product, open.session.currency()), Some(dong(79_000)));
    let links = open.links(1, product);
    let sources: Vec<&str> = links.iter().map(|link| link.source).collect();
    assert_eq!(sources, ["website", "tiktok"]);
    assert!(links[1].url.contains("utm_source=tiktok"), "{}", links[1].url);
    Ok(())
}

#[test]
fn what_the_log_speaks_of_stays_in_the_line_up() -> Result<(), Error> {
    let studio = studio();
    let (id, slots) = studio.live(3);
    studio.take(id, slots[0])?;
    let remove = |slot| lineups::remove(&studio.app, &studio.operator, id, &[slot]);
    assert!(matches!(remove(slots[0]), Err(Error::Lineup(LineupError::OnScreen(1)))));
    studio.take(id, slots[1])?;
    assert!(matches!(remove(slots[0]), Err(Error::Lineup(LineupError::WasShown(1)))));
    assert_eq!(order(&remove(slots[2])?), slots[..2], "one that was never shown may go");
    Ok(())
}

#[test]
fn undo_never_takes_away_a_slot_that_was_shown() -> Result<(), Error> {
    let studio = studio();
    let (id, slots) = studio.live(1);
    let late = studio.product("Thêm vào phút chót", 50_000);
    let open = lineups::add(&studio.app, &studio.operator, id, &[late], None)?;
    studio.take(id, open.lineup.slots()[1].id)?;
    let refused = undo(&studio.app, &studio.operator);
    assert!(matches!(refused, Err(Error::Store(app::store::Error::UndoCollides))), "{refused:?}");
    assert_eq!(order(&lineups::get(&studio.app, id)?)[0], slots[0]);
    assert_eq!(studio.on_screen(id), Some(2));
    Ok(())
}

#[test]
fn a_price_changed_on_screen_is_in_the_log_and_so_is_its_undo() -> Result<(), Error> {
    let studio = studio();
    let (id, slots) = studio.live(1);
    studio.take(id, slots[0])?;
    lineups::edit(&studio.app, &studio.operator, id, slots[0], priced(59_000))?;
    let price = || {
        let now = on_air::state(&studio.app, id).expect("a state").on_air.now;
        now.expect("it is on screen").shown.price
    };
    assert_eq!(price(), Some(dong(59_000)));
    undo(&studio.app, &studio.operator)?;
    assert_eq!(price(), Some(dong(100_000)));
    assert_eq!(studio.log(id), ["went_live", "took", "repriced", "repriced"]);
    Ok(())
}

#[test]
fn a_product_renamed_on_screen_is_in_the_log_too() -> Result<(), Error> {
    let studio = studio();
    let (id, slots) = studio.live(1);
    let shown = studio.take(id, slots[0])?.on_air.now.expect("it is on screen").shown;
    let edit = ProductEdit { title: Some("Kem chống nắng".to_owned()), ..ProductEdit::default() };
    let mut changes = studio.app.changes();
    catalogue::edit(&studio.app, &studio.operator, shown.product, edit)?;
    let now = on_air::state(&studio.app, id)?.on_air.now.expect("it is on screen");
    assert_eq!((now.shown.title.as_str(), now.seq), ("Kem chống nắng", 2));
    assert_eq!(studio.log(id), ["went_live", "took", "repriced"]);
    assert_eq!(changes.try_recv().ok(), Some(Change::Catalogue));
    assert_eq!(changes.try_recv().ok(), Some(Change::OnAir(id)), "the control room reads again");
    Ok(())
}

#[test]
fn the_line_up_of_a_session_that_is_over_stays_as_it_was() -> Result<(), Error> {
    let studio = studio();
    let (id, slots) = studio.live(2);
    on_air::end(&studio.app, &studio.operator, id, None)?;
    let refused = lineups::remove(&studio.app, &studio.operator, id, &[slots[1]]);
    assert!(matches!(refused, Err(Error::Lineup(LineupError::Closed))));
    let other = studio.draft().session.id;
    sessions::cancel(&studio.app, &studio.operator, other)?;
    let product = studio.product("Kem", 1);
    let refused = lineups::add(&studio.app, &studio.operator, other, &[product], None);
    assert!(matches!(refused, Err(Error::Lineup(LineupError::Closed))));
    Ok(())
}

#[test]
fn a_product_in_a_line_up_is_not_deleted() -> Result<(), Error> {
    let studio = studio();
    let (id, _) = studio.filled(1);
    let product = lineups::get(&studio.app, id)?.lineup.slots()[0].product;
    let refused = app::catalogue::delete(&studio.app, &studio.operator, &[product]);
    assert!(matches!(refused, Err(Error::ProductInLineup { .. })), "{refused:?}");
    Ok(())
}
