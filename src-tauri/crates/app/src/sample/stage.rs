//! Plays the sample's shows on a scripted clock, through the verbs a user would use.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{Days, NaiveDateTime, NaiveTime, TimeDelta};
use domain::id::{HostId, ProductId, SessionId};
use domain::lineup::SlotEdit;
use domain::session::{Goal, LocalStart, SessionChannel, SessionPlan};
use domain::{Actor, Money};
use store::import::ImportKind;

use super::brand::{Brand, Show};
use super::orders::{Aired, OrderFile};
use crate::catalogue::{self, ProductEdit};
use crate::imports::{self, Ask};
use crate::{App, Clock, Result, hosts, lineups, on_air, product_lists, sessions};

const MINUTE_MS: i64 = 60_000;

/// Days before today on which the past shows were, oldest first.
const PAST_DAYS: [u64; 3] = [16, 9, 2];

/// A clock that stands until it is set.
#[derive(Clone)]
struct Script(Arc<AtomicI64>);

impl Clock for Script {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// A program of its own on the unfinished file.
pub(super) struct Stage {
    app: App,
    clock: Script,
    brand: &'static Brand,
    today_ms: i64,
    by: Actor,
    files: PathBuf,
}

impl Stage {
    /// Opens the unfinished file and brings the brand in.
    pub(super) fn build(desk: &App, brand: &'static Brand, path: &Path) -> Result<Self> {
        let today_ms = desk.now_ms();
        let clock = Script(Arc::new(AtomicI64::new(today_ms - 20 * 24 * 60 * MINUTE_MS)));
        let app = App::new(desk.home().clone(), clock.clone());
        app.open(path)?;
        let by = Actor { name: brand.hosts[0].to_owned(), ..Actor::owner() };
        let files = desk.home().sample_photos();
        std::fs::create_dir_all(&files).map_err(store::Error::from)?;
        let stage = Self { app, clock, brand, today_ms, by, files };
        let workspace = super::workspace_of(brand, stage.clock.now_ms());
        stage.app.act(domain::Change::Workspace, |tables| Ok(tables.save_workspace(&workspace)?))?;
        Ok(stage)
    }

    /// Products, three past shows with their orders, tomorrow's session and the one that is ready.
    pub(super) fn play(self) -> Result<()> {
        self.bring_in(&self.products_file()?, ImportKind::Products)?;
        self.dress_products()?;
        let hosts = self.hire()?;
        for terms in super::fees::terms(self.brand) {
            crate::fees::save(&self.app, &self.by, None, terms)?;
        }
        let mut orders = OrderFile::new(self.brand);
        for (show, days) in self.brand.past.iter().zip(PAST_DAYS) {
            let start = self.evening(days)?;
            self.clock.0.store(start.instant_ms()? - 60 * MINUTE_MS, Ordering::SeqCst);
            let session = self.plan(show, start, &hosts)?;
            let takes = self.air(session, show)?;
            orders.add_show(show, &session.to_string(), &takes);
        }
        self.clock.0.store(self.today_ms, Ordering::SeqCst);
        let name = format!("orders_export_{}.csv", self.brand.market.code().to_lowercase());
        let file = self.files.join(name);
        std::fs::write(&file, orders.into_text()).map_err(store::Error::from)?;
        self.bring_in(&file, ImportKind::Sales)?;
        for (show, start) in [(&self.brand.tomorrow, self.tomorrow()?), (&self.brand.ready, self.soon()?)] {
            self.plan(show, start, &hosts)?;
        }
        // The log beside the file has to be in it before the file gets its name.
        Ok(self.app.take_away()?.close()?)
    }

    fn products_file(&self) -> Result<PathBuf> {
        let name = format!("products_export_{}.csv", self.brand.market.code().to_lowercase());
        let file = self.files.join(name);
        std::fs::write(&file, self.brand.products).map_err(store::Error::from)?;
        Ok(file)
    }

    fn bring_in(&self, file: &Path, kind: ImportKind) -> Result<()> {
        let market = self.brand.market;
        let answers = BTreeMap::from([
            ("currency".to_owned(), market.currency().code().to_owned()),
            ("zone".to_owned(), market.zone().name().to_owned()),
        ]);
        let ask = Ask { path: file.to_owned(), read_as: Some(kind), answers, ..Ask::default() };
        let preview = imports::look(&self.app, &self.by, &ask)?;
        imports::commit(&self.app, &self.by, preview.id)?;
        Ok(())
    }

    fn product(&self, sku: &str) -> Result<ProductId> {
        self.app.read(|tables| Ok(tables.product_by_sku(sku)?.ok_or(store::Error::NotFound("product"))?))
    }

    /// Photo, page and talking points of each product, and one saved list.
    fn dress_products(&self) -> Result<()> {
        for featured in self.brand.featured {
            let id = self.product(featured.sku)?;
            let photo = self.files.join(featured.photo);
            std::fs::write(&photo, featured.picture).map_err(store::Error::from)?;
            let handle = catalogue::product(&self.app, &self.by, id)?.product.handle.unwrap_or_default();
            let edit = ProductEdit {
                link: Some(format!("{}{handle}", self.brand.shop)),
                image: Some(photo.display().to_string()),
                talking_points: Some(featured.points.iter().map(|&point| point.to_owned()).collect()),
                ..ProductEdit::default()
            };
            catalogue::edit(&self.app, &self.by, id, edit)?;
        }
        let (name, skus) = self.brand.list;
        let products = skus.iter().map(|sku| self.product(sku)).collect::<Result<Vec<_>>>()?;
        product_lists::save(&self.app, &self.by, None, name, &products)?;
        Ok(())
    }

    fn hire(&self) -> Result<Vec<HostId>> {
        let hired =
            self.brand.hosts.iter().map(|name| Ok(hosts::save(&self.app, &self.by, None, name, "")?.id));
        hired.collect()
    }

    /// A scheduled session with its line-up.
    fn plan(&self, show: &Show, start: LocalStart, hosts: &[HostId]) -> Result<SessionId> {
        let currency = self.brand.market.currency();
        let minutes: i64 = show
            .skus
            .iter()
            .filter_map(|sku| self.brand.featured(sku))
            .map(|featured| featured.minutes)
            .sum();
        let channels = self
            .brand
            .channels
            .iter()
            .map(|&(channel, url)| SessionChannel { channel, url: Some(url.to_owned()) });
        let plan = SessionPlan {
            title: show.title.to_owned(),
            market: self.brand.market,
            start,
            length_ms: (minutes + 5) * MINUTE_MS,
            channels: channels.collect(),
            hosts: hosts.to_vec(),
            goal: Goal { gmv: Some(Money::new(decimal(show.goal), currency)), ..Goal::default() },
            note: String::new(),
        };
        let session = sessions::create(&self.app, &self.by, plan)?.session.id;
        let products = show.skus.iter().map(|sku| self.product(sku)).collect::<Result<Vec<_>>>()?;
        let lineup = lineups::add(&self.app, &self.by, session, &products, None)?.lineup;
        for (slot, sku) in lineup.slots().iter().zip(show.skus) {
            let Some(featured) = self.brand.featured(sku) else { continue };
            let edit = SlotEdit {
                show_price: Some(Money::new(decimal(featured.show_price), currency)),
                talking_points: featured.points.iter().map(|&point| point.to_owned()).collect(),
                planned_ms: featured.minutes * MINUTE_MS,
                note: String::new(),
            };
            lineups::edit(&self.app, &self.by, session, slot.id, edit)?;
        }
        sessions::schedule(&self.app, &self.by, session)?;
        Ok(session)
    }

    /// Runs a show from its planned start, a little late, with one product after the other.
    fn air(&self, session: SessionId, show: &Show) -> Result<Vec<Aired>> {
        let planned = sessions::get(&self.app, session)?.session.starts_at_ms;
        let lineup = lineups::get(&self.app, session)?;
        self.clock.0.store(planned + 40_000, Ordering::SeqCst);
        on_air::start(&self.app, &self.by, session, None)?;
        self.wait(2 * MINUTE_MS);
        let mut takes = Vec::new();
        for (nth, (slot, &sku)) in lineup.lineup.slots().iter().zip(show.skus).enumerate() {
            on_air::take(&self.app, &self.by, session, slot.id, None)?;
            let from_ms = self.clock.now_ms();
            // Hosts run over on the first products and catch up on the later ones.
            let drift_ms = if nth % 3 == 0 { 55_000 } else { -25_000 };
            self.wait(slot.planned_ms + drift_ms);
            let title =
                lineup.products.get(&slot.product).map(|product| product.title.clone()).unwrap_or_default();
            takes.push(Aired { sku, title, from_ms, until_ms: self.clock.now_ms() });
        }
        self.wait(MINUTE_MS);
        on_air::end(&self.app, &self.by, session, None)?;
        sessions::set_views(&self.app, &self.by, session, Some(show.views))?;
        Ok(takes)
    }

    fn wait(&self, ms: i64) {
        self.clock.0.fetch_add(ms, Ordering::SeqCst);
    }

    fn local_now(&self) -> NaiveDateTime {
        let now = chrono::DateTime::from_timestamp_millis(self.today_ms).unwrap_or_default();
        now.with_timezone(&self.brand.market.zone()).naive_local()
    }

    fn at(&self, wall: NaiveDateTime) -> Result<LocalStart> {
        let text = wall.format("%Y-%m-%dT%H:%M").to_string();
        Ok(LocalStart::parse(
            &text,
            self.brand.market.zone().name(),
            Some(domain::session::Overlap::Earlier),
        )?)
    }

    /// Eight in the evening, some days ago.
    fn evening(&self, days_ago: u64) -> Result<LocalStart> {
        let day = self.local_now().date().checked_sub_days(Days::new(days_ago)).unwrap_or_default();
        self.at(day.and_time(evening()))
    }

    /// Eight in the evening, tomorrow.
    fn tomorrow(&self) -> Result<LocalStart> {
        let day = self.local_now().date().checked_add_days(Days::new(1)).unwrap_or_default();
        self.at(day.and_time(evening()))
    }

    /// In about half an hour.
    fn soon(&self) -> Result<LocalStart> {
        self.at(self.local_now() + TimeDelta::minutes(30))
    }
}

fn evening() -> NaiveTime {
    NaiveTime::from_hms_opt(20, 0, 0).unwrap_or_default()
}

fn decimal(text: &str) -> rust_decimal::Decimal {
    text.parse().unwrap_or_default()
}
