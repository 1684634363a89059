//! What Rust files must and must not say: an opening sentence, no silenced lints, nothing left open.

use crate::sources::{self, Source};
use crate::{Findings, assert_bites, assert_holds};

/// Written in two halves, or this file would be the first finding.
const LEFT_OPEN: &[&str] = &[
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("FIX", "ME"),
    concat!("TO", "DO"),
    concat!("XX", "X:"),
    concat!("#[", "ignore"),
];

/// What a test in JavaScript is silenced with.
const SILENCED: &[&str] = &[
    concat!(".sk", "ip("),
    concat!("it.on", "ly"),
    concat!("test.on", "ly"),
    concat!("describe.on", "ly"),
    concat!("test.to", "do"),
    concat!("it.to", "do"),
    concat!("only: ", "true"),
    concat!("skip: ", "true"),
];

/// Crates and files that are pure: they are told the time and never ask, read or wait.
const PURE: &[&str] = &[
    "src-tauri/crates/domain/src/",
    "src-tauri/crates/storefront/src/retry.rs",
    "src-tauri/crates/storefront/src/sign.rs",
];

const IMPURE: &[&str] =
    &["now()", "SystemTime", "Instant::", "std::fs", "std::net", "std::env", "async fn", ".await", "reqwest"];

fn without_opening_sentence(files: &[Source]) -> Findings {
    let mut findings = Findings::new();
    for file in files {
        let opening: Vec<&str> = file
            .text
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .map(|line| line.trim_start_matches("//!").trim())
            .take_while(|line| !line.is_empty())
            .collect();
        let is_sentence = opening.first().is_some_and(|line| line.len() > 8)
            && opening.last().is_some_and(|line| line.ends_with(['.', ':']));
        if !is_sentence {
            findings.push(format!("{} does not open with `//!` and one sentence", file.path));
        }
    }
    findings
}

fn containing(files: &[Source], needles: &[&str], what: &str) -> Findings {
    let mut findings = Findings::new();
    for file in files {
        for (index, line) in file.text.lines().enumerate() {
            if let Some(needle) = needles.iter().find(|needle| line.contains(**needle)) {
                findings.push(file.at(index, &format!("`{needle}` {what}")));
            }
        }
    }
    findings
}

fn silenced_lints(files: &[Source]) -> Findings {
    containing(
        files,
        &[concat!("#[al", "low("), concat!("#![al", "low("), concat!(", al", "low(")],
        "silences a lint",
    )
}

fn impure(files: &[Source]) -> Findings {
    let pure = files.iter().filter(|file| PURE.iter().any(|path| file.is_under(path)));
    let code: Vec<Source> = pure
        .map(|file| {
            // Tests may read vectors from files, and comments may speak of time.
            let code = file.text.split("#[cfg(test)]").next().unwrap_or_default();
            let lines: Vec<&str> =
                code.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
            Source::planted(&file.path, &lines.join("\n"))
        })
        .collect();
    containing(&code, IMPURE, "does not belong where everything is pure")
}

fn tests_in_javascript() -> Vec<Source> {
    let mut files = sources::with_extension(&["ts", "mjs", "js", "svelte"]);
    files.retain(|file| file.path.contains(".test.") || file.path.contains(".spec."));
    files
}

#[test]
fn each_module_opens_with_a_sentence() {
    assert_holds("opening sentence", &without_opening_sentence(&sources::with_extension(&["rs"])));
}

#[test]
fn a_module_that_opens_without_a_sentence_is_found() {
    for text in ["use std::fs;\n", "//! Money\nuse std::fs;\n", "//!\n", "// Amounts of money.\n"] {
        assert_bites(&without_opening_sentence(&[Source::planted("a.rs", text)]), "a.rs");
    }
    let fine =
        Source::planted("b.rs", "//! Amounts of money, exact to the last\n//! digit.\n//!\n//! More\n");
    assert_holds("a sentence over two lines", &without_opening_sentence(&[fine]));
}

#[test]
fn no_lint_is_silenced_and_nothing_is_left_open() {
    let rust = sources::with_extension(&["rs"]);
    assert_holds("silenced lints", &silenced_lints(&rust));
    let all = sources::with_extension(&["rs", "ts", "svelte", "mjs", "js", "css", "sql", "py"]);
    assert_holds("left open", &containing(&all, LEFT_OPEN, "is left open"));
    assert_holds("silenced tests", &containing(&tests_in_javascript(), SILENCED, "silences a test"));
}

#[test]
fn what_is_silenced_or_left_open_is_found() {
    for needle in LEFT_OPEN.iter().chain(SILENCED) {
        let file = Source::planted("a.rs", &format!("fn a() {{}}\n  {needle} later\n"));
        assert_bites(&containing(&[file], &[needle], "is left open"), "a.rs:2");
    }
    let attribute = concat!("#[al", "low(dead_code)]\nfn a() {}\n");
    assert_bites(&silenced_lints(&[Source::planted("a.rs", attribute)]), "a.rs:1");
}

#[test]
fn the_pure_parts_neither_ask_the_time_nor_read_nor_wait() {
    assert_holds("purity", &impure(&sources::with_extension(&["rs"])));
}

#[test]
fn a_clock_in_the_pure_parts_is_found() {
    let clock = Source::planted("src-tauri/crates/domain/src/clock.rs", "let now = Utc::now();\n");
    assert_bites(&impure(&[clock]), "clock.rs:1");
    let retry = Source::planted("src-tauri/crates/storefront/src/retry.rs", "\nasync fn wait() {}\n");
    assert_bites(&impure(&[retry]), "retry.rs:2");
    let spoken = Source::planted("src-tauri/crates/domain/src/a.rs", "/// Never calls `now()` itself.\n");
    assert_holds("a comment", &impure(&[spoken]));
}
