//! What platforms say of live sessions, in from files: looked at, matched with sessions, taken in, taken back.

mod ask;
mod place;
mod rooms;

use std::collections::BTreeMap;

use chrono_tz::Tz;
use domain::id::ImportId;
use domain::{Actor, Change, Channel, Currency, Market, Money, RoomFigures};
use exchange::{Room, RoomSheet};
use store::Tables;
use store::import::{Import, ImportCounts, ImportKind, ImportState};
use store::session_figure::RoomObserved;

use crate::imports::{
    Ask, Caution, FieldChange, PreviewRow, Refused, Report, RoomLine, RowState, SHOWN, Total, Value, Waiting,
};
use crate::product_imports::source_code;
use crate::{App, Error, Result, on_air};

pub(crate) use ask::{answers, code, counts_as_newest, date_code, number_code, proofs, question};
pub(crate) use place::{Place, Sessions, past_session, room_key};
pub use rooms::Platform;
pub(crate) use rooms::{DRIFT_MS, Rooms};

/// Answers to what becomes of a room without a session.
pub(crate) const PAST: &str = "past";
pub(crate) const LEAVE: &str = "leave";

/// Rooms listed in the report itself; the others through its pages.
const LISTED: usize = 500;

/// A file of rooms and how it is read.
#[derive(Debug, Clone)]
pub(crate) struct RoomsFile {
    pub(super) channel: Channel,
    pub(super) currency: Option<Currency>,
    pub(super) zone: Option<Tz>,
    pub(super) market: Market,
    pub(super) as_of_ms: i64,
    pub(super) makes_past: bool,
    pub(super) answers: BTreeMap<String, String>,
    /// Whether the totals of its rooms are steps put together.
    pub(super) by_steps: bool,
}

impl RoomsFile {
    /// The file of one room, told step by step.
    pub(crate) fn of_steps(
        sheet: &exchange::FigureSheet,
        zone: Option<Tz>,
        home: Option<Market>,
        as_of_ms: i64,
        ask: &Ask,
    ) -> Result<Self> {
        Ok(Self {
            channel: sheet.channel,
            currency: sheet.currency,
            zone,
            market: place::market_of(zone, home),
            as_of_ms,
            makes_past: ask::wants_past(ask)?.unwrap_or(true),
            answers: ask.answers.clone(),
            by_steps: true,
        })
    }
}

/// A room as it would be kept; its import and its session are not known yet.
pub(crate) fn observed(file: &RoomsFile, room: &Room) -> RoomObserved {
    RoomObserved {
        import: uuid::Uuid::nil().into(),
        file_name: String::new(),
        row: i64::try_from(room.row).unwrap_or(i64::MAX),
        as_of_ms: file.as_of_ms,
        channel: file.channel,
        room: room.id.clone(),
        title: room.title.clone(),
        started_at_ms: room.started_at_ms,
        ended_at_ms: room.ended_at_ms,
        currency: file.currency.filter(|_| room.figures.gmv_e4.is_some()),
        figures: room.figures,
        session: None,
        is_made: false,
        by_steps: file.by_steps,
    }
}

/// A file of rooms that was looked at.
pub(crate) struct Looked {
    file: RoomsFile,
    sheet: RoomSheet,
    rejects: Vec<Refused>,
    judged: Vec<Judged>,
}

/// One room, with what is known of it and where it belongs.
#[derive(Clone)]
struct Judged {
    room: Room,
    place: Place,
    state: RowState,
    before: Option<RoomObserved>,
}

/// Looks at a file of rooms and completes its report. While a question is open, nothing is compared.
pub(crate) fn look(app: &App, ask: &Ask, report: &mut Report) -> Result<Looked> {
    let home = app.read(|tables| Ok(tables.workspace()?.map(|workspace| workspace.market)))?;
    let answers = ask::answers(ask, home)?;
    let sheet = exchange::read_rooms(&ask.path, &report.sniffed, &answers)?;
    let channel = ask::channel(ask, &sheet)?;
    let zone = answers.zone.filter(|_| !sheet.has_offsets);
    let is_newest = ask::counts_as_newest(ask)?;
    let file = RoomsFile {
        channel: channel.unwrap_or(Channel::Other),
        currency: sheet.currency,
        zone,
        market: place::market_of(zone, home),
        as_of_ms: if is_newest { app.now_ms() } else { crate::sales_imports::as_of(app, &ask.path) },
        makes_past: ask::makes_past(ask, &sheet)?,
        answers: ask.answers.clone(),
        by_steps: false,
    };
    let rejects = sheet.rejects.iter().map(Refused::from).collect();
    let mut looked = Looked { file, sheet, rejects, judged: Vec::new() };
    ask::describe(report, ask, &looked.sheet, &looked.file, channel.is_some());
    if report.questions.iter().all(|question| !question.blocks || question.answer.is_some()) {
        app.read(|tables| {
            looked.judged = looked.judge(tables)?;
            looked.tell(tables, report)
        })?;
        ask::ask_last(report, &looked.judged, looked.file.makes_past, is_newest);
    }
    Ok(looked)
}

impl Looked {
    fn judge(&self, tables: &Tables<'_>) -> Result<Vec<Judged>> {
        let (sessions, known) = (Sessions::read(tables)?, Rooms::read(tables)?);
        let of = |room: &Room| {
            let observed = observed(&self.file, room);
            let before = known.known(&observed).cloned();
            let place = sessions.place(&self.file, room, before.as_ref())?;
            let state = match &before {
                None => RowState::New,
                Some(before) if says_the_same(before, &observed, &place) => RowState::Unchanged,
                // Totals put together from steps give way to the platform's own, however new.
                Some(before) if before.by_steps => RowState::Changed,
                Some(before) if before.as_of_ms > observed.as_of_ms => RowState::Older,
                Some(_) => RowState::Changed,
            };
            Ok(Judged { room: room.clone(), place, state, before })
        };
        self.sheet.rooms.iter().map(of).collect()
    }

    fn counts(&self, judged: &[Judged]) -> ImportCounts {
        let of = |state| judged.iter().filter(|one| one.state == state).count() as u64;
        ImportCounts {
            read: self.sheet.rows,
            new: of(RowState::New),
            changed: of(RowState::Changed),
            unchanged: of(RowState::Unchanged) + self.sheet.repeated,
            older: of(RowState::Older),
            rejected: self.rejects.len() as u64,
        }
    }

    fn tell(&self, tables: &Tables<'_>, report: &mut Report) -> Result<()> {
        let sessions = Sessions::read(tables)?;
        report.counts = self.counts(&self.judged);
        report.totals = self.sheet.totals.iter().map(Total::from).collect();
        report.rejects = self.rejects.iter().take(SHOWN).cloned().collect();
        report.warnings = self.sheet.warnings.iter().take(SHOWN).map(Caution::from).collect();
        report.notes = vec![("otherPosts", self.sheet.others), ("repeatedRooms", self.sheet.repeated)];
        let line = |one: &Judged| RoomLine {
            key: room_key(&one.room),
            row: one.room.row,
            title: one.room.title.clone(),
            started_at_ms: one.room.started_at_ms,
            ended_at_ms: one.room.ended_at_ms,
            state: one.state,
            by: one.place.by,
            session: one.place.session,
            session_title: one.place.session.and_then(|id| sessions.title(id)).map(str::to_owned),
            gmv: one
                .room
                .figures
                .gmv_e4
                .zip(self.file.currency)
                .map(|(e4, own)| Money::from_observed(e4, own)),
            orders: one.room.figures.orders,
            views: one.room.figures.views,
        };
        report.rooms = self.judged.iter().take(LISTED).map(line).collect();
        for one in &self.judged {
            report.covers(one.room.started_at_ms);
        }
        Ok(())
    }

    fn write(&self, app: &App, tables: &Tables<'_>, import: ImportId, judged: &[Judged]) -> Result<()> {
        for one in judged {
            let mut session = one.place.session;
            if one.place.makes {
                let made = past_session(app, &self.file, &one.room)?;
                tables.save_session(&made)?;
                tables.save_standing(made.id, made.standing)?;
                session = Some(made.id);
            }
            let mut observed = observed(&self.file, &one.room);
            (observed.import, observed.session, observed.is_made) = (import, session, one.place.makes);
            tables.insert_room(&observed)?;
        }
        Ok(())
    }
}

/// Whether a file says of a room what is known, and leaves it where it is.
fn says_the_same(before: &RoomObserved, now: &RoomObserved, place: &Place) -> bool {
    before.figures == now.figures
        && before.currency == now.currency
        && before.title == now.title
        && before.started_at_ms == now.started_at_ms
        && before.ended_at_ms == now.ended_at_ms
        && before.session == place.session
        && !place.makes
}

fn fields(one: &Judged, currency: Option<Currency>) -> Vec<FieldChange> {
    let values = |figures: &RoomFigures, currency: Option<Currency>| {
        let money = figures.gmv_e4.zip(currency).map(|(e4, own)| Value::Money(Money::from_observed(e4, own)));
        let counts = [
            ("orders", figures.orders),
            ("skuOrders", figures.sku_orders),
            ("items", figures.items),
            ("customers", figures.customers),
            ("views", figures.views),
            ("impressions", figures.impressions),
            ("productImpressions", figures.product_impressions),
            ("productClicks", figures.product_clicks),
            ("newFollowers", figures.new_followers),
            ("comments", figures.comments),
            ("shares", figures.shares),
            ("likes", figures.likes),
        ];
        let counts = counts.map(|(field, count)| (field, count.map(Value::Count)));
        [("gmv", money)].into_iter().chain(counts).collect::<Vec<_>>()
    };
    let was = one.before.as_ref().map(|before| values(&before.figures, before.currency));
    let changes =
        values(&one.room.figures, currency).into_iter().enumerate().map(|(at, (field, becomes))| {
            let was = was.as_ref().and_then(|was| was.get(at)).and_then(|(_, value)| value.clone());
            FieldChange { field, was, becomes }
        });
    changes.filter(|change| change.was != change.becomes).collect()
}

impl Waiting for Looked {
    fn rows(
        &self,
        _: &App,
        _: &Actor,
        state: RowState,
        offset: usize,
        limit: usize,
    ) -> Result<(u64, Vec<PreviewRow>)> {
        let of: Vec<&Judged> = self.judged.iter().filter(|one| one.state == state).collect();
        let row = |one: &&Judged| PreviewRow {
            row: one.room.row,
            title: one.room.title.clone(),
            key: room_key(&one.room),
            fields: if state == RowState::Unchanged { Vec::new() } else { fields(one, self.file.currency) },
        };
        Ok((of.len() as u64, of.iter().skip(offset).take(limit).map(row).collect()))
    }

    fn rejects(&self) -> &[Refused] {
        &self.rejects
    }

    fn commit(&self, app: &App, by: &Actor, report: &Report) -> Result<ImportId> {
        let id: ImportId = app.mint();
        app.act(Change::Sales, |tables| {
            // One transaction, and a take waits for it.
            on_air::leave_room(tables, &report.sniffed.file, report.counts.read)?;
            // Judged again: another file may have come in since the preview.
            let judged = self.judge(tables)?;
            tables.insert_import(&Import {
                id,
                kind: ImportKind::Sessions,
                file_name: report.sniffed.file.clone(),
                path: report.path.display().to_string(),
                hash: report.sniffed.hash.clone(),
                bytes: report.sniffed.size,
                source: source_code(report.sniffed.recognised.source).to_owned(),
                mapping_json: None,
                actor: by.name.clone(),
                at_ms: app.now_ms(),
                state: ImportState::Live,
                counts: self.counts(&judged),
                totals_json: report.totals_json(),
            })?;
            self.write(app, tables, id, &judged)
        })?;
        Ok(id)
    }
}

/// Takes an import of rooms back, with the past sessions it made where nobody has worked on them since.
pub(crate) fn undo(app: &App, import: &Import) -> Result<()> {
    if import.state != ImportState::Live {
        return Err(Error::from(store::Error::NotFound("import")));
    }
    app.act(Change::Sales, |tables| {
        tables.set_import_state(import.id, ImportState::Undone)?;
        for session in tables.sessions_made_by(import.id)? {
            tables.remove_made_session(session)?;
        }
        Ok(())
    })
}
