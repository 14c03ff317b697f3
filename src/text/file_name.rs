//! File names from strangers, made harmless: for a disk, and for the head of an answer.

use super::invisible_characters::is_unprintable;

/// A name that no system takes for a path, a device, an option or a hidden file. At most
/// [`NAME_CHARS_MAX`] characters.
pub(crate) fn safe_file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let replaced: String = last
        .chars()
        .map(|c| match c {
            '<' | '>' | ':' | '"' | '|' | '?' | '*' | '%' | ';' | '\'' | '`' | '$' | '&' => '_',
            c if is_unprintable(c) || c.is_whitespace() && c != ' ' => '_',
            c => c,
        })
        .take(NAME_CHARS_MAX)
        .collect();
    let trimmed = replaced.trim_matches([' ', '.', '-', '~']);
    let stem = trimmed.split('.').next().unwrap_or_default();
    let is_device = DEVICES
        .iter()
        .any(|device| stem.eq_ignore_ascii_case(device));
    match trimmed {
        "" => "fails.bin".to_owned(),
        name if is_device => format!("_{name}"),
        name => name.to_owned(),
    }
}

/// The value of `Content-Disposition` for such a name, all of it ASCII
/// ([RFC 6266](https://www.rfc-editor.org/rfc/rfc6266)): a plain name for old programs, and the
/// whole name in UTF-8 by [RFC 8187](https://www.rfc-editor.org/rfc/rfc8187).
pub(crate) fn content_disposition(safe_name: &str) -> String {
    let plain: String = safe_name
        .chars()
        .map(|c| match c {
            '"' | '\\' => '_',
            c if c.is_ascii_graphic() => c,
            _ => '_',
        })
        .collect();
    let mut encoded = String::new();
    for byte in safe_name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.extend(['%', hex_digit(byte >> 4), hex_digit(byte & 15)]);
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

fn hex_digit(four_bits: u8) -> char {
    char::from(b"0123456789ABCDEF"[usize::from(four_bits & 15)])
}

const NAME_CHARS_MAX: usize = 120;

/// What Windows takes for devices.
const DEVICES: [&str; 12] = [
    "CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "LPT1", "LPT2", "LPT3", "LPT4",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn e05_no_name_is_a_path_a_device_or_an_option() {
        for (name, safe) in [
            ("līgums 7.pdf", "līgums 7.pdf"),
            ("../../etc/passwd", "passwd"),
            ("..\\x.exe", "x.exe"),
            ("C:\\x\\y.doc", "y.doc"),
            ("con.txt", "_con.txt"),
            ("x.", "x"),
            ("-rf", "rf"),
            (".bashrc", "bashrc"),
            ("", "fails.bin"),
            ("...", "fails.bin"),
            ("a\0b\r\nc\u{202e}gpj.exe", "a_b__c_gpj.exe"),
            ("x\"; filename=y", "x__ filename=y"),
        ] {
            assert_eq!(safe_file_name(name), safe, "{name:?}");
        }
        assert_eq!(
            safe_file_name(&"ā".repeat(4096)).chars().count(),
            NAME_CHARS_MAX
        );
    }

    #[test]
    fn e12_a_name_in_a_header_is_one_header() {
        let value = content_disposition(&safe_file_name("a\"b\r\nX: y; ā.pdf"));
        assert_eq!(
            value,
            "attachment; filename=\"a_b__X__y___.pdf\"; \
             filename*=UTF-8''a_b__X_%20y_%20%C4%81.pdf"
        );
        let unsafe_name = content_disposition("a\"; b\\");
        assert!(unsafe_name.starts_with("attachment; filename=\"a_;_b_\"; "));
    }
}
