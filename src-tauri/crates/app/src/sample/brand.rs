//! The two sample brands: a Vietnamese cosmetics brand and a UK gift shop.
//!
//! The gift shop's product names and prices are from "Online Retail", D. Chen, UCI Machine Learning
//! Repository (2015), CC BY 4.0. Brands, people and figures are invented.

use domain::{Channel, Language, Market};

/// One product of a sample beyond what its product file says.
pub(super) struct Featured {
    /// Stock code in the product file.
    pub sku: &'static str,
    /// Price on air, decimal text in the market's currency.
    pub show_price: &'static str,
    /// Planned minutes on screen.
    pub minutes: i64,
    /// How well it sells on air, as a weight.
    pub pull: u32,
    /// Talking points.
    pub points: &'static [&'static str],
    /// Name of the photo file.
    pub photo: &'static str,
    /// The photo, PNG.
    pub picture: &'static [u8],
}

/// One session of a sample.
pub(super) struct Show {
    /// Title.
    pub title: &'static str,
    /// Stock codes in the order shown.
    pub skus: &'static [&'static str],
    /// Goal for GMV, decimal text.
    pub goal: &'static str,
    /// Views, as the platform would report them; only for past shows.
    pub views: u32,
    /// Orders a full slot brings; only for past shows.
    pub orders_a_slot: u32,
}

/// A sample brand.
pub(super) struct Brand {
    /// Its name.
    pub name: &'static str,
    /// Its market.
    pub market: Market,
    /// Its language.
    pub language: Language,
    /// Its products, as a Shopify file.
    pub products: &'static str,
    /// Beginning of the address of a product page; the handle follows.
    pub shop: &'static str,
    /// Beginning of order names.
    pub order_prefix: &'static str,
    /// Coupon code named on air, and what it takes off an order, decimal text.
    pub coupon: (&'static str, &'static str),
    /// Hosts.
    pub hosts: &'static [&'static str],
    /// Channels with their addresses.
    pub channels: &'static [(Channel, &'static str)],
    /// Name of the saved product list, and its stock codes.
    pub list: (&'static str, &'static [&'static str]),
    /// Featured products.
    pub featured: &'static [Featured],
    /// Three past shows, oldest first.
    pub past: [Show; 3],
    /// Tomorrow's session.
    pub tomorrow: Show,
    /// The session ready to go live.
    pub ready: Show,
}

impl Brand {
    /// The sample brand shown in `market`.
    pub(super) fn of(market: Market) -> &'static Self {
        match market {
            Market::Gb | Market::Us => &BRITAIN,
            Market::Vn | Market::Th | Market::Ph | Market::My | Market::Id | Market::Sg => &VIETNAM,
        }
    }

    /// What is featured about one product.
    pub(super) fn featured(&self, sku: &str) -> Option<&'static Featured> {
        self.featured.iter().find(|featured| featured.sku == sku)
    }
}

macro_rules! featured {
    ($($sku:literal $price:literal $minutes:literal min, pull $pull:literal, $photo:literal: $($point:literal),+;)*) => {
        &[$(Featured {
            sku: $sku,
            show_price: $price,
            minutes: $minutes,
            pull: $pull,
            points: &[$($point),+],
            photo: concat!($photo, ".png"),
            picture: include_bytes!(concat!("../../sample/photo/", $photo, ".png")),
        }),*]
    };
}

static VIETNAM: Brand = Brand {
    name: "Mộc Lan",
    market: Market::Vn,
    language: Language::Vi,
    products: include_str!("../../sample/vn-products.csv"),
    shop: "https://moclan.example/products/",
    order_prefix: "#ML",
    coupon: ("NANG50", "50000"),
    hosts: &["Thu Hà", "Minh Anh"],
    channels: &[
        (Channel::TikTok, "https://www.tiktok.com/@moclan.example/live"),
        (Channel::Facebook, "https://www.facebook.com/moclan.example/live"),
    ],
    list: ("Chăm da hằng ngày", &["ML-SUN-50", "ML-TON-200", "ML-SER-B5", "ML-CRM-50", "ML-MIC-400"]),
    featured: featured! {
        "ML-LIP-03" "129000" 8 min, pull 9, "lipstick": "Màu đào ấm, hợp da vàng", "Lì nhẹ, không khô môi";
        "ML-SER-B5" "279000" 10 min, pull 6, "serum": "Vitamin B5 5 %, dịu da sau nắng", "Dùng sáng và tối";
        "ML-SUN-50" "229000" 10 min, pull 10, "sunscreen": "Nâng tông nhẹ, không bết", "Mua 2 tặng bông tẩy trang, chỉ trong phiên này";
        "ML-MIC-400" "159000" 8 min, pull 7, "micellar": "Chiết xuất sen, không cồn", "Chai lớn 400 ml dùng 3 tháng";
        "ML-MSK-10" "175000" 8 min, pull 4, "mask": "Nghệ Hưng Yên, đắp 15 phút", "Hộp 10 miếng";
        "ML-TON-200" "189000" 8 min, pull 6, "toner": "Rau má tươi, cấp ẩm", "Không hương liệu";
        "ML-CUS-21" "339000" 10 min, pull 3, "cushion": "Mỏng nhẹ, bền 8 tiếng", "Tông 21 cho da sáng";
        "ML-CRM-50" "299000" 10 min, pull 5, "cream": "Gạo lứt lên men, thấm nhanh", "Dùng buổi tối";
        "ML-SHA-300" "145000" 8 min, pull 4, "shampoo": "Bồ kết và vỏ bưởi", "Tóc mượt, ít rụng";
        "ML-SET-DA" "749000" 12 min, pull 5, "set": "Serum, toner và kem trong một hộp", "Rẻ hơn mua lẻ 30 %";
        "ML-MST-100" "119000" 6 min, pull 2, "mist": "Tràm trà, dịu mụn";
        "ML-SCR-200" "129000" 6 min, pull 4, "scrub": "Cà phê Buôn Ma Thuột, hạt mịn", "Tuần hai lần";
    },
    past: [
        Show {
            title: "Chống nắng không bết",
            skus: &[
                "ML-SUN-50",
                "ML-MIC-400",
                "ML-TON-200",
                "ML-LIP-03",
                "ML-SER-B5",
                "ML-SHA-300",
                "ML-SCR-200",
            ],
            goal: "40000000",
            views: 41_200,
            orders_a_slot: 26,
        },
        Show {
            title: "Đêm dưỡng ẩm",
            skus: &[
                "ML-SER-B5",
                "ML-CRM-50",
                "ML-SET-DA",
                "ML-TON-200",
                "ML-MSK-10",
                "ML-LIP-03",
                "ML-CUS-21",
            ],
            goal: "55000000",
            views: 52_900,
            orders_a_slot: 31,
        },
        Show {
            title: "Chủ nhật dịu da",
            skus: &[
                "ML-LIP-03",
                "ML-SER-B5",
                "ML-SUN-50",
                "ML-MIC-400",
                "ML-MSK-10",
                "ML-TON-200",
                "ML-SET-DA",
                "ML-CRM-50",
                "ML-SCR-200",
            ],
            goal: "70000000",
            views: 61_480,
            orders_a_slot: 34,
        },
    ],
    tomorrow: Show {
        title: "Đêm chăm da Black Friday",
        skus: &["ML-SUN-50", "ML-SER-B5", "ML-TON-200", "ML-CRM-50", "ML-SET-DA", "ML-LIP-03"],
        goal: "90000000",
        views: 0,
        orders_a_slot: 0,
    },
    ready: Show {
        title: "Hỏi đáp cùng dược sĩ Lan",
        skus: &[
            "ML-LIP-03",
            "ML-SER-B5",
            "ML-SUN-50",
            "ML-MIC-400",
            "ML-MSK-10",
            "ML-TON-200",
            "ML-CUS-21",
            "ML-CRM-50",
            "ML-SHA-300",
            "ML-SET-DA",
            "ML-MST-100",
            "ML-SCR-200",
        ],
        goal: "60000000",
        views: 0,
        orders_a_slot: 0,
    },
};

static BRITAIN: Brand = Brand {
    name: "Harrow & Finch",
    market: Market::Gb,
    language: Language::En,
    products: include_str!("../../sample/gb-products.csv"),
    shop: "https://harrowandfinch.example/products/",
    order_prefix: "#HF",
    coupon: ("TEATIME", "2.00"),
    hosts: &["Olivia Hart", "Sam Finch"],
    channels: &[
        (Channel::TikTok, "https://www.tiktok.com/@harrowandfinch.example/live"),
        (Channel::YouTube, "https://www.youtube.com/@harrowandfinch-example/live"),
    ],
    list: ("Kitchen favourites", &["22423", "22720", "22699", "22960", "22727"]),
    featured: featured! {
        "85123A" "2.55" 8 min, pull 10, "heart-holder": "White painted wood, hangs anywhere", "Takes one tea light";
        "22423" "10.95" 10 min, pull 6, "cakestand": "Three tiers, folds flat", "The one for afternoon tea";
        "85099B" "1.79" 8 min, pull 9, "jumbo-bag": "Holds a week of shopping", "Wipes clean";
        "47566" "4.25" 8 min, pull 7, "bunting": "Cotton, five metres", "Comes in a drawstring bag";
        "20725" "1.45" 6 min, pull 8, "lunch-bag": "Insulated lining", "Fits a bottle upright";
        "22457" "2.55" 6 min, pull 5, "slate": "Real slate, chalk included";
        "84879" "1.49" 6 min, pull 8, "bird": "Six colours, glass beads", "Buy three, they look best together";
        "22720" "4.25" 8 min, pull 4, "tins": "Set of three, nest inside each other", "Airtight lids";
        "22699" "2.55" 8 min, pull 6, "teacup": "Bone china", "Dishwasher safe";
        "22960" "3.75" 8 min, pull 4, "jam": "Six jars, labels and a recipe card";
        "22727" "3.25" 6 min, pull 5, "clock": "Loud bell, quiet tick", "Takes one AA battery";
        "22086" "2.25" 6 min, pull 6, "chain": "Fifty strips, four patterns";
    },
    past: [
        Show {
            title: "Kitchen favourites",
            skus: &["22423", "22720", "22699", "22960", "22727", "20725", "85099B"],
            goal: "600",
            views: 6_420,
            orders_a_slot: 18,
        },
        Show {
            title: "Tea time",
            skus: &["22699", "22423", "85123A", "84879", "47566", "22457"],
            goal: "650",
            views: 7_150,
            orders_a_slot: 22,
        },
        Show {
            title: "Hearts and home",
            skus: &["85123A", "22457", "84879", "22423", "47566", "85099B", "22086", "22727"],
            goal: "800",
            views: 8_960,
            orders_a_slot: 25,
        },
    ],
    tomorrow: Show {
        title: "Christmas table",
        skus: &["22086", "85123A", "47566", "22423", "84879", "22699"],
        goal: "1200",
        views: 0,
        orders_a_slot: 0,
    },
    ready: Show {
        title: "Gifts under a fiver",
        skus: &[
            "85123A", "85099B", "47566", "20725", "22457", "84879", "22720", "22699", "22960", "22727",
            "22086", "22423",
        ],
        goal: "700",
        views: 0,
        orders_a_slot: 0,
    },
};
