//! B: HTTP itself, and running out of things.

mod framing;
mod slowness;

use super::server::SEND;
use crate::world::wire::{Line, Wire};

const MIB: usize = 1024;

fn begun_upload(wire: &Wire, length: usize) -> Line {
    let mut line = wire.open();
    let head = format!(
        "POST {SEND} HTTP/1.1\r\nHost: x.onion\r\nContent-Type: multipart/form-data; boundary=x\r\n\
         Content-Length: {length}\r\n\r\n--x\r\nContent-Disposition: form-data; name=\"what_happened\"\r\n\r\n"
    );
    line.send(head.as_bytes()).unwrap();
    line
}

/// ISO/IEC 7064 MOD 97-10.
pub fn with_check_digits(digits: &str) -> String {
    let rest = digits.bytes().fold(0_u32, |rest, digit| {
        (rest * 10 + u32::from(digit - b'0')) % 97
    });
    format!("{digits}{:02}", 98 - rest * 100 % 97)
}
