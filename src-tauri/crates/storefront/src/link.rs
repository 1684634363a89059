//! A product's address, marked with the session, the product's number and where it was shown.

use domain::Channel;
use domain::id::SessionId;
use url::Url;

/// Where a shopper found the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkSource {
    /// The brand's own site, through the widget.
    Website,
    /// A platform, through its chat, its pinned message or the QR code in the picture.
    Channel(Channel),
}

impl LinkSource {
    /// The lower-case name that stands in the link.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Website => "website",
            Self::Channel(channel) => channel.code(),
        }
    }
}

/// The part of a session's id that stands in links: short enough for a QR code, unique in practice.
pub fn session_key(session: SessionId) -> String {
    let digits = session.as_uuid().simple().to_string();
    digits.chars().skip(20).collect()
}

/// Marks `url` for `source`; none when the address is not `http` or `https`.
///
/// Marks that were there before are replaced; all else, the fragment included, stays.
pub fn tracked(url: &str, source: LinkSource, session: SessionId, number: u32) -> Option<String> {
    let mut url = Url::parse(url.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let marks = [
        ("utm_source", source.code().to_owned()),
        ("utm_medium", "live".to_owned()),
        ("utm_campaign", session_key(session)),
        ("utm_content", number.to_string()),
    ];
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(key, _)| !marks.iter().any(|(mark, _)| mark == key))
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect();
    let marks = marks.iter().map(|(key, value)| (*key, value.as_str()));
    url.query_pairs_mut()
        .clear()
        .extend_pairs(kept.iter().map(|(key, value)| (key.as_str(), value.as_str())).chain(marks));
    Some(url.into())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const SESSION: SessionId = SessionId::new(Uuid::from_u128(0x0193_5a00_0000_7000_8000_00ab_cdef_0123));

    #[test]
    fn a_link_says_where_when_and_what_was_shown() {
        let link = tracked(
            "https://moclan.vn/p/kem?size=50&utm_source=old#reviews",
            LinkSource::Channel(Channel::TikTok),
            SESSION,
            3,
        );
        assert_eq!(
            link.as_deref(),
            Some(
                "https://moclan.vn/p/kem?size=50&utm_source=tiktok&utm_medium=live&utm_campaign=00abcdef0123&utm_content=3#reviews"
            ),
        );
    }

    #[test]
    fn a_link_that_is_no_page_is_refused() {
        assert_eq!(tracked("javascript:alert(1)", LinkSource::Website, SESSION, 1), None);
        assert_eq!(tracked("moclan.vn", LinkSource::Website, SESSION, 1), None);
    }
}
