//! Cold start to first usable paint, with a million sale lines in the workspace; against a bare Tauri window.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::Anything;

/// Pairs that are measured, after one that is not.
const PAIRS: usize = 7;
/// A picture that has not changed for so long is the one the user works with.
const STILL: Duration = Duration::from_millis(1_500);
const PATIENCE: Duration = Duration::from_secs(60);
/// How often the screen is looked at.
const GLANCE: Duration = Duration::from_millis(10);
/// Letters have soft edges: a screen with words on it has at least so many different bytes.
const WORDS: usize = 24;

/// One program's starts.
#[derive(Default)]
pub struct Starts {
    /// Seconds from its start to the last change of the picture before it stood still.
    pub seconds: Vec<f64>,
    /// Memory of it and the processes it started, once still: proportional set size, MB.
    pub megabytes: Vec<f64>,
}

/// A screen of our own, and the file its picture stands in.
struct Screen {
    server: Child,
    display: String,
    picture: PathBuf,
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Screen {
    fn start(folder: &Path) -> Anything<Self> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp", "-fbdir"])
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("Xvfb: {error}"))?;
        let mut said = String::new();
        BufReader::new(server.stdout.take().ok_or("no pipe")?).read_line(&mut said)?;
        let display = format!(":{}", said.trim());
        Ok(Self { server, display, picture: folder.join("Xvfb_screen0") })
    }
}

/// Starts ours on `workspace` and the bare window in turns.
///
/// # Errors
/// When a program is missing or shows no words within a minute.
pub fn measure(folder: &Path, workspace: &Path) -> Anything<(Starts, Starts)> {
    let named = |name: &str| std::env::var(name).map_err(|_| format!("{name} names no program"));
    let (ours, bare) = (named("SHOWRUNNER_APP")?, named("SHOWRUNNER_BARE")?);
    let arguments = [std::ffi::OsStr::new("--workspace"), workspace.as_os_str()];
    let mut all = (Starts::default(), Starts::default());
    for turn in 0..=PAIRS {
        let of_ours = one(folder, Command::new(&ours).args(arguments))?;
        let of_bare = one(folder, &mut Command::new(&bare))?;
        if turn > 0 {
            all.0.note(of_ours);
            all.1.note(of_bare);
        }
    }
    Ok(all)
}

impl Starts {
    fn note(&mut self, (seconds, megabytes): (f64, f64)) {
        self.seconds.push(seconds);
        self.megabytes.push(megabytes);
    }
}

/// One start on an empty screen of its own, watched from outside, and its end.
fn one(folder: &Path, program: &mut Command) -> Anything<(f64, f64)> {
    let screen = Screen::start(folder)?;
    program
        .env("DISPLAY", &screen.display)
        .env("GDK_BACKEND", "x11")
        .env("WAYLAND_DISPLAY", "")
        .env("NO_AT_BRIDGE", "1")
        .env("LANG", "vi_VN.UTF-8")
        .envs(["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"].map(|name| (name, folder.join(name))))
        .env("SHOWRUNNER_HOME", folder.join("home"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0);
    let began = Instant::now();
    let mut child = program.spawn()?;
    let watched = watch(&screen, &mut child, began);
    let _ = Command::new("kill").args(["-KILL", "--", &format!("-{}", child.id())]).status();
    let _ = child.wait();
    watched
}

fn watch(screen: &Screen, child: &mut Child, began: Instant) -> Anything<(f64, f64)> {
    let mut last = fs::read(&screen.picture)?;
    let mut changed = None;
    loop {
        std::thread::sleep(GLANCE);
        let now = fs::read(&screen.picture)?;
        if now != last {
            (last, changed) = (now, Some(Instant::now()));
        }
        if let Some(at) = changed
            && at.elapsed() > STILL
            && has_words(&last)
        {
            return Ok((at.duration_since(began).as_secs_f64(), megabytes(child.id())?));
        }
        if child.try_wait()?.is_some() || began.elapsed() > PATIENCE {
            return Err("a window ended or showed nothing within a minute".into());
        }
    }
}

fn has_words(picture: &[u8]) -> bool {
    picture.iter().collect::<BTreeSet<_>>().len() >= WORDS
}

/// What a process and all it started hold; memory that several share is counted once.
fn megabytes(root: u32) -> Anything<f64> {
    let mut kilobytes = 0_u64;
    for process in family(root)? {
        // One may end while we look.
        let said = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
        let pss = said.lines().find_map(|line| line.strip_prefix("Pss:")?.split_whitespace().next());
        kilobytes += pss.and_then(|text| text.parse::<u64>().ok()).unwrap_or_default();
    }
    Ok(kilobytes as f64 / 1_024.0)
}

fn family(root: u32) -> Anything<Vec<u32>> {
    let mut parents = Vec::new();
    for entry in fs::read_dir("/proc")? {
        let Some(process) = entry?.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        let said = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let parent = said.lines().find_map(|line| line.strip_prefix("PPid:")?.trim().parse::<u32>().ok());
        parents.extend(parent.map(|parent| (process, parent)));
    }
    let mut found = vec![root];
    let mut at = 0;
    while let Some(&one) = found.get(at) {
        found.extend(parents.iter().filter(|(_, parent)| *parent == one).map(|(process, _)| process));
        at += 1;
    }
    Ok(found)
}
