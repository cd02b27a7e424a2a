//! Limits on addresses, on servers and what they answer, on time and on the disk; each with
//! the test that meets it.

use super::Met;

pub(super) const SOURCES: &[Met] = &[
    Met {
        limits: &["DATA_URI_BYTES_MAX", "URI_BYTES_MAX", "URI_HOPS_MAX"],
        file: "src/token/uri/tests.rs",
        test: "limits_are_met_from_both_sides",
    },
    Met {
        limits: &["REDIRECTS_MAX"],
        file: "tests/end_to_end/door.rs",
        test: "redirects_are_counted_and_each_is_checked",
    },
    Met {
        limits: &["RPC_BYTES_MAX", "BLOCK_BYTES_MAX"],
        file: "tests/end_to_end/door_limits.rs",
        test: "each_kind_of_answer_has_its_own_length",
    },
    Met {
        limits: &["CAR_HEADER_BYTES_MAX"],
        file: "src/source/ipfs_tests.rs",
        test: "a_header_of_a_car_is_so_long_and_no_longer",
    },
    Met {
        limits: &["CID_BYTES_MAX"],
        file: "src/source/ipfs_tests.rs",
        test: "blocks_of_a_car_are_so_long_and_no_longer",
    },
    Met {
        limits: &["BLOCKS_MAX"],
        file: "src/source/ipfs_tests.rs",
        test: "files_are_of_so_many_blocks_and_no_more",
    },
    Met {
        limits: &["HELD_BYTES_MAX"],
        file: "src/source/ipfs/held.rs",
        test: "blocks_stay_as_long_as_they_are_named_and_there_is_room",
    },
    Met {
        limits: &["LINK_MAP_BYTES_MAX"],
        file: "src/source/ipfs_tests.rs",
        test: "a_map_of_links_stands_for_a_folder",
    },
    Met {
        limits: &["SHARDS_MAX"],
        file: "src/source/ipfs_tests.rs",
        test: "so_many_shards_are_searched_and_no_more",
    },
    Met {
        limits: &["DAG_DEPTH_MAX"],
        file: "src/source/ipfs_tests.rs",
        test: "trees_are_so_deep_and_no_deeper",
    },
    Met {
        limits: &["METADATA_TIMEOUT", "MEDIA_TIMEOUT"],
        file: "tests/end_to_end/limits.rs",
        test: "the_times_for_answers_are_met_from_both_sides",
    },
    Met {
        limits: &["CONNECT_TIMEOUT"],
        file: "src/platform/net/native.rs",
        test: "the_time_for_a_connection_is_met_from_both_sides",
    },
    Met {
        limits: &["HEAD_START"],
        file: "src/source/race.rs",
        test: "a_head_start_is_so_long_and_no_longer",
    },
    Met {
        limits: &["RETRIES_MAX"],
        file: "tests/end_to_end/door_limits.rs",
        test: "repetitions_are_counted",
    },
    Met {
        limits: &["BACKOFF"],
        file: "src/source/host.rs",
        test: "waits_double_and_differ_by_what_is_asked",
    },
    Met {
        limits: &["RETRY_AFTER_MAX"],
        file: "src/source/host.rs",
        test: "the_longest_rest_is_waited_for_and_no_longer_one",
    },
    Met {
        limits: &["RESTS_MAX"],
        file: "src/source/host.rs",
        test: "a_request_waits_for_so_many_rests",
    },
    Met {
        limits: &["HOST_FAILURES_MAX"],
        file: "tests/end_to_end/door.rs",
        test: "a_host_that_never_answers_is_given_up",
    },
    Met {
        limits: &["PER_HOST_MAX"],
        file: "tests/end_to_end/door_limits.rs",
        test: "a_host_is_asked_so_many_at_once",
    },
    Met {
        limits: &["CALLS_PER_BATCH_MAX"],
        file: "tests/end_to_end/limits.rs",
        test: "a_batch_carries_so_many_calls_and_no_more",
    },
    Met {
        limits: &["HEADS_APART_MAX"],
        file: "src/source/quorum.rs",
        test: "who_is_so_many_blocks_behind_is_named_and_who_is_fewer_is_not",
    },
    Met {
        limits: &["HEAD_AGE_SECS_MAX"],
        file: "src/source/quorum.rs",
        test: "a_newest_block_may_be_so_old_and_no_older",
    },
    Met {
        limits: &["CONTRACTS_PER_LOG_REQUEST_MAX"],
        file: "src/resolve/updates_tests.rs",
        test: "a_request_is_about_so_many_contracts_and_no_more",
    },
    Met {
        limits: &["LOG_REQUESTS_MAX"],
        file: "tests/end_to_end/limits.rs",
        test: "a_search_for_events_takes_so_many_requests_and_no_more",
    },
    Met {
        limits: &["CACHE_BYTES_MAX"],
        file: "src/source/cache_tests.rs",
        test: "the_cache_is_so_large_and_no_larger",
    },
    Met {
        limits: &["SWEEP_EVERY"],
        file: "src/source/cache_tests.rs",
        test: "sweeping_is_for_now_and_then",
    },
    Met {
        limits: &["LITTER_AGE"],
        file: "src/source/cache_tests.rs",
        test: "the_least_recently_used_goes_first_and_old_litter_always",
    },
    Met {
        limits: &["SEGMENTS_BEFORE_CID_MAX"],
        file: "src/token/uri/tests.rs",
        test: "so_many_segments_stand_before_a_content_id_and_no_more",
    },
    Met {
        limits: &["NUMBERS_PER_REQUEST_MAX", "NUMBERS_LETTERS_MAX"],
        file: "src/source/tezos/tzkt.rs",
        test: "requests_hold_many_numbers_and_no_more_than_an_address_bears",
    },
    Met {
        limits: &["BALANCE_ANSWERS_MAX"],
        file: "tests/end_to_end/tezos_storage.rs",
        test: "balances_are_read_for_so_many_answers_and_no_more",
    },
    Met {
        limits: &["STORED_PER_DOCUMENT_MAX"],
        file: "src/resolve/tezos/stored.rs",
        test: "a_document_names_so_much_of_a_storage_and_no_more",
    },
    Met {
        limits: &["BALANCES_PER_ANSWER_MAX"],
        file: "src/source/tezos/tzkt.rs",
        test: "an_answer_holds_so_many_balances_and_no_more",
    },
    Met {
        limits: &["SOLANA_ACCOUNTS_PER_REQUEST_MAX", "SOLANA_ASSETS_PER_REQUEST_MAX"],
        file: "tests/end_to_end/solana.rs",
        test: "a_request_is_about_so_many_accounts_or_tokens_and_no_more",
    },
    Met {
        limits: &["SOLANA_ACCOUNT_BYTES_MAX"],
        file: "src/source/solana.rs",
        test: "an_account_is_read_so_far_and_no_further",
    },
    Met {
        limits: &["LISTED_FILES_MAX"],
        file: "src/source/folder.rs",
        test: "so_many_files_are_listed_and_no_more",
    },
    Met {
        limits: &["LISTED_DEPTH_MAX"],
        file: "src/source/folder.rs",
        test: "files_are_listed_so_deep_and_no_deeper",
    },
];
