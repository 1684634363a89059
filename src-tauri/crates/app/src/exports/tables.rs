//! Order lines and sessions as CSV: one header row, and currency, zone and as-of day on every row.

use std::path::Path;

use exchange::share::{CsvOut, FileOut};

use super::line;
use super::place::refused;
use super::scope::Content;
use super::session::{self, Words, waterfall};
use super::wording::{missing, titles};
use crate::run::Run;
use crate::{App, Result};

/// Writes the order lines; answers bytes and lines.
pub(super) fn lines(
    app: &App,
    run: &Run,
    content: &Content,
    path: &Path,
    whole: &dyn Fn() -> Result<()>,
) -> Result<(u64, u64)> {
    let disk = |error| refused(path, error);
    let (place, out) = FileOut::begin(path).map_err(|error| refused(path, error))?;
    let mut csv = CsvOut::begin(out, &titles(content.language, line::COLUMNS)).map_err(disk)?;
    let lines = line::each(app, run, content, &mut |line| csv.row(&line.cells()).map_err(disk))?;
    let out = csv.finish().map_err(disk)?;
    whole()?;
    Ok((place.keep(out).map_err(|error| refused(path, error))?, lines))
}

/// Writes the sessions; answers bytes, and that no order lines are in it.
pub(super) fn sessions(content: &Content, path: &Path, whole: &dyn Fn() -> Result<()>) -> Result<(u64, u64)> {
    let disk = |error| refused(path, error);
    let (place, out) = FileOut::begin(path).map_err(|error| refused(path, error))?;
    let columns = session::columns(content);
    let mut csv = CsvOut::begin(out, &titles(content.language, &columns)).map_err(disk)?;
    for going in &content.sessions {
        for row in &going.rows {
            let words = words(content, going, row);
            csv.row(&session::cells(content, going, row, &words)).map_err(disk)?;
        }
    }
    let out = csv.finish().map_err(disk)?;
    whole()?;
    Ok((place.keep(out).map_err(|error| refused(path, error))?, 0))
}

/// The words of one row, with what is missing to know its margin.
pub(super) fn words(
    content: &Content,
    going: &super::scope::Going,
    row: &crate::reviews::AcrossRow,
) -> Words {
    let lacking = going.left.as_ref().zip(waterfall(going, row));
    let lacking = lacking.map(|(left, whole)| missing(content.language, left, whole)).unwrap_or_default();
    Words::of(going, lacking.join("; "))
}
