//! A workspace with a session on air, driven through the same commands as the window.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use app::domain::Actor;
use app::{App, Home, SystemClock};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A session on air with some products.
pub struct Stage {
    pub app: App,
    pub slots: Vec<String>,
    session: String,
    folder: TempDir,
}

fn open(folder: &TempDir) -> App {
    let app = App::new(Home::at(folder.path().join("home")), SystemClock);
    app.open(&folder.path().join("brand.showrunner")).expect("a workspace");
    app
}

fn plan(title: &str) -> Value {
    json!({
        "title": title, "market": "vn", "startLocal": "2031-05-01T20:00", "lengthMs": 3_600_000,
        "channels": [{ "channel": "tikTok", "url": "https://www.tiktok.com/@moclan/live" }],
        "hostIds": [], "goal": {}, "note": ""
    })
}

impl Stage {
    /// Goes live with `products` products, the first one on screen; without any it only plans.
    pub async fn live(products: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut stage = Self { app: open(&folder), slots: Vec::new(), session: String::new(), folder };
        let start = json!({ "language": "vi", "market": "vn", "brand": "Mộc Lan", "purpose": "planAndSell" });
        stage.call("workspace_start", start).await;
        let session = stage.call("session_create", plan("Đêm chăm da")).await;
        stage.session = session["id"].as_str().expect("an id").to_owned();
        if products == 0 {
            return stage;
        }
        let mut ids = Vec::new();
        for number in 1..=products {
            let product = json!({
                "title": format!("Son số {number}"), "sku": format!("S-{number}"),
                "price": { "amount": "199000", "currency": "VND" }, "stock": 20,
                "link": format!("https://moclan.example/son-{number}")
            });
            let made = stage.call("product_create", product).await;
            ids.push(made["productId"].as_str().expect("an id").to_owned());
        }
        let lineup = json!({ "sessionId": stage.session, "productIds": ids });
        let lineup = stage.call("lineup_add", lineup).await;
        let slots = lineup["slots"].as_array().expect("slots");
        stage.slots = slots.iter().map(|slot| slot["id"].as_str().expect("an id").to_owned()).collect();
        let session = json!({ "sessionId": stage.session });
        stage.call("session_schedule", session.clone()).await;
        stage.call("on_air_start", session).await;
        stage.take(0).await;
        stage
    }

    /// The same workspace after the program was started anew.
    pub fn restarted(self) -> Self {
        let Self { app, slots, session, folder } = self;
        app.close();
        drop(app);
        Self { app: open(&folder), slots, session, folder }
    }

    pub async fn call(&self, command: &'static str, request: Value) -> Value {
        match self.ask(command, request).await {
            Ok(answer) => answer,
            Err(error) => panic!("{command}: {error} {:?}", error.params),
        }
    }

    /// The code of a refusal.
    pub async fn refused(&self, command: &'static str, request: Value) -> Value {
        let error = self.ask(command, request).await.expect_err("it is refused");
        serde_json::to_value(error.code).expect("a code")
    }

    async fn ask(&self, command: &'static str, request: Value) -> Result<Value, api::ApiError> {
        let app = self.app.clone();
        let run = move || api::call(&app, &Actor::owner(), command, request);
        tokio::task::spawn_blocking(run).await.expect("it ran")
    }

    /// Puts a slot on screen, by its place.
    pub async fn take(&self, slot: usize) {
        self.call("on_air_take", json!({ "sessionId": self.session, "slotId": self.slots[slot] })).await;
    }

    /// Another session, announced; answers its id.
    pub async fn scheduled(&self, title: &str) -> String {
        let session = self.call("session_create", plan(title)).await;
        let id = session["id"].as_str().expect("an id").to_owned();
        self.call("session_schedule", json!({ "sessionId": id })).await;
        id
    }

    /// Adds a webhook on loopback; answers its id.
    pub async fn webhook(&self, url: &str) -> String {
        let request = json!({ "kind": "webhook", "name": "Website", "address": url, "allowPrivate": true });
        self.call("target_create", request).await["id"].as_str().expect("an id").to_owned()
    }

    /// The first destination as the window shows it.
    pub async fn target(&self) -> Value {
        self.call("target_all", json!({})).await["targets"][0].clone()
    }

    /// Waits until the first destination fares so.
    pub async fn target_becomes(&self, state: &str) -> bool {
        let until = Instant::now() + Duration::from_secs(15);
        while Instant::now() < until {
            if self.target().await["state"] == state {
                return true;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        false
    }

    /// The revision the first destination was queued for last.
    pub async fn last_revision(&self) -> i64 {
        let target = self.target().await;
        let page = self.call("delivery_page", json!({ "targetId": target["id"] })).await;
        page["deliveries"][0]["revision"].as_i64().expect("a delivery")
    }

    pub fn file(&self) -> PathBuf {
        self.folder.path().join("brand.showrunner")
    }

    /// The workspace file and what SQLite keeps beside it.
    pub fn workspace_files(&self) -> Vec<PathBuf> {
        let files = std::fs::read_dir(self.folder.path()).expect("a folder");
        files.map(|file| file.expect("an entry").path()).filter(|path| path.is_file()).collect()
    }
}
