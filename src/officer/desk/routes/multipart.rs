//! Forms with files, as browsers send them
//! ([RFC 7578](https://www.rfc-editor.org/rfc/rfc7578)), from our own pages alone.
//!
//! The whole body is in memory, bounded before; what is not understood ends the reading.

/// One field of a form.
pub(super) struct FormPart<'a> {
    pub name: String,
    /// None of a field that is no file.
    pub file_name: Option<String>,
    pub content: &'a [u8],
}

/// What stands between two parts, if this is the type of a form with files.
pub(super) fn boundary(content_type: &str) -> Option<&str> {
    let parameters = content_type.strip_prefix("multipart/form-data;")?;
    let boundary = parameters.trim().strip_prefix("boundary=")?;
    let boundary = boundary.trim_matches('"');
    (1..=70).contains(&boundary.len()).then_some(boundary)
}

/// The parts that are whole, in their order: of a body that was cut, those before the cut.
pub(super) fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<FormPart<'a>> {
    let mark = format!("\r\n--{boundary}");
    let mut parts = Vec::new();
    let Some(mut rest) = body.strip_prefix(&mark.as_bytes()[2..]) else {
        return parts;
    };
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let Some(end) = find(part, mark.as_bytes()) else {
            break;
        };
        match read(&part[..end]) {
            Some(read) => parts.push(read),
            None => break,
        }
        rest = &part[end + mark.len()..];
    }
    parts
}

fn read(part: &[u8]) -> Option<FormPart<'_>> {
    let end = find(part, b"\r\n\r\n")?;
    let head = str::from_utf8(&part[..end]).ok()?;
    let mut lines = head.split("\r\n");
    let disposition = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_it = name.eq_ignore_ascii_case("content-disposition");
        is_it.then(|| value.trim())
    })?;
    Some(FormPart {
        name: parameter(disposition, "; name=\"")?,
        file_name: parameter(disposition, "; filename=\""),
        content: &part[end + 4..],
    })
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|here| here == wanted)
}

/// Browsers write a quotation mark and line breaks of a name as `%22`, `%0D` and `%0A`.
fn parameter(disposition: &str, before: &str) -> Option<String> {
    let (_, value) = disposition.split_once(before)?;
    let (value, _) = value.split_once('"')?;
    let value = value.replace("%22", "\"");
    Some(value.replace("%0D", "\r").replace("%0A", "\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = b"--x1\r\nContent-Disposition: form-data; name=\"letter\"\r\n\r\n\
        Labdien,\r\n--x2\r\n\r\n--x1\r\n\
        content-disposition: form-data; name=\"files\"; filename=\"a%22\xc4\x81.pdf\"\r\n\
        Content-Type: application/pdf\r\n\r\n%PDF\0\r\n\r\n--x1--\r\n";

    #[test]
    fn fields_and_files_come_as_they_were_sent() {
        let parts = parts(BODY, "x1");
        assert_eq!(parts.len(), 2);
        assert_eq!(
            (parts[0].name.as_str(), &parts[0].file_name),
            ("letter", &None)
        );
        assert_eq!(parts[0].content, b"Labdien,\r\n--x2\r\n");
        assert_eq!(parts[1].name, "files");
        assert_eq!(parts[1].file_name.as_deref(), Some("a\"ā.pdf"));
        assert_eq!(parts[1].content, b"%PDF\0\r\n");
    }

    #[test]
    fn of_a_body_that_was_cut_the_whole_parts_are_read_and_nothing_panics() {
        let firsts: Vec<usize> = (0..=BODY.len())
            .map(|end| parts(&BODY[..end], "x1").len())
            .collect();
        assert!(firsts.is_sorted());
        assert_eq!(firsts.last(), Some(&2));
        for strange in [
            &b""[..],
            b"--x1",
            b"--x1\r\n\r\n--x1--",
            b"x",
            b"--x1\r\n\xff\r\n\r\n\r\n--x1",
        ] {
            assert_eq!(parts(strange, "x1").len(), 0, "{strange:?}");
        }
    }

    #[test]
    fn the_boundary_stands_in_the_type() {
        let kind = "multipart/form-data; boundary=----WebKitFormBoundary0";
        assert_eq!(boundary(kind), Some("----WebKitFormBoundary0"));
        for strange in [
            "",
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "text/plain",
        ] {
            assert_eq!(boundary(strange), None, "{strange}");
        }
    }
}
