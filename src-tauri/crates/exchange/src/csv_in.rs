//! CSV in UTF-8, UTF-16 or GB 18030: decoding, the check that every quote closes, and the rows.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use csv::ByteRecord;
use encoding_rs::{CoderResult, Decoder, GB18030, UTF_16BE, UTF_16LE};

use crate::error::{FileError, shown, unreadable};
use crate::meter::{LONGEST_ROW, Meter, Metered};
use crate::sniff::Encoding;
use crate::table::{OnRow, Row};

const CHUNK: usize = 64 * 1024;

/// Turns another encoding into UTF-8 as it is read.
struct Decoded<R> {
    source: R,
    decoder: Decoder,
    input: Vec<u8>,
    used: usize,
    output: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    fn new(source: R, encoding: &'static encoding_rs::Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self {
            source,
            decoder,
            input: Vec::new(),
            used: 0,
            output: Vec::with_capacity(CHUNK * 2),
            given: 0,
            ended: false,
        }
    }

    fn refill(&mut self) -> io::Result<()> {
        if self.used == self.input.len() {
            self.input.resize(CHUNK, 0);
            let count = self.source.read(&mut self.input)?;
            self.input.truncate(count);
            self.used = 0;
        }
        let last = self.input.is_empty();
        self.output.resize(CHUNK * 2, 0);
        let (state, read, written, broken) =
            self.decoder.decode_to_utf8(&self.input[self.used..], &mut self.output, last);
        if broken {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "not in its encoding"));
        }
        self.used += read;
        self.output.truncate(written);
        self.given = 0;
        self.ended = last && matches!(state, CoderResult::InputEmpty);
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.output.len() && !self.ended {
            self.refill()?;
        }
        let rest = &self.output[self.given..];
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}

/// The file as UTF-8 without a byte order mark.
pub(crate) fn open(path: &Path, encoding: Encoding) -> io::Result<Box<dyn Read>> {
    let file = File::open(path)?;
    Ok(match encoding {
        Encoding::Utf8 => Box::new(file),
        Encoding::Utf8Bom => {
            let mut file = file;
            file.read_exact(&mut [0; 3])?;
            Box::new(file)
        }
        Encoding::Utf16Le => Box::new(Decoded::new(file, UTF_16LE)),
        Encoding::Utf16Be => Box::new(Decoded::new(file, UTF_16BE)),
        Encoding::Gb18030 => Box::new(Decoded::new(file, GB18030)),
    })
}

/// Reads every row, numbered as a spreadsheet numbers them.
pub(crate) fn rows(
    path: &Path,
    encoding: Encoding,
    delimiter: u8,
    ended: bool,
    on_row: &mut OnRow<'_>,
) -> Result<(), FileError> {
    let meter = Meter::default();
    let source = open(path, encoding).map_err(|err| unreadable(path, &err))?;
    let source = Metered { source, meter: meter.clone() };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(4 * CHUNK)
        .from_reader(source);
    let mut record = ByteRecord::new();
    let mut next = ByteRecord::new();
    let mut numbering = Numbering { row: 0, line: 1 };
    // One row is read ahead, so that the last one is known to be the last.
    let too_long = |err: FileError, row: u64| match meter.is_exceeded() {
        true => FileError::RowTooLong { file: shown(path), row, limit: LONGEST_ROW },
        false => err,
    };
    let mut more = read(&mut reader, &mut record, path).map_err(|err| too_long(err, 1))?;
    let mut number = numbering.next(&record, reader.position().line());
    while more {
        meter.begin();
        more = read(&mut reader, &mut next, path).map_err(|err| too_long(err, number + 1))?;
        let row = Row::csv(number, !more && !ended, &record);
        if on_row(&row)?.is_break() {
            return Ok(());
        }
        if more {
            number = numbering.next(&next, reader.position().line());
            std::mem::swap(&mut record, &mut next);
        }
    }
    Ok(())
}

fn read(
    reader: &mut csv::Reader<impl Read>,
    record: &mut ByteRecord,
    path: &Path,
) -> Result<bool, FileError> {
    reader.read_byte_record(record).map_err(|err| match err.into_kind() {
        csv::ErrorKind::Io(err) => unreadable(path, &err),
        _ => FileError::Encoding { file: shown(path), row: None },
    })
}

/// Counts rows the way a spreadsheet does: blank lines count, line breaks inside a cell do not.
struct Numbering {
    row: u64,
    line: u64,
}

impl Numbering {
    fn next(&mut self, record: &ByteRecord, line_after: u64) -> u64 {
        let breaks = memchr::memchr_iter(b'\n', record.as_slice()).count() as u64;
        let blank = (line_after - self.line).saturating_sub(breaks + 1);
        self.line = line_after;
        self.row += blank + 1;
        self.row
    }
}

/// What a pass over the whole text found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Survey {
    /// Whether the text ends with a line end.
    pub ended: bool,
}

/// Reads the whole text once: it must be UTF-8 and every quote must close.
pub(crate) fn survey(path: &Path, encoding: Encoding, delimiter: u8) -> Result<Survey, FileError> {
    let source = open(path, encoding).map_err(|err| unreadable(path, &err))?;
    let mut source = BufReader::with_capacity(4 * CHUNK, source);
    let mut utf8 = Utf8Check::default();
    let mut quotes = QuoteCheck::new(delimiter);
    loop {
        let chunk = source.fill_buf().map_err(|err| unreadable(path, &err))?;
        if chunk.is_empty() {
            break;
        }
        if !utf8.feed(chunk) {
            return Err(FileError::Encoding { file: shown(path), row: Some(utf8.line) });
        }
        quotes.feed(chunk);
        let count = chunk.len();
        source.consume(count);
    }
    if quotes.unclosed() {
        let row = line_of(path, encoding, quotes.opened_at)?;
        return Err(FileError::Truncated { file: shown(path), row: Some(row) });
    }
    if utf8.pending > 0 {
        return Err(FileError::Truncated { file: shown(path), row: Some(utf8.line) });
    }
    Ok(Survey { ended: matches!(quotes.previous, b'\n' | b'\r') })
}

fn line_of(path: &Path, encoding: Encoding, offset: u64) -> Result<u64, FileError> {
    let source = open(path, encoding).map_err(|err| unreadable(path, &err))?;
    let mut lines = 1;
    let mut source = BufReader::with_capacity(CHUNK, source.take(offset));
    loop {
        let chunk = source.fill_buf().map_err(|err| unreadable(path, &err))?;
        if chunk.is_empty() {
            return Ok(lines);
        }
        lines += memchr::memchr_iter(b'\n', chunk).count() as u64;
        let count = chunk.len();
        source.consume(count);
    }
}

/// Checks UTF-8 over chunks; a character may be cut by the edge of one.
struct Utf8Check {
    tail: [u8; 8],
    pending: usize,
    line: u64,
}

impl Default for Utf8Check {
    fn default() -> Self {
        Self { tail: [0; 8], pending: 0, line: 1 }
    }
}

impl Utf8Check {
    fn feed(&mut self, chunk: &[u8]) -> bool {
        let mut rest = chunk;
        while self.pending > 0 {
            let Some((&byte, after)) = rest.split_first() else { return true };
            self.tail[self.pending] = byte;
            self.pending += 1;
            rest = after;
            match std::str::from_utf8(&self.tail[..self.pending]) {
                Ok(_) => self.pending = 0,
                Err(err) if err.error_len().is_none() => {}
                Err(_) => return false,
            }
        }
        let (valid, cut) = match std::str::from_utf8(rest) {
            Ok(_) => (rest.len(), true),
            Err(err) => (err.valid_up_to(), err.error_len().is_none()),
        };
        self.line += memchr::memchr_iter(b'\n', &rest[..valid]).count() as u64;
        let tail = &rest[valid..];
        if cut {
            self.tail[..tail.len()].copy_from_slice(tail);
            self.pending = tail.len();
        }
        cut
    }
}

/// Follows quotes the way the CSV reader does, to know whether the last one closes.
struct QuoteCheck {
    delimiter: u8,
    open: bool,
    pending: bool,
    previous: u8,
    seen: u64,
    opened_at: u64,
}

impl QuoteCheck {
    const fn new(delimiter: u8) -> Self {
        Self { delimiter, open: false, pending: false, previous: b'\n', seen: 0, opened_at: 0 }
    }

    const fn unclosed(&self) -> bool {
        self.open && !self.pending
    }

    fn feed(&mut self, chunk: &[u8]) {
        let mut skip = 0;
        if std::mem::take(&mut self.pending) {
            if chunk.first() == Some(&b'"') {
                skip = 1;
            } else {
                self.open = false;
            }
        }
        for at in memchr::memchr_iter(b'"', chunk) {
            if at < skip {
                continue;
            }
            if self.open {
                match chunk.get(at + 1) {
                    Some(b'"') => skip = at + 2,
                    Some(_) => self.open = false,
                    None => self.pending = true,
                }
            } else {
                let before = if at == 0 { self.previous } else { chunk[at - 1] };
                if before == self.delimiter || matches!(before, b'\n' | b'\r') {
                    self.open = true;
                    self.opened_at = self.seen + at as u64;
                }
            }
        }
        self.seen += chunk.len() as u64;
        self.previous = chunk.last().copied().unwrap_or(self.previous);
    }
}
