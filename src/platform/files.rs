//! Files that are never half written: aside first, then put in place whole.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// How the names of files start that are being written; a process that dies leaves them.
pub const LITTER_PREFIX: &str = ".part-";

/// A file that is being written beside its place. Dropped, it is gone.
#[derive(Debug)]
pub struct Aside(tempfile::NamedTempFile);

impl Aside {
    /// A new file in a folder, which is made where there is none. Its name is nobody
    /// else's.
    pub fn new(folder: &Path) -> io::Result<Self> {
        fs::create_dir_all(folder)?;
        let aside = tempfile::Builder::new().prefix(LITTER_PREFIX).tempfile_in(folder);
        aside.map(Self).map_err(nameless)
    }

    /// Puts the file in its place on the same disk, over what is there, without waiting
    /// for the disk.
    pub fn put(self, path: &Path) -> io::Result<()> {
        self.settle(path, |_| Ok(()))
    }

    fn settle(self, path: &Path, settle: impl FnOnce(&File) -> io::Result<()>) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        readable_by_all(self.0.path())?;
        settle(self.0.as_file())?;
        self.0.persist(path).map_err(|error| error.error)?;
        Ok(())
    }
}

impl Write for Aside {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.0.as_file_mut().write(piece)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.as_file_mut().flush()
    }
}

/// Gives a file a second name, over what stands there; where the disk knows none, or it
/// is another disk, a copy.
pub fn link_or_copy(from: &Path, to: &Path) -> io::Result<()> {
    let folder = to.parent().unwrap_or(Path::new("."));
    let mut aside = Aside::new(folder)?;
    // The name is ours; a link cannot be made over a file.
    let linked = fs::remove_file(aside.0.path()).and_then(|()| fs::hard_link(from, aside.0.path()));
    if linked.is_ok() {
        return aside.0.persist(to).map(|_| ()).map_err(|error| error.error);
    }
    drop(aside);
    aside = Aside::new(folder)?;
    io::copy(&mut File::open(from)?, &mut aside)?;
    aside.put(to)
}

/// Copies a file beside its new place, piece by piece, and puts it there whole.
pub fn copy_aside(from: &Path, to: &Path) -> io::Result<()> {
    let folder = to.parent().filter(|folder| *folder != Path::new(""));
    let mut aside = Aside::new(folder.unwrap_or(Path::new(".")))?;
    io::copy(&mut File::open(from)?, &mut aside)?;
    aside.settle(to, File::sync_all)
}

/// Whether two files hold the same bytes, which are read piece by piece.
///
/// # Errors
/// The disk's own, also that one of them is not there.
pub fn holds_the_same(one: &Path, other: &Path) -> io::Result<bool> {
    let (one, other) = (File::open(one)?, File::open(other)?);
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let mut one = BufReader::with_capacity(PIECE_BYTES, one);
    let mut other = BufReader::with_capacity(PIECE_BYTES, other);
    loop {
        let (here, there) = (one.fill_buf()?, other.fill_buf()?);
        let length = here.len().min(there.len());
        if length == 0 {
            return Ok(here.len() == there.len());
        }
        if here[..length] != there[..length] {
            return Ok(false);
        }
        one.consume(length);
        other.consume(length);
    }
}

/// How much of a file is in memory while it is compared.
const PIECE_BYTES: usize = 1 << 16;

/// Throws away files of processes that died: those being written in a folder and in the
/// folders below it that are older than `age` at `now`.
pub fn sweep_litter(folder: &Path, age: Duration, now: SystemTime) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(found) = entry.metadata() else { continue };
        if found.is_dir() {
            sweep_litter(&entry.path(), age, now);
        } else if entry.file_name().to_string_lossy().starts_with(LITTER_PREFIX)
            && let Ok(written) = found.modified()
            && now.duration_since(written).is_ok_and(|old| old > age)
        {
            // Who cannot throw it away leaves it to somebody who can.
            let _ = fs::remove_file(entry.path());
        }
    }
}

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
    let mut aside = Aside::new(folder.unwrap_or(Path::new(".")))?;
    aside.write_all(bytes)?;
    aside.settle(path, settle)
}

/// Writes a new file that only its owner may read, on the disk for good.
///
/// # Errors
/// A file that is there already, which stays as it is, and the disk's own.
pub fn write_secret(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a key is worth nothing, and would be in the way.
        let _ = fs::remove_file(path);
    }
    written
}

/// The system's own words for a problem, without the name of a file or folder that is being
/// made aside: nobody named it, and nobody would find it.
pub fn nameless(problem: io::Error) -> io::Error {
    let said = problem.to_string();
    match said.split_once(" at path ") {
        Some((words, _)) => io::Error::new(problem.kind(), words),
        None => problem,
    }
}

/// What to do about a place that cannot be written to, as the end of a sentence.
pub fn remedy(problem: &io::Error) -> &'static str {
    use io::ErrorKind::{
        FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
    };
    match problem.kind() {
        StorageFull | QuotaExceeded | FileTooLarge => "; make room and run this again",
        PermissionDenied | ReadOnlyFilesystem => "; allow this program to write there",
        _ => "; name another place to write to",
    }
}

/// Lets everyone read a file that was made for its owner alone.
fn readable_by_all(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o644))?;
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
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(dir.path().join("a/b")).unwrap().count(), 1);
    }

    /// Who cannot write is told what to do, whatever the reason.
    #[test]
    fn every_problem_has_a_remedy() {
        use io::ErrorKind::{NotADirectory, NotFound, Other, PermissionDenied, StorageFull};
        let check = |kind: io::ErrorKind, remedy_of_it: &str| {
            assert_eq!(remedy(&io::Error::from(kind)), remedy_of_it, "{kind}");
        };
        check(StorageFull, "; make room and run this again");
        check(PermissionDenied, "; allow this program to write there");
        for kind in [NotFound, NotADirectory, Other] {
            check(kind, "; name another place to write to");
        }
    }

    #[test]
    fn nobody_is_told_the_name_of_a_file_aside() {
        let dir = tempfile::tempdir().unwrap();
        let gone = dir.path().join("gone");
        let problem = tempfile::Builder::new().prefix(LITTER_PREFIX).tempfile_in(&gone);
        let problem = problem.unwrap_err();
        assert!(problem.to_string().contains(LITTER_PREFIX), "{problem}");
        let told = nameless(problem);
        assert_eq!(told.kind(), io::ErrorKind::NotFound);
        assert!(!told.to_string().contains("gone"), "{told}");
        let own = nameless(io::Error::from(io::ErrorKind::StorageFull));
        assert_eq!(own.kind(), io::ErrorKind::StorageFull);
    }

    #[test]
    fn a_secret_is_its_owners_and_never_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("key");
        write_secret(&path, b"one").unwrap();
        let again = write_secret(&path, b"two").unwrap_err();
        assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"one");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn files_are_copied_whole_and_compared_to_their_last_byte() {
        let dir = tempfile::tempdir().unwrap();
        let (one, other) = (dir.path().join("one"), dir.path().join("below/other"));
        assert!(holds_the_same(&one, &other).is_err());
        for length in [0, 1, PIECE_BYTES, PIECE_BYTES + 1, 3 * PIECE_BYTES + 7] {
            let mut bytes: Vec<u8> = (0..length).map(|byte| (byte % 251) as u8).collect();
            fs::write(&one, &bytes).unwrap();
            copy_aside(&one, &other).unwrap();
            assert!(holds_the_same(&one, &other).unwrap(), "{length}");
            let Some(last) = bytes.last_mut() else { continue };
            *last ^= 1;
            fs::write(&other, &bytes).unwrap();
            assert!(!holds_the_same(&one, &other).unwrap(), "{length}");
            fs::write(&other, &bytes[1..]).unwrap();
            assert!(!holds_the_same(&one, &other).unwrap(), "{length}");
        }
        assert_eq!(fs::read_dir(dir.path().join("below")).unwrap().count(), 1);
    }

    #[test]
    fn what_was_there_stays_when_writing_fails() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("taken");
        fs::create_dir(&path).unwrap();
        fs::write(path.join("kept"), b"x").unwrap();
        assert!(write_aside(&path, b"new").is_err());
        assert!(path.join("kept").exists());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}
