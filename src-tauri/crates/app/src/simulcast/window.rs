//! What this computer itself shows of a session: the demo shop's manifest, its products, and the overlay.

use std::collections::HashMap;
use std::path::PathBuf;

use domain::id::{ProductId, SessionId};
use domain::lineup::Slot;
use domain::offer::{Availability, OfferOnAir};
use domain::product::ProductSummary;
use domain::session::Session;
use domain::{Money, SessionStatus};
use store::Tables;
use store::session::SessionQuery;
use storefront::manifest::LIVE_EXPIRY;
use storefront::{Cadence, LinkSource, SessionManifest, ShowState};

use super::{is_on_air, show, utc};
use crate::on_air::Stage;
use crate::{App, Result};

/// Sessions listed in the demo shop at most.
const SESSIONS: usize = 12;
/// Products listed in the demo shop at most.
const PRODUCTS: usize = 24;
/// A live state is renewed this often, ms; in between its bytes stay the same.
const RENEWED_EVERY_MS: i64 = 60_000;
/// An ended session stays on the overlay's list this long, ms.
const JUST_ENDED_MS: i64 = 12 * 60 * 60 * 1_000;

/// The latest state of a session for a page of this computer.
#[derive(Debug, Clone)]
pub struct Window {
    /// What was told last, or would be told if it was announced now.
    pub manifest: SessionManifest,
    /// By slot: the product whose picture is a file of this computer.
    pub local_images: HashMap<String, ProductId>,
}

/// The state of `id` as the demo shop shows it, asked for often and renewed while it is live.
///
/// # Errors
/// Not found for a draft: nobody may see it yet.
pub fn window(app: &App, id: SessionId) -> Result<Window> {
    let (moment, now) = (app.moment(), utc(app.now_ms()));
    app.read(|tables| {
        let stored = tables.manifest(id)?;
        let mut manifest = match stored.as_ref().map(|stored| serde_json::from_slice(&stored.bytes)) {
            Some(Ok(manifest)) => manifest,
            Some(Err(_)) | None => {
                let stage = Stage::read(tables, id, moment)?;
                let show = show::of(tables, &stage)?.ok_or(store::Error::NotFound("session"))?;
                SessionManifest::build(&show, now, Cadence::LOOPBACK)
            }
        };
        if stored.is_some_and(|stored| is_on_air(&stored.bytes, now)) {
            let this_minute = now.timestamp_millis() / RENEWED_EVERY_MS * RENEWED_EVERY_MS;
            manifest.expires_at_ms = this_minute + LIVE_EXPIRY.num_milliseconds();
        }
        let local_images = show::local_images(tables, id)?;
        Ok(Window { manifest: manifest.asked(Cadence::LOOPBACK), local_images })
    })
}

/// A product of the demo shop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShopProduct {
    /// The product.
    pub product: ProductSummary,
    /// The price named on air, where the session sets one.
    pub show_price: Option<Money>,
    /// Its page, marked for the website.
    pub link: Option<String>,
}

/// What the demo shop's page is made of.
#[derive(Debug, Clone)]
pub struct DemoShop {
    /// The brand's name.
    pub brand: String,
    /// BCP 47 code of the window's language.
    pub language: &'static str,
    /// ISO 3166-1 alpha-2 code of the home market.
    pub market: &'static str,
    /// Live ones, then announced ones, then those that ended last.
    pub sessions: Vec<(Session, ShowState)>,
    /// A page's worth of products, those of the first session first.
    pub products: Vec<ShopProduct>,
}

/// The demo shop; `None` before the first run is answered.
pub fn demo_shop(app: &App) -> Result<Option<DemoShop>> {
    let now_ms = app.now_ms();
    app.read(|tables| {
        let Some(workspace) = tables.workspace()? else { return Ok(None) };
        let sessions = public_sessions(tables, now_ms)?;
        let mut products = Vec::new();
        if let Some((first, _)) = sessions.first() {
            for (number, slot) in tables.lineup(first.id)?.numbered().take(PRODUCTS) {
                products.push(shop_product(tables, first, number, slot)?);
            }
        }
        Ok(Some(DemoShop {
            brand: workspace.brand,
            language: workspace.language.code(),
            market: workspace.market.code(),
            sessions,
            products,
        }))
    })
}

fn shop_product(tables: &Tables<'_>, session: &Session, number: u32, slot: &Slot) -> Result<ShopProduct> {
    let product = tables.product_summary(slot.product)?;
    let link = product
        .link
        .as_deref()
        .and_then(|link| storefront::tracked(link, LinkSource::Website, session.id, number));
    Ok(ShopProduct { product, show_price: slot.show_price, link })
}

/// Live ones, then announced ones by start, then ended ones, latest first.
fn public_sessions(tables: &Tables<'_>, now_ms: i64) -> Result<Vec<(Session, ShowState)>> {
    let of = |status| SessionQuery { status: Some(status), ..SessionQuery::default() };
    let mut live = tables.sessions(&of(SessionStatus::Live))?;
    live.sort_by_key(|session| std::cmp::Reverse(session.standing.started_at_ms));
    let mut announced = tables.sessions(&of(SessionStatus::Scheduled))?;
    announced.retain(|session| session.ends_at_ms() > now_ms);
    announced.sort_by_key(|session| session.starts_at_ms);
    let mut ended = tables.sessions(&of(SessionStatus::Ended))?;
    ended.sort_by_key(|session| std::cmp::Reverse(session.standing.ended_at_ms));
    let live = live.into_iter().map(|session| (session, ShowState::Live));
    let announced = announced.into_iter().map(|session| (session, ShowState::Upcoming));
    let ended = ended.into_iter().map(|session| (session, ShowState::Ended));
    Ok(live.chain(announced).chain(ended).take(SESSIONS).collect())
}

/// What the overlay shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlay {
    /// The session; none when there is none.
    pub session: Option<SessionId>,
    /// Where it stands.
    pub state: ShowState,
    /// What is on screen.
    pub now: Option<OverlayProduct>,
}

/// The product on screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverlayProduct {
    /// The number named on air.
    pub number: u32,
    /// The product as it is now.
    pub product: ProductSummary,
    /// The title as announced.
    pub title: String,
    /// The ordinary price.
    pub list_price: Option<Money>,
    /// What it is sold at without an offer.
    pub show_price: Option<Money>,
    /// The offers that are open for it.
    pub offers: Vec<OfferOnAir>,
    /// Whether it can no longer be bought.
    pub is_sold_out: bool,
    /// Its page, marked for the platform that carries the picture; becomes the QR code.
    pub link: Option<String>,
}

/// The overlay of `id`, or of the session that is current: on air, else next, else just over.
pub fn overlay(app: &App, id: Option<SessionId>) -> Result<Overlay> {
    let moment = app.moment();
    app.read(|tables| {
        let id = match id {
            Some(id) => Some(id),
            None => overlaid(tables, moment.at_ms)?,
        };
        let Some(id) = id else {
            return Ok(Overlay { session: None, state: ShowState::Upcoming, now: None });
        };
        let stage = Stage::read(tables, id, moment)?;
        let Some(show) = show::of(tables, &stage)? else {
            return Ok(Overlay { session: None, state: ShowState::Upcoming, now: None });
        };
        let state = stage.state();
        let on_screen =
            show::on_screen(&state).filter(|_| matches!(show.state, ShowState::Live | ShowState::Paused));
        let now = on_screen.map(|now| {
            let usual = stage.usual(tables, now.shown.slot)?.price;
            let offers = state.offers.iter();
            let offers =
                offers.filter(|on_air| on_air.is_open() && on_air.opened.shown.slot == now.shown.slot);
            let product = tables.product_summary(now.shown.product)?;
            let source = stage
                .session
                .plan
                .channels
                .first()
                .map_or(LinkSource::Website, |first| LinkSource::Channel(first.channel));
            let link = product.link.as_deref();
            Ok::<_, crate::Error>(OverlayProduct {
                number: now.shown.number,
                title: now.shown.title.clone(),
                is_sold_out: show::said(&state, now.shown.slot) == Availability::SoldOut
                    || product.stock.is_some_and(|left| left <= 0),
                offers: offers.cloned().collect(),
                list_price: product.list_price.filter(|price| price.currency() == stage.session.currency()),
                show_price: usual,
                link: link.and_then(|link| storefront::tracked(link, source, id, now.shown.number)),
                product,
            })
        });
        Ok(Overlay { session: Some(id), state: show.state, now: now.transpose()? })
    })
}

/// The current session, unless it has been over for long or is off.
fn overlaid(tables: &Tables<'_>, now_ms: i64) -> Result<Option<SessionId>> {
    let Some(id) = super::current(tables, utc(now_ms))? else { return Ok(None) };
    let standing = tables.session(id)?.standing;
    let is_there = match standing.status {
        SessionStatus::Scheduled | SessionStatus::Live => true,
        SessionStatus::Ended => standing.ended_at_ms.is_some_and(|ended| ended > now_ms - JUST_ENDED_MS),
        SessionStatus::Draft | SessionStatus::Cancelled => false,
    };
    Ok(is_there.then_some(id))
}

/// The file behind a product's picture, where it is one of this computer.
pub fn local_image(app: &App, id: ProductId) -> Result<Option<PathBuf>> {
    let product = app.read(|tables| Ok(tables.product_summary(id)?))?;
    Ok(product.image.filter(|image| !show::is_on_the_web(image)).map(PathBuf::from))
}
