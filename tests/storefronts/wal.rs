//! Counting commits from outside: each one is marked in SQLite's write-ahead log, and each is one fsync.

use std::path::Path;

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

fn number(bytes: &[u8], at: usize) -> u32 {
    bytes[at..at + 4].iter().fold(0, |all, &byte| all << 8 | u32::from(byte))
}

/// How many commits the write-ahead log of `workspace` holds since it was begun.
pub fn commits(workspace: &Path) -> usize {
    let mut path = workspace.as_os_str().to_owned();
    path.push("-wal");
    let wal = std::fs::read(path).expect("the workspace is open");
    let page = number(&wal, 8) as usize;
    let salt = &wal[16..24];
    wal[HEADER..]
        .chunks_exact(FRAME_HEADER + page)
        // Frames of an earlier round carry another salt; a commit says how large the database is then.
        .take_while(|frame| &frame[8..16] == salt)
        .filter(|frame| number(frame, 4) != 0)
        .count()
}
