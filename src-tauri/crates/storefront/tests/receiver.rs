//! A shop that answers late, fails, asks for patience, breaks off and recovers, over real sockets.

#![expect(clippy::expect_used, reason = "the shop of a test fails loudly")]

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chrono::Utc;
use domain::id::DeliveryId;
use storefront::{AnswerCode, Outcome, Parcel, RetryPlan, Secret, Sender, Stamp, Target, Verdict, Webhook};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use uuid::Uuid;

/// What the shop does with one request.
#[derive(Debug, Clone, Copy)]
enum Mood {
    Late(Duration),
    Answer(&'static str),
    Reset,
}

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
const ERROR: &str = "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 9\r\n\r\nbroken\u{7}\r\n";
const SLOWLY: &str = "HTTP/1.1 429 Too Many Requests\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n";
const ELSEWHERE: &str =
    "HTTP/1.1 307 Temporary Redirect\r\nlocation: http://localhost:9/\r\ncontent-length: 0\r\n\r\n";

/// One request as the shop saw it.
#[derive(Debug, Clone)]
struct Seen {
    delivery: String,
    connection: usize,
    body: String,
}

struct Shop {
    target: Target,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Shop {
    /// Opens a shop that goes through `moods`, and then accepts everything.
    async fn open(moods: &[Mood]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let seen = Arc::new(Mutex::new(Vec::new()));
        let moods = Arc::new(Mutex::new(moods.to_vec()));
        let noted = Arc::clone(&seen);
        tokio::spawn(async move {
            let mut connection = 0;
            while let Ok((stream, _)) = listener.accept().await {
                connection += 1;
                tokio::spawn(serve(stream, connection, Arc::clone(&moods), Arc::clone(&noted)));
            }
        });
        let target = Target::Webhook(Webhook {
            url: format!("http://{address}/live").parse().expect("an address"),
            secret: Secret::generate().expect("a secret"),
            allow_private: true,
        });
        Self { target, seen }
    }

    fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("not poisoned").clone()
    }
}

async fn serve(
    mut stream: TcpStream,
    connection: usize,
    moods: Arc<Mutex<Vec<Mood>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
) {
    while let Some((delivery, body)) = read_request(&mut stream).await {
        seen.lock().expect("not poisoned").push(Seen { delivery, connection, body });
        let mood = {
            let mut moods = moods.lock().expect("not poisoned");
            if moods.is_empty() { Mood::Answer(OK) } else { moods.remove(0) }
        };
        match mood {
            Mood::Late(wait) => {
                tokio::time::sleep(wait).await;
                stream.write_all(OK.as_bytes()).await.ok();
            }
            Mood::Answer(answer) => stream.write_all(answer.as_bytes()).await.expect("written"),
            Mood::Reset => {
                stream.set_zero_linger().expect("set");
                return;
            }
        }
    }
}

async fn read_request(stream: &mut TcpStream) -> Option<(String, String)> {
    let mut read = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&read).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let header = |name: &str| {
                head.lines().find_map(|line| {
                    line.to_lowercase().strip_prefix(name).map(|value| value.trim().to_owned())
                })
            };
            let length: usize = header("content-length:")?.parse().ok()?;
            if body.len() >= length {
                return Some((header("webhook-id:")?, body.to_owned()));
            }
        }
        let mut chunk = [0; 4096];
        let count = stream.read(&mut chunk).await.ok()?;
        if count == 0 {
            return None;
        }
        read.extend_from_slice(&chunk[..count]);
    }
}

fn parcel(manifest: &[u8], revision: u64) -> Parcel<'_> {
    Parcel {
        delivery: DeliveryId::new(Uuid::from_u128(u128::from(revision))),
        stamp: Stamp { epoch: 1, revision },
        issued_at: Utc::now(),
        manifest,
        now_json: b"{}",
    }
}

#[tokio::test]
async fn a_shop_that_fails_in_every_way_ends_at_the_last_revision() {
    let shop = Shop::open(&[
        Mood::Late(Duration::from_millis(700)),
        Mood::Answer(ERROR),
        Mood::Answer(SLOWLY),
        Mood::Reset,
        Mood::Reset,
    ])
    .await;
    let sender = Sender::new().expect("a sender");
    let plan = RetryPlan::new(vec![Duration::from_millis(20); 8]);
    let mut codes = Vec::new();
    for revision in 1..=3 {
        let manifest = format!(r#"{{"revision":{revision}}}"#);
        let parcel = parcel(manifest.as_bytes(), revision);
        for attempt in 0.. {
            let came = sender.send(&shop.target, &parcel, Utc::now()).await;
            codes.push(came.answer.code);
            match plan.after(attempt, came.outcome) {
                Verdict::Delivered => break,
                Verdict::RetryIn(wait) => tokio::time::sleep(wait).await,
                Verdict::Dead => panic!("given up after {codes:?}"),
            }
        }
    }
    let expected = [
        AnswerCode::Received,
        AnswerCode::Failing,
        AnswerCode::TooOften,
        AnswerCode::Broken,
        AnswerCode::Broken,
        AnswerCode::Received,
        AnswerCode::Received,
    ];
    assert_eq!(codes, expected);
    let seen = shop.seen();
    let last = seen.last().expect("it was told");
    assert!(last.body.ends_with(r#""data":{"revision":3}}"#), "{}", last.body);
    let second: Vec<_> = seen[1..6].iter().map(|seen| (&seen.delivery, &seen.body)).collect();
    assert!(
        second.windows(2).all(|pair| pair[0] == pair[1]),
        "every try carries the same id and the same bytes"
    );
}

#[tokio::test]
async fn a_shop_may_ask_for_patience() {
    let shop = Shop::open(&[Mood::Answer(SLOWLY)]).await;
    let came = Sender::new().expect("a sender").send(&shop.target, &parcel(b"{}", 1), Utc::now()).await;
    assert_eq!(came.outcome, Outcome::Unavailable { retry_after: Some(Duration::from_secs(1)) });
    assert_eq!(came.answer.status, Some(429));
}

#[tokio::test]
async fn what_a_shop_says_is_kept_short_and_without_control_characters() {
    let shop = Shop::open(&[Mood::Answer(ERROR)]).await;
    let came = Sender::new().expect("a sender").send(&shop.target, &parcel(b"{}", 1), Utc::now()).await;
    assert_eq!(came.answer.excerpt.as_deref(), Some("broken"));
}

#[tokio::test]
async fn a_shop_that_never_answers_holds_us_up_ten_seconds_and_no_longer() {
    let shop = Shop::open(&[Mood::Late(Duration::from_secs(60))]).await;
    let began = Instant::now();
    let came = Sender::new().expect("a sender").send(&shop.target, &parcel(b"{}", 1), Utc::now()).await;
    assert_eq!(came.answer.code, AnswerCode::TooSlow);
    assert!((9..13).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
}

#[tokio::test]
async fn takes_in_a_row_use_one_warm_connection() {
    let shop = Shop::open(&[]).await;
    let sender = Sender::new().expect("a sender");
    for revision in 1..=5 {
        let came = sender.send(&shop.target, &parcel(b"{}", revision), Utc::now()).await;
        assert_eq!(came.outcome, Outcome::Accepted);
    }
    assert!(shop.seen().iter().all(|seen| seen.connection == 1));
}

#[tokio::test]
async fn a_redirect_to_another_host_is_not_followed() {
    let shop = Shop::open(&[Mood::Answer(ELSEWHERE)]).await;
    let came = Sender::new().expect("a sender").send(&shop.target, &parcel(b"{}", 1), Utc::now()).await;
    assert_eq!((came.outcome, came.answer.code), (Outcome::Rejected, AnswerCode::Moved));
}

#[tokio::test]
async fn a_private_address_is_told_only_when_its_settings_allow_it() {
    let shop = Shop::open(&[]).await;
    let Target::Webhook(Webhook { url, secret, .. }) = shop.target.clone() else { panic!("a webhook") };
    let sender = Sender::new().expect("a sender");
    let port = url.port().expect("a port");
    // As a bare address, and as a name that only turns out to be private when it is resolved.
    for host in ["127.0.0.1", "[::ffff:127.0.0.1]", "localhost"] {
        let url = format!("http://{host}:{port}/live").parse().expect("an address");
        let target = Target::Webhook(Webhook { url, secret: secret.clone(), allow_private: false });
        let came = sender.send(&target, &parcel(b"{}", 1), Utc::now()).await;
        assert_eq!(
            (came.outcome, came.answer.code),
            (Outcome::Rejected, AnswerCode::PrivateAddress),
            "{host}"
        );
    }
    assert!(shop.seen().is_empty());
}

#[tokio::test]
async fn a_shop_that_is_closed_is_unreachable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", listener.local_addr().expect("an address")).parse().expect("an address");
    drop(listener);
    let target =
        Target::Webhook(Webhook { url, secret: Secret::generate().expect("a secret"), allow_private: true });
    let came = Sender::new().expect("a sender").send(&target, &parcel(b"{}", 1), Utc::now()).await;
    assert_eq!(came.answer.code, AnswerCode::Unreachable);
}
