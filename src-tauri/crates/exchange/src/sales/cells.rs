//! Reading single cells of a sale line, with the reject each failure becomes.

use domain::Currency;

use crate::binding::{Binding, Bound};
use crate::date::{self, Skipped, ZoneClock};
use crate::mapping::{Mapping, State};
use crate::number::{self, Number, NumberDialect, NumberError};
use crate::product::ColumnTotal;
use crate::reject::{Expectation, Reject};
use crate::sales::line::whole;
use crate::sales::lines::number_at;
use crate::states;
use crate::table::{CellKind, Row};
use crate::wash::Wash;

/// Decimals an observed amount may have.
const DECIMALS: u32 = 4;
/// No line comes to more than a hundred thousand million of any currency: sums of what is kept stay within 64 bits.
pub(super) const HIGHEST_E4: i64 = 1_000_000_000_000_000;
/// No line counts more than a thousand million.
const HIGHEST_COUNT: i64 = 1_000_000_000;
/// Text longer than this says nothing more about a product or an order.
const LONGEST_TEXT: usize = 512;

/// An instant, and whether clocks showed its local time twice.
pub(super) type Instant = (i64, bool);

/// What cells are read with.
pub(super) struct Cells<'a> {
    pub(super) binding: &'a Binding,
    headers: &'a [String],
    wash: &'a Wash,
    clock: Option<ZoneClock>,
    /// The last date text and what it was: rows of one order share it.
    last_date: (Vec<u8>, Instant),
    last_buyer: (Vec<u8>, [u8; 16]),
    last_currency: (Vec<u8>, Option<Currency>),
    last_state: (Vec<u8>, State),
}

impl<'a> Cells<'a> {
    pub(super) fn new(binding: &'a Binding, headers: &'a [String], wash: &'a Wash) -> Self {
        Self {
            binding,
            headers,
            wash,
            clock: binding.zone.map(ZoneClock::new),
            last_date: (Vec::new(), (0, false)),
            last_buyer: (Vec::new(), [0; 16]),
            last_currency: (Vec::new(), None),
            last_state: (Vec::new(), State::Counts),
        }
    }

    /// A row with cells beyond the header has been shifted; its cells cannot be trusted, nor shown.
    pub(super) fn check_shape(&self, row: &Row<'_>) -> Result<(), Reject> {
        let (expected, found) = (self.headers.len(), row.len());
        if found == expected {
            return Ok(());
        }
        if row.last_unended && found < expected {
            return Err(Reject::whole(row.number, Expectation::CompleteRow));
        }
        if found < expected && found > self.binding.last_needed() {
            return Ok(());
        }
        if found > expected && row.filled_len() <= expected {
            return Ok(());
        }
        Err(Reject::whole(row.number, Expectation::Columns { expected, found }))
    }

    pub(super) fn refuse(&self, row: &Row<'_>, at: usize, expectation: Expectation) -> Reject {
        let header = self.headers.get(at).map_or("", String::as_str);
        Reject::cell(row.number, header, row.get(at), expectation)
    }

    /// An id as text; refused when a spreadsheet has eaten its digits.
    pub(super) fn id<'r>(&self, row: &Row<'r>, at: usize) -> Result<&'r str, Reject> {
        let bytes = row.get(at);
        let eaten = memchr::memchr2(b'E', b'e', bytes).is_some() && number::is_scientific(row.text(at));
        let cut = row.kind(at) == CellKind::Number && bytes.len() > 15;
        if eaten || cut {
            return Err(self.refuse(row, at, Expectation::IdAsText));
        }
        if row.kind(at) == CellKind::Broken {
            return Err(self.refuse(row, at, Expectation::Value));
        }
        let text = row.text(at);
        Ok(short(text.strip_prefix('\'').unwrap_or(text)))
    }

    /// Text that is kept as it stands; empty when there is none.
    pub(super) fn text<'r>(&self, row: &Row<'r>, at: Option<usize>) -> &'r str {
        at.map_or("", |at| short(row.text(at)))
    }

    /// A number of a column, none when the cell is empty.
    pub(super) fn number(&self, row: &Row<'_>, bound: Bound) -> Result<Option<Number>, Reject> {
        let at = bound.at;
        let dialect = match row.kind(at) {
            CellKind::Text => bound.dialect,
            CellKind::Number => NumberDialect::Dot,
            CellKind::Serial => return Err(self.refuse(row, at, Expectation::Number)),
            CellKind::Broken => return Err(self.refuse(row, at, Expectation::Value)),
        };
        if bound.dash && row.get(at) == b"-" {
            return Ok(Some(Number { e4: 0, mark: None }));
        }
        let expectation = match number::parse(row.get(at), dialect) {
            Ok(number) => return Ok(Some(number)),
            Err(NumberError::Empty) => return Ok(None),
            Err(NumberError::NotANumber | NumberError::Scientific) => Expectation::Number,
            Err(NumberError::TooPrecise) => Expectation::Decimals { at_most: DECIMALS, currency: None },
            Err(NumberError::OutOfRange) => Expectation::InRange,
        };
        Err(self.refuse(row, at, expectation))
    }

    /// A whole number that must be there.
    pub(super) fn quantity(&self, row: &Row<'_>, bound: Bound) -> Result<i64, Reject> {
        let count = self.count(row, bound)?;
        count.ok_or_else(|| self.refuse(row, bound.at, Expectation::Filled))
    }

    /// A whole number, none when the cell is empty.
    pub(super) fn count(&self, row: &Row<'_>, bound: Bound) -> Result<Option<i64>, Reject> {
        let Some(number) = self.number(row, bound)? else { return Ok(None) };
        let count = whole(number.e4).ok_or_else(|| self.refuse(row, bound.at, Expectation::WholeNumber))?;
        if count.abs() > HIGHEST_COUNT {
            return Err(self.refuse(row, bound.at, Expectation::InRange));
        }
        Ok(Some(count))
    }

    /// What the row says became of its order.
    pub(super) fn state(&mut self, mapping: &Mapping, row: &Row<'_>) -> State {
        let dated = |at: usize| {
            row.kind(at) == CellKind::Serial || date::explain(row.get(at)) != date::DateShape::Neither
        };
        if self.binding.cancelled_when_filled.iter().any(|&at| dated(at)) {
            return State::Cancelled;
        }
        let Some(at) = self.binding.status else { return State::Counts };
        let text = row.get(at);
        if self.last_state.0 != text {
            let said = mapping.states.get(&states::key(row.text(at))).copied();
            let state = said.or_else(|| states::known(row.text(at)));
            self.last_state = (text.to_vec(), state.unwrap_or(State::Counts));
        }
        self.last_state.1
    }

    /// An amount that must be in `currency` if it names one.
    pub(super) fn money(
        &self,
        row: &Row<'_>,
        bound: Bound,
        currency: Currency,
    ) -> Result<Option<i64>, Reject> {
        match self.number(row, bound)? {
            Some(Number { mark: Some(mark), .. }) if !mark.allows(currency) => {
                let currency = currency.code().to_owned();
                Err(self.refuse(row, bound.at, Expectation::Currency { currency }))
            }
            Some(Number { e4, .. }) if e4.abs() > HIGHEST_E4 => {
                Err(self.refuse(row, bound.at, Expectation::InRange))
            }
            number => Ok(number.map(|number| number.e4)),
        }
    }

    /// Quantity times unit price, as far as it can be kept.
    pub(super) fn amount(
        &self,
        row: &Row<'_>,
        price: Bound,
        unit_price_e4: i64,
        quantity: i64,
    ) -> Result<i64, Reject> {
        let amount = unit_price_e4.checked_mul(quantity).filter(|amount| amount.abs() <= HIGHEST_E4);
        amount.ok_or_else(|| self.refuse(row, price.at, Expectation::InRange))
    }

    /// The currency of the row, from its column or the mapping; one that may not come in is refused.
    pub(super) fn currency(&mut self, row: &Row<'_>) -> Result<Currency, Reject> {
        let at = self.binding.currency_column;
        let code = at.map_or(&[][..], |at| row.get(at));
        let found = if code.is_empty() {
            self.binding.currency
        } else {
            if self.last_currency.0 != code {
                let found = std::str::from_utf8(code).ok().and_then(Currency::from_code);
                self.last_currency = (code.to_vec(), found);
            }
            self.last_currency.1
        };
        let allowed = &self.binding.allowed;
        let found = found.filter(|found| allowed.is_empty() || allowed.contains(found));
        found.ok_or_else(|| match (at, allowed.as_slice()) {
            (Some(at), [only]) => {
                self.refuse(row, at, Expectation::Currency { currency: only.code().to_owned() })
            }
            (Some(at), _) => self.refuse(row, at, Expectation::KnownCurrency),
            (None, _) => Reject::whole(row.number, Expectation::KnownCurrency),
        })
    }

    /// The instant of a date cell.
    pub(super) fn instant(&mut self, row: &Row<'_>, at: usize) -> Result<Instant, Reject> {
        let text = row.get(at);
        if text.is_empty() {
            return Err(self.refuse(row, at, Expectation::Filled));
        }
        if self.last_date.0 == text {
            return Ok(self.last_date.1);
        }
        let stamp = match row.kind(at) {
            CellKind::Text => date::parse(text, self.binding.date_form),
            CellKind::Number | CellKind::Serial => date::parse_serial(text),
            CellKind::Broken => return Err(self.refuse(row, at, Expectation::Value)),
        };
        let Some(stamp) = stamp else { return Err(self.refuse(row, at, Expectation::of_date(text))) };
        let instant = match (stamp.offset_minutes, &mut self.clock) {
            (Some(minutes), _) => (stamp.local_ms - i64::from(minutes) * 60_000, false),
            (None, None) => return Err(self.refuse(row, at, Expectation::Zone)),
            (None, Some(clock)) => match clock.instant(stamp.local_ms) {
                Ok(instant) => instant,
                Err(Skipped) => {
                    let zone = clock.zone().name().to_owned();
                    return Err(self.refuse(row, at, Expectation::ExistingLocalTime { zone }));
                }
            },
        };
        self.last_date.0.clear();
        self.last_date.0.extend_from_slice(text);
        self.last_date.1 = instant;
        Ok(instant)
    }

    /// The hash of who bought; none when the cell is empty or says `NULL`.
    pub(super) fn buyer(&mut self, row: &Row<'_>) -> Option<[u8; 16]> {
        let id = row.get(self.binding.buyer?);
        let id = id.strip_prefix(b"'").unwrap_or(id);
        // A masked name is the name of many: `i***200`.
        let masked = memchr::memmem::find(id, b"**").is_some();
        if id.is_empty() || id.eq_ignore_ascii_case(b"null") || id == b"-" || masked {
            return None;
        }
        if self.last_buyer.0 != id {
            self.last_buyer = (id.to_vec(), self.wash.buyer(id));
        }
        Some(self.last_buyer.1)
    }

    /// The cells that are kept, joined by U+001F.
    pub(super) fn raw(&self, row: &Row<'_>, into: &mut String) {
        into.clear();
        for (index, &at) in self.binding.kept.iter().enumerate() {
            if index > 0 {
                into.push('\u{1f}');
            }
            let text = short(row.text(at));
            if text.contains('\u{1f}') {
                into.push_str(&text.replace('\u{1f}', " "));
            } else {
                into.push_str(text);
            }
        }
    }

    pub(super) fn header(&self, at: usize) -> &str {
        self.headers.get(at).map_or("", String::as_str)
    }
}

fn short(text: &str) -> &str {
    if text.len() <= LONGEST_TEXT {
        return text;
    }
    let mut end = LONGEST_TEXT;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Exact sums of some columns.
pub(super) struct Sums {
    columns: Vec<(Bound, ColumnTotal)>,
}

impl Sums {
    pub(super) fn new(cells: &Cells<'_>, columns: &[Option<Bound>]) -> Self {
        let columns = columns.iter().flatten().map(|&bound| {
            let column = cells.header(bound.at).to_owned();
            (bound, ColumnTotal { column, e4: 0, cells: 0, said_e4: None })
        });
        Self { columns: columns.collect() }
    }

    pub(super) fn add(&mut self, row: &Row<'_>) {
        for (bound, total) in &mut self.columns {
            if let Some(e4) = number_at(row, *bound) {
                total.e4 += e4;
                total.cells += 1;
            }
        }
    }

    /// What a row says in these columns.
    pub(super) fn said(&self, row: &Row<'_>) -> Vec<Option<i128>> {
        self.columns.iter().map(|(bound, _)| number_at(row, *bound)).collect()
    }

    /// The sums so far.
    pub(super) fn values(&self) -> Vec<i128> {
        self.columns.iter().map(|(_, total)| total.e4).collect()
    }

    pub(super) fn name(&self, at: usize) -> &str {
        self.columns.get(at).map_or("", |(_, total)| &total.column)
    }

    /// Keeps what a row of totals says a column comes to.
    pub(super) fn file_says(&mut self, at: usize, e4: i128) {
        if let Some((_, total)) = self.columns.get_mut(at) {
            total.said_e4 = Some(e4);
        }
    }

    pub(super) fn into_totals(self) -> Vec<ColumnTotal> {
        self.columns.into_iter().map(|(_, total)| total).collect()
    }
}
