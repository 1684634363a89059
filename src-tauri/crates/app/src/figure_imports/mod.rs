//! Figures by step, day and advertising, in from files: looked at, compared with what is known, taken in, taken back.

mod ask;
mod known;
mod rows;

use chrono_tz::Tz;
use domain::id::{ImportId, SessionId};
use domain::{Actor, Change, Channel, Money};
use exchange::{FigureKind, FigureSheet, FigureSource, Room, Source};
use store::Tables;
use store::figure::{FigureOf, Stated};
use store::import::{Import, ImportCounts, ImportKind, ImportState};

use crate::imports::{Ask, Caution, PreviewRow, Refused, Report, RoomLine, RowState, SHOWN, Total, Waiting};
use crate::product_imports::source_code;
use crate::session_imports::{Place, Rooms, RoomsFile, Sessions, observed, past_session, room_key};
use crate::{App, Error, Result, on_air};
use known::Known;

/// A file of figures that was looked at.
pub(crate) struct Looked {
    sheet: FigureSheet,
    as_of_ms: i64,
    zone: Option<Tz>,
    /// How a session's steps are placed; none for days.
    file: Option<RoomsFile>,
    rejects: Vec<Refused>,
    judged: Judged,
}

/// What a file comes to, compared with what is known.
#[derive(Clone, Default)]
struct Judged {
    rows: Vec<Row>,
    room: Option<(Room, Place, RowState)>,
}

/// One row, with what is known of the same step, product or day.
#[derive(Clone)]
struct Row {
    stated: Stated,
    state: RowState,
    before: Option<Stated>,
}

/// The kind of import a source brings.
pub(crate) const fn kind_of(kind: FigureKind) -> ImportKind {
    match kind {
        FigureKind::Minutes => ImportKind::Minutes,
        FigureKind::Days => ImportKind::Days,
        FigureKind::Ads => ImportKind::Ads,
    }
}

/// The source of a file that is read as `kind`; a file that is none of that kind is refused in words.
fn source_of(report: &Report, kind: ImportKind) -> Result<FigureSource> {
    match report.sniffed.recognised.source {
        Source::Figures(source) if kind_of(source.kind()) == kind => Ok(source),
        _ => Err(Error::from(exchange::FileError::MappingIncomplete {
            file: report.sniffed.file.clone(),
            what: kind.code().to_owned(),
        })),
    }
}

/// Looks at a file of figures and completes its report. While a question is open, nothing is compared.
pub(crate) fn look(app: &App, ask: &Ask, report: &mut Report, kind: ImportKind) -> Result<Looked> {
    let source = source_of(report, kind)?;
    let home = app.read(|tables| Ok(tables.workspace()?.map(|workspace| workspace.market)))?;
    let answers = crate::session_imports::answers(ask, home)?;
    let sheet = exchange::read_figures(&ask.path, &report.sniffed, source, &answers)?;
    let is_newest = crate::session_imports::counts_as_newest(ask)?;
    let as_of_ms = if is_newest { app.now_ms() } else { crate::sales_imports::as_of(app, &ask.path) };
    let zone = answers.zone.filter(|_| !sheet.has_offsets);
    let is_session = sheet.kind == FigureKind::Minutes;
    let file = is_session.then(|| RoomsFile::of_steps(&sheet, zone, home, as_of_ms, ask)).transpose()?;
    let rejects = sheet.rejects.iter().map(Refused::from).collect();
    let mut looked = Looked { sheet, as_of_ms, zone, file, rejects, judged: Judged::default() };
    ask::describe(report, ask, &looked);
    if report.questions.iter().all(|question| !question.blocks || question.answer.is_some()) {
        app.read(|tables| {
            looked.judged = looked.judge(tables)?;
            looked.tell(tables, report)
        })?;
        ask::ask_last(report, &looked, is_newest);
    }
    Ok(looked)
}

impl Looked {
    fn judge(&self, tables: &Tables<'_>) -> Result<Judged> {
        let room = self.place(tables)?;
        let known = Known::read(tables, &self.sheet, room.as_ref().map(|(room, _, _)| room))?;
        let rows = self.stated().into_iter().map(|stated| known.judge(stated)).collect();
        Ok(Judged { rows, room })
    }

    /// The room of a session's steps, the session it belongs to, and what its totals are to what is known.
    fn place(&self, tables: &Tables<'_>) -> Result<Option<(Room, Place, RowState)>> {
        let (Some(file), Some(found)) = (&self.file, &self.sheet.room) else { return Ok(None) };
        let room = Room {
            row: 1,
            id: found.id.clone(),
            title: found.title.clone(),
            started_at_ms: found.started_at_ms,
            ended_at_ms: Some(found.ended_at_ms),
            figures: found.figures,
        };
        let rooms = Rooms::read(tables)?;
        let now = observed(file, &room);
        let before = rooms.known(&now);
        let place = Sessions::read(tables)?.place(file, &room, before)?;
        let state = match before {
            None => RowState::New,
            Some(before) if before.figures == now.figures => RowState::Unchanged,
            Some(_) => RowState::Changed,
        };
        Ok(Some((room, place, state)))
    }

    /// Its rows as they would be kept.
    fn stated(&self) -> Vec<Stated> {
        let of = match self.sheet.kind {
            FigureKind::Minutes => FigureOf::Step,
            FigureKind::Days => FigureOf::Day,
            FigureKind::Ads => FigureOf::Ad,
        };
        let own = self.sheet.rows.iter().map(|row| rows::stated(self, row, of));
        let products = self.sheet.products.iter().map(|row| rows::stated(self, row, FigureOf::Product));
        own.chain(products).collect()
    }

    fn counts(&self, judged: &Judged) -> ImportCounts {
        let of = |state| judged.rows.iter().filter(|row| row.state == state).count() as u64;
        let beside = self.sheet.repeated + self.sheet.second + self.sheet.total_rows;
        ImportCounts {
            read: self.sheet.read,
            new: of(RowState::New),
            changed: of(RowState::Changed),
            unchanged: of(RowState::Unchanged) + beside,
            older: of(RowState::Older),
            rejected: self.rejects.len() as u64,
        }
    }

    fn tell(&self, tables: &Tables<'_>, report: &mut Report) -> Result<()> {
        report.counts = self.counts(&self.judged);
        report.totals = self.sheet.totals.iter().map(Total::from).collect();
        report.rejects = self.rejects.iter().take(SHOWN).cloned().collect();
        report.warnings = self.sheet.warnings.iter().take(SHOWN).map(Caution::from).collect();
        report.notes = vec![
            ("repeatedRows", self.sheet.repeated),
            ("totalRows", self.sheet.total_rows),
            ("secondTable", self.sheet.second),
        ];
        for row in self.judged.rows.iter().filter(|row| row.stated.of != FigureOf::Product) {
            let is_step = row.stated.of == FigureOf::Step;
            report.covers(if is_step { row.stated.at } else { row.stated.at * rows::DAY_MS });
        }
        let Some((room, place, state)) = &self.judged.room else { return Ok(()) };
        let sessions = Sessions::read(tables)?;
        let currency = self.sheet.currency;
        report.rooms = vec![RoomLine {
            key: room_key(room),
            row: room.row,
            title: room.title.clone(),
            started_at_ms: room.started_at_ms,
            ended_at_ms: room.ended_at_ms,
            state: *state,
            by: place.by,
            session: place.session,
            session_title: place.session.and_then(|id| sessions.title(id)).map(str::to_owned),
            gmv: room.figures.gmv_e4.zip(currency).map(|(e4, own)| Money::from_observed(e4, own)),
            orders: room.figures.orders,
            views: room.figures.views,
        }];
        Ok(())
    }

    /// Writes the room and every row under `import`.
    fn write(&self, app: &App, tables: &Tables<'_>, import: ImportId, judged: &Judged) -> Result<()> {
        if let (Some(file), Some((room, place, _))) = (&self.file, &judged.room) {
            let mut session: Option<SessionId> = place.session;
            if place.makes {
                let made = past_session(app, file, room)?;
                tables.save_session(&made)?;
                tables.save_standing(made.id, made.standing)?;
                session = Some(made.id);
            }
            let mut observed = observed(file, room);
            (observed.import, observed.session, observed.is_made) = (import, session, place.makes);
            tables.insert_room(&observed)?;
        }
        for row in &judged.rows {
            tables.insert_figure(&Stated { import, ..row.stated.clone() })?;
        }
        Ok(())
    }

    const fn channel(&self) -> Channel {
        self.sheet.channel
    }
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
        let of: Vec<&Row> = self.judged.rows.iter().filter(|row| row.state == state).collect();
        let page = of.iter().skip(offset).take(limit).map(|row| rows::preview(row, self.zone));
        Ok((of.len() as u64, page.collect()))
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
                kind: kind_of(self.sheet.kind),
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
