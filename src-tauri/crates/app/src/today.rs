//! The first screen: what is next, whether it is ready, and what waits for the user.

use domain::id::SessionId;
use domain::lineup::SlotProblem;
use domain::{ProductSummary, SessionStatus};
use store::Tables;
use store::import::{Import, ImportState};
use store::session::SessionQuery;
use uuid::Uuid;

use crate::lineups::{self, OpenLineup};
use crate::sessions::{self, OpenSession};
use crate::{App, Error, Result, targets};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// A session this long past its start without going live waits for the user, ms.
const OVERDUE_MS: i64 = 10 * MINUTE_MS;

/// A session this long past its end without having been ended waits for the user, ms.
const OVERRUN_MS: i64 = 30 * MINUTE_MS;

/// How far back the list of what waits looks, and how far ahead the list of sessions, ms.
const WEEK_MS: i64 = 7 * DAY_MS;

/// Something that should be so before a session goes live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// There are products in the line-up.
    LineupFilled,
    /// Each has a price.
    Priced,
    /// Each has a link.
    Linked,
    /// Each has a picture.
    Pictured,
    /// Each has enough in stock.
    Stocked,
    /// Each channel has an address.
    ChannelsLinked,
    /// Someone is on camera.
    Hosted,
    /// The planned lengths fit the session; in minutes.
    FitsLength,
    /// Each target answered last time.
    TargetsAnswered,
}

/// One line of the checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readiness {
    /// What should be so.
    pub check: Check,
    /// Whether it is.
    pub met: bool,
    /// How many are as they should be.
    pub count: u32,
    /// Of how many.
    pub total: u32,
    /// Numbers of the slots that are not.
    pub slots: Vec<u32>,
}

/// Something that waits for the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeedKind {
    /// The planned start has passed and the session is neither live nor cancelled.
    SessionOverdue,
    /// The session runs far beyond its planned end.
    SessionOverrun,
    /// The session ended and its views are not typed in.
    ViewsMissing,
    /// The session starts soon and a check is not met.
    NotReady,
    /// Deliveries to a target have stopped.
    DeliveryDead,
    /// An import rejected rows.
    ImportOpen,
    /// An import moved sessions that were over.
    SessionMoved,
    /// Files of a watched folder wait.
    FilesWait,
    /// A watched folder is not there.
    WatchGone,
}

/// One thing that waits for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// What.
    pub kind: NeedKind,
    /// What it is about, by name.
    pub subject: String,
    /// The id of what it is about.
    pub id: Option<Uuid>,
    /// Since when, UTC ms.
    pub since_ms: i64,
    /// How many.
    pub count: u32,
}

/// The session that is on air or comes next, with its checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// The session.
    pub session: OpenSession,
    /// The checklist.
    pub readiness: Vec<Readiness>,
}

/// The first screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Today {
    /// When this was computed, UTC ms.
    pub now_ms: i64,
    /// IANA name of the workspace's zone.
    pub zone: &'static str,
    /// On air now or next.
    pub next: Option<Next>,
    /// What waits for the user, oldest first.
    pub needs: Vec<Need>,
    /// Sessions starting within seven days.
    pub week: Vec<OpenSession>,
    /// The session that ended last.
    pub last: Option<OpenSession>,
}

/// The first screen as it is now.
pub fn today(app: &App) -> Result<Today> {
    let now_ms = app.now_ms();
    app.read(|tables| {
        let market = tables.workspace()?.ok_or(Error::NoWorkspace)?.market;
        let around = SessionQuery { from_ms: Some(now_ms - WEEK_MS), ..SessionQuery::default() };
        let around: Result<Vec<OpenSession>> =
            tables.sessions(&around)?.into_iter().map(|session| sessions::open(tables, session)).collect();
        let around = around?;
        let next = next(&around, now_ms).map(|session| with_checklist(tables, session)).transpose()?;
        let week = around.iter().filter(|open| {
            let from_ms = open.session.starts_at_ms;
            open.session.ends_at_ms() >= now_ms && from_ms < now_ms + WEEK_MS
        });
        Ok(Today {
            now_ms,
            zone: market.zone().name(),
            needs: needs(app, tables, &around, now_ms)?,
            week: week.cloned().collect(),
            last: last(tables)?,
            next,
        })
    })
}

/// On air; or else announced and not over; or else a draft to come. The earliest of them.
fn next(sessions: &[OpenSession], now_ms: i64) -> Option<&OpenSession> {
    let first = |status: SessionStatus| {
        sessions.iter().find(|open| {
            open.session.standing.status == status
                && (status == SessionStatus::Live || open.session.ends_at_ms() > now_ms)
        })
    };
    first(SessionStatus::Live).or_else(|| {
        let announced = [first(SessionStatus::Scheduled), first(SessionStatus::Draft)];
        announced.into_iter().flatten().min_by_key(|open| open.session.starts_at_ms)
    })
}

fn last(tables: &Tables<'_>) -> Result<Option<OpenSession>> {
    tables.last_ended()?.map(|session| sessions::open(tables, session)).transpose()
}

fn with_checklist(tables: &Tables<'_>, open: &OpenSession) -> Result<Next> {
    Ok(Next { session: open.clone(), readiness: checked(tables, open)? })
}

/// The checklist of any session, whether it comes next or not.
///
/// # Errors
/// When there is no such session.
pub fn readiness(app: &App, session: SessionId) -> Result<Vec<Readiness>> {
    let open = sessions::get(app, session)?;
    app.read(|tables| checked(tables, &open))
}

fn checked(tables: &Tables<'_>, open: &OpenSession) -> Result<Vec<Readiness>> {
    let lineup = lineups::open(tables, open.session.id)?;
    let mut readiness = checklist(open, &lineup);
    let (answered, total) = targets::answered(tables)?;
    // Without a destination there is none that could fail to answer.
    if total > 0 {
        readiness.push(counted(Check::TargetsAnswered, answered, total, Vec::new()));
    }
    Ok(readiness)
}

/// What should be so before a session goes live, and whether it is. Nothing here keeps it from going live.
pub fn checklist(open: &OpenSession, lineup: &OpenLineup) -> Vec<Readiness> {
    let currency = open.session.currency();
    let problems: Vec<(u32, Vec<SlotProblem>)> = lineup
        .lineup
        .numbered()
        .map(|(number, slot)| {
            let product: Option<&ProductSummary> = lineup.products.get(&slot.product);
            (number, product.map(|product| slot.problems(product, currency)).unwrap_or_default())
        })
        .collect();
    let without = |check: Check, lacking: &[SlotProblem]| {
        let slots: Vec<u32> = problems
            .iter()
            .filter(|(_, found)| found.iter().any(|problem| lacking.contains(problem)))
            .map(|&(number, _)| number)
            .collect();
        counted(check, problems.len() - slots.len(), problems.len(), slots)
    };
    let channels = &open.session.plan.channels;
    let linked = channels.iter().filter(|channel| channel.url.is_some()).count();
    let (planned, length) = (lineup.lineup.planned_ms() / MINUTE_MS, open.session.plan.length_ms / MINUTE_MS);
    let mut fits = counted(
        Check::FitsLength,
        usize::try_from(planned).unwrap_or_default(),
        usize::try_from(length).unwrap_or_default(),
        Vec::new(),
    );
    fits.met = planned <= length;
    vec![
        Readiness {
            met: !problems.is_empty(),
            ..counted(Check::LineupFilled, problems.len(), problems.len(), Vec::new())
        },
        without(Check::Priced, &[SlotProblem::NoPrice]),
        without(Check::Linked, &[SlotProblem::NoLink]),
        without(Check::Pictured, &[SlotProblem::NoImage]),
        without(Check::Stocked, &[SlotProblem::SoldOut, SlotProblem::LowStock]),
        Readiness {
            met: !channels.is_empty() && linked == channels.len(),
            ..counted(Check::ChannelsLinked, linked, channels.len(), Vec::new())
        },
        Readiness {
            met: !open.hosts.is_empty(),
            ..counted(Check::Hosted, open.hosts.len(), open.hosts.len(), Vec::new())
        },
        fits,
    ]
}

fn counted(check: Check, count: usize, total: usize, slots: Vec<u32>) -> Readiness {
    let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    Readiness { check, met: count == total, count: small(count), total: small(total), slots }
}

fn needs(app: &App, tables: &Tables<'_>, sessions: &[OpenSession], now_ms: i64) -> Result<Vec<Need>> {
    let mut needs = Vec::new();
    for open in sessions {
        needs.extend(of_session(tables, open, now_ms)?);
    }
    for import in tables.imports()? {
        needs.extend(of_import(&import, now_ms));
    }
    needs.extend(moved(tables, now_ms)?);
    needs.extend(watched(app, tables, now_ms)?);
    for (target, dead) in targets::given_up(tables)? {
        needs.push(Need {
            kind: NeedKind::DeliveryDead,
            subject: target.name,
            id: Some(target.id.as_uuid()),
            since_ms: dead.finished_at_ms.unwrap_or(dead.created_at_ms),
            count: 1,
        });
    }
    needs.sort_by_key(|need| need.since_ms);
    Ok(needs)
}

fn of_session(tables: &Tables<'_>, open: &OpenSession, now_ms: i64) -> Result<Option<Need>> {
    let session = &open.session;
    let need = |kind, since_ms, count| Need {
        kind,
        subject: session.plan.title.clone(),
        id: Some(session.id.as_uuid()),
        since_ms,
        count,
    };
    Ok(match session.standing.status {
        SessionStatus::Scheduled if now_ms > session.starts_at_ms + OVERDUE_MS => {
            Some(need(NeedKind::SessionOverdue, session.starts_at_ms, 1))
        }
        SessionStatus::Scheduled if session.starts_at_ms - now_ms < DAY_MS => {
            let unmet = with_checklist(tables, open)?.readiness.iter().filter(|line| !line.met).count();
            let unmet = u32::try_from(unmet).unwrap_or(u32::MAX);
            (unmet > 0).then(|| need(NeedKind::NotReady, session.starts_at_ms, unmet))
        }
        SessionStatus::Live if now_ms > session.ends_at_ms() + OVERRUN_MS => {
            Some(need(NeedKind::SessionOverrun, session.ends_at_ms(), 1))
        }
        SessionStatus::Ended if session.views.is_none() => {
            let since_ms = session.standing.ended_at_ms.unwrap_or(session.starts_at_ms);
            Some(need(NeedKind::ViewsMissing, since_ms, 1))
        }
        SessionStatus::Draft
        | SessionStatus::Scheduled
        | SessionStatus::Live
        | SessionStatus::Ended
        | SessionStatus::Cancelled => None,
    })
}

/// Imports of the last week that moved sessions that were over, one need an import.
fn moved(tables: &Tables<'_>, now_ms: i64) -> Result<Vec<Need>> {
    let mut needs: Vec<(Need, Vec<SessionId>)> = Vec::new();
    for moved in tables.moved(None, now_ms - WEEK_MS)? {
        let id = Some(moved.import.as_uuid());
        match needs.iter_mut().find(|(need, _)| need.id == id) {
            Some((_, sessions)) if sessions.contains(&moved.session) => {}
            Some((need, sessions)) => {
                need.count += 1;
                sessions.push(moved.session);
            }
            None => {
                let import = tables.import(moved.import)?;
                let (subject, since_ms) = (import.file_name, import.at_ms);
                let need = Need { kind: NeedKind::SessionMoved, subject, id, since_ms, count: 1 };
                needs.push((need, vec![moved.session]));
            }
        }
    }
    Ok(needs.into_iter().map(|(need, _)| need).collect())
}

/// Files of watched folders that wait, and watched folders that are gone, one need a folder.
fn watched(app: &App, tables: &Tables<'_>, now_ms: i64) -> Result<Vec<Need>> {
    let waiting = tables.watched_files_waiting()?;
    let mut needs = Vec::new();
    for folder in tables.watched_folders()? {
        let own: Vec<_> = waiting.iter().filter(|file| file.folder == folder.id).collect();
        let (subject, id) = (folder.path, Some(folder.id));
        if app.gone().has(folder.id) {
            let (kind, subject) = (NeedKind::WatchGone, subject.clone());
            needs.push(Need { kind, subject, id, since_ms: now_ms, count: 1 });
        }
        if let Some(first) = own.first() {
            let (kind, since_ms) = (NeedKind::FilesWait, first.found_at_ms);
            let count = u32::try_from(own.len()).unwrap_or(u32::MAX);
            needs.push(Need { kind, subject, id, since_ms, count });
        }
    }
    Ok(needs)
}

fn of_import(import: &Import, now_ms: i64) -> Option<Need> {
    let is_open =
        import.state == ImportState::Live && import.counts.rejected > 0 && import.at_ms > now_ms - WEEK_MS;
    is_open.then(|| Need {
        kind: NeedKind::ImportOpen,
        subject: import.file_name.clone(),
        id: Some(import.id.as_uuid()),
        since_ms: import.at_ms,
        count: u32::try_from(import.counts.rejected).unwrap_or(u32::MAX),
    })
}
