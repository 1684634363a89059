//! Markup to plain text: what a description says, without its tags.

/// The text of a piece of HTML: tags out, entities resolved, blocks on lines of their own.
///
/// It is for reading, not for safety: whoever shows text still escapes it.
pub(crate) fn from_html(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let used = if rest.starts_with('<') { tag(rest, &mut out) } else { entity(rest, &mut out) };
        rest = &rest[used..];
    }
    out.push_str(rest);
    let lines = out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn tag(rest: &str, out: &mut String) -> usize {
    let begins = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
    let Some(end) = rest.find('>').filter(|_| begins) else {
        out.push('<');
        return 1;
    };
    let name: String = rest[1..end]
        .trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let closes = rest[1..].starts_with('/');
    if matches!(name.as_str(), "script" | "style") && !closes {
        let close = format!("</{name}");
        let lower = rest.to_ascii_lowercase();
        return lower.find(&close).map_or(rest.len(), |at| at);
    }
    let block = ["p", "br", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"];
    if block.contains(&name.as_str()) {
        out.push('\n');
    }
    end + 1
}

fn entity(rest: &str, out: &mut String) -> usize {
    let end = rest.bytes().take(12).position(|byte| byte == b';');
    let Some(end) = end else {
        out.push('&');
        return 1;
    };
    let name = &rest[1..end];
    let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok(),
        None => number.parse().ok(),
    });
    let resolved = match (number, name) {
        (Some(code), _) => char::from_u32(code),
        (None, "amp") => Some('&'),
        (None, "lt") => Some('<'),
        (None, "gt") => Some('>'),
        (None, "quot") => Some('"'),
        (None, "apos") => Some('\''),
        (None, "nbsp") => Some(' '),
        _ => None,
    };
    match resolved {
        Some(c) => {
            out.push(c);
            end + 1
        }
        None => {
            out.push('&');
            1
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_is_what_its_markup_says() {
        let html = "<p>Mềm &amp; mát</p><ul><li>100% cotton</li></ul><script>alert(1)</script>a < b";
        assert_eq!(from_html(html), "Mềm & mát\n100% cotton\na < b");
        assert_eq!(from_html("plain"), "plain");
        assert_eq!(from_html("&#272;&#x1ea7;m"), "Đầm");
    }
}
