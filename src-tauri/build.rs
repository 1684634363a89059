//! Prepares the window's configuration and makes sure there is a folder of pages to put into the program.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Before the UI was built the folder may be missing; the program then opens on an empty page, but builds.
    std::fs::create_dir_all("../ui/dist")?;
    println!("cargo:rerun-if-changed=../ui/dist");
    println!("cargo:rerun-if-changed=icons");
    tauri_build::try_build(tauri_build::Attributes::new()).map_err(|error| format!("{error:#}"))?;
    Ok(())
}
