//! What cells of a sheet refer to: the shared texts, and which formats show a date.

use std::ops::Range;

use quick_xml::events::Event;

use crate::error::FileError;
use crate::meter::Meter;
use crate::xlsx::package::{Xml, attribute, damaged};

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
pub(super) fn texts(xml: &mut Xml<'_>, meter: &Meter, file: &str, part: &str) -> Result<Texts, FileError> {
    let mut texts = Texts::default();
    let mut buffer = Vec::new();
    let (mut inside, mut phonetic) = (false, false);
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|err| damaged(file, part, &err))? {
            Event::Start(element) => match element.local_name().into_inner() {
                "t" => inside = !phonetic,
                "rPh" => phonetic = true,
                _ => {}
            },
            Event::End(element) => match element.local_name().into_inner() {
                "t" => inside = false,
                "rPh" => phonetic = false,
                "si" => {
                    texts.ends.push(texts.all.len());
                    meter.begin();
                }
                _ => {}
            },
            Event::Eof => return Ok(texts),
            event if inside => push_text(&event, &mut texts.all),
            _ => {}
        }
    }
}

/// Adds the characters of a text event.
pub(super) fn push_text(event: &Event<'_>, into: &mut String) {
    match event {
        Event::Text(text) => into.push_str(&text.xml10_content()),
        Event::CData(text) => into.push_str(&text.xml10_content()),
        Event::GeneralRef(entity) => match entity.resolve_char_ref() {
            Ok(Some(c)) => into.push(c),
            _ => into.push_str(quick_xml::escape::resolve_xml_entity(entity).unwrap_or("\u{fffd}")),
        },
        _ => {}
    }
}

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
    fn a_date_format_is_told_from_money_with_letters_in_it() {
        assert!(shows_date("yyyy-mm-dd h:mm:ss"));
        assert!(shows_date("[$-409]d/m/yy"));
        assert!(!shows_date("#,##0.00\"d\""));
        assert!(!shows_date("[Red]0.00"));
        assert!(is_date(22, &[]) && !is_date(2, &[]));
    }
}
