//! XLSX workbooks, streamed: the archive is checked before anything is unpacked.

mod package;
mod page;
mod sheet;
mod style;
mod tags;

use std::ops::ControlFlow;
use std::path::Path;

pub(crate) use package::{Workbook, is_archive};
pub(crate) use page::{Kept, SheetRow};

use crate::error::FileError;
use crate::table::{OnRow, Row};
use page::{Keeper, Page};

/// Reads every row of one sheet; what was read to its end is kept for the next reading.
pub(crate) fn rows(path: &Path, sheet: &str, kept: &Kept, on_row: &mut OnRow<'_>) -> Result<(), FileError> {
    if let Some(pages) = kept.pages() {
        for page in pages {
            if each_row(page, on_row)?.is_break() {
                break;
            }
        }
        return Ok(());
    }
    let mut keeper = Keeper::default();
    let mut stopped = false;
    Workbook::open(path)?.pages(sheet, &mut |page| {
        let seen = each_row(&page, on_row)?;
        stopped = seen.is_break();
        keeper.add(page);
        Ok(seen)
    })?;
    if !stopped {
        kept.keep(keeper);
    }
    Ok(())
}

/// Hands on the rows of a page.
pub(crate) fn each_row(page: &Page, on_row: &mut OnRow<'_>) -> Result<ControlFlow<()>, FileError> {
    for (number, row) in page.rows() {
        if on_row(&Row::sheet(number, row))?.is_break() {
            return Ok(ControlFlow::Break(()));
        }
    }
    Ok(ControlFlow::Continue(()))
}
