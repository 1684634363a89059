//! Fee rules: what is charged, on what, when, and who bears it.

use chrono::{NaiveDate, NaiveTime};
use domain::fee::{
    Base, ByAds, Condition, Due, FeeRule, FeeTerms, Kind, OnRefund, Payer, Purpose, Rounding, Scope,
    SellerType, Step,
};
use domain::id::FeeRuleId;
use domain::{Channel, Currency, Market, Money};
use rusqlite::{Row, ToSql, named_params};

use crate::{Error, Result, Tables, row};

const TABLE: &str = "fee_rule";

/// A time of day, to the minute.
const HOUR: &str = "%H:%M";

fn code<T>(found: &Row<'_>, column: &'static str, read: impl Fn(&str) -> Option<T>) -> Result<T> {
    row::code(found, TABLE, column, read)
}

fn code_or_null<T>(
    found: &Row<'_>,
    column: &'static str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>> {
    row::code_or_null(found, TABLE, column, read)
}

fn time(found: &Row<'_>, column: &'static str) -> Result<Option<NaiveTime>> {
    code_or_null(found, column, |text| NaiveTime::parse_from_str(text, HOUR).ok())
}

/// The lines of a column of pairs, such as `brand 600000`.
fn pairs<T>(found: &Row<'_>, column: &'static str, read: impl Fn(&str, u32) -> Option<T>) -> Result<Vec<T>> {
    let pair = |line: String| {
        let (first, ppm) = line.split_once(' ')?;
        read(first, ppm.parse().ok()?)
    };
    let lines = row::lines(found, column)?.into_iter();
    lines.map(|line| pair(line).ok_or(Error::Corrupt { table: TABLE, column })).collect()
}

fn read_rule(found: &Row<'_>) -> Result<FeeRule> {
    let currency = code_or_null(found, "currency", Currency::from_code)?;
    let amount = |minor: i64| {
        let currency = currency.ok_or(Error::Corrupt { table: TABLE, column: "currency" })?;
        Ok::<_, Error>(Money::from_minor(minor, currency))
    };
    let money = |column: &'static str| {
        let minor: Option<i64> = found.get(column)?;
        minor.map(amount).transpose()
    };
    let day = |column: &'static str| code_or_null(found, column, |text| text.parse::<NaiveDate>().ok());
    let steps = pairs(found, "steps", |from, rate_ppm| Some((from.parse::<i64>().ok()?, rate_ppm)))?;
    let terms = FeeTerms {
        name: found.get("name")?,
        purpose: code(found, "purpose", Purpose::from_code)?,
        channel: code_or_null(found, "channel", Channel::from_code)?,
        market: code_or_null(found, "market", Market::from_code)?,
        host: row::id_or_null(found, TABLE, "host_id")?,
        seller_type: code_or_null(found, "seller_type", SellerType::from_code)?,
        category: found.get("category")?,
        programme: found.get("programme")?,
        by_ads: code_or_null(found, "by_ads", ByAds::from_code)?,
        kind: code(found, "kind", Kind::from_code)?,
        base: code(found, "base", Base::from_code)?,
        other: row::id_or_null(found, TABLE, "other_id")?,
        rate_ppm: row::count_or_null(found, TABLE, "rate_ppm")?,
        steps: steps
            .into_iter()
            .map(|(from, rate_ppm)| Ok(Step { from: amount(from)?, rate_ppm }))
            .collect::<Result<_>>()?,
        flat: money("flat_minor")?,
        least: money("least_minor")?,
        cap: money("cap_minor")?,
        cap_scope: code(found, "cap_scope", Scope::from_code)?,
        tax_ppm: row::count(found, TABLE, "tax_ppm")?,
        due: code(found, "due", Due::from_code)?,
        on_refund: code(found, "on_refund", OnRefund::from_code)?,
        becomes: row::id_or_null(found, TABLE, "becomes_id")?,
        payers: pairs(found, "payers", |payer, ppm| Some((Payer::from_code(payer)?, ppm)))?,
        condition: code(found, "condition", Condition::from_code)?,
        valid_from: day("valid_from")?,
        starts_at: time(found, "starts_at")?,
        valid_to: day("valid_to")?,
        ends_at: time(found, "ends_at")?,
        precedence: found.get("precedence")?,
        group: found.get("stacking_group")?,
        per: code(found, "per", Scope::from_code)?,
        rounding: code(found, "rounding", Rounding::from_code)?,
        source_note: found.get("source_note")?,
        source_seen_on: day("source_seen_on")?,
    };
    Ok(FeeRule { id: row::id(found, TABLE, "id")?, terms })
}

const SAVE: &str = "INSERT INTO fee_rule (id, name, purpose, channel, market, host_id, kind, base, other_id, \
     rate_ppm, steps, currency, flat_minor, least_minor, cap_minor, cap_scope, tax_ppm, due, on_refund, payers, \
     condition, valid_from, valid_to, precedence, stacking_group, per, rounding, source_note, source_seen_on, \
     changed_at_ms, seller_type, category, programme, by_ads, becomes_id, starts_at, ends_at) \
     VALUES (:id, :name, :purpose, :channel, :market, :host, :kind, :base, :other, :rate, :steps, :currency, \
     :flat, :least, :cap, :cap_scope, :tax, :due, :on_refund, :payers, :condition, :from, :to, :precedence, \
     :stack, :per, :rounding, :note, :seen, :changed, :seller, :category, :programme, :by_ads, :becomes, :starts, :ends) \
     ON CONFLICT (id) DO UPDATE SET (name, purpose, channel, market, host_id, kind, base, other_id, rate_ppm, \
     steps, currency, flat_minor, least_minor, cap_minor, cap_scope, tax_ppm, due, on_refund, payers, condition, \
     valid_from, valid_to, precedence, stacking_group, per, rounding, source_note, source_seen_on, changed_at_ms, \
     seller_type, category, programme, by_ads, becomes_id, starts_at, ends_at) \
     = (excluded.name, excluded.purpose, excluded.channel, excluded.market, excluded.host_id, excluded.kind, \
     excluded.base, excluded.other_id, excluded.rate_ppm, excluded.steps, excluded.currency, excluded.flat_minor, \
     excluded.least_minor, excluded.cap_minor, excluded.cap_scope, excluded.tax_ppm, excluded.due, \
     excluded.on_refund, excluded.payers, excluded.condition, excluded.valid_from, excluded.valid_to, \
     excluded.precedence, excluded.stacking_group, excluded.per, excluded.rounding, excluded.source_note, \
     excluded.source_seen_on, excluded.changed_at_ms, excluded.seller_type, excluded.category, \
     excluded.programme, excluded.by_ads, excluded.becomes_id, excluded.starts_at, excluded.ends_at)";

fn minor(money: Option<Money>) -> Result<Option<i64>> {
    Ok(money.map(Money::to_minor).transpose()?)
}

fn joined(pairs: impl Iterator<Item = String>) -> String {
    pairs.collect::<Vec<_>>().join("\n")
}

impl Tables<'_> {
    /// Every fee rule: by market, channel and purpose, the newest first.
    pub fn fee_rules(&self) -> Result<Vec<FeeRule>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT * FROM fee_rule
             ORDER BY market IS NULL, market, channel IS NULL, channel, purpose DESC, fold(name), name,
                      valid_from DESC, id",
        )?;
        let mut rows = statement.query([])?;
        let mut rules = Vec::new();
        while let Some(found) = rows.next()? {
            rules.push(read_rule(found)?);
        }
        Ok(rules)
    }

    /// One fee rule.
    pub fn fee_rule(&self, id: FeeRuleId) -> Result<FeeRule> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM fee_rule WHERE id = ?1")?;
        let mut rows = statement.query([id.as_uuid().into_bytes()])?;
        rows.next()?.map(read_rule).transpose()?.ok_or(Error::NotFound(TABLE))
    }

    /// Writes a fee rule, new or known.
    pub fn save_fee_rule(&self, rule: &FeeRule, changed_at_ms: i64) -> Result<()> {
        let terms = &rule.terms;
        let steps = terms
            .steps
            .iter()
            .map(|step| Ok(format!("{} {}", step.from.to_minor()?, step.rate_ppm)))
            .collect::<Result<Vec<_>>>()?;
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        let hour = |time: Option<NaiveTime>| time.map(|time| time.format(HOUR).to_string());
        let named: &[(&str, &dyn ToSql)] = named_params! {
            ":id": rule.id.as_uuid().into_bytes(),
            ":name": terms.name,
            ":purpose": terms.purpose.code(),
            ":channel": terms.channel.map(Channel::code),
            ":market": terms.market.map(Market::code),
            ":host": terms.host.map(|host| host.as_uuid().into_bytes()),
            ":kind": terms.kind.code(),
            ":base": terms.base.code(),
            ":other": terms.other.map(|other| other.as_uuid().into_bytes()),
            ":rate": terms.rate_ppm,
            ":steps": joined(steps.into_iter()),
            ":currency": terms.currency().map(Currency::code),
            ":flat": minor(terms.flat)?,
            ":least": minor(terms.least)?,
            ":cap": minor(terms.cap)?,
            ":cap_scope": terms.cap_scope.code(),
            ":tax": terms.tax_ppm,
            ":due": terms.due.code(),
            ":on_refund": terms.on_refund.code(),
            ":payers": joined(terms.payers.iter().map(|(payer, ppm)| format!("{} {ppm}", payer.code()))),
            ":condition": terms.condition.code(),
            ":from": day(terms.valid_from),
            ":to": day(terms.valid_to),
            ":precedence": terms.precedence,
            ":stack": terms.group,
            ":per": terms.per.code(),
            ":rounding": terms.rounding.code(),
            ":note": terms.source_note,
            ":seen": day(terms.source_seen_on),
            ":changed": changed_at_ms,
            ":seller": terms.seller_type.map(SellerType::code),
            ":category": terms.category,
            ":programme": terms.programme,
            ":by_ads": terms.by_ads.map(ByAds::code),
            ":becomes": terms.becomes.map(|becomes| becomes.as_uuid().into_bytes()),
            ":starts": hour(terms.starts_at),
            ":ends": hour(terms.ends_at),
        };
        self.conn.prepare_cached(SAVE)?.execute(named)?;
        Ok(())
    }

    /// Removes a fee rule.
    ///
    /// # Errors
    /// [`Error::InUse`] while another is a part of it.
    pub fn delete_fee_rule(&self, id: FeeRuleId) -> Result<()> {
        let gone = self
            .conn
            .prepare_cached("DELETE FROM fee_rule WHERE id = ?1")?
            .execute([id.as_uuid().into_bytes()])?;
        if gone == 0 { Err(Error::NotFound(TABLE)) } else { Ok(()) }
    }
}
