//! Where an export goes, under which name, and whether something stands there.

use std::path::{Path, PathBuf};

use super::scope::Content;
use super::{Ask, ExportError, Form, Scope};
use crate::workspace_file::check_place;
use crate::{App, Error, Result};

/// What a folder of ours holds and no other does.
pub(super) const MARK: &str = "showrunner-export.json";

/// A name is at most so long, its end not counted.
const NAME_AT_MOST: usize = 80;

/// The path an export takes.
///
/// # Errors
/// `FileExists` when something stands there that may not go; `FolderMissing`, `IsAFolder`.
pub(super) fn of(app: &App, ask: &Ask, content: &Content) -> Result<PathBuf> {
    let path = match &ask.path {
        Some(path) => path.clone(),
        None => {
            let folder = app.home().exports();
            std::fs::create_dir_all(&folder).map_err(|error| refused(&folder, error))?;
            folder.join(name(ask, content))
        }
    };
    if ask.form == Form::Parquet {
        check_folder(&path, ask.replace)?;
    } else {
        check_place(&path)?;
        if path.exists() && !ask.replace {
            return Err(Error::FileExists(path));
        }
    }
    Ok(path)
}

/// A folder is replaced only when it is an export of ours: nobody's own files go with it.
fn check_folder(path: &Path, replace: bool) -> Result<()> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
            return Err(Error::FolderMissing(folder.to_owned()));
        }
        _ => {}
    }
    if !path.exists() {
        return Ok(());
    }
    if !path.join(MARK).is_file() {
        return Err(ExportError::ForeignFolder(path.to_owned()).into());
    }
    if replace { Ok(()) } else { Err(Error::FileExists(path.to_owned())) }
}

/// What the disk says about `path`, as a sentence that names it.
pub(super) fn refused(path: &Path, error: impl Into<exchange::share::ShareError>) -> Error {
    match error.into() {
        exchange::share::ShareError::Io(error) => Error::of_file(path, store::Error::from(error)),
        exchange::share::ShareError::Form(reason) => {
            exchange::FileError::Unwritable { file: path.display().to_string(), reason }.into()
        }
    }
}

/// A name that says what is in it and is allowed in every file system.
fn name(ask: &Ask, content: &Content) -> String {
    let (subject, day) = match (ask.scope, content.sessions.first()) {
        (Scope::Session(_), Some(one)) => (one.session.title.clone(), one.session.started_at_ms),
        _ => (content.brand.clone(), content.at_ms),
    };
    let day = content.zone_time(day).format("%Y-%m-%d").to_string();
    let kind = match ask.form {
        Form::LinesCsv => "lines",
        Form::SessionsCsv => "sessions",
        Form::Xlsx => "recap",
        Form::Parquet => "parquet",
        Form::Pdf | Form::ReviewFile => "recap",
        Form::Statement => "commission",
    };
    let end = match ask.form.extension() {
        "" => String::new(),
        extension => format!(".{extension}"),
    };
    format!("{} {day} {kind}{end}", plain(&subject))
}

/// Letters, digits and blanks; the rest no file system agrees on.
fn plain(subject: &str) -> String {
    let kept: String = subject
        .chars()
        .map(|letter| if letter.is_alphanumeric() || "-_()".contains(letter) { letter } else { ' ' })
        .take(NAME_AT_MOST)
        .collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    if words.is_empty() { "Showrunner".to_owned() } else { words.join(" ") }
}

impl Content {
    /// The zone of the only session, or else that of the brand.
    pub(super) fn zone_of(&self) -> chrono_tz::Tz {
        match self.sessions.as_slice() {
            [only] => only.zone,
            _ => self.zone,
        }
    }

    /// An instant in it.
    pub(super) fn zone_time(&self, at_ms: i64) -> chrono::DateTime<chrono_tz::Tz> {
        chrono::DateTime::from_timestamp_millis(at_ms).unwrap_or_default().with_timezone(&self.zone_of())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_letters_of_any_language_and_nothing_a_disk_refuses() {
        assert_eq!(plain("Đêm 11/11: Sale \"lớn\"\\ <nhất>?"), "Đêm 11 11 Sale lớn nhất");
        assert_eq!(plain("../.."), "Showrunner");
        assert_eq!(plain(&"a".repeat(300)).len(), NAME_AT_MOST);
    }
}
