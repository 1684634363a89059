//! A take, durable first, until a shop on loopback has it; against one durable commit and one warm `POST`.

use std::path::Path;
use std::time::{Duration, Instant};

use app::domain::Actor;
use app::domain::id::{SessionId, SlotId};
use app::sender::{Pace, Sending};
use app::{App, Home, SystemClock, on_air};
use serde_json::{Value, json};
use tests::receiver::{Manner, Receiver};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use uuid::Uuid;

/// Pairs that are measured, after some that are not.
const PAIRS: usize = 200;
const WARM_UP: usize = 20;
/// Between two measures, so that what the first one leaves to do is done.
const PAUSE: Duration = Duration::from_millis(60);

/// What any error is here: a sentence.
type Anything<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Both times of each pair.
pub struct Measured {
    /// From the verb to the last byte at the shop.
    pub take: Vec<Duration>,
    /// From the insert to the last byte at the shop.
    pub plain: Vec<Duration>,
}

impl Measured {
    /// The medians: the take's, and the plain one's.
    pub fn medians(&self) -> (Duration, Duration) {
        let median = |times: &[Duration]| {
            let mut times = times.to_vec();
            times.sort_unstable();
            times.get(times.len() / 2).copied().unwrap_or_default()
        };
        (median(&self.take), median(&self.plain))
    }
}

/// Measures in alternated pairs on the disk that holds `folder`.
///
/// # Errors
/// When the stage cannot be set or a take does not arrive.
pub fn measure(folder: &Path) -> Anything<Measured> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(pairs(folder))
}

async fn pairs(folder: &Path) -> Anything<Measured> {
    let shop = Receiver::start(|_| Manner::Status(200)).await?;
    let plain_shop = Receiver::start(|_| Manner::Status(200)).await?;
    let app = App::new(Home::at(folder.join("home")), SystemClock);
    app.open(&folder.join("brand.showrunner"))?;
    let (session, slots) = {
        let (app, url) = (app.clone(), shop.url.clone());
        tokio::task::spawn_blocking(move || set_stage(&app, &url)).await??
    };
    let sending = Sending::start(app.clone(), Pace::default());
    let mut plain = Plain::new(folder, &plain_shop.url).await?;
    let mut measured = Measured { take: Vec::new(), plain: Vec::new() };
    for pair in 0..WARM_UP + PAIRS {
        let slot = slots.get((pair + 1) % slots.len()).copied().ok_or("no slots")?;
        let took = take(&app, session, slot, &shop).await?;
        tokio::time::sleep(PAUSE).await;
        let body = shop.got().last().map(|got| got.event.to_string()).ok_or("nothing came")?;
        let wrote = plain.once(&body, &plain_shop).await?;
        tokio::time::sleep(PAUSE).await;
        if pair >= WARM_UP {
            measured.take.push(took);
            measured.plain.push(wrote);
        }
    }
    sending.stop().await;
    Ok(measured)
}

async fn take(app: &App, session: SessionId, slot: SlotId, shop: &Receiver) -> Anything<Duration> {
    let before = shop.count();
    let app = app.clone();
    let run = move || {
        let since = Instant::now();
        on_air::take(&app, &Actor::owner(), session, slot, None).map(|_| since)
    };
    let since = tokio::task::spawn_blocking(run).await??;
    Ok(arrival(shop, before).await?.duration_since(since))
}

async fn arrival(shop: &Receiver, number: usize) -> Anything<Instant> {
    let patience = Duration::from_secs(10);
    Ok(shop.arrival(number, patience).await.ok_or("nothing arrived within ten seconds")?)
}

/// The least that could be done: one row, durable, then the same bytes over a connection that is open.
struct Plain {
    file: rusqlite::Connection,
    stream: TcpStream,
    host: String,
}

impl Plain {
    async fn new(folder: &Path, url: &str) -> Anything<Self> {
        let file = rusqlite::Connection::open(folder.join("plain.sqlite"))?;
        file.pragma_update(None, "journal_mode", "WAL")?;
        file.pragma_update(None, "synchronous", "FULL")?;
        file.execute("CREATE TABLE told (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT", [])?;
        let host = url.trim_start_matches("http://").trim_end_matches("/hook").to_owned();
        let stream = TcpStream::connect(&host).await?;
        stream.set_nodelay(true)?;
        Ok(Self { file, stream, host })
    }

    async fn once(&mut self, body: &str, shop: &Receiver) -> Anything<Duration> {
        let before = shop.count();
        let since = Instant::now();
        self.file.prepare_cached("INSERT INTO told (body) VALUES (?1)")?.execute([body])?;
        let request = format!(
            "POST /hook HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        );
        self.stream.write_all(request.as_bytes()).await?;
        let mut answer = [0; 256];
        if self.stream.read(&mut answer).await? == 0 {
            return Err("the plain connection was cut".into());
        }
        Ok(arrival(shop, before).await?.duration_since(since))
    }
}

/// A session on air with ten products and one webhook; answers the session and its slots.
fn set_stage(app: &App, url: &str) -> Anything<(SessionId, Vec<SlotId>)> {
    let start = json!({ "language": "vi", "market": "vn", "brand": "Mộc Lan", "purpose": "planAndSell" });
    api::call(app, &Actor::owner(), "workspace_start", start)?;
    let webhook = json!({ "kind": "webhook", "name": "Website", "address": url, "allowPrivate": true });
    api::call(app, &Actor::owner(), "target_create", webhook)?;
    show(app)
}

/// A session on air with ten products; answers the session and its slots.
///
/// # Errors
/// When one of the steps is refused.
pub fn show(app: &App) -> Anything<(SessionId, Vec<SlotId>)> {
    let call = |name: &str, request: Value| api::call(app, &Actor::owner(), name, request);
    let id = |value: &Value| Uuid::parse_str(value.as_str().unwrap_or_default());
    let plan = json!({
        "title": "Đêm chăm da", "market": "vn", "startLocal": "2031-05-01T20:00", "lengthMs": 3_600_000,
        "channels": [], "hostIds": [], "goal": {}, "note": ""
    });
    let session = call("session_create", plan)?["id"].clone();
    let mut products = Vec::new();
    for number in 1..=10 {
        let price = json!({ "amount": "199000", "currency": "VND" });
        let product =
            json!({ "title": format!("Son số {number}"), "sku": format!("S-{number}"), "price": price });
        let made = call("product_create", product)?;
        products.push(made["productId"].clone());
    }
    let lineup = call("lineup_add", json!({ "sessionId": session, "productIds": products }))?;
    call("session_schedule", json!({ "sessionId": session }))?;
    call("on_air_start", json!({ "sessionId": session }))?;
    let slots = lineup["slots"].as_array().map(Vec::as_slice).unwrap_or_default();
    let slots = slots.iter().map(|slot| id(&slot["id"]).map(SlotId::from)).collect::<Result<_, _>>()?;
    Ok((id(&session)?.into(), slots))
}
