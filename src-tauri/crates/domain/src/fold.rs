//! One way of folding text for search: `Đầm` and `dam` meet.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower-cases, strips accents and turns `đ` into `d`, so that a search typed without accents still finds.
///
/// Composed and decomposed input fold alike. Thai vowel and tone marks are kept: there they are letters.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.nfd()
        .filter(|&c| !is_combining_mark(c) || is_thai(c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

const fn is_thai(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0E7F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_is_found_without_accents() {
        assert_eq!(fold("Áo thun Đầm"), "ao thun dam");
        assert_eq!(fold("Áo thun Đầm"), fold("Áo thun Đầm".nfd().collect::<String>().as_str()));
    }

    #[test]
    fn thai_tone_marks_are_letters() {
        assert_eq!(fold("จัดส่ง"), "จัดส่ง");
    }
}
