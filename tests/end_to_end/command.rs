//! The program itself, as a process of its own: what it prints, and how it ends.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use enfilade::exhibition::BlobHash;

/// What came of a command.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs `enfilade` with these arguments.
pub fn enfilade(arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_enfilade"));
    ran(command.args(arguments))
}

/// The same where no file may grow larger than so many blocks of 512 bytes, and a write
/// beyond that fails: as much of a full disk as a test can have without owning one.
#[cfg(unix)]
pub fn enfilade_without_room(blocks: usize, arguments: &[&str]) -> Ran {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    ran(command.args(["-c", &script, env!("CARGO_BIN_EXE_enfilade")]).args(arguments))
}

fn ran(command: &mut Command) -> Ran {
    let Output { status, stdout, stderr } =
        command.env_remove("RUST_LOG").env("LANG", "C").env("ENFILADE_CACHE", "").output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let ran = Ran { code: status.code().unwrap(), out: text(stdout), err: text(stderr) };
    assert!(!ran.err.contains("panicked") && !ran.err.contains("RUST_BACKTRACE"), "{}", ran.err);
    ran
}

impl Ran {
    /// One sentence on standard error, nothing on standard output, and this exit code.
    pub fn failed(&self, code: i32, parts: &[&str]) {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        assert_eq!(self.out, "", "{}", self.err);
        assert_eq!(self.err.trim_end().lines().count(), 1, "{}", self.err);
        assert!(self.err.starts_with("enfilade: "), "{}", self.err);
        for part in parts {
            assert!(self.err.contains(part), "“{part}” is not in: {}", self.err);
        }
    }

    /// It went well and had nothing to complain about.
    pub fn fine(&self) -> &str {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{}", self.out);
        &self.out
    }

    pub fn json(&self) -> serde_json::Value {
        assert_eq!(self.out.lines().count(), 1, "{}", self.out);
        serde_json::from_str(&self.out).unwrap()
    }
}

/// A path as an argument.
pub fn arg(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Every file below a folder, with its bytes.
pub fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    // A folder that nobody made yet holds nothing.
    let Ok(entries) = fs::read_dir(dir) else { return found };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            let below = files(&path).into_iter().map(|(file, b)| (format!("{name}/{file}"), b));
            found.extend(below);
        } else {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

/// No blob is half, or under another's name. What a process that was killed had not yet
/// given its name is no blob.
pub fn blobs_are_whole(dir: &Path) {
    for (path, bytes) in files(&dir.join("blobs")) {
        if path.contains(".part-") {
            continue;
        }
        let hash = BlobHash::of(&bytes).to_string();
        assert!(path.ends_with(&hash), "{path} is half a blob");
    }
}
