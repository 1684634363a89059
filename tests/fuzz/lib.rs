//! What every reader of foreign bytes must hold, whatever the bytes: no fall, no row lost, no total out of nothing,
//! the same answer twice. Every run of the tests goes through the kept corpus; `cargo xtask test fuzz` looks for more.

mod sales;
mod table;
mod text;
mod workbook;

use std::io::Write;
use std::path::Path;

/// One reader with its property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Any bytes are recognised or refused, twice the same.
    Sniff,
    /// Sales as text.
    Csv,
    /// Sales in a workbook, made of the parts the bytes hold.
    Xlsx,
    /// Products.
    Products,
    /// What platforms say of live sessions.
    Rooms,
    /// Numbers and dates of one cell.
    Dialects,
    /// A mapping a user was given.
    Mapping,
    /// What a shop is told.
    Manifest,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Sniff,
        Self::Csv,
        Self::Xlsx,
        Self::Products,
        Self::Rooms,
        Self::Dialects,
        Self::Mapping,
        Self::Manifest,
    ];

    /// Its name, which is its folder in the corpus.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sniff => "sniff",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Products => "products",
            Self::Rooms => "rooms",
            Self::Dialects => "dialects",
            Self::Mapping => "mapping",
            Self::Manifest => "manifest",
        }
    }

    /// The target of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|target| target.name() == name)
    }

    /// Runs the reader over `data`; what does not hold panics.
    pub fn hold(self, data: &[u8]) {
        match self {
            Self::Sniff => in_file(data, table::sniffed),
            Self::Csv => in_file(data, sales::read),
            Self::Xlsx => in_file(&workbook::of(data), sales::read),
            Self::Products => in_file(data, table::products),
            Self::Rooms => in_file(data, table::rooms),
            Self::Dialects => text::dialects(data),
            Self::Mapping => text::mapping(data),
            Self::Manifest => text::manifest(data),
        }
    }
}

/// Hands the bytes on as a file; one that cannot be written says nothing about a reader.
fn in_file(data: &[u8], read: impl FnOnce(&Path)) {
    let Ok(mut file) = tempfile::NamedTempFile::new() else { return };
    if file.write_all(data).is_ok() {
        read(file.path());
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    /// What no kept input may take, in a build without optimisation beside other tests.
    const LONG: Duration = Duration::from_secs(10);
    /// What the corpus may weigh, in bytes.
    const HEAVY: u64 = 2_000_000;

    #[test]
    fn every_kept_input_still_holds() {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        let mut weight = 0;
        for target in Target::ALL {
            let folder = corpus.join(target.name());
            let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap()).collect();
            assert!(files.len() > 20, "the corpus of {} has {} inputs", target.name(), files.len());
            for file in files {
                weight += file.metadata().unwrap().len();
                let data = std::fs::read(file.path()).unwrap();
                let begun = Instant::now();
                target.hold(&data);
                assert!(begun.elapsed() < LONG, "{} took {:?}", file.path().display(), begun.elapsed());
            }
        }
        assert!(weight < HEAVY, "the corpus weighs {weight} bytes: minimise it");
    }
}
