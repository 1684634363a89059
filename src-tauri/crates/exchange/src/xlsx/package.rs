//! The archive around a workbook: which parts it has and how large they may become.

use std::fs::File;
use std::io::{BufReader, Read};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::mpsc::sync_channel;
use std::thread;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::{FileError, Found, shown, unreadable};
use crate::meter::{Meter, Metered};
use crate::xlsx::page::Page;
use crate::xlsx::sheet::Sheet;
use crate::xlsx::style::{self, Shape};
use crate::xlsx::tags::Tags;

/// No part of an honest workbook unpacks to more than this many bytes.
const LARGEST_PART: u64 = 2 << 30;
/// Above this size a part must not be packed more tightly than `TIGHTEST`.
const SMALL_PART: u64 = 64 << 20;
/// Sheets of repeated values pack about a hundredfold; a bomb a thousandfold.
const TIGHTEST: u64 = 250;
/// Texts are kept in memory while a sheet is read.
const LARGEST_TEXTS: u64 = 256 << 20;

/// Pages that wait to be looked at.
const PAGES_AHEAD: usize = 4;

/// A sheet of a workbook.
pub(crate) struct SheetPart {
    pub(crate) name: String,
    path: String,
}

/// An opened workbook; the sheets are streamed from it.
pub(crate) struct Workbook {
    file: String,
    archive: ZipArchive<BufReader<File>>,
    /// The sheets in the order of the workbook.
    pub(crate) sheets: Vec<SheetPart>,
    shape: Option<Shape>,
    from_1904: bool,
}

/// Whether the bytes begin an archive.
pub(crate) fn is_archive(start: &[u8]) -> bool {
    start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06")
}

/// An XML reader over one part, which stops at the size the directory has declared.
pub(super) type Xml<'a> = Reader<BufReader<Part<'a>>>;
/// The bytes of a part as they are unpacked.
type Part<'a> = Box<dyn Read + 'a>;

impl Workbook {
    /// Opens the archive, refuses bombs by its directory, and lists the sheets.
    pub(crate) fn open(path: &Path) -> Result<Self, FileError> {
        let file = shown(path);
        let source = File::open(path).map_err(|err| unreadable(path, &err))?;
        let archive = ZipArchive::new(BufReader::new(source)).map_err(|err| match err {
            ZipError::Io(err) if err.kind() != std::io::ErrorKind::UnexpectedEof => unreadable(path, &err),
            // The directory stands at the end: without it the end is missing.
            _ => FileError::Truncated { file: file.clone(), row: None },
        })?;
        let mut book = Self { file, archive, sheets: Vec::new(), shape: None, from_1904: false };
        book.check_sizes()?;
        book.read_sheets()?;
        Ok(book)
    }

    fn check_sizes(&mut self) -> Result<(), FileError> {
        for at in 0..self.archive.len() {
            let part = self.archive.by_index_raw(at);
            let part = part.map_err(|err| damaged(&self.file, "directory", &err))?;
            let (size, packed) = (part.size(), part.compressed_size());
            let limit = if size > SMALL_PART { (packed * TIGHTEST).max(SMALL_PART) } else { LARGEST_PART };
            let limit = limit.min(LARGEST_PART);
            if size > limit {
                let name = String::from_utf8_lossy(part.name_raw()).into_owned();
                return Err(FileError::TooLargeInside { file: self.file.clone(), part: name, size, limit });
            }
        }
        Ok(())
    }

    fn read_sheets(&mut self) -> Result<(), FileError> {
        let main = self.main_part()?;
        let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
        let links = self.links(&format!("{folder}/_rels/{name}.rels"))?;
        let file = self.file.clone();
        let mut found = Vec::new();
        let mut from_1904 = false;
        self.each_start(&main, |element| match element.local_name().into_inner() {
            "sheet" => {
                let target = attribute(element, "id")
                    .and_then(|id| links.iter().find(|link| link.id == id).map(|link| link.target.clone()));
                if let (Some(name), Some(target)) = (attribute(element, "name"), target) {
                    found.push(SheetPart { name, path: inside(folder, &target) });
                }
            }
            "workbookPr" => {
                let flag = attribute(element, "date1904");
                from_1904 = matches!(flag.as_deref(), Some("1" | "true"));
            }
            _ => {}
        })?;
        if found.is_empty() {
            return Err(FileError::Damaged { file, part: main, reason: "it lists no sheets".to_owned() });
        }
        self.sheets = found;
        self.from_1904 = from_1904;
        Ok(())
    }

    fn main_part(&mut self) -> Result<String, FileError> {
        if !self.has("_rels/.rels") {
            return Err(FileError::NotATable { file: self.file.clone(), found: Found::Archive });
        }
        let links = self.links("_rels/.rels")?;
        let main = links.into_iter().find(|link| link.kind.ends_with("/officeDocument"));
        match main.map(|link| inside("", &link.target)) {
            Some(part) if self.has(&part) => Ok(part),
            _ => Err(FileError::NotATable { file: self.file.clone(), found: Found::Archive }),
        }
    }

    fn links(&mut self, part: &str) -> Result<Vec<Link>, FileError> {
        let mut links = Vec::new();
        self.each_start(part, |element| {
            if element.local_name().into_inner() == "Relationship" {
                let value = |name| attribute(element, name).unwrap_or_default();
                links.push(Link { id: value("Id"), target: value("Target"), kind: value("Type") });
            }
        })?;
        Ok(links)
    }

    fn has(&self, part: &str) -> bool {
        self.archive.index_for_name(part).is_some()
    }

    fn each_start(&mut self, part: &str, mut then: impl FnMut(&BytesStart<'_>)) -> Result<(), FileError> {
        let file = self.file.clone();
        let mut xml = self.xml(part, LARGEST_TEXTS, &Meter::default())?;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).map_err(|err| damaged(&file, part, &err))? {
                Event::Start(element) => then(&element),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn xml(&mut self, part: &str, limit: u64, meter: &Meter) -> Result<Xml<'_>, FileError> {
        let mut xml = Reader::from_reader(BufReader::new(self.part(part, limit, meter)?));
        let config = xml.config_mut();
        config.check_end_names = false;
        config.expand_empty_elements = true;
        Ok(xml)
    }

    /// The bytes of a part.
    fn part(&mut self, part: &str, limit: u64, meter: &Meter) -> Result<Part<'_>, FileError> {
        let file = self.file.clone();
        let entry = self.archive.by_name(part).map_err(|err| damaged(&file, part, &err))?;
        let size = entry.size();
        if size > limit {
            return Err(FileError::TooLargeInside { file, part: part.to_owned(), size, limit });
        }
        // The directory may lie: no more than it declares is ever unpacked.
        Ok(Box::new(Metered { source: entry.take(size), meter: meter.clone() }))
    }

    /// Reads the rows of the sheet of that name by the page, unpacked by another thread while they are looked at.
    pub(crate) fn pages(
        &mut self,
        name: &str,
        on_page: &mut dyn FnMut(Page) -> Result<ControlFlow<()>, FileError>,
    ) -> Result<(), FileError> {
        let Some(part) = self.sheets.iter().find(|sheet| sheet.name == name) else {
            return Err(FileError::NoSuchSheet { file: self.file.clone(), sheet: name.to_owned() });
        };
        let part = part.path.clone();
        let (give, pages) = sync_channel(PAGES_AHEAD);
        thread::scope(|scope| {
            scope.spawn(move || {
                // Who is gone has seen enough.
                if let Err(error) = self.unpack(&part, &mut |page| give.send(Ok(page)).is_ok()) {
                    let _ = give.send(Err(error));
                }
            });
            for page in pages {
                if on_page(page?)?.is_break() {
                    break;
                }
            }
            Ok(())
        })
    }

    fn unpack(&mut self, part: &str, give: &mut dyn FnMut(Page) -> bool) -> Result<(), FileError> {
        let shape = match self.shape.take() {
            Some(shape) => shape,
            None => self.read_shape()?,
        };
        let file = self.file.clone();
        let meter = Meter::default();
        let tags = Tags::new(self.part(part, LARGEST_PART, &meter)?);
        let read = Sheet { tags, meter: &meter, shape: &shape, file: &file, part }.read(give);
        self.shape = Some(shape);
        read
    }

    /// What the cells of all sheets refer to.
    fn read_shape(&mut self) -> Result<Shape, FileError> {
        let file = self.file.clone();
        let main = self.main_part()?;
        let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut shape = Shape { from_1904: self.from_1904, ..Shape::default() };
        let path = inside(folder, "sharedStrings.xml");
        if self.has(&path) {
            let meter = Meter::default();
            let tags = Tags::new(self.part(&path, LARGEST_TEXTS, &meter)?);
            shape.texts = style::texts(tags, &meter, &file, &path)?;
        }
        let path = inside(folder, "styles.xml");
        if self.has(&path) {
            let mut xml = self.xml(&path, LARGEST_TEXTS, &Meter::default())?;
            shape.dates = style::dates(&mut xml, &file, &path)?;
        }
        Ok(shape)
    }
}

struct Link {
    id: String,
    target: String,
    kind: String,
}

/// A target of a relationship as a name in the archive.
fn inside(folder: &str, target: &str) -> String {
    match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None if folder.is_empty() => target.to_owned(),
        None => format!("{folder}/{target}"),
    }
}

/// The value of an attribute by its local name.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let attributes = attributes.with_checks(false);
    attributes.flatten().find(|attribute| attribute.key.local_name().into_inner() == name).and_then(
        |attribute| {
            attribute
                .normalized_value(quick_xml::XmlVersion::Explicit1_0)
                .ok()
                .map(|value| value.into_owned())
        },
    )
}

pub(super) fn damaged(file: &str, part: &str, reason: &dyn std::fmt::Display) -> FileError {
    FileError::Damaged { file: file.to_owned(), part: part.to_owned(), reason: reason.to_string() }
}
