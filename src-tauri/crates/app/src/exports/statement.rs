//! What a partner gets: sessions, what it is taken of, the rule, what was earned, what was taken back, what is paid.

use std::path::Path;

use domain::fee::{Base, FeeRule, FeeTerms, Kind, Purpose};
use domain::id::FeeRuleId;
use domain::{Actor, Currency, Language};
use exchange::report::{Part, Report, Table, TableColumn, TableRow};
use rust_decimal::Decimal;

use super::numbers::{count, day, money, number, percent};
use super::report::{begun, known, save};
use super::scope::{Content, Going};
use super::wording::{fill, word};
use crate::margins::{Earned, earned};
use crate::run::Run;
use crate::{App, Result};

/// One whose statement it is: a host with all commission rules about them, or a rule about nobody in particular.
struct Partner {
    name: String,
    rules: Vec<FeeRule>,
}

/// Writes the statement of whoever the commission rule `rule` is about; answers bytes, and that no lines are in it.
pub(super) fn write(
    app: &App,
    by: &Actor,
    run: &Run,
    content: &Content,
    rule: FeeRuleId,
    (path, whole): (&Path, &dyn Fn() -> Result<()>),
) -> Result<(u64, u64)> {
    let partner = partner(app, rule)?;
    let ids: Vec<FeeRuleId> = partner.rules.iter().map(|rule| rule.id).collect();
    let mut rows: Vec<(&Going, Earned)> = Vec::new();
    for going in &content.sessions {
        run.did(0)?;
        let own = earned(app, by, going.session.id, &ids)?;
        rows.extend(own.into_iter().map(|one| (going, one)));
    }
    save(&report(content, &partner, &rows), content, path, whole)
}

fn partner(app: &App, id: FeeRuleId) -> Result<Partner> {
    app.read(|tables| {
        let rule = tables.fee_rule(id)?;
        let Some(host) = rule.terms.host else {
            return Ok(Partner { name: rule.terms.name.clone(), rules: vec![rule] });
        };
        let about = |one: &FeeRule| one.terms.host == Some(host) && one.terms.purpose == Purpose::Commission;
        let rules = tables.fee_rules()?.into_iter().filter(about).collect();
        Ok(Partner { name: tables.host(host)?.name, rules })
    })
}

fn report(content: &Content, partner: &Partner, rows: &[(&Going, Earned)]) -> Report {
    let language = content.language;
    let mut parts = vec![Part::Heading(word(language, "share_statement_rules"))];
    for rule in &partner.rules {
        parts.push(Part::Text(format!("{}: {}", rule.terms.name, says(&rule.terms, language))));
    }
    let mut currencies: Vec<Currency> = rows.iter().map(|(_, one)| one.currency).collect();
    currencies.sort_unstable();
    currencies.dedup();
    if currencies.is_empty() {
        parts.push(Part::Text(word(language, "share_statement_nothing")));
    }
    for currency in currencies {
        let own: Vec<&(&Going, Earned)> = rows.iter().filter(|(_, one)| one.currency == currency).collect();
        parts.push(Part::Heading(fill(language, "share_sessions_in", &[("currency", currency.code())])));
        // With one rule there is nothing to tell apart by row.
        parts.push(Part::Table(table(content, &own, currency, partner.rules.len() > 1)));
        let open: i64 = own.iter().map(|(_, one)| one.open_lines).sum();
        if open > 0 {
            let lines = count(open, language);
            parts.push(Part::Text(fill(language, "share_statement_open", &[("lines", &lines)])));
        }
    }
    parts.push(Part::Note(word(language, "share_statement_note")));
    let signed = ["share_statement_by", "share_statement_for"].map(|key| Part::Text(word(language, key)));
    parts.push(Part::Heading(word(language, "share_statement_sign")));
    parts.extend(signed);
    let title = fill(language, "share_statement_title", &[("partner", &partner.name)]);
    begun(content, title, vec![content.brand.clone(), period(content), known(content)], parts)
}

fn period(content: &Content) -> String {
    let (Some(first), Some(last)) = (content.sessions.first(), content.sessions.last()) else {
        return String::new();
    };
    let from = day(first.session.started_at_ms, first.zone, content.language);
    let to = day(last.session.started_at_ms, last.zone, content.language);
    let shown = count(i64::try_from(content.sessions.len()).unwrap_or(i64::MAX), content.language);
    fill(content.language, "share_period", &[("from", &from), ("to", &to), ("count", &shown)])
}

/// A rule in words, as the window has them.
fn says(terms: &FeeTerms, language: Language) -> String {
    let rate = terms.rate_ppm.map(|ppm| rate(ppm, language));
    let base = word(language, base(terms.base));
    let flat = terms.flat.map(|flat| money(flat.amount(), flat.currency(), language)).unwrap_or_default();
    let said = match (terms.kind, &rate) {
        (Kind::Percent, Some(rate)) => fill(language, "fee_says_percent", &[("rate", rate), ("base", &base)]),
        (Kind::Percent, None) => fill(language, "fee_says_unknown", &[("base", &base)]),
        (Kind::FlatPerOrder, _) => fill(language, "fee_says_order", &[("amount", &flat)]),
        (Kind::FlatPerUnit, _) => fill(language, "fee_says_unit", &[("amount", &flat)]),
        (Kind::PercentOfFee, rate) => {
            fill(language, "fee_says_percent", &[("rate", rate.as_deref().unwrap_or_default()), ("base", "")])
        }
    };
    let tax = match terms.tax_ppm {
        0 => String::new(),
        ppm => fill(language, "fee_says_tax", &[("rate", &self::rate(ppm, language))]),
    };
    format!("{said}{tax}")
}

fn rate(ppm: u32, language: Language) -> String {
    let percents = Decimal::new(i64::from(ppm), 4).normalize();
    format!("{}\u{a0}%", number(percents, percents.scale(), language))
}

const fn base(base: Base) -> &'static str {
    match base {
        Base::Gmv => "fee_base_gmv",
        Base::AfterSellerDiscount => "fee_base_after_discount",
        Base::CustomerPayment => "fee_base_payment",
        Base::PaidPlusPlatformDiscountLessTax => "fee_base_paid_platform",
        Base::NetPlusShippingPlusPlatformDiscount => "fee_base_net_shipping",
        Base::AfterDiscountsLessTax => "fee_base_less_tax",
    }
}

fn table(content: &Content, rows: &[&(&Going, Earned)], currency: Currency, by_rule: bool) -> Table {
    let language = content.language;
    let amount = |amount: Decimal| money(amount, currency, language);
    let due =
        |is_open: bool, due: Decimal| if is_open { word(language, "left_incomplete") } else { amount(due) };
    let mut shown: Vec<TableRow> = Vec::new();
    for (going, one) in rows {
        // The rate that was really applied: what is left of what it was taken of.
        let left = one.earned - one.taken_back;
        let rate = one.base.and_then(|base| left.checked_div(base)).map(|rate| percent(rate, language));
        let session = &going.session;
        let mut cells = vec![session.title.clone(), day(session.started_at_ms, going.zone, language)];
        cells.extend(by_rule.then(|| one.rule.terms.name.clone()));
        cells.extend([
            one.base.map(amount).unwrap_or_default(),
            rate.unwrap_or_default(),
            amount(one.earned),
            amount(-one.taken_back),
            due(one.open_lines > 0, one.due),
        ]);
        shown.push(TableRow::plain(cells));
    }
    let sum = |of: &dyn Fn(&Earned) -> Decimal| rows.iter().map(|(_, one)| of(one)).sum::<Decimal>();
    let is_open = rows.iter().any(|(_, one)| one.open_lines > 0);
    let mut total = vec![fill(language, "share_total", &[("currency", currency.code())]), String::new()];
    total.extend(by_rule.then(String::new));
    total.extend([String::new(), String::new()]);
    total.extend([amount(sum(&|one| one.earned)), amount(-sum(&|one| one.taken_back))]);
    total.push(due(is_open, sum(&|one| one.due)));
    shown.push(TableRow::strong(total));
    Table {
        summary: word(language, "share_statement_rules"),
        columns: columns(language, by_rule),
        rows: shown,
    }
}

fn columns(language: Language, by_rule: bool) -> Vec<TableColumn> {
    let titled = |key: &str| word(language, key);
    let mut columns = vec![
        TableColumn::words(titled("share_col_session"), 2.4),
        TableColumn::words(titled("share_day"), 1.7),
    ];
    columns.extend(by_rule.then(|| TableColumn::words(titled("share_statement_rule"), 1.8)));
    let figures = [("base", 1.6), ("rate", 0.8), ("earned", 1.5), ("back", 1.4), ("due", 1.5)];
    columns.extend(
        figures.map(|(key, share)| TableColumn::figures(titled(&format!("share_statement_{key}")), share)),
    );
    columns
}
