//! Colours and sizes come from the tokens; what is written raw needs a reason.

use crate::sources::{self, Source};
use crate::{Findings, assert_bites, assert_holds};

/// Files that may hold raw values, each with its reason: `path  reason`.
const ALLOWED: &str = include_str!("raw-values.txt");

const COLOUR_FUNCTIONS: &[&str] = &["rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "oklab(", "lab(", "lch("];

/// The parts of a file that are CSS, by line (from 0).
fn styles(file: &Source) -> Vec<(usize, &str)> {
    let mut inside = file.extension() == "css";
    let mut lines = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        if line.contains("<style") {
            inside = true;
        } else if line.contains("</style") {
            inside = false;
        } else if inside || line.contains("style=") {
            lines.push((index, line));
        }
    }
    lines
}

/// A colour written in hex, such as `#0a7d70`.
fn has_hex_colour(line: &str) -> bool {
    line.match_indices('#').any(|(at, _)| {
        let digits = line[at + 1..].chars().take_while(char::is_ascii_hexdigit).count();
        let next = line[at + 1 + digits..].chars().next();
        let ends = next.is_none_or(|letter| !letter.is_alphanumeric() && letter != '-' && letter != '_');
        matches!(digits, 3 | 4 | 6 | 8) && ends
    })
}

/// A length in px other than the lines of 1 and 2 px.
fn has_raw_length(line: &str) -> bool {
    // A query cannot read a token.
    if line.trim_start().starts_with("@media") || line.trim_start().starts_with("@container") {
        return false;
    }
    line.match_indices("px").any(|(at, _)| {
        let number: String =
            line[..at].chars().rev().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        !number.is_empty() && !["1", "2"].contains(&number.as_str())
    })
}

/// A colour in a script: hex between quotes, or a colour function.
fn has_quoted_colour(line: &str) -> bool {
    ['\'', '"', '`'].iter().any(|quote| {
        line.split(*quote).skip(1).step_by(2).any(|part| part.starts_with('#') && has_hex_colour(part))
    })
}

fn raw_values(files: &[Source], allowed: &str) -> Findings {
    let allowed: Vec<&str> =
        allowed.lines().filter_map(|line| line.split_once("  ").map(|(path, _)| path)).collect();
    let mut findings = Findings::new();
    for file in files.iter().filter(|file| file.is_under("ui/") && !allowed.contains(&file.path.as_str())) {
        let is_script = matches!(file.extension(), "ts" | "svelte") && !file.path.contains(".test.");
        for (index, line) in file.text.lines().enumerate().filter(|_| is_script) {
            if has_quoted_colour(line) {
                findings.push(file.at(index, "a raw colour; take one from the tokens"));
            }
        }
        for (index, line) in styles(file) {
            if has_hex_colour(line) || COLOUR_FUNCTIONS.iter().any(|name| line.contains(name)) {
                findings.push(file.at(index, "a raw colour; take one from the tokens"));
            }
            if has_raw_length(line) {
                findings.push(file.at(index, "a raw length; take one from the tokens"));
            }
        }
    }
    findings
}

#[test]
fn colours_and_sizes_come_from_the_tokens() {
    let files = sources::with_extension(&["css", "svelte", "ts", "html"]);
    assert_holds("raw values", &raw_values(&files, ALLOWED));
}

#[test]
fn every_exception_names_a_file_and_a_reason() {
    let paths = sources::paths();
    for line in ALLOWED.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (path, reason) = line.split_once("  ").unwrap_or((line, ""));
        assert!(reason.trim().len() > 10, "{path} is excepted without a reason");
        assert!(paths.iter().any(|known| known == path), "{path} is excepted and does not exist");
    }
}

#[test]
fn a_raw_colour_and_a_raw_length_are_found() {
    let component = |style: &str| {
        Source::planted("ui/src/A.svelte", &format!("<p>#1 of 12px</p>\n<style>\n{style}\n</style>\n"))
    };
    for style in
        ["p { color: #0a7d70; }", "p { color: rgb(0 0 0 / 50%); }", "p { padding: 12px; }", "p { gap: .5px }"]
    {
        assert_bites(&raw_values(&[component(style)], ""), "A.svelte:3: a raw");
    }
    let script = Source::planted("ui/src/chart.ts", "const line = '#fff';");
    assert_bites(&raw_values(&[script], ""), "chart.ts:1: a raw colour");
    for style in
        ["p { border: 1px solid var(--rule); }", "@media (max-width: 1200px) {", "a[href='#faces'] {}"]
    {
        assert_holds(style, &raw_values(&[component(style)], ""));
    }
    let tokens = Source::planted("ui/src/tokens.css", ":root { --ink: #111; }");
    assert_holds("an exception", &raw_values(&[tokens], "ui/src/tokens.css  where colours are named\n"));
}
