//! The fonts of texts inside SVGs: a few that are handed in, and never the system's, so
//! that the same file gives the same picture on every machine.

use std::fmt;
use std::sync::Arc;

use resvg::usvg::fontdb::{Database, ID, Language, Source};

/// The fonts that texts inside SVGs are set in; none by default, and then texts are
/// left out.
#[derive(Clone, Default)]
pub struct Fonts {
    pub(super) database: Arc<Database>,
    /// What a text without a family of its own is set in.
    pub(super) family: String,
}

/// The bytes of font files (TrueType or OpenType), by what they are used for.
#[derive(Clone, Copy, Debug, Default)]
pub struct FontFiles<'a> {
    /// What a text is set in that names no family, or none that is known.
    pub serif: &'a [&'static [u8]],
    pub sans: &'a [&'static [u8]],
    pub mono: &'a [&'static [u8]],
    /// For characters that the others lack.
    pub further: &'a [&'static [u8]],
}

/// Families that drawings name and no machine can be counted on to have, by what they
/// look like. All others are taken for serifs.
const SANS: [&str; 17] = [
    "Arial",
    "Avenir",
    "DejaVu Sans",
    "Futura",
    "Geneva",
    "Helvetica",
    "Helvetica Neue",
    "Impact",
    "Inter",
    "Open Sans",
    "Roboto",
    "Segoe UI",
    "Tahoma",
    "Trebuchet MS",
    "Verdana",
    "sans",
    "system-ui",
];
const MONO: [&str; 13] = [
    "Andale Mono",
    "Consolas",
    "Courier",
    "Courier New",
    "DejaVu Sans Mono",
    "Fira Code",
    "Lucida Console",
    "Menlo",
    "Monaco",
    "Roboto Mono",
    "SF Mono",
    "Source Code Pro",
    "mono",
];

impl Fonts {
    /// Fonts from font files. The generic families of CSS are taken for these; cursive
    /// and fantasy are set in the serif.
    pub fn from_files(files: &FontFiles) -> Self {
        let mut database = Database::new();
        let serif = load(&mut database, files.serif, &[]);
        let sans = load(&mut database, files.sans, &SANS);
        let mono = load(&mut database, files.mono, &MONO);
        load(&mut database, files.further, &[]);
        database.set_serif_family(serif.clone());
        database.set_cursive_family(serif.clone());
        database.set_fantasy_family(serif.clone());
        database.set_sans_serif_family(sans);
        database.set_monospace_family(mono);
        Self { database: Arc::new(database), family: serif }
    }
}

/// Loads files that answer to further names, and gives the family of the first.
fn load(database: &mut Database, files: &[&'static [u8]], names: &[&str]) -> String {
    let mut family = String::new();
    for &file in files {
        let faces: Vec<ID> =
            database.load_font_source(Source::Binary(Arc::new(file))).into_iter().collect();
        for id in faces {
            let Some(mut face) = database.face(id).cloned() else { continue };
            if let (true, Some((name, _))) = (family.is_empty(), face.families.first()) {
                family.clone_from(name);
            }
            let named = names.iter().map(|name| (name.to_string(), Language::Unknown));
            face.families.extend(named);
            database.remove_face(id);
            database.push_face_info(face);
        }
    }
    family
}

impl fmt::Debug for Fonts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fonts({} faces, first {:?})", self.database.len(), self.family)
    }
}
