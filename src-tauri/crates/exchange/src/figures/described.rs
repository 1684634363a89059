//! Tables of figures by description: one small document a source, under `source/`, beside its fixtures.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use domain::Channel;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::FigureField;
use crate::field::key;

/// The documents, as they stand in `source/`.
const DOCUMENTS: &[&str] = include!(concat!(env!("OUT_DIR"), "/figures.rs"));

/// Every source there is a description of.
static ALL: LazyLock<Vec<Description>> = LazyLock::new(|| {
    let read = DOCUMENTS.iter().map(|text| serde_json::from_str(text));
    // A document that cannot be read fails a test; here its source is simply not known.
    read.filter_map(Result::ok).collect()
});

/// Every name of a column, as names are compared.
static NAMES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let tables = ALL.iter().flat_map(|source| &source.tables);
    tables.flat_map(|table| table.columns.values().flatten()).map(|name| key(name)).collect()
});

/// What the rows of a source's tables are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FigureKind {
    /// One live session, step by step.
    Minutes,
    /// Days of a channel.
    Days,
    /// Advertising by day.
    Ads,
}

/// What a row of one table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RowOf {
    /// A step of a session.
    Step,
    /// A product in a session.
    Product,
    /// A day.
    Day,
    /// A day of advertising.
    Ad,
}

/// The code of a source of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FigureSource(usize);

/// What a source writes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Description {
    code: String,
    name: BTreeMap<String, String>,
    /// What counts as what, for people who read the description.
    #[cfg_attr(not(test), expect(dead_code, reason = "it is for people; a test asks that it is there"))]
    about: Vec<String>,
    kind: FigureKind,
    channel: String,
    /// What of the channel the days are about: `live`, `shop`.
    #[serde(default)]
    scope: Option<String>,
    pub(crate) tables: Vec<Table>,
}

/// One table of a source.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    pub(crate) rows: RowOf,
    /// Columns without which it is not this table.
    needs: Vec<FigureField>,
    /// How many columns must be known.
    at_least: usize,
    pub(crate) columns: BTreeMap<FigureField, Vec<String>>,
}

impl Table {
    /// What each header is in this table; of two with one meaning the first counts, as it is the one people see.
    pub(crate) fn fields(&self, headers: &[String]) -> Vec<Option<FigureField>> {
        let names: HashMap<String, FigureField> = self
            .columns
            .iter()
            .flat_map(|(field, names)| names.iter().map(|name| (key(name), *field)))
            .collect();
        let mut fields: Vec<Option<FigureField>> = Vec::new();
        for header in headers {
            let field = names.get(&key(header)).copied();
            fields.push(field.filter(|field| !fields.contains(&Some(*field))));
        }
        fields
    }

    /// How many columns are known, when it is this table at all.
    fn fits(&self, headers: &[String]) -> Option<usize> {
        let fields = self.fields(headers);
        let known = fields.iter().flatten().count();
        let has = |field: &FigureField| fields.contains(&Some(*field));
        (known >= self.at_least && self.needs.iter().all(has)).then_some(known)
    }
}

impl FigureSource {
    fn all() -> impl Iterator<Item = Self> {
        (0..ALL.len()).map(Self)
    }

    fn description(self) -> &'static Description {
        &ALL[self.0]
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|source| source.code() == code)
    }

    /// Its code, as the register keeps it.
    pub fn code(self) -> &'static str {
        &self.description().code
    }

    /// What people call it, by the code of their language.
    pub fn names(self) -> &'static BTreeMap<String, String> {
        &self.description().name
    }

    /// What its files bring.
    pub fn kind(self) -> FigureKind {
        self.description().kind
    }

    /// The platform.
    pub fn channel(self) -> Channel {
        Channel::from_code(&self.description().channel).unwrap_or(Channel::Other)
    }

    /// What of the channel its days are about.
    pub fn scope(self) -> &'static str {
        self.description().scope.as_deref().unwrap_or_default()
    }

    /// The table of this source that has these headers.
    pub(crate) fn table(self, headers: &[String]) -> Option<&'static Table> {
        let fits = self.description().tables.iter().filter_map(|table| Some((table.fits(headers)?, table)));
        fits.max_by_key(|(known, _)| *known).map(|(_, table)| table)
    }

    /// The source whose table has these headers, and those of them that say so.
    pub(crate) fn recognise(headers: &[String]) -> Option<(Self, Vec<String>)> {
        let fits = Self::all().filter_map(|source| {
            let known = source.description().tables.iter().filter_map(|table| table.fits(headers)).max()?;
            Some((known, source))
        });
        let (_, source) = fits.max_by_key(|(known, _)| *known)?;
        let fields = source.table(headers)?.fields(headers);
        let named = headers.iter().zip(fields).filter(|(_, field)| field.is_some());
        Some((source, named.map(|(header, _)| header.clone()).collect()))
    }
}

/// Whether any table of figures has a column of this name.
pub(crate) fn is_name(header: &str) -> bool {
    NAMES.contains(&key(header))
}

impl Serialize for FigureSource {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for FigureSource {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let code = String::deserialize(from)?;
        Self::from_code(&code)
            .ok_or_else(|| serde::de::Error::custom(format!("no source is called \"{code}\" here")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_description_can_be_read_and_says_what_counts() {
        for text in DOCUMENTS {
            let read: Result<Description, _> = serde_json::from_str(text);
            let description = read.unwrap_or_else(|error| panic!("{error} in {text}"));
            assert!(!description.about.is_empty(), "{} says what counts", description.code);
            assert!(["en", "vi"].iter().all(|language| description.name.contains_key(*language)));
            assert!(Channel::from_code(&description.channel).is_some(), "{}", description.channel);
            for table in &description.tables {
                let mut names: Vec<String> = table.columns.values().flatten().map(|name| key(name)).collect();
                let all = names.len();
                names.sort();
                names.dedup();
                assert_eq!(names.len(), all, "a name means one thing in a table of {}", description.code);
                assert!(table.needs.iter().all(|field| table.columns.contains_key(field)));
                assert!(table.at_least >= 3 && table.at_least <= table.columns.len());
            }
        }
        assert_eq!(ALL.len(), DOCUMENTS.len());
    }

    #[test]
    fn every_table_is_recognised_by_its_own_names_and_by_no_other() {
        for source in FigureSource::all() {
            for table in &source.description().tables {
                let languages = table.columns.values().map(Vec::len).max().unwrap_or_default();
                for language in 0..languages {
                    let names =
                        table.columns.values().filter_map(|names| names.get(language).or(names.first()));
                    let headers: Vec<String> = names.rev().cloned().collect();
                    let found = FigureSource::recognise(&headers).map(|(source, _)| source);
                    assert_eq!(found, Some(source), "{headers:?}");
                    assert_eq!(source.table(&headers).map(|found| found.rows), Some(table.rows));
                }
            }
        }
    }
}
