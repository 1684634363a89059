//! The least a Tauri window can be: one page with words on it. What our own start is measured against.

fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!("../tests/bench/bare/tauri.conf.json"))
}
