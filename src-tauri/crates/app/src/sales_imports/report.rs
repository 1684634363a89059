//! Says in a report how a file of sales is read, why, and what is open.

use domain::{Currency, Market};
use exchange::{
    About, Answers, ColumnProposal, CurrencyProof, DateForm, DialectProof, Evidence, Field, Mapping, ProofBy,
    Proposal, SaleCounts, State, ZoneProof,
};

use crate::imports::{Column, Dialect, Question, Report, Said};

/// Key of the question how old the figures are, and its answers.
pub(super) const AGE: &str = "asOf";
pub(super) const AS_WRITTEN: &str = "file";
pub(super) const AS_NEWEST: &str = "now";

/// Asks how old a file's figures are: as old as the file itself, or newer than all there are.
pub(super) fn age(counts_as_newest: bool) -> Question {
    Question {
        key: AGE.to_owned(),
        about: String::new(),
        choices: [AS_WRITTEN, AS_NEWEST].map(|answer| (answer.to_owned(), String::new())).to_vec(),
        answer: Some(if counts_as_newest { AS_NEWEST } else { AS_WRITTEN }.to_owned()),
        blocks: false,
    }
}

fn fields() -> Vec<String> {
    Field::ALL.iter().map(|field| field.code().to_owned()).collect()
}

/// How a file is read that came with its mapping.
pub(super) fn by_mapping(report: &mut Report, mapping: &Mapping) {
    let column = |(index, header): (usize, &String)| {
        let field = mapping.columns.iter().find(|column| column.header == *header).map(|column| column.field);
        Column {
            index,
            header: header.clone(),
            example: None,
            field: field.filter(|field| kept(*field)).map(|field| field.code().to_owned()),
            confidence: if field.is_some() { 100 } else { 0 },
            reason: Said::plain(if field.is_some() { "answered" } else { "unknown" }),
            personal: field == Some(Field::Personal),
        }
    };
    report.columns = report.sniffed.headers.iter().enumerate().map(column).collect();
    report.fields = fields();
    let dialect =
        mapping.columns.iter().find_map(|column| column.dialect.filter(|_| column.field.is_money()));
    report.numbers = dialect.map(|dialect| Dialect {
        reading: Some(dialect.code().to_owned()),
        example: None,
        proofs: vec![Said::plain("answer")],
    });
    report.currency.clone_from(&mapping.currency);
    report.zone.clone_from(&mapping.zone);
    report.mapping = Some(mapping.to_json());
}

/// How a file is read by what it proves itself and by the answers given.
pub(super) fn by_proposal(report: &mut Report, proposal: &Proposal, answers: &Answers) {
    report.columns = proposal.columns.iter().enumerate().map(column).collect();
    report.fields = fields();
    let money = proposal.columns.iter().filter(|column| column.field.is_money());
    let deciding = money.filter_map(|column| column.numbers.as_ref()).max_by_key(|proof| {
        (proof.dialect.is_none(), proof.only_dot + proof.only_comma, proof.either + proof.same + proof.stored)
    });
    report.numbers = deciding.map(numbers);
    report.dates = proposal.date.as_ref().map(|date| Dialect {
        reading: date.form.map(|form| date_code(form).to_owned()),
        example: date.example.clone(),
        proofs: proofs(
            &date.by,
            &[("onlyDayFirst", date.only_dmy), ("onlyMonthFirst", date.only_mdy), ("eitherWay", date.either)],
        ),
    });
    report.currency = proposal.mapping.currency.clone();
    report.zone = proposal.mapping.zone.clone();
    report.mapping = Some(proposal.mapping.to_json());
    report.questions.extend(proposal.questions.iter().map(open));
    answered(report, proposal, answers);
}

/// Answers given stay visible as questions that are closed, so that they can be given otherwise.
fn answered(report: &mut Report, proposal: &Proposal, answers: &Answers) {
    let currency = match &proposal.currency {
        Some(CurrencyProof::Answer { currency }) => Some(("currency", currency.clone(), currencies())),
        _ => None,
    };
    let zone = match &proposal.zone {
        Some(ZoneProof::Answer { zone }) => Some(("zone", zone.clone(), zones())),
        _ => None,
    };
    let open = |key: &str| proposal.questions.iter().any(|question| question.key == key);
    let given = answers.iter().filter(|(key, _)| !open(key));
    report.questions.extend(given.filter_map(|(key, answer)| closed(proposal, key, answer)));
    for (key, answer, choices) in currency.into_iter().chain(zone) {
        if answers.get(key).is_some() {
            report.questions.push(Question {
                key: key.to_owned(),
                about: String::new(),
                choices,
                answer: Some(answer),
                blocks: true,
            });
        }
    }
}

/// A question about the file itself that was answered, now or for an earlier file, so that it can be answered
/// otherwise; none for what is no such question.
fn closed(proposal: &Proposal, key: &str, answer: &str) -> Option<Question> {
    let (kind, about) = key.split_once(':').unwrap_or((key, ""));
    let headers = || proposal.columns.iter().map(|column| column.header.clone()).collect::<Vec<_>>();
    let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    let choices = match kind {
        "per" => codes(&["order", "line"]),
        "numbers" => codes(&["dot", "comma"]),
        "dateForm" => codes(&["dmy", "mdy"]),
        "blocks" => codes(&["once", "all"]),
        "state" => State::ALL.map(|state| state.code().to_owned()).to_vec(),
        "field" | "missing" => [headers(), codes(&["none"])].concat(),
        _ => return None,
    };
    let about = match (kind, &proposal.date, proposal.block) {
        ("dateForm", Some(date), _) => date.header.clone(),
        ("blocks", _, Some((first, last))) => format!("{first}–{last}"),
        ("blocks", _, None) => return None,
        _ => about.to_owned(),
    };
    let choices = choices.into_iter().map(|choice| (choice, String::new())).collect();
    Some(Question { key: key.to_owned(), about, choices, answer: Some(answer.to_owned()), blocks: true })
}

fn currencies() -> Vec<(String, String)> {
    Currency::ALL.iter().map(|currency| (currency.code().to_owned(), String::new())).collect()
}

fn zones() -> Vec<(String, String)> {
    Market::ALL.iter().map(|market| (market.zone().name().to_owned(), String::new())).collect()
}

fn open(question: &exchange::Question) -> Question {
    let (about, example) = match &question.about {
        About::Currency | About::Zone => (String::new(), None),
        About::DateForm { column, example } | About::Numbers { column, example } => {
            (column.clone(), example.clone())
        }
        About::FieldMissing { field } | About::FieldTwice { field } => (field.code().to_owned(), None),
        About::ColumnMissing { column } | About::PerOrder { column, .. } => (column.clone(), None),
        About::State { text } => (text.clone(), None),
        About::Blocks { first_row, last_row } => (format!("{first_row}–{last_row}"), None),
    };
    let choices = question
        .choices
        .iter()
        .map(|choice| (choice.clone(), example.clone().unwrap_or_default()))
        .collect::<Vec<_>>();
    let choices = match question.key.as_str() {
        "currency" if choices.is_empty() => currencies(),
        "zone" if choices.is_empty() => zones(),
        _ => choices,
    };
    Question { key: question.key.clone(), about, choices, answer: None, blocks: true }
}

const fn kept(field: Field) -> bool {
    !matches!(field, Field::Drop | Field::Personal)
}

fn column((index, column): (usize, &ColumnProposal)) -> Column {
    let reason = column.evidence.first().map_or_else(
        || Said::plain("unknown"),
        |evidence| Said::of(evidence_code(evidence), "code", evidence),
    );
    let personal = column.field == Field::Personal;
    // A value that decided how numbers are read says more than the first one.
    let telling = column.numbers.as_ref().and_then(|proof| proof.example.clone());
    let example = telling.or_else(|| column.example.clone());
    Column {
        index,
        header: column.header.clone(),
        example: example.filter(|_| !personal && column.field != Field::Buyer),
        field: kept(column.field).then(|| column.field.code().to_owned()),
        confidence: column.confidence.into(),
        reason,
        personal,
    }
}

const fn evidence_code(evidence: &Evidence) -> &'static str {
    match evidence {
        Evidence::HeaderKnown => "headerKnown",
        Evidence::SourceKnown => "sourceKnown",
        Evidence::Answered => "answered",
        Evidence::Numbers { .. } => "numbers",
        Evidence::Dates { .. } => "dates",
        Evidence::Emails { .. } => "emails",
        Evidence::Phones { .. } => "phones",
        Evidence::AlreadyGiven { .. } => "alreadyGiven",
        Evidence::SumHolds { .. } => "sumHolds",
        Evidence::Unknown => "unknown",
    }
}

const fn date_code(form: DateForm) -> &'static str {
    match form {
        DateForm::Dmy => "dayFirst",
        DateForm::Mdy => "monthFirst",
        DateForm::Ymd => "yearFirst",
    }
}

fn numbers(proof: &DialectProof) -> Dialect {
    Dialect {
        reading: proof.dialect.map(|dialect| dialect.code().to_owned()),
        example: proof.example.clone(),
        proofs: proofs(
            &proof.by,
            &[
                ("onlyDotFits", proof.only_dot),
                ("onlyCommaFits", proof.only_comma),
                ("eitherWay", proof.either),
                ("sameEitherWay", proof.same),
                ("storedAsNumbers", proof.stored),
            ],
        ),
    }
}

/// What decided, and what was counted over the whole file.
fn proofs(by: &ProofBy, counted: &[(&str, u64)]) -> Vec<Said> {
    let decided = match by {
        ProofBy::Value => Said::plain("value"),
        ProofBy::NoDifference => Said::plain("noDifference"),
        ProofBy::OtherColumn { header } => Said::with("otherColumn", [("header", header.clone())]),
        ProofBy::Currency { currency } => Said::with("currency", [("currency", currency.clone())]),
        ProofBy::Source => Said::plain("source"),
        ProofBy::Answer => Said::plain("answer"),
        ProofBy::Nothing => Said::plain("nothing"),
    };
    let counted = counted.iter().filter(|(_, cells)| *cells > 0);
    let counted = counted.map(|(code, cells)| Said::with(code, [("cells", cells.to_string())]));
    [decided].into_iter().chain(counted).collect()
}

/// What was counted beside the rows, by its code.
pub(super) fn notes(counts: &SaleCounts) -> Vec<(&'static str, u64)> {
    vec![
        ("cancelledLines", counts.cancelled_lines),
        ("unpaidLines", counts.unpaid_lines),
        ("repeatedRows", counts.repeated_rows),
        ("totalRows", counts.total_rows),
        ("withoutBuyer", counts.without_buyer),
        ("refunds", counts.refunds),
        ("charges", counts.charges),
        ("adjustments", counts.adjustments),
        ("zeroPrice", counts.zero_price),
        ("zeroQuantity", counts.zero_quantity),
    ]
}
