//! Credit as a range, and by hand: it stays through later files, imports taken back and undo.

use std::fmt::Write as _;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use app::credits::{self, Said, Scope};
use app::{imports, reviews, sales_imports};
use domain::id::SessionId;
use domain::{Credit, Metric};
use rust_decimal::Decimal;

use crate::shop::{Outcome, Row, Shop};

/// The line of an order with a stock code, wherever it is credited.
fn line(shop: &Shop, sessions: &[SessionId], order: &str, sku: &str) -> Outcome<i64> {
    for (&session, unmatched) in sessions.iter().flat_map(|session| [(session, false), (session, true)]) {
        let query = reviews::LineQuery {
            known_on_ms: None,
            session,
            product_key: None,
            currency: None,
            unmatched,
            between: None,
            offset: 0,
            limit: 500,
        };
        let page = reviews::lines(&shop.app, &query)?;
        let own = |line: &&reviews::Line| line.order_ref == order && line.sku.as_deref() == Some(sku);
        if let Some(found) = page.lines.iter().find(own) {
            return Ok(found.id);
        }
    }
    Err(format!("{order} {sku} is nowhere").into())
}

fn said(line: i64, scope: Scope, within: SessionId, to: Option<SessionId>) -> Said {
    Said { lines: vec![line], scope, within, to, reason: "khách nhắn xác nhận".to_owned() }
}

fn gmv(shop: &Shop, session: SessionId) -> Outcome<Decimal> {
    Ok(shop.figure(session, Metric::Gmv)?.unwrap_or_default())
}

fn range(shop: &Shop, session: SessionId) -> Outcome<reviews::Range> {
    let review = reviews::of_session(&shop.app, session)?;
    Ok(review.figures.first().and_then(|figures| figures.range).unwrap_or_default())
}

#[test]
fn a_line_that_fits_two_shows_is_in_the_range_of_both_and_once_in_the_total() -> Outcome {
    let shop = Shop::new()?;
    let product = shop.product("S1")?;
    let (first, second) = (shop.session(0, 60, &[product])?, shop.session(30, 90, &[product])?);
    let id = first.to_string();
    let rows = [
        ("C1", 10, "S1", 1, 1_000, 0, 0, ""),
        ("C2", 40, "S1", 1, 2_000, 0, 0, ""),
        ("C3", 41, "S1", 1, 4_000, 0, 0, id.as_str()),
        ("C4", 80, "S1", 1, 8_000, 0, 0, ""),
    ];
    shop.import(shop.file("c.csv", &rows)?)?;
    let own = range(&shop, first)?;
    assert_eq!((own.certain_e4, own.possible_e4), (40_000_000, 70_000_000));
    assert_eq!((own.certain_lines, own.shared_lines, own.by_hand), (1, 1, 0));
    assert_eq!(gmv(&shop, first)?, Decimal::from(5_000));
    let other = range(&shop, second)?;
    assert_eq!((other.certain_e4, other.possible_e4), (0, 100_000_000));
    let all = reviews::across(&shop.app, reviews::Period::default(), reviews::Grouping::Session)?;
    let total = all.totals[0].range.ok_or("a range")?;
    assert_eq!((total.certain_e4, total.possible_e4, total.shared_lines), (40_000_000, 150_000_000, 1));
    Ok(())
}

#[test]
fn what_a_person_says_goes_before_the_rules_and_undo_takes_it_back() -> Outcome {
    let shop = Shop::new()?;
    let (one, two) = (shop.product("S1")?, shop.product("S2")?);
    let (first, second) = (shop.session(0, 60, &[one, two])?, shop.session(100, 160, &[one])?);
    let id = first.to_string();
    let rows = [
        ("H1", 10, "S1", 1, 1_000, 0, 0, ""),
        ("H1", 10, "S2", 1, 2_000, 0, 0, ""),
        ("H2", 20, "S1", 1, 4_000, 0, 0, id.as_str()),
        ("H3", 30, "S9", 1, 8_000, 0, 0, ""),
    ];
    shop.import(shop.file("h.csv", &rows)?)?;
    let all = [first, second];
    let before = shop.everything(&all)?;
    let unknown = line(&shop, &all, "H3", "S9")?;
    credits::correct(&shop.app, &shop.by, &said(unknown, Scope::Line, first, Some(second)))?;
    assert_eq!((gmv(&shop, first)?, gmv(&shop, second)?), (Decimal::from(7_000), Decimal::from(8_000)));
    let named = line(&shop, &all, "H2", "S1")?;
    credits::correct(&shop.app, &shop.by, &said(named, Scope::Order, first, None))?;
    let of_two = line(&shop, &all, "H1", "S2")?;
    credits::correct(&shop.app, &shop.by, &said(of_two, Scope::Product, first, Some(second)))?;
    assert_eq!((gmv(&shop, first)?, gmv(&shop, second)?), (Decimal::from(1_000), Decimal::from(10_000)));
    let by_hand = range(&shop, second)?;
    assert_eq!((by_hand.certain_e4, by_hand.by_hand), (100_000_000, 2));
    assert_eq!(credits::of_session(&shop.app, second)?.len(), 2, "what gave it lines is told there too");
    let after = shop.everything(&all)?;
    sales_imports::rebuild(&shop.app)?;
    assert_eq!(shop.everything(&all)?, after, "the sums are those of the lines");
    // A later file restates the order of another session: it stays where a person put it.
    let later = [("H3", 30, "S9", 2, 8_000, 0, 0, ""), ("H2", 20, "S1", 3, 4_000, 0, 0, id.as_str())];
    let (import, _) = shop.import(shop.file("later.csv", &later)?)?;
    assert_eq!((gmv(&shop, first)?, gmv(&shop, second)?), (Decimal::from(1_000), Decimal::from(18_000)));
    imports::undo(&shop.app, &shop.by, import)?;
    assert_eq!(shop.everything(&all)?, after);
    for _ in 0..3 {
        app::undo(&shop.app, &shop.by)?;
    }
    assert_eq!(shop.everything(&all)?, before, "what the rules found was kept");
    for _ in 0..3 {
        app::redo(&shop.app, &shop.by)?;
    }
    assert_eq!(shop.everything(&all)?, after);
    let all = credits::of_session(&shop.app, first)?;
    let of_product = all.iter().find(|one| one.correction.about.order().is_none()).ok_or("of the product")?;
    credits::take_back(&shop.app, &shop.by, of_product.correction.id)?;
    assert_eq!((gmv(&shop, first)?, gmv(&shop, second)?), (Decimal::from(3_000), Decimal::from(8_000)));
    Ok(())
}

#[test]
fn a_correction_needs_a_reason_and_its_lines_say_who_credited_them() -> Outcome {
    let shop = Shop::new()?;
    let session = shop.session(0, 60, &[shop.product("S1")?])?;
    shop.import(shop.file("r.csv", &[("R1", 5, "S1", 1, 1_000, 0, 0, "")])?)?;
    let own = line(&shop, &[session], "R1", "S1")?;
    let nothing = Said { reason: "  ".to_owned(), ..said(own, Scope::Line, session, Some(session)) };
    assert!(matches!(
        credits::correct(&shop.app, &shop.by, &nothing),
        Err(app::Error::Invalid { field: "reason", .. })
    ));
    credits::correct(&shop.app, &shop.by, &said(own, Scope::Line, session, Some(session)))?;
    let query = reviews::LineQuery {
        known_on_ms: None,
        session,
        product_key: None,
        currency: None,
        unmatched: false,
        between: None,
        offset: 0,
        limit: 5,
    };
    assert_eq!(reviews::lines(&shop.app, &query)?.lines[0].credit, Credit::ByHand);
    Ok(())
}

/// What counts, without ids, which differ from workspace to workspace.
fn summary(shop: &Shop, sessions: &[SessionId]) -> Outcome<String> {
    let mut text = String::new();
    for &session in sessions {
        for figures in reviews::of_session(&shop.app, session)?.figures {
            writeln!(text, "{:?} {:?}", figures.tally, figures.range)?;
            let mut products: Vec<_> = figures.products.iter().map(|row| (&row.title, row.tally)).collect();
            products.sort_by_key(|(title, _)| *title);
            writeln!(text, "{products:?} {:?}", figures.unmatched)?;
        }
    }
    Ok(text)
}

const FIRST: [Row<'_>; 6] = [
    ("P1", 10, "S1", 1, 1_000, 0, 0, ""),
    ("P1", 10, "S2", 2, 2_000, 100, 0, ""),
    ("P2", 20, "S1", 1, 4_000, 0, 0, ""),
    ("P3", 45, "S1", 1, 8_000, 0, 0, ""),
    ("P4", 70, "S2", 1, 16_000, 0, 0, ""),
    ("P5", 30, "S9", 1, 32_000, 0, 0, ""),
];
/// The same orders as a later file restates them.
const LATER: [Row<'_>; 6] = [
    ("P1", 10, "S1", 1, 1_000, 0, 1_000, ""),
    ("P1", 10, "S2", 2, 2_000, 100, 0, ""),
    ("P2", 20, "S1", 5, 4_000, 0, 0, ""),
    ("P3", 46, "S1", 1, 8_000, 0, 0, ""),
    ("P4", 70, "S2", 1, 16_000, 0, 500, ""),
    ("P5", 30, "S9", 1, 32_000, 0, 0, ""),
];

/// Does `steps` in their order in a shop of its own: files in and out, and corrections.
fn played(steps: &[&str]) -> Outcome<String> {
    let shop = Shop::new()?;
    let (one, two) = (shop.product("S1")?, shop.product("S2")?);
    let (first, second) = (shop.session(0, 60, &[one, two])?, shop.session(40, 90, &[one, two])?);
    let all = [first, second];
    let written = |name: &str, rows: &[Row<'_>], second: u64| -> Outcome<_> {
        let path = shop.file(name, rows)?;
        let at = UNIX_EPOCH + Duration::from_secs(1_700_000_000 + second);
        std::fs::File::options().write(true).open(&path)?.set_modified(at)?;
        Ok(path)
    };
    let (early, late) = (written("first.csv", &FIRST, 0)?, written("later.csv", &LATER, 60)?);
    let mut taken_in = None;
    for step in steps {
        match *step {
            "first" => taken_in = Some(shop.import(early.clone())?.0),
            "later" => drop(shop.import(late.clone())?),
            "back" => {
                imports::undo(&shop.app, &shop.by, taken_in.take().ok_or("it came in")?)?;
            }
            "order" => {
                let line = line(&shop, &all, "P2", "S1")?;
                credits::correct(&shop.app, &shop.by, &said(line, Scope::Order, first, None))?;
            }
            "line" => {
                let line = line(&shop, &all, "P5", "S9")?;
                credits::correct(&shop.app, &shop.by, &said(line, Scope::Line, first, Some(second)))?;
            }
            "product" => {
                let line = line(&shop, &all, "P1", "S2")?;
                credits::correct(&shop.app, &shop.by, &said(line, Scope::Product, first, Some(second)))?;
            }
            other => return Err(other.into()),
        }
    }
    let now = summary(&shop, &all)?;
    sales_imports::rebuild(&shop.app)?;
    assert_eq!(summary(&shop, &all)?, now, "the sums are those of the lines after {steps:?}");
    Ok(now)
}

#[test]
fn corrections_hold_whatever_the_order_of_imports_and_undo() -> Outcome {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let mut seed = now.as_secs() ^ u64::from(now.subsec_nanos());
    println!("seed {seed}");
    let mut below = |bound: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap_or_default() % bound
    };
    let plain = played(&["later", "order", "line", "product"])?;
    for _ in 0..5 {
        let mut steps = vec!["order", "line", "product", "later"];
        for at in (1..steps.len()).rev() {
            steps.swap(at, below(at + 1));
        }
        // The first file comes in before anything is said, and goes again once the later one is there.
        steps.insert(0, "first");
        let later = steps.iter().position(|step| *step == "later").ok_or("it comes in")?;
        steps.insert(later + 1 + below(steps.len() - later), "back");
        assert_eq!(played(&steps)?, plain, "{steps:?}");
    }
    Ok(())
}
