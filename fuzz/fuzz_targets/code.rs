//! A receipt's code, as it is typed or pasted.

#![no_main]

use libfuzzer_sys::fuzz_target;
use svilpe::report::receipt::Code;

fuzz_target!(|text: &str| {
    if let Ok(code) = Code::parse(text) {
        let again = Code::parse(&code.expose()).expect("a code survives its own text");
        assert_eq!(*again.expose(), *code.expose());
    }
});
