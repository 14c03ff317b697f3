#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = svilpe_fuzz::pack(bytes);
});
