//! Files and folders that appear whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

/// The name something has while it is not whole yet.
fn unfinished(path: &Path) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(".part");
    name.into()
}

/// A file that takes its name only once it is whole. Dropped before, it leaves nothing.
pub struct FileOut {
    path: PathBuf,
    beside: PathBuf,
    is_kept: bool,
}

impl FileOut {
    /// Begins a file that will stand at `path`.
    ///
    /// # Errors
    /// When its folder cannot be written.
    pub fn begin(path: &Path) -> io::Result<(Self, BufWriter<File>)> {
        let beside = unfinished(path);
        let file = File::create(&beside)?;
        Ok((Self { path: path.to_owned(), beside, is_kept: false }, BufWriter::new(file)))
    }

    /// Puts the whole file in its place and says how long it is.
    ///
    /// # Errors
    /// When the disk refuses; nothing is left then, and what stood there stays.
    pub fn keep(mut self, written: BufWriter<File>) -> io::Result<u64> {
        let file = written.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.sync_all()?;
        let bytes = file.metadata()?.len();
        drop(file);
        fs::rename(&self.beside, &self.path)?;
        self.is_kept = true;
        Ok(bytes)
    }
}

impl Drop for FileOut {
    fn drop(&mut self) {
        if !self.is_kept {
            // What is half-written is of no use to anybody; that it cannot be removed changes nothing.
            let _ = fs::remove_file(&self.beside);
        }
    }
}

/// A folder that takes its name only once everything in it is whole. Dropped before, it leaves nothing.
pub struct FolderOut {
    path: PathBuf,
    beside: PathBuf,
    is_kept: bool,
}

impl FolderOut {
    /// Begins a folder that will stand at `path`.
    ///
    /// # Errors
    /// When the folder around it cannot be written.
    pub fn begin(path: &Path) -> io::Result<Self> {
        let beside = unfinished(path);
        if beside.exists() {
            fs::remove_dir_all(&beside)?;
        }
        fs::create_dir(&beside)?;
        Ok(Self { path: path.to_owned(), beside, is_kept: false })
    }

    /// Begins a file in it, and the folders on the way there.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn file(&self, name: &str) -> io::Result<File> {
        let path = self.beside.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        File::create(path)
    }

    /// Puts the whole folder in its place; one that stood there goes only when the new one is there.
    ///
    /// # Errors
    /// When the disk refuses; what stood there stays then.
    pub fn keep(mut self) -> io::Result<u64> {
        let bytes = size_of(&self.beside)?;
        let mut before: OsString = self.path.as_os_str().to_owned();
        before.push(".before");
        let before = PathBuf::from(before);
        let stood = self.path.exists();
        if stood {
            fs::rename(&self.path, &before)?;
        }
        if let Err(error) = fs::rename(&self.beside, &self.path) {
            if stood {
                fs::rename(&before, &self.path)?;
            }
            return Err(error);
        }
        self.is_kept = true;
        if stood {
            fs::remove_dir_all(&before)?;
        }
        Ok(bytes)
    }
}

impl Drop for FolderOut {
    fn drop(&mut self) {
        if !self.is_kept {
            // As with a file.
            let _ = fs::remove_dir_all(&self.beside);
        }
    }
}

fn size_of(folder: &Path) -> io::Result<u64> {
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        bytes += if about.is_dir() { size_of(&entry.path())? } else { about.len() };
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn a_file_is_there_only_when_it_is_whole_and_the_old_one_stays_until_then() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.csv");
        fs::write(&path, "old").unwrap();
        let (out, mut writer) = FileOut::begin(&path).unwrap();
        writer.write_all(b"half").unwrap();
        drop((writer, out));
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing half-written is left");
        let (out, mut writer) = FileOut::begin(&path).unwrap();
        writer.write_all(b"new one").unwrap();
        assert_eq!(out.keep(writer).unwrap(), 7);
        assert_eq!(fs::read_to_string(&path).unwrap(), "new one");
    }

    #[test]
    fn a_folder_takes_the_place_of_the_one_before_as_a_whole() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("lines");
        for text in ["one", "two"] {
            let out = FolderOut::begin(&path).unwrap();
            out.file("month=2026-11/a").unwrap().write_all(text.as_bytes()).unwrap();
            assert_eq!(out.keep().unwrap(), 3);
            assert_eq!(fs::read_to_string(path.join("month=2026-11/a")).unwrap(), text);
        }
        drop(FolderOut::begin(&path).unwrap());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing else is left");
    }
}
