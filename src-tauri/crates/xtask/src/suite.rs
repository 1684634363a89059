//! A suite is a folder of `tests/`: its Rust target, its `*.spec.mjs` for Node and its `test_*.py`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell::{cargo, command, run};
use crate::{Result, install, place, shops};

/// Runs everything in `tests/<name>`; a suite without a single test is a mistake, not a pass.
pub fn run_suite(name: &str) -> Result {
    let folder = place::root().join("tests").join(name);
    let (specs, scripts) = (files(&folder, "", ".spec.mjs")?, files(&folder, "test_", ".py")?);
    let has_rust = folder.join("main.rs").is_file();
    if !has_rust && specs.is_empty() && scripts.is_empty() {
        return Err(
            format!("tests/{name} holds no test: neither main.rs, nor *.spec.mjs, nor test_*.py.").into()
        );
    }
    if has_rust {
        // Chosen from the whole workspace: by package, what all crates share would be built anew with other features.
        run(with_places(&mut cargo(&["test", "--locked", "--workspace", "--test", name]), name)?)?;
    }
    if !specs.is_empty() {
        let mut node = command("node");
        // One file at a time: each drives a browser, and two of them starve each other on two cores.
        node.args(["--test", "--test-concurrency=1", "--test-reporter=spec"]).args(specs);
        run(with_places(&mut node, name)?)?;
    }
    if !scripts.is_empty() {
        let mut pytest = command(install::python()?);
        pytest.args(["-m", "pytest", "-q", "-p", "no:cacheprovider"]).args(scripts);
        run(with_places(&mut pytest, name)?)?;
    }
    Ok(())
}

/// Tells tests written in another language where the built programs are and where pictures go.
fn with_places<'a>(command: &'a mut Command, suite: &str) -> Result<&'a mut Command> {
    let output = place::output(suite);
    fs::create_dir_all(&output)?;
    Ok(command
        .env("SHOWCTL", place::program("debug", "showctl"))
        .env("SHOWRUNNER_APP", place::program("debug", "showrunner"))
        .env("SHOWRUNNER_PYTHON", install::python_path())
        .env("SHOWRUNNER_S3S", shops::s3s_path())
        .env("SHOWRUNNER_WORDPRESS", shops::wordpress_path())
        .env("SHOWRUNNER_OUTPUT", output)
        .env("TAURI_DRIVER", install::tauri_driver_path()))
}

/// Files of `folder` itself whose names begin and end as told, in order.
fn files(folder: &Path, begin: &str, end: &str) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with(begin) && name.ends_with(end) {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}
