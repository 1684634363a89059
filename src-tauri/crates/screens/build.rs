//! Built pages are part of a release, so a release is made anew when they change.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    // A debug build reads them from disk each time; it need not wait for them.
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed=../../../ui/dist");
    }
}
