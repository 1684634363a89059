//! A studio to test verbs in: an application on an empty workspace, with a clock that the test sets.
#![expect(clippy::expect_used, reason = "a studio that cannot be set up fails its test")]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use app::catalogue::{self, NewProduct};
use app::lineups;
use app::on_air::{self, Show};
use app::sessions::{self, OpenSession};
use app::workspaces::{self, Start};
use app::{App, Clock, Home, Result};
use domain::id::{ProductId, SessionId, SlotId};
use domain::session::{Goal, LocalStart, SessionChannel, SessionPlan};
use domain::{Actor, Channel, Currency, Language, Market, Money};
use uuid::Uuid;

/// The evening the studio's sessions start: 28 November 2026, 20:00 in Vietnam.
pub const START_MS: i64 = 1_795_870_800_000;
pub const MINUTE: i64 = 60_000;

/// A clock that stands until the test moves it.
#[derive(Clone)]
pub struct StudioClock {
    utc_ms: Arc<AtomicI64>,
    boot_ms: Arc<AtomicI64>,
}

impl StudioClock {
    fn at(utc_ms: i64) -> Self {
        Self { utc_ms: Arc::new(AtomicI64::new(utc_ms)), boot_ms: Arc::new(AtomicI64::new(0)) }
    }

    /// Time passes, on both clocks.
    pub fn pass(&self, ms: i64) {
        self.utc_ms.fetch_add(ms, Ordering::SeqCst);
        self.boot_ms.fetch_add(ms, Ordering::SeqCst);
    }

    /// Someone sets the computer's clock.
    pub fn set_utc(&self, utc_ms: i64) {
        self.utc_ms.store(utc_ms, Ordering::SeqCst);
    }
}

impl Clock for StudioClock {
    fn now_ms(&self) -> i64 {
        self.utc_ms.load(Ordering::SeqCst)
    }

    fn boot(&self) -> (Uuid, i64) {
        (Uuid::from_u128(1), self.boot_ms.load(Ordering::SeqCst))
    }
}

pub struct Studio {
    pub app: App,
    pub operator: Actor,
    pub clock: StudioClock,
    pub folder: tempfile::TempDir,
}

/// An application on an empty workspace of a Vietnamese brand, an hour before the show.
pub fn studio() -> Studio {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let clock = StudioClock::at(START_MS - 60 * MINUTE);
    let app = App::new(Home::at(folder.path()), clock.clone());
    app.open(&folder.path().join("moclan.showrunner")).expect("a new workspace");
    let start = Start {
        language: Language::Vi,
        market: Market::Vn,
        brand: "Mộc Lan".to_owned(),
        purpose: app::store::workspace::Purpose::PlanAndSell,
    };
    workspaces::start(&app, &start).expect("the first run");
    Studio { app, operator: Actor::owner(), clock, folder }
}

pub fn dong(amount: i64) -> Money {
    Money::from_minor(amount, Currency::Vnd)
}

/// Two hours from eight in the evening, on TikTok.
pub fn plan(title: &str) -> SessionPlan {
    SessionPlan {
        title: title.to_owned(),
        market: Market::Vn,
        start: LocalStart::parse("2026-11-28T20:00", "Asia/Ho_Chi_Minh", None).expect("a plain evening"),
        length_ms: 120 * MINUTE,
        channels: vec![SessionChannel {
            channel: Channel::TikTok,
            url: Some("https://www.tiktok.com/@moclan/live".to_owned()),
        }],
        hosts: Vec::new(),
        goal: Goal::default(),
        note: String::new(),
    }
}

impl Studio {
    /// A product with a price, a link, a picture and 100 in stock.
    pub fn product(&self, title: &str, price: i64) -> ProductId {
        let new = NewProduct {
            title: title.to_owned(),
            sku: None,
            price: Some(dong(price)),
            stock: Some(100),
            image: Some("https://moclan.vn/kem.jpg".to_owned()),
            link: Some("https://moclan.vn/p/kem".to_owned()),
        };
        catalogue::create(&self.app, &self.operator, new).expect("a product").product.id
    }

    pub fn draft(&self) -> OpenSession {
        sessions::create(&self.app, &self.operator, plan("Đêm chăm da")).expect("a draft")
    }

    /// A draft with so many products in its line-up, each planned for ten minutes.
    pub fn filled(&self, count: i64) -> (SessionId, Vec<SlotId>) {
        let id = self.draft().session.id;
        let products: Vec<ProductId> =
            (1..=count).map(|n| self.product(&format!("Sản phẩm {n}"), n * 100_000)).collect();
        let open = lineups::add(&self.app, &self.operator, id, &products, None).expect("a line-up");
        let slots: Vec<SlotId> = open.lineup.slots().iter().map(|slot| slot.id).collect();
        for slot in open.lineup.slots() {
            let edit = domain::lineup::SlotEdit {
                show_price: slot.show_price,
                talking_points: Vec::new(),
                planned_ms: 10 * MINUTE,
                note: String::new(),
            };
            lineups::edit(&self.app, &self.operator, id, slot.id, edit).expect("an edit");
        }
        (id, slots)
    }

    /// A session with so many products that is on air, at its planned start.
    pub fn live(&self, count: i64) -> (SessionId, Vec<SlotId>) {
        let (id, slots) = self.filled(count);
        sessions::schedule(&self.app, &self.operator, id).expect("an announcement");
        self.clock.pass(60 * MINUTE);
        on_air::start(&self.app, &self.operator, id, None).expect("on air");
        (id, slots)
    }

    pub fn take(&self, id: SessionId, slot: SlotId) -> Result<Show> {
        on_air::take(&self.app, &self.operator, id, slot, None)
    }

    /// The number on screen, if any.
    pub fn on_screen(&self, id: SessionId) -> Option<u32> {
        on_air::state(&self.app, id).expect("a state").on_air.now.map(|now| now.shown.number)
    }

    /// The kinds in a session's log, oldest first.
    pub fn log(&self, id: SessionId) -> Vec<&'static str> {
        let page = on_air::log_page(&self.app, id, None, 500).expect("a log");
        assert_eq!(page.broken_at, None, "the chain holds");
        page.entries.iter().rev().map(|sealed| sealed.entry.event.kind().code()).collect()
    }
}
