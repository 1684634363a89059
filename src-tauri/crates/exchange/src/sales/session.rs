//! The live session an order names, taken out of free text without keeping the text.

/// Keys under which shops and links name the session.
const KEYS: [&str; 3] = ["live_session", "utm_campaign", "live-session"];
const LONGEST: usize = 64;
/// Hexadecimal digits by which our own links name a session.
const LINK_DIGITS: usize = 12;

/// A session's name as it may be kept: letters, digits, `-` and `_`, at most 64, and no phone number.
pub(super) fn token(text: &str) -> Option<&str> {
    let text = text.trim();
    let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let keeps = plain && !text.is_empty() && text.len() <= LONGEST && !is_phone(text);
    keeps.then_some(text).or_else(|| within(text))
}

/// Whether a name may be a person's number. Our own links name a session by twelve hexadecimal digits, which may
/// all be decimal; it is only compared with the sessions there are, and not kept.
fn is_phone(name: &str) -> bool {
    name.len() != LINK_DIGITS && crate::wash::is_phone(name.as_bytes())
}

/// The session in note attributes or a link: `live_session: …` on a line of its own, or `live_session=…`.
pub(super) fn within(text: &str) -> Option<&str> {
    KEYS.iter().find_map(|key| {
        let mut from = 0;
        while let Some(at) = text[from..].find(key) {
            let start = from + at;
            let alone = !text[..start].ends_with(|c: char| c.is_ascii_alphanumeric());
            let rest = text[start + key.len()..].trim_start_matches(' ');
            if alone && let Some(value) = rest.strip_prefix([':', '=']) {
                let value = value.trim_start_matches(' ');
                let end = value
                    .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
                    .unwrap_or(value.len());
                if (1..=LONGEST).contains(&end) && !is_phone(&value[..end]) {
                    return Some(&value[..end]);
                }
            }
            from = start + key.len();
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_session_is_found_and_the_rest_of_the_note_is_not_kept() {
        let note = "gift note: for PLANTED Nguyễn\nlive_session: 0190-ab\nphone: 0900000111";
        assert_eq!(within(note), Some("0190-ab"));
        assert_eq!(within("https://x.vn/?a=1&utm_campaign=he-2026&b=2"), Some("he-2026"));
        assert_eq!(within("https://x.vn/?utm_campaign=012345678901&utm_content=3"), Some("012345678901"));
        assert_eq!(within("gift note: hello"), None);
        assert_eq!(token("PLANTED Nguyễn"), None);
        assert_eq!(token("0900000111"), None);
    }
}
