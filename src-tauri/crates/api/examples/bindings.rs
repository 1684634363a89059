//! Writes the TypeScript bindings into the folder named on the command line.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args_os().nth(1).ok_or("name the folder to write to")?;
    api::bindings::export(std::path::Path::new(&folder))?;
    Ok(())
}
