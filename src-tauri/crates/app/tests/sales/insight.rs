//! What stands out in a session beside comparable ones, and what it teaches for the next.

use app::next_times::{self, NewSession, TakeUp};
use app::{lineups, reviews, sessions};
use domain::insight::{Anomaly, Proposal};
use domain::session::{Goal, LocalStart, SessionPlan};
use domain::{Market, Metric};
use rust_decimal::Decimal;

use crate::shop::{MINUTE, Outcome, Shop};

#[test]
fn a_session_is_compared_with_its_kind_and_what_stands_out_is_said_with_numbers() -> Outcome {
    let shop = Shop::new()?;
    let (one, two) = (shop.product("S1")?, shop.product("S2")?);
    for from in [0, 20, 40] {
        shop.session(from, from + 10, &[one, two])?;
    }
    let own = shop.session(100, 160, &[one, two])?;
    let rows = [
        ("I1", 1, "S1", 1, 100_000, 0, 0, ""),
        ("I2", 21, "S1", 3, 100_000, 0, 0, ""),
        ("I3", 41, "S1", 2, 100_000, 0, 0, ""),
        ("I4", 100, "S1", 4, 100_000, 0, 0, ""),
        ("I5", 100, "S2", 3, 10_000, 0, 0, ""),
    ];
    shop.import(shop.file("i.csv", &rows)?)?;
    let insight = reviews::insight(&shop.app, own)?;
    let gmv = insight.comparison.rows.iter().find(|row| row.metric == Metric::Gmv).ok_or("GMV")?;
    let money = |amount: i64| Some(Decimal::from(amount));
    assert_eq!((gmv.value, gmv.goal), (money(430_000), money(1_000_000)));
    assert_eq!((gmv.last, gmv.usual, gmv.last_year), (money(200_000), money(200_000), None));
    assert_eq!((insight.comparison.usual_of, insight.comparison.last_year_of), (3, 0));
    let [Anomaly::GoalFarAbove(far), Anomaly::SoldBeforeShown { product, units, of_units }] =
        insight.anomalies.as_slice()
    else {
        panic!("{:?}", insight.anomalies)
    };
    assert_eq!((far.goal_e4, far.best_e4), (10_000_000_000, 3_000_000_000));
    assert_eq!((*product, *units, *of_units), (two, 3, 3));
    let first = reviews::across(&shop.app, reviews::Period::default(), reviews::Grouping::Session)?;
    let first = first.rows.last().and_then(|row| row.session.as_ref()).ok_or("the first")?.id;
    let alone = reviews::insight(&shop.app, first)?;
    let usual = alone.comparison.rows.iter().filter_map(|row| row.usual).count();
    assert_eq!((alone.comparison.usual_of, usual), (0, 0), "of nothing nothing is usual");
    Ok(())
}

#[test]
fn what_a_session_teaches_is_shown_first_and_taken_up_as_one_step() -> Outcome {
    let shop = Shop::new()?;
    let products = ["S1", "S2", "S3", "S4"].map(|sku| shop.product(sku));
    let products = products.into_iter().collect::<Outcome<Vec<_>>>()?;
    // Each is on screen for a minute, the last one until the end.
    let session = shop.session(0, 14, &products)?;
    let rows = [("N1", 5, "S4", 9, 100_000, 0, 0, ""), ("N2", 5, "S1", 1, 10_000, 0, 0, "")];
    shop.import(shop.file("n.csv", &rows)?)?;
    let long = shop.session(100, 112, &[products[0], products[1], products[2], products[3]])?;
    let rows = [("N3", 105, "S4", 90, 100_000, 0, 0, "")];
    shop.import(shop.file("m.csv", &rows)?)?;
    let plan = SessionPlan {
        title: "Phiên sau".to_owned(),
        market: Market::Vn,
        start: LocalStart::parse("2026-12-05T20:00", "Asia/Ho_Chi_Minh", None)?,
        length_ms: 60 * MINUTE,
        channels: Vec::new(),
        hosts: Vec::new(),
        goal: Goal::default(),
        note: String::new(),
    };
    let next = sessions::create(&shop.app, &shop.by, plan)?.session.id;
    lineups::add(&shop.app, &shop.by, next, &products[..2], None)?;
    let taught = reviews::insight(&shop.app, long)?.proposals;
    let [Proposal::First { product, number, .. }, ..] = taught.as_slice() else { panic!("{taught:?}") };
    assert_eq!((*product, *number), (products[3], 4));
    let wanted = TakeUp { from: long, into: Some(next), proposals: vec![0] };
    let shown = next_times::preview(&shop.app, &wanted)?;
    let before = lineups::get(&shop.app, next)?.lineup;
    assert_eq!(before.slots().len(), 2, "a preview writes nothing");
    assert_eq!(next_times::take_up(&shop.app, &shop.by, &wanted)?, shown);
    let after = lineups::get(&shop.app, next)?.lineup;
    let order: Vec<_> = after.slots().iter().map(|slot| slot.product).collect();
    assert_eq!(order, [products[3], products[0], products[1]]);
    app::undo(&shop.app, &shop.by)?;
    assert_eq!(lineups::get(&shop.app, next)?.lineup, before);
    let over = TakeUp { into: Some(session), ..wanted.clone() };
    assert!(next_times::preview(&shop.app, &over).is_err(), "what is over stays as it was");

    // With nothing planned, a new session starts from the line-up of the one that teaches.
    let wanted = TakeUp { into: None, ..wanted };
    let shown = next_times::preview(&shop.app, &wanted)?;
    let (title, start_local) = ("Phiên mới".to_owned(), "2026-12-12T20:00".to_owned());
    let new = NewSession { title, start_local, overlap: None };
    let planned = next_times::plan(&shop.app, &shop.by, &wanted, &new)?.session;
    let made = lineups::get(&shop.app, planned.id)?.lineup;
    let order: Vec<_> = made.slots().iter().map(|slot| (slot.product, slot.planned_ms)).collect();
    let expected: Vec<_> = shown.iter().map(|slot| (slot.product, slot.planned_ms)).collect();
    assert_eq!((order.first().map(|first| first.0), order), (Some(products[3]), expected));
    let taught = lineups::get(&shop.app, long)?.lineup;
    assert!(made.slots().iter().all(|slot| taught.slots().iter().all(|own| own.id != slot.id)));
    app::undo(&shop.app, &shop.by)?;
    assert!(sessions::get(&shop.app, planned.id).is_err(), "one step back and nothing is planned");
    Ok(())
}
