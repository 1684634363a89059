//! The power cut: `showctl serve` is killed at seeded points while takes are made and told.
//!
//! A take that was acknowledged is never lost, no delivery is lost, the file is whole, and the show goes on.
//! `CRASH_SEED` repeats a run; `CRASH_ROUNDS` makes it longer.
#![expect(clippy::expect_used, reason = "a test that cannot set its stage has failed")]
#![expect(clippy::panic, reason = "a lost take has failed the test")]
#![expect(clippy::print_stdout, reason = "seed and spread are for whoever reads the run")]

mod core;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use serde_json::{Value, json};
use tests::receiver::{Manner, Receiver};

use crate::core::Core;

/// Each round kills once in each way; 21 rounds are 105 kills.
const ROUNDS: u64 = 21;
const PATIENCE: Duration = Duration::from_secs(20);
const PRODUCTS: usize = 4;

/// Where on a take's way the process is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Aim {
    /// While the take is on its way into the log.
    Log,
    /// When the write-ahead log was just written.
    Commit,
    /// When the client has its answer, and the shop may not have heard yet.
    Answer,
    /// When the shop has the request and has not answered.
    Send,
    /// When the shop has answered and the outcome is not, or just, written.
    Acknowledge,
}

const AIMS: [Aim; 5] = [Aim::Log, Aim::Commit, Aim::Answer, Aim::Send, Aim::Acknowledge];

/// What a kill found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Found {
    /// The take was not written and not acknowledged.
    NothingWritten,
    /// The take was written, the client never heard.
    WrittenOnly,
    /// The client heard, the shop had not got it.
    NotSent,
    /// The shop had it, that was not written down.
    NotConfirmed,
    /// All was done.
    AllDone,
}

/// What kills must have found, all of it, for the spread to be wide enough.
const FOUND: [Found; 5] =
    [Found::NothingWritten, Found::WrittenOnly, Found::NotSent, Found::NotConfirmed, Found::AllDone];

/// SplitMix64: enough to spread kills, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn micros(&mut self, limit: u64) -> Duration {
        Duration::from_micros(self.below(limit))
    }
}

/// Everything that must hold across kills.
struct Show {
    folder: tempfile::TempDir,
    session: String,
    slots: Vec<String>,
    target: String,
    /// Number in the log and slot of every take a client saw acknowledged.
    acknowledged: BTreeMap<u64, String>,
    /// The slot on screen, as far as we know.
    on_screen: usize,
}

impl Show {
    fn take_request(&mut self, dice: &mut Dice) -> (Value, String) {
        // Another one than on screen: showing the same again writes nothing.
        let step = 1 + usize::try_from(dice.below(PRODUCTS as u64 - 1)).unwrap_or(0);
        self.on_screen = (self.on_screen + step) % PRODUCTS;
        let slot = self.slots[self.on_screen].clone();
        (json!({ "sessionId": self.session, "slotId": slot }), slot)
    }

    fn acknowledge(&mut self, answer: &Value, slot: String) {
        self.acknowledged.insert(answer["logSeq"].as_u64().expect("a number in the log"), slot);
    }

    /// Checks the newest entries of the log and that its chain holds; all of it when `whole`.
    fn check_log(&self, core: &Core, whole: bool) {
        let mut before: Option<u64> = None;
        loop {
            let mut request = json!({ "sessionId": self.session, "limit": 100 });
            if let Some(before) = before {
                request["beforeSeq"] = before.into();
            }
            let page = core.call("log_page", &request);
            assert_eq!(page["brokenAtSeq"], Value::Null, "the chain of hashes holds");
            let entries = page["entries"].as_array().expect("entries");
            let by_seq: BTreeMap<u64, &Value> =
                entries.iter().map(|entry| (entry["seq"].as_u64().expect("a number"), entry)).collect();
            let Some((&oldest, _)) = by_seq.first_key_value() else { return };
            let newest = before.unwrap_or(u64::MAX);
            for (seq, slot) in self.acknowledged.range(oldest..newest) {
                let entry = by_seq.get(seq);
                let kept = entry.is_some_and(|entry| entry["slotId"] == json!(slot));
                assert!(kept, "the take {seq} was acknowledged and is lost: {entry:?}");
            }
            before = Some(oldest);
            if !whole || page["more"] == json!(false) {
                break;
            }
        }
        let newest = self.acknowledged.last_key_value().map_or(0, |(&seq, _)| seq);
        let state = core.call("on_air_state", &json!({ "sessionId": self.session }));
        assert!(state["logSeq"].as_u64() >= Some(newest), "the newest acknowledged take is there");
        assert_eq!(state["status"], "live", "the show goes on");
        assert_eq!(state["clock"], "running");
    }

    /// Waits until the shop has the newest revision, so that what it gets next is the take that is killed.
    fn wait_for_shop(&self, core: &Core, shop: &Receiver) -> u64 {
        let page = core.call("delivery_page", &json!({ "targetId": self.target, "limit": 1 }));
        let last = page["deliveries"][0]["revision"].as_u64().unwrap_or(0);
        let until = Instant::now() + PATIENCE;
        while newest(shop) != last && Instant::now() < until {
            sleep(Duration::from_millis(1));
        }
        newest(shop)
    }

    /// Looks at a copy, so that the program itself has to mend what the kill left.
    fn check_file(&self) {
        let copy = tempfile::tempdir().expect("a folder");
        for end in ["", "-wal"] {
            let name = format!("brand.showrunner{end}");
            let from = self.folder.path().join(&name);
            if from.exists() {
                std::fs::copy(from, copy.path().join(&name)).expect("copied");
            }
        }
        let file = rusqlite::Connection::open(copy.path().join("brand.showrunner")).expect("opened");
        let verdict: String =
            file.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a verdict");
        assert_eq!(verdict, "ok");
        let strays: i64 = file
            .query_row("SELECT count(*) FROM pragma_foreign_key_check", [], |row| row.get(0))
            .expect("a count");
        assert_eq!(strays, 0);
    }
}

#[test]
fn a_power_cut_loses_no_take_and_no_delivery() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.expect("a runtime");
    let slow = Arc::new(AtomicBool::new(false));
    let is_slow = Arc::clone(&slow);
    let manner = move |_| {
        if is_slow.load(Ordering::SeqCst) {
            Manner::Late(Duration::from_millis(40))
        } else {
            Manner::Status(200)
        }
    };
    let shop = runtime.block_on(Receiver::start(manner)).expect("a shop");
    let seed = std::env::var("CRASH_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(|| {
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(1, |since| since.as_secs())
    });
    let rounds = std::env::var("CRASH_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(ROUNDS);
    println!("CRASH_SEED={seed} CRASH_ROUNDS={rounds}");
    let mut dice = Dice(seed);
    let mut show = core::set_stage(&shop.url, PRODUCTS);
    let mut spread: BTreeMap<(Aim, Found), u32> = BTreeMap::new();
    for round in 0..rounds {
        for aim in AIMS {
            slow.store(aim == Aim::Send, Ordering::SeqCst);
            let found = kill_once(&mut show, &shop, &mut dice, aim);
            *spread.entry((aim, found)).or_default() += 1;
            if round == 0 {
                println!("{aim:?}: {found:?}");
            }
        }
    }
    slow.store(false, Ordering::SeqCst);
    // A moment lies between the answer and the shop's request: tried again until one kill falls into it.
    for _ in 0..3 * ROUNDS {
        if spread.keys().any(|(_, seen)| *seen == Found::NotSent) {
            break;
        }
        let found = kill_once(&mut show, &shop, &mut dice, Aim::Answer);
        *spread.entry((Aim::Answer, found)).or_default() += 1;
    }
    println!("kills: {}", spread.values().sum::<u32>());
    for ((aim, found), count) in &spread {
        println!("  aimed at {aim:?}, found {found:?}: {count}");
    }
    for found in FOUND {
        assert!(
            spread.keys().any(|(_, seen)| *seen == found),
            "no kill found {found:?}: the spread is too narrow"
        );
    }
    the_end_is_told(&show, &shop);
}

/// Starts, checks what the last kill left, takes, and kills at `aim`.
fn kill_once(show: &mut Show, shop: &Receiver, dice: &mut Dice, aim: Aim) -> Found {
    let mut core = Core::start(&show.folder);
    show.check_log(&core, false);
    for _ in 0..=dice.below(2) {
        let (request, slot) = show.take_request(dice);
        let answer = core.call("on_air_take", &request);
        show.acknowledge(&answer, slot);
    }
    let before = core.call("on_air_state", &json!({ "sessionId": show.session }))["logSeq"].clone();
    let got_before = show.wait_for_shop(&core, shop);
    let (request, slot) = show.take_request(dice);
    let door = core.door.clone();
    let client = std::thread::spawn(move || door.call("on_air_take", &request));
    match aim {
        Aim::Log => sleep(dice.micros(1_500)),
        Aim::Commit => {
            core.wait_for_write();
            sleep(dice.micros(400));
        }
        Aim::Answer => {
            let until = Instant::now() + PATIENCE;
            while !client.is_finished() && Instant::now() < until {
                std::hint::spin_loop();
            }
        }
        Aim::Send | Aim::Acknowledge => {
            let until = Instant::now() + PATIENCE;
            while newest(shop) == got_before && Instant::now() < until {
                std::hint::spin_loop();
            }
            sleep(dice.micros(if aim == Aim::Send { 2_000 } else { 45_000 }));
        }
    }
    core.kill();
    let reply = client.join().expect("the client ended").ok().filter(|reply| reply.is_ok);
    if let Some(reply) = &reply {
        show.acknowledge(&reply.body, slot);
    }
    show.check_file();
    found(show, shop, reply.is_some(), before.as_u64().unwrap_or(0))
}

fn newest(shop: &Receiver) -> u64 {
    shop.got().last().map_or(0, tests::receiver::Got::revision)
}

/// What the file says that the kill left, read without the program.
fn found(show: &Show, shop: &Receiver, is_acknowledged: bool, log_before: u64) -> Found {
    let path = show.folder.path().join("brand.showrunner");
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_WRITE | rusqlite::OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let copy = tempfile::tempdir().expect("a folder");
    let to = copy.path().join("brand.showrunner");
    std::fs::copy(&path, &to).expect("copied");
    let wal = |path: &std::path::Path| path.with_file_name("brand.showrunner-wal");
    if wal(&path).exists() {
        std::fs::copy(wal(&path), wal(&to)).expect("copied");
    }
    let file = rusqlite::Connection::open_with_flags(to, flags).expect("opened");
    let one = |sql: &str| -> i64 { file.query_row(sql, [], |row| row.get(0)).expect(sql) };
    let log_after = one("SELECT max(seq) FROM log_entry");
    let is_written = u64::try_from(log_after).unwrap_or(0) > log_before;
    let last = one("SELECT max(revision) FROM delivery");
    let is_told = i64::try_from(newest(shop)) == Ok(last);
    let is_confirmed = one("SELECT count(*) FROM delivery WHERE state = 'pending'") == 0;
    match (is_written, is_acknowledged) {
        (false, true) => panic!("an acknowledged take is not in the file"),
        (false, false) => Found::NothingWritten,
        (true, _) if is_told && is_confirmed => Found::AllDone,
        (true, _) if is_told => Found::NotConfirmed,
        (true, false) => Found::WrittenOnly,
        (true, true) => Found::NotSent,
    }
}

/// In the end the shop has the last state, and every revision had its delivery.
fn the_end_is_told(show: &Show, shop: &Receiver) {
    let core = Core::start(&show.folder);
    show.check_log(&core, true);
    let target = || core.call("target_all", &json!({}))["targets"][0].clone();
    let until = Instant::now() + PATIENCE;
    while target()["state"] != "upToDate" && Instant::now() < until {
        sleep(Duration::from_millis(20));
    }
    assert_eq!(target()["state"], "upToDate", "{}", target());
    let state = core.call("on_air_state", &json!({ "sessionId": show.session }));
    let got = shop.got();
    let last = got.iter().max_by_key(|got| got.revision()).expect("the shop heard something");
    assert_eq!(
        last.event["data"]["now"]["slotId"], state["now"]["slotId"],
        "the shop shows what is on screen"
    );
    let mut told: Vec<i64> = Vec::new();
    let mut request = json!({ "targetId": show.target, "limit": 200 });
    loop {
        let page = core.call("delivery_page", &request);
        for delivery in page["deliveries"].as_array().expect("a list") {
            let is_finished = matches!(delivery["state"].as_str(), Some("delivered" | "skipped"));
            assert!(is_finished, "lost or given up: {delivery}");
            told.push(delivery["revision"].as_i64().expect("a number"));
        }
        if page["before"].is_null() || page["deliveries"].as_array().is_none_or(Vec::is_empty) {
            break;
        }
        request["before"] = page["before"].clone();
    }
    let gaps: Vec<_> = told.windows(2).filter(|pair| pair[0] - pair[1] != 1).collect();
    assert!(gaps.is_empty(), "revisions without a delivery: {gaps:?}");
    assert!(told.len() >= show.acknowledged.len(), "each take had its delivery");
    println!(
        "takes acknowledged: {}, deliveries: {}, requests: {}",
        show.acknowledged.len(),
        told.len(),
        got.len()
    );
}
