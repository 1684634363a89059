//! What sources call the state of an order, and what it means for its figures.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::field;
use crate::mapping::State;

/// The names, by section.
static NAMES: LazyLock<HashMap<String, State>> = LazyLock::new(|| read(include_str!("states.txt")));

/// Letters of a state that are compared: behind them some sources write dates and explanations.
const COMPARED: usize = 36;

fn read(text: &str) -> HashMap<String, State> {
    let mut names = HashMap::new();
    let mut section = None;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(code) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = State::from_code(code);
            continue;
        }
        let Some(state) = section else { continue };
        for name in line.split('|').map(key).filter(|name| !name.is_empty()) {
            names.entry(name).or_insert(state);
        }
    }
    names
}

/// A state as it is compared: folded, letters and digits only, the first words of it.
pub(crate) fn key(text: &str) -> String {
    let short: String = text.chars().take(COMPARED * 2).collect();
    field::key(&short).chars().take(COMPARED).collect()
}

/// What a state means, if it is a known one.
pub(crate) fn known(text: &str) -> Option<State> {
    let key = key(text);
    NAMES.get(&key).copied().or_else(|| {
        // `Người mua xác nhận đã nhận được hàng, tuy nhiên …`
        let begins = |name: &&String| name.chars().count() >= 24 && key.starts_with(name.as_str());
        NAMES.keys().find(begins).and_then(|name| NAMES.get(name).copied())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_known_in_the_languages_of_the_markets() {
        for (text, state) in [
            ("Đã hủy", State::Cancelled),
            ("Dibatalkan", State::Cancelled),
            ("ยกเลิกแล้ว", State::Cancelled),
            ("已关闭", State::Cancelled),
            ("Unpaid", State::Unpaid),
            ("Chưa thanh toán", State::Unpaid),
            ("จัดส่งแล้ว", State::Counts),
            ("Selesai", State::Counts),
            ("Người mua xác nhận đã nhận được hàng, tuy nhiên vẫn có thể khiếu nại", State::Counts),
        ] {
            assert_eq!(known(text), Some(state), "{text}");
        }
        assert_eq!(known("đang bay"), None, "nobody guesses what that means");
    }
}
