//! Sales come in, are credited, rolled up, taken back.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use app::imports::{self, Ask};
use app::store::import::ImportCounts;
use app::store::workspace::Purpose;
use app::{
    App, Clock, Error, Home, catalogue, lineups, on_air, reviews, sales_imports, sessions, workspaces,
};
use domain::id::{ImportId, ProductId, SessionId};
use domain::session::{Goal, LocalStart, SessionPlan};
use domain::{Actor, Credit, Currency, Language, Market, Metric, Money};
use rust_decimal::Decimal;

type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

const MINUTE: i64 = 60_000;
/// 28 November 2026, 20:00 in Vietnam.
const EVENING: i64 = 1_795_870_800_000;

#[derive(Clone)]
struct Hand(Arc<AtomicI64>);

impl Clock for Hand {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

struct Shop {
    app: App,
    by: Actor,
    hand: Hand,
    folder: tempfile::TempDir,
}

/// One line of a sales file: order, minute of the evening, stock code, units, price, discount, refund, session.
type Row<'a> = (&'a str, i64, &'a str, i64, i64, i64, i64, &'a str);

impl Shop {
    fn new() -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let hand = Hand(Arc::new(AtomicI64::new(EVENING - 60 * MINUTE)));
        let app = App::new(Home::at(folder.path().join("home")), hand.clone());
        workspaces::start(
            &app,
            &workspaces::Start {
                language: Language::Vi,
                market: Market::Vn,
                brand: "Mộc Lan".to_owned(),
                purpose: Purpose::PlanAndSell,
            },
        )?;
        Ok(Self { app, by: Actor::owner(), hand, folder })
    }

    fn at(&self, minute: i64) {
        self.hand.0.store(EVENING + minute * MINUTE, Ordering::SeqCst);
    }

    fn product(&self, sku: &str) -> Outcome<ProductId> {
        let new = catalogue::NewProduct {
            title: format!("Son {sku}"),
            sku: Some(sku.to_owned()),
            price: Some(Money::from_minor(100_000, Currency::Vnd)),
            ..catalogue::NewProduct::default()
        };
        Ok(catalogue::create(&self.app, &self.by, new)?.product.id)
    }

    /// A session on air from `from` to `to` (minutes of the evening) with these products, each taken in turn.
    fn session(&self, from: i64, to: i64, products: &[ProductId]) -> Outcome<SessionId> {
        self.at(from - 30);
        let plan = SessionPlan {
            title: "Đêm chăm da".to_owned(),
            market: Market::Vn,
            start: LocalStart::parse("2026-11-28T20:00", "Asia/Ho_Chi_Minh", None)?,
            length_ms: 120 * MINUTE,
            channels: Vec::new(),
            hosts: Vec::new(),
            goal: Goal { gmv: Some(Money::from_minor(1_000_000, Currency::Vnd)), ..Goal::default() },
            note: String::new(),
        };
        let id = sessions::create(&self.app, &self.by, plan)?.session.id;
        lineups::add(&self.app, &self.by, id, products, None)?;
        sessions::schedule(&self.app, &self.by, id)?;
        self.at(from);
        on_air::start(&self.app, &self.by, id, None)?;
        for (index, _) in (0_i64..).zip(products) {
            self.at(from + index);
            on_air::next(&self.app, &self.by, id, None)?;
        }
        self.at(to);
        on_air::end(&self.app, &self.by, id, None)?;
        reviews::recredit(&self.app)?;
        Ok(id)
    }

    fn file(&self, name: &str, rows: &[Row<'_>]) -> Outcome<PathBuf> {
        let mut text = String::from(
            "Order ID,Order Date,SKU,Product Name,Quantity,Unit Price,Discount,Refund,Live Session,Customer Name\n",
        );
        for (order, minute, sku, units, price, discount, refund, session) in rows {
            let (hour, minute) = (20 + minute.div_euclid(60), minute.rem_euclid(60));
            writeln!(
                text,
                "{order},2026-11-28 {hour:02}:{minute:02}:00,{sku},Son {sku},{units},{price},{discount},{refund},{session},Kiểm Thử"
            )?;
        }
        let path = self.folder.path().join(name);
        std::fs::write(&path, text)?;
        Ok(path)
    }

    fn ask(path: PathBuf) -> Ask {
        let answers = [("currency", "VND"), ("zone", "Asia/Ho_Chi_Minh"), ("dateForm", "ymd")];
        let answers = answers.map(|(key, value)| (key.to_owned(), value.to_owned()));
        Ask {
            path,
            answers: answers.into(),
            read_as: Some(app::store::import::ImportKind::Sales),
            ..Ask::default()
        }
    }

    fn import(&self, path: PathBuf) -> Outcome<(ImportId, ImportCounts)> {
        let preview = imports::look(&self.app, &self.by, &Self::ask(path))?;
        let open: Vec<_> =
            preview.report.questions.iter().filter(|q| q.blocks && q.answer.is_none()).collect();
        assert!(open.is_empty(), "nothing is open: {open:?}");
        let looked = preview.report.counts;
        let import = imports::commit(&self.app, &self.by, preview.id)?;
        assert_eq!(looked, import.counts, "the preview said what would happen");
        Ok((import.id, import.counts))
    }

    fn figure(&self, session: SessionId, metric: Metric) -> Outcome<Option<Decimal>> {
        let review = reviews::of_session(&self.app, session)?;
        let figures = review.figures.iter().find(|figures| figures.currency == Currency::Vnd);
        Ok(figures
            .and_then(|figures| figures.kpis.iter().find(|kpi| kpi.metric == metric))
            .and_then(|kpi| kpi.value))
    }

    /// Everything a review says, to be compared before and after.
    fn everything(&self, sessions: &[SessionId]) -> Outcome<String> {
        let mut text = String::new();
        for &session in sessions {
            let mut review = reviews::of_session(&self.app, session)?;
            review.files.clear();
            // Ids are minted; what they name is compared by its title.
            review.session.id = uuid::Uuid::nil().into();
            review.bands.iter_mut().for_each(|band| band.product = uuid::Uuid::nil().into());
            review.figures.iter_mut().for_each(|figures| {
                figures.products.iter_mut().for_each(|row| (row.key, row.product) = (0, None));
                figures.products.sort_by_key(|row| row.title.clone());
                figures.unmatched.sort_by_key(|sum| sum.reason);
            });
            writeln!(text, "{:#?}", review)?;
        }
        let mut across = reviews::across(&self.app, reviews::Period::default(), reviews::Grouping::Month)?;
        across.as_of_ms = None;
        writeln!(text, "{across:#?}")?;
        Ok(text)
    }
}

fn rows() -> Vec<Row<'static>> {
    vec![
        ("A1", 5, "S1", 2, 100_000, 10_000, 0, ""),
        ("A1", 5, "S2", 1, 200_000, 0, 0, ""),
        ("A2", 65, "S1", 1, 100_000, 0, 100_000, ""),
        ("A3", 65, "S9", 1, 50_000, 0, 0, ""),
        ("A4", 140, "S1", 1, 100_000, 0, 0, ""),
    ]
}

#[test]
fn a_file_is_credited_by_time_and_line_up_and_its_figures_are_what_it_says() -> Outcome {
    let shop = Shop::new()?;
    let products = [shop.product("S1")?, shop.product("S2")?];
    let session = shop.session(0, 120, &products)?;
    let (_, counts) = shop.import(shop.file("a.csv", &rows())?)?;
    assert_eq!(counts, ImportCounts { read: 5, new: 5, changed: 0, unchanged: 0, rejected: 0 });
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
fn importing_twice_changes_nothing_and_undo_takes_back_what_nobody_else_saw() -> Outcome {
    let shop = Shop::new()?;
    let session = shop.session(0, 120, &[shop.product("S1")?, shop.product("S2")?])?;
    let before = shop.everything(&[session])?;
    let (first, _) = shop.import(shop.file("a.csv", &rows())?)?;
    let once = shop.everything(&[session])?;
    let (second, counts) = shop.import(shop.file("again.csv", &rows())?)?;
    assert_eq!(counts, ImportCounts { read: 5, new: 0, changed: 0, unchanged: 5, rejected: 0 });
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
        unmatched: false,
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
