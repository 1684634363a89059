//! Figures as they were known on a past day, and how they ripened after the show.

use std::time::{Duration, UNIX_EPOCH};

use app::reviews;
use domain::{Currency, Tally};

use crate::shop::{EVENING, MINUTE, Outcome, Shop, rows};

const DAY: i64 = 24 * 60 * MINUTE;

/// Says when a file was written.
fn written(path: &std::path::Path, at_ms: i64) -> Outcome {
    let at = UNIX_EPOCH + Duration::from_millis(u64::try_from(at_ms)?);
    std::fs::File::options().write(true).open(path)?.set_modified(at)?;
    Ok(())
}

fn tally(shop: &Shop, session: domain::id::SessionId, at: Option<i64>) -> Outcome<Option<Tally>> {
    let review = reviews::known_on(&shop.app, session, at)?;
    let own = review.figures.iter().find(|figures| figures.currency == Currency::Vnd);
    Ok(own.map(|figures| figures.tally).filter(|tally| tally.lines > 0))
}

#[test]
fn a_past_day_knows_only_what_files_said_until_then_and_now_is_what_the_roll_ups_hold() -> Outcome {
    let shop = Shop::new()?;
    let products = [shop.product("S1")?, shop.product("S2")?];
    let session = shop.session(0, 120, &products)?;
    let end = EVENING + 120 * MINUTE;
    let first = shop.file("first.csv", &rows())?;
    let second = shop.file("second.csv", &[("A1", 5, "S1", 2, 100_000, 10_000, 190_000, "")])?;
    shop.at(120 + 20 * 24 * 60);
    written(&first, end + DAY)?;
    written(&second, end + 10 * DAY)?;
    // The newer file comes in first: what was known when does not depend on it.
    shop.import(second)?;
    shop.import(first)?;

    assert_eq!(tally(&shop, session, Some(end))?, None, "nothing was known when the show ended");
    let early = tally(&shop, session, Some(end + 2 * DAY))?.ok_or("known on the second day")?;
    let now = tally(&shop, session, None)?.ok_or("known now")?;
    assert_eq!(now.refund_e4 - early.refund_e4, 1_900_000_000, "the refund was told on the tenth day");
    assert_eq!(early.gmv_e4, now.gmv_e4);
    assert_eq!(tally(&shop, session, Some(end + 20 * DAY))?, Some(now), "raw lines say what roll-ups hold");

    let sets = reviews::maturing(&shop.app, session)?;
    let points = &sets[0].points;
    let of = |day: i64| points.iter().find(|point| point.day == day).map(|point| point.net_e4);
    assert_eq!((of(0), of(1)), (None, Some(early.net_sales_e4())));
    assert_eq!((of(9), of(10)), (of(1), Some(now.net_sales_e4())));
    assert!(!sets[0].is_over && points.iter().all(|point| point.orders == now.orders));
    Ok(())
}
