//! A workbook: summary, products, waterfall, order lines, and what the figures are.

mod products;
mod summary;
mod waterfall;

use std::path::Path;

use exchange::share::{BookOut, CellOut, FileOut, LARGEST_SHEET, ShareError, Value};

use super::line;
use super::place::refused;
use super::scope::Content;
use super::wording::{titles, word};
use crate::run::Run;
use crate::{App, Result};

/// Widths of the first columns of order lines, in characters.
const LINE_WIDTHS: [f64; 8] = [10.0, 28.0, 20.0, 19.0, 18.0, 10.0, 16.0, 32.0];

/// Writes the workbook; answers bytes and lines.
pub(super) fn write(
    app: &App,
    run: &Run,
    content: &Content,
    path: &Path,
    whole: &dyn Fn() -> Result<()>,
) -> Result<(u64, u64)> {
    let disk = |error| refused(path, error);
    let io = |error: std::io::Error| refused(path, error);
    let (place, mut out) = FileOut::begin(path).map_err(io)?;
    let mut book = BookOut::new(&title(content));
    summary::write(&mut book, content).map_err(disk)?;
    if let Some(review) = &content.review {
        products::write(&mut book, content, review).map_err(disk)?;
    }
    waterfall::write(&mut book, content).map_err(disk)?;
    let count = lines(app, run, content, &mut book, path)?;
    about(&mut book, content).map_err(disk)?;
    book.finish(&mut out).map_err(disk)?;
    whole()?;
    Ok((place.keep(out).map_err(io)?, count))
}

/// What the file is called inside.
pub(super) fn title(content: &Content) -> String {
    match content.sessions.as_slice() {
        [only] => only.session.title.clone(),
        _ => content.brand.clone(),
    }
}

/// The order lines; a sheet that is full is followed by another.
fn lines(app: &App, run: &Run, content: &Content, book: &mut BookOut, path: &Path) -> Result<u64> {
    let (mut sheets, mut room) = (0_u32, 0_u32);
    let mut begin = |book: &mut BookOut| {
        sheets += 1;
        lines_sheet(book, content, sheets)
    };
    begin(book).map_err(|error| refused(path, error))?;
    line::each(app, run, content, &mut |line| {
        let mut write = || {
            if room == LARGEST_SHEET {
                begin(book)?;
                room = 0;
            }
            room += 1;
            let cells: Vec<CellOut<'_>> =
                line.cells().into_iter().map(|value| CellOut::Value(value, line.currency())).collect();
            book.row(&cells)
        };
        write().map_err(|error| refused(path, error))
    })
}

fn lines_sheet(book: &mut BookOut, content: &Content, number: u32) -> Result<(), ShareError> {
    let name = word(content.language, "share_sheet_lines");
    let name = if number == 1 { name } else { format!("{name} {number}") };
    book.sheet(&name, &LINE_WIDTHS, true)?;
    head(book, &titles(content.language, line::COLUMNS))
}

/// A row of titles that stays in sight.
fn head(book: &mut BookOut, titles: &[String]) -> Result<(), ShareError> {
    let cells: Vec<CellOut<'_>> = titles.iter().map(|title| CellOut::Title(title)).collect();
    // What is kept in sight is said before the first row of a sheet that is written as it grows.
    book.row(&cells)?;
    book.freeze()
}

/// What the figures are: whose, from where, as of when, and what a workbook cannot hold.
fn about(book: &mut BookOut, content: &Content) -> Result<(), ShareError> {
    let language = content.language;
    book.sheet(&word(language, "share_sheet_about"), &[28.0, 90.0], false)?;
    let text = |value: Option<Value<'_>>, book: &mut BookOut, key: &str| {
        let cell = value.map_or(CellOut::Empty, |value| CellOut::Value(value, domain::Currency::Vnd));
        book.row(&[CellOut::Title(&word(language, key)), cell])
    };
    let mut zones: Vec<&str> = content.sessions.iter().map(|one| one.zone.name()).collect();
    zones.dedup();
    let mut currencies: Vec<&str> =
        content.sessions.iter().flat_map(|one| &one.rows).map(|row| row.currency.code()).collect();
    currencies.sort_unstable();
    currencies.dedup();
    let zone = content.zone_of();
    text(Some(Value::Text(&content.brand)), book, "share_about_brand")?;
    text(Some(Value::Text(&title(content))), book, "share_about_subject")?;
    text(content.as_of_ms.map(|at_ms| Value::Instant(at_ms, zone)), book, "share_about_as_of")?;
    text(Some(Value::Instant(content.at_ms, zone)), book, "share_about_written")?;
    text(Some(Value::Text(&zones.join(", "))), book, "share_about_zone")?;
    text(Some(Value::Text(&currencies.join(", "))), book, "share_about_currency")?;
    text(Some(Value::Text(&content.files.join(", "))), book, "share_about_files")?;
    let notes =
        ["share_note_gmv", "share_note_net", "share_note_unknown", "share_note_double", "share_note_money"];
    for key in notes.into_iter().filter(|key| *key != "share_note_money" || !content.has_money()) {
        text(Some(Value::Text(&word(language, key))), book, "share_about_note")?;
    }
    Ok(())
}
