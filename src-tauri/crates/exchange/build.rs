//! Lists the descriptions of sources, so that a new one is a folder and no code.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let home = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let folder = home.join("source");
    for (document, list) in
        [("source.json", "sources.rs"), ("figures.json", "figures.rs"), ("products.json", "products.rs")]
    {
        let mut descriptions: Vec<PathBuf> = Vec::new();
        for entry in fs::read_dir(&folder)? {
            let description = entry?.path().join(document);
            if description.is_file() {
                descriptions.push(description);
            }
        }
        descriptions.sort();
        fs::write(out.join(list), listed(&descriptions))?;
    }
    let mut told = io::stdout();
    io::Write::write_all(&mut told, format!("cargo:rerun-if-changed={}\n", folder.display()).as_bytes())
}

fn listed(descriptions: &[PathBuf]) -> String {
    let mut text = String::from("&[\n");
    for path in descriptions {
        let path: &Path = path;
        // Writing to a string cannot fail.
        let _ = writeln!(text, "    include_str!({:?}),", path.display().to_string());
    }
    text.push(']');
    text
}
