//! How a platform's video can stand inside a shop's page, read from the address people watch it at.

use serde::{Deserialize, Serialize};
use url::Url;

/// A kind of player.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Player {
    /// A frame of youtube-nocookie.com.
    Youtube,
    /// A frame of tiktok.com.
    Tiktok,
    /// A frame of facebook.com.
    Facebook,
    /// An HLS playlist in a `<video>`.
    Hls,
    /// A video file in a `<video>`.
    File,
    /// Cannot be shown inside the page; a link leads there.
    Link,
}

/// The player for `url` and what it loads; none when the address is not `http` or `https`.
pub fn of(url: &str) -> Option<(Player, Option<String>)> {
    let url = Url::parse(url.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    let host = url.host_str()?.trim_start_matches("www.").trim_start_matches("m.");
    let found = match host {
        "youtube.com" | "youtu.be" | "youtube-nocookie.com" => youtube(&url, host),
        "tiktok.com" => tiktok(&url),
        "facebook.com" => facebook(&url),
        _ => plain_file(&url),
    };
    Some(found.map_or((Player::Link, None), |(player, embed)| (player, Some(embed))))
}

fn youtube(url: &Url, host: &str) -> Option<(Player, String)> {
    let mut path = url.path_segments()?;
    let first = path.next()?;
    let id = match (host, first) {
        ("youtu.be", id) => id.to_owned(),
        (_, "watch") => url.query_pairs().find(|(key, _)| key == "v")?.1.into_owned(),
        (_, "live" | "shorts" | "embed") => path.next()?.to_owned(),
        _ => return None,
    };
    let fits = id.len() == 11 && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    fits.then(|| {
        (Player::Youtube, format!("https://www.youtube-nocookie.com/embed/{id}?autoplay=1&playsinline=1"))
    })
}

fn tiktok(url: &Url) -> Option<(Player, String)> {
    let path: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    match path.as_slice() {
        [user, "live"] if user.starts_with('@') => {
            Some((Player::Tiktok, format!("https://www.tiktok.com/embed/live/{user}?autoplay=1&muted=1")))
        }
        [user, "video", id] if user.starts_with('@') && id.chars().all(|c| c.is_ascii_digit()) => {
            Some((Player::Tiktok, format!("https://www.tiktok.com/player/v1/{id}?autoplay=1")))
        }
        _ => None,
    }
}

fn facebook(url: &Url) -> Option<(Player, String)> {
    let is_video = url.path().contains("/videos/") || url.path().starts_with("/watch");
    let mut embed = Url::parse("https://www.facebook.com/plugins/video.php").ok()?;
    embed.query_pairs_mut().append_pair("href", url.as_str()).append_pair("autoplay", "true");
    is_video.then(|| (Player::Facebook, embed.into()))
}

fn plain_file(url: &Url) -> Option<(Player, String)> {
    let path = url.path().to_ascii_lowercase();
    let player = match path.rsplit_once('.')?.1 {
        "m3u8" => Player::Hls,
        "mp4" | "webm" => Player::File,
        _ => return None,
    };
    Some((player, url.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn player(url: &str) -> Option<Player> {
        of(url).map(|(player, _)| player)
    }

    #[test]
    fn each_platform_is_known_by_its_address() {
        let youtube = Some((
            Player::Youtube,
            Some("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&playsinline=1".to_owned()),
        ));
        assert_eq!(of("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3"), youtube);
        assert_eq!(of("https://youtu.be/dQw4w9WgXcQ"), youtube);
        assert_eq!(of("https://www.youtube.com/live/dQw4w9WgXcQ"), youtube);
        assert_eq!(player("https://www.tiktok.com/@moclan.vn/live"), Some(Player::Tiktok));
        assert_eq!(player("https://www.facebook.com/moclan/videos/123"), Some(Player::Facebook));
        assert_eq!(player("https://cdn.moclan.vn/live/master.m3u8"), Some(Player::Hls));
        assert_eq!(player("https://cdn.moclan.vn/replay.MP4"), Some(Player::File));
        assert_eq!(player("https://live.shopee.vn/share?from=live&session=1"), Some(Player::Link));
        assert_eq!(player("https://www.youtube.com/@moclan/live"), Some(Player::Link));
    }

    #[test]
    fn an_address_that_is_no_page_is_left_out() {
        assert_eq!(of("javascript:alert(1)"), None);
        assert_eq!(of("tiktok.com/@moclan/live"), None);
    }
}
