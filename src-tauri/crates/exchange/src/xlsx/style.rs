//! What cells of a sheet refer to: the shared texts, and which formats show a date.

use std::io::Read;
use std::ops::Range;

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, Event};

use crate::error::FileError;
use crate::meter::Meter;
use crate::xlsx::package::{Xml, attribute, damaged};
use crate::xlsx::tags::{Piece, Tags};

/// What the cells of a sheet refer to.
#[derive(Default)]
pub(super) struct Shape {
    pub(super) texts: Texts,
    /// For each cell format, whether it shows a date.
    pub(super) dates: Vec<bool>,
    pub(super) from_1904: bool,
}

/// The shared texts of a workbook, end to end in one allocation.
#[derive(Default)]
pub(super) struct Texts {
    all: String,
    ends: Vec<usize>,
}

impl Texts {
    pub(super) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        self.all.get(Range { start, end })
    }
}

/// Reads the shared texts; phonetic readings (`rPh`) are not part of a text.
pub(super) fn texts(
    mut tags: Tags<impl Read>,
    meter: &Meter,
    file: &str,
    part: &str,
) -> Result<Texts, FileError> {
    let mut texts = Texts::default();
    let (mut inside, mut phonetic) = (false, false);
    loop {
        match tags.next().map_err(|err| damaged(file, part, &err))? {
            Piece::Open(tag) if tag.name == b"t" => inside = !phonetic,
            Piece::Open(tag) if tag.name == b"rPh" => phonetic = true,
            Piece::Close(b"t") => inside = false,
            Piece::Close(b"rPh") => phonetic = false,
            Piece::Close(b"si") => {
                texts.ends.push(texts.all.len());
                meter.begin();
            }
            Piece::Text(raw) if inside => {
                push_text(raw, &mut texts.all).map_err(|reason| damaged(file, part, &reason))?;
            }
            Piece::Data(raw) if inside => {
                push_data(raw, &mut texts.all).map_err(|reason| damaged(file, part, &reason))?;
            }
            Piece::End => return Ok(texts),
            _ => {}
        }
    }
}

/// Adds what a text says, its references resolved.
pub(super) fn push_text(raw: &[u8], into: &mut String) -> Result<(), &'static str> {
    let Some(first) = memchr::memchr(b'&', raw) else { return push_data(raw, into) };
    push_data(&raw[..first], into)?;
    for part in raw[first + 1..].split(|byte| *byte == b'&') {
        let end = memchr::memchr(b';', part).ok_or("an & stands there alone")?;
        let name = std::str::from_utf8(&part[..end]).map_err(|_| NOT_UTF8)?;
        let reference = BytesRef::new(name);
        match reference.resolve_char_ref() {
            Ok(Some(c)) => into.push(c),
            _ => into.push_str(resolve_xml_entity(name).unwrap_or("\u{fffd}")),
        }
        push_data(&part[end + 1..], into)?;
    }
    Ok(())
}

/// Adds text as it stands; line ends become those of XML.
pub(super) fn push_data(raw: &[u8], into: &mut String) -> Result<(), &'static str> {
    let text = std::str::from_utf8(raw).map_err(|_| NOT_UTF8)?;
    match memchr::memchr(b'\r', raw) {
        None => into.push_str(text),
        Some(_) => into.push_str(&text.replace("\r\n", "\n").replace('\r', "\n")),
    }
    Ok(())
}

const NOT_UTF8: &str = "it is not in UTF-8";

/// For each cell format, whether it shows a date.
pub(super) fn dates(xml: &mut Xml<'_>, file: &str, part: &str) -> Result<Vec<bool>, FileError> {
    let mut own = Vec::new();
    let mut formats = Vec::new();
    let mut in_cells = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|err| damaged(file, part, &err))? {
            Event::Start(element) => match element.local_name().into_inner() {
                "numFmt" => {
                    let id = attribute(&element, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                    let code = attribute(&element, "formatCode");
                    if let (Some(id), Some(code)) = (id, code) {
                        own.push((id, shows_date(&code)));
                    }
                }
                "cellXfs" => in_cells = true,
                "xf" if in_cells => {
                    let id = attribute(&element, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                    formats.push(id.is_some_and(|id| is_date(id, &own)));
                }
                _ => {}
            },
            Event::End(element) if element.local_name().into_inner() == "cellXfs" => in_cells = false,
            Event::Eof => return Ok(formats),
            _ => {}
        }
    }
}

fn is_date(id: u32, own: &[(u32, bool)]) -> bool {
    own.iter()
        .find(|(other, _)| *other == id)
        .map_or_else(|| matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58), |(_, date)| *date)
}

/// Whether a format code has a day or a year outside quotes, brackets and escapes.
fn shows_date(code: &str) -> bool {
    let mut quoted = false;
    let mut bracketed = false;
    let mut escaped = false;
    code.chars().any(|c| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        match c {
            '"' => quoted = !quoted,
            '\\' | '_' | '*' if !quoted => escaped = true,
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            'd' | 'D' | 'y' | 'Y' if !quoted && !bracketed => return true,
            _ => {}
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_says_what_its_references_stand_for() {
        let said = |raw: &[u8]| {
            let mut text = String::new();
            push_text(raw, &mut text).map(|()| text)
        };
        assert_eq!(said(b"a &amp; b&lt;&#x110;&#13;\r\nc\rd &x;"), Ok("a & b<Đ\r\nc\nd \u{fffd}".to_owned()));
        assert!(said(b"a & b").is_err() && said(b"\xff").is_err());
        assert_eq!(said(b"a & b; c"), Ok("a \u{fffd} c".to_owned()));
    }

    #[test]
    fn a_date_format_is_told_from_money_with_letters_in_it() {
        assert!(shows_date("yyyy-mm-dd h:mm:ss"));
        assert!(shows_date("[$-409]d/m/yy"));
        assert!(!shows_date("#,##0.00\"d\""));
        assert!(!shows_date("[Red]0.00"));
        assert!(is_date(22, &[]) && !is_date(2, &[]));
    }
}
