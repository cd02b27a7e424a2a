//! The folder that a site is written to: aside first, then put in place whole.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::PublishError;
use crate::exhibition::BlobHash;
use crate::platform::files::nameless;

/// A site in the making, beside the place where it will stand.
pub(super) struct Folder {
    aside: TempDir,
    out: PathBuf,
    quality: u32,
    pub(super) files: usize,
    pub(super) bytes: u64,
    pub(super) brotli_bytes: u64,
}

/// Files below this many bytes gain nothing from a compressed twin.
const COMPRESSED_FROM_BYTES: usize = 512;

impl Folder {
    /// Begins a site beside `out`, which must be absent, empty, or a site already.
    pub(super) fn begin(out: &Path, quality: u32) -> Result<Self, PublishError> {
        let out = std::path::absolute(out).map_err(|e| PublishError::write(out, e))?;
        if let Ok(mut entries) = out.read_dir() {
            let is_site = out.join("index.html").is_file() && out.join("exhibition.lock").is_file();
            if entries.next().is_some() && !is_site {
                return Err(PublishError::Occupied(out));
            }
        } else if out.exists() {
            return Err(PublishError::Occupied(out));
        }
        let parent = out.parent().unwrap_or(&out).to_owned();
        // The place that was named is what is told, not the folder that it lies in.
        std::fs::create_dir_all(&parent).map_err(|e| PublishError::write(&out, e))?;
        let aside = tempfile::Builder::new()
            .prefix(".enfilade-site-")
            .tempdir_in(&parent)
            .map_err(|e| PublishError::write(&out, nameless(e)))?;
        Ok(Self { aside, out, quality, files: 0, bytes: 0, brotli_bytes: 0 })
    }

    /// Writes one file by its path below the site.
    pub(super) fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        let target = self.aside.path().join(path);
        let written = || {
            if let Some(parent) = target.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::write(&target, bytes)
        };
        written().map_err(|e| PublishError::write(&self.out.join(path), e))?;
        self.files += 1;
        self.bytes += bytes.len() as u64;
        Ok(())
    }

    /// Writes one file in pieces, and says which hash its bytes have.
    pub(super) fn copy(&mut self, path: &str, bytes: impl Read) -> Result<BlobHash, PublishError> {
        let target = self.aside.path().join(path);
        let copied = || {
            if let Some(parent) = target.parent() {
                std::fs::create_dir_all(parent)?;
            }
            let mut file = File::create(&target)?;
            BlobHash::of_pieces(bytes, |piece| file.write_all(piece))
        };
        let (hash, length) = copied().map_err(|e| PublishError::write(&self.out.join(path), e))?;
        self.files += 1;
        self.bytes += length;
        Ok(hash)
    }

    /// Writes one file and, where that is smaller, its Brotli twin `PATH.br`. What an
    /// earlier site compressed of the same bytes is taken over.
    pub(super) fn write_compressed(
        &mut self,
        path: &str,
        bytes: &[u8],
    ) -> Result<(), PublishError> {
        self.write(path, bytes)?;
        if bytes.len() < COMPRESSED_FROM_BYTES {
            self.brotli_bytes += bytes.len() as u64;
            return Ok(());
        }
        let twin_path = format!("{path}.br");
        let earlier = || {
            let same = std::fs::read(self.out.join(path)).ok()? == bytes;
            same.then(|| std::fs::read(self.out.join(&twin_path)).ok()).flatten()
        };
        let twin = match earlier() {
            Some(twin) => twin,
            None => brotli(bytes, self.quality)
                .map_err(|e| PublishError::write(&self.out.join(&twin_path), e))?,
        };
        if twin.len() < bytes.len() {
            self.write(&twin_path, &twin)?;
            self.bytes -= twin.len() as u64;
            self.brotli_bytes += twin.len() as u64;
        } else {
            self.brotli_bytes += bytes.len() as u64;
        }
        Ok(())
    }

    /// Puts the site in its place; what stood there goes only when this one stands.
    pub(super) fn finish(self) -> Result<(), PublishError> {
        let Self { aside, out, .. } = self;
        let fail = |e: io::Error| PublishError::write(&out, e);
        open_to_readers(aside.path()).map_err(fail)?;
        let old = aside.path().with_extension("old");
        let had_one = out.exists();
        if had_one {
            std::fs::rename(&out, &old).map_err(fail)?;
        }
        let new = aside.keep();
        if let Err(error) = std::fs::rename(&new, &out) {
            if had_one {
                // The old site goes back; the first error is the one to tell.
                let _ = std::fs::rename(&old, &out);
            }
            let _ = std::fs::remove_dir_all(&new);
            return Err(fail(error));
        }
        if had_one {
            std::fs::remove_dir_all(&old).map_err(fail)?;
        }
        Ok(())
    }
}

fn brotli(bytes: &[u8], quality: u32) -> io::Result<Vec<u8>> {
    let mut twin = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut twin, 1 << 16, quality, 24);
    writer.write_all(bytes)?;
    writer.flush()?;
    drop(writer);
    Ok(twin)
}

/// A temporary folder is closed to others; a site is not.
#[cfg(unix)]
fn open_to_readers(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn open_to_readers(_: &Path) -> io::Result<()> {
    Ok(())
}
