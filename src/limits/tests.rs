//! Every limit has a test that meets it from both sides: the last that passes, and the
//! first that does not. One without a row here, or whose test does not name it, fails.

mod ownership;
mod sources;

use std::collections::BTreeSet;
use std::fs;

use super::{
    BATCHES_PER_ROUND_MAX, CALLS_PER_BATCH_MAX, FAILED_ROUNDS_MAX, METADATA_TIMEOUT, RPC_BYTES_MAX,
};
use ownership::OWNERSHIP;
use sources::SOURCES;

/// Limits, and the test that meets them.
struct Met {
    limits: &'static [&'static str],
    /// From the package's root.
    file: &'static str,
    test: &'static str,
}

/// Limits on files are met by one table of files.
const FILES: Met = Met {
    limits: &[
        "PICTURE_BYTES_MAX",
        "MODEL_BYTES_MAX",
        "FILM_BYTES_MAX",
        "SOUND_BYTES_MAX",
        "PAGE_BYTES_MAX",
        "BESIDE_FILES_MAX",
        "BESIDE_FILE_BYTES_MAX",
        "BESIDE_BYTES_MAX",
        "BESIDE_DEPTH_MAX",
        "PAGE_PACKED_BYTES_MAX",
        "DURATION_MS_MAX",
        "FILM_SIDE_PX_MAX",
        "TRACKS_MAX",
        "BOXES_MAX",
        "AVIF_TILES_MAX",
        "AVIF_EXTENTS_MAX",
        "AVIF_ASSOCIATIONS_MAX",
        "AVIF_REFERENCES_MAX",
        "ELEMENTS_MAX",
        "PICTURE_SIDE_PX_MAX",
        "PICTURE_PIXELS_MAX",
        "ANIMATION_FRAMES_MAX",
        "ANIMATION_PIXELS_MAX",
        "DECOMPRESSION_RATIO_MAX",
        "DECOMPRESSION_FREE_BYTES",
        "DECODER_MEMORY_MAX",
        "ICC_PROFILE_BYTES_MAX",
        "SVG_BYTES_MAX",
        "SVG_SIDE_PX_MIN",
        "SVG_SIDE_PX_MAX",
        "SVG_NODES_MAX",
        "SVG_DEPTH_MAX",
        "SVG_ATTRIBUTES_MAX",
        "SVG_STYLES_MAX",
        "SVG_STYLE_BYTES_MAX",
        "SVG_UNFOLDED_MAX",
        "SVG_PAINTED_PIXELS_MAX",
        "SVG_LAYER_PIXELS_MAX",
        "SVG_REACH_PX_MAX",
        "SVG_PICTURES_MAX",
        "SVG_PICTURE_PIXELS_MAX",
        "SVG_FILTERS_MAX",
        "SVG_OCTAVES_MAX",
        "MODEL_PARTS_MAX",
        "MODEL_DEPTH_MAX",
        "MODEL_VERTICES_MAX",
        "MODEL_ELEMENTS_MAX",
        "MODEL_JOINTS_MAX",
        "MODEL_TARGETS_MAX",
        "MODEL_WEIGHTS_MAX",
        "MODEL_KEYS_MAX",
        "MODEL_JSON_BYTES_MAX",
        "MODEL_PIXELS_MAX",
        "MODEL_REACH_MM_MAX",
    ],
    file: "src/media/tests/limits.rs",
    test: "every_limit_is_met_from_both_sides",
};

const OTHERS: &[Met] = &[
    Met {
        limits: &["SIZE_TEXT_CHARS_MAX"],
        file: "src/token/metadata/size.rs",
        test: "a_size_in_words_is_so_long_and_no_longer",
    },
    Met {
        limits: &["YEAR_CHARS_MAX"],
        file: "src/token/metadata/dates.rs",
        test: "a_year_in_words_is_so_long_and_no_longer",
    },
    Met {
        limits: &["CLAIMED_SECS_MAX"],
        file: "src/token/metadata/files.rs",
        test: "durations_are_seconds_or_a_clock",
    },
    Met {
        limits: &["FURTHER_IMAGES_MAX"],
        file: "src/token/metadata/files.rs",
        test: "so_many_further_stills_are_kept_and_no_more",
    },
    Met {
        limits: &["LINES_MAX"],
        file: "src/token/iiif/tests.rs",
        test: "a_resource_has_so_many_lines_and_no_more",
    },
    Met {
        limits: &["IMAGE_SIZES_MAX"],
        file: "src/token/iiif/tests.rs",
        test: "a_service_has_so_many_sizes_and_no_more",
    },
    Met {
        limits: &["CONTRACT_NAME_CHARS_MAX"],
        file: "src/resolve/contracts/tests.rs",
        test: "a_contract_has_a_name_or_a_symbol",
    },
    Met {
        limits: &["HOLDERS_MAX"],
        file: "src/resolve/tezos.rs",
        test: "so_many_holders_are_named_and_no_more",
    },
    Met {
        limits: &["PAGE_ADDRESSES_MAX", "PAGE_ADDRESS_BYTES_MAX"],
        file: "src/media/page/mod.rs",
        test: "so_many_addresses_are_listed_and_none_at_length",
    },
    Met {
        limits: &["ASKED_BYTES_MAX"],
        file: "src/media/page/asked.rs",
        test: "an_address_in_quotes_is_so_long_and_no_longer",
    },
    Met {
        limits: &["ASKED_MAX"],
        file: "src/media/page/asked.rs",
        test: "so_many_different_addresses_are_found_and_no_more",
    },
    Met {
        limits: &["IMPORTS_MAX"],
        file: "src/media/page/beside.rs",
        test: "an_import_map_has_so_many_entries_and_no_more",
    },
    Met {
        limits: &["METADATA_BYTES_MAX"],
        file: "src/token/metadata/bytes.rs",
        test: "a_document_may_be_so_long_and_no_longer",
    },
    Met {
        limits: &["METADATA_DEPTH_MAX", "METADATA_VALUES_MAX"],
        file: "src/token/metadata/json_tests.rs",
        test: "depth_and_number_of_values_have_limits",
    },
    Met {
        limits: &["DOCUMENTS_IN_STRINGS_MAX"],
        file: "src/token/metadata/parse_tests.rs",
        test: "a_document_lies_in_so_many_strings",
    },
    Met {
        limits: &["VALUE_DEPTH_MAX"],
        file: "src/token/metadata/parse_tests.rs",
        test: "texts_and_addresses_lie_so_deep_and_no_deeper",
    },
    Met {
        limits: &["FIELD_NAME_CHARS_MAX"],
        file: "src/token/metadata/fields.rs",
        test: "names_of_fields_are_told_apart_so_far_and_no_further",
    },
    Met {
        limits: &["MIME_BYTES_MAX"],
        file: "src/token/metadata/parse_tests.rs",
        test: "the_kind_of_a_file_is_so_long_and_no_longer",
    },
    Met {
        limits: &["LOCALE_LETTERS_MIN", "LOCALE_LETTERS_MAX"],
        file: "src/token/metadata/parse_tests.rs",
        test: "the_tag_of_a_language_is_so_long_and_no_longer",
    },
    Met {
        limits: &["JOINING_PASSES_MAX"],
        file: "src/token/text.rs",
        test: "joiners_are_looked_at_so_often_and_no_more",
    },
    Met {
        limits: &["TEXT_CHARS_MAX"],
        file: "src/token/text.rs",
        test: "a_text_is_cut_between_letters",
    },
    Met {
        limits: &["MARKS_PER_LETTER_MAX"],
        file: "src/token/text.rs",
        test: "marks_pile_up_to_their_limit",
    },
    Met {
        limits: &["TRAITS_MAX", "NAMES_MAX", "FILES_MAX", "LOCALES_MAX", "NOTES_MAX"],
        file: "src/token/metadata/parse_tests.rs",
        test: "what_comes_in_numbers_has_its_limit",
    },
    Met {
        limits: &["DETAIL_CHARS_MAX"],
        file: "src/exhibition/problem_tests.rs",
        test: "particulars_of_strangers_are_cleaned_and_cut",
    },
    Met {
        limits: &["CANVASES_MAX"],
        file: "src/token/iiif/tests.rs",
        test: "a_manifest_has_so_many_canvases_and_no_more",
    },
    Met {
        limits: &["MANIFEST_BYTES_MAX", "MANIFEST_VALUES_MAX"],
        file: "src/token/iiif/tests.rs",
        test: "a_manifest_is_so_long_and_no_longer",
    },
    Met {
        limits: &["CHOICES_MAX"],
        file: "src/token/iiif/tests.rs",
        test: "a_choice_offers_so_many_bodies_and_no_more",
    },
    Met {
        limits: &["CANVASES_PER_ENTRY_MAX"],
        file: "tests/end_to_end/limits.rs",
        test: "an_entry_stands_for_so_many_canvases_and_no_more",
    },
    Met {
        limits: &["ANNOTATION_PAGES_MAX"],
        file: "tests/end_to_end/limits.rs",
        test: "so_many_annotation_pages_are_fetched_and_no_more",
    },
    Met {
        limits: &["MANIFESTS_MAX"],
        file: "tests/end_to_end/limits.rs",
        test: "a_collection_is_of_so_many_documents_and_no_more",
    },
    Met {
        limits: &["PASTED_BYTES_MAX"],
        file: "src/token/pasted/tests.rs",
        test: "a_text_is_so_long_and_no_longer",
    },
    Met {
        limits: &["TEZOS_ID_LETTERS_MAX"],
        file: "src/token/id/tezos.rs",
        test: "a_text_of_base58_is_so_long_and_no_longer",
    },
    Met {
        limits: &["SOLANA_ADDRESS_LETTERS_MAX"],
        file: "src/token/id/solana.rs",
        test: "an_address_is_so_long_and_no_longer",
    },
    Met {
        limits: &["ENS_NAME_BYTES_MAX"],
        file: "src/token/ens.rs",
        test: "a_name_is_so_long_and_no_longer",
    },
    Met {
        limits: &["GLYPH_CELLS_MAX"],
        file: "src/token/autoglyph.rs",
        test: "what_is_no_square_of_symbols_is_not_drawn",
    },
    Met {
        limits: &[
            "SOLANA_NAME_BYTES_MAX",
            "SOLANA_SYMBOL_BYTES_MAX",
            "SOLANA_URI_BYTES_MAX",
            "SOLANA_CREATORS_MAX",
        ],
        file: "src/token/solana_tests.rs",
        test: "limits_are_met_from_both_sides",
    },
    Met {
        limits: &["PAIRS_DEPTH_MAX"],
        file: "src/source/tezos/micheline.rs",
        test: "pairs_nest_so_deep_and_no_deeper",
    },
    Met {
        limits: &["DIGEST_CHARS_MAX"],
        file: "src/token/metadata/integrity.rs",
        test: "a_hash_is_so_long_and_no_longer",
    },
    Met {
        limits: &["FTYP_BYTES_MAX"],
        file: "src/media/sniff.rs",
        test: "brands_are_read_so_far_and_no_farther",
    },
    Met {
        limits: &["SVG_DASHES_MAX"],
        file: "src/media/svg/outline.rs",
        test: "so_many_dashes_of_a_stroke_count_and_no_more",
    },
    Met {
        limits: &["MATERIALS_DRAWN_MAX"],
        file: "src/media/glb/drawn.rs",
        test: "what_is_not_drawn_is_said",
    },
    Met {
        limits: &["PARTS_MOVED_MAX"],
        file: "src/media/glb/drawn.rs",
        test: "only_so_many_parts_move",
    },
    Met {
        limits: &["BENT_VERTICES_MAX"],
        file: "src/gallery/works/bending.rs",
        test: "so_many_vertices_are_bent_and_no_more",
    },
    Met {
        limits: &["WORKS_MAX"],
        file: "src/exhibition/new/tokens.rs",
        test: "so_many_works_and_no_more",
    },
    Met {
        limits: &["SIDE_MM_MAX"],
        file: "src/exhibition/validate.rs",
        test: "a_side_is_so_long_and_no_longer",
    },
];

/// All rows but those of files.
fn others() -> impl Iterator<Item = &'static Met> {
    OTHERS.iter().chain(OWNERSHIP).chain(SOURCES)
}

#[test]
fn no_limit_is_without_its_test() {
    let table = read("src/limits.rs");
    let leaves = fs::read_dir("src/limits").unwrap().map(|leaf| leaf.unwrap().path());
    let mut declared = Vec::new();
    for leaf in leaves.filter(|leaf| leaf.is_file() && !leaf.ends_with("tests.rs")) {
        let name = leaf.file_stem().unwrap().to_string_lossy();
        assert!(table.contains(&format!("pub use {name}::*;")), "{name} is no leaf of the table");
        let text = fs::read_to_string(&leaf).unwrap();
        let limit =
            |line: &str| Some(line.strip_prefix("pub const ")?.split(':').next()?.to_owned());
        declared.extend(text.lines().filter_map(limit));
    }
    assert!(!table.contains("pub const "), "limits stand in its leaves");
    let met: Vec<&str> = others().chain([&FILES]).flat_map(|met| met.limits).copied().collect();
    let once: BTreeSet<&str> = met.iter().copied().collect();
    assert_eq!(once.len(), met.len(), "a limit has two rows");
    assert_eq!(once, declared.iter().map(String::as_str).collect());
}

#[test]
fn each_test_is_there_and_names_its_limits() {
    for Met { limits, file, test } in others() {
        let body = body_of(test, &read(file));
        for limit in *limits {
            assert!(names(&body, limit), "{test} in {file} does not name {limit}");
        }
    }
    let table = read(FILES.file);
    assert!(body_of(FILES.test, &table).contains("ROWS"));
    for limit in FILES.limits {
        assert!(table.contains(&format!("Row(\"{limit}\"")), "{limit} has no row");
    }
}

/// A page's worker asks endpoints by itself, and is held to the same.
#[test]
fn the_worker_of_a_page_has_the_same_limits() {
    let worker = read("assets/site/worker.js");
    let check = |name: &str, expected: u128| {
        let start = format!("const {name} = ");
        let found = worker.lines().find_map(|line| line.strip_prefix(&start)?.strip_suffix(';'));
        let number = found.map(|number| number.replace('_', ""));
        assert_eq!(number, Some(expected.to_string()), "{name}");
    };
    check("ANSWER_BYTES_MAX", RPC_BYTES_MAX.into());
    check("ANSWER_MS", METADATA_TIMEOUT.as_millis());
    check("BATCH_MAX", CALLS_PER_BATCH_MAX as u128);
    check("FAILURES_MAX", FAILED_ROUNDS_MAX as u128);
    check("BATCHES_MAX", BATCHES_PER_ROUND_MAX as u128);
}

fn read(file: &str) -> String {
    fs::read_to_string(file).unwrap_or_else(|problem| panic!("{file}: {problem}"))
}

/// The lines of a test, from its head to the brace that stands as far to the left.
fn body_of(test: &str, file: &str) -> String {
    let mut lines = file.lines().skip_while(|line| line.trim() != "#[test]");
    let head = format!("fn {test}() {{");
    while let Some(line) = lines.next() {
        if let Some(indent) = line.strip_suffix(&head) {
            let end = format!("{indent}}}");
            return lines.take_while(|line| *line != end).collect::<Vec<_>>().join("\n");
        }
    }
    panic!("there is no test {test}");
}

/// Whether a text holds a name, and not only one that ends or begins with it.
fn names(text: &str, name: &str) -> bool {
    let in_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices(name).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        !before.ends_with(in_name) && !after.starts_with(in_name)
    })
}
