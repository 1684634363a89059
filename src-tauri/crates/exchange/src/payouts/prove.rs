//! Which column of a file of payouts is what, and how its numbers and dates are written.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::Path;

use domain::Currency;

use super::form::{PayoutField, PayoutForm};
use super::{PayoutAnswers, PayoutColumn, PayoutOpen, PayoutSheet, TOTAL};
use crate::date::{self, DateForm, DateShape};
use crate::described::Description;
use crate::error::FileError;
use crate::number::{self, Explains, NumberDialect};
use crate::sniff::Sniffed;
use crate::table::{self, CellKind, Row};

/// A whole number of so many digits is an id, not an amount.
const ID_DIGITS: usize = 15;

/// Where everything stands in the file.
pub(super) struct Layout {
    pub(super) fields: HashMap<PayoutField, usize>,
    /// For each column of money of the sheet its place in the file.
    pub(super) amounts: Vec<usize>,
    /// Which of them is what was paid out.
    pub(super) total: Option<usize>,
    pub(super) headers: Vec<String>,
    pub(super) blank: Vec<String>,
    pub(super) dialect: NumberDialect,
    pub(super) dates: DateForm,
    /// The currency of a source that has only one.
    pub(super) currency: Option<Currency>,
    pub(super) zone: Option<chrono_tz::Tz>,
}

/// What the cells of one column look like.
#[derive(Default, Clone, Copy)]
struct Shape {
    filled: u64,
    numbers: u64,
    has_ids: bool,
}

/// What the cells of a file prove.
#[derive(Default)]
struct Survey {
    shapes: Vec<Shape>,
    dot: u64,
    comma: u64,
    either: u64,
    dmy: u64,
    mdy: u64,
    ambiguous: u64,
}

impl Layout {
    pub(super) fn of(
        path: &Path,
        sniffed: &Sniffed,
        description: &Description,
        form: &PayoutForm,
        answers: &PayoutAnswers,
        found: &mut PayoutSheet,
    ) -> Result<Self, FileError> {
        let headers = sniffed.headers.clone();
        let mut layout = Self {
            fields: HashMap::new(),
            amounts: Vec::new(),
            total: None,
            headers,
            blank: form.blank.clone(),
            dialect: NumberDialect::Dot,
            dates: DateForm::Ymd,
            currency: description.currency.as_deref().and_then(Currency::from_code),
            zone: description.zone.as_deref().and_then(|zone| zone.parse().ok()),
        };
        found.fields = vec![None; layout.headers.len()];
        layout.name_columns(form, found);
        let survey = layout.survey(path, sniffed, description, form, found)?;
        layout.decide(description, form, answers, &survey, found);
        if !form.closed {
            layout.keep_unknown(description, form, &survey, found);
        }
        Ok(layout)
    }

    /// The field no entry can do without, if it is not there.
    pub(super) fn missing(&self) -> Option<&'static str> {
        let lacks = self.lacks(&[PayoutField::Entry, PayoutField::Settled]);
        lacks.or_else(|| self.total.is_none().then_some("payoutTotal"))
    }

    /// The first of the fields `needed` that is not there; the currency always is.
    pub(super) fn lacks(&self, needed: &[PayoutField]) -> Option<&'static str> {
        let has = |field: &PayoutField| self.fields.contains_key(field);
        let lacks = needed.iter().find(|field| !has(field)).copied();
        let no_currency = self.currency.is_none() && !has(&PayoutField::Currency);
        lacks.or_else(|| no_currency.then_some(PayoutField::Currency)).map(PayoutField::code)
    }

    /// Of two columns with one meaning the one with the newer name counts; the other is kept as it is named.
    fn name_columns(&mut self, form: &PayoutForm, found: &mut PayoutSheet) {
        let at = |name: &String| self.headers.iter().position(|header| header == name);
        for one in &form.fields {
            if let Some(at) = one.names.iter().find_map(at) {
                self.fields.insert(one.field, at);
                found.fields[at] = Some(one.field.code().to_owned());
            }
        }
        let mut amounts = Vec::new();
        for amount in &form.amounts {
            for (nth, at) in amount.names.iter().filter_map(at).enumerate() {
                let (kind, of) =
                    if nth == 0 { (amount.kind.clone(), amount.of.clone()) } else { (String::new(), None) };
                found.fields[at] = Some("payoutAmount".to_owned());
                found.columns.push(PayoutColumn { name: self.headers[at].clone(), kind, of });
                amounts.push(at);
            }
        }
        self.amounts = amounts;
        self.total = found.columns.iter().position(|column| column.kind == TOTAL);
    }

    /// Whether a cell says nothing.
    pub(super) fn is_blank(&self, text: &str) -> bool {
        text.is_empty() || self.blank.iter().any(|blank| blank == text)
    }

    /// Whether a row is text under the header: formulas, or what a column means. No entry has a number without a digit.
    pub(super) fn is_note(&self, row: &Row<'_>) -> bool {
        let Some(&entry) = self.fields.get(&PayoutField::Entry) else { return false };
        let text = row.text(entry);
        if text.bytes().any(|byte| byte.is_ascii_digit()) || self.is_total(row) {
            return false;
        }
        let amounts = || self.amounts.iter().map(|&at| row.text(at)).filter(|text| !self.is_blank(text));
        let is_words = |text: &str| matches!(number::explain(text.as_bytes()), Explains::Neither);
        !text.is_empty() || (amounts().next().is_some() && amounts().all(is_words))
    }

    /// Whether a row holds the file's own totals: a word for it stands where the number or the date does.
    pub(super) fn is_total(&self, row: &Row<'_>) -> bool {
        let at = |field: PayoutField| self.fields.get(&field).map_or("", |&at| row.text(at));
        let word = crate::field::is_total_word;
        let (entry, settled) = (at(PayoutField::Entry), at(PayoutField::Settled));
        let first = row.text(0);
        let named = word(entry) || word(settled) || word(first);
        named && (self.is_blank(entry) || word(entry)) && (self.is_blank(settled) || word(settled))
    }

    fn survey(
        &self,
        path: &Path,
        sniffed: &Sniffed,
        description: &Description,
        form: &PayoutForm,
        found: &mut PayoutSheet,
    ) -> Result<Survey, FileError> {
        let mut survey = Survey { shapes: vec![Shape::default(); self.headers.len()], ..Survey::default() };
        let unknown: Vec<usize> =
            (0..self.headers.len()).filter(|&at| self.may_be_money(at, description, form)).collect();
        let dates: Vec<usize> = [PayoutField::Settled, PayoutField::Created]
            .iter()
            .filter_map(|field| self.fields.get(field).copied())
            .collect();
        table::rows(path, sniffed, &mut |row| {
            if self.is_note(row) || self.is_total(row) {
                return Ok(ControlFlow::Continue(()));
            }
            for &at in &self.amounts {
                self.see_number(row, at, &mut survey, found);
            }
            for &at in &unknown {
                self.see_shape(row, at, &mut survey.shapes[at]);
            }
            for &at in &dates {
                if row.kind(at) == CellKind::Text && !self.is_blank(row.text(at)) {
                    survey.see_date(row.get(at));
                    found.date_example.get_or_insert_with(|| row.text(at).to_owned());
                }
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(survey)
    }

    fn see_number(&self, row: &Row<'_>, at: usize, survey: &mut Survey, found: &mut PayoutSheet) {
        let text = row.text(at);
        if self.is_blank(text) || row.kind(at) != CellKind::Text {
            return;
        }
        match number::explain(text.as_bytes()) {
            Explains::OnlyDot => survey.dot += 1,
            Explains::OnlyComma => survey.comma += 1,
            Explains::Either => survey.either += 1,
            Explains::Same | Explains::Neither => {}
        }
        found.money_example.get_or_insert_with(|| text.to_owned());
    }

    fn see_shape(&self, row: &Row<'_>, at: usize, shape: &mut Shape) {
        let text = row.text(at);
        if self.is_blank(text) {
            return;
        }
        shape.filled += 1;
        let is_number = match row.kind(at) {
            CellKind::Number => true,
            CellKind::Text => !matches!(number::explain(text.as_bytes()), Explains::Neither),
            CellKind::Serial | CellKind::Broken => false,
        };
        shape.numbers += u64::from(is_number);
        shape.has_ids |= text.bytes().filter(u8::is_ascii_digit).count() >= ID_DIGITS;
    }

    fn may_be_money(&self, at: usize, description: &Description, form: &PayoutForm) -> bool {
        let header = &self.headers[at];
        !header.is_empty() && !form.knows(header) && !description.knows(header)
    }

    fn decide(
        &mut self,
        description: &Description,
        form: &PayoutForm,
        answers: &PayoutAnswers,
        survey: &Survey,
        found: &mut PayoutSheet,
    ) {
        found.numbers = match answers.numbers {
            Some(answer) => Some(answer),
            None if survey.comma > 0 && survey.dot == 0 => Some(NumberDialect::Comma),
            None if survey.dot > 0 || survey.either == 0 => Some(NumberDialect::Dot),
            None => description.numbers,
        };
        let is_comma = found.numbers == Some(NumberDialect::Comma);
        found.proof_cells = if is_comma { survey.comma } else { survey.dot };
        found.dates = match answers.dates {
            Some(answer) => Some(answer),
            None if survey.mdy > 0 && survey.dmy == 0 => Some(DateForm::Mdy),
            None if survey.dmy > 0 => Some(DateForm::Dmy),
            None if survey.ambiguous == 0 => Some(DateForm::Ymd),
            None => form.dates,
        };
        if found.numbers.is_none() {
            found.open.push(PayoutOpen::Numbers);
        }
        if found.dates.is_none() {
            found.open.push(PayoutOpen::Dates);
        }
        self.dialect = found.numbers.unwrap_or(NumberDialect::Dot);
        self.dates = found.dates.unwrap_or(DateForm::Ymd);
    }

    /// Columns nobody has described that hold nothing but numbers are kept as they are named.
    fn keep_unknown(
        &mut self,
        description: &Description,
        form: &PayoutForm,
        survey: &Survey,
        found: &mut PayoutSheet,
    ) {
        for at in 0..self.headers.len() {
            let shape = survey.shapes[at];
            let is_money = shape.filled > 0 && shape.filled == shape.numbers && !shape.has_ids;
            if is_money && self.may_be_money(at, description, form) {
                self.amounts.push(at);
                let name = self.headers[at].clone();
                found.fields[at] = Some("payoutAmount".to_owned());
                found.columns.push(PayoutColumn { name, kind: String::new(), of: None });
            }
        }
    }
}

impl Survey {
    fn see_date(&mut self, text: &[u8]) {
        match date::explain(text) {
            DateShape::OnlyDmy => self.dmy += 1,
            DateShape::OnlyMdy => self.mdy += 1,
            DateShape::Either => self.ambiguous += 1,
            DateShape::Plain | DateShape::Neither => {}
        }
    }
}
