//! The shell: windows, dialogs and notifications. Knows Tauri, not shopping.
fn main() {}
