//! The window's own sentences, where the core writes a file or the shell speaks: each stands in one place.

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::Language;

type Sentences = HashMap<String, String>;

static VIETNAMESE: LazyLock<Sentences> = LazyLock::new(|| {
    read(&[
        include_str!("../../../../ui/messages/vi/error.json"),
        include_str!("../../../../ui/messages/vi/import.json"),
        include_str!("../../../../ui/messages/vi/fee.json"),
        include_str!("../../../../ui/messages/vi/format.json"),
        include_str!("../../../../ui/messages/vi/share.json"),
    ])
});

static ENGLISH: LazyLock<Sentences> = LazyLock::new(|| {
    read(&[
        include_str!("../../../../ui/messages/en/error.json"),
        include_str!("../../../../ui/messages/en/import.json"),
        include_str!("../../../../ui/messages/en/fee.json"),
        include_str!("../../../../ui/messages/en/format.json"),
        include_str!("../../../../ui/messages/en/share.json"),
    ])
});

/// Messages with variants are left out: nothing here needs one.
fn read(files: &[&str]) -> Sentences {
    let entries = |file: &&str| serde_json::from_str::<HashMap<String, serde_json::Value>>(file).ok();
    let text = |(key, value): (String, serde_json::Value)| Some((key, value.as_str()?.to_owned()));
    files.iter().filter_map(entries).flatten().filter_map(text).collect()
}

/// The sentence under `key`, its blanks filled by `fill`; none when there is no such sentence.
pub fn sentence(language: Language, key: &str, fill: impl Fn(&str) -> String) -> Option<String> {
    let all = match language {
        Language::Vi => &*VIETNAMESE,
        Language::En => &*ENGLISH,
    };
    let mut rest = all.get(key)?.as_str();
    let mut said = String::with_capacity(rest.len());
    while let Some((before, behind)) = rest.split_once('{') {
        let (blank, after) = behind.split_once('}')?;
        said.push_str(before);
        said.push_str(&fill(blank));
        rest = after;
    }
    said.push_str(rest);
    Some(said)
}

/// What the window says to the error `code` (`diskFull`), or else that something failed.
pub fn refusal(language: Language, code: &str, param: impl Fn(&str) -> String) -> String {
    let mut key = String::from("error_");
    for letter in code.chars() {
        if letter.is_uppercase() {
            key.push('_');
        }
        key.extend(letter.to_lowercase());
    }
    let said = sentence(language, &key, &param).or_else(|| sentence(language, "error_internal", &param));
    said.unwrap_or_else(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_a_sentence_in_either_language_with_its_file() {
        for (language, word) in [(Language::Vi, "hỏng"), (Language::En, "damaged")] {
            let said = refusal(language, "workspaceDamaged", |_| "a.showrunner".to_owned());
            assert!(said.contains(word) && said.contains("a.showrunner"), "{said}");
            assert!(!refusal(language, "noSuchCode", |_| String::new()).contains("noSuchCode"));
        }
    }
}
