//! Where a file of products keeps what, by the description of its source and what the user said of it.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::path::Path;

use super::described::{Description, Missing, ProductColumn, ProductField};
use crate::error::FileError;
use crate::field::key;
use crate::header::Source;
use crate::number::{self, Explains, NumberDialect};
use crate::sniff::Sniffed;
use crate::table::{self, CellKind, Row};

/// The most choices, pictures and the like that are numbered.
const MOST: usize = 60;

/// Columns of numbers that are summed up, in the order in which they are told.
pub(crate) const NUMBERS: [ProductField; 5] = [
    ProductField::Price,
    ProductField::SalePrice,
    ProductField::CompareAt,
    ProductField::Cost,
    ProductField::Stock,
];

/// Those of them that hold money.
const MONEY: usize = 4;

/// A column of the file.
#[derive(Debug, Clone)]
pub(crate) struct Bound {
    pub(crate) at: usize,
    blank: Vec<String>,
    /// The column that says whether a cell counts, and what must stand there.
    when: Option<(Option<usize>, Vec<String>)>,
}

/// Where each column stands.
#[derive(Debug, Clone)]
pub(crate) struct Columns {
    pub(crate) about: &'static Description,
    fields: HashMap<ProductField, Bound>,
    /// Names and values of choices.
    pub(crate) options: Vec<(Option<usize>, Option<usize>)>,
    /// Columns of pictures.
    pub(crate) images: Vec<usize>,
}

/// What a file of products leaves open, and how it writes numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProductOpen {
    /// Columns the source is known to have and the file has not, with those that may take their place.
    pub missing: Vec<(String, Vec<String>)>,
    /// How it writes numbers; none while that has to be asked.
    pub numbers: Option<NumberDialect>,
    /// Whether a value of the file says so; otherwise its source does.
    pub proved: bool,
    /// The column whose numbers can be read in two ways, with one of them.
    pub either: Option<(String, String)>,
}

/// What takes the place of a column: its header, or nothing.
pub type StandIns = BTreeMap<String, String>;

/// Says that nothing takes a column's place.
const NONE: &str = "none";

impl Columns {
    /// Finds the columns.
    ///
    /// # Errors
    /// When the file is not of a described source, or lacks what cannot be done without.
    pub(crate) fn of(sniffed: &Sniffed, stand_ins: &StandIns) -> Result<Self, FileError> {
        let lacks = |column: &str| FileError::MappingDoesNotFit {
            file: sniffed.file.clone(),
            column: column.to_owned(),
        };
        let Source::Products(source) = sniffed.recognised.source else {
            return Err(lacks("URL handle"));
        };
        let about = source.description();
        let place = |names: &[String]| place(&sniffed.headers, names);
        let mut columns = Self { about, fields: HashMap::new(), options: Vec::new(), images: Vec::new() };
        for column in &about.columns {
            if column.names.iter().any(|name| name.contains("{n}")) {
                columns.numbered(&sniffed.headers, column);
                continue;
            }
            let instead = column.names.first().and_then(|name| stand_ins.get(name));
            let instead = instead.and_then(|header| sniffed.headers.iter().position(|other| other == header));
            match place(&column.names).or(instead) {
                Some(at) => {
                    let when = column.when.as_ref().map(|when| (place(&when.names), when.is.clone()));
                    let bound = Bound { at, blank: column.blank.clone(), when };
                    if column.field == ProductField::Image {
                        columns.images.push(at);
                    }
                    columns.fields.insert(column.field, bound);
                }
                None if column.missing == Missing::Refuse => {
                    return Err(lacks(column.names.first().map_or("", String::as_str)));
                }
                None => {}
            }
        }
        Ok(columns)
    }

    fn numbered(&mut self, headers: &[String], column: &ProductColumn) {
        for n in 0..MOST {
            let names: Vec<String> =
                column.names.iter().map(|name| name.replace("{n}", &(n + 1).to_string())).collect();
            let at = place(headers, &names);
            match column.field {
                ProductField::Image => self.images.extend(at),
                ProductField::OptionName | ProductField::OptionValue => {
                    if at.is_some() && self.options.len() <= n {
                        self.options.resize(n + 1, (None, None));
                    }
                    if let (Some(at), Some(option)) = (at, self.options.get_mut(n)) {
                        let half = match column.field {
                            ProductField::OptionName => &mut option.0,
                            _ => &mut option.1,
                        };
                        *half = Some(at);
                    }
                }
                _ => {}
            }
        }
    }

    /// Where a field stands.
    pub(crate) fn at(&self, field: ProductField) -> Option<usize> {
        self.fields.get(&field).map(|bound| bound.at)
    }

    /// The text of a field in a row; none when it is empty, says nothing or does not count.
    pub(crate) fn text<'r>(&self, row: &Row<'r>, field: ProductField) -> Option<&'r str> {
        let bound = self.fields.get(&field)?;
        if let Some((column, is)) = &bound.when {
            let said = row.text((*column)?);
            let fits = if is.is_empty() { !said.is_empty() } else { is.iter().any(|one| same(one, said)) };
            if !fits {
                return None;
            }
        }
        let text = row.text(bound.at);
        let blank = text.is_empty() || bound.blank.iter().any(|blank| same(blank, text));
        (!blank).then_some(text)
    }

    /// The columns that are summed up.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = usize> + '_ {
        NUMBERS.iter().filter_map(|field| self.at(*field))
    }

    /// What each header of the file is.
    pub(crate) fn codes(&self, headers: &[String]) -> Vec<Option<&'static str>> {
        let of = |at: usize| {
            let named = self.fields.iter().find(|(_, bound)| bound.at == at).map(|(field, _)| field.code());
            let image = self.images.contains(&at).then_some(ProductField::Image.code());
            let choice = self.options.iter().find_map(|(name, value)| match () {
                () if *value == Some(at) => Some(ProductField::OptionValue.code()),
                () if *name == Some(at) => Some(ProductField::OptionName.code()),
                () => None,
            });
            named.or(image).or(choice)
        };
        (0..headers.len()).map(of).collect()
    }
}

fn same(one: &str, other: &str) -> bool {
    one == other || (!one.is_empty() && key(one) == key(other))
}

/// The first header with one of these names; as written, else without regard to capitals and marks.
fn place(headers: &[String], names: &[String]) -> Option<usize> {
    let exact = headers.iter().position(|header| names.contains(header));
    exact.or_else(|| {
        let names: Vec<String> = names.iter().map(|name| key(name)).filter(|name| !name.is_empty()).collect();
        headers.iter().position(|header| names.contains(&key(header)))
    })
}

/// What the file leaves open.
pub(crate) fn open(path: &Path, sniffed: &Sniffed, stand_ins: &StandIns) -> Result<ProductOpen, FileError> {
    let columns = Columns::of(sniffed, stand_ins)?;
    let mut open = dialect(path, sniffed, &columns)?;
    let known = |header: &String| {
        let named = |column: &ProductColumn| {
            (0..MOST).any(|n| {
                let names: Vec<String> =
                    column.names.iter().map(|name| name.replace("{n}", &n.to_string())).collect();
                place(std::slice::from_ref(header), &names).is_some()
            })
        };
        columns.about.columns.iter().any(named) || columns.about.kept_out.contains(header)
    };
    let asked = columns.about.columns.iter().filter(|column| column.missing == Missing::Ask);
    for column in asked.filter(|column| place(&sniffed.headers, &column.names).is_none()) {
        let unknown = sniffed.headers.iter().filter(|header| !header.is_empty() && !known(header));
        let choices = unknown.cloned().chain([NONE.to_owned()]).collect();
        open.missing.push((column.names.first().cloned().unwrap_or_default(), choices));
    }
    Ok(open)
}

/// How a file writes amounts: as a value shows that can be read one way only, else as its source is known to.
fn dialect(path: &Path, sniffed: &Sniffed, columns: &Columns) -> Result<ProductOpen, FileError> {
    let (mut dots, mut commas, mut either) = (0_u64, 0_u64, None);
    let money: Vec<usize> = NUMBERS[..MONEY].iter().filter_map(|field| columns.at(*field)).collect();
    table::rows(path, sniffed, &mut |row| {
        for column in money.iter().copied().filter(|column| row.kind(*column) == CellKind::Text) {
            match number::explain(row.get(column)) {
                Explains::OnlyDot => dots += 1,
                Explains::OnlyComma => commas += 1,
                Explains::Either if either.is_none() => {
                    either = Some((sniffed.headers[column].clone(), row.text(column).to_owned()));
                }
                Explains::Either | Explains::Same | Explains::Neither => {}
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let source = columns.about.numbers;
    let numbers = match (dots > 0, commas > 0) {
        (false, true) => Some(NumberDialect::Comma),
        (true, false) => Some(NumberDialect::Dot),
        // Nothing that can be read in two ways, or a source that is known to write one of them.
        _ => source.or_else(|| (either.is_none() && dots == 0).then_some(NumberDialect::Dot)),
    };
    let proved = (dots > 0) != (commas > 0) && source != numbers;
    Ok(ProductOpen { missing: Vec::new(), numbers, proved, either })
}
