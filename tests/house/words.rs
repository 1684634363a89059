//! Names that say nothing about the trade are not used.

use crate::sources::{self, Source};
use crate::{Findings, assert_bites, assert_holds};

/// Each says only that something was needed.
const EMPTY_WORDS: &[&str] = &["Manager", "Service", "Helper", "Helpers", "Util", "Utils"];

/// What a name is given with.
const DECLARING: &[&str] =
    &["struct", "enum", "trait", "mod", "fn", "type", "class", "interface", "function"];

/// The words of `name`, however it is written: `FileManager` and `file_manager` are both two.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for letter in name.chars() {
        if !letter.is_alphanumeric() || (letter.is_uppercase() && was_lower) {
            words.push(String::new());
        }
        was_lower = letter.is_lowercase();
        if let Some(word) = words.last_mut().filter(|_| letter.is_alphanumeric()) {
            word.extend(letter.to_lowercase());
        }
    }
    words
}

fn is_empty(name: &str) -> bool {
    words_of(name).iter().any(|word| EMPTY_WORDS.iter().any(|empty| empty.eq_ignore_ascii_case(word)))
}

fn empty_names(files: &[Source]) -> Findings {
    let mut findings = Findings::new();
    for file in files {
        let stem = file.path.rsplit('/').next().unwrap_or_default();
        if is_empty(stem) {
            findings.push(format!("{}: a file is named after what it knows", file.path));
        }
        for (index, line) in file.text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let mut tokens = code.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            while let Some(token) = tokens.next() {
                if DECLARING.contains(&token) && tokens.next().is_some_and(is_empty) {
                    findings.push(file.at(index, "a name says what it knows or does"));
                }
            }
        }
    }
    findings
}

#[test]
fn names_are_of_the_trade() {
    let mut files = sources::with_extension(&["rs", "ts", "svelte", "mjs", "js", "py"]);
    // This file plants such names below.
    files.retain(|file| file.path != "tests/house/words.rs");
    assert_holds("empty names", &empty_names(&files));
}

#[test]
fn an_empty_name_is_found() {
    for text in
        ["pub struct SessionManager {", "fn price_helper() {", "export class UploadService {", "mod utils;"]
    {
        assert_bites(&empty_names(&[Source::planted("a.rs", text)]), "a.rs:1");
    }
    assert_bites(&empty_names(&[Source::planted("ui/src/lib/dateUtils.ts", "")]), "dateUtils.ts");
    let trade = Source::planted("b.rs", "/// Not a Manager.\nstruct Utilisation;\nfn serviceable() {}\n");
    assert_holds("words that only sound alike", &empty_names(&[trade]));
}
