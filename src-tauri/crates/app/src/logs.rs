//! Rotating logs of this computer, a panic hook, and a diagnostics text the user can read before sending.

use std::path::Path;

use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::{EnvFilter, layer::SubscriberExt, util::SubscriberInitExt};

use crate::{App, Home, Result};

const DAYS_KEPT: usize = 7;
const LINES_SHOWN: usize = 200;

/// Starts writing daily logs under the home folder, seven days kept. Does nothing when logging already runs.
///
/// Log lines name verbs, ids, counts and error codes. Titles, file contents, buyers and secrets are never
/// logged.
///
/// # Errors
/// When the log folder cannot be made.
pub fn start(home: &Home) -> Result<()> {
    let folder = home.logs();
    std::fs::create_dir_all(&folder).map_err(store::Error::from)?;
    let appender = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("showrunner")
        .filename_suffix("log")
        .max_log_files(DAYS_KEPT)
        .build(&folder)
        .map_err(|error| store::Error::Io(std::io::Error::other(error)))?;
    let filter = EnvFilter::try_from_env("SHOWRUNNER_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let file = tracing_subscriber::fmt::layer().json().with_writer(appender);
    if tracing_subscriber::registry().with(filter).with(file).try_init().is_ok() {
        log_panics();
    }
    Ok(())
}

/// A panic is a fault of ours: it is logged with its place, without the values that caused it.
fn log_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(%place, "a panic");
        before(panic);
    }));
}

/// Version, system, what the workspace holds in counts, and the last log lines, with home folders cut out.
pub fn diagnostics(app: &App) -> Result<String> {
    let mut text = format!(
        "Showrunner {} · {} {}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH
    );
    if let Ok(store) = app.store() {
        let (schema, counts) =
            store.read::<_, crate::Error>(|tables| Ok((tables.schema_version()?, tables.row_counts()?)))?;
        text.push_str(&format!("schema {schema}\n"));
        for (table, rows) in counts {
            text.push_str(&format!("{table} {rows}\n"));
        }
    }
    text.push('\n');
    text.push_str(&last_lines(&app.home().logs()));
    Ok(without_home(&text))
}

fn last_lines(folder: &Path) -> String {
    let newest = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "log"))
        .max();
    let text = newest.and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(LINES_SHOWN)..].join("\n")
}

/// A home folder carries the user's name.
fn without_home(text: &str) -> String {
    ["HOME", "USERPROFILE"]
        .into_iter()
        .filter_map(|variable| std::env::var(variable).ok())
        .filter(|home| home.len() > 1)
        .fold(text.to_owned(), |text, home| text.replace(&home, "~"))
}
