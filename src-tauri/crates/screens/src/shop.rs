//! What the demo shop reads: its own list, each session's manifest and small file, and pictures of this computer.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use app::domain::id::{ProductId, SessionId};
use app::simulcast::{self, ShopProduct};
use app::{App, Error, store};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use storefront::manifest::WireMoney;
use storefront::{NowJson, SessionManifest, ShowState};
use uuid::Uuid;

use crate::pages::RESOURCE_POLICY;
use crate::server::Desk;

/// The largest picture handed out, bytes.
const LARGEST_PICTURE: u64 = 20 * 1024 * 1024;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shop {
    brand: String,
    language: &'static str,
    market: &'static str,
    sessions: Vec<ShopSession>,
    products: Vec<Product>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ShopSession {
    session_id: String,
    title: String,
    state: ShowState,
    starts_at_ms: i64,
    manifest_url: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Product {
    id: String,
    title: String,
    description: Option<String>,
    image: Option<String>,
    list_price: Option<WireMoney>,
    show_price: Option<WireMoney>,
    link: Option<String>,
}

/// `GET /shop/shop.json`: the page's list of sessions and products; see `ui/shop/shop.ts`.
pub(crate) async fn shop(State(desk): State<Desk>) -> Response {
    let made = off_thread(&desk.app, simulcast::demo_shop).await;
    let shop = match made {
        Ok(Some(shop)) => shop,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(error) => return failed(&error),
    };
    let sessions = shop.sessions.into_iter().map(|(session, state)| ShopSession {
        session_id: session.id.to_string(),
        title: session.plan.title,
        state,
        starts_at_ms: session.starts_at_ms,
        manifest_url: format!("/demo/{}/manifest.json", session.id),
    });
    let shop = Shop {
        brand: shop.brand,
        language: shop.language,
        market: shop.market,
        sessions: sessions.collect(),
        products: shop.products.into_iter().map(product).collect(),
    };
    ([(CACHE_CONTROL, "no-store")], Json(shop)).into_response()
}

fn product(from: ShopProduct) -> Product {
    Product {
        id: from.product.id.to_string(),
        image: from.product.image.map(|image| picture(&image, from.product.id)),
        title: from.product.title,
        description: None,
        list_price: from.product.list_price.map(Into::into),
        show_price: from.show_price.map(Into::into),
        link: from.link,
    }
}

/// The address of a picture: the web's own, or ours for a file of this computer.
pub(crate) fn picture(image: &str, product: ProductId) -> String {
    if image.starts_with("https://") || image.starts_with("http://") {
        image.to_owned()
    } else {
        format!("/media/{product}")
    }
}

/// `GET /demo/{session}/manifest.json`.
pub(crate) async fn manifest(State(desk): State<Desk>, Path(id): Path<Uuid>, headers: HeaderMap) -> Response {
    told(&desk.app, id, &headers, SessionManifest::to_bytes).await
}

/// `GET /demo/{session}/now.json`.
pub(crate) async fn now(State(desk): State<Desk>, Path(id): Path<Uuid>, headers: HeaderMap) -> Response {
    told(&desk.app, id, &headers, |manifest| NowJson::of(manifest).to_bytes()).await
}

async fn told(
    app: &App,
    id: Uuid,
    headers: &HeaderMap,
    bytes: impl FnOnce(&SessionManifest) -> Result<Vec<u8>, serde_json::Error>,
) -> Response {
    let window = match off_thread(app, move |app| simulcast::window(app, SessionId::from(id))).await {
        Ok(window) => window,
        Err(Error::Store(store::Error::NotFound(_)) | Error::NoWorkspace) => {
            return StatusCode::NOT_FOUND.into_response();
        }
        Err(error) => return failed(&error),
    };
    let manifest = with_local_pictures(window.manifest, &window.local_images);
    match bytes(&manifest) {
        Ok(bytes) => tagged(bytes, headers),
        Err(error) => {
            tracing::error!(%error, "a manifest could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn with_local_pictures(mut manifest: SessionManifest, local: &HashMap<String, ProductId>) -> SessionManifest {
    for slot in &mut manifest.lineup {
        if let (None, Some(product)) = (&slot.image, local.get(&slot.slot_id)) {
            slot.image = Some(format!("/media/{product}"));
        }
    }
    if manifest.poster.is_none() {
        manifest.poster = manifest.lineup.iter().find_map(|slot| slot.image.clone());
    }
    manifest
}

/// Answers with a tag of the content, or that it is known already.
fn tagged(bytes: Vec<u8>, headers: &HeaderMap) -> Response {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let tag = format!("\"{:016x}\"", hasher.finish());
    let is_known = headers.get(IF_NONE_MATCH).is_some_and(|given| given.as_bytes() == tag.as_bytes());
    let common = [(CACHE_CONTROL, "no-cache".to_owned()), (ETAG, tag)];
    if is_known {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    (common, [(CONTENT_TYPE, "application/json")], bytes).into_response()
}

/// `GET /media/{product}`: the picture of a product that is a file of this computer.
pub(crate) async fn media(State(desk): State<Desk>, Path(id): Path<Uuid>) -> Response {
    let read = off_thread(&desk.app, move |app| {
        let Some(path) = simulcast::local_image(app, ProductId::from(id))? else { return Ok(None) };
        let is_small = std::fs::metadata(&path).is_ok_and(|file| file.len() <= LARGEST_PICTURE);
        // A file that is gone is a picture that is missing, nothing worse.
        Ok(if is_small { std::fs::read(path).ok() } else { None })
    });
    let Ok(Some(bytes)) = read.await else { return StatusCode::NOT_FOUND.into_response() };
    match kind(&bytes) {
        Some(kind) => {
            // The window's own pages come from another origin than this server.
            let headers =
                [(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache"), (RESOURCE_POLICY, "cross-origin")];
            (headers, Bytes::from(bytes)).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The kind of picture by its first bytes; nothing else of this computer is handed out.
fn kind(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [_, _, _, _, b'f', b't', b'y', b'p', b'a', b'v', b'i', b'f', ..] => Some("image/avif"),
        _ => None,
    }
}

/// Runs a blocking read off the async threads.
pub(crate) async fn off_thread<T: Send + 'static>(
    app: &App,
    read: impl FnOnce(&App) -> app::Result<T> + Send + 'static,
) -> app::Result<T> {
    let app = app.clone();
    match tokio::task::spawn_blocking(move || read(&app)).await {
        Ok(read) => read,
        Err(broken) => Err(Error::BrokeOff(broken.to_string())),
    }
}

fn failed(error: &Error) -> Response {
    tracing::error!(%error, "a page of this computer could not be told");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

#[cfg(test)]
mod tests {
    use super::kind;

    #[test]
    fn only_pictures_are_handed_out() {
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n"), Some("image/png"));
        assert_eq!(kind(b"RIFF\0\0\0\0WEBPVP8 "), Some("image/webp"));
        assert_eq!(kind(b"root:x:0:0:root:/root:/bin/bash"), None);
        assert_eq!(kind(b"<svg onload=\"alert(1)\">"), None, "a picture that could run is none");
        assert_eq!(kind(b""), None);
    }
}
