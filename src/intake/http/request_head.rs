//! Checks of a request's head, before a byte of its body is read.
//!
//! Keeps its part of P9: cheap refusals come before costly steps. Knows headers.
//! Never keeps, prints or compares them with earlier ones.

use axum::http::{HeaderMap, HeaderName, header};

/// Why a request's head is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAdmitted {
    /// A form on another site sends this.
    CrossSite,
    /// The body is not of the type that our forms send, or is packed.
    WrongType,
    /// The announced length is over the limit.
    TooLarge,
}

/// The kinds of body that our forms and tools send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FormKind {
    /// `application/x-www-form-urlencoded`
    Short,
    /// `multipart/form-data`
    WithFiles,
    /// `application/octet-stream`, which no form on any site can send.
    Sealed,
}

/// Checks the head of a POST. `length_max` in bytes bounds an announced `Content-Length`;
/// what is not announced is counted while it arrives.
pub(crate) fn admit(
    headers: &HeaderMap,
    kind: FormKind,
    length_max: u64,
) -> Result<(), NotAdmitted> {
    if !is_same_site(headers) {
        return Err(NotAdmitted::CrossSite);
    }
    if headers.contains_key(header::CONTENT_ENCODING)
        || !content_type(headers).is_some_and(|text| kind.fits(text))
    {
        return Err(NotAdmitted::WrongType);
    }
    match announced_length(headers) {
        Some(length) if length > length_max => Err(NotAdmitted::TooLarge),
        _ => Ok(()),
    }
}

/// The `Content-Type`, if it is readable.
pub(crate) fn content_type(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE)?.to_str().ok()
}

/// The `Content-Length`; hyper has refused unreadable and contradictory ones.
pub(crate) fn announced_length(headers: &HeaderMap) -> Option<u64> {
    headers
        .get(header::CONTENT_LENGTH)?
        .to_str()
        .ok()?
        .parse()
        .ok()
}

impl FormKind {
    fn fits(self, content_type: &str) -> bool {
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case(match self {
            Self::Short => "application/x-www-form-urlencoded",
            Self::WithFiles => "multipart/form-data",
            Self::Sealed => "application/octet-stream",
        })
    }
}

/// Browsers say where a form post comes from: in `Sec-Fetch-Site` for origins that they trust (Tor
/// Browser trusts onions), else in `Origin`. A page elsewhere can suppress neither. Command lines
/// send none, and carry no reporter's session that could be abused.
fn is_same_site(headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get(SEC_FETCH_SITE) {
        return site == "same-origin";
    }
    let Some(origin) = headers.get(header::ORIGIN) else {
        return true;
    };
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let origin = origin
        .to_str()
        .ok()
        .and_then(|origin| origin.strip_prefix("http://"));
    origin.is_some() && origin == host
}

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

#[cfg(test)]
mod tests {
    use super::*;

    fn head(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        lines
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()))
            .collect()
    }

    fn site(lines: &[(&'static str, &'static str)]) -> bool {
        is_same_site(&head(lines))
    }

    #[test]
    fn forms_of_other_sites_are_refused() {
        let host = ("host", "abc.onion");
        assert!(site(&[host, ("origin", "http://abc.onion")]));
        assert!(site(&[
            host,
            ("origin", "null"),
            ("sec-fetch-site", "same-origin")
        ]));
        assert!(site(&[host]));
        assert!(!site(&[host, ("origin", "null")]));
        assert!(!site(&[host, ("origin", "http://evil.onion")]));
        assert!(!site(&[host, ("origin", "https://abc.onion")]));
        assert!(!site(&[host, ("origin", "http://abc.onion.evil")]));
        assert!(!site(&[("origin", "null")]));
        for other in ["cross-site", "same-site", "none", "x"] {
            assert!(
                !site(&[
                    host,
                    ("origin", "http://abc.onion"),
                    ("sec-fetch-site", other)
                ]),
                "{other}"
            );
        }
    }

    #[test]
    fn only_our_forms_types_are_read() {
        let admit = |kind, of| admit(&head(&[("content-type", of)]), kind, 10);
        assert_eq!(
            admit(FormKind::WithFiles, "multipart/form-data; boundary=x"),
            Ok(())
        );
        assert_eq!(
            admit(FormKind::Short, "application/x-www-form-urlencoded"),
            Ok(())
        );
        for of in [
            "text/plain",
            "application/json",
            "multipart/mixed; boundary=x",
            "",
        ] {
            assert_eq!(admit(FormKind::WithFiles, of), Err(NotAdmitted::WrongType));
            assert_eq!(admit(FormKind::Short, of), Err(NotAdmitted::WrongType));
        }
    }

    #[test]
    fn a_packed_body_is_not_unpacked() {
        let headers = head(&[
            ("content-type", "multipart/form-data"),
            ("content-encoding", "gzip"),
        ]);
        assert_eq!(
            admit(&headers, FormKind::WithFiles, 10),
            Err(NotAdmitted::WrongType)
        );
    }

    #[test]
    fn the_length_limit_fits_and_one_byte_more_does_not() {
        let of = |length| {
            head(&[
                ("content-type", "multipart/form-data"),
                ("content-length", length),
            ])
        };
        assert_eq!(admit(&of("10"), FormKind::WithFiles, 10), Ok(()));
        assert_eq!(
            admit(&of("11"), FormKind::WithFiles, 10),
            Err(NotAdmitted::TooLarge)
        );
    }
}
