//! `showctl`: the API on a command line, and a headless server.
fn main() {}
