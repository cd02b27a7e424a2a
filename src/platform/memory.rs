//! What is remembered of a visitor from one visit to the next: that something was noted,
//! and no more. Where nothing can be kept, nothing is remembered, and nobody is told.

#[cfg(all(target_arch = "wasm32", feature = "browser"))]
pub use in_page::Memory;
#[cfg(not(target_arch = "wasm32"))]
pub use on_disk::Memory;

#[cfg(not(target_arch = "wasm32"))]
mod on_disk {
    use std::path::PathBuf;

    use crate::platform::{files, folders};

    /// An empty file for each note.
    #[derive(Clone, Debug)]
    pub struct Memory {
        folder: PathBuf,
    }

    impl Memory {
        /// This user's, beside what the program can fetch anew; none without a home.
        pub fn of_visitor() -> Option<Self> {
            Some(Self::within(folders::cache_dir()?.join("enfilade/remembered")))
        }

        /// In a folder, which is made with the first note.
        pub fn within(folder: PathBuf) -> Self {
            Self { folder }
        }

        /// Whether something was noted under a name of letters and dashes.
        pub fn has(&self, name: &str) -> bool {
            self.folder.join(name).exists()
        }

        /// Notes it.
        pub fn note(&self, name: &str) {
            if let Err(problem) = files::write_blob_aside(&self.folder.join(name), &[]) {
                tracing::debug!("“{name}” is not remembered: {problem}");
            }
        }

        /// Takes a note back.
        pub fn forget(&self, name: &str) {
            match std::fs::remove_file(self.folder.join(name)) {
                Err(problem) if problem.kind() != std::io::ErrorKind::NotFound => {
                    tracing::debug!("“{name}” is not forgotten: {problem}");
                }
                _ => {}
            }
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_note_is_found_again_and_a_disk_that_takes_none_is_no_trouble() {
            let home = tempfile::tempdir().expect("a folder");
            let memory = Memory::within(home.path().join("a/b"));
            assert!(!memory.has("one"));
            memory.note("one");
            memory.note("one");
            assert!(memory.has("one") && !memory.has("two"));
            memory.note("three");
            memory.forget("three");
            memory.forget("three");
            assert!(memory.has("one") && !memory.has("three"));
            // A file stands where the folder should be.
            let memory = Memory::within(home.path().join("a/b/one"));
            memory.note("two");
            assert!(!memory.has("two"));
        }
    }
}

#[cfg(all(target_arch = "wasm32", feature = "browser"))]
mod in_page {
    use crate::platform::js::{storage_get, storage_remove, storage_set};

    /// The page's `localStorage`.
    #[derive(Clone, Debug)]
    pub struct Memory;

    impl Memory {
        /// This browser's, for pages of this address.
        pub fn of_visitor() -> Option<Self> {
            Some(Self)
        }

        /// Whether something was noted under a name of letters and dashes.
        pub fn has(&self, name: &str) -> bool {
            // A browser that keeps nothing throws.
            storage_get(&format!("enfilade-{name}")).is_ok_and(|kept| !kept.is_null())
        }

        /// Notes it.
        pub fn note(&self, name: &str) {
            let _ = storage_set(&format!("enfilade-{name}"), "1");
        }

        /// Takes a note back.
        pub fn forget(&self, name: &str) {
            let _ = storage_remove(&format!("enfilade-{name}"));
        }
    }
}
