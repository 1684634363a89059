//! Components take their words from the catalogue.

use crate::sources::{self, Source};
use crate::{Findings, assert_bites, assert_holds};

/// Attributes whose text a person reads or hears.
const SPOKEN: &[&str] = &["aria-label=\"", "title=\"", "placeholder=\"", "alt=\""];

/// Text in markup that is written out instead of asked from the catalogue.
fn written_out(files: &[Source]) -> Findings {
    let mut findings = Findings::new();
    for file in files.iter().filter(|file| file.is_under("ui/src/") && file.extension() == "svelte") {
        for (index, line) in markup(&file.text) {
            let spoken = SPOKEN.iter().filter_map(|start| line.split_once(start)).map(|(_, rest)| rest);
            let attribute = spoken.filter_map(|rest| rest.split('"').next()).any(says_a_word);
            let pieces: Vec<&str> = line.split('>').collect();
            // What stands on a key of the keyboard is the same in every language.
            let between_tags = pieces.windows(2).filter(|pair| !pair[0].ends_with("<kbd"));
            let between_tags = between_tags.filter_map(|pair| pair[1].split_once('<')).map(|(text, _)| text);
            if attribute || between_tags.filter(|text| !text.contains(['=', ';', '(', '&'])).any(says_a_word)
            {
                findings.push(file.at(index, "words come from the message catalogue"));
            }
        }
    }
    findings
}

/// Lines outside `<script>`, `<style>` and comments.
fn markup(text: &str) -> Vec<(usize, &str)> {
    let mut closing: Option<&str> = None;
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let opened = [("<script", "</script"), ("<style", "</style"), ("<!--", "-->")]
            .iter()
            .find(|(open, _)| line.trim_start().starts_with(open));
        if let (None, Some((_, close))) = (closing, opened) {
            closing = Some(close);
        }
        match closing {
            Some(close) if line.contains(close) => closing = None,
            Some(_) => {}
            None => lines.push((index, line)),
        }
    }
    lines
}

/// Whether a word of at least two letters stands outside braces.
fn says_a_word(text: &str) -> bool {
    // Addresses and names of files are not words.
    if text.starts_with("https://") || text.ends_with(".js") {
        return false;
    }
    let mut depth = 0_usize;
    let mut letters = 0;
    for letter in text.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if depth == 0 && letter.is_alphabetic() => letters += 1,
            _ => letters = 0,
        }
        if letters >= 2 {
            return true;
        }
    }
    false
}

#[test]
fn components_take_their_words_from_the_catalogue() {
    assert_holds("words", &written_out(&sources::with_extension(&["svelte"])));
}

#[test]
fn a_word_written_out_is_found() {
    for markup in
        ["<p>Chưa có sản phẩm</p>", "<button aria-label=\"Close\">×</button>", "<td>{price} each</td>"]
    {
        assert_bites(&written_out(&[Source::planted("ui/src/A.svelte", markup)]), "A.svelte:1");
    }
    for markup in [
        "<p>{m.empty()}</p>",
        "<kbd>Enter</kbd>",
        "<a href={file}>live-session.js</a>",
        "<span>×</span>",
        "<button aria-label={m.close()}>",
        "<b>{a} · {b}</b>",
    ] {
        assert_holds(markup, &written_out(&[Source::planted("ui/src/A.svelte", markup)]));
    }
}
