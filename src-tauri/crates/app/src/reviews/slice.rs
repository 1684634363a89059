//! How sessions are cut into rows: whole, or by what they sold and when they sold it.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Datelike, Timelike};
use chrono_tz::Tz;
use domain::id::{ProductId, SessionId};
use domain::session::Session;
use domain::{Currency, Tally};
use store::Tables;

use super::Grouping;
use super::platform::{self, Lacks};
use crate::Result;
use crate::session_imports::Platform;
use crate::session_joins::Joins;

const QUARTER_MS: i64 = 15 * 60_000;

/// What one session brought to one row, in one currency.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// Its place among the sessions.
    pub(super) session: usize,
    /// What the row is sorted by before its key.
    pub(super) order: i64,
    /// The key of the row.
    pub(super) key: String,
    /// The currency.
    pub(super) currency: Currency,
    /// What it brought; none when none of its sales came in.
    pub(super) tally: Option<Tally>,
    /// What its source does not know.
    pub(super) lacks: Lacks,
    /// Whether its source is a platform's own totals.
    pub(super) is_platform: bool,
    /// Its time on air, milliseconds.
    pub(super) on_air_ms: Option<i64>,
}

/// The sessions of a period with what is known of each.
pub(super) struct Slices<'a> {
    pub(super) tables: &'a Tables<'a>,
    pub(super) sessions: &'a [Session],
    pub(super) platforms: &'a HashMap<SessionId, Platform>,
    stretches: HashMap<SessionId, Vec<(i64, i64)>>,
    /// When rooms that were joined to a session were on air.
    joined: HashMap<SessionId, Vec<(i64, i64)>>,
    places: HashMap<i64, usize>,
    names: HashMap<String, String>,
}

impl<'a> Slices<'a> {
    pub(super) fn read(
        tables: &'a Tables<'a>,
        sessions: &'a [Session],
        platforms: &'a HashMap<SessionId, Platform>,
    ) -> Result<Self> {
        let by_id: HashMap<SessionId, usize> =
            sessions.iter().enumerate().map(|(place, session)| (session.id, place)).collect();
        let numbers = tables.sale_session_numbers()?;
        let places = numbers.iter().filter_map(|(no, id)| Some((*no, *by_id.get(id)?))).collect();
        let stretches = tables.stretches_on_air()?;
        let joined = Joins::read(tables)?.windows(tables)?;
        Ok(Self { tables, sessions, platforms, stretches, joined, places, names: HashMap::new() })
    }

    /// What a row is called, where its key alone does not say.
    pub(super) fn name(&self, key: &str) -> Option<&str> {
        self.names.get(key).map(String::as_str)
    }

    /// The small numbers of sessions by their places, where lines were ever credited to them.
    pub(super) fn numbers(&self) -> HashMap<usize, i64> {
        self.places.iter().map(|(no, place)| (*place, *no)).collect()
    }

    /// The parts of all sessions by `grouping`.
    pub(super) fn parts(&mut self, grouping: Grouping) -> Result<Vec<Part>> {
        match grouping {
            Grouping::Product => self.products(),
            Grouping::Hour => self.hours(),
            Grouping::Session
            | Grouping::Host
            | Grouping::Channel
            | Grouping::Market
            | Grouping::Weekday
            | Grouping::Day
            | Grouping::Month
            | Grouping::Quarter => {
                let whole = self.whole()?;
                self.again(whole, grouping)
            }
        }
    }

    /// Parts under the keys their sessions have by `grouping`.
    pub(super) fn again(&mut self, parts: Vec<Part>, grouping: Grouping) -> Result<Vec<Part>> {
        let mut keyed = Vec::with_capacity(parts.len());
        for part in parts {
            let Some(session) = self.sessions.get(part.session) else { continue };
            for (order, key) in self.keys(session, grouping)? {
                keyed.push(Part { order, key, ..part.clone() });
            }
        }
        Ok(keyed)
    }

    /// Each session whole, once a currency: by its order lines, or else by the platform's totals.
    pub(super) fn whole(&self) -> Result<Vec<Part>> {
        let mut sums: HashMap<usize, Vec<(Currency, Tally)>> = HashMap::new();
        for sum in self.tables.all_session_sums()? {
            if let Some(place) = self.places.get(&sum.session_no) {
                sums.entry(*place).or_default().push((sum.currency, sum.tally));
            }
        }
        let mut parts = Vec::new();
        for (place, session) in self.sessions.iter().enumerate() {
            let told = || self.platforms.get(&session.id).and_then(platform::tally_of);
            let on_air_ms = Some(self.on_air_ms(session)).filter(|ms| *ms > 0);
            let part = |currency, tally, lacks: Lacks| Part {
                session: place,
                order: 0,
                key: String::new(),
                currency,
                tally,
                lacks,
                is_platform: lacks != Lacks::default(),
                on_air_ms,
            };
            match (sums.remove(&place), told()) {
                (Some(own), _) => {
                    parts.extend(
                        own.into_iter()
                            .map(|(currency, tally)| part(currency, Some(tally), Lacks::default())),
                    );
                }
                (None, Some((currency, tally, lacks))) => parts.push(part(currency, Some(tally), lacks)),
                // Without sales it stands among the others of its market.
                (None, None) => parts.push(part(session.currency(), None, Lacks::default())),
            }
        }
        Ok(parts)
    }

    /// What each session sold of each product. Names of one catalogue product are one row.
    fn products(&mut self) -> Result<Vec<Part>> {
        let mut keys: HashMap<i64, (String, Option<ProductId>, String)> = HashMap::new();
        for product in self.tables.sale_products()? {
            let key = product.product.map_or_else(|| product.no.to_string(), |id| id.to_string());
            keys.insert(product.no, (key, product.product, product.title));
        }
        let known: Vec<ProductId> = keys.values().filter_map(|(_, product, _)| *product).collect();
        let summaries = self.tables.product_summaries(&known)?;
        let mut parts: HashMap<(usize, String, Currency), Tally> = HashMap::new();
        for (session_no, sum) in self.tables.all_product_sums()? {
            let (Some(place), Some((key, product, title))) =
                (self.places.get(&session_no), keys.get(&sum.product_no))
            else {
                continue;
            };
            let title = product.and_then(|id| summaries.get(&id)).map_or(title, |summary| &summary.title);
            self.names.entry(key.clone()).or_insert_with(|| title.clone());
            parts.entry((*place, key.clone(), sum.currency)).or_default().add(&sum.tally, 1);
        }
        let lacks = Lacks { orders: true, ..Lacks::default() };
        Ok(parts
            .into_iter()
            .map(|((session, key, currency), tally)| Part {
                session,
                order: 0,
                key,
                currency,
                tally: Some(tally),
                lacks,
                is_platform: false,
                on_air_ms: None,
            })
            .collect())
    }

    /// What each session sold in each hour of the day, by the clock of its own zone, and how long it was on air then.
    fn hours(&self) -> Result<Vec<Part>> {
        let mut parts: HashMap<(usize, u32, Currency), Tally> = HashMap::new();
        for (session_no, quarter, sum) in self.tables.quarter_sums()? {
            let Some((place, session)) = self.placed(session_no) else { continue };
            let hour = local(quarter * QUARTER_MS, session.plan.start.zone()).hour();
            let tally = parts.entry((place, hour, sum.currency)).or_default();
            tally.gmv_e4 += sum.gmv_e4;
            tally.units += sum.units;
        }
        let on_air = self.hours_on_air();
        // An hour on air in which nothing was sold is worth knowing, where sales came in at all.
        let sold: HashSet<(usize, Currency)> = parts.keys().map(|(place, _, own)| (*place, *own)).collect();
        for (place, currency) in sold {
            for (_, hour) in on_air.keys().filter(|(own, _)| *own == place) {
                parts.entry((place, *hour, currency)).or_default();
            }
        }
        let lacks = Lacks { kept: true, orders: true, views: true, ..Lacks::default() };
        Ok(parts
            .into_iter()
            .map(|((session, hour, currency), tally)| Part {
                session,
                order: 0,
                key: format!("{hour:02}"),
                currency,
                tally: Some(tally),
                lacks,
                is_platform: false,
                on_air_ms: on_air.get(&(session, hour)).copied(),
            })
            .collect())
    }

    /// How long each session was on air in each hour of the day, milliseconds.
    fn hours_on_air(&self) -> HashMap<(usize, u32), i64> {
        let mut on_air = HashMap::new();
        for (place, session) in self.sessions.iter().enumerate() {
            let zone = session.plan.start.zone();
            for (from_ms, to_ms) in self.windows(session) {
                let mut at_ms = from_ms;
                while at_ms < to_ms {
                    let until = ((at_ms.div_euclid(QUARTER_MS) + 1) * QUARTER_MS).min(to_ms);
                    *on_air.entry((place, local(at_ms, zone).hour())).or_default() += until - at_ms;
                    at_ms = until;
                }
            }
        }
        on_air
    }

    fn placed(&self, session_no: i64) -> Option<(usize, &'a Session)> {
        let place = *self.places.get(&session_no)?;
        Some((place, self.sessions.get(place)?))
    }

    /// When a session was on air: by its log, or else as far as a file tells.
    fn windows(&self, session: &Session) -> Vec<(i64, i64)> {
        let standing = &session.standing;
        let told = || standing.started_at_ms.zip(standing.ended_at_ms).into_iter().collect();
        let mut windows: Vec<(i64, i64)> = self.stretches.get(&session.id).cloned().unwrap_or_else(told);
        windows.extend(self.joined.get(&session.id).into_iter().flatten());
        windows
    }

    fn on_air_ms(&self, session: &Session) -> i64 {
        self.windows(session).into_iter().map(|(from, to)| to - from).sum()
    }

    /// What a session is put together by: something to sort by, and the key. A session with two hosts stands in the
    /// rows of both; one on two channels is a row of its own, because nobody can say what each channel brought.
    fn keys(&mut self, session: &Session, grouping: Grouping) -> Result<Vec<(i64, String)>> {
        let at_ms = started(session);
        let at = local(at_ms, session.plan.start.zone());
        let month = format!("{:04}-{:02}", at.year(), at.month());
        Ok(match grouping {
            Grouping::Session => vec![(at_ms, session.id.to_string())],
            Grouping::Month => vec![(0, month)],
            Grouping::Day => vec![(0, format!("{month}-{:02}", at.day()))],
            Grouping::Quarter => vec![(0, format!("{:04}-Q{}", at.year(), at.month0() / 3 + 1))],
            Grouping::Weekday => vec![(0, at.weekday().number_from_monday().to_string())],
            Grouping::Hour => vec![(0, format!("{:02}", at.hour()))],
            Grouping::Market => vec![(0, session.plan.market.code().to_owned())],
            Grouping::Channel => vec![(0, channels(session))],
            Grouping::Host => {
                let hosts = self.tables.hosts_of(session.id)?;
                let keyed = hosts.iter().map(|host| (0, host.id.to_string())).collect::<Vec<_>>();
                self.names.extend(hosts.into_iter().map(|host| (host.id.to_string(), host.name)));
                if keyed.is_empty() { vec![(0, String::new())] } else { keyed }
            }
            // A product is not the session's own.
            Grouping::Product => Vec::new(),
        })
    }
}

/// The channels of a session as one key, whichever was preferred.
pub(super) fn channels(session: &Session) -> String {
    let mut codes: Vec<&str> = session.plan.channels.iter().map(|channel| channel.channel.code()).collect();
    codes.sort_unstable();
    codes.join("+")
}

/// When a session went on air, or is planned to.
pub(super) fn started(session: &Session) -> i64 {
    session.standing.started_at_ms.unwrap_or(session.starts_at_ms)
}

/// An instant by the clock of a zone.
pub(super) fn local(at_ms: i64, zone: Tz) -> DateTime<Tz> {
    DateTime::from_timestamp_millis(at_ms).unwrap_or_default().with_timezone(&zone)
}
