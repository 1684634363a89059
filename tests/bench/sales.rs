//! Sale lines in, and a review over them, each beside the same work by others.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use app::domain::Actor;
use app::{App, Home, SystemClock};
use serde_json::{Value, json};
use store::Store;
use tests::catalogue::Lot;
use tests::shows::{Show, fill};

/// Past shows in every workspace here.
pub const SHOWS: usize = 2_000;
const REVIEWS: usize = 60;

/// What any error is here: a sentence.
type Anything<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// The stage both measures stand on.
pub struct Stage {
    folder: tempfile::TempDir,
    csv: PathBuf,
    lines: usize,
    shows: Vec<Show>,
}

/// Seconds of each run.
#[derive(Default)]
pub struct Imports {
    /// `showctl import`: looked at, validated, taken in.
    pub ours: Vec<f64>,
    /// The most memory `showctl` held, MB.
    pub peak_mb: u64,
    /// SQLite's shell into the same tables.
    pub peer: Vec<f64>,
    /// SQLite's shell into one table of text.
    pub plain: Vec<f64>,
    /// DuckDB into a table with a primary key.
    pub duck: Vec<f64>,
}

/// The middle one of `times`.
pub fn median(times: &[f64]) -> f64 {
    let mut times = times.to_vec();
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

impl Imports {
    /// Medians: ours, SQLite's into the same tables, plain, DuckDB's.
    pub fn medians(&self) -> (f64, f64, f64, f64) {
        (median(&self.ours), median(&self.peer), median(&self.plain), median(&self.duck))
    }
}

/// Makes the file of `lines` lines and the workspace without sales.
///
/// # Errors
/// When the disk refuses.
pub fn stage(seed: u64, lines: usize) -> Anything<Stage> {
    let folder = tempfile::tempdir()?;
    let csv = folder.path().join("sales.csv");
    let workspace = folder.path().join("empty.showrunner");
    let store = Store::open(&workspace)?;
    let shows = fill(&store, &csv, seed, SHOWS, lines)?;
    drop(store);
    Ok(Stage { folder, csv, lines, shows })
}

impl Stage {
    /// A file of the stage.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The file of sale lines.
    pub fn csv(&self) -> &Path {
        &self.csv
    }

    /// Our program in the process of the bench, over the workspace that was filled last.
    ///
    /// # Errors
    /// When it does not open.
    pub fn app(&self) -> Anything<App> {
        let app = App::new(Home::at(self.path("home")), SystemClock);
        app.open(&self.path("ours.showrunner"))?;
        Ok(app)
    }

    /// A fresh copy of the workspace without sales.
    fn fresh(&self) -> Anything<PathBuf> {
        let path = self.path("ours.showrunner");
        for name in ["ours.showrunner", "ours.showrunner-wal", "ours.showrunner-shm"] {
            let _ = std::fs::remove_file(self.path(name));
        }
        let store = Store::open(&self.path("empty.showrunner"))?;
        store.copy_to(&path)?;
        Ok(path)
    }

    /// A workspace with all sales in it.
    ///
    /// # Errors
    /// When the import fails.
    pub fn filled(&self) -> Anything<PathBuf> {
        let workspace = self.fresh()?;
        watched(self.showctl(&workspace, &self.csv)?.spawn()?)?;
        Ok(workspace)
    }

    /// Measures `runs` of each, alternated.
    ///
    /// # Errors
    /// When one of them fails or says other sums.
    pub fn imports(&self, runs: usize) -> Anything<Imports> {
        let mut all = Imports::default();
        for _ in 0..runs {
            let workspace = self.fresh()?;
            let began = Instant::now();
            let (output, peak_mb) = watched(self.showctl(&workspace, &self.csv)?.spawn()?)?;
            all.ours.push(began.elapsed().as_secs_f64());
            all.peak_mb = all.peak_mb.max(peak_mb);
            let report: Value = serde_json::from_slice(&output)?;
            if report["counts"]["new"] != self.lines {
                return Err(format!("not all lines came in: {}", report["counts"]).into());
            }
            all.peer.push(self.sqlite(&self.peer_script()?)?);
            all.plain.push(self.sqlite(&format!(
                "PRAGMA journal_mode = WAL;\nCREATE TABLE sales (a, b, c, d, e, f, g, h, i, j);\n.import --csv --skip 1 '{}' sales\n",
                self.csv.display()
            ))?);
            let database = self.path("peer.duckdb");
            let _ = std::fs::remove_file(&database);
            let seconds =
                self.duck(&["keyed", &self.csv.to_string_lossy(), &database.to_string_lossy()], "")?;
            all.duck.push(seconds.as_f64().unwrap_or_default());
        }
        Ok(all)
    }

    /// The workspace without sales, as the one that is worked on.
    ///
    /// # Errors
    /// When it cannot be copied.
    pub fn empty(&self) -> Anything<PathBuf> {
        self.fresh()
    }

    /// What `showctl` says of a file it looks at without taking it in.
    ///
    /// # Errors
    /// When it refuses.
    pub fn looked_at(&self, file: &Path) -> Anything<Value> {
        let mut showctl = self.showctl(&self.path("ours.showrunner"), file)?;
        let (output, _) = watched(showctl.arg("--dry-run").spawn()?)?;
        Ok(serde_json::from_slice(&output)?)
    }

    fn showctl(&self, workspace: &Path, file: &Path) -> Anything<Command> {
        let program = std::env::var("SHOWCTL").map_err(|_| "SHOWCTL names no program")?;
        let mut showctl = Command::new(program);
        showctl.env("SHOWRUNNER_HOME", self.path("home")).arg("--workspace").arg(workspace);
        showctl.arg("import").arg(file).args(["--as", "sales", "--json"]);
        showctl.args(["--answer", "currency=VND", "--answer", "zone=Asia/Ho_Chi_Minh"]);
        showctl.stdout(Stdio::piped());
        Ok(showctl)
    }

    /// The peer's script behind our own schema.
    fn peer_script(&self) -> Anything<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let schema = self.schema()?;
        let work = std::fs::read_to_string(root.join("bench/peer.sql"))?;
        let import = "CREATE TABLE import (id BLOB PRIMARY KEY) STRICT;\n";
        // SQLite's shell in Debian 12 cannot read a UUID from text: it is given each session's id both ways.
        let ids = self.shows.iter().map(|show| {
            let id = show.id.to_string();
            format!("('{id}', x'{}')", id.replace('-', ""))
        });
        let ids: Vec<String> = ids.collect();
        let ids = format!(
            "CREATE TABLE show_id (name TEXT, id BLOB);\nINSERT INTO show_id VALUES {};\n",
            ids.join(", ")
        );
        Ok(format!("{import}{schema}\n{ids}{}", work.replace("FILE", &format!("'{}'", self.csv.display()))))
    }

    /// The tables of sales with their indexes, as a workspace has them today.
    fn schema(&self) -> Anything<String> {
        let tables = "SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL AND (tbl_name LIKE 'sale!_%' ESCAPE '!' \
             OR tbl_name LIKE 'rollup!_%' ESCAPE '!' OR tbl_name = 'raw_block') ORDER BY rowid";
        let output = Command::new("sqlite3").arg(self.path("empty.showrunner")).arg(tables).output()?;
        if !output.status.success() {
            return Err("sqlite3 refused the workspace".into());
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Seconds SQLite's shell takes for `script` in a new file.
    fn sqlite(&self, script: &str) -> Anything<f64> {
        let file = self.path("peer.db");
        for name in ["peer.db", "peer.db-wal", "peer.db-shm"] {
            let _ = std::fs::remove_file(self.path(name));
        }
        let began = Instant::now();
        let mut shell = Command::new("sqlite3")
            .args(["-batch", "-bail"])
            .arg(file)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()?;
        shell.stdin.take().ok_or("no pipe")?.write_all(script.as_bytes())?;
        if !shell.wait()?.success() {
            return Err("sqlite3 refused the script".into());
        }
        Ok(began.elapsed().as_secs_f64())
    }

    /// What DuckDB answers.
    ///
    /// # Errors
    /// When it refuses.
    pub fn duck(&self, arguments: &[&str], input: &str) -> Anything<Value> {
        let python = std::env::var("SHOWRUNNER_PYTHON").map_err(|_| "SHOWRUNNER_PYTHON names no program")?;
        let mut duck = Command::new(python)
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("bench/duck.py"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        duck.stdin.take().ok_or("no pipe")?.write_all(input.as_bytes())?;
        let output = duck.wait_with_output()?;
        if !output.status.success() {
            return Err("DuckDB refused".into());
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    /// Medians of opening a review: through our door, and by DuckDB over the raw lines, in seconds. Needs an
    /// import to have been measured.
    ///
    /// # Errors
    /// When the two do not say the same GMV.
    pub fn reviews(&self, seed: u64) -> Anything<(f64, f64)> {
        let mut lot = Lot::of(seed);
        let picked: Vec<usize> = (0..REVIEWS)
            .map(|_| 1 + usize::try_from(lot.below(self.shows.len() as u64 - 1)).unwrap_or_default())
            .collect();
        let pairs: Vec<_> = picked
            .iter()
            .filter_map(|&at| {
                Some((self.shows.get(at)?.id.to_string(), self.shows.get(at - 1)?.id.to_string()))
            })
            .collect();
        let theirs = self.duck(&["review", &self.csv.to_string_lossy()], &json!(pairs).to_string())?;
        let app = self.app()?;
        let mut ours = Vec::with_capacity(pairs.len());
        for (at, (session, _)) in pairs.iter().enumerate() {
            let began = Instant::now();
            let review = api::call(&app, &Actor::owner(), "review_session", json!({ "sessionId": session }))?;
            ours.push(began.elapsed().as_secs_f64());
            let gmv = review["figures"][0]["kpis"][0]["value"].as_str().unwrap_or_default();
            if theirs["gmv"][at] != gmv {
                return Err(format!("{session}: {gmv} here, {} by DuckDB", theirs["gmv"][at]).into());
            }
        }
        let seconds: Vec<f64> =
            theirs["seconds"].as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
        Ok((median(&ours), median(&seconds)))
    }
}

/// Waits for a program; answers what it printed and the most memory it held, in MB.
fn watched(mut child: Child) -> Anything<(Vec<u8>, u64)> {
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut printed = child.stdout.take().ok_or("no pipe")?;
    let reader = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut printed, &mut bytes).map(|_| bytes)
    });
    let mut peak_kb = 0;
    loop {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let peak = text
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse().ok());
        peak_kb = peak.unwrap_or(0).max(peak_kb);
        if let Some(done) = child.try_wait()? {
            let output = reader.join().map_err(|_| "the reader died")??;
            return if done.success() { Ok((output, peak_kb / 1_024)) } else { Err("showctl failed".into()) };
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}
