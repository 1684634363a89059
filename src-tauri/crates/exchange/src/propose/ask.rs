//! What only the user can say about columns: which is which, what is missing, and what is said once an order.

use crate::error::FileError;
use crate::field::Field;
use crate::propose::naming::Gone;
use crate::propose::scan::Scan;
use crate::propose::{About, Answers, ColumnProposal, Question};

/// Asks for what must be known and is not, or is known twice.
pub(super) fn fields(
    columns: &[ColumnProposal],
    twice: &[(Field, Vec<String>)],
    absent: &[Field],
    rows_are_units: bool,
    questions: &mut Vec<Question>,
) {
    questions.extend(twice.iter().map(|(field, headers)| Question {
        key: format!("field:{}", field.code()),
        about: About::FieldTwice { field: *field },
        choices: headers.clone(),
    }));
    let has = |field: Field| {
        columns.iter().any(|column| column.field == field) || twice.iter().any(|(other, _)| *other == field)
    };
    let missing = [
        (Field::OrderRef, has(Field::OrderRef)),
        (Field::At, has(Field::At)),
        (Field::Quantity, rows_are_units || has(Field::Quantity) || absent.contains(&Field::Quantity)),
        (Field::UnitPrice, has(Field::UnitPrice) || has(Field::Amount)),
        (Field::Sku, has(Field::Sku) || has(Field::Title)),
    ];
    for (field, _) in missing.into_iter().filter(|(_, known)| !known) {
        let mut choices = free(columns);
        if field == Field::Quantity {
            choices.push("none".to_owned());
        }
        let key = format!("field:{}", field.code());
        questions.push(Question { key, about: About::FieldMissing { field }, choices });
    }
}

/// Headers of columns that nothing else is read from.
fn free(columns: &[ColumnProposal]) -> Vec<String> {
    let free = columns.iter().filter(|column| !column.field.is_single() && column.filled > 0);
    free.map(|column| column.header.clone()).collect()
}

/// Asks for columns the source is known to have. Without some, figures would be wrong; others may have come under
/// a new name when there is a column of numbers that nobody knows.
pub(super) fn missing(
    columns: &[ColumnProposal],
    scan: &Scan,
    missing: &[Gone],
    questions: &mut Vec<Question>,
) {
    let numbers = columns
        .iter()
        .zip(&scan.stats)
        .any(|(column, stat)| column.is_unknown() && stat.filled > 0 && stat.percent(stat.numbers()) >= 90);
    for gone in missing.iter().filter(|gone| gone.answer.is_none()) {
        // The fields every file must have are asked for in any case.
        let needed = matches!(gone.field, Field::OrderRef | Field::At | Field::Quantity | Field::UnitPrice);
        let may_be_renamed = numbers && gone.field.is_share();
        if needed || gone.field == Field::Amount || !(gone.ask || may_be_renamed) {
            continue;
        }
        let unknown = columns.iter().filter(|column| column.is_unknown() && column.filled > 0);
        let mut choices: Vec<String> = unknown.map(|column| column.header.clone()).collect();
        choices.push("none".to_owned());
        questions.push(Question {
            key: format!("missing:{}", gone.header),
            about: About::ColumnMissing { column: gone.header.clone() },
            choices,
        });
    }
}

/// Asks what a block of rows is that stands there twice: the block before once more, or as many sales again.
/// Answers whether it is counted once.
pub(super) fn blocks(
    scan: &Scan,
    answers: &Answers,
    questions: &mut Vec<Question>,
) -> Result<bool, FileError> {
    let Some(first) = scan.blocks.first() else { return Ok(false) };
    match answers.get("blocks") {
        Some("once") => return Ok(true),
        Some("all") => return Ok(false),
        Some(value) => {
            return Err(FileError::BadAnswer { key: "blocks".to_owned(), value: value.to_owned() });
        }
        None => {}
    }
    questions.push(Question {
        key: "blocks".to_owned(),
        about: About::Blocks { first_row: *first.start(), last_row: *first.end() },
        choices: vec!["once".to_owned(), "all".to_owned()],
    });
    Ok(false)
}

/// Asks whether an amount that is the same on every row of each order is said of the order: it would be counted
/// once a row.
pub(super) fn scopes(
    columns: &[ColumnProposal],
    scan: &Scan,
    answers: &Answers,
    questions: &mut Vec<Question>,
) {
    for (column, repeats) in columns.iter().zip(&scan.repeats) {
        let key = format!("per:{}", column.header);
        let counted = column.field.is_share() || column.field == Field::Amount;
        if !counted || repeats.orders == 0 || repeats.differ > 0 || answers.get(&key).is_some() {
            continue;
        }
        questions.push(Question {
            key,
            about: About::PerOrder { column: column.header.clone(), orders: repeats.orders },
            choices: vec!["order".to_owned(), "line".to_owned()],
        });
    }
}
