//! The one row that says what this file is and whose.

use domain::{Language, Market};
use rusqlite::{OptionalExtension, params};
use uuid::Uuid;

use crate::{Result, Tables, row};

/// Light, dark, or as the system has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What brought the user here, asked once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Plan shows and sell in them.
    PlanAndSell,
    /// Look back at past shows.
    ReviewPast,
    /// Look at a sample brand.
    Sample,
}

impl Theme {
    /// The code in SQL and on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::System, Self::Light, Self::Dark].into_iter().find(|theme| theme.code() == code)
    }
}

impl Purpose {
    const fn code(self) -> &'static str {
        match self {
            Self::PlanAndSell => "plan_and_sell",
            Self::ReviewPast => "review_past",
            Self::Sample => "sample",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::PlanAndSell, Self::ReviewPast, Self::Sample].into_iter().find(|purpose| purpose.code() == code)
    }
}

/// What the file is and whose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// Minted when the file was made; stays when the file moves.
    pub id: Uuid,
    /// The brand's name.
    pub brand: String,
    /// Home market: currency, zone and number dialect.
    pub market: Market,
    /// Language of the window.
    pub language: Language,
    /// Light or dark.
    pub theme: Theme,
    /// What brought the user here; `Sample` marks sample data.
    pub purpose: Purpose,
    /// When the file was made, UTC milliseconds.
    pub created_at_ms: i64,
}

impl Tables<'_> {
    /// The workspace row; `None` in a file just made.
    pub fn workspace(&self) -> Result<Option<Workspace>> {
        let mut statement = self.conn.prepare_cached("SELECT * FROM workspace")?;
        let mut rows = statement.query([])?;
        rows.next()?
            .map(|found| {
                Ok(Workspace {
                    id: row::id(found, "workspace", "id")?,
                    brand: found.get("brand")?,
                    market: row::code(found, "workspace", "market", Market::from_code)?,
                    language: row::code(found, "workspace", "language", Language::from_code)?,
                    theme: row::code(found, "workspace", "theme", Theme::from_code)?,
                    purpose: row::code(found, "workspace", "purpose", Purpose::from_code)?,
                    created_at_ms: found.get("created_at_ms")?,
                })
            })
            .transpose()
    }

    /// The schema version of the file.
    pub fn schema_version(&self) -> Result<i64> {
        Ok(self.conn.query_row("PRAGMA user_version", [], |found| found.get(0))?)
    }

    /// How many rows each ordinary table holds, for diagnostics: names of tables and counts, no content.
    pub fn row_counts(&self) -> Result<Vec<(String, i64)>> {
        let mut names = self.conn.prepare(
            r"SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
             AND name NOT LIKE '%\_search\_%' ESCAPE '\' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name",
        )?;
        let names: Vec<String> = names.query_map([], |found| found.get(0))?.collect::<Result<_, _>>()?;
        names
            .into_iter()
            .map(|name| {
                let rows = self
                    .conn
                    .query_row(&format!("SELECT count(*) FROM \"{name}\""), [], |found| found.get(0))?;
                Ok((name, rows))
            })
            .collect()
    }

    /// Writes the workspace row.
    pub fn save_workspace(&self, workspace: &Workspace) -> Result<()> {
        let known: Option<i64> =
            self.conn.query_row("SELECT 1 FROM workspace", [], |found| found.get(0)).optional()?;
        let sql = if known.is_some() {
            "UPDATE workspace SET id = ?1, brand = ?2, market = ?3, language = ?4, theme = ?5, purpose = ?6,
             created_at_ms = ?7"
        } else {
            "INSERT INTO workspace (only_row, id, brand, market, language, theme, purpose, created_at_ms)
             VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)"
        };
        self.conn.execute(
            sql,
            params![
                workspace.id.into_bytes(),
                workspace.brand,
                workspace.market.code(),
                workspace.language.code(),
                workspace.theme.code(),
                workspace.purpose.code(),
                workspace.created_at_ms,
            ],
        )?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Recording, Step, Store};

    fn workspace() -> Workspace {
        Workspace {
            id: Uuid::from_u128(7),
            brand: "Mộc Lan".to_owned(),
            market: Market::Vn,
            language: Language::Vi,
            theme: Theme::System,
            purpose: Purpose::PlanAndSell,
            created_at_ms: 1,
        }
    }

    fn recording(verb: &'static str) -> Recording {
        let subject = "Mộc Lan".to_owned();
        Recording { at_ms: 2, actor: "owner".to_owned(), verb, subject, change: "workspace", change_id: None }
    }

    #[test]
    fn an_edit_is_undone_and_repeated_across_restarts() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("brand.showrunner");
        let store = Store::open(&path)?;
        store.write(None, |tables| tables.save_workspace(&workspace()))?;
        let dark = Workspace { theme: Theme::Dark, ..workspace() };
        store.write(Some(&recording("workspace_edit")), |tables| tables.save_workspace(&dark))?;
        drop(store);

        let store = Store::open(&path)?;
        let undone = store.step(Step::Undo, "owner")?;
        assert_eq!(undone.map(|entry| entry.verb), Some("workspace_edit".to_owned()));
        assert_eq!(store.read(|tables| tables.workspace())?, Some(workspace()), "undone after a restart");
        store.step(Step::Redo, "owner")?;
        assert_eq!(store.read(|tables| tables.workspace())?, Some(dark));
        assert_eq!(store.step(Step::Redo, "owner")?, None, "nothing is left to repeat");
        Ok(())
    }

    #[test]
    fn an_undo_that_meets_later_work_is_refused_whole() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let store = Store::open(&folder.path().join("brand.showrunner"))?;
        store.write(None, |tables| tables.save_workspace(&workspace()))?;
        let dark = Workspace { theme: Theme::Dark, ..workspace() };
        store.write(Some(&recording("workspace_edit")), |tables| tables.save_workspace(&dark))?;
        let light = Workspace { theme: Theme::Light, ..workspace() };
        store.write(None, |tables| tables.save_workspace(&light))?;
        assert!(matches!(store.step(Step::Undo, "owner"), Err(crate::Error::UndoCollides)));
        assert_eq!(store.read(|tables| tables.workspace())?, Some(light));
        Ok(())
    }

    #[test]
    fn a_second_program_on_the_same_file_is_refused() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("brand.showrunner");
        let _first = Store::open(&path)?;
        assert!(matches!(Store::open(&path), Err(crate::Error::Held(_))));
        Ok(())
    }

    #[test]
    fn two_workspaces_that_differ_in_their_ending_only_are_two() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let _first = Store::open(&folder.path().join("brand.showrunner"))?;
        Store::open(&folder.path().join("brand.copy"))?;
        Ok(())
    }

    #[test]
    fn reading_goes_on_after_as_many_panics_as_there_are_readers() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let store = Store::open(&folder.path().join("brand.showrunner"))?;
        for _ in 0..5 {
            let broke_off = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                store.read::<(), crate::Error>(|_| panic!("a command that breaks off"))
            }));
            assert!(broke_off.is_err());
        }
        assert_eq!(store.read(|tables| tables.workspace())?, None);
        Ok(())
    }

    #[test]
    fn a_closed_workspace_is_whole_in_one_file_or_says_that_it_is_not() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("brand.showrunner");
        let store = Store::open(&path)?;
        store.write(None, |tables| tables.save_workspace(&workspace()))?;
        let reader = rusqlite::Connection::open(&path)?;
        let reading = reader.unchecked_transaction()?;
        reading.query_row("SELECT count(*) FROM workspace", [], |_| Ok(()))?;
        store.write(None, |tables| tables.save_workspace(&workspace()))?;
        assert!(store.close().is_err(), "its log could not be written to the file");
        drop(reading);
        drop(reader);

        Store::open(&path)?.close()?;
        assert!(!crate::file::beside(&path, "-wal").exists());
        assert_eq!(Store::open(&path)?.read(|tables| tables.workspace())?, Some(workspace()));
        Ok(())
    }

    #[test]
    fn what_the_disk_refuses_is_not_a_fault_of_ours() {
        let failure = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR_SHMSIZE);
        let error = crate::Error::from(rusqlite::Error::SqliteFailure(failure, None));
        assert!(matches!(error, crate::Error::Disk(_)), "{error:?}");
    }

    #[test]
    fn a_file_from_a_newer_version_is_left_alone() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("brand.showrunner");
        drop(Store::open(&path)?);
        rusqlite::Connection::open(&path)?.pragma_update(None, "user_version", 999)?;
        assert!(matches!(Store::open(&path), Err(crate::Error::Newer { found: 999, .. })));
        Ok(())
    }
}
