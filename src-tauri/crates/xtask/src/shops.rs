//! Installing the real shops that tests start: object storage from PyPI and crates.io, WordPress from npm.

use std::fs;
use std::path::PathBuf;

use crate::shell::{cargo, command, run, succeeds};
use crate::{Result, install, place};

/// Object storage that checks signatures; later ones want a newer compiler.
const S3S: &str = "=0.14.1";
/// Holds WordPress 6.5 and its drop-in for SQLite.
const WORDPRESS: &str = "@wp-playground/wordpress-builds@0.9.19";
/// What of it is kept.
const ARCHIVES: &[&str] = &[
    "package/src/wordpress/wp-6.5.zip",
    "package/src/sqlite-database-integration/sqlite-database-integration.zip",
];

/// Everything the suite starts beside what Debian has.
pub fn install() -> Result {
    install::node()?;
    install::python()?;
    s3s()?;
    wordpress()
}

/// Built without optimisation: a test asks it a few hundred times.
fn s3s() -> Result {
    if succeeds(command(s3s_path()).arg("--version")) {
        return Ok(());
    }
    let mut install = cargo(&["install", "s3s-fs", "--version", S3S, "--features", "binary", "--locked"]);
    run(install.args(["--quiet", "--debug", "--root"]).arg(place::cache().join("tools")))
}

fn wordpress() -> Result {
    let home = wordpress_path();
    if home.is_dir() {
        return Ok(());
    }
    // Unpacked beside its place and renamed, so that a run that broke off leaves nothing half.
    let part = home.with_extension("part");
    fs::create_dir_all(&part)?;
    run(command("npm").args(["pack", "--silent", WORDPRESS]).current_dir(&part))?;
    let mut packed = fs::read_dir(&part)?.flatten().map(|entry| entry.path());
    let packed = packed.find(|path| path.extension().is_some_and(|kind| kind == "tgz"));
    let packed = packed.ok_or_else(|| format!("npm packed nothing of {WORDPRESS}"))?;
    let mut unpack = command("tar");
    unpack.arg("xzf").arg(&packed).arg("-C").arg(&part).arg("--strip-components=3");
    run(unpack.args(ARCHIVES))?;
    fs::remove_file(packed)?;
    Ok(fs::rename(part, home)?)
}

/// Where the store that checks signatures is.
pub fn s3s_path() -> PathBuf {
    place::cache().join("tools/bin/s3s-fs")
}

/// Where WordPress's archives are.
pub fn wordpress_path() -> PathBuf {
    place::cache().join("wordpress-6.5")
}
