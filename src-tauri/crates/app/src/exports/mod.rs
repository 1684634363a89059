//! Files that go out: order lines and sessions as CSV, XLSX and Parquet, reports as PDF, recaps as review files.
//!
//! An export only reads. It goes through the sessions one after the other, so its memory is that of one session's
//! lines; what it writes takes its name only once it is whole.

mod book;
mod error;
mod lake;
mod line;
mod numbers;
mod place;
mod received;
mod report;
mod review_file;
mod scope;
mod session;
mod statement;
mod tables;
mod wording;

use std::path::PathBuf;

use domain::id::{FeeRuleId, SessionId};
use domain::{Actor, Language};
use uuid::Uuid;

pub use error::ExportError;
pub use received::{Received, open as open_review};

use crate::fees::may_see_money;
use crate::reviews::Period;
use crate::run::Run;
use crate::{App, Error, Result};
use scope::Content;

/// How often an export begins anew because sales came in meanwhile.
const TRIES: u32 = 3;

/// What goes out.
#[derive(Debug, Clone, Copy)]
pub enum Scope {
    /// One session.
    Session(SessionId),
    /// Every session of a period that was held.
    Period(Period),
}

/// The form it goes out in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Order lines as CSV.
    LinesCsv,
    /// Sessions, one a row and currency, as CSV.
    SessionsCsv,
    /// A workbook with live formulas.
    Xlsx,
    /// A folder of Parquet files, one a month.
    Parquet,
    /// A report on A4.
    Pdf,
    /// A recap that another Showrunner opens: of one session only.
    ReviewFile,
    /// What a partner gets, on A4: only for whoever sees money.
    Statement,
}

impl Form {
    /// What the name of its file ends in; a folder's ends in nothing.
    const fn extension(self) -> &'static str {
        match self {
            Self::LinesCsv | Self::SessionsCsv => "csv",
            Self::Xlsx => "xlsx",
            Self::Parquet => "",
            Self::Pdf | Self::Statement => "pdf",
            Self::ReviewFile => "showreview",
        }
    }
}

/// An export that is asked for.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Names it while it runs.
    pub id: Uuid,
    /// What.
    pub scope: Scope,
    /// As what.
    pub form: Form,
    /// Where to; under the home folder, by its own name, when none is given.
    pub path: Option<PathBuf>,
    /// Whether what stands there may go.
    pub replace: bool,
    /// The language of titles and sentences.
    pub language: Language,
    /// Whether cost, fees, commission and margin go out, too.
    pub with_money: bool,
    /// For a statement: a commission rule about the partner.
    pub rule: Option<FeeRuleId>,
}

/// What went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The file or folder.
    pub path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// How many order lines are in it.
    pub lines: u64,
    /// How many sessions are in it.
    pub sessions: u64,
}

/// Writes a file or folder, whole or not at all.
///
/// # Errors
/// `Forbidden` when money is asked for by who does not see it; `NotFound`; `FileExists` when something stands there;
/// `Stopped`; the sentence of a full disk or a folder that cannot be written.
pub fn export(app: &App, by: &Actor, ask: &Ask) -> Result<Exported> {
    if ask.with_money || ask.form == Form::Statement {
        may_see_money(by)?;
    }
    let run = app.runs().begin(ask.id);
    for _ in 0..TRIES {
        let before = scope::mark(app)?;
        let content = scope::read(app, by, ask, &run)?;
        let path = place::of(app, ask, &content)?;
        let written = write(app, by, &run, ask, &content, (&path, &before));
        match written {
            // Figures that changed while they were read would contradict each other: once more from the start.
            Err(Error::Busy) => run.again(),
            other => return other,
        }
    }
    Err(Error::Busy)
}

fn write(
    app: &App,
    by: &Actor,
    run: &Run,
    ask: &Ask,
    content: &Content,
    (path, before): (&std::path::Path, &scope::Mark),
) -> Result<Exported> {
    let whole = || if scope::mark(app)? == *before { Ok(()) } else { Err(Error::Busy) };
    let (bytes, lines) = match ask.form {
        Form::LinesCsv => tables::lines(app, run, content, path, &whole)?,
        Form::SessionsCsv => tables::sessions(content, path, &whole)?,
        Form::Xlsx => book::write(app, run, content, path, &whole)?,
        Form::Parquet => lake::write(app, run, content, path, &whole)?,
        Form::Pdf => report::write(content, path, &whole)?,
        Form::ReviewFile => review_file::write(content, path, &whole)?,
        Form::Statement => {
            let rule = ask.rule.ok_or(Error::Invalid { field: "ruleId", value: String::new() })?;
            statement::write(app, by, run, content, rule, (path, &whole))?
        }
    };
    let sessions = content.sessions.len() as u64;
    Ok(Exported { path: path.to_owned(), bytes, lines, sessions })
}
