//! Sales: every row once, every total from rows, every answer twice.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::ControlFlow;
use std::path::Path;

use exchange::{Answers, Field, Mapping, SaleReport, Sniffed, Wash, propose, read_sales, sniff};

/// Rounds of questions a file may ask.
const ROUNDS: usize = 6;

/// What a reading came to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Reading {
    report: SaleReport,
    lines: u64,
    rejects: u64,
    amount_e4: i128,
    digest: u64,
}

fn reading(path: &Path, sniffed: &Sniffed, mapping: &Mapping) -> Option<Reading> {
    let (mut read, mut hasher, mut seen) = (Reading::default(), DefaultHasher::new(), HashSet::new());
    let report = read_sales(path, sniffed, mapping, &Wash { key: [3; 32] }, &mut |batch| {
        for row in batch.rows() {
            assert!(row.row > sniffed.header_row, "a line stands below the header");
            assert!(seen.insert(row.row), "row {} is a line once", row.row);
            read.lines += 1;
            read.amount_e4 += i128::from(row.amount_e4);
            format!("{row:?}").hash(&mut hasher);
        }
        for reject in &batch.rejects {
            assert!(seen.insert(reject.row), "row {} ends once", reject.row);
            read.rejects += 1;
            format!("{reject}").hash(&mut hasher);
        }
        ControlFlow::Continue(())
    });
    read.report = report.ok()?;
    read.digest = hasher.finish();
    Some(read)
}

fn check(read: &Reading, mapping: &Mapping) {
    let counts = &read.report.counts;
    assert_eq!(counts.rows_read, counts.rows_out + counts.rejected, "no row is lost");
    assert_eq!(
        (counts.rows_out, counts.rejected),
        (read.lines, read.rejects),
        "what is counted is handed on"
    );
    if counts.rows_read == 0 {
        let none = read.report.totals.iter().all(|total| total.e4 == 0 && total.cells == 0);
        assert!(none, "no total without rows: {:?}", read.report.totals);
    }
    let header = |field: Field| mapping.columns.iter().find(|column| column.field == field);
    if let (Some(quantity), Some(price), 0, 0) =
        (header(Field::Quantity), header(Field::UnitPrice), counts.rejected, counts.repeated_rows)
    {
        let name = format!("{} × {}", quantity.header, price.header);
        if let Some(total) = read.report.totals.iter().find(|total| total.column == name) {
            assert_eq!(total.e4, read.amount_e4, "what is shown is what comes in");
        }
    }
}

/// Goes the whole way of a file, with the first answer to every question.
pub(crate) fn read(path: &Path) {
    let Ok(sniffed) = sniff(path) else { return };
    let mut answers = Answers::default();
    for _ in 0..ROUNDS {
        let Ok(proposal) = propose(path, &sniffed, &answers) else { return };
        if proposal.questions.is_empty() {
            by_mapping(path, &sniffed, &proposal.mapping);
            return;
        }
        for question in &proposal.questions {
            let Some(first) = question.choices.first() else { return };
            answers.add(question.key.clone(), first.clone());
        }
    }
}

/// Reads by a mapping, twice, and by what the mapping becomes when it was written down.
pub(crate) fn by_mapping(path: &Path, sniffed: &Sniffed, mapping: &Mapping) {
    let Some(first) = reading(path, sniffed, mapping) else { return };
    check(&first, mapping);
    let kept = Mapping::from_json(&mapping.to_json());
    assert_eq!(kept.as_ref(), Ok(mapping), "a mapping that is kept is the same");
    assert_eq!(reading(path, sniffed, mapping), Some(first), "read again, it is the same");
}
