//! The JSON Schema of `exhibition.toml`, for editors that complete and check it.

use super::ExhibitionFile;

/// The schema as JSON (draft 2020-12), ending in a line feed.
/// `assets/exhibition.schema.json` is a copy of it.
pub fn json_schema() -> String {
    let mut schema = schemars::schema_for!(ExhibitionFile);
    schema.insert("title".to_owned(), "exhibition.toml of Enfilade".into());
    format!("{:#}\n", schema.to_value())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_in_the_tree_is_current() {
        let path = "assets/exhibition.schema.json";
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        let again = "write it again: `enfilade schema > assets/exhibition.schema.json`";
        assert_eq!(kept, json_schema(), "{again}");
    }
}
