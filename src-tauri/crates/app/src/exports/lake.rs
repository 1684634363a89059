//! A folder of Parquet: order lines by month of the order in the session's zone, the sessions, and what the folder is.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use chrono::{DateTime, SecondsFormat};
use exchange::share::{FolderOut, ParquetOut, schema_json};
use serde_json::json;

use super::line::{self, Line};
use super::place::{MARK, refused};
use super::scope::Content;
use super::{session, tables};
use crate::run::Run;
use crate::{App, Result};

/// Rows of one month that wait to be written together.
const GROUP: usize = 50_000;

/// Rows of all months that wait at most.
const WAITING: usize = 200_000;

type Month = ParquetOut<BufWriter<File>>;

/// Writes the folder; answers bytes and lines.
pub(super) fn write(
    app: &App,
    run: &Run,
    content: &Content,
    path: &Path,
    whole: &dyn Fn() -> Result<()>,
) -> Result<(u64, u64)> {
    let disk = |error| refused(path, error);
    let io = |error: std::io::Error| refused(path, error);
    let folder = FolderOut::begin(path).map_err(io)?;
    let mut months: BTreeMap<String, Month> = BTreeMap::new();
    let lines = line::each(app, run, content, &mut |line| {
        let month = month_of(line);
        if !months.contains_key(&month) {
            let file = folder.file(&format!("lines/month={month}/lines.parquet")).map_err(io)?;
            months
                .insert(month.clone(), ParquetOut::begin(BufWriter::new(file), line::COLUMNS).map_err(disk)?);
        }
        let waiting: usize = months.values().map(ParquetOut::waiting).sum();
        let Some(out) = months.get_mut(&month) else { return Ok(()) };
        out.row(&line.cells()).map_err(disk)?;
        if out.waiting() >= GROUP {
            out.flush().map_err(disk)?;
        } else if waiting >= WAITING {
            months.values_mut().try_for_each(ParquetOut::flush).map_err(disk)?;
        }
        Ok(())
    })?;
    for out in months.into_values() {
        settle(out.finish().map_err(disk)?).map_err(io)?;
    }
    settle(sessions(content, &folder, path)?).map_err(io)?;
    about(content, &folder, lines).map_err(io)?;
    whole()?;
    Ok((folder.keep().map_err(io)?, lines))
}

fn month_of(line: &Line<'_>) -> String {
    let at = DateTime::from_timestamp_millis(line.at_ms()).unwrap_or_default();
    at.with_timezone(&line.zone()).format("%Y-%m").to_string()
}

fn settle(out: BufWriter<File>) -> std::io::Result<()> {
    out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()
}

fn sessions(content: &Content, folder: &FolderOut, path: &Path) -> Result<BufWriter<File>> {
    let disk = |error| refused(path, error);
    let file = folder.file("sessions/sessions.parquet").map_err(|error| refused(path, error))?;
    let mut out = ParquetOut::begin(BufWriter::new(file), &session::columns(content)).map_err(disk)?;
    for going in &content.sessions {
        for row in &going.rows {
            let words = tables::words(content, going, row);
            out.row(&session::cells(content, going, row, &words)).map_err(disk)?;
        }
    }
    out.finish().map_err(disk)
}

/// What the folder is, for people and for programs.
fn about(content: &Content, folder: &FolderOut, lines: u64) -> std::io::Result<()> {
    let time = |at_ms| {
        let at = DateTime::from_timestamp_millis(at_ms).unwrap_or_default();
        at.to_rfc3339_opts(SecondsFormat::Secs, true)
    };
    let schema = json!({
        "format": "showrunner.lake",
        "version": 1,
        "brand": content.brand,
        "writtenAt": time(content.at_ms),
        "asOf": content.as_of_ms.map(time),
        "zone": content.zone.name(),
        "lines": { "rows": lines, "partition": "month", "columns": schema_json(line::COLUMNS) },
        "sessions": { "rows": content.sessions.iter().map(|one| one.rows.len()).sum::<usize>(),
                      "columns": schema_json(&session::columns(content)) },
    });
    let text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    folder.file(MARK)?.write_all(text.as_bytes())?;
    folder.file("README.md")?.write_all(readme(&time(content.at_ms)).as_bytes())
}

fn readme(written: &str) -> String {
    include_str!("lake_readme.md").replace("{written}", written)
}
