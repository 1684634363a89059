//! One target under libFuzzer, named by `FUZZ_TARGET`.
#![no_main]

use std::sync::OnceLock;

use fuzz::Target;
use libfuzzer_sys::fuzz_target;

static TARGET: OnceLock<Target> = OnceLock::new();

fuzz_target!(
    init: {
        let name = std::env::var("FUZZ_TARGET").unwrap_or_default();
        let known = Target::ALL.map(Target::name).join(", ");
        let target = Target::of(&name);
        assert!(target.is_some(), "FUZZ_TARGET must be one of {known}");
        TARGET.get_or_init(|| target.unwrap_or(Target::Sniff));
    },
    |data: &[u8]| {
        if let Some(target) = TARGET.get() {
            target.hold(data);
        }
    }
);
