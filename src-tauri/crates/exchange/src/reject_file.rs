//! Rejects as a file to work through: every cell is text, and none can become a formula.

use std::io::Write;
use std::path::Path;

use rust_xlsxwriter::Workbook;

use crate::error::{FileError, shown};
use crate::reject::Reject;

/// Names of the columns of a file of rejects.
const COLUMNS: [&str; 6] = ["row", "column", "value", "expected", "reason", "remedy"];

/// A text that a spreadsheet opening a CSV takes for text: what begins like a formula gets a `'` in front.
pub fn csv_safe(text: &str) -> String {
    let start = text.trim_start_matches([' ', '\u{a0}', '\u{feff}']);
    if start.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Writes rejects beside the user's file: XLSX when the name ends so, CSV (UTF-8 with its mark) otherwise.
///
/// The file appears whole or not at all.
///
/// # Errors
/// When it cannot be written.
pub fn write_rejects(path: &Path, rejects: &[Reject]) -> Result<(), FileError> {
    let xlsx = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("xlsx"));
    let unwritable = |reason: String| FileError::Unwritable { file: shown(path), reason };
    let bytes = if xlsx { as_xlsx(rejects) } else { as_csv(rejects) }.map_err(unwritable)?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let written = std::fs::File::create(&beside).and_then(|mut file| {
        file.write_all(&bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, path)
    });
    written.map_err(|err| {
        // What is half-written is of no use to anybody.
        let _ = std::fs::remove_file(&beside);
        unwritable(err.to_string())
    })
}

fn cells(reject: &Reject) -> [String; 6] {
    [
        reject.row.to_string(),
        reject.column.clone().unwrap_or_default(),
        reject.value.clone().unwrap_or_default(),
        reject.expectation.code().to_owned(),
        reject.expectation.to_string(),
        reject.expectation.remedy().to_string(),
    ]
}

fn as_csv(rejects: &[Reject]) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    writer.write_record(COLUMNS).map_err(|err| err.to_string())?;
    for reject in rejects {
        writer.write_record(cells(reject).map(|cell| csv_safe(&cell))).map_err(|err| err.to_string())?;
    }
    writer.into_inner().map_err(|err| err.to_string())
}

fn as_xlsx(rejects: &[Reject]) -> Result<Vec<u8>, String> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, name) in (0_u16..).zip(COLUMNS) {
        sheet.write_string(0, at, name).map_err(|err| err.to_string())?;
    }
    for (line, reject) in (1_u32..).zip(rejects) {
        for (at, cell) in (0_u16..).zip(cells(reject)) {
            // A string cell is never calculated; `write` would look for a formula.
            sheet.write_string(line, at, cell).map_err(|err| err.to_string())?;
        }
    }
    book.save_to_buffer().map_err(|err| err.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reject::Expectation;

    fn reject(value: &str) -> Reject {
        Reject {
            row: 7,
            column: Some("Price".to_owned()),
            value: Some(value.to_owned()),
            expectation: Expectation::Number,
        }
    }

    #[test]
    fn what_looks_like_a_formula_is_written_as_text() {
        for (given, safe) in [
            ("=1+1", "'=1+1"),
            ("+84", "'+84"),
            ("-5", "'-5"),
            ("@SUM(A1)", "'@SUM(A1)"),
            (" =1", "' =1"),
            ("Áo thun", "Áo thun"),
        ] {
            assert_eq!(csv_safe(given), safe);
        }
    }

    #[test]
    fn rejects_are_written_as_text_in_both_forms() {
        let dir = tempfile::tempdir().unwrap();
        let rejects = [reject("=HYPERLINK(\"http://example.com\")"), reject("một, hai")];
        let csv = dir.path().join("rejects.csv");
        write_rejects(&csv, &rejects).unwrap();
        let text = std::fs::read_to_string(&csv).unwrap();
        assert!(text.contains("\"'=HYPERLINK(\"\"http://example.com\"\")\""), "{text}");
        let xlsx = dir.path().join("rejects.xlsx");
        write_rejects(&xlsx, &rejects).unwrap();
        let sniffed = crate::sniff(&xlsx).unwrap();
        let mut values = Vec::new();
        crate::table::rows(&xlsx, &sniffed, &mut |row| {
            values.push((row.kind(2), row.text(2).to_owned()));
            Ok(std::ops::ControlFlow::Continue(()))
        })
        .unwrap();
        assert_eq!(
            values[0],
            (crate::table::CellKind::Text, "=HYPERLINK(\"http://example.com\")".to_owned())
        );
    }

    #[test]
    fn a_folder_that_is_not_there_is_a_sentence_and_leaves_nothing() {
        let err = write_rejects(Path::new("/no/such/folder/rejects.csv"), &[]).unwrap_err();
        assert!(matches!(err, FileError::Unwritable { .. }));
    }
}
