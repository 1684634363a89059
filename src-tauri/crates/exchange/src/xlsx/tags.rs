//! The tags of a part and the texts between them, as they stand in the bytes: a sheet has millions, so none is copied.

use std::io::{self, Read};

/// Bytes read at once.
const CHUNK: usize = 256 * 1024;

/// One piece of a part.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'b> {
    /// `<c r="A1">`; what is written as `<c/>` is followed by its end.
    Open(Tag<'b>),
    /// `</c>`, by its local name.
    Close(&'b [u8]),
    /// What stands between tags, its references not resolved.
    Text(&'b [u8]),
    /// What stands in a CDATA section.
    Data(&'b [u8]),
    /// A comment or an instruction.
    Other,
    /// The part ends, perhaps in the middle of a piece.
    End,
}

/// The beginning of an element.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'b> {
    /// Without the prefix of its name space.
    pub(super) name: &'b [u8],
    attributes: &'b [u8],
}

impl<'b> Tag<'b> {
    fn new(inside: &'b [u8]) -> Self {
        let end = inside.iter().position(u8::is_ascii_whitespace).unwrap_or(inside.len());
        Self { name: local(&inside[..end]), attributes: &inside[end..] }
    }

    /// Names and values of the attributes, as they are written.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&'b [u8], &'b [u8])> + use<'b> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            let equals = rest.iter().position(|byte| *byte == b'=')?;
            let (name, value) = (rest[..equals].trim_ascii(), rest[equals + 1..].trim_ascii_start());
            let (quote, value) = value.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
            let end = value.iter().position(|byte| byte == quote)?;
            rest = &value[end + 1..];
            Some((name, &value[..end]))
        })
    }
}

fn local(name: &[u8]) -> &[u8] {
    name.iter().position(|byte| *byte == b':').map_or(name, |colon| &name[colon + 1..])
}

/// Reads a part piece by piece.
pub(super) struct Tags<R> {
    source: R,
    buffer: Vec<u8>,
    /// Where in the buffer the next piece begins, and where what was read ends.
    at: usize,
    filled: usize,
    /// The element that was opened and closed by one tag, until its end is told.
    empty: Option<(usize, usize)>,
}

impl<R: Read> Tags<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, buffer: vec![0; CHUNK], at: 0, filled: 0, empty: None }
    }

    /// The next piece.
    pub(super) fn next(&mut self) -> io::Result<Piece<'_>> {
        if let Some((from, to)) = self.empty.take() {
            return Ok(Piece::Close(local(&self.buffer[from..to])));
        }
        let length = loop {
            match length_of(&self.buffer[self.at..self.filled])? {
                Some(length) => break length,
                None if self.refill()? => {}
                None => return Ok(Piece::End),
            }
        };
        let from = self.at;
        self.at += length;
        let piece = &self.buffer[from..self.at];
        Ok(match piece {
            [b'<', b'/', name @ .., b'>'] => Piece::Close(local(name.trim_ascii_end())),
            [b'<', b'?', ..] => Piece::Other,
            [b'<', b'!', b'[', ..] => Piece::Data(&piece[CDATA.len()..length - 3]),
            [b'<', b'!', ..] => Piece::Other,
            [b'<', inside @ .., b'/', b'>'] => {
                let tag = Tag::new(inside);
                let name = inside.len() - tag.attributes.len();
                self.empty = Some((from + 1, from + 1 + name));
                Piece::Open(tag)
            }
            [b'<', inside @ .., b'>'] => Piece::Open(Tag::new(inside)),
            text => Piece::Text(text),
        })
    }

    /// Reads on; false at the end of the source.
    fn refill(&mut self) -> io::Result<bool> {
        self.buffer.copy_within(self.at..self.filled, 0);
        (self.at, self.filled) = (0, self.filled - self.at);
        if self.filled == self.buffer.len() {
            self.buffer.resize(self.buffer.len() * 2, 0);
        }
        // Filled whole, so that a piece that is long is looked through few times.
        let before = self.filled;
        while self.filled < self.buffer.len() {
            match self.source.read(&mut self.buffer[self.filled..])? {
                0 => break,
                count => self.filled += count,
            }
        }
        Ok(self.filled > before)
    }
}

const CDATA: &[u8] = b"<![CDATA[";

/// Bytes of the piece that `bytes` begin with; none while its end is not among them.
fn length_of(bytes: &[u8]) -> io::Result<Option<usize>> {
    let behind = |mark: &[u8], from: usize| {
        let found = bytes.get(from..).and_then(|rest| memchr::memmem::find(rest, mark));
        Ok(found.map(|at| from + at + mark.len()))
    };
    match bytes {
        [] | [b'<'] => Ok(None),
        [b'<', b'?', ..] => behind(b"?>", 2),
        [b'<', b'!', b'-', b'-', ..] => behind(b"-->", 4),
        [b'<', b'!', ..] if bytes.starts_with(CDATA) => behind(b"]]>", CDATA.len()),
        [b'<', b'!', ..] if bytes.len() < CDATA.len() => Ok(None),
        // The format forbids documents to declare types, and nothing good comes of them.
        [b'<', b'!', ..] => Err(io::Error::new(io::ErrorKind::InvalidData, "it declares types of its own")),
        [b'<', inside @ ..] => Ok(end_of_tag(inside).map(|end| end + 2)),
        text => Ok(memchr::memchr(b'<', text)),
    }
}

/// Where the `>` stands that is in no quotes.
fn end_of_tag(inside: &[u8]) -> Option<usize> {
    let mut quote = None;
    inside.iter().position(|&byte| {
        match (quote, byte) {
            (None, b'>') => return true,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use quick_xml::Reader;
    use quick_xml::events::Event;

    use super::*;

    /// A source that gives a few bytes at a time, so that every piece is cut somewhere.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let count = self.0.len().min(into.len()).min(3);
            into[..count].copy_from_slice(&self.0[..count]);
            self.0 = &self.0[count..];
            Ok(count)
        }
    }

    fn pieces(text: &str) -> Vec<String> {
        let mut tags = Tags::new(Slow(text.as_bytes()));
        let mut all = Vec::new();
        let said = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        loop {
            all.push(match tags.next().unwrap() {
                Piece::Open(tag) => {
                    let attributes = tag.attributes().map(|(name, value)| (said(name), said(value)));
                    format!("{} {:?}", said(tag.name), attributes.collect::<Vec<_>>())
                }
                Piece::Close(name) => format!("/{}", said(name)),
                Piece::Text(text) => format!("'{}", said(text)),
                Piece::Data(text) => format!("[{}", said(text)),
                Piece::Other => continue,
                Piece::End => return all,
            });
        }
    }

    /// What the XML reader of the small parts makes of the same text.
    fn as_read(text: &str) -> Vec<String> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        reader.config_mut().expand_empty_elements = true;
        let mut all = Vec::new();
        loop {
            all.push(match reader.read_event().unwrap() {
                Event::Start(element) => {
                    let attributes = element.attributes().map(|attribute| {
                        let attribute = attribute.unwrap();
                        (attribute.key.as_ref().to_owned(), attribute.value.into_owned())
                    });
                    let attributes = attributes.collect::<Vec<_>>();
                    format!("{} {attributes:?}", element.local_name().into_inner())
                }
                Event::End(element) => format!("/{}", element.local_name().into_inner()),
                Event::Text(text) => format!("'{}", text.into_inner()),
                Event::CData(text) => format!("[{}", text.into_inner()),
                Event::Eof => return all,
                _ => continue,
            });
        }
    }

    #[test]
    fn a_sign_in_quotes_ends_no_tag() {
        let found = pieces("<x:c r='A>1' t = \"s\"/><!-- <c> --><v>1 &lt; 2</v><![CDATA[<v>]]>");
        let cell = "c [(\"r\", \"A>1\"), (\"t\", \"s\")]";
        assert_eq!(found, [cell, "/c", "v []", "'1 &lt; 2", "/v", "[<v>"]);
    }

    #[test]
    fn what_ends_in_the_middle_of_a_piece_ends_before_it() {
        for text in ["<v>1</v", "<v>1<", "<v>1<!-- ", "<v>1<![CDATA[ ]]", "<v>1<c r='>"] {
            assert_eq!(pieces(text)[..2], ["v []", "'1"], "{text}");
        }
        let mut tags = Tags::new(&b"<!DOCTYPE x [<!ENTITY y 'z'>]><v>&y;</v>"[..]);
        assert!(tags.next().is_err());
    }

    proptest! {
        #[test]
        fn pieces_are_what_an_xml_reader_sees(
            parts in proptest::collection::vec(
                prop_oneof![
                    Just("<c r=\"A1\" s='2'>"), Just("</c>"), Just("<c/>"), Just("<a:row r=\"1\" />"),
                    Just("<v>"), Just("</v>"), Just("</a:row >"), Just("<!-- > -->"), Just("<?x y?>"),
                    Just("<![CDATA[a]b]]>"), Just("12.5"), Just("é > \""), Just("<t xml:space=\"preserve\">"),
                ],
                0..30,
            )
        ) {
            let text = parts.concat() + "<end/>";
            prop_assert_eq!(pieces(&text), as_read(&text));
        }
    }
}
