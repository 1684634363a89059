//! Personal data stops here: buyers become keyed hashes, and what looks like a person's is masked.

/// The key buyers are hashed with; it lives in the system's key store.
#[derive(Clone)]
pub struct Wash {
    /// 32 random bytes; the same key gives the same buyer the same hash.
    pub key: [u8; 32],
}

impl std::fmt::Debug for Wash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wash(…)")
    }
}

impl Wash {
    /// The keyed hash of a buyer's id or e-mail; capitals and white space around it do not count.
    pub fn buyer(&self, id: &[u8]) -> [u8; 16] {
        let lower = id.trim_ascii().to_ascii_lowercase();
        let hash = blake3::keyed_hash(&self.key, &lower);
        let mut short = [0; 16];
        short.copy_from_slice(&hash.as_bytes()[..16]);
        short
    }
}

/// Whether the text holds an e-mail address.
pub(crate) fn has_email(text: &[u8]) -> bool {
    memchr::memchr(b'@', text).is_some_and(|at| {
        let before = at > 0 && !text[at - 1].is_ascii_whitespace();
        let after = text[at + 1..].split(|byte| byte.is_ascii_whitespace()).next().unwrap_or_default();
        before && memchr::memchr(b'.', after).is_some()
    })
}

/// Whether the whole text is a phone number: 9 to 15 digits that begin with `+`, `0` or a country code.
pub(crate) fn is_phone(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"'").unwrap_or(text);
    let digits = text.iter().filter(|byte| byte.is_ascii_digit()).count();
    let dressed = text.iter().all(|byte| byte.is_ascii_digit() || b"+-. ()".contains(byte));
    let starts = text.starts_with(b"+") || text.starts_with(b"0") || text.starts_with(b"(");
    let starts = starts
        || [&b"84"[..], b"66", b"63", b"60", b"62", b"65", b"44"].iter().any(|code| text.starts_with(code));
    dressed && starts && (9..=15).contains(&digits)
}

/// A value as it may be shown: shortened, e-mails and phone numbers masked.
pub(crate) fn masked(value: &[u8], at_most: usize) -> String {
    let text = String::from_utf8_lossy(value);
    if has_email(value) || is_phone(value.trim_ascii()) {
        return "•••".to_owned();
    }
    match text.char_indices().nth(at_most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_buyer_is_the_same_buyer_in_capitals_and_another_under_another_key() {
        let wash = Wash { key: [7; 32] };
        assert_eq!(wash.buyer(b" Kiem@Example.com"), wash.buyer(b"kiem@example.com"));
        assert_ne!(wash.buyer(b"1"), Wash { key: [8; 32] }.buyer(b"1"));
        assert_eq!(format!("{wash:?}"), "Wash(…)", "the key is never printed");
    }

    #[test]
    fn phones_and_addresses_are_told_from_amounts() {
        assert!(is_phone(b"+84 900 000 111") && is_phone(b"'0900000111"));
        assert!(!is_phone(b"199000") && !is_phone(b"1234567890"));
        assert!(has_email("gửi a.b@c.vn nhé".as_bytes()) && !has_email(b"3 @ 5.00"));
        assert_eq!(masked(b"kiem@example.com", 80), "\u{2022}\u{2022}\u{2022}");
    }
}
