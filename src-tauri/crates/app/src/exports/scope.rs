//! Which sessions go out, with their figures, read before the first line is written.

use std::collections::HashMap;

use chrono_tz::Tz;
use domain::id::SessionId;
use domain::{Actor, Language};
use store::Tables;
use store::import::ImportState;

use super::{Ask, ExportError, Scope};
use crate::margins::{self, SessionLeft};
use crate::reviews::{self, AcrossRow, Grouping, Reviewed, SessionReview};
use crate::run::Run;
use crate::{App, Error, Result};

/// What sales there are, to tell whether they changed while an export read them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    imports: Vec<(i64, bool)>,
    lines: i64,
    gmv_e4: i64,
}

/// The sales there are now.
pub(super) fn mark(app: &App) -> Result<Mark> {
    app.read(|tables| {
        let imports = tables.sale_imports()?;
        let sums = tables.all_session_sums()?;
        Ok(Mark {
            imports: imports.iter().map(|one| (one.no, one.state == ImportState::Live)).collect(),
            lines: sums.iter().map(|sum| sum.tally.lines).sum(),
            gmv_e4: sums.iter().map(|sum| sum.tally.gmv_e4).sum(),
        })
    })
}

/// A session that goes out.
pub(super) struct Going {
    pub(super) session: Reviewed,
    /// Its id as text.
    pub(super) id: String,
    pub(super) zone: Tz,
    /// What the sales books call it; none while nothing was sold.
    pub(super) no: Option<i64>,
    /// Its figures, one row a currency.
    pub(super) rows: Vec<AcrossRow>,
    /// What was left of it, where that was asked for.
    pub(super) left: Option<SessionLeft>,
}

/// Everything that goes out but the order lines.
pub(super) struct Content {
    pub(super) language: Language,
    pub(super) brand: String,
    /// Oldest first.
    pub(super) sessions: Vec<Going>,
    /// The whole review, where one session is asked for.
    pub(super) review: Option<SessionReview>,
    /// The latest instant the figures stand for.
    pub(super) as_of_ms: Option<i64>,
    /// When this was read.
    pub(super) at_ms: i64,
    /// The zone instants without a session are told in.
    pub(super) zone: Tz,
    /// The files behind the figures.
    pub(super) files: Vec<String>,
}

/// Reads it.
///
/// # Errors
/// `NotFound` when the session is not there.
pub(super) fn read(app: &App, by: &Actor, ask: &Ask, run: &Run) -> Result<Content> {
    let period = match ask.scope {
        Scope::Session(_) => reviews::Period::default(),
        Scope::Period(period) => period,
    };
    let across = reviews::across(app, period, Grouping::Session)?;
    let review = match ask.scope {
        Scope::Session(id) => Some(reviews::of_session(app, id)?),
        Scope::Period(_) => None,
    };
    let wanted = review.as_ref().map(|review| review.session.id);
    let mut sessions: Vec<Going> = Vec::new();
    for row in across.rows.into_iter().rev() {
        let Some(session) = row.session.clone().filter(|one| wanted.is_none_or(|id| one.id == id)) else {
            continue;
        };
        match sessions.iter_mut().find(|one| one.session.id == session.id) {
            Some(known) => known.rows.push(row),
            None => sessions.push(going(session, row)?),
        }
    }
    if let Some(review) = review.as_ref().filter(|_| sessions.is_empty()) {
        return Err(ExportError::Nothing(review.session.title.clone()).into());
    }
    let numbers: HashMap<SessionId, i64> =
        app.read(|tables| Ok(tables.sale_session_numbers()?.into_iter().map(|(no, id)| (id, no)).collect()))?;
    for one in &mut sessions {
        one.no = numbers.get(&one.session.id).copied();
        if ask.with_money {
            run.did(0)?;
            one.left = Some(margins::of_session(app, by, one.session.id)?);
        }
    }
    let (brand, zone, files, lines) = app.read(|tables| about(tables, &sessions))?;
    run.expects(lines);
    let as_of_ms = review.as_ref().map_or(across.as_of_ms, |review| {
        let platform = review.platform.as_ref().map(|platform| platform.said.as_of_ms);
        review.files.iter().map(|file| file.as_of_ms).chain(platform).max()
    });
    let (language, at_ms) = (ask.language, app.now_ms());
    Ok(Content { language, brand, sessions, review, as_of_ms, at_ms, zone, files })
}

fn going(session: Reviewed, row: AcrossRow) -> Result<Going> {
    let zone: Tz =
        session.zone.parse().map_err(|_| store::Error::Corrupt { table: "session", column: "zone" })?;
    Ok(Going { id: session.id.to_string(), session, zone, no: None, rows: vec![row], left: None })
}

type About = (String, Tz, Vec<String>, u64);

/// The brand, its zone, the files behind the sessions, and how many lines the roll-ups count.
fn about(tables: &Tables<'_>, sessions: &[Going]) -> Result<About> {
    let workspace = tables.workspace()?.ok_or(Error::NoWorkspace)?;
    let mut seen: HashMap<i64, i64> = HashMap::new();
    let mut lines = 0;
    for no in sessions.iter().filter_map(|one| one.no) {
        for (import, count) in tables.source_sums(no)? {
            *seen.entry(import).or_default() += count;
        }
        lines += tables.session_sums(no)?.iter().map(|sum| sum.tally.lines).sum::<i64>();
    }
    let files = tables
        .sale_imports()?
        .into_iter()
        .filter(|import| import.state == ImportState::Live && seen.contains_key(&import.no))
        .map(|import| import.file_name)
        .collect();
    let zone = workspace.market.zone();
    Ok((workspace.brand, zone, files, u64::try_from(lines).unwrap_or_default()))
}
