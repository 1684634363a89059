//! What others rely on, judged by tools that are not ours.
#![expect(clippy::expect_used, reason = "a contract that cannot be read has been broken")]

mod affiliate;
mod disk;
mod expenses;
mod exports;
mod figures;
mod files;
mod generated;
mod logs;
mod manifest;
mod margins;
mod payouts;
mod place;
mod products;
mod rooms;
mod sales;
mod signature;
mod tables;

#[path = "../../src-tauri/crates/storefront/tests/common/mod.rs"]
mod common;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// Runs `script` of this folder in Node with `input`; its answer, one JSON value. Node or a package that is missing fails.
fn node(script: &str, input: &Value) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("contract").join(script);
    let mut node = Command::new("node")
        .arg(path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node runs");
    node.stdin.take().expect("a pipe").write_all(input.to_string().as_bytes()).expect("Node reads");
    let done = node.wait_with_output().expect("Node ends");
    assert!(done.status.success(), "{script} failed; are the UI's packages installed (npm ci in ui)?");
    serde_json::from_slice(&done.stdout).expect("Node answers in JSON")
}
