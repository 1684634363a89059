//! Both languages say everything, with the same blanks to fill in.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::sources::{self, Source};
use crate::{Findings, assert_bites, assert_holds};

/// Words that are the same in both languages, one a line.
const SAME_WORDS: &str = include_str!("same-words.txt");

/// Texts by key; a message with variants has one text a variant.
type Texts = BTreeMap<String, String>;

fn texts(value: &Value, key: &str, into: &mut Texts) {
    match value {
        Value::String(text) => drop(into.insert(key.to_owned(), text.clone())),
        Value::Object(members) => {
            for (name, member) in members.iter().filter(|(name, _)| *name != "$schema") {
                texts(member, &if key.is_empty() { name.clone() } else { format!("{key}.{name}") }, into);
            }
        }
        // Variants and their selectors may differ between languages (plurals do): joined into one text.
        Value::Array(variants) => {
            drop(into.insert(key.to_owned(), variants.iter().map(Value::to_string).collect()))
        }
        _ => {}
    }
}

/// What stands in braces, in any order and number.
fn blanks(text: &str) -> BTreeSet<&str> {
    text.split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
        .filter(|name| {
            !name.is_empty() && name.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
        })
        .collect()
}

/// Whether anything is left to translate once the blanks are taken out.
fn has_words(text: &str) -> bool {
    let mut depth = 0_usize;
    text.chars().any(|letter| {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && letter.is_alphabetic()
    })
}

/// The English file that answers to a Vietnamese one: `…/vi.json` or `…/vi/name.json`.
fn english_of(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/')?;
    if name == "vi.json" {
        return Some(format!("{folder}/en.json"));
    }
    folder.strip_suffix("/vi").map(|above| format!("{above}/en/{name}"))
}

fn findings(files: &[Source], same: &str) -> Findings {
    let same: BTreeSet<&str> = same.lines().filter(|line| !line.starts_with('#')).collect();
    let by_path: BTreeMap<&str, &Source> = files.iter().map(|file| (file.path.as_str(), file)).collect();
    let mut findings = Findings::new();
    for vietnamese in files {
        let Some(english) = english_of(&vietnamese.path) else {
            // An English file alone is found from its own side.
            let answer = vietnamese.path.replace("/en/", "/vi/").replace("/en.json", "/vi.json");
            if answer != vietnamese.path && !by_path.contains_key(answer.as_str()) {
                findings.push(format!("{} has no Vietnamese", vietnamese.path));
            }
            continue;
        };
        match by_path.get(english.as_str()) {
            Some(english) => compare(vietnamese, english, &same, &mut findings),
            None => findings.push(format!("{} has no English", vietnamese.path)),
        }
    }
    findings
}

fn compare(vietnamese: &Source, english: &Source, same: &BTreeSet<&str>, findings: &mut Findings) {
    let (mut vi, mut en) = (Texts::new(), Texts::new());
    for (file, into) in [(vietnamese, &mut vi), (english, &mut en)] {
        match serde_json::from_str(&file.text) {
            Ok(value) => texts(&value, "", into),
            Err(error) => findings.push(format!("{}: {error}", file.path)),
        }
    }
    for key in vi.keys().chain(en.keys().filter(|key| !vi.contains_key(*key))) {
        let problem = match (vi.get(key), en.get(key)) {
            (Some(_), None) => "has no English".to_owned(),
            (None, _) => "has no Vietnamese".to_owned(),
            (Some(vi), Some(en)) if vi.trim().is_empty() || en.trim().is_empty() => "is empty".to_owned(),
            (Some(vi), Some(en)) if blanks(vi) != blanks(en) => {
                format!("has other blanks: {:?} and {:?}", blanks(vi), blanks(en))
            }
            (Some(vi), Some(en)) if vi == en && has_words(vi) && !same.contains(vi.as_str()) => {
                format!(
                    "was not translated: {vi:?} (the same in both? list it in tests/house/same-words.txt)"
                )
            }
            _ => continue,
        };
        findings.push(format!("{}: {key} {problem}", vietnamese.path));
    }
}

fn catalogues() -> Vec<Source> {
    let mut files = sources::with_extension(&["json"]);
    files.retain(|file| file.is_under("ui/") && file.path.contains("messages/"));
    files
}

#[test]
fn both_languages_are_complete() {
    assert_holds("messages", &findings(&catalogues(), SAME_WORDS));
}

#[test]
fn a_missing_an_untranslated_and_a_misfilled_message_are_found() {
    let vi = r#"{"a": "Giá {price}", "b": "Session", "c": "GMV", "only_vi": "Một mình", "d": "{count}"}"#;
    let en = r#"{"a": "Price {amount}", "b": "Session", "c": "GMV", "only_en": "Alone", "d": "{count}"}"#;
    let files = [Source::planted("ui/messages/vi/a.json", vi), Source::planted("ui/messages/en/a.json", en)];
    let found = findings(&files, "# abbreviations\nGMV\n");

    assert_bites(&found, "a has other blanks");
    assert_bites(&found, "b was not translated");
    assert_bites(&found, "only_vi has no English");
    assert_bites(&found, "only_en has no Vietnamese");
    assert_eq!(found.len(), 4, "GMV and a bare blank are the same in both: {found:?}");
    assert_bites(&findings(&files[..1], ""), "has no English");
    assert_bites(&findings(&files[1..], ""), "has no Vietnamese");
}
