//! What goes wrong on the command line is in the log, and standard output holds nothing but the answer.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn sample(home: &Path, workspace: &Path) -> Output {
    let program =
        std::env::var("SHOWCTL").expect("SHOWCTL names the program: run `cargo xtask test contract`");
    let mut showctl = Command::new(program);
    showctl.env("SHOWRUNNER_HOME", home).env("SHOWRUNNER_LOG", "debug").arg("--workspace").arg(workspace);
    showctl.arg("sample").output().expect("showctl runs")
}

#[test]
fn what_fails_on_the_command_line_is_in_the_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let home = folder.path().join("home");
    let made = sample(&home, &folder.path().join("brand.showrunner"));
    serde_json::from_slice::<Value>(&made.stdout).expect("one answer in JSON and no log around it");

    let no_folder = folder.path().join("brand.showrunner").join("brand.showrunner");
    assert!(!sample(&home, &no_folder).status.success());
    let logs = std::fs::read_dir(home.join("logs")).expect("a folder of logs").flatten();
    let text: String = logs.map(|log| std::fs::read_to_string(log.path()).expect("a log")).collect();
    assert!(text.contains("the disk refuses"), "{text}");
}
