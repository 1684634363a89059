//! Years of past shows with their sales file, the same for the same seed: for benches of import and review.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use domain::evidence::{Entry, Event, Moment, Shown};
use domain::id::{ProductId, SessionId, SlotId, VariantId};
use domain::lineup::{Lineup, Slot};
use domain::session::{Goal, LocalStart, Session, SessionChannel, SessionPlan, Standing};
use domain::{Channel, Currency, Language, Market, Money, Product, SessionStatus, Variant};
use store::workspace::{Purpose, Theme, Workspace};
use store::{Error, Result, Store};
use uuid::Uuid;

use crate::catalogue::Lot;

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;
/// 1 January 2024, 20:00 in Vietnam.
const FIRST: i64 = 1_704_114_000_000;
const LENGTH: i64 = 120 * MINUTE;
const PRODUCTS: usize = 500;
const OFFERED: usize = 15;

/// One product of the bench.
struct Offer {
    product: ProductId,
    sku: String,
    title: String,
    price: i64,
}

/// One past show.
pub struct Show {
    /// Its id.
    pub id: SessionId,
    /// When it went on air, UTC milliseconds.
    pub started_at_ms: i64,
    offers: Vec<usize>,
}

fn id<Id: From<Uuid>>(lot: &mut Lot) -> Id {
    Uuid::from_u64_pair(lot.draw(), lot.draw()).into()
}

fn below(lot: &mut Lot, bound: usize) -> usize {
    usize::try_from(lot.below(bound as u64)).unwrap_or_default()
}

/// Makes `shows` past shows in `store` and a file of `lines` sale lines at `csv`, each carrying its show's id.
///
/// # Errors
/// When the store or the file cannot be written.
pub fn fill(store: &Store, csv: &Path, seed: u64, shows: usize, lines: usize) -> Result<Vec<Show>> {
    let mut lot = Lot::of(seed);
    let offers: Vec<Offer> = (0..PRODUCTS)
        .map(|index| Offer {
            product: id(&mut lot),
            sku: format!("SR-{index:04}"),
            title: format!("Kem dưỡng số {index}"),
            price: 50_000 + 1_000 * i64::try_from(lot.below(400)).unwrap_or_default(),
        })
        .collect();
    store.write::<_, Error>(None, |tables| {
        tables.save_workspace(&brand(&mut lot))?;
        for offer in &offers {
            tables.insert_product(&product(offer))?;
            tables.insert_variant(&variant(&mut lot, offer))?;
        }
        Ok(())
    })?;
    let mut all = Vec::with_capacity(shows);
    for chunk in 0..shows.div_ceil(100) {
        store.write::<_, Error>(None, |tables| {
            for index in chunk * 100..(chunk * 100 + 100).min(shows) {
                all.push(show(tables, &mut lot, &offers, index)?);
            }
            Ok(())
        })?;
    }
    write_file(csv, &mut lot, &offers, &all, lines)?;
    Ok(all)
}

/// Whose shows they are: without a brand a window would ask its first questions.
fn brand(lot: &mut Lot) -> Workspace {
    Workspace {
        id: id(lot),
        brand: "Mộc Lan".to_owned(),
        market: Market::Vn,
        language: Language::Vi,
        theme: Theme::Light,
        purpose: Purpose::ReviewPast,
        created_at_ms: FIRST,
    }
}

fn product(offer: &Offer) -> Product {
    Product {
        id: offer.product,
        title: offer.title.clone(),
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

fn variant(lot: &mut Lot, offer: &Offer) -> Variant {
    Variant {
        id: id::<VariantId>(lot),
        product: offer.product,
        choice: None,
        sku: Some(offer.sku.clone()),
        barcode: None,
        price: Some(Money::from_minor(offer.price, Currency::Vnd)),
        compare_at: None,
        cost: Some(Money::from_minor(offer.price / 3, Currency::Vnd)),
        currency: Currency::Vnd,
        stock: None,
        image: None,
        position: 0,
        changed_at_ms: FIRST,
    }
}

/// A show on air for two hours.
fn show(tables: &store::Tables<'_>, lot: &mut Lot, offers: &[Offer], index: usize) -> Result<Show> {
    let first = below(lot, offers.len() - OFFERED);
    let held = Held {
        session: id(lot),
        title: format!("Phiên {index}"),
        started_at_ms: FIRST + i64::try_from(index).unwrap_or_default() * DAY / 2,
        length_ms: LENGTH,
        offers: offers[first..first + OFFERED]
            .iter()
            .map(|offer| (offer.product, offer.title.clone()))
            .collect(),
    };
    held.write(tables, lot)?;
    let offers = (first..first + OFFERED).collect();
    Ok(Show { id: held.session, started_at_ms: held.started_at_ms, offers })
}

/// A past show to be written: on air once, each product taken in turn.
pub struct Held {
    /// Its id.
    pub session: SessionId,
    /// Its title.
    pub title: String,
    /// When it went on air, UTC milliseconds.
    pub started_at_ms: i64,
    /// How long it was on air, milliseconds.
    pub length_ms: i64,
    /// What it offered: products of the catalogue, with their titles.
    pub offers: Vec<(ProductId, String)>,
}

impl Held {
    /// Writes plan, line-up, standing and log.
    ///
    /// # Errors
    /// When the store refuses.
    pub fn write(&self, tables: &store::Tables<'_>, lot: &mut Lot) -> Result<()> {
        let start = LocalStart::parse("2024-01-01T20:00", "Asia/Ho_Chi_Minh", None)
            .map_err(|_| Error::NotFound("zone"))?;
        let goal = Goal { gmv: Some(Money::from_minor(50_000_000, Currency::Vnd)), ..Goal::default() };
        tables.save_session(&Session {
            id: self.session,
            plan: SessionPlan {
                title: self.title.clone(),
                market: Market::Vn,
                start,
                length_ms: self.length_ms,
                channels: vec![SessionChannel { channel: Channel::TikTok, url: None }],
                hosts: Vec::new(),
                goal,
                note: String::new(),
            },
            starts_at_ms: self.started_at_ms,
            views: None,
            standing: Standing::DRAFT,
        })?;
        let slots: Vec<Slot> = self
            .offers
            .iter()
            .map(|(product, _)| Slot {
                id: id(lot),
                product: *product,
                show_price: None,
                talking_points: Vec::new(),
                planned_ms: 8 * MINUTE,
                note: String::new(),
            })
            .collect();
        let ids: Vec<SlotId> = slots.iter().map(|slot| slot.id).collect();
        tables.save_lineup(self.session, &Lineup::of(slots).map_err(|_| Error::NotFound("slot"))?)?;
        tables.save_standing(
            self.session,
            Standing {
                status: SessionStatus::Ended,
                started_at_ms: Some(self.started_at_ms),
                ended_at_ms: Some(self.started_at_ms + self.length_ms),
            },
        )?;
        self.log(tables, &ids)
    }

    fn log(&self, tables: &store::Tables<'_>, slots: &[SlotId]) -> Result<()> {
        let mut events = vec![(0, Event::WentLive)];
        for ((number, &slot), (product, title)) in (1_u32..).zip(slots).zip(&self.offers) {
            let shown = Shown { slot, product: *product, number, title: title.clone(), price: None };
            events.push((i64::from(number - 1) * 8 * MINUTE, Event::Took(shown)));
        }
        events.push((self.length_ms, Event::Ended));
        for (seq, (show_ms, event)) in (1..).zip(events) {
            let at_ms = self.started_at_ms + show_ms;
            let moment = Moment { at_ms, boot: Uuid::nil(), boot_ms: at_ms };
            let (session, actor) = (self.session, "owner".to_owned());
            tables.append_log(Entry { session, seq, moment, show_ms, event, actor, client_key: None })?;
        }
        Ok(())
    }
}

/// Orders of one to three lines, in the order they came in.
fn write_file(csv: &Path, lot: &mut Lot, offers: &[Offer], shows: &[Show], lines: usize) -> Result<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(csv)?);
    out.write_all(
        b"Order ID,Order Date,SKU,Product Name,Quantity,Unit Price,Discount,Refund,Customer ID,Live Session\n",
    )?;
    let mut text = String::new();
    let (mut order, mut written) = (1_000_000_u64, 0);
    for (index, show) in shows.iter().enumerate() {
        let until = lines * (index + 1) / shows.len();
        while written < until {
            order += 1;
            let at_ms =
                show.started_at_ms + i64::try_from(lot.below(LENGTH.unsigned_abs())).unwrap_or_default();
            // Vietnam is seven hours ahead, all year.
            let local = at_ms / 1_000 + 7 * 3_600;
            let (days, second) = (local.div_euclid(86_400), local.rem_euclid(86_400));
            let (year, month, day) = civil(days);
            let customer = lot.below(200_000);
            for _ in 0..=lot.below(3).min((until - written - 1) as u64) {
                let Some(offer) = show.offers.get(below(lot, OFFERED)).and_then(|&at| offers.get(at)) else {
                    continue;
                };
                let quantity = 1 + lot.below(3);
                let discount = if lot.below(4) == 0 { 5_000 } else { 0 };
                let refund = if lot.below(25) == 0 { offer.price } else { 0 };
                text.clear();
                let _ = writeln!(
                    text,
                    "{order},{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02},{},{},{quantity},{},{discount},{refund},C{customer},{}",
                    second / 3_600,
                    second / 60 % 60,
                    second % 60,
                    offer.sku,
                    offer.title,
                    offer.price,
                    show.id,
                );
                out.write_all(text.as_bytes())?;
                written += 1;
            }
        }
    }
    out.flush()?;
    Ok(())
}

/// Year, month and day of a day counted from 1970, by counting up: exact, and quick enough here.
fn civil(days: i64) -> (i64, i64, i64) {
    let is_leap = |year: i64| (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    let (mut year, mut rest) = (1970, days);
    loop {
        let length = if is_leap(year) { 366 } else { 365 };
        if rest < length {
            break;
        }
        rest -= length;
        year += 1;
    }
    let february = if is_leap(year) { 29 } else { 28 };
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 1;
    for length in months {
        if rest < length {
            break;
        }
        rest -= length;
        month += 1;
    }
    (year, month, rest + 1)
}
