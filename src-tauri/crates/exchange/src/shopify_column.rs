//! Where Shopify's product files keep what, under their current and their legacy header.

use crate::header::Source;
use crate::sniff::Sniffed;

/// Where each column stands.
#[derive(Clone, Copy, Default)]
pub(crate) struct Columns {
    pub(crate) handle: Option<usize>,
    pub(crate) title: Option<usize>,
    pub(crate) body: Option<usize>,
    pub(crate) vendor: Option<usize>,
    pub(crate) product_type: Option<usize>,
    pub(crate) tags: Option<usize>,
    pub(crate) status: Option<usize>,
    pub(crate) options: [(Option<usize>, Option<usize>); 3],
    pub(crate) sku: Option<usize>,
    pub(crate) barcode: Option<usize>,
    pub(crate) price: Option<usize>,
    pub(crate) compare_at: Option<usize>,
    pub(crate) cost: Option<usize>,
    pub(crate) stock: Option<usize>,
    pub(crate) image: Option<usize>,
    pub(crate) variant_image: Option<usize>,
}

impl Columns {
    /// Finds the columns; none when the file is not one of Shopify's product files.
    pub(crate) fn of(sniffed: &Sniffed) -> Option<Self> {
        let legacy = match sniffed.recognised.source {
            Source::ShopifyProductsLegacy => true,
            Source::ShopifyProducts => false,
            Source::ShopifyOrders
            | Source::TiktokLive
            | Source::ShopeeLive
            | Source::DouyinLive
            | Source::FacebookPosts
            | Source::Figures(_)
            | Source::Unknown
            | Source::Described(_) => return None,
        };
        let at = |old: &str, new: &str| {
            let name = if legacy { old } else { new };
            sniffed.headers.iter().position(|header| header == name)
        };
        let option = |n: u8| {
            let name = at(&format!("Option{n} Name"), &format!("Option{n} name"));
            (name, at(&format!("Option{n} Value"), &format!("Option{n} value")))
        };
        Some(Self {
            handle: at("Handle", "URL handle"),
            title: at("Title", "Title"),
            body: at("Body (HTML)", "Description"),
            vendor: at("Vendor", "Vendor"),
            product_type: at("Type", "Type"),
            tags: at("Tags", "Tags"),
            status: at("Status", "Status"),
            options: [option(1), option(2), option(3)],
            sku: at("Variant SKU", "SKU"),
            barcode: at("Variant Barcode", "Barcode"),
            price: at("Variant Price", "Price"),
            compare_at: at("Variant Compare At Price", "Compare-at price"),
            cost: at("Cost per item", "Cost per item"),
            stock: at("Variant Inventory Qty", "Inventory quantity"),
            image: at("Image Src", "Product image URL"),
            variant_image: at("Variant Image", "Variant image URL"),
        })
    }

    /// The columns that are summed up.
    pub(crate) fn numbers(&self) -> [Option<usize>; 4] {
        [self.price, self.compare_at, self.cost, self.stock]
    }
}
