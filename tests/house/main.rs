//! The rules of the house, as tests; each is also shown a planted violation, to prove that it bites.
#![expect(clippy::expect_used, reason = "a test that cannot read what it judges has failed")]

mod arrows;
mod layout;
mod licences;
mod messages;
mod migrations;
mod raw_values;
mod rust_text;
mod sources;
mod sql;
mod ui_text;
mod words;

/// What a rule says about the house: one sentence for each violation, none when it holds.
type Findings = Vec<String>;

/// Fails with every finding at once, so that a rule is mended in one go.
#[track_caller]
fn assert_holds(rule: &str, findings: &Findings) {
    assert!(findings.is_empty(), "{rule}:\n  {}", findings.join("\n  "));
}

/// A rule that finds nothing in a planted violation protects nothing.
#[track_caller]
fn assert_bites(findings: &Findings, naming: &str) {
    assert!(
        findings.iter().any(|finding| finding.contains(naming)),
        "the planted violation was not found; the rule said {findings:?}"
    );
}
