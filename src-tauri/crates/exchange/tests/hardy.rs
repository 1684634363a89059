//! Whatever bytes a file holds, it is read or refused: it never stops the program and never keeps it busy for long.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first fault")]

use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use exchange::{Answers, Wash, propose, read_sales, sniff};
use proptest::prelude::*;

const SEEDS: [&str; 7] = [
    "source/tiktok-orders/us.csv",
    "source/tiktok-orders/vn.xlsx",
    "source/shopee-orders-vn/Order.all.xlsx",
    "source/lazada-orders/my.csv",
    "source/douyin-orders/gbk.csv",
    "../../../tests/fixture/shopify-orders-vn.csv",
    "../../../tests/fixture/bad/formulas.xlsx",
];
/// Bytes of a fixture that are kept: its header and some rows; a workbook only works whole.
const KEPT: usize = 6_000;
const LONG: Duration = Duration::from_secs(20);

fn seed(index: usize) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(SEEDS[index % SEEDS.len()]);
    let mut bytes = std::fs::read(&path).unwrap();
    if path.extension().is_some_and(|name| name == "csv") {
        bytes.truncate(KEPT);
    }
    bytes
}

/// One change of some bytes.
#[derive(Debug, Clone)]
enum Change {
    Flip { at: usize, to: u8 },
    Cut { at: usize, length: usize },
    Repeat { at: usize, length: usize },
    Insert { at: usize, text: &'static str },
    End { at: usize },
}

fn changes() -> impl Strategy<Value = Change> {
    let odd = prop::sample::select(vec![
        "\"",
        "\"\"",
        "\n",
        "\r",
        "\t",
        ",",
        ";",
        "\u{feff}",
        "\u{0}",
        "=1+1",
        "5.83E+17",
        "-",
        "999999999999999999999",
        "-0.00005",
        "31/02/2026",
        "Order ID",
        "Total",
        "\u{202e}",
        "₫",
        "'",
        "9999-12-31 23:59:59",
        "1e309",
        "<row r=\"9999999999999\">",
    ]);
    prop_oneof![
        (any::<usize>(), any::<u8>()).prop_map(|(at, to)| Change::Flip { at, to }),
        (any::<usize>(), 0_usize..400).prop_map(|(at, length)| Change::Cut { at, length }),
        (any::<usize>(), 0_usize..400).prop_map(|(at, length)| Change::Repeat { at, length }),
        (any::<usize>(), odd).prop_map(|(at, text)| Change::Insert { at, text }),
        any::<usize>().prop_map(|at| Change::End { at }),
    ]
}

fn change(bytes: &mut Vec<u8>, change: &Change) {
    let place = |at: usize| if bytes.is_empty() { 0 } else { at % bytes.len() };
    match *change {
        Change::Flip { at, to } => {
            let at = place(at);
            if let Some(byte) = bytes.get_mut(at) {
                *byte = to;
            }
        }
        Change::Cut { at, length } => {
            let at = place(at);
            let end = (at + length).min(bytes.len());
            bytes.drain(at..end);
        }
        Change::Repeat { at, length } => {
            let at = place(at);
            let copy = bytes[at..(at + length).min(bytes.len())].to_vec();
            bytes.splice(at..at, copy);
        }
        Change::Insert { at, text } => {
            let at = place(at);
            bytes.splice(at..at, text.bytes());
        }
        Change::End { at } => bytes.truncate(place(at)),
    }
}

/// Goes the whole way of a file, with the first answer to every question.
fn read(path: &Path) {
    let Ok(sniffed) = sniff(path) else { return };
    let mut answers = Answers::default();
    for _ in 0..6 {
        let Ok(proposal) = propose(path, &sniffed, &answers) else { return };
        if proposal.questions.is_empty() {
            let wash = Wash { key: [3; 32] };
            let report = read_sales(path, &sniffed, &proposal.mapping, &wash, &mut |batch| {
                batch.rows().for_each(|row| assert!(row.row > 0));
                ControlFlow::Continue(())
            });
            if let Ok(report) = report {
                let counts = report.counts;
                assert_eq!(counts.rows_read, counts.rows_out + counts.rejected, "no row is lost");
            }
            return;
        }
        for question in &proposal.questions {
            let Some(first) = question.choices.first() else { return };
            answers.add(question.key.clone(), first.clone());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_stop_the_reader(index in 0_usize..SEEDS.len(), all in prop::collection::vec(changes(), 1..9)) {
        let mut bytes = seed(index);
        all.iter().for_each(|one| change(&mut bytes, one));
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("any");
        std::fs::write(&path, &bytes).unwrap();
        let begun = Instant::now();
        read(&path);
        prop_assert!(begun.elapsed() < LONG, "it took {:?}", begun.elapsed());
    }
}
