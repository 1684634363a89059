//! Makes the folder of the built UI before it is embedded, so that a core built before the UI finds it later.

fn main() -> std::io::Result<()> {
    let built = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/dist");
    std::fs::create_dir_all(&built)?;
    println!("cargo::rerun-if-changed={}", built.display());
    Ok(())
}
