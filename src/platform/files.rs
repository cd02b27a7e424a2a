//! Files that are never half written: aside first, then put in place whole.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// Writes a file beside its place, on the disk for good, and renames it there: its
/// place holds the old bytes or the new ones, and never a part. Makes its folders.
///
/// # Errors
/// The disk's own; what stood in the place still stands there.
pub fn write_aside(path: &Path, bytes: &[u8]) -> io::Result<()> {
    put_in_place(path, bytes, File::sync_all)
}

/// The same without waiting for the disk, for bytes that are known by their hash: what
/// a power cut damaged is found out, and fetched again.
pub fn write_blob_aside(path: &Path, bytes: &[u8]) -> io::Result<()> {
    put_in_place(path, bytes, |_| Ok(()))
}

fn put_in_place(
    path: &Path,
    bytes: &[u8],
    settle: impl FnOnce(&File) -> io::Result<()>,
) -> io::Result<()> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut aside = tempfile::Builder::new().prefix(".part-").tempfile_in(folder)?;
    aside.write_all(bytes)?;
    readable_by_all(aside.path())?;
    settle(aside.as_file())?;
    aside.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// What to do about a disk that takes no more, as the end of a sentence; nothing where
/// only the system's own words help.
pub fn remedy(problem: &io::Error) -> &'static str {
    use io::ErrorKind::{
        FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
    };
    match problem.kind() {
        StorageFull | QuotaExceeded | FileTooLarge => "; make room and run this again",
        PermissionDenied | ReadOnlyFilesystem => "; allow this program to write there",
        _ => "",
    }
}

/// Lets everyone read a file that was made for its owner alone.
fn readable_by_all(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644))?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a/b/file");
        write_aside(&path, b"one").unwrap();
        write_aside(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(dir.path().join("a/b")).unwrap().count(), 1);
    }

    #[test]
    fn what_was_there_stays_when_writing_fails() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("taken");
        std::fs::create_dir(&path).unwrap();
        std::fs::write(path.join("kept"), b"x").unwrap();
        assert!(write_aside(&path, b"new").is_err());
        assert!(path.join("kept").exists());
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
