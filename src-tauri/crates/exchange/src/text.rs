//! Markup to plain text: what a description says, without its tags.

/// The text of a piece of HTML: tags out, entities resolved, blocks on lines of their own.
///
/// It is for reading, not for safety: whoever shows text still escapes it.
pub(crate) fn from_html(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    // Behind the last `>` nothing is a tag: a text of nothing but `<` is gone through once.
    let last = html.rfind('>');
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let closes = last.is_some_and(|last| html.len() - rest.len() < last);
        let used = match (rest.starts_with('<'), closes) {
            (true, true) => tag(rest, &mut out),
            (true, false) => {
                out.push('<');
                1
            }
            (false, _) => entity(rest, &mut out),
        };
        rest = &rest[used..];
    }
    out.push_str(rest);
    let lines = out.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn tag(rest: &str, out: &mut String) -> usize {
    let begins = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
    let Some(end) = begins.then(|| rest.find('>')).flatten() else {
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
        return closing(rest, &name).unwrap_or(rest.len());
    }
    let block = ["p", "br", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6"];
    if block.contains(&name.as_str()) {
        out.push('\n');
    }
    end + 1
}

/// Where `</name` begins, in capitals or not.
fn closing(rest: &str, name: &str) -> Option<usize> {
    memchr::memmem::find_iter(rest.as_bytes(), b"</").find(|at| {
        let begins = rest.as_bytes().get(at + 2..at + 2 + name.len());
        begins.is_some_and(|begins| begins.eq_ignore_ascii_case(name.as_bytes()))
    })
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
        assert_eq!(from_html("a<STYLE>x</sTyLe>b"), "ab");
        assert_eq!(from_html("plain"), "plain");
        assert_eq!(from_html("&#272;&#x1ea7;m"), "Đầm");
    }

    #[test]
    fn a_description_of_nothing_but_brackets_is_gone_through_once() {
        let begun = std::time::Instant::now();
        for piece in ["<", "<1", "<a", "<script>", "<script></script>", "<p ", "&", "</"] {
            let text = format!("{}>", piece.repeat(400_000));
            assert!(from_html(&text).len() <= text.len());
        }
        assert!(begun.elapsed().as_secs() < 20, "it took {:?}", begun.elapsed());
    }
}
