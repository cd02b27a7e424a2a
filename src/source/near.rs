//! The name of a file that is there, for one that was meant and is not.

use std::path::Path;

use crate::exhibition::nearest;

/// The file or folder beside `path` whose name is nearest to the last part of `path`,
/// if one is near enough to have been meant.
pub fn near_name(path: &Path) -> Option<String> {
    let wanted = path.file_name()?.to_str()?;
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    nearest_in(folder.unwrap_or(Path::new(".")), wanted)
}

/// The path below `dir`, with `/` between its parts, that was meant by one of which a
/// part is spelled otherwise.
pub fn near_path(dir: &Path, path: &str) -> Option<String> {
    let mut meant = Vec::new();
    let mut here = dir.to_owned();
    for part in path.split('/') {
        let there = here.join(part).exists();
        meant.push(if there { part.to_owned() } else { nearest_in(&here, part)? });
        here.push(meant.last()?);
    }
    Some(meant.join("/"))
}

fn nearest_in(folder: &Path, wanted: &str) -> Option<String> {
    let names = std::fs::read_dir(folder).ok()?.flatten();
    let names: Vec<String> = names
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.'))
        .collect();
    nearest(wanted, names.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_that_was_meant_is_named() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("works")).unwrap();
        for name in ["works/picture.png", "works/Blue.PNG", "works/.hidden.png", "fine.png"] {
            std::fs::write(dir.path().join(name), b"x").unwrap();
        }
        let check = |path: &str, expected: Option<&str>| {
            assert_eq!(near_path(dir.path(), path).as_deref(), expected, "{path}");
        };
        check("works/piture.png", Some("works/picture.png"));
        check("works/picture.jpg", Some("works/picture.png"));
        check("wroks/picture.png", Some("works/picture.png"));
        check("work/pictur.png", Some("works/picture.png"));
        check("works/blue.png", Some("works/Blue.PNG"));
        check("works/hidden.png", None);
        check("gone.png", None);
        check("nowhere/picture.png", None);
        let near = near_name(&dir.path().join("fin.png"));
        assert_eq!(near.as_deref(), Some("fine.png"));
    }
}
