//! What stands at the top of the repository, and how long a file may be.

use crate::sources::{self, Source};
use crate::{Findings, assert_bites, assert_holds};

/// Everything else at the top level begins with a dot.
const TOP_LEVEL: &[&str] = &["Cargo.toml", "Cargo.lock", "src-tauri", "ui", "tests", "README.md", "LICENSE"];

const RUST_LINES: usize = 400;
const COMPONENT_LINES: usize = 250;

fn strangers_at_the_top(paths: &[String]) -> Findings {
    let mut names: Vec<&str> = paths.iter().filter_map(|path| path.split('/').next()).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| !name.starts_with('.') && !TOP_LEVEL.contains(name));
    names.into_iter().map(|name| format!("{name} does not belong at the top level")).collect()
}

fn too_long(files: &[Source]) -> Findings {
    let mut findings = Findings::new();
    for file in files.iter().filter(|file| !file.gives_reason_for_length()) {
        let bar = match file.extension() {
            "rs" => RUST_LINES,
            "svelte" => COMPONENT_LINES,
            _ => continue,
        };
        let lines = file.text.lines().count();
        if lines > bar {
            findings.push(format!("{} has {lines} lines; {bar} are enough for one thing", file.path));
        }
    }
    findings
}

#[test]
fn the_top_level_holds_only_what_the_design_names() {
    assert_holds("top level", &strangers_at_the_top(&sources::paths()));
}

#[test]
fn a_stranger_at_the_top_level_is_found() {
    let paths = ["notes/plan.md", "ui/package.json", ".ci/run"].map(String::from);
    assert_eq!(strangers_at_the_top(&paths), ["notes does not belong at the top level"]);
}

#[test]
fn files_are_one_thing_long() {
    assert_holds("length of files", &too_long(&sources::with_extension(&["rs", "svelte"])));
}

#[test]
fn a_file_that_grew_too_long_is_found_unless_it_says_why() {
    let rust = Source::planted("a.rs", &"x\n".repeat(401));
    let component = Source::planted("A.svelte", &"x\n".repeat(251));
    assert_bites(&too_long(&[rust]), "a.rs has 401 lines");
    assert_bites(&too_long(&[component]), "A.svelte has 251 lines");

    let table = format!("//! Codes.\n// long because one table is read better whole\n{}", "x\n".repeat(500));
    assert_holds("a reason stands beside it", &too_long(&[Source::planted("b.rs", &table)]));
    let no_reason = Source::planted("c.rs", &format!("// long because \n{}", "x\n".repeat(500)));
    assert_bites(&too_long(&[no_reason]), "c.rs");
}
