//! A disk without room costs nothing that was there and leaves nothing half-written.
#![cfg(unix)]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// Runs `showctl` where no file may become larger than `kib`.
fn cramped(kib: u32, workspace: &Path, task: &str) -> Output {
    let program =
        std::env::var("SHOWCTL").expect("SHOWCTL names the program: run `cargo xtask test contract`");
    // Without the trap the system would end the program instead of telling it.
    let script = format!("trap '' XFSZ; ulimit -f {kib}; exec \"$0\" --workspace \"$1\" {task}");
    let mut shell = Command::new("bash");
    shell.args(["-c", &script, &program]).arg(workspace);
    shell.env("SHOWRUNNER_HOME", workspace.with_extension("home")).output().expect("bash runs")
}

#[test]
fn a_sample_is_whole_or_not_there() {
    let mut failed = 0;
    for kib in [48, 200, 400, 800, 100_000] {
        let folder = tempfile::tempdir().expect("a folder");
        let workspace = folder.path().join("brand.showrunner");
        let run = cramped(kib, &workspace, "sample");
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        if run.status.success() {
            let again = cramped(100_000, &workspace, "review --all");
            assert!(again.status.success(), "{kib} KiB: {}", String::from_utf8_lossy(&again.stderr));
            continue;
        }
        failed += 1;
        let error: Value = serde_json::from_slice(&run.stderr).expect(&said);
        assert!(["diskFull", "diskRefuses"].iter().any(|&code| error["code"] == code), "{kib} KiB: {said}");
        let entries = std::fs::read_dir(folder.path()).expect("the folder").flatten();
        let left: Vec<_> =
            entries.map(|entry| entry.file_name()).filter(|name| name != "brand.home").collect();
        assert!(left.is_empty(), "{kib} KiB left {left:?}");
    }
    assert!((1..5).contains(&failed), "some of them had no room, and one had");
}
