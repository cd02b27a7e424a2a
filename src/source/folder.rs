//! An exhibition's folder on this machine: its file, its lock, its blobs, and nothing
//! outside of it.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::near::near_name;
use crate::exhibition::{
    BlobHash, BlobStore, ExhibitionFile, FileError, Lock, LockError, did_you_mean, parse_file,
    path_stays_inside, read_lock, write_file, write_lock,
};
use crate::limits::{LISTED_DEPTH_MAX, LISTED_FILES_MAX};
use crate::media::Source;
use crate::platform::files::{remedy, write_aside};

/// The folder of one exhibition.
#[derive(Clone, Debug)]
pub struct Folder {
    dir: PathBuf,
    /// `dir` with every link followed.
    real: PathBuf,
}

/// A file that was found below a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundFile {
    /// Relative to the folder, with `/` between its parts.
    pub path: String,
    pub bytes: u64,
}

/// The files that were found below a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilesBelow {
    pub files: Vec<FoundFile>,
    /// How many files more there are than are listed ([`LISTED_FILES_MAX`]).
    pub more: usize,
    /// How many folders lie too deep to be looked into ([`LISTED_DEPTH_MAX`]).
    pub too_deep: usize,
}

/// Why a folder cannot be used.
#[derive(Debug, Error)]
pub enum FolderError {
    #[error(
        "there is no folder {}{}",
        dir.display(),
        match near {
            Some(_) => did_you_mean(near.as_deref()),
            None => format!("; make an exhibition with `enfilade new {} --folder PICTURES`", dir.display()),
        }
    )]
    NotThere { dir: PathBuf, near: Option<String> },
    #[error("{} is no folder; name the folder that holds exhibition.toml", .0.display())]
    NotAFolder(PathBuf),
    #[error("{} holds no exhibition.toml; make one with `enfilade new {} --folder PICTURES`", .0.display(), .0.display())]
    NoFile(PathBuf),
    #[error("{} holds no exhibition.lock; run `enfilade resolve {}` first", .0.display(), .0.display())]
    NoLock(PathBuf),
    #[error(transparent)]
    File(#[from] FileError),
    #[error("{0}; run `enfilade resolve` again, the fetched blobs are kept")]
    Lock(#[from] LockError),
    #[error("“{0}” leads out of the exhibition's folder; copy the file into it")]
    Outside(String),
    #[error(
        "{} cannot be read: {problem}; see that it is there and that this program may read it",
        path.display()
    )]
    Read { path: PathBuf, problem: io::Error },
    #[error(
        "{} cannot be written: {problem}{}; what was there is still there",
        path.display(), remedy(problem)
    )]
    Write { path: PathBuf, problem: io::Error },
}

/// The file that the curator writes.
pub const FILE_NAME: &str = "exhibition.toml";

/// The file that `resolve` writes.
pub const LOCK_NAME: &str = "exhibition.lock";

impl Folder {
    /// Opens a folder that is there; what it holds is read when it is asked for.
    pub fn open(dir: impl Into<PathBuf>) -> Result<Self, FolderError> {
        let dir = dir.into();
        let real = dir.canonicalize().map_err(|problem| match problem.kind() {
            io::ErrorKind::NotFound => {
                FolderError::NotThere { dir: dir.clone(), near: near_name(&dir) }
            }
            _ => FolderError::Read { path: dir.clone(), problem },
        })?;
        if !real.is_dir() {
            return Err(FolderError::NotAFolder(dir));
        }
        Ok(Self { dir, real })
    }

    /// Makes a folder where there is none, and opens it.
    pub fn create(dir: impl Into<PathBuf>) -> Result<Self, FolderError> {
        let dir = dir.into();
        std::fs::create_dir_all(&dir).map_err(|problem| cannot_write(&dir, problem))?;
        Self::open(dir)
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The same with every link followed.
    pub fn real(&self) -> &Path {
        &self.real
    }

    pub fn read_file(&self) -> Result<ExhibitionFile, FolderError> {
        let path = self.dir.join(FILE_NAME);
        let text = std::fs::read_to_string(&path).map_err(|problem| match problem.kind() {
            io::ErrorKind::NotFound => FolderError::NoFile(self.dir.clone()),
            _ => FolderError::Read { path, problem },
        })?;
        Ok(parse_file(&text)?)
    }

    pub fn write_file(&self, file: &ExhibitionFile) -> Result<(), FolderError> {
        self.write(FILE_NAME, write_file(file).as_bytes())
    }

    pub fn read_lock(&self) -> Result<Lock, FolderError> {
        let path = self.dir.join(LOCK_NAME);
        let bytes = std::fs::read(&path).map_err(|problem| match problem.kind() {
            io::ErrorKind::NotFound => FolderError::NoLock(self.dir.clone()),
            _ => FolderError::Read { path, problem },
        })?;
        Ok(read_lock(&bytes)?)
    }

    pub fn write_lock(&self, lock: &Lock) -> Result<(), FolderError> {
        self.write(LOCK_NAME, &write_lock(lock))
    }

    /// Keeps bytes as a blob, unless they are there already and whole.
    pub fn keep(&self, bytes: &[u8]) -> Result<BlobHash, FolderError> {
        let hash = BlobHash::of(bytes);
        let kept = std::fs::read(self.dir.join(hash.path()));
        if !kept.is_ok_and(|kept| kept == bytes) {
            self.write(&hash.path(), bytes)?;
        }
        Ok(hash)
    }

    /// Reads a file that `exhibition.toml` names. Neither its name nor a link on its
    /// way leads out of the folder.
    pub fn read_named(&self, path: &str) -> Result<Vec<u8>, FolderError> {
        let real = self.place_of(path)?;
        std::fs::read(&real).map_err(|problem| FolderError::Read { path: real, problem })
    }

    /// Where such a file lies, with every link followed.
    pub fn place_of(&self, path: &str) -> Result<PathBuf, FolderError> {
        let outside = || FolderError::Outside(path.to_owned());
        if !path_stays_inside(path) {
            return Err(outside());
        }
        let whole = self.dir.join(path);
        let cannot_read = |problem| FolderError::Read { path: whole.clone(), problem };
        let real = whole.canonicalize().map_err(cannot_read)?;
        if !real.starts_with(&self.real) {
            return Err(outside());
        }
        Ok(real)
    }

    /// The files below the folder in one order, but for hidden ones, what the program
    /// itself wrote there, and what lies behind links.
    pub fn list(&self) -> Result<FilesBelow, FolderError> {
        let mut found = FilesBelow::default();
        list_below(&self.dir, "", 0, &mut found)?;
        found.files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(found)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        let path = self.dir.join(name);
        write_aside(&path, bytes).map_err(|problem| cannot_write(&path, problem))
    }
}

impl BlobStore for Folder {
    fn read(&self, hash: &BlobHash) -> io::Result<Vec<u8>> {
        std::fs::read(self.dir.join(hash.path()))
    }

    fn open(&self, hash: &BlobHash) -> io::Result<Box<dyn Source>> {
        Ok(Box::new(std::fs::File::open(self.dir.join(hash.path()))?))
    }
}

/// The sentence for a disk that does not take a file.
pub fn cannot_write(path: &Path, problem: io::Error) -> FolderError {
    FolderError::Write { path: path.to_owned(), problem }
}

fn list_below(
    dir: &Path,
    prefix: &str,
    depth: usize,
    found: &mut FilesBelow,
) -> Result<(), FolderError> {
    let cannot_read = |problem| FolderError::Read { path: dir.to_owned(), problem };
    for entry in std::fs::read_dir(dir).map_err(cannot_read)? {
        let entry = entry.map_err(cannot_read)?;
        let kind = entry.file_type().map_err(cannot_read)?;
        // A name that is no Unicode cannot stand in a TOML file.
        let Ok(name) = entry.file_name().into_string() else { continue };
        let own = prefix.is_empty() && [FILE_NAME, LOCK_NAME, "blobs"].contains(&name.as_str());
        let path = format!("{prefix}{name}");
        if own || name.starts_with('.') || !path_stays_inside(&path) {
            continue;
        }
        match () {
            () if kind.is_dir() && depth >= LISTED_DEPTH_MAX => found.too_deep += 1,
            () if kind.is_dir() => {
                list_below(&entry.path(), &format!("{path}/"), depth + 1, found)?;
            }
            () if !kind.is_file() => {}
            () if found.files.len() >= LISTED_FILES_MAX => found.more += 1,
            () => {
                let bytes = entry.metadata().map_err(cannot_read)?.len();
                found.files.push(FoundFile { path, bytes });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_its_files_says_what_to_do() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let check = |error: String, expected: &str| assert!(error.contains(expected), "{error}");
        check(folder.read_file().unwrap_err().to_string(), "enfilade new");
        check(folder.read_lock().unwrap_err().to_string(), "enfilade resolve");
        check(Folder::open(dir.path().join("no")).unwrap_err().to_string(), "there is no folder");
        std::fs::write(dir.path().join("file"), b"x").unwrap();
        check(Folder::open(dir.path().join("file")).unwrap_err().to_string(), "is no folder");
        std::fs::write(dir.path().join(LOCK_NAME), b"{ \"version\": 1, ").unwrap();
        check(folder.read_lock().unwrap_err().to_string(), "damaged at line 1");
    }

    #[test]
    fn blobs_are_kept_by_their_hash_and_mended() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        let hash = folder.keep(b"whole").unwrap();
        std::fs::write(dir.path().join(hash.path()), b"half").unwrap();
        folder.keep(b"whole").unwrap();
        assert_eq!(folder.read(&hash).unwrap(), b"whole");
    }

    #[test]
    fn files_are_listed_so_deep_and_no_deeper() {
        let dir = tempfile::tempdir().unwrap();
        let check = |depth: usize, listed: (usize, usize)| {
            let below = dir.path().join("d/".repeat(depth));
            std::fs::create_dir_all(&below).unwrap();
            std::fs::write(below.join("a.png"), b"x").unwrap();
            let found = Folder::open(dir.path()).unwrap().list().unwrap();
            assert_eq!((found.files.len(), found.too_deep), listed, "{depth}");
        };
        check(LISTED_DEPTH_MAX, (1, 0));
        check(LISTED_DEPTH_MAX + 1, (1, 1));
    }

    #[test]
    fn so_many_files_are_listed_and_no_more() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(dir.path().join("a.png"), b"x").unwrap();
        let check = |before: usize, expected: (usize, usize)| {
            let other = FoundFile { path: "other.png".to_owned(), bytes: 1 };
            let mut found = FilesBelow { files: vec![other; before], ..FilesBelow::default() };
            list_below(dir.path(), "", 0, &mut found).unwrap();
            assert_eq!((found.files.len(), found.more), expected);
        };
        check(LISTED_FILES_MAX - 1, (LISTED_FILES_MAX, 0));
        check(LISTED_FILES_MAX, (LISTED_FILES_MAX, 1));
    }

    #[cfg(unix)]
    #[test]
    fn nothing_outside_is_read() {
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("secret"), b"secret").unwrap();
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        std::os::unix::fs::symlink(outside.path(), dir.path().join("link")).unwrap();
        std::fs::write(dir.path().join("a.png"), b"x").unwrap();
        std::os::unix::fs::symlink("a.png", dir.path().join("b.png")).unwrap();
        let check = |path: &str, readable: bool| {
            assert_eq!(folder.read_named(path).is_ok(), readable, "{path}");
        };
        check("a.png", true);
        check("b.png", true);
        check("link/secret", false);
        check("../secret", false);
        check(outside.path().join("secret").to_str().unwrap(), false);
        assert_eq!(folder.list().unwrap().files.len(), 1, "links are not listed");
    }
}
