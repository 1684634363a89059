//! The overlay's line: what is on screen, told at once and again at every change; see `ui/overlay/feed.ts`.

use app::App;
use app::domain::Change;
use app::domain::id::SessionId;
use app::domain::offer::{OfferKind, OfferOnAir};
use app::simulcast::{self, Overlay, OverlayProduct};
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use storefront::ShowState;
use storefront::manifest::WireMoney;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

use crate::server::Desk;
use crate::shop::{off_thread, picture};

/// Which session: an id, or `current`.
#[derive(Deserialize)]
pub(crate) struct Which {
    show: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    seq: u64,
    session_id: Option<String>,
    state: ShowState,
    now: Option<Shown>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    slot_number: u32,
    title: String,
    image: Option<String>,
    list_price: Option<WireMoney>,
    show_price: Option<WireMoney>,
    link: Option<String>,
    sold_out: bool,
    offers: Vec<Offer>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Offer {
    kind: &'static str,
    price: Option<WireMoney>,
    code: Option<String>,
    amount_off: Option<WireMoney>,
    percent_off: Option<u32>,
    gift: Option<String>,
    ends_at_ms: i64,
    /// How long it is still open, ms: the page counts on from here, whatever its own clock says.
    left_ms: i64,
}

/// `GET /overlay/feed?show=`.
pub(crate) async fn feed(
    State(desk): State<Desk>,
    Query(which): Query<Which>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let show = match which.show.as_deref() {
        None | Some("" | "current") => None,
        Some(id) => match Uuid::parse_str(id) {
            Ok(id) => Some(SessionId::from(id)),
            Err(_) => return StatusCode::NOT_FOUND.into_response(),
        },
    };
    // Listening begins before the first state is read: a take in between is not missed.
    let changes = desk.app.changes();
    upgrade.on_upgrade(move |socket| tell(socket, desk.app, show, changes))
}

async fn tell(mut socket: WebSocket, app: App, show: Option<SessionId>, mut changes: Receiver<Change>) {
    let mut seq = 0;
    let mut last: Option<Overlay> = None;
    loop {
        match off_thread(&app, move |app| simulcast::overlay(app, show)).await {
            Ok(overlay) if last.as_ref() != Some(&overlay) => {
                seq += 1;
                let Ok(text) = serde_json::to_string(&told(seq, &overlay, app.now_ms())) else { return };
                if socket.send(Message::Text(text.into())).await.is_err() {
                    return;
                }
                last = Some(overlay);
            }
            Ok(_) => {}
            // The page connects again by itself, and later more often in vain than it is worth telling.
            Err(error) => {
                tracing::warn!(%error, "the overlay could not be told");
                return;
            }
        }
        if !something_changed(&mut socket, &mut changes).await {
            return;
        }
    }
}

/// Waits for a change the overlay may show; `false` when the other side is gone.
async fn something_changed(socket: &mut WebSocket, changes: &mut Receiver<Change>) -> bool {
    loop {
        tokio::select! {
            change = changes.recv() => match change {
                Ok(
                    Change::OnAir(_)
                    | Change::Session(_)
                    | Change::Lineup(_)
                    | Change::Catalogue
                    | Change::Workspace,
                )
                | Err(RecvError::Lagged(_)) => return true,
                Ok(_) => {}
                Err(RecvError::Closed) => return false,
            },
            message = socket.recv() => match message {
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return false,
            },
        }
    }
}

fn told(seq: u64, overlay: &Overlay, now_ms: i64) -> Told {
    Told {
        seq,
        session_id: overlay.session.map(|id| id.to_string()),
        state: overlay.state,
        now: overlay.now.as_ref().map(|now| shown(now, now_ms)),
    }
}

fn shown(from: &OverlayProduct, now_ms: i64) -> Shown {
    Shown {
        slot_number: from.number,
        title: from.title.clone(),
        image: from.product.image.as_deref().map(|image| picture(image, from.product.id)),
        list_price: from.list_price.map(Into::into),
        show_price: from.show_price.map(Into::into),
        link: from.link.clone(),
        sold_out: from.is_sold_out,
        offers: from.offers.iter().map(|on_air| offer(on_air, now_ms)).collect(),
    }
}

fn offer(from: &OfferOnAir, now_ms: i64) -> Offer {
    let terms = &from.opened.terms;
    let amount = terms.amount().map(Into::into);
    let text = terms.text().map(str::to_owned);
    let (price, code, amount_off, gift) = match terms.kind() {
        OfferKind::Price => (amount, None, None, None),
        OfferKind::Coupon => (None, text, amount, None),
        OfferKind::Gift => (None, None, None, text),
    };
    Offer {
        kind: terms.kind().code(),
        price,
        code,
        amount_off,
        percent_off: terms.percent(),
        gift,
        ends_at_ms: from.ends_at_ms,
        left_ms: (from.ends_at_ms - now_ms).max(0),
    }
}
