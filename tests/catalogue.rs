//! A catalogue of any size, the same for the same seed: for tests and benches that need more than a handful.

use domain::id::{ProductId, VariantId};
use domain::{Currency, Money, Product, Variant};
use store::{Error, Result, Store};
use uuid::Uuid;

const KINDS: &[&str] = &[
    "Áo thun",
    "Áo sơ mi",
    "Đầm",
    "Chân váy",
    "Quần jean",
    "Kem chống nắng",
    "Son môi",
    "Sữa rửa mặt",
    "Tẩy trang",
    "Dầu gội",
    "Nước hoa",
    "Túi xách",
    "Giày thể thao",
    "Khăn lụa",
    "Mũ rộng vành",
    "Serum",
];
const KINDS_MORE: &[&str] = &[
    "cổ tròn",
    "hoa nhí",
    "dáng suông",
    "cao cấp",
    "mát lạnh",
    "cho nam",
    "cho nữ",
    "trẻ em",
    "vải linen",
    "cotton hữu cơ",
    "dưỡng ẩm",
    "kiềm dầu",
    "mùa hè",
    "bản giới hạn",
    "thủ công",
    "nhẹ như mây",
];
const MAKERS: &[&str] = &["Mộc Lan", "Lụa Studio", "An Nhiên", "Xưởng Nắng", "Hạ Trắng", "Đất Lành"];
const SIZES: &[&str] = &["S", "M", "L", "XL", "XXL"];

/// Numbers that look drawn by lot and are the same for the same seed.
#[derive(Debug, Clone)]
pub struct Lot(u64);

impl Lot {
    /// The draw of one seed.
    pub const fn of(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number (SplitMix64).
    pub const fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`, which is not 0.
    pub const fn below(&mut self, bound: u64) -> u64 {
        self.draw() % bound
    }

    /// One of `all`.
    pub fn pick<'a>(&mut self, all: &[&'a str]) -> &'a str {
        let at = usize::try_from(self.below(all.len() as u64)).unwrap_or_default();
        all.get(at).copied().unwrap_or_default()
    }

    fn id<Id: From<Uuid>>(&mut self) -> Id {
        Uuid::from_u64_pair(self.draw(), self.draw()).into()
    }
}

/// Products of up to five sizes in VND until `variants` are reached; some prices and stocks are unknown.
pub fn products(seed: u64, variants: usize) -> impl Iterator<Item = (Product, Vec<Variant>)> {
    let mut lot = Lot::of(seed);
    let mut made = 0;
    std::iter::from_fn(move || {
        let count = SIZES.len().min(variants - made);
        if count == 0 {
            return None;
        }
        let product = product(&mut lot, made);
        let sizes = SIZES.iter().take(count).zip(0..);
        let all = sizes.map(|(size, place)| variant(&mut lot, product.id, made, size, place)).collect();
        made += count;
        Some((product, all))
    })
}

fn product(lot: &mut Lot, made: usize) -> Product {
    Product {
        id: lot.id::<ProductId>(),
        title: format!("{} {} {}", lot.pick(KINDS), lot.pick(KINDS_MORE), lot.below(900) + 100),
        handle: Some(format!("san-pham-{made}")),
        vendor: Some(lot.pick(MAKERS).to_owned()),
        description: String::new(),
        tags: Vec::new(),
        image: None,
        link: Some(format!("https://shop.example/products/san-pham-{made}")),
        talking_points: Vec::new(),
        changed_at_ms: 1_700_000_000_000,
    }
}

fn variant(lot: &mut Lot, product: ProductId, made: usize, size: &str, place: u32) -> Variant {
    let thousands = i64::try_from(lot.below(900)).unwrap_or_default() + 29;
    let stock = i64::try_from(lot.below(500)).unwrap_or_default();
    Variant {
        id: lot.id::<VariantId>(),
        product,
        choice: Some(size.to_owned()),
        sku: Some(format!("SP-{made:06}-{size}")),
        barcode: Some(format!("893{:010}", made as u64 * 10 + u64::from(place))),
        price: (lot.below(50) > 0).then(|| Money::from_minor(thousands * 1_000, Currency::Vnd)),
        compare_at: None,
        cost: None,
        currency: Currency::Vnd,
        stock: (lot.below(10) > 0).then_some(stock),
        image: None,
        position: place,
        changed_at_ms: 1_700_000_000_000 + i64::from(place),
    }
}

/// Fills a workspace with [`products`].
pub fn fill(store: &Store, seed: u64, variants: usize) -> Result<()> {
    let mut all = products(seed, variants).peekable();
    while all.peek().is_some() {
        store.write_batch(|tables| {
            for (product, variants) in all.by_ref().take(2_000) {
                tables.insert_product(&product)?;
                variants.iter().try_for_each(|variant| tables.insert_variant(variant))?;
            }
            Ok::<_, Error>(())
        })?;
    }
    // As the program does behind a large import.
    let mut begin = true;
    while store.write_batch(|tables| tables.settle_search(begin))? {
        begin = false;
    }
    Ok(())
}

/// What stands in the search box after each key while `words` words are typed, most of them without accents.
pub fn keystrokes(seed: u64, words: usize) -> Vec<String> {
    let mut lot = Lot::of(seed);
    let mut typed = Vec::new();
    for _ in 0..words {
        let title = match lot.below(8) {
            0 => format!("SP-{:06}", lot.below(100_000)),
            1 => lot.pick(KINDS).to_owned(),
            2 => domain::fold(lot.pick(MAKERS)),
            3 => domain::fold(lot.pick(KINDS_MORE)),
            _ => domain::fold(&format!("{} {}", lot.pick(KINDS), lot.pick(KINDS_MORE))),
        };
        let ends = title.char_indices().map(|(at, letter)| at + letter.len_utf8());
        typed.extend(ends.map(|end| title[..end].to_owned()));
    }
    typed
}
