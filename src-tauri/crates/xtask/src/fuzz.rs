//! `cargo xtask test fuzz`: what files may hold, sought for a minute by libFuzzer over the kept corpus.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::shell::{cargo, command, run};
use crate::{Result, place};

/// The targets of `tests/fuzz`, those with most to find first.
const TARGETS: &[&str] = &["csv", "xlsx", "sniff", "products", "rooms", "mapping", "dialects", "manifest"];
/// Wall time for all of them together.
const TOGETHER: Duration = Duration::from_secs(60);
/// Seconds one input may take, and megabytes it may hold.
const LIMITS: [&str; 3] = ["-timeout=15", "-rss_limit_mb=1024", "-max_len=8192"];
/// Counters the instrumented crates have at least; fewer means that the compiler did not put them in.
const COUNTERS: u64 = 10_000;

/// Builds the fuzzer, runs every target, and fails on an input that breaks one; what it found is kept in the cache
/// for the next run.
pub fn fuzz() -> Result {
    if !cfg!(unix) {
        println!("Skipped: the fuzzer is built by a shell script.");
        return Ok(());
    }
    build()?;
    let program = place::program("debug", "guided");
    let runs: Vec<Run> = TARGETS.iter().map(|target| Run::new(target)).collect::<Result<_>>()?;
    let at_once = std::thread::available_parallelism().map_or(2, usize::from).clamp(1, TARGETS.len());
    let rounds = u32::try_from(TARGETS.len().div_ceil(at_once)).unwrap_or(1);
    let mut broken = Vec::new();
    for some in runs.chunks(at_once) {
        let started: Vec<_> = some.iter().map(|run| run.start(&program, TOGETHER / rounds)).collect();
        for (run, child) in some.iter().zip(started) {
            broken.extend(run.end(child?)?);
        }
    }
    if broken.is_empty() { Ok(()) } else { Err(broken.join("\n").into()) }
}

/// Our own crates with counters beside the ordinary ones; what they depend on is shared with the other gates.
fn build() -> Result {
    let wrapper = place::root().join("tests/fuzz/rustc.sh");
    let mut build =
        cargo(&["build", "--locked", "--workspace", "--bin", "guided", "--features", "fuzz/guided"]);
    run(build.env("RUSTC_WORKSPACE_WRAPPER", wrapper))
}

/// One target with its folders.
struct Run {
    target: &'static str,
    kept: PathBuf,
    found: PathBuf,
    log: PathBuf,
    crashes: PathBuf,
}

impl Run {
    fn new(target: &&'static str) -> Result<Self> {
        let output = place::output("fuzz").join(target);
        let run = Self {
            target,
            kept: place::root().join("tests/fuzz/corpus").join(target),
            found: place::cache().join("fuzz").join(target),
            log: output.join("log.txt"),
            crashes: output.join("crash"),
        };
        if inputs(&run.kept) == 0 {
            return Err(format!("{} holds no inputs.", run.kept.display()).into());
        }
        if run.crashes.is_dir() {
            fs::remove_dir_all(&run.crashes)?;
        }
        fs::create_dir_all(&run.found)?;
        fs::create_dir_all(&run.crashes)?;
        Ok(run)
    }

    fn start(&self, program: &Path, time: Duration) -> Result<Child> {
        let log = File::create(&self.log)?;
        let mut fuzzer = command(program);
        fuzzer.env("FUZZ_TARGET", self.target).args(LIMITS);
        // Every input becomes a file: in memory where there is such a folder.
        if Path::new("/dev/shm").is_dir() {
            fuzzer.env("TMPDIR", "/dev/shm");
        }
        fuzzer.arg(format!("-max_total_time={}", time.as_secs().max(1)));
        fuzzer.arg(format!("-artifact_prefix={}/", self.crashes.display()));
        // New inputs go into the first folder; the kept ones are only read.
        fuzzer.arg(&self.found).arg(&self.kept);
        Ok(fuzzer.stdout(Stdio::null()).stderr(log).spawn()?)
    }

    /// Waits for its end; answers what is to be done when an input broke it.
    fn end(&self, mut child: Child) -> Result<Option<String>> {
        let status = child.wait()?;
        let log = String::from_utf8_lossy(&fs::read(&self.log)?).into_owned();
        let (counters, covered) =
            (number_behind(&log, "Loaded 1 modules   ("), last_number_behind(&log, "cov: "));
        println!(
            "{:>9}  {covered:>6} of {counters} places  {:>8} inputs",
            self.target,
            last_number_behind(&log, "#")
        );
        if counters < COUNTERS {
            return Err(format!(
                "{counters} counters: the crates were built without them; see tests/fuzz/rustc.sh"
            )
            .into());
        }
        if status.success() {
            return Ok(None);
        }
        let input = fs::read_dir(&self.crashes)?.flatten().next().map(|entry| entry.path());
        let Some(input) = input else {
            return Ok(Some(format!("{} ended with {status}; see {}", self.target, self.log.display())));
        };
        let keep = self.kept.join(input.file_name().unwrap_or_default());
        let why = log.lines().skip_while(|line| !is_reason(line)).take(3).collect::<Vec<_>>().join("\n  ");
        let (input, keep) = (input.display(), keep.display());
        Ok(Some(format!(
            "{} breaks on an input:\n  {why}\n  Mend it, and keep it: cp {input} {keep}",
            self.target
        )))
    }
}

fn inputs(folder: &Path) -> usize {
    fs::read_dir(folder).map_or(0, Iterator::count)
}

fn is_reason(line: &str) -> bool {
    line.contains("panicked at") || line.contains("ERROR: libFuzzer")
}

/// The digits behind the first `mark`; 0 when there are none.
fn number_behind(log: &str, mark: &str) -> u64 {
    log.split_once(mark).map_or(0, |(_, rest)| leading_number(rest))
}

/// The digits behind the last `mark` that has any.
fn last_number_behind(log: &str, mark: &str) -> u64 {
    log.rsplit(mark).map(leading_number).find(|number| *number > 0).unwrap_or(0)
}

fn leading_number(text: &str) -> u64 {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_fuzzer_prints_is_understood() {
        let log = "INFO: Loaded 1 modules   (40928 inline 8-bit counters): 40928 [0x5, 0x6),\n\
                   #3\tINITED cov: 12 ft: 13\n#2983\tDONE   cov: 7477 ft: 25973 corp: 589/569Kb\n";
        assert_eq!(number_behind(log, "Loaded 1 modules   ("), 40_928);
        assert_eq!((last_number_behind(log, "cov: "), last_number_behind(log, "#")), (7_477, 2_983));
        assert_eq!(number_behind("INFO: no counters", "Loaded 1 modules   ("), 0);
    }

    #[test]
    fn every_target_has_a_kept_corpus() {
        for target in TARGETS {
            assert!(inputs(&place::root().join("tests/fuzz/corpus").join(target)) > 0, "{target}");
        }
    }
}
