//! A signed delivery, as it leaves over a real socket, is verified by the reference library of Standard Webhooks.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use chrono::Utc;
use domain::id::DeliveryId;
use serde_json::{Value, json};
use storefront::{AnswerCode, Cadence, Parcel, Secret, Sender, SessionManifest, ShowState, Target, Webhook};
use uuid::Uuid;

use crate::common::{at, show};
use crate::node;

/// Takes one request and answers it; headers and body as they came.
fn take_one(listener: &TcpListener) -> (Value, String) {
    let (mut stream, _) = listener.accept().expect("a connection");
    let mut read = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&read).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let pairs = head.lines().skip(1).filter_map(|line| line.split_once(": "));
            let headers: Value = pairs.map(|(name, value)| (name.to_lowercase(), json!(value))).collect();
            let length = headers["content-length"].as_str().and_then(|length| length.parse().ok());
            if length.is_some_and(|length: usize| body.len() >= length) {
                stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n").expect("answered");
                return (headers, body.to_owned());
            }
        }
        let mut chunk = [0; 4096];
        let count = stream.read(&mut chunk).expect("readable");
        read.extend_from_slice(&chunk[..count]);
    }
}

fn delivered(secret: &Secret) -> (Value, String) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/live", listener.local_addr().expect("an address"));
    let shop = thread::spawn(move || take_one(&listener));
    let manifest = SessionManifest::build(&show(ShowState::Live), at(20, 15), Cadence::PUBLIC);
    let bytes = manifest.to_bytes().expect("JSON");
    let parcel = Parcel {
        delivery: DeliveryId::new(Uuid::from_u128(7)),
        stamp: manifest.stamp,
        issued_at: at(20, 15),
        manifest: &bytes,
        now_json: b"{}",
    };
    let url = url.parse().expect("an address");
    let target = Target::Webhook(Webhook { url, secret: secret.clone(), allow_private: true });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let came =
        runtime.block_on(async { Sender::new().expect("a sender").send(&target, &parcel, Utc::now()).await });
    assert_eq!(came.answer.code, AnswerCode::Received);
    shop.join().expect("the shop took it")
}

#[test]
fn a_delivery_is_verified_by_the_reference_library() {
    let secret = Secret::generate().expect("a secret");
    let (headers, body) = delivered(&secret);
    let asked = json!({ "secret": secret.reveal(), "headers": headers, "body": body });
    let verified = node("verify.mjs", &asked);
    assert_eq!(verified["type"], "manifest.updated");
    assert_eq!(verified["data"]["title"], "Đêm chăm da Black Friday");
    assert_eq!(verified["timestamp"], "2026-11-28T20:15:00.000Z");
}

#[test]
fn a_body_changed_on_the_way_is_found_out() {
    let secret = Secret::generate().expect("a secret");
    let (headers, body) = delivered(&secret);
    let body = body.replace("229000", "1000");
    let refused = node("verify.mjs", &json!({ "secret": secret.reveal(), "headers": headers, "body": body }));
    assert_eq!(refused["refused"], "No matching signature found");
}
