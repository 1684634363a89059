//! Markets and channels: a country with its currency, zone and language; a platform that carries the video.

use chrono_tz::Tz;

use crate::money::Currency;

/// A country a brand sells in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Market {
    /// Vietnam.
    Vn,
    /// Thailand.
    Th,
    /// The Philippines.
    Ph,
    /// Malaysia.
    My,
    /// Indonesia.
    Id,
    /// Singapore.
    Sg,
    /// The United Kingdom.
    Gb,
    /// The United States.
    Us,
}

impl Market {
    /// All markets, in the order they are offered.
    pub const ALL: [Self; 8] =
        [Self::Vn, Self::Th, Self::Ph, Self::My, Self::Id, Self::Sg, Self::Gb, Self::Us];

    /// ISO 3166-1 alpha-2 code, upper case.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vn => "VN",
            Self::Th => "TH",
            Self::Ph => "PH",
            Self::My => "MY",
            Self::Id => "ID",
            Self::Sg => "SG",
            Self::Gb => "GB",
            Self::Us => "US",
        }
    }

    /// The market with this ISO 3166-1 alpha-2 code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|market| market.code().eq_ignore_ascii_case(code))
    }

    /// The currency prices are set in there.
    pub const fn currency(self) -> Currency {
        match self {
            Self::Vn => Currency::Vnd,
            Self::Th => Currency::Thb,
            Self::Ph => Currency::Php,
            Self::My => Currency::Myr,
            Self::Id => Currency::Idr,
            Self::Sg => Currency::Sgd,
            Self::Gb => Currency::Gbp,
            Self::Us => Currency::Usd,
        }
    }

    /// The zone proposed for sessions there; a session may choose another of the country.
    pub const fn zone(self) -> Tz {
        match self {
            Self::Vn => Tz::Asia__Ho_Chi_Minh,
            Self::Th => Tz::Asia__Bangkok,
            Self::Ph => Tz::Asia__Manila,
            Self::My => Tz::Asia__Kuala_Lumpur,
            Self::Id => Tz::Asia__Jakarta,
            Self::Sg => Tz::Asia__Singapore,
            Self::Gb => Tz::Europe__London,
            Self::Us => Tz::America__New_York,
        }
    }
}

/// A language the window speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

impl Language {
    /// BCP 47 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The language with this BCP 47 code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Vi, Self::En].into_iter().find(|language| language.code() == code)
    }
}

/// A platform that carries the video of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// TikTok LIVE.
    TikTok,
    /// Shopee Live.
    Shopee,
    /// Facebook Live.
    Facebook,
    /// YouTube Live.
    YouTube,
    /// Instagram Live.
    Instagram,
    /// LazLive.
    Lazada,
    /// Any other platform, or the brand's own player.
    Other,
}

impl Channel {
    /// All channels, in the order they are offered.
    pub const ALL: [Self; 7] = [
        Self::TikTok,
        Self::Shopee,
        Self::Facebook,
        Self::YouTube,
        Self::Instagram,
        Self::Lazada,
        Self::Other,
    ];

    /// The lower-case name used in files, links and SQL.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TikTok => "tiktok",
            Self::Shopee => "shopee",
            Self::Facebook => "facebook",
            Self::YouTube => "youtube",
            Self::Instagram => "instagram",
            Self::Lazada => "lazada",
            Self::Other => "other",
        }
    }

    /// The channel with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }
}
