//! A workbook around the parts an input holds: whatever is inside, the archive itself is sound.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What stands between the parts of an input: sheet, shared texts, formats, workbook.
const BETWEEN: &str = "\n--\n";

const RELS: &str = r#"<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const SHEETS: &str = r#"<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook><sheets><sheet name="orders" sheetId="1" r:id="r1"/></sheets></workbook>"#;

/// The bytes of the workbook; an input that is an archive already is taken as it is.
pub(crate) fn of(data: &[u8]) -> Vec<u8> {
    if data.starts_with(b"PK") {
        return data.to_vec();
    }
    let text = String::from_utf8_lossy(data);
    let mut parts = text.split(BETWEEN);
    let mut next = || parts.next().filter(|part| !part.is_empty());
    let (sheet, texts, formats, book) = (next(), next(), next(), next());
    let files = [
        ("_rels/.rels", Some(RELS)),
        ("xl/workbook.xml", Some(book.unwrap_or(BOOK))),
        ("xl/_rels/workbook.xml.rels", Some(SHEETS)),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", texts),
        ("xl/styles.xml", formats),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, text) in files {
        let Some(text) = text else { continue };
        if zip.start_file(name, stored).is_ok() {
            // Writing to memory cannot fail.
            let _ = zip.write_all(text.as_bytes());
        }
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}
