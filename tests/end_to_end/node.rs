//! Folders as IPFS has them, packed with what comes from npm.

use std::fs;

use tempfile::TempDir;

use crate::local::codes::run_node;

/// A folder that was packed for IPFS.
pub struct Packed {
    pub dir: TempDir,
    /// The folder's content id.
    pub root: String,
}

impl Packed {
    /// Packs these files with ipfs-car.
    pub fn new(files: &[(&str, Vec<u8>)]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("files");
        for (name, bytes) in files {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        run_node("car.mjs", &[&folder, dir.path()]);
        let root = fs::read_to_string(dir.path().join("root")).unwrap();
        Self { dir, root }
    }

    pub fn car(&self) -> Vec<u8> {
        fs::read(self.dir.path().join("all.car")).unwrap()
    }

    /// A single block, by its content id.
    pub fn block(&self, cid: &str) -> Option<Vec<u8>> {
        fs::read(self.dir.path().join("blocks").join(cid)).ok()
    }
}
