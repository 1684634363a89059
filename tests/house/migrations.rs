//! A migration that was shipped never changes: workspaces out there have already run it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::sources;
use crate::{Findings, assert_bites, assert_holds};

const FOLDER: &str = "src-tauri/crates/store/migrations";

/// How to write the list anew; allowed for a new migration, and for others only before the first release.
const ACCEPT: &str = "(cd src-tauri/crates/store/migrations && sha256sum *.sql > HASHES)";

fn changed(files: &BTreeMap<String, Vec<u8>>, hashes: &str) -> Findings {
    let mut findings = Findings::new();
    let mut listed = BTreeMap::new();
    for line in hashes.lines() {
        match line.split_once("  ") {
            Some((hash, name)) => drop(listed.insert(name, hash)),
            None => findings.push(format!("HASHES has a line that is not `hash  name`: {line}")),
        }
    }
    for (name, bytes) in files {
        match listed.remove(name.as_str()) {
            Some(hash) if hash == hex(&Sha256::digest(bytes)) => {}
            Some(_) => findings.push(format!("{name} was changed after it was listed")),
            None => findings.push(format!("{name} is not listed")),
        }
    }
    findings.extend(listed.keys().map(|name| format!("{name} is listed and gone")));
    findings
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn shipped() -> BTreeMap<String, Vec<u8>> {
    let paths = sources::paths().into_iter();
    paths
        .filter_map(|path| {
            let name = path.strip_prefix(FOLDER)?.strip_prefix('/')?.to_owned();
            let bytes = std::fs::read(sources::root().join(&path)).expect("a migration can be read");
            name.ends_with(".sql").then_some((name, bytes))
        })
        .collect()
}

#[test]
fn no_listed_migration_has_changed() {
    let files = shipped();
    let list = sources::root().join(FOLDER).join("HASHES");
    let hashes = std::fs::read_to_string(list).unwrap_or_default();
    assert_holds(&format!("migrations (to accept: {ACCEPT})"), &changed(&files, &hashes));
}

#[test]
fn a_changed_an_unlisted_and_a_vanished_migration_are_found() {
    let listed = format!("{}  0001.sql\n{}  0002.sql\n", hex(&Sha256::digest(b"one")), "00");
    let files = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    };

    assert_holds("as listed", &changed(&files(&[("0001.sql", "one")]), &listed[..listed.len() - 13]));
    assert_bites(&changed(&files(&[("0001.sql", "other")]), &listed), "0001.sql was changed");
    assert_bites(&changed(&files(&[("0003.sql", "new")]), &listed), "0003.sql is not listed");
    assert_bites(&changed(&files(&[]), &listed), "0002.sql is listed and gone");
}
