//! XLSX workbooks, streamed: the archive is checked before anything is unpacked.

mod package;
mod sheet;
mod style;

use std::path::Path;

pub(crate) use package::{Workbook, is_archive};
pub(crate) use sheet::SheetRow;

use crate::error::FileError;
use crate::table::OnRow;

/// Reads every row of one sheet.
pub(crate) fn rows(path: &Path, sheet: &str, on_row: &mut OnRow<'_>) -> Result<(), FileError> {
    Workbook::open(path)?.rows(sheet, on_row)
}
