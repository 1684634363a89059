//! What differs between operating systems: the clock that only runs.

use std::sync::LazyLock;
use std::time::Instant;

use uuid::Uuid;

/// When this program first asked; the fallback counts from here.
static BEGAN: LazyLock<(Uuid, Instant)> = LazyLock::new(|| (Uuid::now_v7(), Instant::now()));

/// Milliseconds on a clock that nobody can set and that also runs while the computer sleeps, and which run of
/// the computer they count in.
#[cfg(target_os = "linux")]
pub(crate) fn boot_clock() -> (Uuid, i64) {
    static BOOT: LazyLock<Option<Uuid>> = LazyLock::new(|| {
        let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
        Uuid::parse_str(text.trim()).ok()
    });
    let Some(boot) = *BOOT else { return program_clock() };
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
    (boot, now.tv_sec.saturating_mul(1_000).saturating_add(now.tv_nsec / 1_000_000))
}

/// Milliseconds on the system's monotonic clock since the program began. On Windows it runs while the computer
/// sleeps; on macOS it does not, and a show there counts a sleep as a pause of the computer.
#[cfg(not(target_os = "linux"))]
pub(crate) fn boot_clock() -> (Uuid, i64) {
    program_clock()
}

fn program_clock() -> (Uuid, i64) {
    let (run, began) = *BEGAN;
    (run, i64::try_from(began.elapsed().as_millis()).unwrap_or(i64::MAX))
}
