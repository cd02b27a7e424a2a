//! The files that a document names, up to a limit, and the page that is none.

use super::model::{FileRole, MediaFile};
use crate::limits::FILES_MAX;

/// Files by their address, each once.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    pub files: Vec<MediaFile>,
    /// There were more than are kept.
    pub too_many: bool,
    /// A page with a film about the work, which is no file.
    pub video_page: Option<String>,
    /// What is said of a file beyond the most that are kept.
    beyond: Option<MediaFile>,
}

impl Shelf {
    /// The file under an address; it keeps the role that it had first.
    pub fn add(&mut self, role: FileRole, uri: &str) -> &mut MediaFile {
        let file = || MediaFile {
            uri: uri.to_owned(),
            role,
            mime: None,
            length: None,
            width_px: None,
            height_px: None,
            duration_ms: None,
            integrity: None,
        };
        match self.files.iter().position(|file| file.uri == uri) {
            Some(place) => &mut self.files[place],
            None if self.files.len() >= FILES_MAX => {
                self.too_many = true;
                self.beyond.insert(file())
            }
            None => {
                self.files.push(file());
                let last = self.files.len() - 1;
                &mut self.files[last]
            }
        }
    }

    pub fn is_picture(&self, uri: &str) -> bool {
        let file = self.files.iter().find(|file| file.uri == uri);
        file.and_then(|file| file.mime.as_deref()).is_some_and(|mime| mime.starts_with("image/"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_kept_up_to_their_limit() {
        let mut shelf = Shelf::default();
        for i in 0..FILES_MAX {
            shelf.add(FileRole::Other, &i.to_string());
        }
        assert!(!shelf.too_many);
        shelf.add(FileRole::Other, "0");
        assert!(!shelf.too_many);
        shelf.add(FileRole::Other, "one more");
        assert_eq!((shelf.too_many, shelf.files.len()), (true, FILES_MAX));
    }
}
