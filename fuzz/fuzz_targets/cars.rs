#![no_main]
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| enfilade_fuzz::cars(bytes));
