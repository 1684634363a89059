//! The container of old Office files: an old workbook, or a new one locked with a password or a company label.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::error::Found;

const MAGIC: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// Bytes searched at a time.
const CHUNK: usize = 1 << 20;

/// What such a container holds, by the names in its directory; none when the file is another one.
///
/// The directory may stand anywhere: behind a large locked package it is at the end.
pub(crate) fn found(path: &Path, start: &[u8]) -> Option<Found> {
    if !start.starts_with(MAGIC) {
        return None;
    }
    let [locked, labelled, workbook, book] = ["EncryptedPackage", "DRMContent", "Workbook", "Book"].map(wide);
    let (mut is_locked, mut is_book) = (false, false);
    each_chunk(path, locked.len(), |bytes| {
        let holds = |name: &[u8]| memchr::memmem::find(bytes, name).is_some();
        is_locked |= holds(&locked) || holds(&labelled);
        is_book |= holds(&workbook) || holds(&book);
        is_locked
    });
    Some(match (is_locked, is_book) {
        (true, _) => Found::Encrypted,
        (false, true) => Found::OldExcel,
        (false, false) => Found::Binary,
    })
}

/// A name as directories write it, with the zero behind it.
fn wide(name: &str) -> Vec<u8> {
    name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect()
}

/// Hands on the file piece by piece, each with the end of the one before; `true` ends it early.
fn each_chunk(path: &Path, kept: usize, mut look: impl FnMut(&[u8]) -> bool) {
    let Ok(mut file) = File::open(path) else { return };
    let mut bytes = Vec::with_capacity(CHUNK + kept);
    loop {
        let before = bytes.len().saturating_sub(kept);
        bytes.drain(..before);
        match (&mut file).take(CHUNK as u64).read_to_end(&mut bytes) {
            Ok(count) if count > 0 && !look(&bytes) => {}
            _ => return,
        }
    }
}
