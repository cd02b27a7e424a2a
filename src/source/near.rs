//! The name of a file that is there, for one that was meant and is not.

use std::path::Path;

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

/// The end of a sentence about a name that is not there: “; did you mean …?”.
pub fn did_you_mean(near: Option<&str>) -> String {
    near.map(|name| format!("; did you mean “{name}”?")).unwrap_or_default()
}

fn nearest_in(folder: &Path, wanted: &str) -> Option<String> {
    let names = std::fs::read_dir(folder).ok()?.flatten();
    let distances = names.filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let distance = distance(wanted, &name)?;
        (!name.starts_with('.')).then_some((distance, name))
    });
    distances.min().map(|(_, name)| name)
}

/// How far two names are apart, where one can have been meant by the other: few letters
/// for their length, or nothing but the ending.
fn distance(wanted: &str, name: &str) -> Option<usize> {
    let (wanted, name) = (wanted.to_lowercase(), name.to_lowercase());
    let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    let distance = strsim::damerau_levenshtein(&wanted, &name);
    let near = 1 + stem(&wanted).chars().count() / 6;
    (distance <= near || stem(&wanted) == stem(&name)).then_some(distance)
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
        assert_eq!(did_you_mean(near.as_deref()), "; did you mean “fine.png”?");
        assert_eq!(did_you_mean(None), "");
    }
}
