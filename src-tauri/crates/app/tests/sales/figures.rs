//! Sales come in, are credited, rolled up, taken back.

use app::store::import::ImportCounts;
use app::{Error, catalogue, imports, on_air, reviews, sales_imports};
use domain::{Channel, Credit, Currency, Metric};
use rust_decimal::Decimal;
use storefront::{LinkSource, tracked};

use crate::shop::{Outcome, Shop, rows};

#[test]
fn a_file_is_credited_by_time_and_line_up_and_its_figures_are_what_it_says() -> Outcome {
    let shop = Shop::new()?;
    let products = [shop.product("S1")?, shop.product("S2")?];
    let session = shop.session(0, 120, &products)?;
    let (_, counts) = shop.import(shop.file("a.csv", &rows())?)?;
    assert_eq!(counts, ImportCounts { read: 5, new: 5, changed: 0, unchanged: 0, older: 0, rejected: 0 });
    let review = reviews::of_session(&shop.app, session)?;
    let [figures] = review.figures.as_slice() else { panic!("one currency: {review:?}") };
    assert_eq!(figures.tally.gmv_e4, 5_000_000_000, "refunded goods stay in GMV");
    assert_eq!(shop.figure(session, Metric::NetSales)?, Some(Decimal::from(390_000)));
    assert_eq!(shop.figure(session, Metric::Orders)?, Some(Decimal::from(2)));
    assert_eq!(shop.figure(session, Metric::Units)?, Some(Decimal::from(4)));
    assert_eq!(shop.figure(session, Metric::Gpm)?, None, "views are not known, which is not zero");
    assert_eq!(figures.curve.iter().map(|bucket| bucket.gmv_e4).sum::<i64>(), 5_000_000_000);
    assert_eq!(figures.unmatched.len(), 1);
    assert_eq!((figures.unmatched[0].reason, figures.unmatched[0].lines), (Credit::UnknownProduct, 1));
    assert_eq!(figures.products.len(), 2);
    assert_eq!(review.bands.len(), 2);
    assert_eq!((review.files.len(), review.files[0].lines), (1, 3));
    Ok(())
}

#[test]
fn the_session_named_on_the_line_is_certain_wherever_the_line_falls() -> Outcome {
    let shop = Shop::new()?;
    let session = shop.session(0, 60, &[shop.product("S1")?])?;
    let id = session.to_string();
    let rows = [("B1", 100, "S7", 1, 70_000, 0, 0, id.as_str()), ("B2", 30, "S1", 1, 100_000, 0, 0, "")];
    shop.import(shop.file("b.csv", &rows)?)?;
    let review = reviews::of_session(&shop.app, session)?;
    let figures = &review.figures[0];
    assert_eq!((figures.certain_lines, figures.likely_lines), (1, 1));
    assert_eq!(figures.outside_e4, 700_000_000);
    Ok(())
}

#[test]
fn an_order_that_brings_a_tracked_link_back_is_credited_to_its_session() -> Outcome {
    let shop = Shop::new()?;
    let session = shop.session(0, 60, &[shop.product("S1")?])?;
    let page = "https://moclan.vn/p/son?mau=do#reviews";
    let link = tracked(page, LinkSource::Channel(Channel::TikTok), session, 1).ok_or("a link")?;
    let rows = [
        ("T1", 200, "S7", 1, 70_000, 0, 0, link.as_str()),
        ("T2", 200, "S7", 1, 30_000, 0, 0, "https://moclan.vn/?utm_campaign=000000000000"),
    ];
    shop.import(shop.file("links.csv", &rows)?)?;
    let review = reviews::of_session(&shop.app, session)?;
    let [figures] = review.figures.as_slice() else { panic!("one currency: {review:?}") };
    assert_eq!((figures.certain_lines, figures.tally.gmv_e4), (1, 700_000_000));
    Ok(())
}

#[test]
fn importing_twice_changes_nothing_and_undo_takes_back_what_nobody_else_saw() -> Outcome {
    let shop = Shop::new()?;
    let session = shop.session(0, 120, &[shop.product("S1")?, shop.product("S2")?])?;
    let before = shop.everything(&[session])?;
    let (first, _) = shop.import(shop.file("a.csv", &rows())?)?;
    let once = shop.everything(&[session])?;
    let (second, counts) = shop.import(shop.file("again.csv", &rows())?)?;
    assert_eq!(counts, ImportCounts { read: 5, new: 0, changed: 0, unchanged: 5, older: 0, rejected: 0 });
    assert_eq!(shop.everything(&[session])?, once);
    imports::undo(&shop.app, &shop.by, first)?;
    assert_eq!(shop.everything(&[session])?, once, "the second file saw all of it");
    imports::undo(&shop.app, &shop.by, second)?;
    assert_eq!(shop.everything(&[session])?, before);
    let (_, counts) = shop.import(shop.file("third.csv", &rows())?)?;
    assert_eq!(counts.new, 5, "what was taken back comes in again");
    assert_eq!(shop.everything(&[session])?, once);
    sales_imports::rebuild(&shop.app)?;
    assert_eq!(shop.everything(&[session])?, once, "the sums are what the lines say");
    Ok(())
}

#[test]
fn of_two_files_that_disagree_the_later_one_counts_in_whatever_order_they_come() -> Outcome {
    let mut said = Vec::new();
    for order in [[0, 1], [1, 0]] {
        let shop = Shop::new()?;
        let session = shop.session(0, 120, &[shop.product("S1")?, shop.product("S2")?])?;
        let mut later = rows();
        later[1].6 = 200_000;
        later.swap(0, 1);
        later.push(("A5", 70, "S2", 3, 200_000, 0, 0, ""));
        let files = [shop.file("early.csv", &rows()[..4])?, shop.file("late.csv", &later)?];
        for (file, day) in files.iter().zip([1, 2]) {
            let at = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000 + day * 86_400);
            std::fs::File::options().write(true).open(file)?.set_modified(at)?;
        }
        let mut ids = Vec::new();
        for index in order {
            ids.push(shop.import(files[index].clone())?.0);
        }
        said.push(shop.everything(&[session])?);
        assert_eq!(shop.figure(session, Metric::Refunds)?, Some(Decimal::from(300_000)));
        sales_imports::rebuild(&shop.app)?;
        assert_eq!(Some(&shop.everything(&[session])?), said.last());
        // Without the later file, the earlier one's figures stand again.
        let late = ids[order.iter().position(|&index| index == 1).unwrap_or_default()];
        imports::undo(&shop.app, &shop.by, late)?;
        assert_eq!(shop.figure(session, Metric::Refunds)?, Some(Decimal::from(100_000)));
        assert_eq!(shop.figure(session, Metric::Orders)?, Some(Decimal::from(2)));
        let left = shop.everything(&[session])?;
        sales_imports::rebuild(&shop.app)?;
        assert_eq!(shop.everything(&[session])?, left);
    }
    assert_eq!(said[0], said[1]);
    Ok(())
}

#[test]
fn a_session_without_sales_stands_in_the_row_of_its_month() -> Outcome {
    let shop = Shop::new()?;
    let product = shop.product("S1")?;
    shop.session(0, 60, &[product])?;
    let month = || reviews::across(&shop.app, reviews::Period::default(), reviews::Grouping::Month);
    let before = month()?;
    let [row] = before.rows.as_slice() else { panic!("one row: {before:?}") };
    assert_eq!((row.currency, row.sessions, row.kpis.len()), (Currency::Vnd, 1, 0), "unknown is not zero");
    assert!(before.totals.is_empty());
    shop.import(shop.file("a.csv", &rows())?)?;
    shop.session(200, 260, &[product])?;
    let after = month()?;
    let [row] = after.rows.as_slice() else { panic!("one row: {after:?}") };
    assert_eq!((row.key.as_str(), row.sessions), ("2026-11", 2));
    assert_eq!(after.totals[0].sessions, 2);
    Ok(())
}

#[test]
fn a_reopened_session_and_a_new_catalogue_product_credit_lines_anew() -> Outcome {
    let shop = Shop::new()?;
    let (first, second) = (shop.product("S1")?, shop.product("X2")?);
    let session = shop.session(0, 60, &[first, second])?;
    shop.import(shop.file("a.csv", &rows())?)?;
    assert_eq!(shop.figure(session, Metric::Gmv)?, Some(Decimal::from(200_000)));
    shop.at(61);
    on_air::reopen(&shop.app, &shop.by, session, "one more product")?;
    shop.at(80);
    on_air::end(&shop.app, &shop.by, session, None)?;
    reviews::recredit(&shop.app)?;
    assert_eq!(shop.figure(session, Metric::Gmv)?, Some(Decimal::from(300_000)));
    let detail = catalogue::product(&shop.app, &shop.by, second)?;
    let variant = detail.variants[0].variant.id;
    catalogue::edit_variant(
        &shop.app,
        &shop.by,
        variant,
        &catalogue::VariantEdit::Sku(Some("S2".to_owned())),
    )?;
    reviews::recredit(&shop.app)?;
    assert_eq!(shop.figure(session, Metric::Gmv)?, Some(Decimal::from(500_000)));
    assert_eq!(shop.figure(session, Metric::Orders)?, Some(Decimal::from(2)));
    let now = shop.everything(&[session])?;
    sales_imports::rebuild(&shop.app)?;
    assert_eq!(shop.everything(&[session])?, now);
    Ok(())
}

#[test]
fn two_sessions_at_once_with_the_same_product_leave_the_line_to_neither() -> Outcome {
    let shop = Shop::new()?;
    let product = shop.product("S1")?;
    let first = shop.session(0, 60, &[product])?;
    let second = shop.session(30, 90, &[product])?;
    let rows = [("C1", 10, "S1", 1, 1_000, 0, 0, ""), ("C2", 40, "S1", 1, 2_000, 0, 0, "")];
    shop.import(shop.file("c.csv", &rows)?)?;
    assert_eq!(shop.figure(first, Metric::Gmv)?, Some(Decimal::from(1_000)));
    for session in [first, second] {
        let review = reviews::of_session(&shop.app, session)?;
        let unmatched: Vec<_> = review.figures.iter().flat_map(|figures| &figures.unmatched).collect();
        assert_eq!(unmatched.len(), 1);
        assert_eq!((unmatched[0].reason, unmatched[0].gmv_e4), (Credit::SeveralSessions, 20_000_000));
    }
    Ok(())
}

#[test]
fn every_figure_opens_to_the_rows_and_the_file_it_came_from() -> Outcome {
    let shop = Shop::new()?;
    let session = shop.session(0, 120, &[shop.product("S1")?, shop.product("S2")?])?;
    shop.import(shop.file("a.csv", &rows())?)?;
    let (_, counts) = shop.import(shop.file("b.csv", &rows()[1..])?)?;
    assert_eq!(counts.unchanged, 4);
    let query = reviews::LineQuery {
        session,
        product_key: None,
        currency: Some(Currency::Vnd),
        known_on_ms: None,
        unmatched: false,
        between: None,
        offset: 0,
        limit: 10,
    };
    let page = reviews::lines(&shop.app, &query)?;
    assert_eq!(page.total, 3);
    let from: Vec<_> = page.lines.iter().map(|line| (line.file_name.as_str(), line.row)).collect();
    assert_eq!(from, [("a.csv", 2), ("b.csv", 2), ("b.csv", 3)]);
    let cells: Vec<&str> = page.lines[0].cells.iter().map(|(header, _)| header.as_str()).collect();
    assert!(cells.contains(&"SKU") && !cells.contains(&"Customer Name"), "{cells:?}");
    let unmatched = reviews::lines(&shop.app, &reviews::LineQuery { unmatched: true, ..query })?;
    assert_eq!((unmatched.total, unmatched.lines[0].credit), (1, Credit::UnknownProduct));
    Ok(())
}

#[test]
fn a_file_that_breaks_off_leaves_nothing_behind() -> Outcome {
    let shop = Shop::new()?;
    let session = shop.session(0, 120, &[shop.product("S1")?])?;
    let path = shop.file("a.csv", &rows())?;
    let preview = imports::look(&shop.app, &shop.by, &Shop::ask(path.clone()))?;
    let text = std::fs::read_to_string(&path)?;
    std::fs::write(&path, format!("{text}\"never closed,2026-11-28"))?;
    let refused = imports::commit(&shop.app, &shop.by, preview.id);
    assert!(matches!(refused, Err(Error::File(_))), "{refused:?}");
    assert_eq!(shop.figure(session, Metric::Gmv)?, None);
    assert!(imports::all(&shop.app)?.is_empty());
    Ok(())
}
