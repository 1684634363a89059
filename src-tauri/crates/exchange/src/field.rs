//! What a column can be, and by which names files call it.

use domain::fold;
use serde::{Deserialize, Serialize};

/// What a column of a sales file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Field {
    /// The order or invoice a line belongs to.
    OrderRef,
    /// The stock code.
    Sku,
    /// The product's name.
    Title,
    /// Units, negative when they came back.
    Quantity,
    /// Price of one unit.
    UnitPrice,
    /// Amount of the line; used when there is no unit price.
    Amount,
    /// Discount on the line, a positive amount.
    Discount,
    /// Money given back for the line, a positive amount.
    Refund,
    /// ISO 4217 code of the line's currency.
    Currency,
    /// When the order was placed.
    At,
    /// Who bought: an id or e-mail; only its keyed hash is kept.
    Buyer,
    /// What the source says about the order.
    Status,
    /// Where the order came from.
    Channel,
    /// Which live session it came from.
    SessionRef,
    /// Kept as a cell, with no meaning of its own.
    Keep,
    /// Not kept.
    Drop,
    /// Personal: never leaves the reader.
    Personal,
}

impl Field {
    /// All fields, in the order they are offered.
    pub const ALL: [Self; 17] = [
        Self::OrderRef,
        Self::At,
        Self::Sku,
        Self::Title,
        Self::Quantity,
        Self::UnitPrice,
        Self::Amount,
        Self::Discount,
        Self::Refund,
        Self::Currency,
        Self::Buyer,
        Self::Status,
        Self::Channel,
        Self::SessionRef,
        Self::Keep,
        Self::Drop,
        Self::Personal,
    ];

    /// The name used in mappings and answers.
    pub const fn code(self) -> &'static str {
        match self {
            Self::OrderRef => "orderRef",
            Self::Sku => "sku",
            Self::Title => "title",
            Self::Quantity => "quantity",
            Self::UnitPrice => "unitPrice",
            Self::Amount => "amount",
            Self::Discount => "discount",
            Self::Refund => "refund",
            Self::Currency => "currency",
            Self::At => "at",
            Self::Buyer => "buyer",
            Self::Status => "status",
            Self::Channel => "channel",
            Self::SessionRef => "sessionRef",
            Self::Keep => "keep",
            Self::Drop => "drop",
            Self::Personal => "personal",
        }
    }

    /// The field with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }

    /// Whether at most one column may have it.
    pub const fn is_single(self) -> bool {
        !matches!(self, Self::Keep | Self::Drop | Self::Personal)
    }

    /// Whether the column holds amounts of money.
    pub const fn is_money(self) -> bool {
        matches!(self, Self::UnitPrice | Self::Amount | Self::Discount | Self::Refund)
    }
}

/// Names by which English and Vietnamese files (and some of the neighbours) call a field; compared folded.
const NAMES: &[(Field, &[&str])] = &[
    (
        Field::OrderRef,
        &[
            "invoice no",
            "invoice number",
            "invoice",
            "order id",
            "order no",
            "order number",
            "order name",
            "order ref",
            "order sn",
            "order",
            "transaction id",
            "receipt no",
            "mã đơn hàng",
            "mã đơn",
            "số đơn hàng",
            "đơn hàng",
            "mã hóa đơn",
            "số hóa đơn",
            "hóa đơn",
            "no pesanan",
            "no. pesanan",
            "หมายเลขคำสั่งซื้อ",
        ],
    ),
    (
        Field::Sku,
        &[
            "stock code",
            "sku",
            "sku code",
            "seller sku",
            "sku reference no",
            "variant sku",
            "item sku",
            "lineitem sku",
            "product code",
            "item code",
            "mã sản phẩm",
            "mã hàng",
            "mã hàng hóa",
            "mã sku",
            "mã phân loại hàng",
            "sku sản phẩm",
            "sku phân loại hàng",
        ],
    ),
    (
        Field::Title,
        &[
            "description",
            "product name",
            "product title",
            "title",
            "item name",
            "item",
            "product",
            "lineitem name",
            "tên sản phẩm",
            "tên hàng",
            "tên hàng hóa",
            "sản phẩm",
            "mặt hàng",
            "nama produk",
            "ชื่อสินค้า",
        ],
    ),
    (
        Field::Quantity,
        &[
            "quantity",
            "qty",
            "units",
            "units sold",
            "lineitem quantity",
            "quantity sold",
            "số lượng",
            "sl",
            "số lượng bán",
            "jumlah",
            "จำนวน",
        ],
    ),
    (
        Field::UnitPrice,
        &[
            "unit price",
            "price",
            "item price",
            "price per unit",
            "lineitem price",
            "selling price",
            "đơn giá",
            "giá",
            "giá bán",
            "giá sản phẩm",
            "harga",
            "harga satuan",
            "ราคา",
        ],
    ),
    (
        Field::Amount,
        &[
            "amount",
            "line total",
            "line amount",
            "total price",
            "revenue",
            "sales",
            "total",
            "subtotal",
            "thành tiền",
            "tổng tiền",
            "doanh thu",
            "tổng cộng",
        ],
    ),
    (
        Field::Discount,
        &["discount", "discount amount", "lineitem discount", "giảm giá", "chiết khấu", "tiền giảm giá"],
    ),
    (
        Field::Refund,
        &["refund", "refunded amount", "refund amount", "hoàn tiền", "số tiền hoàn", "tiền hoàn"],
    ),
    (Field::Currency, &["currency", "currency code", "tiền tệ", "loại tiền", "đơn vị tiền tệ", "mata uang"]),
    (
        Field::At,
        &[
            "invoice date",
            "order date",
            "date",
            "date time",
            "datetime",
            "created at",
            "created time",
            "order time",
            "order creation date",
            "order created time",
            "time",
            "timestamp",
            "sold at",
            "ngày đặt",
            "ngày đặt hàng",
            "ngày",
            "thời gian",
            "ngày tạo",
            "ngày tạo đơn",
            "ngày bán",
            "thời gian đặt hàng",
            "thời gian tạo đơn",
            "ngày hóa đơn",
            "ngày giờ",
            "tanggal",
            "วันที่",
        ],
    ),
    (
        Field::Buyer,
        &[
            "customer id",
            "buyer id",
            "user id",
            "customer no",
            "customer number",
            "member id",
            "customer code",
            "mã khách hàng",
            "mã kh",
            "mã khách",
            "mã người mua",
            "id khách hàng",
        ],
    ),
    (
        Field::Status,
        &[
            "status",
            "order status",
            "financial status",
            "trạng thái",
            "trạng thái đơn hàng",
            "tình trạng",
            "status pesanan",
        ],
    ),
    (
        Field::Channel,
        &["channel", "sales channel", "source", "platform", "kênh", "kênh bán", "nguồn", "nguồn đơn"],
    ),
    (
        Field::SessionRef,
        &[
            "live session",
            "live_session",
            "utm_campaign",
            "session id",
            "live session id",
            "live room id",
            "phiên live",
            "mã phiên live",
            "mã phiên",
        ],
    ),
    (
        Field::Keep,
        &[
            "country",
            "quốc gia",
            "nước",
            "tax",
            "taxes",
            "vat",
            "thuế",
            "shipping",
            "shipping fee",
            "phí vận chuyển",
            "payment method",
            "phương thức thanh toán",
            "category",
            "danh mục",
            "vendor",
            "product type",
            "fulfillment status",
            "paid at",
            "fulfilled at",
            "cancelled at",
            "size",
            "color",
            "variation",
            "phân loại",
            "phân loại hàng",
            "cost",
            "giá vốn",
            "shipping country",
            "billing country",
        ],
    ),
];

/// Names of personal columns, in the languages of the markets; compared folded.
const PERSONAL: &[&str] = &[
    "name",
    "customer",
    "customer name",
    "buyer",
    "buyer name",
    "full name",
    "first name",
    "last name",
    "surname",
    "recipient",
    "receiver",
    "consignee",
    "contact",
    "contact name",
    "zip",
    "zip code",
    "postcode",
    "postal code",
    "city",
    "province",
    "state",
    "district",
    "ward",
    "town",
    "county",
    "street",
    "company",
    "note",
    "notes",
    "comment",
    "comments",
    "remark",
    "remarks",
    "message",
    "buyer message",
    "username",
    "user name",
    "buyer username",
    "nickname",
    "buyer nickname",
    "tel",
    "mobile",
    "fax",
    "birthday",
    "date of birth",
    "gender",
    "ip",
    "ip address",
    "note attributes",
    "tags",
    "họ tên",
    "họ và tên",
    "tên khách hàng",
    "khách hàng",
    "tên khách",
    "khách",
    "người mua",
    "người nhận",
    "tên người nhận",
    "tên người mua",
    "tên",
    "sđt",
    "số đt",
    "thành phố",
    "tỉnh",
    "tỉnh thành",
    "tỉnh/thành phố",
    "quận",
    "huyện",
    "quận huyện",
    "quận/huyện",
    "phường",
    "xã",
    "phường xã",
    "phường/xã",
    "ghi chú",
    "lời nhắn",
    "tài khoản",
    "mã bưu điện",
    "mã bưu chính",
    "công ty",
    "ngày sinh",
    "giới tính",
    "nama",
    "nama pembeli",
    "nama penerima",
    "penerima",
    "pembeli",
    "no hp",
    "kota",
    "kode pos",
    "catatan",
    "poskod",
    "provinsi",
    "kecamatan",
    "ชื่อ",
    "ชื่อผู้รับ",
    "ชื่อลูกค้า",
    "ชื่อผู้ใช้",
    "ผู้ซื้อ",
    "หมายเหตุ",
    "จังหวัด",
    "รหัสไปรษณีย์",
    "อีเมล",
    "อำเภอ",
    "ตำบล",
];

/// Parts that make a name personal wherever they stand in it.
const PERSONAL_PARTS: &[&str] = &[
    "email",
    "mail",
    "phone",
    "telephone",
    "address",
    "recipient",
    "receiver",
    "consignee",
    "username",
    "nickname",
    "địa chỉ",
    "điện thoại",
    "người nhận",
    "người mua",
    "khách hàng",
    "thư điện tử",
    "alamat",
    "telepon",
    "telefon",
    "penerima",
    "pembeli",
    "ที่อยู่",
    "โทรศัพท์",
    "เบอร์โทร",
    "ผู้รับ",
    "ลูกค้า",
    "อีเมล",
    "passport",
    "cmnd",
    "cccd",
];

/// Parts of a shipping or billing block.
const BLOCKS: [&str; 2] = ["shipping", "billing"];
const BLOCK_PARTS: [&str; 8] = ["name", "street", "company", "city", "zip", "province", "phone", "state"];

/// A header as it is compared: folded, letters and digits only.
pub(crate) fn key(header: &str) -> String {
    fold(header).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The field a header names, if its name is known. Personal columns are known as such first.
pub(crate) fn named(header: &str) -> Option<Field> {
    let header = key(header);
    if header.is_empty() {
        return None;
    }
    let known = NAMES.iter().find(|(_, names)| names.iter().any(|name| key(name) == header));
    match known {
        Some((field, _)) => Some(*field),
        None => is_personal_key(&header).then_some(Field::Personal),
    }
}

fn is_personal_key(header: &str) -> bool {
    let in_block = BLOCKS.iter().any(|block| header.starts_with(block))
        && BLOCK_PARTS.iter().any(|part| header.contains(part));
    in_block
        || PERSONAL.iter().any(|name| key(name) == header)
        || PERSONAL_PARTS.iter().any(|part| header.contains(&key(part)))
}

/// Whether the header names something that could serve as the buyer's id: an e-mail or user name.
pub(crate) fn is_buyer_like(header: &str) -> bool {
    let header = key(header);
    ["email", "mail", "username", "taikhoan", "อีเมล"].iter().any(|part| header.contains(&key(part)))
}

/// Headers that only a list of products has.
pub(crate) fn is_product_hint(header: &str) -> bool {
    const HINTS: &[&str] = &[
        "handle",
        "url handle",
        "body (html)",
        "compare at price",
        "compare-at price",
        "cost per item",
        "inventory quantity",
        "variant price",
        "barcode",
        "image src",
        "regular price",
        "sale price",
        "stock",
        "tồn kho",
        "mã vạch",
        "giá so sánh",
        "giá vốn",
        "giá nhập",
        "hình ảnh",
        "image",
        "images",
        "mô tả",
        "tên sản phẩm*",
        "in stock?",
    ];
    let header = key(header);
    HINTS.iter().any(|hint| key(hint) == header)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_in_english_and_vietnamese() {
        assert_eq!(named("InvoiceNo"), Some(Field::OrderRef));
        assert_eq!(named("Mã đơn hàng"), Some(Field::OrderRef));
        assert_eq!(named("Đơn giá"), Some(Field::UnitPrice));
        assert_eq!(named("StockCode"), Some(Field::Sku));
        assert_eq!(named("Frobnication"), None);
    }

    #[test]
    fn personal_columns_are_known_in_the_languages_of_the_markets() {
        for header in [
            "Billing Name",
            "Shipping Address1",
            "Phone",
            "Tên khách hàng",
            "SĐT",
            "Địa chỉ giao hàng",
            "Ghi chú",
            "ที่อยู่",
            "Alamat Pengiriman",
            "Recipient's name",
            "Buyer Username",
            "E-mail",
        ] {
            assert_eq!(named(header), Some(Field::Personal), "{header}");
        }
        assert_eq!(named("Shipping Country"), Some(Field::Keep));
    }
}
