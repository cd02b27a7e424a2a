//! Limits on signed records, on proofs of who owns a work and how it came to them, on
//! rights beside the owner, and on what is watched; each with the test that meets it.

use super::Met;

pub(super) const OWNERSHIP: &[Met] = &[
    Met {
        limits: &["RECORD_BYTES_MAX"],
        file: "src/identity/tests/limits.rs",
        test: "a_record_is_so_long_and_no_longer",
    },
    Met {
        limits: &["STATUS_LIST_BYTES_MAX"],
        file: "src/identity/tests/limits.rs",
        test: "a_status_list_is_so_long_and_no_longer",
    },
    Met {
        limits: &["RECORD_HEADER_BYTES_MAX"],
        file: "src/identity/tests/limits.rs",
        test: "a_header_is_so_long_and_no_longer",
    },
    Met {
        limits: &["SIGNED_JSON_DEPTH_MAX"],
        file: "src/identity/json.rs",
        test: "signed_json_nests_so_deep_and_no_deeper",
    },
    Met {
        limits: &[
            "STATUS_LIST_UNPACKED_BYTES_MAX",
            "STATUS_LIST_RATIO_MAX",
            "STATUS_LIST_FREE_BYTES",
        ],
        file: "src/identity/tests/limits.rs",
        test: "a_list_unpacks_within_its_limits",
    },
    Met {
        limits: &["STATUS_URI_BYTES_MAX"],
        file: "src/identity/tests/limits.rs",
        test: "the_address_of_a_list_is_so_long_and_no_longer",
    },
    Met {
        limits: &["DID_BYTES_MAX", "DID_KEY_LETTERS_MAX"],
        file: "src/identity/tests/limits.rs",
        test: "dids_and_their_keys_are_so_long_and_no_longer",
    },
    Met {
        limits: &["RECORD_NAME_CHARS_MAX"],
        file: "src/identity/tests/limits.rs",
        test: "names_in_records_are_so_long_and_no_longer",
    },
    Met {
        limits: &["RECORD_ID_CHARS_MAX"],
        file: "src/identity/tests/limits.rs",
        test: "the_id_of_a_record_is_so_long_and_no_longer",
    },
    Met {
        limits: &["CLOCK_SKEW_SECS_MAX"],
        file: "src/identity/tests/records.rs",
        test: "a_record_holds_in_its_time",
    },
    Met {
        limits: &["CLOCK_SLACK_SECS"],
        file: "src/exhibition/check_tests.rs",
        test: "a_record_may_be_dated_so_much_later_and_no_more",
    },
    Met {
        limits: &["OWNER_CHARS_MAX"],
        file: "src/ownership/owner.rs",
        test: "an_owner_without_an_account_is_so_long_and_no_longer",
    },
    Met {
        limits: &["WITNESS_BYTES_MAX"],
        file: "src/ownership/proof/tests/limits.rs",
        test: "a_witness_is_so_long_and_no_longer",
    },
    Met {
        limits: &["CONTRACT_CODE_BYTES_MAX"],
        file: "src/ownership/proof/tests/limits.rs",
        test: "a_contracts_code_is_so_long_and_no_longer",
    },
    Met {
        limits: &["BLOCK_HEADER_BYTES_MAX"],
        file: "src/ownership/proof/tests/limits.rs",
        test: "a_header_is_so_long_and_no_longer",
    },
    Met {
        limits: &["NODES_PER_PROOF_MAX", "PROOF_NODE_BYTES_MAX"],
        file: "src/ownership/proof/tests/limits.rs",
        test: "a_proof_has_so_many_nodes_of_such_a_length_and_no_more",
    },
    Met {
        limits: &["PROVEN_PLACES_MAX"],
        file: "src/ownership/proof/tests/limits.rs",
        test: "a_call_touches_so_many_places_and_no_more",
    },
    Met {
        limits: &["PROOF_ROUNDS_MAX"],
        file: "src/ownership/proof/tests/limits.rs",
        test: "a_call_names_places_in_so_many_rounds_and_no_more",
    },
    Met {
        limits: &["RECEIPTS_PER_BLOCK_MAX"],
        file: "src/ownership/proof/receipts_tests.rs",
        test: "a_block_has_so_many_receipts_and_no_more",
    },
    Met {
        limits: &["PROVENANCE_STEPS_MAX"],
        file: "src/ownership/provenance/mod.rs",
        test: "a_long_chain_keeps_its_first_step_and_its_newest",
    },
    Met {
        limits: &["PROVENANCE_NOTES_MAX"],
        file: "src/resolve/provenance/tests.rs",
        test: "so_much_is_noted_of_a_work_and_no_more",
    },
    Met {
        limits: &["TOKENS_PER_BATCH_MAX"],
        file: "src/ownership/provenance/hands_tests.rs",
        test: "a_batch_names_so_many_tokens_and_no_more",
    },
    Met {
        limits: &["ITEMS_PER_ORDER_MAX"],
        file: "src/ownership/provenance/hands_tests.rs",
        test: "an_order_has_so_many_items_and_no_more",
    },
    Met {
        limits: &["EVENTS_PER_SEARCH_MAX"],
        file: "src/source/rpc_logs.rs",
        test: "a_search_brings_so_many_events_and_goes_no_further",
    },
    Met {
        limits: &["TOKENS_PER_LOG_REQUEST_MAX"],
        file: "src/resolve/provenance/tests.rs",
        test: "a_request_is_about_so_many_tokens_and_no_more",
    },
    Met {
        limits: &["TRANSACTIONS_PER_BLOCK_MAX"],
        file: "src/source/rpc_blocks.rs",
        test: "a_block_has_so_many_transactions_and_no_more",
    },
    Met {
        limits: &["PROVEN_BLOCKS_MAX"],
        file: "src/resolve/provenance/allowance.rs",
        test: "receipts_of_so_many_blocks_are_asked_for_and_of_no_more",
    },
    Met {
        limits: &["PRICED_TRANSACTIONS_MAX"],
        file: "src/resolve/provenance/allowance.rs",
        test: "so_many_transactions_are_priced_and_no_more",
    },
    Met {
        limits: &["DELEGATIONS_MAX"],
        file: "src/ownership/rights/tests/limits.rs",
        test: "so_many_delegations_are_read_and_no_more",
    },
    Met {
        limits: &["DELEGATES_MAX"],
        file: "src/ownership/rights/tests/limits.rs",
        test: "so_many_delegates_are_named_and_no_more",
    },
    Met {
        limits: &["TOKEN_ACCOUNTS_DEPTH_MAX"],
        file: "src/ownership/rights/tests/limits.rs",
        test: "accounts_of_tokens_are_followed_so_deep_and_no_deeper",
    },
    Met {
        limits: &["CLAIMED_NAME_BYTES_MAX"],
        file: "src/ownership/rights/tests/limits.rs",
        test: "a_claimed_name_is_so_long_and_no_longer",
    },
    Met {
        limits: &["RIGHTS_ROUNDS_MAX"],
        file: "src/resolve/hearing.rs",
        test: "answers_lead_to_further_questions_so_often_and_no_more",
    },
    Met {
        limits: &["WATCHING_VOICES_MAX"],
        file: "src/ownership/watch/tests/limits.rs",
        test: "so_many_others_are_asked_for_a_block_and_no_more",
    },
    Met {
        limits: &["WATCHED_WORKS_MAX"],
        file: "src/ownership/watch/tests/limits.rs",
        test: "so_many_works_are_watched_and_no_more",
    },
    Met {
        limits: &["LOOK_BACK_BLOCKS_MAX"],
        file: "src/ownership/watch/tests/limits.rs",
        test: "events_are_asked_for_so_far_back_and_no_farther",
    },
    Met {
        limits: &["EVENTS_PER_LOOK_MAX"],
        file: "src/ownership/watch/signs.rs",
        test: "so_many_events_are_read_and_no_more",
    },
    Met {
        limits: &["PROOF_TRIES_MAX"],
        file: "src/ownership/watch/tests/limits.rs",
        test: "a_change_is_tried_to_be_proven_so_often_and_no_more",
    },
    Met {
        limits: &["FAILED_ROUNDS_MAX"],
        file: "src/source/watching.rs",
        test: "an_endpoint_may_fail_for_so_many_rounds_and_no_more",
    },
    Met {
        limits: &["BATCHES_PER_ROUND_MAX"],
        file: "src/source/watching.rs",
        test: "a_round_takes_so_many_batches_and_no_more",
    },
];
