//! Who may know whom: crates by `cargo metadata`, the UI by its imports.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

use crate::sources::{self, Source};
use crate::{Findings, assert_bites, assert_holds};

/// An arrow that is not here does not exist; `tests` stands outside and may know everything.
const MAY_DEPEND_ON: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("store", &["domain"]),
    ("exchange", &["domain"]),
    ("storefront", &["domain"]),
    ("obs", &[]),
    ("app", &["domain", "store", "exchange", "storefront", "obs"]),
    ("api", &["domain", "app"]),
    ("screens", &["api", "app", "storefront"]),
    ("cli", &["screens", "api", "app"]),
    ("showrunner", &["screens", "api", "app"]),
    ("xtask", &[]),
    ("fuzz", &["domain", "exchange", "storefront"]),
];

/// Libraries that only these crates may use.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("rusqlite_migration", &["store"]),
    ("calamine", &["exchange"]),
    ("rust_xlsxwriter", &["exchange"]),
    ("reqwest", &["storefront"]),
    ("axum", &["screens"]),
    ("tauri", &["showrunner"]),
    ("keyring-core", &["app"]),
];

/// Libraries the pure crate must not have, because they read, wait or put nouns on the wire.
const NOT_IN_DOMAIN: &[&str] = &["serde", "serde_json", "tokio", "futures-util", "reqwest", "tracing"];

/// A crate's name and what it depends on; `true` marks what only its tests use.
type Graph = BTreeMap<String, Vec<(String, bool)>>;

fn graph() -> Graph {
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
    cargo.current_dir(sources::root());
    let output = cargo
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline", "--locked"])
        .output()
        .expect("cargo tells about the workspace");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("metadata is JSON");
    let mut graph = Graph::new();
    for package in metadata["packages"].as_array().expect("packages") {
        let name = package["name"].as_str().expect("a package has a name");
        let known = package["dependencies"].as_array().expect("dependencies").iter();
        let known = known
            .map(|known| (known["name"].as_str().unwrap_or_default().to_owned(), known["kind"] == "dev"))
            .collect();
        graph.insert(name.into(), known);
    }
    graph
}

fn wrong_arrows(graph: &Graph) -> Findings {
    let mut findings = Findings::new();
    for (name, known) in graph.iter().filter(|(name, _)| *name != "tests") {
        let Some((_, allowed)) = MAY_DEPEND_ON.iter().find(|(crate_name, _)| crate_name == name) else {
            findings.push(format!("crate {name} is not in the table of arrows"));
            continue;
        };
        for (other, _) in known.iter().filter(|(other, _)| graph.contains_key(other)) {
            if !allowed.contains(&other.as_str()) {
                findings.push(format!("{name} may not know {other}"));
            }
        }
    }
    findings
}

fn misplaced_libraries(graph: &Graph) -> Findings {
    let mut findings = Findings::new();
    for (name, known) in graph.iter().filter(|(name, _)| *name != "tests") {
        for (library, _) in known.iter().filter(|(_, only_tests)| !only_tests) {
            if let Some((_, homes)) = ONLY_IN.iter().find(|(only, _)| only == library)
                && !homes.contains(&name.as_str())
            {
                findings.push(format!("{library} belongs in {}, not in {name}", homes.join(", ")));
            }
            if name == "domain" && NOT_IN_DOMAIN.contains(&library.as_str()) {
                findings.push(format!("domain is pure and may not use {library}"));
            }
        }
    }
    findings
}

/// Imports of a TypeScript or Svelte file, with their line.
fn imports(source: &Source) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        let is_import = ["import ", "import(", "export ", "} from "].iter().any(|word| line.contains(word));
        if !is_import {
            continue;
        }
        for quote in ['\'', '"'] {
            let mut parts = line.split(quote);
            while let (Some(_), Some(specifier)) = (parts.next(), parts.next()) {
                found.push((index, specifier.to_owned()));
            }
        }
    }
    found
}

/// `specifier` as a path from the root where it names a file of the UI.
fn resolved(from: &Source, specifier: &str) -> String {
    for (alias, folder) in
        [("$feature/", "ui/src/feature/"), ("$lib/", "ui/src/lib/"), ("$screen/", "ui/src/screen/")]
    {
        if let Some(rest) = specifier.strip_prefix(alias) {
            return format!("{folder}{rest}");
        }
    }
    if !specifier.starts_with('.') {
        return specifier.to_owned();
    }
    let mut parts: Vec<&str> = from.path.split('/').collect();
    parts.pop();
    for step in specifier.split('/') {
        match step {
            "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

fn feature_of(path: &str) -> Option<&str> {
    path.strip_prefix("ui/src/feature/").and_then(|rest| rest.split('/').next())
}

fn wrong_ui_imports(files: &[Source]) -> Findings {
    let mut findings = Findings::new();
    for file in files.iter().filter(|file| file.is_under("ui/")) {
        for (index, specifier) in imports(file) {
            if specifier.starts_with("@tauri-apps/") && !file.is_under("ui/src/lib/ipc/") {
                findings.push(file.at(index, "only ui/src/lib/ipc may know @tauri-apps"));
            }
            let target = resolved(file, &specifier);
            if let (Some(own), Some(other)) = (feature_of(&file.path), feature_of(&target))
                && own != other
            {
                findings.push(file.at(index, &format!("feature {own} may not import feature {other}")));
            }
            if file.is_under("ui/src/lib/")
                && (feature_of(&target).is_some() || target.starts_with("ui/src/screen/"))
            {
                findings.push(file.at(index, "ui/src/lib may not know features or screens"));
            }
        }
    }
    findings
}

#[test]
fn crates_know_only_whom_the_design_lets_them() {
    let graph = graph();
    assert!(graph.len() >= 10, "the workspace has lost crates: {:?}", graph.keys());
    assert_holds("arrows between crates", &wrong_arrows(&graph));
    assert_holds("libraries in their crates", &misplaced_libraries(&graph));
}

#[test]
fn an_arrow_that_is_not_in_the_table_is_found() {
    let mut graph = graph();
    graph.entry("domain".into()).or_default().extend([("store".into(), false), ("serde".into(), false)]);
    graph.entry("api".into()).or_default().push(("rusqlite".into(), false));
    graph.insert("helpers".into(), Vec::new());

    assert_bites(&wrong_arrows(&graph), "domain may not know store");
    assert_bites(&wrong_arrows(&graph), "helpers is not in the table");
    assert_bites(&misplaced_libraries(&graph), "rusqlite belongs in store");
    assert_bites(&misplaced_libraries(&graph), "domain is pure");
}

#[test]
fn the_ui_reaches_the_core_through_one_door_and_features_stand_apart() {
    assert_holds(
        "imports of the UI",
        &wrong_ui_imports(&sources::with_extension(&["ts", "svelte", "js", "mjs"])),
    );
}

#[test]
fn an_import_across_the_ui_is_found() {
    let files = [
        Source::planted(
            "ui/src/feature/session/Live.svelte",
            "  import { invoke } from '@tauri-apps/api/core';",
        ),
        Source::planted("ui/src/feature/session/a.ts", "import { x } from '../product/x';"),
        Source::planted("ui/src/feature/session/b.ts", "import x from \"$feature/product/x\";"),
        Source::planted("ui/src/lib/part/c.ts", "const x = await import('$feature/product/x');"),
    ];
    let findings = wrong_ui_imports(&files);

    assert_bites(&findings, "@tauri-apps");
    assert_bites(&findings, "a.ts:1: feature session may not import feature product");
    assert_bites(&findings, "b.ts:1: feature session may not import feature product");
    assert_bites(&findings, "ui/src/lib may not know features");
    let own = Source::planted("ui/src/feature/session/d.ts", "import { x } from './x';");
    assert_holds("an import of one's own", &wrong_ui_imports(&[own]));
}
