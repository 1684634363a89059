//! The pages of this computer: demo shop and overlay follow a take within a second.

use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use screens::{Options, Server};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::stage::Stage;

const SECOND: Duration = Duration::from_secs(1);

async fn server(stage: &Stage) -> Server {
    Server::start(stage.app.clone(), Options { port: 0, visitor: None }).await.expect("a server")
}

/// Status, headers in lower case, and body.
async fn get(server: &Server, path: &str, header: &str) -> (u16, String, Vec<u8>) {
    let host = server.url().trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).await.expect("connected");
    let request = format!("GET {path} HTTP/1.0\r\nHost: {host}\r\n{header}\r\n");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.expect("answered");
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    let head = String::from_utf8_lossy(&answer[..end]).to_lowercase();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    (status, head, answer[end + 4..].to_vec())
}

async fn json_at(server: &Server, path: &str) -> Value {
    let (status, _, body) = get(server, path, "").await;
    assert_eq!(status, 200, "{path}");
    serde_json::from_slice(&body).expect("JSON")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_shop_shows_a_take_within_a_second_and_without_any_destination() {
    let stage = Stage::live(3).await;
    let server = server(&stage).await;
    let shop = json_at(&server, "/shop/shop.json").await;
    assert_eq!(shop["brand"], "Mộc Lan");
    assert_eq!(shop["sessions"][0]["state"], "live");
    assert_eq!(shop["products"][0]["listPrice"], json!({ "amount": "199000", "currency": "VND" }));
    let manifest = shop["sessions"][0]["manifestUrl"].as_str().expect("an address");
    let now = manifest.replace("manifest.json", "now.json");
    let before = json_at(&server, &now).await;
    assert!(before["pollAfterMs"].as_u64() <= Some(1_000), "the page asks often enough");

    let since = Instant::now();
    stage.take(2).await;
    let after = json_at(&server, &now).await;
    assert!(since.elapsed() < SECOND);
    assert!(after["revision"].as_i64() > before["revision"].as_i64());
    assert_eq!(after["now"]["slotId"], json!(stage.slots[2]));
    let full = json_at(&server, manifest).await;
    assert_eq!(full["revision"], after["revision"]);
    assert!(full["lineup"][0]["link"].as_str().is_some_and(|link| link.contains("utm_")), "links are marked");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_state_that_is_known_is_not_sent_again() {
    let stage = Stage::live(1).await;
    let server = server(&stage).await;
    let shop = json_at(&server, "/shop/shop.json").await;
    let manifest = shop["sessions"][0]["manifestUrl"].as_str().expect("an address").to_owned();
    let (_, head, _) = get(&server, &manifest, "").await;
    let tag = head.lines().find_map(|line| line.strip_prefix("etag: ")).expect("a tag").to_owned();
    let (status, head, body) = get(&server, &manifest, &format!("If-None-Match: {tag}\r\n")).await;
    assert_eq!((status, body.len()), (304, 0));
    assert!(head.contains("cache-control: no-cache"), "it asks again each time");
    let (status, ..) = get(&server, "/demo/0190a000-0000-7000-8000-000000000000/now.json", "").await;
    assert_eq!(status, 404);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_overlay_is_told_the_last_state_at_once_and_a_take_within_a_second() {
    let stage = Stage::live(2).await;
    let server = server(&stage).await;
    let url = format!("{}/overlay/feed?show=current", server.url().replace("http://", "ws://"));
    let (mut overlay, _) = tokio_tungstenite::connect_async(url).await.expect("connected");
    let mut next = async || -> Value {
        let told = tokio::time::timeout(SECOND, overlay.next()).await.expect("within a second");
        let told = told.expect("open").expect("a message");
        serde_json::from_str(told.to_text().expect("text")).expect("JSON")
    };
    let first = next().await;
    assert_eq!((&first["state"], &first["now"]["slotNumber"]), (&json!("live"), &json!(1)));
    stage.take(1).await;
    let second = next().await;
    assert_eq!(second["now"]["title"], "Son số 2");
    assert_eq!(second["now"]["showPrice"], json!({ "amount": "199000", "currency": "VND" }));
    assert!(second["seq"].as_u64() > first["seq"].as_u64());
    let link = second["now"]["link"].as_str().expect("a link");
    assert!(link.contains("tiktok"), "the code leads back to the platform that carries the picture: {link}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_of_this_computer_is_handed_out_and_no_other_file() {
    let stage = Stage::live(0).await;
    let server = server(&stage).await;
    let folder = tempfile::tempdir().expect("a folder");
    let product = async |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        let made = stage.call("product_create", json!({ "title": name, "image": path })).await;
        made["productId"].as_str().expect("an id").to_owned()
    };
    let picture = product("son.png", b"\x89PNG\r\n\x1a\nrest").await;
    let (status, head, body) = get(&server, &format!("/media/{picture}"), "").await;
    assert_eq!((status, body.as_slice()), (200, b"\x89PNG\r\n\x1a\nrest".as_slice()));
    assert!(head.contains("content-type: image/png"));
    let secret = product("notes.png", b"not a picture").await;
    assert_eq!(get(&server, &format!("/media/{secret}"), "").await.0, 404);
    server.stop().await;
}
