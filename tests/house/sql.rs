//! SQL is spoken in `store` and nowhere else.

use crate::sources::{self, Source};
use crate::{Findings, assert_bites, assert_holds};

/// Openings of statements, as they stand in string literals.
const STATEMENTS: &[&str] = &[
    "SELECT ",
    "INSERT INTO ",
    "INSERT OR ",
    "UPDATE OR ",
    "DELETE FROM ",
    "CREATE TABLE",
    "ALTER TABLE",
    "PRAGMA ",
];

/// Where SQL or its library is mentioned outside `store`; comments may speak of it.
fn sql_elsewhere(files: &[Source]) -> Findings {
    let mut findings = Findings::new();
    let others = files.iter().filter(|file| {
        (file.is_under("src-tauri/") && !file.is_under("src-tauri/crates/store/")) || file.is_under("ui/src/")
    });
    for file in others {
        for (index, line) in file.text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            let quoted = code.contains('"') || code.contains('`') || code.contains('\'');
            if code.contains("rusqlite") || (quoted && STATEMENTS.iter().any(|word| code.contains(word))) {
                findings.push(file.at(index, "SQL stays in store"));
            }
        }
    }
    findings
}

#[test]
fn only_the_store_speaks_sql() {
    assert_holds("SQL", &sql_elsewhere(&sources::with_extension(&["rs", "ts", "svelte"])));
}

#[test]
fn sql_outside_the_store_is_found() {
    let verb = Source::planted("src-tauri/crates/app/src/a.rs", "\ntx.execute(\"DELETE FROM slot\", [])?;");
    assert_bites(&sql_elsewhere(&[verb]), "a.rs:2");
    let handler = Source::planted("src-tauri/crates/api/src/b.rs", "use rusqlite::Row;");
    assert_bites(&sql_elsewhere(&[handler]), "b.rs:1");
    let home = Source::planted("src-tauri/crates/store/src/slot.rs", "\"SELECT * FROM slot\"");
    assert_holds("the store itself", &sql_elsewhere(&[home]));
}
