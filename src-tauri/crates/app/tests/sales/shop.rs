//! A shop on an empty workspace: its sessions, its sales files.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use app::imports::{self, Ask};
use app::store::import::ImportCounts;
use app::store::workspace::Purpose;
use app::{App, Clock, Home, catalogue, lineups, on_air, reviews, sessions, workspaces};
use domain::id::{ImportId, ProductId, SessionId};
use domain::session::{Goal, LocalStart, SessionPlan};
use domain::{Actor, Currency, Language, Market, Metric, Money};
use rust_decimal::Decimal;

pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

pub const MINUTE: i64 = 60_000;
/// 28 November 2026, 20:00 in Vietnam.
pub const EVENING: i64 = 1_795_870_800_000;

#[derive(Clone)]
struct Hand(Arc<AtomicI64>);

impl Clock for Hand {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

pub struct Shop {
    pub app: App,
    pub by: Actor,
    hand: Hand,
    pub folder: tempfile::TempDir,
}

/// One line of a sales file: order, minute of the evening, stock code, units, price, discount, refund, session.
pub type Row<'a> = (&'a str, i64, &'a str, i64, i64, i64, i64, &'a str);

impl Shop {
    pub fn new() -> Outcome<Self> {
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

    pub fn at(&self, minute: i64) {
        self.hand.0.store(EVENING + minute * MINUTE, Ordering::SeqCst);
    }

    pub fn product(&self, sku: &str) -> Outcome<ProductId> {
        let new = catalogue::NewProduct {
            title: format!("Son {sku}"),
            sku: Some(sku.to_owned()),
            price: Some(Money::from_minor(100_000, Currency::Vnd)),
            ..catalogue::NewProduct::default()
        };
        Ok(catalogue::create(&self.app, &self.by, new)?.product.id)
    }

    /// A session on air from `from` to `to` (minutes of the evening) with these products, each taken in turn.
    pub fn session(&self, from: i64, to: i64, products: &[ProductId]) -> Outcome<SessionId> {
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

    pub fn file(&self, name: &str, rows: &[Row<'_>]) -> Outcome<PathBuf> {
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

    pub fn ask(path: PathBuf) -> Ask {
        let answers = [("currency", "VND"), ("zone", "Asia/Ho_Chi_Minh"), ("dateForm", "ymd")];
        let answers = answers.map(|(key, value)| (key.to_owned(), value.to_owned()));
        Ask {
            path,
            answers: answers.into(),
            read_as: Some(app::store::import::ImportKind::Sales),
            ..Ask::default()
        }
    }

    pub fn import(&self, path: PathBuf) -> Outcome<(ImportId, ImportCounts)> {
        let preview = imports::look(&self.app, &self.by, &Self::ask(path))?;
        let open: Vec<_> =
            preview.report.questions.iter().filter(|q| q.blocks && q.answer.is_none()).collect();
        assert!(open.is_empty(), "nothing is open: {open:?}");
        let looked = preview.report.counts;
        let import = imports::commit(&self.app, &self.by, preview.id)?;
        assert_eq!(looked, import.counts, "the preview said what would happen");
        Ok((import.id, import.counts))
    }

    pub fn figure(&self, session: SessionId, metric: Metric) -> Outcome<Option<Decimal>> {
        let review = reviews::of_session(&self.app, session)?;
        let figures = review.figures.iter().find(|figures| figures.currency == Currency::Vnd);
        Ok(figures
            .and_then(|figures| figures.kpis.iter().find(|kpi| kpi.metric == metric))
            .and_then(|kpi| kpi.value))
    }

    /// Order lines whose buyer's hash is kept and older than a month.
    pub fn buyers(&self) -> Outcome<u64> {
        let rule = domain::Retention { cell_months: None, buyer_months: Some(1) };
        Ok(app::privacy::state(&self.app, &self.by, Some(rule))?.overdue.buyers)
    }

    /// Everything a review says, to be compared before and after.
    pub fn everything(&self, sessions: &[SessionId]) -> Outcome<String> {
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

pub fn rows() -> Vec<Row<'static>> {
    vec![
        ("A1", 5, "S1", 2, 100_000, 10_000, 0, ""),
        ("A1", 5, "S2", 1, 200_000, 0, 0, ""),
        ("A2", 65, "S1", 1, 100_000, 0, 100_000, ""),
        ("A3", 65, "S9", 1, 50_000, 0, 0, ""),
        ("A4", 140, "S1", 1, 100_000, 0, 0, ""),
    ]
}
