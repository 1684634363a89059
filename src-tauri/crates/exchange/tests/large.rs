//! A file larger than the memory it may take is read all the same: nothing but a row and small sums is held.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test may stop at the first fault")]

use std::io::Write;
use std::ops::ControlFlow;

use exchange::{Answers, Wash, propose, read_sales, sniff};

const ROWS: u64 = 300_000;
/// Bytes of a description that is dropped.
const LONG: usize = 1_000;
/// Kilobytes this process may have held at most.
const CEILING: u64 = 150_000;

/// The most memory this process has held, in kilobytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches("kB").trim().parse().unwrap()
}

#[test]
fn three_hundred_megabytes_are_read_in_half_as_much() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut out = std::io::BufWriter::new(file.as_file());
    let long = "x".repeat(LONG);
    writeln!(out, "Order ID,Date,SKU,Qty,Price,Body").unwrap();
    for row in 0..ROWS {
        writeln!(out, "A{row},2026-05-21 10:00,S{},2,1.25,{long}", row % 900).unwrap();
    }
    out.flush().unwrap();
    drop(out);
    assert!(file.as_file().metadata().unwrap().len() > 300_000_000);

    let sniffed = sniff(file.path()).unwrap();
    let mut answers = Answers::default();
    answers.add("currency", "USD");
    answers.add("zone", "UTC");
    let proposal = propose(file.path(), &sniffed, &answers).unwrap();
    assert!(proposal.questions.is_empty(), "{:?}", proposal.questions);
    let (mut lines, mut amount_e4) = (0, 0);
    let report = read_sales(file.path(), &sniffed, &proposal.mapping, &Wash { key: [1; 32] }, &mut |batch| {
        lines += batch.len() as u64;
        amount_e4 += batch.rows().map(|row| row.amount_e4).sum::<i64>();
        ControlFlow::Continue(())
    });

    assert_eq!((lines, report.unwrap().counts.rejected, amount_e4), (ROWS, 0, 7_500_000_000));
    assert!(peak() < CEILING, "{} kB were held", peak());
}
