//! `cargo xtask`: run, test, bench, dev, bindings, screenshots.
fn main() {}
