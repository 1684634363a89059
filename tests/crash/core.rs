//! A `showctl serve` that can be killed, and the show it serves.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use screens::Door;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::Show;

const PATIENCE: Duration = Duration::from_secs(20);

/// One process.
pub struct Core {
    child: Child,
    workspace: PathBuf,
    pub door: Door,
    written: Option<SystemTime>,
}

/// The program under test: the one named, or the one built beside this test.
fn program() -> PathBuf {
    let beside = || {
        let test = std::env::current_exe().expect("this test is a file");
        let profile = test.ancestors().nth(2).map(Path::to_owned).expect("it lies in a folder of the build");
        profile.join(format!("showctl{}", std::env::consts::EXE_SUFFIX))
    };
    let program = std::env::var_os("SHOWCTL").map_or_else(beside, PathBuf::from);
    assert!(program.exists(), "{} is missing: cargo build --package cli", program.display());
    program
}

impl Core {
    /// Serves the workspace in `folder`, and is ready to be called.
    pub fn start(folder: &TempDir) -> Self {
        let workspace = folder.path().join("brand.showrunner");
        let mut child = Command::new(program())
            .arg("--workspace")
            .arg(&workspace)
            .args(["serve", "--port", "0"])
            .env("SHOWRUNNER_HOME", folder.path().join("home"))
            .env("DBUS_SESSION_BUS_ADDRESS", "disabled:")
            .stdout(Stdio::piped())
            .spawn()
            .expect("showctl starts");
        let mut ready = String::new();
        let out = child.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut ready).expect("a line");
        let ready: Value = serde_json::from_str(&ready).expect("it says where it listens");
        let url = ready["url"].as_str().expect("an address").to_owned();
        let until = Instant::now() + PATIENCE;
        let door = loop {
            // The one before left a door too, which leads nowhere.
            if let Some(door) = Door::read(&workspace).filter(|door| door.url == url) {
                break door;
            }
            assert!(Instant::now() < until, "no door was left");
            std::thread::sleep(Duration::from_millis(1));
        };
        let mut core = Self { child, workspace, door, written: None };
        core.written = core.last_write();
        core
    }

    /// Runs a command that must succeed.
    pub fn call(&self, command: &str, request: &Value) -> Value {
        let reply = self.door.call(command, request).expect("it answers");
        assert!(reply.is_ok, "{command}: {}", reply.body);
        reply.body
    }

    /// Waits until the write-ahead log is written next.
    pub fn wait_for_write(&mut self) {
        self.written = self.last_write();
        let until = Instant::now() + PATIENCE;
        while self.last_write() == self.written && Instant::now() < until {
            std::hint::spin_loop();
        }
    }

    fn last_write(&self) -> Option<SystemTime> {
        let wal = self.workspace.with_file_name("brand.showrunner-wal");
        std::fs::metadata(wal).ok()?.modified().ok()
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        // SIGKILL; it may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Core {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A session on air with `products` products and a shop that is told.
pub fn set_stage(shop: &str, products: usize) -> Show {
    let folder = tempfile::tempdir().expect("a folder");
    let core = Core::start(&folder);
    let id = |value: &Value| value.as_str().expect("an id").to_owned();
    core.call(
        "workspace_start",
        &json!({ "language": "vi", "market": "vn", "brand": "Mộc Lan", "purpose": "planAndSell" }),
    );
    let plan = json!({
        "title": "Đêm chăm da", "market": "vn", "startLocal": "2031-05-01T20:00", "lengthMs": 3_600_000,
        "channels": [], "hostIds": [], "goal": {}, "note": ""
    });
    let session = id(&core.call("session_create", &plan)["id"]);
    let mut made = Vec::new();
    for number in 1..=products {
        let price = json!({ "amount": "199000", "currency": "VND" });
        let product =
            json!({ "title": format!("Son số {number}"), "sku": format!("S-{number}"), "price": price });
        let answer = core.call("product_create", &product);
        made.push(answer["productId"].as_str().expect("an id").to_owned());
    }
    let lineup = core.call("lineup_add", &json!({ "sessionId": session, "productIds": made }));
    let slots: Vec<String> =
        lineup["slots"].as_array().expect("slots").iter().map(|slot| id(&slot["id"])).collect();
    core.call("session_schedule", &json!({ "sessionId": session }));
    let webhook = json!({ "kind": "webhook", "name": "Website", "address": shop, "allowPrivate": true });
    let target = id(&core.call("target_create", &webhook)["id"]);
    core.call("on_air_start", &json!({ "sessionId": session }));
    core.call("on_air_take", &json!({ "sessionId": session, "slotId": slots[0] }));
    drop(core);
    Show { folder, session, slots, target, acknowledged: BTreeMap::new(), on_screen: 0 }
}
