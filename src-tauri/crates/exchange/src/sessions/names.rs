//! By which names exports of live sessions call their columns.

use domain::Channel;

use crate::field::key;
use crate::header::Source;

/// What a column of such an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RoomField {
    /// The platform's id of the room.
    Room,
    /// Its title.
    Title,
    /// Video, photo …; only videos are rooms.
    Type,
    /// When it began.
    Start,
    /// When it ended.
    End,
    /// How long it was.
    Duration,
    /// How long it was, as a number of minutes.
    Minutes,
    /// GMV.
    Gmv,
    /// Orders.
    Orders,
    /// Orders counted once a stock code.
    SkuOrders,
    /// Items sold.
    Items,
    /// Buyers.
    Customers,
    /// Views.
    Views,
    /// Times the room was shown.
    Impressions,
    /// Times its products were shown.
    ProductImpressions,
    /// Times its products were clicked.
    ProductClicks,
    /// New followers.
    NewFollowers,
    /// Comments.
    Comments,
    /// Shares.
    Shares,
    /// Likes.
    Likes,
    /// GMV ÷ orders, as the file says it.
    Aov,
    /// GMV ÷ impressions × 1,000, as the file says it.
    ShowGpm,
    /// GMV ÷ views × 1,000, as the file says it.
    WatchGpm,
    /// Views ÷ impressions, as the file says it.
    TapThrough,
    /// Product clicks ÷ product impressions, as the file says it.
    Ctr,
    /// Comments ÷ views, as the file says it.
    CommentRate,
    /// Likes ÷ views, as the file says it.
    LikeRate,
}

use RoomField as F;

/// Each field with its code and the names it is known by; the first name is the current English one.
pub(crate) const NAMES: &[(RoomField, &str, &[&str])] = &[
    (F::Room, "room", &["Room ID", "status_id", "LIVE ID"]),
    (
        F::Title,
        "title",
        &["Room Title", "LIVE title", "Livestream name", "Tên phiên LIVE", "Nama Livestream", "主播昵称"],
    ),
    (F::Type, "roomType", &["status_type"]),
    (
        F::Start,
        "start",
        &[
            "Start Time",
            "status_published",
            "LIVE start time",
            "Thời gian bắt đầu",
            "Waktu Mulai",
            "直播开始时间",
        ],
    ),
    (F::End, "end", &["End Time", "LIVE end time", "Thời gian kết thúc", "直播结束时间"]),
    (F::Duration, "duration", &["Duration", "LIVE duration", "Thời lượng", "Durasi"]),
    (F::Minutes, "durationMinutes", &["直播时长(分钟)"]),
    (
        F::Gmv,
        "gmv",
        &["Attributed GMV", "LIVE-attributed GMV", "GMV đến từ buổi LIVE", "Penjualan(Pesanan Dibuat)"],
    ),
    (F::Orders, "orders", &["Attributed orders", "LIVE-attributed orders", "Pesanan(Pesanan Dibuat)"]),
    (F::SkuOrders, "skuOrders", &["Attributed SKU orders", "Đơn hàng SKU đã ghi nhận"]),
    (
        F::Items,
        "items",
        &[
            "Attributed items sold",
            "LIVE-attributed items sold",
            "Số món bán ra ghi nhận vào buổi LIVE",
            "Produk Terjual(Pesanan Dibuat)",
        ],
    ),
    (F::Customers, "customers", &["Customers", "Khách hàng", "Pembeli(Pesanan Dibuat)"]),
    (F::Views, "views", &["Views", "LIVE Views", "Lượt xem phiên LIVE"]),
    (F::Impressions, "impressions", &["Impressions", "LIVE impressions", "LIVE impression"]),
    (F::ProductImpressions, "productImpressions", &["Product Impressions"]),
    (F::ProductClicks, "productClicks", &["Product clicks"]),
    (F::NewFollowers, "newFollowers", &["New followers", "Pengikut Baru"]),
    (F::Comments, "comments", &["Comments", "num_comments", "Komentar"]),
    (F::Shares, "shares", &["Shares", "num_shares", "Dibagikan"]),
    (F::Likes, "likes", &["Likes", "num_likes", "Suka"]),
    (F::Aov, "fileAov", &["AOV"]),
    (F::ShowGpm, "fileShowGpm", &["Show GPM", "Hiển thị GPM"]),
    (F::WatchGpm, "fileWatchGpm", &["Watch GPM"]),
    (F::TapThrough, "fileTapThrough", &["Tap through rate", "Tap-through rate"]),
    (F::Ctr, "fileCtr", &["CTR"]),
    (F::CommentRate, "fileCommentRate", &["Comment rate"]),
    (F::LikeRate, "fileLikeRate", &["Like rate"]),
];

/// Counts that come in, in the order of [`domain::RoomFigures`].
pub(crate) const COUNTS: [RoomField; 12] = [
    F::Orders,
    F::SkuOrders,
    F::Items,
    F::Customers,
    F::Views,
    F::Impressions,
    F::ProductImpressions,
    F::ProductClicks,
    F::NewFollowers,
    F::Comments,
    F::Shares,
    F::Likes,
];

impl RoomField {
    /// The name used on the wire.
    pub fn code(self) -> &'static str {
        NAMES.iter().find(|(field, _, _)| *field == self).map_or("", |(_, code, _)| *code)
    }
}

/// The field a header names.
pub(crate) fn named(header: &str) -> Option<RoomField> {
    let header = key(header);
    let is = |name: &&str| key(name) == header;
    NAMES.iter().find(|(_, _, names)| names.iter().any(is)).map(|(field, _, _)| *field)
}

/// What a header of an export of live sessions says it is, with the columns that say so.
pub(crate) fn recognise(headers: &[String]) -> Option<(Source, Vec<String>)> {
    let of = |wanted: RoomField| headers.iter().find(|header| named(header) == Some(wanted)).cloned();
    let has = |name: &str| headers.iter().find(|header| header.as_str() == name).cloned();
    if let (Some(id), Some(kind), Some(at)) = (has("status_id"), has("status_type"), has("status_published"))
    {
        return Some((Source::FacebookPosts, vec![id, kind, at]));
    }
    let any = |name: &str| headers.iter().find(|header| key(header) == key(name)).cloned();
    // Which of its viewers are views is not known, so that none of them is read as such.
    if let (Some(title), Some(start), Some(seen)) =
        (any("Nama Livestream"), any("Waktu Mulai"), any("Penonton"))
    {
        return Some((Source::ShopeeLive, vec![title, start, seen]));
    }
    if let (Some(account), Some(start), Some(end)) =
        (has("主播抖音号"), any("直播开始时间"), any("直播结束时间"))
    {
        return Some((Source::DouyinLive, vec![account, start, end]));
    }
    let (start, gmv) = (of(F::Start)?, of(F::Gmv)?);
    let length = of(F::Duration).or_else(|| of(F::End))?;
    let seen = of(F::Views).or_else(|| of(F::Impressions))?;
    Some((Source::TiktokLive, vec![start, length, gmv, seen]))
}

/// The platform whose rooms a source lists.
pub(crate) const fn channel(source: Source) -> Option<Channel> {
    match source {
        Source::TiktokLive => Some(Channel::TikTok),
        Source::FacebookPosts => Some(Channel::Facebook),
        Source::ShopeeLive => Some(Channel::Shopee),
        Source::DouyinLive => Some(Channel::Other),
        Source::Products(_)
        | Source::ShopifyOrders
        | Source::Figures(_)
        | Source::Described(_)
        | Source::Unknown => None,
    }
}
