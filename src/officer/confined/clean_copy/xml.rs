//! XML of Office files, with the names and days in it taken out: attributes and elements that are
//! known to hold them. No parser: bytes go through tag by tag, and what is not one of those is
//! copied as it is.

/// With every value of these attributes and the text of these elements replaced.
pub(super) fn scrubbed(xml: &[u8]) -> Vec<u8> {
    let mut clean = Vec::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(open) = rest.iter().position(|byte| *byte == b'<') {
        clean.extend_from_slice(&rest[..open]);
        rest = &rest[open..];
        let length = tag_length(rest);
        let (tag, after) = rest.split_at(length);
        rest = after;
        if SESSIONS.iter().any(|mark| tag.starts_with(mark)) {
            continue;
        }
        clean.extend(with_attributes_scrubbed(tag));
        if is_said_element(tag) {
            let end = rest.iter().position(|byte| *byte == b'<');
            rest = &rest[end.unwrap_or(rest.len())..];
        }
    }
    clean.extend_from_slice(rest);
    clean
}

/// Remarks, and Word's list of the sittings in which a text was written.
const SESSIONS: [&[u8]; 3] = [b"<!--", b"<w:rsid", b"</w:rsid"];

/// Up to its `>`, which may stand in a value; of a comment or CDATA up to its own end.
fn tag_length(xml: &[u8]) -> usize {
    let until = |end: &[u8]| {
        let found = xml.windows(end.len()).position(|some| some == end);
        found.map_or(xml.len(), |place| place + end.len())
    };
    if xml.starts_with(b"<!--") {
        return until(b"-->");
    }
    if xml.starts_with(b"<![CDATA[") {
        return until(b"]]>");
    }
    let mut quote = None;
    for (place, byte) in xml.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return place + 1,
            (None, b'"' | b'\'') => quote = Some(*byte),
            (Some(open), byte) if *byte == open => quote = None,
            _ => {}
        }
    }
    xml.len()
}

fn with_attributes_scrubbed(tag: &[u8]) -> Vec<u8> {
    let mut clean = Vec::with_capacity(tag.len());
    let mut rest = tag;
    while let Some(equals) = rest.iter().position(|byte| *byte == b'=') {
        let (before, after) = rest.split_at(equals + 1);
        clean.extend_from_slice(before);
        rest = after;
        let spaces = rest.iter().take_while(|byte| byte.is_ascii_whitespace());
        let spaces = spaces.count();
        let Some(quote) = rest.get(spaces).filter(|byte| matches!(byte, b'"' | b'\'')) else {
            continue;
        };
        let value = &rest[spaces + 1..];
        let Some(end) = value.iter().position(|byte| byte == quote) else {
            break;
        };
        let name = local_name(&before[..equals]);
        clean.push(*quote);
        clean.extend_from_slice(instead(name).unwrap_or(&value[..end]));
        clean.push(*quote);
        rest = &value[end + 1..];
    }
    clean.extend_from_slice(rest);
    clean
}

/// The last name in what stands before an equals sign, without its prefix.
fn local_name(before: &[u8]) -> &[u8] {
    let name = before.trim_ascii_end();
    let is_name = |byte: &u8| !byte.is_ascii_whitespace() && *byte != b':' && *byte != b'<';
    let length = name.iter().rev().take_while(|byte| is_name(byte)).count();
    &name[name.len() - length..]
}

/// What stands in such an attribute from now on.
fn instead(name: &[u8]) -> Option<&'static [u8]> {
    match name {
        b"author" | b"initials" | b"displayName" | b"userId" | b"providerId" | b"userName"
        | b"lastModifiedBy" | b"creator" => Some(b"-"),
        b"date" | b"dt" | b"dateUtc" | b"dateTime" => Some(b"1970-01-01T00:00:00Z"),
        name if name.starts_with(b"rsid") => Some(b"00000000"),
        _ => None,
    }
}

/// Elements whose text is a person's name or an hour.
fn is_said_element(tag: &[u8]) -> bool {
    let name = tag[1..].iter();
    let name = name.take_while(|byte| !byte.is_ascii_whitespace() && !b"/>".contains(byte));
    let name: Vec<u8> = name.copied().collect();
    !tag.ends_with(b"/>")
        && matches!(
            name.as_slice(),
            b"dc:creator"
                | b"dc:date"
                | b"meta:creator-initials"
                | b"meta:date-string"
                | b"loext:sender-initials"
                | b"author"
        )
}
