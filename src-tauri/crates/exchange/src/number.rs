//! Numbers as files write them: two dialects, exact to four decimals, never a float.

use domain::Currency;
use serde::{Deserialize, Serialize};

/// How a file writes numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum NumberDialect {
    /// `1,234.56`: a dot before the decimals.
    Dot,
    /// `1.234,56`: a comma before the decimals.
    Comma,
}

impl NumberDialect {
    /// The name used in answers.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Dot => "dot",
            Self::Comma => "comma",
        }
    }

    /// Reads a number, exactly.
    ///
    /// # Errors
    /// When the text is no number of this dialect, or none that can be kept.
    pub fn read(self, text: &[u8]) -> Result<Number, NumberError> {
        parse(text, self)
    }
}

/// Why a text is not a number of the dialect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberError {
    /// Nothing stands there.
    Empty,
    /// It is no number in this dialect.
    NotANumber,
    /// A spreadsheet wrote it as `5.83E+17`.
    Scientific,
    /// It has more than four decimals.
    TooPrecise,
    /// It does not fit into 64 bits.
    OutOfRange,
}

/// What the mark beside an amount says about its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// It names this one.
    One(Currency),
    /// It is `$` alone: some dollar.
    Dollar,
    /// It is `¥` alone: yuan or yen.
    Yuan,
    /// It names a currency that is not known here.
    Foreign,
}

impl Mark {
    /// Whether an amount with this mark can be in `currency`.
    pub fn allows(self, currency: Currency) -> bool {
        match self {
            Self::One(own) => own == currency,
            Self::Dollar => matches!(currency, Currency::Usd | Currency::Sgd),
            Self::Yuan => currency == Currency::Cny,
            Self::Foreign => false,
        }
    }

    /// What two marks of one amount say together: `$5 USD`; none when they contradict each other.
    fn and(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Foreign, _) | (_, Self::Foreign) => Some(Self::Foreign),
            (Self::Dollar, Self::Dollar) => Some(Self::Dollar),
            (Self::Dollar, Self::One(currency)) | (Self::One(currency), Self::Dollar) => {
                Self::Dollar.allows(currency).then_some(Self::One(currency))
            }
            (Self::Yuan, Self::Yuan) => Some(Self::Yuan),
            (Self::Yuan, Self::One(currency)) | (Self::One(currency), Self::Yuan) => {
                Self::Yuan.allows(currency).then_some(Self::One(currency))
            }
            (Self::Dollar, Self::Yuan) | (Self::Yuan, Self::Dollar) => None,
            (Self::One(one), Self::One(two)) => (one == two).then_some(self),
        }
    }
}

/// A number with what its writing says about its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// The value in units of 10⁻⁴.
    pub e4: i64,
    /// The mark that stands before or after it, if there is one.
    pub mark: Option<Mark>,
}

/// Which dialects explain a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Explains {
    /// Both, and they agree.
    Same,
    /// Both, and they differ: `1.234`.
    Either,
    /// Only a dot before the decimals.
    OnlyDot,
    /// Only a comma before the decimals.
    OnlyComma,
    /// Neither: it is no number.
    Neither,
}

impl Explains {
    /// Which dialects explain the text.
    pub fn of(text: &[u8]) -> Self {
        explain(text)
    }
}

/// Units of 10⁻⁴ in one unit.
pub const ONE_E4: i64 = 10_000;

const DECIMALS: u32 = 4;

/// Symbols and codes that stand before or after an amount; the longest first. `$` alone names no
/// single currency.
const MARKS: [(&str, Mark); 43] = [
    ("US$", Mark::One(Currency::Usd)),
    ("HK$", Mark::Foreign),
    ("NT$", Mark::Foreign),
    ("AU$", Mark::Foreign),
    ("EUR", Mark::Foreign),
    ("JPY", Mark::Foreign),
    ("CNY", Mark::One(Currency::Cny)),
    ("BRL", Mark::One(Currency::Brl)),
    ("RMB", Mark::One(Currency::Cny)),
    ("VND", Mark::One(Currency::Vnd)),
    ("VNĐ", Mark::One(Currency::Vnd)),
    ("THB", Mark::One(Currency::Thb)),
    ("PHP", Mark::One(Currency::Php)),
    ("MYR", Mark::One(Currency::Myr)),
    ("IDR", Mark::One(Currency::Idr)),
    ("SGD", Mark::One(Currency::Sgd)),
    ("GBP", Mark::One(Currency::Gbp)),
    ("USD", Mark::One(Currency::Usd)),
    ("Rp.", Mark::One(Currency::Idr)),
    ("RP.", Mark::One(Currency::Idr)),
    ("R$", Mark::One(Currency::Brl)),
    ("S$", Mark::One(Currency::Sgd)),
    ("A$", Mark::Foreign),
    ("C$", Mark::Foreign),
    ("Rp", Mark::One(Currency::Idr)),
    ("RP", Mark::One(Currency::Idr)),
    ("rp", Mark::One(Currency::Idr)),
    ("RM", Mark::One(Currency::Myr)),
    ("vnd", Mark::One(Currency::Vnd)),
    ("gbp", Mark::One(Currency::Gbp)),
    ("₫", Mark::One(Currency::Vnd)),
    ("đ", Mark::One(Currency::Vnd)),
    ("Đ", Mark::One(Currency::Vnd)),
    ("£", Mark::One(Currency::Gbp)),
    ("฿", Mark::One(Currency::Thb)),
    ("₱", Mark::One(Currency::Php)),
    ("€", Mark::Foreign),
    ("¥", Mark::Yuan),
    ("￥", Mark::Yuan),
    ("元", Mark::One(Currency::Cny)),
    ("₩", Mark::Foreign),
    ("₹", Mark::Foreign),
    ("$", Mark::Dollar),
];

/// Reads a number of one dialect, exactly, with or without a currency symbol and grouping.
pub fn parse(text: &[u8], dialect: NumberDialect) -> Result<Number, NumberError> {
    match plain(text, dialect) {
        Some(e4) => Ok(Number { e4, mark: None }),
        None => dressed(text, dialect),
    }
}

/// Which dialects explain the text.
pub fn explain(text: &[u8]) -> Explains {
    let dot = parse(text, NumberDialect::Dot);
    let comma = parse(text, NumberDialect::Comma);
    let shaped = |read: Result<Number, NumberError>| !matches!(read, Err(NumberError::NotANumber));
    match (dot, comma) {
        (Ok(dot), Ok(comma)) if dot == comma => Explains::Same,
        (Err(NumberError::Empty | NumberError::Scientific), _) => Explains::Neither,
        // Too large either way: there is nothing to choose.
        (Err(NumberError::OutOfRange), Err(NumberError::OutOfRange)) => Explains::Same,
        _ => match (shaped(dot), shaped(comma)) {
            (true, true) => Explains::Either,
            (true, false) => Explains::OnlyDot,
            (false, true) => Explains::OnlyComma,
            (false, false) => Explains::Neither,
        },
    }
}

/// The way nearly every cell is written: digits, perhaps a sign, perhaps a few decimals.
fn plain(text: &[u8], dialect: NumberDialect) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    if digits.is_empty() || digits.len() > 14 || !digits[0].is_ascii_digit() {
        return None;
    }
    let mark = match dialect {
        NumberDialect::Dot => b'.',
        NumberDialect::Comma => b',',
    };
    let mut value: i64 = 0;
    for (at, &byte) in digits.iter().enumerate() {
        if byte.is_ascii_digit() {
            value = value * 10 + i64::from(byte - b'0');
        } else if byte == mark {
            return decimals(value, &digits[at + 1..]).map(|e4| if negative { -e4 } else { e4 });
        } else {
            return None;
        }
    }
    Some(if negative { -value * ONE_E4 } else { value * ONE_E4 })
}

fn decimals(whole: i64, digits: &[u8]) -> Option<i64> {
    if digits.is_empty() || digits.len() > DECIMALS as usize {
        return None;
    }
    let mut value = whole;
    for &byte in digits {
        if !byte.is_ascii_digit() {
            return None;
        }
        value = value * 10 + i64::from(byte - b'0');
    }
    value.checked_mul(10_i64.pow(DECIMALS - digits.len() as u32))
}

/// Everything else: currency symbols, grouping, spaces, brackets for negative amounts.
fn dressed(text: &[u8], dialect: NumberDialect) -> Result<Number, NumberError> {
    let text = std::str::from_utf8(text).map_err(|_| NumberError::NotANumber)?;
    let mut body = bare(text);
    if body.is_empty() {
        return Err(NumberError::Empty);
    }
    if is_scientific(body) {
        return Err(NumberError::Scientific);
    }
    let mut negative = false;
    if let Some(inside) = body.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        (negative, body) = (true, bare(inside));
    }
    let mut mark: Option<Mark> = None;
    let mut marks = 0;
    loop {
        if let Some(rest) = body.strip_prefix(['-', '−']).or_else(|| body.strip_suffix(['-', '−'])) {
            if negative {
                return Err(NumberError::NotANumber);
            }
            (negative, body) = (true, bare(rest));
            continue;
        }
        let Some((rest, named)) = without_mark(body) else { break };
        marks += 1;
        let both = mark.map_or(Some(named), |mark| mark.and(named));
        mark = Some(both.filter(|_| marks <= 2).ok_or(NumberError::NotANumber)?);
        body = bare(rest);
    }
    let e4 = digits(body.strip_prefix('+').unwrap_or(body), dialect)?;
    Ok(Number { e4: if negative { -e4 } else { e4 }, mark })
}

fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\'' | '"'))
}

fn without_mark(body: &str) -> Option<(&str, Mark)> {
    let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    if digit(body.as_bytes().first()) && digit(body.as_bytes().last()) {
        return None;
    }
    MARKS.iter().find_map(|&(text, mark)| {
        let rest = body.strip_prefix(text).or_else(|| body.strip_suffix(text))?;
        Some((rest, mark))
    })
}

/// Groups of exactly three after the first, and a mark before the decimals.
fn digits(body: &str, dialect: NumberDialect) -> Result<i64, NumberError> {
    let (mark, group) = match dialect {
        NumberDialect::Dot => ('.', ','),
        NumberDialect::Comma => (',', '.'),
    };
    let (whole, fraction) = match body.split_once(mark) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (body, None),
    };
    let whole = ungrouped(whole, group)?;
    let fraction = match fraction {
        None => "",
        Some(fraction) if fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) => {
            return Err(NumberError::NotANumber);
        }
        Some(fraction) => fraction.trim_end_matches('0'),
    };
    if fraction.len() > DECIMALS as usize {
        return Err(NumberError::TooPrecise);
    }
    let mut value = whole.parse::<i64>().map_err(|_| NumberError::OutOfRange)?;
    for at in 0..DECIMALS as usize {
        let digit = fraction.as_bytes().get(at).map_or(0, |b| i64::from(b - b'0'));
        value = value
            .checked_mul(10)
            .and_then(|value| value.checked_add(digit))
            .ok_or(NumberError::OutOfRange)?;
    }
    Ok(value)
}

fn ungrouped(whole: &str, group: char) -> Result<String, NumberError> {
    let separator = whole.chars().find(|c| !c.is_ascii_digit());
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let Some(separator) = separator else {
        return if plain(whole) { Ok(whole.to_owned()) } else { Err(NumberError::NotANumber) };
    };
    let groups = separator == group || matches!(separator, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'');
    let mut parts = whole.split(separator);
    let first = parts.next().unwrap_or_default();
    // No one writes 0.500 for five hundred.
    if !groups || !plain(first) || first.len() > 3 || first.starts_with('0') {
        return Err(NumberError::NotANumber);
    }
    let mut joined = first.to_owned();
    for part in parts {
        if part.len() != 3 || !plain(part) {
            return Err(NumberError::NotANumber);
        }
        joined.push_str(part);
    }
    Ok(joined)
}

/// Whether a spreadsheet has written the text as `5.83E+17`, or as `6E+17`.
pub fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    // `6E17` may be anybody's stock code; the sign is a spreadsheet's.
    let round = exponent.len() > 2 && exponent.starts_with('+');
    let exponent = exponent.trim_start_matches(['+', '-']);
    let mantissa = mantissa.trim_start_matches(['+', '-']);
    !exponent.is_empty()
        && exponent.bytes().all(|b| b.is_ascii_digit())
        && (round || mantissa.contains(['.', ',']))
        && mantissa.contains(|c: char| c.is_ascii_digit())
        && mantissa.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
}

/// Writes units of 10⁻⁴ with the decimals they need: `706922.421`.
pub fn e4_text(e4: i128) -> String {
    let sign = if e4 < 0 { "-" } else { "" };
    let abs = e4.unsigned_abs();
    let (whole, rest) = (abs / 10_000, abs % 10_000);
    if rest == 0 {
        return format!("{sign}{whole}");
    }
    let decimals = format!("{rest:04}");
    format!("{sign}{whole}.{}", decimals.trim_end_matches('0'))
}

#[cfg(test)]
#[path = "number_test.rs"]
mod tests;
