//! SQLite: the only crate that speaks SQL.
