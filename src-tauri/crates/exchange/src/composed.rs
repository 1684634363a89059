//! Names of columns put together from known words: `Receipt number`, `Ngày chứng từ`, `Tgl pesanan`, `订购数量`.

use std::sync::LazyLock;

use crate::field::{self, Field};

/// The words, by field; the bits of a word say which of the two kinds it is.
static WORDS: LazyLock<Vec<Words>> = LazyLock::new(|| read(include_str!("composed.txt")));

/// Bytes of a name that are looked at; one put together from so few words is no longer.
const LONGEST: usize = 96;
const THING: usize = 1;
const KIND: usize = 2;

struct Words {
    field: Field,
    all: Vec<(String, usize)>,
}

fn read(text: &str) -> Vec<Words> {
    let mut found: Vec<Words> = Vec::new();
    let mut bits = 0;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(section) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let (code, which) = section.split_once(' ').unwrap_or((section, ""));
            bits = match which {
                "thing" => THING,
                "kind" => KIND,
                _ => 0,
            };
            if let Some(field) = Field::from_code(code)
                && found.last().is_none_or(|words| words.field != field)
            {
                found.push(Words { field, all: Vec::new() });
            }
            continue;
        }
        let Some(words) = found.last_mut() else { continue };
        let names = line.split('|').map(field::key).filter(|name| !name.is_empty());
        words.all.extend(names.map(|name| (name, bits)));
    }
    found
}

/// The field a name says by the words it is put together from; none when it says two, or holds any other word.
pub(crate) fn field(header: &str) -> Option<Field> {
    let bare = header.split_once(['(', '（']).map_or(header, |(bare, _)| bare);
    only(header).or_else(|| if bare == header { None } else { only(bare) })
}

fn only(name: &str) -> Option<Field> {
    if name.len() > LONGEST {
        return None;
    }
    let key = field::key(name);
    let mut found = WORDS.iter().filter(|words| words.make(&key)).map(|words| words.field);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

impl Words {
    /// Whether the name is nothing but these words, one of each kind among them.
    fn make(&self, key: &str) -> bool {
        // For each place: the sets of kinds with which it can be reached, one bit a set.
        let mut reached = vec![0_u8; key.len() + 1];
        reached[0] = 1;
        for at in 0..key.len() {
            if reached[at] == 0 {
                continue;
            }
            for (word, bits) in &self.all {
                if !key.is_char_boundary(at) || !key[at..].starts_with(word.as_str()) {
                    continue;
                }
                let here = reached[at];
                for set in (0..4_usize).filter(|set| here & (1 << set) > 0) {
                    reached[at + word.len()] |= 1 << (set | bits);
                }
            }
        }
        reached[key.len()] & (1 << (THING | KIND)) > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_understood_by_their_words_in_the_languages_of_the_markets() {
        for (name, known) in [
            ("Receipt Number", Field::OrderRef),
            ("Mã số đơn hàng", Field::OrderRef),
            ("Ngày chứng từ", Field::At),
            ("Tgl Pesanan", Field::At),
            ("วันที่ขาย", Field::At),
            ("Purchased Quantity", Field::Quantity),
            ("订购数量", Field::Quantity),
            ("ราคา/ชิ้น", Field::UnitPrice),
            ("SKU người bán", Field::Sku),
            ("品名", Field::Title),
        ] {
            assert_eq!(field(name), Some(known), "{name}");
        }
    }

    #[test]
    fn another_word_in_a_name_keeps_it_unknown() {
        for name in [
            "Order",
            "Paid time",
            "Ngày giao hàng",
            "Tanggal Pembayaran",
            "Returned quantity",
            "List price",
            "Giá niêm yết",
            "Cost price",
            "Stock quantity",
            "退货数量",
            "Order item id",
            "Tracking number",
            "Số điện thoại",
        ] {
            assert_eq!(field(name), None, "{name}");
        }
    }
}
