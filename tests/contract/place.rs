//! A mistyped path makes nothing; an import makes a workspace when something comes into it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::files::here;

fn showctl(workspace: &Path, arguments: &[&str]) -> Output {
    let program =
        std::env::var("SHOWCTL").expect("SHOWCTL names the program: run `cargo xtask test contract`");
    let mut showctl = Command::new(program);
    showctl.env("SHOWRUNNER_HOME", workspace.with_extension("home")).arg("--workspace").arg(workspace);
    showctl.args(arguments).output().expect("showctl runs")
}

#[test]
fn a_mistyped_path_is_said_to_be_missing_and_stays_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = folder.path().join("bran.showrunner");
    for arguments in [&["review", "--all"][..], &["call", "workspace_state"]] {
        let run = showctl(&workspace, arguments);
        assert!(!run.status.success(), "{arguments:?}");
        let error: Value = serde_json::from_slice(&run.stderr).expect("an error in its wire form");
        assert_eq!(error["code"], "fileMissing");
        assert!(error["message"].to_string().contains("--workspace"), "it says what to do: {error}");
        assert!(!workspace.exists(), "{arguments:?} made it");
    }
}

#[test]
fn an_import_into_a_new_workspace_asks_for_the_currency_and_makes_it_with_the_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = folder.path().join("brand.showrunner");
    let file = here("fixture/shopify-products-vi.csv").display().to_string();
    let open = showctl(&workspace, &["import", &file, "--json"]);
    assert!(!open.status.success(), "something is open");
    let report: Value = serde_json::from_slice(&open.stdout).expect("a report");
    assert_eq!(report["questions"][0]["key"], "currency", "{report}");
    assert!(!workspace.exists(), "nothing came in, so there is nothing to keep");

    let done = showctl(&workspace, &["import", &file, "--answer", "currency=VND"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(showctl(&workspace, &["review", "--all"]).status.success());
}
