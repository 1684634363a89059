//! What a file is, told from its content alone: container, encoding, delimiter, header, source.

use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization;

use crate::csv_in;
use crate::error::{FileError, Found, shown, unreadable};
use crate::header::{self, Recognised};
use crate::ole;
use crate::table::OnRow;
use crate::xlsx::{self, Kept, Workbook};

/// How the text of a CSV is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8Bom,
    /// UTF-16, little end first, with a byte order mark.
    Utf16Le,
    /// UTF-16, big end first, with a byte order mark.
    Utf16Be,
    /// GB 18030, as Chinese programs write it.
    Gb18030,
}

/// What stands between the cells of a CSV.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Delimiter {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// TAB
    Tab,
}

impl Delimiter {
    pub(crate) const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// What holds the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Container {
    /// Text with a delimiter.
    Csv {
        /// How the text is encoded.
        encoding: Encoding,
        /// What stands between cells.
        delimiter: Delimiter,
    },
    /// A workbook.
    Xlsx {
        /// The sheet that is read.
        sheet: String,
        /// All sheets, in order.
        sheets: Vec<String>,
    },
}

/// What a file was found to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Sniffed {
    /// The file's name without its folders.
    pub file: String,
    /// Bytes.
    pub size: u64,
    /// BLAKE3 of the whole file, lower-case hex: the same block twice is visible by it.
    pub hash: String,
    /// What holds the table.
    pub container: Container,
    /// The row that holds the column names, 1-based; title and blank rows stand above it.
    pub header_row: u64,
    /// The names as found: composed (NFC) and trimmed; capitals kept, so that two names stay two.
    pub headers: Vec<String>,
    /// BLAKE3 over the names in order: files with the same signature are read by the same mapping.
    pub signature: String,
    /// What it is.
    pub recognised: Recognised,
    #[serde(skip)]
    pub(crate) ended: bool,
    /// The rows of a workbook's sheet, once they were read: unpacking them is most of the work.
    #[serde(skip)]
    pub(crate) kept: Kept,
}

/// Looks at a file. Only its content counts; its name may say anything.
pub fn sniff(path: &Path) -> Result<Sniffed, FileError> {
    sniff_sheet(path, None)
}

/// Looks at a file of which a sheet has been chosen.
pub fn sniff_sheet(path: &Path, sheet: Option<&str>) -> Result<Sniffed, FileError> {
    let file = shown(path);
    let metadata = std::fs::metadata(path).map_err(|err| unreadable(path, &err))?;
    if metadata.is_dir() {
        return Err(FileError::Unreadable { file, reason: "it is a folder".to_owned() });
    }
    if metadata.len() == 0 {
        return Err(FileError::Empty { file });
    }
    let start = start_of(path)?;
    let (container, head, ended) = if xlsx::is_archive(&start) {
        let (container, head) = look_into_workbook(path, sheet)?;
        (container, head, true)
    } else {
        look_into_text(path, &start)?
    };
    let Some((header_row, headers)) = header::find(&head) else {
        return Err(match head.is_empty() {
            true => FileError::Empty { file },
            false => FileError::NoHeader { file },
        });
    };
    let hash = hash_of(path)?;
    let recognised = header::recognise(&headers);
    let signature = signature_of(&headers);
    let size = metadata.len();
    let kept = Kept::default();
    Ok(Sniffed { file, size, hash, container, header_row, headers, signature, recognised, ended, kept })
}

/// The first rows of a table, with their numbers, blank ones left out.
pub(crate) type Head = Vec<(u64, Vec<String>)>;

/// Rows looked at to find the header.
const HEAD_ROWS: usize = 40;
/// Above which row it must stand.
const LAST_HEAD_ROW: u64 = 10_000;
/// No export has more columns.
const MOST_COLUMNS: usize = 4_096;

fn start_of(path: &Path) -> Result<Vec<u8>, FileError> {
    let file = File::open(path).map_err(|err| unreadable(path, &err))?;
    let mut start = Vec::new();
    file.take(64 * 1024).read_to_end(&mut start).map_err(|err| unreadable(path, &err))?;
    Ok(start)
}

pub(crate) fn hash_of(path: &Path) -> Result<String, FileError> {
    let file = File::open(path).map_err(|err| unreadable(path, &err))?;
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file).map_err(|err| unreadable(path, &err))?;
    Ok(hasher.finalize().to_hex().to_string())
}

fn signature_of(headers: &[String]) -> String {
    let mut hasher = blake3::Hasher::new();
    for header in headers {
        hasher.update(header.as_bytes());
        hasher.update(b"\x1f");
    }
    hasher.finalize().to_hex().to_string()
}

/// A header cell as it is kept: composed, trimmed, capitals as found.
fn clean_header(cell: &str) -> String {
    cell.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Characters of a cell that are looked at to find the header; no name of a column is longer.
const LONGEST_NAME: usize = 256;

/// A cell cut to the length of a name.
fn name_of(cell: &str) -> &str {
    cell.char_indices().nth(LONGEST_NAME).map_or(cell, |(end, _)| &cell[..end])
}

fn collect_head(read: impl FnOnce(&mut OnRow<'_>) -> Result<(), FileError>) -> Result<Head, FileError> {
    let mut head = Head::new();
    read(&mut |row| {
        if !row.is_blank() && row.filled_len() <= MOST_COLUMNS {
            let cells = 0..row.filled_len();
            let cells = cells.map(|column| clean_header(name_of(row.text(column)))).collect();
            head.push((row.number, cells));
        }
        Ok(if head.len() < HEAD_ROWS && row.number < LAST_HEAD_ROW {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        })
    })?;
    Ok(head)
}

fn look_into_workbook(path: &Path, wanted: Option<&str>) -> Result<(Container, Head), FileError> {
    let mut book = Workbook::open(path)?;
    let sheets: Vec<String> = book.sheets.iter().map(|sheet| sheet.name.clone()).collect();
    if let Some(wanted) = wanted
        && !sheets.iter().any(|sheet| sheet == wanted)
    {
        return Err(FileError::NoSuchSheet { file: shown(path), sheet: wanted.to_owned() });
    }
    let mut best: Option<(usize, String, Head)> = None;
    let mut failure = None;
    for sheet in sheets.iter().filter(|sheet| wanted.is_none_or(|wanted| wanted == *sheet)) {
        let head = match collect_head(|on_row| book.pages(sheet, &mut |page| xlsx::each_row(&page, on_row))) {
            Ok(head) => head,
            // A chart sheet has no rows; if no other sheet has any, this is why.
            Err(err) => {
                failure.get_or_insert(err);
                continue;
            }
        };
        let score = header::find(&head).map_or(0, |(_, headers)| 1 + header::known(&headers));
        if best.as_ref().is_none_or(|(so_far, _, _)| score > *so_far) {
            best = Some((score, sheet.clone(), head));
        }
    }
    match (best, failure) {
        (Some((score, sheet, head)), failure) => match failure {
            Some(err) if score == 0 => Err(err),
            _ => Ok((Container::Xlsx { sheet, sheets }, head)),
        },
        (None, Some(err)) => Err(err),
        (None, None) => Err(FileError::Empty { file: shown(path) }),
    }
}

fn look_into_text(path: &Path, start: &[u8]) -> Result<(Container, Head, bool), FileError> {
    if let Some(found) = ole::found(path, start).or_else(|| foreign(start)) {
        return Err(FileError::NotATable { file: shown(path), found });
    }
    let encoding = match start {
        [0xef, 0xbb, 0xbf, ..] => Encoding::Utf8Bom,
        [0xff, 0xfe, ..] => Encoding::Utf16Le,
        [0xfe, 0xff, ..] => Encoding::Utf16Be,
        _ if start.contains(&0) => return Err(without_mark(path, start)),
        _ if is_chinese(path, start)? => Encoding::Gb18030,
        _ => Encoding::Utf8,
    };
    let delimiter = delimiter_of(path, encoding)?;
    let survey = csv_in::survey(path, encoding, delimiter.byte())?;
    let head = collect_head(|on_row| csv_in::rows(path, encoding, delimiter.byte(), survey.ended, on_row))?;
    Ok((Container::Csv { encoding, delimiter }, head, survey.ended))
}

/// Whether text that is not UTF-8 is GB 18030: its first rows are Chinese names of columns that are known. Nearly
/// any bytes can be read so, and only names tell that they should be.
fn is_chinese(path: &Path, start: &[u8]) -> Result<bool, FileError> {
    // A character may be cut by the end of what was read.
    if std::str::from_utf8(start).map_or_else(|err| err.error_len().is_none(), |_| true) {
        return Ok(false);
    }
    let delimiter = delimiter_of(path, Encoding::Gb18030)?;
    let head = collect_head(|on_row| csv_in::rows(path, Encoding::Gb18030, delimiter.byte(), true, on_row));
    let Ok(head) = head else { return Ok(false) };
    let chinese = |name: &&String| name.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    Ok(header::find(&head).is_some_and(|(_, names)| {
        let names: Vec<String> = names.iter().filter(chinese).cloned().collect();
        header::known(&names) >= 3
    }))
}

/// Text in UTF-16 without its mark has a zero in every other byte; anything else with zeros is no text.
fn without_mark(path: &Path, start: &[u8]) -> FileError {
    let file = shown(path);
    let zeros = start.iter().filter(|byte| **byte == 0).count();
    if zeros * 3 > start.len() && zeros * 3 < start.len() * 2 {
        FileError::Encoding { file, row: Some(1) }
    } else {
        FileError::NotATable { file, found: Found::Binary }
    }
}

fn foreign(start: &[u8]) -> Option<Found> {
    if start.starts_with(b"%PDF") {
        return Some(Found::Pdf);
    }
    let binary: [&[u8]; 5] = [b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"Rar!", b"SQLite format 3"];
    if binary.iter().any(|magic| start.starts_with(magic)) {
        return Some(Found::Binary);
    }
    let text = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).trim_ascii_start();
    text.starts_with(b"<").then_some(Found::WebPage)
}

/// The delimiter under which most rows of the head have the same, largest number of cells.
fn delimiter_of(path: &Path, encoding: Encoding) -> Result<Delimiter, FileError> {
    let mut best = (0, Delimiter::Comma);
    for delimiter in [Delimiter::Comma, Delimiter::Semicolon, Delimiter::Tab] {
        let head = collect_widths(path, encoding, delimiter)?;
        let mut commonest = (0, 0);
        for &width in &head {
            let count = head.iter().filter(|other| **other == width).count();
            if width > 1 && (count, width) > commonest {
                commonest = (count, width);
            }
        }
        let score = commonest.0 * commonest.1.min(6);
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    Ok(best.1)
}

fn collect_widths(path: &Path, encoding: Encoding, delimiter: Delimiter) -> Result<Vec<usize>, FileError> {
    let mut widths = Vec::new();
    csv_in::rows(path, encoding, delimiter.byte(), true, &mut |row| {
        if !row.is_blank() {
            widths.push(row.len());
        }
        Ok(if widths.len() < HEAD_ROWS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
    })?;
    Ok(widths)
}

#[cfg(test)]
#[path = "sniff_test.rs"]
mod tests;
