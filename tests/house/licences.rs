//! What we build on may be used by everyone, comes from the registries and is held by its checksum.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::sources;
use crate::{Findings, assert_bites, assert_holds};

/// Licences that ask no more than to be named, or to publish changes to their own files (MPL).
const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BlueOak-1.0.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC-BY-4.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OFL-1.1",
    "Python-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// npm packages that do not name their licence, and where we know it from: path, licence, reason.
const UNSAID: &[(&str, &str, &str)] = &[(
    "node_modules/@lix-js/sdk-",
    "MIT",
    "compiled half of @lix-js/sdk, which says MIT; used when words are compiled",
)];

/// The one place crates come from.
const CRATES: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Whether an SPDX expression can be met with allowed licences only; `/` is an old way to write OR.
fn is_allowed(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut tokens = spaced.split_whitespace().collect::<Vec<_>>().into_iter().peekable();
    any_of(&mut tokens) == Some(true) && tokens.next().is_none()
}

type Tokens<'a> = std::iter::Peekable<std::vec::IntoIter<&'a str>>;

/// `None` where the expression breaks off or is not one.
fn any_of(tokens: &mut Tokens<'_>) -> Option<bool> {
    let mut met = all_of(tokens)?;
    while tokens.next_if_eq(&"OR").is_some() {
        met |= all_of(tokens)?;
    }
    Some(met)
}

fn all_of(tokens: &mut Tokens<'_>) -> Option<bool> {
    let mut met = one(tokens)?;
    while tokens.next_if_eq(&"AND").is_some() {
        met &= one(tokens)?;
    }
    Some(met)
}

fn one(tokens: &mut Tokens<'_>) -> Option<bool> {
    let name = tokens.next()?;
    if name == "(" {
        let met = any_of(tokens)?;
        return (tokens.next()? == ")").then_some(met);
    }
    let mut whole = name.to_owned();
    if tokens.next_if_eq(&"WITH").is_some() {
        whole = format!("{name} WITH {}", tokens.next()?);
    }
    Some(ALLOWED.contains(&whole.as_str()))
}

fn crate_findings(metadata: &Value) -> Findings {
    let mut findings = Findings::new();
    for package in metadata["packages"].as_array().expect("packages") {
        let name = format!("crate {} {}", text(&package["name"]), text(&package["version"]));
        if !is_allowed(text(&package["license"])) {
            findings.push(format!("{name}: licence {}", package["license"]));
        }
        // Without a source it is ours, and must then lie in this repository.
        let is_ours = package["source"].is_null();
        if !is_ours && package["source"] != CRATES {
            findings.push(format!("{name}: from {}", package["source"]));
        }
    }
    findings
}

/// `installed` tells the licence of a package whose lock entry has none, by its path in `node_modules`.
fn npm_findings(lock: &Value, installed: impl Fn(&str) -> Option<String>) -> Findings {
    let mut findings = Findings::new();
    for (path, package) in lock["packages"].as_object().expect("packages") {
        if path.is_empty() {
            continue;
        }
        let licence = package["license"].as_str().map(String::from).or_else(|| installed(path));
        if !licence.as_deref().is_some_and(is_allowed) {
            findings.push(format!("npm {path}: licence {licence:?}"));
        }
        let is_bundled = package["inBundle"] == true;
        let resolved = package["resolved"].as_str();
        let from_registry = resolved.is_none_or(|url| url.starts_with("https://") && url.ends_with(".tgz"));
        if !from_registry || !(is_bundled || text(&package["integrity"]).starts_with("sha512-")) {
            findings.push(format!("npm {path}: from {resolved:?}, held by {}", package["integrity"]));
        }
    }
    findings
}

/// The licence whose text lies beside a package that does not name it.
fn licence_file(package: &Path) -> Option<String> {
    let text = std::fs::read_to_string(package.join("LICENSE")).ok()?;
    text.trim_start().starts_with("MIT License").then(|| "MIT".to_owned())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn read_json(path: &Path) -> Option<Value> {
    serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok()
}

#[test]
fn every_crate_is_free_to_use_and_comes_from_the_registry() {
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
    cargo.current_dir(sources::root());
    let output = cargo
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .output()
        .expect("cargo tells about the workspace");
    assert!(
        output.status.success(),
        "run `cargo fetch --locked` once, so that crates of every system can be read offline: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("metadata is JSON");
    assert!(metadata["packages"].as_array().is_some_and(|packages| packages.len() > 50));
    assert_holds("crates", &crate_findings(&metadata));
}

#[test]
fn every_npm_package_is_free_to_use_and_held_by_its_checksum() {
    let ui = sources::root().join("ui");
    let Some(lock) = read_json(&ui.join("package-lock.json")) else {
        assert!(!ui.join("package.json").exists(), "ui/package.json stands without a readable lock file");
        return;
    };
    let installed = |path: &str| {
        let package = read_json(&ui.join(path).join("package.json"));
        let named = package.and_then(|package| package["license"].as_str().map(String::from));
        named.or_else(|| licence_file(&ui.join(path))).or_else(|| {
            UNSAID
                .iter()
                .find(|(start, ..)| path.starts_with(start))
                .map(|(_, licence, _)| (*licence).to_owned())
        })
    };
    assert_holds("npm packages", &npm_findings(&lock, installed));
}

#[test]
fn licences_are_read_as_expressions() {
    for fine in ["MIT", "MIT/Apache-2.0", "(MIT OR Apache-2.0) AND Unicode-3.0", "MIT OR GPL-3.0-only"] {
        assert!(is_allowed(fine), "{fine}");
    }
    let wrong = [
        "",
        "GPL-3.0-only",
        "MIT AND GPL-3.0-only",
        "(MIT",
        "MIT OR",
        "Apache-2.0 WITH Classpath-exception-2.0",
    ];
    for refused in wrong {
        assert!(!is_allowed(refused), "{refused}");
    }
}

#[test]
fn a_foreign_licence_or_source_is_found() {
    let metadata = serde_json::json!({ "packages": [
        { "name": "viral", "version": "1.0.0", "license": "AGPL-3.0-only", "source": CRATES },
        { "name": "forked", "version": "1.0.0", "license": "MIT", "source": "git+https://example.org/forked" },
        { "name": "unsaid", "version": "1.0.0", "license": null, "source": CRATES },
    ]});
    let findings = crate_findings(&metadata);
    assert_bites(&findings, "viral 1.0.0: licence");
    assert_bites(&findings, "forked 1.0.0: from");
    assert_bites(&findings, "unsaid 1.0.0: licence null");

    let lock = serde_json::json!({ "packages": {
        "": { "license": "Proprietary" },
        "node_modules/viral": { "license": "GPL-3.0", "resolved": "https://r/v.tgz", "integrity": "sha512-A" },
        "node_modules/loose": { "license": "MIT", "resolved": "git+ssh://git@example.org/loose.git" },
        "node_modules/unsaid": { "resolved": "https://r/u.tgz", "integrity": "sha512-A" },
    }});
    let findings = npm_findings(&lock, |_| None);
    assert_bites(&findings, "viral: licence");
    assert_bites(&findings, "loose: from");
    assert_bites(&findings, "unsaid: licence None");
    assert_eq!(findings.len(), 3, "our own package is not judged: {findings:?}");
}
