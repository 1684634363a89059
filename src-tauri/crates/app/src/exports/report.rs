//! The report of one session, or of several, in words, for a page.

mod curve;
mod left;

use std::path::Path;

use chrono::Datelike;
use domain::{Currency, Metric};
use exchange::report::{Figure, Part, Report, Table, TableColumn, TableRow};
use exchange::share::FileOut;
use rust_decimal::Decimal;
use std::io::Write;

use super::book::title;
use super::numbers::{clock, count, day, moment, money, number, percent};
use super::place::refused;
use super::scope::{Content, Going};
use super::wording::{channel, fill, metric, word};
use crate::Result;
use crate::reviews::{AcrossRow, Figures, Kpi, SessionReview};

/// Writes the report; answers bytes, and that no order lines are in it.
pub(super) fn write(content: &Content, path: &Path, whole: &dyn Fn() -> Result<()>) -> Result<(u64, u64)> {
    let report = report(content);
    save(&report, content, path, whole)
}

/// Writes any report.
pub(super) fn save(
    report: &Report,
    content: &Content,
    path: &Path,
    whole: &dyn Fn() -> Result<()>,
) -> Result<(u64, u64)> {
    let language = content.language;
    let numbered = |page: usize, pages: usize| {
        fill(language, "share_page", &[("page", &page.to_string()), ("pages", &pages.to_string())])
    };
    let pdf = report.pdf(&numbered).map_err(|error| refused(path, error))?;
    let io = |error: std::io::Error| refused(path, error);
    let (place, mut out) = FileOut::begin(path).map_err(io)?;
    out.write_all(&pdf).map_err(io)?;
    whole()?;
    Ok((place.keep(out).map_err(io)?, 0))
}

/// The report.
fn report(content: &Content) -> Report {
    let mut parts = Vec::new();
    match &content.review {
        Some(review) => {
            for set in &review.figures {
                of_session(content, review, set, &mut parts);
            }
        }
        None => of_sessions(content, &mut parts),
    }
    parts.push(Part::Heading(word(content.language, "share_sheet_about")));
    let notes = ["share_note_gmv", "share_note_net", "share_note_unknown_paper"];
    parts.extend(notes.map(|key| Part::Note(word(content.language, key))));
    if !content.has_money() {
        parts.push(Part::Note(word(content.language, "share_note_money")));
    }
    begun(content, title(content), about(content), parts)
}

/// A report of these parts, with what every report says.
pub(super) fn begun(content: &Content, title: String, about: Vec<String>, parts: Vec<Part>) -> Report {
    let made = content.zone_time(content.at_ms);
    let small = |number: u32| u8::try_from(number).unwrap_or(1);
    let foot = if title == content.brand { title.clone() } else { format!("{title} · {}", content.brand) };
    Report {
        language: content.language.code(),
        title,
        about,
        foot,
        parts,
        made_on: (u16::try_from(made.year()).unwrap_or(1970), small(made.month()), small(made.day())),
    }
}

/// Who, when, where, as known when, in which zone and money.
fn about(content: &Content) -> Vec<String> {
    let language = content.language;
    let mut lines = Vec::new();
    if let [only] = content.sessions.as_slice() {
        let session = &only.session;
        let ended =
            session.ended_at_ms.map(|ended| format!("–{}", clock(ended, only.zone))).unwrap_or_default();
        let when = format!("{}{ended}", moment(session.started_at_ms, only.zone, language));
        let channels: Vec<String> = session.channels.iter().map(|one| channel(language, *one)).collect();
        let told = [content.brand.clone(), when, session.hosts.join(", "), channels.join(", ")];
        lines.push(told.into_iter().filter(|one| !one.is_empty()).collect::<Vec<_>>().join(" · "));
    } else if let (Some(first), Some(last)) = (content.sessions.first(), content.sessions.last()) {
        let from = day(first.session.started_at_ms, first.zone, language);
        let to = day(last.session.started_at_ms, last.zone, language);
        let shown = count(i64::try_from(content.sessions.len()).unwrap_or(i64::MAX), language);
        lines.push(fill(language, "share_period", &[("from", &from), ("to", &to), ("count", &shown)]));
    }
    lines.push(known(content));
    if !content.files.is_empty() {
        lines.push(fill(language, "share_from_files", &[("files", &content.files.join(", "))]));
    }
    lines
}

/// As known when, in which zone and money.
pub(super) fn known(content: &Content) -> String {
    let language = content.language;
    let zone = content.zone_of();
    let mut currencies: Vec<&str> =
        content.sessions.iter().flat_map(|one| &one.rows).map(|row| row.currency.code()).collect();
    currencies.sort_unstable();
    currencies.dedup();
    let when = content.as_of_ms.map(|at_ms| moment(at_ms, zone, language));
    let when = when.unwrap_or_else(|| word(language, "share_unknown"));
    let blanks = [("when", when.as_str()), ("zone", zone.name()), ("currency", &currencies.join(", "))];
    fill(language, "share_known", &blanks)
}

fn of_session(content: &Content, review: &SessionReview, set: &Figures, parts: &mut Vec<Part>) {
    let language = content.language;
    if review.figures.len() > 1 {
        parts.push(Part::Heading(set.currency.code().to_owned()));
    }
    let is_platform = review.platform.as_ref().is_some_and(|platform| platform.heads);
    if is_platform {
        parts.push(Part::Text(word(language, "share_by_platform")));
    }
    parts.push(Part::Figures(set.kpis.iter().map(|kpi| figure(content, kpi, set.currency)).collect()));
    if !is_platform && set.tally.lines > 0 {
        parts.extend(curve::parts(content, review, set));
        parts.extend(products(content, set));
        let going = content.sessions.first();
        let row = going.and_then(|going| going.rows.iter().find(|row| row.currency == set.currency));
        if let Some((going, row)) = going.zip(row) {
            parts.extend(left::parts(content, going, row));
        }
    }
    parts.extend(goals(content, &set.kpis, set.currency));
    let [certain, likely] = [set.certain_lines, set.likely_lines].map(|lines| count(lines, language));
    if !is_platform {
        parts.push(Part::Note(fill(
            language,
            "share_certainty",
            &[("certain", &certain), ("likely", &likely)],
        )));
    }
    let unmatched: i64 = set.unmatched.iter().map(|one| one.lines).sum();
    if unmatched > 0 {
        let gmv: i64 = set.unmatched.iter().map(|one| one.gmv_e4).sum();
        let gmv = money(Decimal::new(gmv, 4), set.currency, language);
        let blanks = [("lines", count(unmatched, language)), ("gmv", gmv)];
        parts.push(Part::Note(fill(
            language,
            "share_unmatched",
            &blanks.each_ref().map(|(key, text)| (*key, text.as_str())),
        )));
    }
}

/// A figure as it is said; what is not known is said to be so.
fn said(content: &Content, metric: Metric, value: Option<Decimal>, currency: Currency) -> String {
    match value {
        None => word(content.language, "share_unknown"),
        Some(value) if metric.is_money() => money(value, currency, content.language),
        Some(value) => number(value, 0, content.language),
    }
}

fn figure(content: &Content, kpi: &Kpi, currency: Currency) -> Figure {
    let language = content.language;
    let change = kpi.value.zip(kpi.previous).and_then(|(value, previous)| {
        (value - previous).checked_div(previous).filter(|_| previous > Decimal::ZERO)
    });
    let note = change.map(|change| {
        let sign = if change.is_sign_positive() && !change.is_zero() { "+" } else { "" };
        let change = format!("{sign}{}", percent(change, language));
        fill(language, "share_than_last", &[("change", &change)])
    });
    Figure {
        name: word(language, metric(kpi.metric)),
        value: said(content, kpi.metric, kpi.value, currency),
        note: note.unwrap_or_default(),
    }
}

fn goals(content: &Content, kpis: &[Kpi], currency: Currency) -> Vec<Part> {
    let language = content.language;
    let row = |kpi: &Kpi| {
        let goal = kpi.goal?;
        let share = kpi.value.and_then(|value| value.checked_div(goal)).map(|share| percent(share, language));
        Some(TableRow::plain(vec![
            word(language, metric(kpi.metric)),
            said(content, kpi.metric, Some(goal), currency),
            said(content, kpi.metric, kpi.value, currency),
            share.unwrap_or_default(),
        ]))
    };
    let rows: Vec<TableRow> = kpis.iter().filter_map(row).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let titles = ["share_goals", "share_goal", "share_actual", "share_col_goal_percent"];
    let columns = [2.0, 1.0, 1.0, 1.0]
        .into_iter()
        .zip(titles)
        .enumerate()
        .map(|(at, (share, key))| TableColumn { title: word(language, key), share, is_figure: at > 0 });
    let heading = word(language, "share_goals_heading");
    let table = Table { summary: heading.clone(), columns: columns.collect(), rows };
    vec![Part::Heading(heading), Part::Table(table)]
}

fn products(content: &Content, set: &Figures) -> Vec<Part> {
    const MS_PER_MINUTE: i64 = 60_000;
    let language = content.language;
    let amount = |e4| money(Decimal::new(e4, 4), set.currency, language);
    let whole = Decimal::from(set.tally.gmv_e4);
    let rows = set.products.iter().map(|row| {
        let share = Decimal::from(row.tally.gmv_e4).checked_div(whole);
        let minutes = Decimal::from(row.on_screen_ms) / Decimal::from(MS_PER_MINUTE);
        TableRow::plain(vec![
            row.slot_number.map(|number| number.to_string()).unwrap_or_default(),
            row.title.clone(),
            count(row.tally.units, language),
            amount(row.tally.gmv_e4),
            share.map(|share| percent(share, language)).unwrap_or_default(),
            amount(row.tally.net_sales_e4()),
            if row.on_screen_ms > 0 { number(minutes, 1, language) } else { String::new() },
        ])
    });
    let mut rows: Vec<TableRow> = rows.collect();
    rows.push(TableRow::strong(vec![
        String::new(),
        fill(language, "share_total", &[("currency", set.currency.code())]),
        count(set.tally.units, language),
        amount(set.tally.gmv_e4),
        String::new(),
        amount(set.tally.net_sales_e4()),
        String::new(),
    ]));
    let titled = |key: &str| word(language, key);
    let columns = vec![
        TableColumn::figures(titled("share_col_slot"), 0.5),
        TableColumn::words(titled("share_col_product"), 4.0),
        TableColumn::figures(titled("share_col_units"), 0.9),
        TableColumn::figures(titled("share_col_gmv"), 1.9),
        TableColumn::figures(titled("share_col_share"), 1.0),
        TableColumn::figures(titled("share_col_net_sales"), 1.9),
        TableColumn::figures(titled("share_col_minutes"), 1.0),
    ];
    let heading = titled("share_sheet_products");
    vec![Part::Heading(heading.clone()), Part::Table(Table { summary: heading, columns, rows })]
}

/// One row a session and currency, and what they bring together.
fn of_sessions(content: &Content, parts: &mut Vec<Part>) {
    let language = content.language;
    let mut currencies: Vec<Currency> =
        content.sessions.iter().flat_map(|one| &one.rows).map(|row| row.currency).collect();
    currencies.sort_unstable();
    currencies.dedup();
    for currency in currencies {
        let rows: Vec<(&Going, &AcrossRow)> = content
            .sessions
            .iter()
            .flat_map(|going| going.rows.iter().map(move |row| (going, row)))
            .filter(|(_, row)| row.currency == currency)
            .collect();
        parts.push(Part::Heading(fill(language, "share_sessions_in", &[("currency", currency.code())])));
        parts.push(Part::Table(sessions(content, &rows, currency)));
        if content.has_money() {
            for (going, row) in rows {
                parts.extend(left::parts(content, going, row));
            }
        }
    }
}

fn sessions(content: &Content, rows: &[(&Going, &AcrossRow)], currency: Currency) -> Table {
    const SHOWN: [Metric; 4] = [Metric::Gmv, Metric::NetSales, Metric::Orders, Metric::Units];
    let language = content.language;
    let value = |row: &AcrossRow, metric: Metric| row.kpis.iter().find(|kpi| kpi.metric == metric)?.value;
    let mut shown: Vec<TableRow> = Vec::new();
    for (going, row) in rows {
        let session = &going.session;
        let mut cells = vec![session.title.clone(), day(session.started_at_ms, going.zone, language)];
        cells.extend(SHOWN.map(|metric| said(content, metric, value(row, metric), currency)));
        shown.push(TableRow::plain(cells));
    }
    let sum = |metric: Metric| {
        let known: Vec<Decimal> = rows.iter().filter_map(|(_, row)| value(row, metric)).collect();
        said(content, metric, (!known.is_empty()).then(|| known.iter().sum()), currency)
    };
    let mut total = vec![fill(language, "share_total", &[("currency", currency.code())]), String::new()];
    total.extend(SHOWN.map(sum));
    shown.push(TableRow::strong(total));
    let mut columns = vec![
        TableColumn::words(word(language, "share_col_session"), 3.4),
        TableColumn::words(word(language, "share_day"), 1.4),
    ];
    columns.extend(SHOWN.map(|one| TableColumn::figures(word(language, metric(one)), 1.6)));
    Table { summary: word(language, "share_all_sessions"), columns, rows: shown }
}
