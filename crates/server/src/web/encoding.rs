use axum::http::HeaderMap;
use axum::http::header::ACCEPT_ENCODING;

/// Which compressed forms a browser takes (RFC 9110, section 12.5.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Accepted {
    pub(super) brotli: bool,
    pub(super) gzip: bool,
}

impl Accepted {
    pub(super) fn from_headers(headers: &HeaderMap) -> Self {
        let mut accepted = Self::default();
        let values = headers.get_all(ACCEPT_ENCODING).iter();
        for item in values
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
        {
            let mut parts = item.split(';').map(str::trim);
            let coding = parts.next().unwrap_or_default();
            let refused = parts
                .filter_map(|part| part.strip_prefix("q="))
                .any(|quality| quality.parse::<f32>().is_ok_and(|quality| quality <= 0.0));
            if coding.eq_ignore_ascii_case("br") {
                accepted.brotli = !refused;
            } else if coding.eq_ignore_ascii_case("gzip") {
                accepted.gzip = !refused;
            }
        }
        accepted
    }
}

#[cfg(test)]
mod tests {
    use super::Accepted;
    use axum::http::header::ACCEPT_ENCODING;
    use axum::http::{HeaderMap, HeaderValue};

    #[test]
    fn only_what_is_named_and_not_refused_is_accepted() {
        for (value, brotli, gzip) in [
            ("gzip, deflate, br, zstd", true, true),
            ("GZIP", false, true),
            ("br;q=0, gzip;q=0.5", false, true),
            ("br; q=0.000", false, false),
            ("identity", false, false),
            ("", false, false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(value));
            assert_eq!(
                Accepted::from_headers(&headers),
                Accepted { brotli, gzip },
                "{value}"
            );
        }
    }
}
