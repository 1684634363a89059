//! Sales in from files: looked at, compared with what is known, taken in, taken back.

mod beside;
mod elsewhere;
mod key;
mod observer;
mod page;
mod remember;
mod report;
mod take_in;
mod undo;

use std::ops::ControlFlow;
use std::path::PathBuf;

use domain::Actor;
use domain::id::ImportId;
use exchange::{Answers, FileError, Mapping, Sniffed, Source, Wash};
use store::import::ImportCounts;

use crate::imports::{Ask, Caution, PreviewRow, Refused, Report, RowState, SHOWN, Total, Waiting};
use crate::sales::{Books, settle, turn};
use crate::{App, Error, Result};
use elsewhere::Elsewhere;
pub(crate) use key::{code as buyers_code, is_here as has_buyers_key, recover as recover_buyers};
use observer::{Observer, Reading, Together};

pub(crate) use observer::order_key;
pub(crate) use undo::undo;

/// A file of sales and how it is read.
#[derive(Debug, Clone)]
pub(crate) struct SalesFile {
    path: PathBuf,
    sniffed: Sniffed,
    mapping: Mapping,
    wash: Wash,
    as_of_ms: i64,
    /// Whether the look at it proved that the lines of each order stand together.
    orders_stand_together: bool,
}

impl SalesFile {
    /// Names whose order numbers the file holds: a shop's own export, or every file with the same columns of
    /// meaning.
    fn namespace(&self) -> String {
        match self.mapping.source {
            Source::ShopifyOrders => "shopify".to_owned(),
            Source::Described(source) => source.orders().to_owned(),
            Source::Unknown
            | Source::Products(_)
            | Source::TiktokLive
            | Source::ShopeeLive
            | Source::DouyinLive
            | Source::FacebookPosts
            | Source::Figures(_) => self.mapping.form(),
        }
    }
}

/// A file of sales that was looked at.
pub(crate) struct Looked {
    file: SalesFile,
    counts: ImportCounts,
    rejects: Vec<Refused>,
}

/// The longest mapping; none comes near it.
const LONGEST_MAPPING: u64 = 1 << 20;

/// The text of a mapping somebody shared; a whole report of `showctl import --json` holds one, too.
fn mapping_in(path: &std::path::Path) -> Result<String> {
    let file = || path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let unreadable =
        |error: std::io::Error| FileError::Unreadable { file: file(), reason: error.to_string() };
    let length = std::fs::metadata(path).map_err(unreadable)?.len();
    let text = match length {
        0..=LONGEST_MAPPING => std::fs::read_to_string(path).map_err(unreadable)?,
        _ => return Err(FileError::NotAMapping { reason: format!("{} is too long", file()) }.into()),
    };
    let report: Option<serde_json::Value> = serde_json::from_str(&text).ok();
    let within = report.as_ref().map(|report| &report["mapping"]).filter(|mapping| mapping.is_object());
    Ok(within.map_or(text, serde_json::Value::to_string))
}

/// Looks at a file of sales and completes its report. While a question is open, nothing is read.
pub(crate) fn look(app: &App, ask: &Ask, report: &mut Report) -> Result<Looked> {
    let mut answers = Answers::default();
    for (key, value) in &ask.answers {
        answers.add(key, value);
    }
    for (index, field) in &ask.columns {
        if let Some(header) = report.sniffed.headers.get(*index) {
            answers.add(format!("column:{header}"), field);
        }
    }
    let shared = ask.mapping_path.as_ref().map(|path| mapping_in(path)).transpose()?;
    let mapping = match ask.mapping.as_ref().or(shared.as_ref()) {
        Some(text) => {
            let mut mapping = Mapping::from_json(text)?;
            mapping.answer(&answers)?;
            report::by_mapping(report, &mapping);
            mapping
        }
        None => {
            let proposal = remember::propose(app, &ask.path, report, &mut answers)?;
            report::by_proposal(report, &proposal, &answers);
            proposal.mapping
        }
    };
    let counts_as_newest = as_newest(&answers)?;
    let file = SalesFile {
        path: ask.path.clone(),
        sniffed: report.sniffed.clone(),
        mapping,
        wash: key::of(app)?,
        as_of_ms: if counts_as_newest { app.now_ms() } else { as_of(app, &ask.path) },
        orders_stand_together: false,
    };
    let mut looked = Looked { file, counts: ImportCounts::default(), rejects: Vec::new() };
    if report.questions.iter().all(|question| !question.blocks || question.answer.is_some()) {
        looked.compare(app, report)?;
    }
    if report.counts.older > 0 || counts_as_newest {
        report.questions.push(report::age(counts_as_newest));
    }
    Ok(looked)
}

/// Whether the user says that the file's figures are the newest, whenever it was written.
fn as_newest(answers: &Answers) -> Result<bool> {
    match answers.get(report::AGE) {
        None | Some(report::AS_WRITTEN) => Ok(false),
        Some(report::AS_NEWEST) => Ok(true),
        Some(value) => {
            Err(FileError::BadAnswer { key: report::AGE.to_owned(), value: value.to_owned() }.into())
        }
    }
}

/// The instant a file's figures stand for: when it was written, as far as the file system knows.
pub(crate) fn as_of(app: &App, path: &std::path::Path) -> i64 {
    let written = std::fs::metadata(path).and_then(|found| found.modified()).ok();
    let ms = written
        .and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_millis()).ok());
    ms.map_or_else(|| app.now_ms(), |ms| ms.min(app.now_ms()))
}

impl Looked {
    /// An observer over what is known, as if the file came in next.
    fn observer(&self, app: &App) -> Result<Observer> {
        app.read(|tables| {
            let (import_no, first_line, _) = tables.next_sale_numbers()?;
            let reading = Reading {
                source: self.file.namespace(),
                import_no,
                as_of_ms: self.file.as_of_ms,
                has_history: first_line > 1,
                orders_stand_together: self.file.orders_stand_together,
            };
            Ok(Observer::new(Books::read(tables)?, reading))
        })
    }

    fn compare(&mut self, app: &App, report: &mut Report) -> Result<()> {
        {
            let _turn = turn();
            settle(&*app.store()?)?;
        }
        let mut observer = self.observer(app)?;
        let store = app.store()?;
        let mut elsewhere = app.read(|tables| Elsewhere::beside(tables, &self.file.namespace()))?;
        let (counts, rejects) = (&mut self.counts, &mut self.rejects);
        let mut together = Together::default();
        let read = beside::each_batch(&self.file, |batch| {
            rejects.extend(batch.rejects.iter().map(Refused::from));
            store.read::<_, Error>(|tables| {
                for row in batch.rows() {
                    report.covers(row.at_ms);
                    together.look(row.order_ref);
                    if observer.has_history() {
                        elsewhere.look(tables, &row)?;
                        let judged = observer.judge(tables, &row)?;
                        *count(counts, judged.state().into()) += 1;
                    } else {
                        counts.new += 1;
                    }
                }
                Ok(ControlFlow::Continue(()))
            })
        })?;
        self.file.orders_stand_together = together.is_so();
        self.counts.read = read.counts.rows_read;
        self.counts.rejected = read.counts.rejected;
        report.counts = self.counts;
        report.totals = read.totals.iter().map(Total::from).collect();
        report.notes = report::notes(&read.counts);
        report.rejects = self.rejects.iter().take(SHOWN).cloned().collect();
        report.warnings = elsewhere.caution().into_iter().collect();
        report.warnings.extend(read.warnings.iter().take(SHOWN).map(Caution::from));
        Ok(())
    }
}

impl From<crate::sales::RowState> for RowState {
    fn from(state: crate::sales::RowState) -> Self {
        match state {
            crate::sales::RowState::New => Self::New,
            crate::sales::RowState::Changed => Self::Changed,
            crate::sales::RowState::Unchanged => Self::Unchanged,
            crate::sales::RowState::Older => Self::Older,
        }
    }
}

/// The count of rows in `state`.
const fn count(counts: &mut ImportCounts, state: RowState) -> &mut u64 {
    match state {
        RowState::New => &mut counts.new,
        RowState::Changed => &mut counts.changed,
        RowState::Unchanged => &mut counts.unchanged,
        RowState::Older => &mut counts.older,
        RowState::Rejected => &mut counts.rejected,
    }
}

impl Waiting for Looked {
    fn rows(
        &self,
        app: &App,
        _: &Actor,
        state: RowState,
        offset: usize,
        limit: usize,
    ) -> Result<(u64, Vec<PreviewRow>)> {
        let total = *count(&mut self.counts.clone(), state);
        if state == RowState::Rejected || total == 0 {
            return Ok((total, Vec::new()));
        }
        Ok((total, page::rows(app, self, state, offset, limit)?))
    }

    fn rejects(&self) -> &[Refused] {
        &self.rejects
    }

    fn commit(&self, app: &App, by: &Actor, _: &Report) -> Result<ImportId> {
        take_in::take_in(app, by, &self.file)
    }
}

/// Computes every roll-up anew from the lines; figures stay the same unless a roll-up was wrong.
pub fn rebuild(app: &App) -> Result<()> {
    let _turn = turn();
    crate::sales::rebuild(&*app.store()?)?;
    app.announce(domain::Change::Sales);
    Ok(())
}
