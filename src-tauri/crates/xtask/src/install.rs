//! Installing what a task needs: Debian packages, npm packages, a Python environment, tauri-driver.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::shell::{cargo, command, npm, run, succeeds};
use crate::{Result, place};

/// Debian packages the app is built with.
pub const TO_BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libclang-dev",
    "libwebkit2gtk-4.1-dev",
    "librsvg2-dev",
    "libayatana-appindicator3-dev",
    "libxdo-dev",
];

/// Debian packages the tests need beside those the app is built with.
pub const TO_TEST: &[&str] = &[
    "webkit2gtk-driver",
    "xvfb",
    "xauth",
    "xdotool",
    "chromium",
    "python3",
    "python3-venv",
    "procps",
    "sqlite3",
    "dbus-x11",
    "poppler-utils",
    "php-cli",
    "php-sqlite3",
    "php-mbstring",
    "php-xml",
    "unzip",
];

/// What the same parts are called where there is no apt.
const ELSEWHERE: &str = "\
  Fedora:   sudo dnf install webkit2gtk4.1-devel librsvg2-devel libappindicator-gtk3-devel libxdo-devel clang-devel
  Arch:     sudo pacman -S --needed webkit2gtk-4.1 librsvg libappindicator-gtk3 xdotool clang base-devel
  macOS:    xcode-select --install   (the webview is part of the system)
  Windows:  Visual Studio Build Tools with \"Desktop development with C++\", and LLVM (winget install LLVM.LLVM);
            the WebView2 runtime is part of Windows 11
The browser and window tests need Debian or Ubuntu: they use its chromium, xvfb and webkit2gtk-driver.";

/// Installs the Debian packages that are missing; elsewhere says what is needed and where it comes from.
pub fn system_packages(wanted: &[&str]) -> Result {
    if place::on_path("apt-get").is_none() {
        println!("This is not Debian or Ubuntu, so nothing is installed for you. Needed:\n{ELSEWHERE}\n");
        return Ok(());
    }
    let missing: Vec<&str> = wanted.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Installing Debian packages: {}", missing.join(" "));
    run(as_root()?.args(["apt-get", "update"]))?;
    run(as_root()?.args(["apt-get", "install", "-y", "--no-install-recommends"]).args(&missing)).map_err(
        |error| format!("{error}\nInstall by hand: sudo apt-get install {}", missing.join(" ")).into(),
    )
}

fn is_installed(package: &str) -> bool {
    let mut ask = command("dpkg-query");
    ask.args(["-W", "-f=${db:Status-Status}", package]);
    crate::shell::read(ask.stderr(std::process::Stdio::null())).is_ok_and(|status| status == "installed")
}

/// A command line that runs what follows as root and asks nothing.
fn as_root() -> Result<Command> {
    let is_root = crate::shell::read(command("id").arg("-u"))?.trim() == "0";
    let mut line = command(if is_root { "env" } else { "sudo" });
    if !is_root {
        if place::on_path("sudo").is_none() {
            return Err("Packages are missing and there is no sudo: run this command as root once.".into());
        }
        // sudo may have to ask for a password.
        line.stdin(std::process::Stdio::inherit());
    }
    line.arg("DEBIAN_FRONTEND=noninteractive");
    Ok(line)
}

/// Checks that Node is there and new enough for Vite.
pub fn node() -> Result {
    const HOW: &str = "Node 20.19 or newer is needed: apt-get install nodejs npm, or https://nodejs.org.";
    let version = crate::shell::read(command("node").arg("--version")).map_err(|_| HOW)?;
    let mut numbers = version.trim().trim_start_matches('v').split('.').map_while(|part| part.parse().ok());
    let found: (u32, u32) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found < (20, 19) {
        return Err(format!("{HOW} Found {}.", version.trim()).into());
    }
    Ok(())
}

/// `npm ci` in the UI's folder, unless what is installed already answers to the lock file.
pub fn ui_packages() -> Result {
    node()?;
    let lock = place::ui().join("package-lock.json");
    let stamp = place::ui().join("node_modules/.installed-from");
    if same_text(&lock, &stamp) {
        return Ok(());
    }
    run(&mut npm(&["ci", "--prefer-offline", "--no-audit", "--no-fund"]))?;
    fs::copy(lock, stamp)?;
    Ok(())
}

/// Builds the UI's pages into `ui/dist`.
pub fn ui_build() -> Result {
    ui_packages()?;
    run(&mut npm(&["run", "build"]))
}

/// Fetches every crate of the lock file, those of other systems too, so that licences can be read offline.
pub fn crates() -> Result {
    run(&mut cargo(&["fetch", "--locked", "--quiet"]))
}

/// The Python of the tests' own environment, made and filled when `tests/**/requirements.txt` changed.
pub fn python() -> Result<PathBuf> {
    let home = place::cache().join("python");
    let python = python_path();
    let mut wanted = String::new();
    for list in requirement_lists(&place::root().join("tests"))? {
        wanted.push_str(&fs::read_to_string(list)?);
        wanted.push('\n');
    }
    let stamp = home.join("installed.txt");
    if python.exists() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    fs::create_dir_all(place::cache())?;
    run(command("python3").args(["-m", "venv", "--clear"]).arg(&home))?;
    let list = home.join("wanted.txt");
    fs::write(&list, &wanted)?;
    let mut pip = command(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]).arg(&list);
    run(pip.env("PIP_CACHE_DIR", place::cache().join("pip")))?;
    fs::write(stamp, wanted)?;
    Ok(python)
}

/// Where [`python`] installs.
pub fn python_path() -> PathBuf {
    place::cache().join("python/bin/python")
}

fn requirement_lists(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(requirement_lists(&path)?);
        } else if path.file_name().is_some_and(|name| name == "requirements.txt") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// The WebDriver server for Tauri windows, built once into the cache folder.
pub fn tauri_driver() -> Result {
    if succeeds(command(tauri_driver_path()).arg("--help")) {
        return Ok(());
    }
    let mut install = cargo(&["install", "tauri-driver", "--version", "^2", "--locked", "--quiet", "--root"]);
    run(install.arg(place::cache().join("tools")))
}

/// Where [`tauri_driver`] installs.
pub fn tauri_driver_path() -> PathBuf {
    place::cache().join("tools/bin/tauri-driver")
}

fn same_text(one: &Path, other: &Path) -> bool {
    matches!((fs::read(one), fs::read(other)), (Ok(one), Ok(other)) if one == other)
}
