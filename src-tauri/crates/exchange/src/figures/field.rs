//! What a column of a table of figures may be.

use serde::{Deserialize, Serialize};

/// What a column of a table of figures is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FigureField {
    /// When a step of a session began.
    #[serde(rename = "stepAt")]
    At,
    /// The day.
    Day,
    /// The platform's id of a product.
    ProductId,
    /// A product's title.
    ProductTitle,
    /// An advertising campaign.
    Campaign,
    /// The currency of the row.
    CurrencyCode,
    /// GMV.
    Gmv,
    /// GMV of what was bought elsewhere after the live video was seen.
    IndirectGmv,
    /// GMV of what was bought in the live video itself.
    LiveGmv,
    /// What came in before costs.
    Revenue,
    /// Money given back.
    Refunds,
    /// What advertising cost.
    #[serde(rename = "adCost")]
    Cost,
    /// Orders.
    Orders,
    /// Orders counted once a stock code.
    SkuOrders,
    /// Items sold.
    Items,
    /// Buyers.
    Customers,
    /// Viewers at that time.
    Viewers,
    /// Viewers who came in.
    ViewersEntering,
    /// Views.
    Views,
    /// Times the room was shown.
    Impressions,
    /// Times products were shown.
    ProductImpressions,
    /// Times products were clicked.
    ProductClicks,
    /// Times products were put into the cart.
    AddedToCart,
    /// New followers.
    NewFollowers,
    /// Comments.
    Comments,
    /// Shares.
    Shares,
    /// Likes.
    Likes,
    /// Live sessions of a day.
    Streams,
    /// Pieces in stock.
    Stock,
    /// GMV ÷ orders, as the file says it.
    FileAov,
    /// GMV ÷ impressions × 1,000, as the file says it.
    FileShowGpm,
    /// GMV ÷ views × 1,000, as the file says it.
    FileWatchGpm,
    /// Product clicks ÷ product impressions, as the file says it.
    FileCtr,
    /// Orders ÷ product clicks, as the file says it.
    FileCtor,
    /// Orders by stock code ÷ product clicks, as the file says it.
    FileCtorSku,
    /// Cost ÷ orders, as the file says it.
    FileCostPerOrder,
    /// Revenue ÷ cost, as the file says it.
    FileRoi,
    /// Comments ÷ views, as the file says it.
    FileCommentRate,
    /// Likes ÷ views, as the file says it.
    FileLikeRate,
}

use FigureField as F;

/// Columns of money.
pub(crate) const MONEY: [FigureField; 6] =
    [F::Gmv, F::LiveGmv, F::IndirectGmv, F::Revenue, F::Refunds, F::Cost];

/// Columns of whole numbers.
pub(crate) const COUNTS: [FigureField; 17] = [
    F::Orders,
    F::SkuOrders,
    F::Items,
    F::Customers,
    F::Viewers,
    F::ViewersEntering,
    F::Views,
    F::Impressions,
    F::ProductImpressions,
    F::ProductClicks,
    F::AddedToCart,
    F::NewFollowers,
    F::Comments,
    F::Shares,
    F::Likes,
    F::Streams,
    F::Stock,
];

impl FigureField {
    /// The name used on the wire.
    pub fn code(self) -> String {
        serde_json::to_value(self).ok().and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Whether it holds money.
    pub fn is_money(self) -> bool {
        MONEY.contains(&self)
    }

    /// Whether it holds a whole number.
    pub fn is_count(self) -> bool {
        COUNTS.contains(&self)
    }

    /// Whether values of several rows may be added: buyers, viewers and stock of two rows may be the same.
    pub fn adds_up(self) -> bool {
        (self.is_money() || self.is_count()) && !matches!(self, F::Customers | F::Viewers | F::Stock)
    }

    /// What a rate is made of: above and below the line, and by how much it is multiplied.
    pub(crate) const fn parts(self) -> Option<(FigureField, FigureField, i64, &'static str)> {
        Some(match self {
            F::FileAov => (F::Gmv, F::Orders, 1, "gmv / orders"),
            F::FileShowGpm => (F::Gmv, F::Impressions, 1_000, "gmv / impressions × 1000"),
            F::FileWatchGpm => (F::Gmv, F::Views, 1_000, "gmv / views × 1000"),
            F::FileCtr => {
                (F::ProductClicks, F::ProductImpressions, 100, "productClicks / productImpressions")
            }
            F::FileCtor => (F::Orders, F::ProductClicks, 100, "orders / productClicks"),
            F::FileCtorSku => (F::SkuOrders, F::ProductClicks, 100, "skuOrders / productClicks"),
            F::FileCostPerOrder => (F::Cost, F::SkuOrders, 1, "cost / skuOrders"),
            F::FileRoi => (F::Revenue, F::Cost, 1, "revenue / cost"),
            F::FileCommentRate => (F::Comments, F::Views, 100, "comments / views"),
            F::FileLikeRate => (F::Likes, F::Views, 100, "likes / views"),
            _ => return None,
        })
    }
}
