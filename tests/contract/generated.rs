//! A workspace drawn by lot: sessions in two markets, some at the same time, with the files of their sales.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use app::{App, Home, SystemClock};
use chrono::{DateTime, TimeZone as _};
use chrono_tz::Tz;
use domain::evidence::{Entry, Event, Moment, Shown};
use domain::id::{HostId, ProductId, SessionId, SlotId};
use domain::lineup::{Lineup, Slot};
use domain::session::{Goal, Host, LocalStart, Overlap, Session, SessionChannel, SessionPlan, Standing};
use domain::{Actor, Channel, Currency, Market, Money, Product, SessionStatus, Variant};
use serde_json::{Value, json};
use tests::catalogue::Lot;
use uuid::Uuid;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// 1 March 2025, 10:00 UTC.
const FIRST: i64 = 1_740_823_200_000;
const PRODUCTS: usize = 12;

/// A session as it was drawn.
pub(crate) struct Drawn {
    pub(crate) id: SessionId,
    pub(crate) market: Market,
    pub(crate) from_ms: i64,
    pub(crate) to_ms: i64,
    pub(crate) offers: Vec<usize>,
}

/// The workspace, open.
pub(crate) struct Generated {
    pub(crate) app: App,
    pub(crate) path: PathBuf,
    pub(crate) sessions: Vec<Drawn>,
    pub(crate) lot: Lot,
    folder: tempfile::TempDir,
}

fn id<Id: From<Uuid>>(lot: &mut Lot) -> Id {
    Uuid::from_u64_pair(lot.draw(), lot.draw()).into()
}

pub(crate) fn below(lot: &mut Lot, bound: usize) -> usize {
    usize::try_from(lot.below(bound as u64)).unwrap_or_default()
}

fn minutes(lot: &mut Lot, bound: u64) -> i64 {
    i64::try_from(lot.below(bound)).unwrap_or_default() * MINUTE
}

impl Generated {
    /// A workspace of `seed` with its first file taken in.
    pub(crate) fn of(seed: u64) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("brand.showrunner");
        let store = store::Store::open(&path).expect("a workspace");
        let mut lot = Lot::of(seed);
        let products: Vec<ProductId> = (0..PRODUCTS).map(|_| id(&mut lot)).collect();
        let hosts: Vec<HostId> = (0..4).map(|_| id(&mut lot)).collect();
        let sessions = store
            .write::<_, store::Error>(None, |tables| {
                for (number, &product) in products.iter().enumerate() {
                    tables.insert_product(&a_product(product, number))?;
                    tables.insert_variant(&a_variant(&mut lot, product, number))?;
                }
                for (number, &host) in hosts.iter().enumerate() {
                    tables.save_host(&Host {
                        id: host,
                        name: format!("Host {number}"),
                        note: String::new(),
                    })?;
                }
                let mut sessions = Vec::new();
                for number in 0..18 {
                    let drawn = draw(&mut lot, number, sessions.last());
                    write_session(tables, &mut lot, &drawn, &products, &hosts)?;
                    sessions.push(drawn);
                }
                Ok(sessions)
            })
            .expect("the sessions are written");
        drop(store);
        let app = App::new(Home::at(folder.path().join("home")), SystemClock);
        app.open(&path).expect("the workspace opens");
        let mut generated = Self { app, path, sessions, lot, folder };
        for market in [Market::Vn, Market::Gb] {
            let text = generated.orders(market);
            generated.import(market, "orders", &text);
            generated.correct(market);
            // A later file of some of them, restated, and one that is taken back again.
            let later = generated.restated(&text);
            generated.import(market, "later", &later);
            let wrong = generated.restated(&later);
            let import = generated.import(market, "wrong", &wrong);
            generated.call("import_undo", json!({ "importId": import["importId"] }));
        }
        generated
    }

    pub(crate) fn call(&self, command: &str, request: Value) -> Value {
        api::call(&self.app, &Actor::owner(), command, request).expect(command)
    }

    /// Takes a file of orders in.
    pub(crate) fn import(&mut self, market: Market, name: &str, text: &str) -> Value {
        let path = self.folder.path().join(format!("{name}-{}.csv", market.code()));
        std::fs::write(&path, text).expect("written");
        self.import_file(market, &path)
    }

    fn import_file(&self, market: Market, path: &Path) -> Value {
        let answers = json!({
            "zone": market.zone().name(), "dateForm": "ymd", "currency": market.currency().code(), "age": "newest",
        });
        let preview = self.call("import_preview", json!({ "path": path, "answers": answers, "as": "sales" }));
        assert_eq!(preview["counts"]["rejected"], 0, "{}", preview["rejects"]);
        self.call("import_commit", json!({ "previewId": preview["previewId"] }))
    }

    /// Credits some lines, orders and products by hand.
    fn correct(&mut self, market: Market) {
        for scope in ["line", "order", "product", "line", "order"] {
            let own: Vec<&Drawn> = self.sessions.iter().filter(|one| one.market == market).collect();
            let lot = &mut self.lot;
            let (Some(from), Some(to)) = (own.get(below(lot, own.len())), own.get(below(lot, own.len())))
            else {
                return;
            };
            let (from, to) = (from.id.to_string(), to.id.to_string());
            let (unmatched, is_none) = (lot.below(3) == 0, lot.below(3) == 0);
            let asked = json!({ "sessionId": from, "unmatched": unmatched, "offset": 0, "limit": 500 });
            let page = self.call("review_lines", asked);
            let lines = page["lines"].as_array().expect("lines");
            if lines.is_empty() {
                continue;
            }
            let line = &lines[below(&mut self.lot, lines.len())]["lineId"];
            let mut said =
                json!({ "lineIds": [line], "scope": scope, "sessionId": from, "reason": "drawn by lot" });
            if !is_none {
                said["toSessionId"] = json!(to);
            }
            self.call("credit_correct", said);
        }
    }

    /// Orders around the sessions of a market: some name their session, some are placed outside of any, some are of
    /// products no session offered, some of products the catalogue does not know.
    pub(crate) fn orders(&mut self, market: Market) -> String {
        let mut text = String::from(
            "Order ID,Order Date,SKU,Product Name,Quantity,Unit Price,Discount,Refund,Live Session\n",
        );
        let zone = market.zone();
        let lot = &mut self.lot;
        for (number, drawn) in self.sessions.iter().enumerate().filter(|(_, one)| one.market == market) {
            for order in 0..30 {
                let span = u64::try_from((drawn.to_ms - drawn.from_ms) / MINUTE + 60).unwrap_or(60);
                let at_ms = drawn.from_ms - 30 * MINUTE + minutes(lot, span);
                let named = lot.below(3) == 0;
                for _ in 0..=lot.below(3) {
                    let sku = if lot.below(8) == 0 {
                        99
                    } else if lot.below(5) == 0 {
                        below(lot, PRODUCTS)
                    } else {
                        drawn.offers[below(lot, drawn.offers.len())]
                    };
                    let (quantity, price) = (1 + lot.below(3), 10 + lot.below(90));
                    let discount = if lot.below(3) == 0 { lot.below(5) } else { 0 };
                    let refund = if lot.below(6) == 0 { price } else { 0 };
                    let session = if named { drawn.id.to_string() } else { String::new() };
                    let at = written(at_ms, zone);
                    let order = format!("{}{number:02}{order:03}", market.code());
                    writeln!(text, "{order},{at},K{sku:02},Sản phẩm {sku},{quantity},{price},{discount},{refund},{session}")
                        .expect("text");
                }
            }
        }
        text
    }

    /// A third of the orders, some of them given back since.
    fn restated(&mut self, text: &str) -> String {
        let mut lines = text.lines();
        let mut later = format!("{}\n", lines.next().expect("a header"));
        let mut keeps: (String, bool) = (String::new(), false);
        for line in lines {
            let mut cells: Vec<String> = line.split(',').map(str::to_owned).collect();
            if keeps.0 != cells[0] {
                keeps = (cells[0].clone(), self.lot.below(3) == 0);
            }
            if keeps.1 {
                if self.lot.below(2) == 0 {
                    cells[7] = cells[5].clone();
                }
                later.push_str(&cells.join(","));
                later.push('\n');
            }
        }
        later
    }
}

fn written(at_ms: i64, zone: Tz) -> String {
    let at = DateTime::from_timestamp_millis(at_ms).expect("an instant").with_timezone(&zone);
    // Of a time that happens twice the file cannot say which; none is drawn then.
    assert!(zone.from_local_datetime(&at.naive_local()).single().is_some(), "{at}");
    at.format("%Y-%m-%d %H:%M:%S").to_string()
}

fn draw(lot: &mut Lot, number: usize, before: Option<&Drawn>) -> Drawn {
    let market = if lot.below(3) == 0 { Market::Gb } else { Market::Vn };
    let is_beside = lot.below(3) == 0;
    let from_ms = match before.filter(|_| is_beside) {
        Some(before) => before.from_ms + minutes(lot, 40),
        None => FIRST + i64::try_from(number).unwrap_or_default() * 31 * DAY + minutes(lot, 8 * 60),
    };
    let offers = (0..PRODUCTS).filter(|_| lot.below(2) == 0).chain([number % PRODUCTS]);
    let mut offers: Vec<usize> = offers.collect();
    offers.sort_unstable();
    offers.dedup();
    Drawn { id: id(lot), market, from_ms, to_ms: from_ms + 60 * MINUTE + minutes(lot, 120), offers }
}

fn a_product(id: ProductId, number: usize) -> Product {
    Product {
        id,
        title: format!("Sản phẩm {number}"),
        handle: None,
        vendor: None,
        description: String::new(),
        tags: Vec::new(),
        image: None,
        link: None,
        talking_points: Vec::new(),
        changed_at_ms: FIRST,
    }
}

fn a_variant(lot: &mut Lot, product: ProductId, number: usize) -> Variant {
    Variant {
        id: id(lot),
        product,
        choice: None,
        sku: Some(format!("K{number:02}")),
        barcode: None,
        price: None,
        compare_at: None,
        cost: None,
        currency: Currency::Vnd,
        stock: None,
        image: None,
        position: 0,
        changed_at_ms: FIRST,
    }
}

fn write_session(
    tables: &store::Tables<'_>,
    lot: &mut Lot,
    drawn: &Drawn,
    products: &[ProductId],
    hosts: &[HostId],
) -> store::Result<()> {
    let zone = drawn.market.zone();
    let at = DateTime::from_timestamp_millis(drawn.from_ms).expect("an instant").with_timezone(&zone);
    let local = at.format("%Y-%m-%dT%H:%M").to_string();
    let start = LocalStart::in_zone(&local, zone, Some(Overlap::Earlier)).expect("a start");
    let all = [Channel::TikTok, Channel::Facebook, Channel::Shopee];
    let channels = all.into_iter().filter(|_| lot.below(2) == 0);
    let channels = channels.map(|channel| SessionChannel { channel, url: None }).collect();
    let own: Vec<HostId> = hosts.iter().copied().filter(|_| lot.below(3) == 0).collect();
    let goal = i64::try_from(1 + lot.below(9)).unwrap_or(1) * 1_000;
    let goal = Goal { gmv: Some(Money::from_minor(goal, drawn.market.currency())), ..Goal::default() };
    tables.save_session(&Session {
        id: drawn.id,
        plan: SessionPlan {
            title: format!("Phiên {}", drawn.id),
            market: drawn.market,
            start,
            length_ms: drawn.to_ms - drawn.from_ms,
            channels,
            hosts: own,
            goal: if lot.below(2) == 0 { goal } else { Goal::default() },
            note: String::new(),
        },
        starts_at_ms: drawn.from_ms,
        views: (lot.below(4) > 0).then(|| 200 + u32::try_from(lot.below(5_000)).unwrap_or_default()),
        standing: Standing::DRAFT,
    })?;
    let slot = |lot: &mut Lot, product| Slot {
        id: id(lot),
        product,
        show_price: None,
        talking_points: Vec::new(),
        planned_ms: 8 * MINUTE,
        note: String::new(),
    };
    let slots: Vec<Slot> = drawn.offers.iter().map(|&at| slot(lot, products[at])).collect();
    let shown: Vec<(SlotId, ProductId)> = slots.iter().map(|slot| (slot.id, slot.product)).collect();
    tables.save_lineup(drawn.id, &Lineup::of(slots).expect("a line-up"))?;
    tables.save_standing(
        drawn.id,
        Standing {
            status: SessionStatus::Ended,
            started_at_ms: Some(drawn.from_ms),
            ended_at_ms: Some(drawn.to_ms),
        },
    )?;
    write_log(tables, lot, drawn, &shown)
}

/// On air from first to last, with a break now and then, and what was on screen.
fn write_log(
    tables: &store::Tables<'_>,
    lot: &mut Lot,
    drawn: &Drawn,
    slots: &[(SlotId, ProductId)],
) -> store::Result<()> {
    let mut events = vec![(drawn.from_ms, Event::WentLive)];
    let step = (drawn.to_ms - drawn.from_ms) / (i64::try_from(slots.len()).unwrap_or(1) + 1);
    for (at, (number, &(slot, product))) in (0_i64..).zip((1_u32..).zip(slots)) {
        let shown = Shown { slot, product, number, title: format!("Sản phẩm {number}"), price: None };
        events.push((drawn.from_ms + at * step, Event::Took(shown)));
    }
    if lot.below(3) == 0 {
        let at = drawn.to_ms - 20 * MINUTE;
        events.push((at, Event::Ended));
        events.push((at + 5 * MINUTE, Event::Reopened("once more".to_owned())));
    }
    events.push((drawn.to_ms, Event::Ended));
    events.sort_by_key(|(at_ms, _)| *at_ms);
    for (seq, (at_ms, event)) in (1..).zip(events) {
        let moment = Moment { at_ms, boot: Uuid::nil(), boot_ms: at_ms };
        let (session, show_ms, actor) = (drawn.id, at_ms - drawn.from_ms, "owner".to_owned());
        tables.append_log(Entry { session, seq, moment, show_ms, event, actor, client_key: None })?;
    }
    Ok(())
}
