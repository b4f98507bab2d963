//! Which texts are URLs that can be asked for.

use crate::FetchError;

/// A URL, taken apart as far as a web needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Url<'u> {
    /// The URL without its fragment (`#top`), which no server is told.
    pub whole: &'u str,
    /// Whether it begins with `https://`.
    pub is_secure: bool,
    /// `example.org:8000`.
    pub authority: &'u str,
    /// `/index.html?lang=en`; empty if the URL ends with its host.
    pub path: &'u str,
}

impl<'u> Url<'u> {
    /// Takes a URL apart: `http://` or `https://`, a host, perhaps a port, perhaps a path.
    ///
    /// # Errors
    /// [`FetchError::BadUrl`] of any other text: another scheme, no host, a port that is no number,
    /// a space or what is not ASCII.
    pub fn parse(text: &'u str) -> Result<Self, FetchError> {
        let (scheme, rest) = text.split_once("://").ok_or(FetchError::BadUrl)?;
        let is_secure = match scheme.to_ascii_lowercase().as_str() {
            "http" => false,
            "https" => true,
            _ => return Err(FetchError::BadUrl),
        };
        let whole = text.split('#').next().unwrap_or(text);
        let rest = rest.split('#').next().unwrap_or(rest);
        let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let is_plain = whole.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_plain || !is_authority(authority) {
            return Err(FetchError::BadUrl);
        }
        Ok(Self {
            whole,
            is_secure,
            authority,
            path,
        })
    }
}

/// Whether it is a name or an address, and perhaps a port.
fn is_authority(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        // An address of IPv6 has colons of its own, within its brackets.
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (text, None),
    };
    let is_number = |port: &str| port.parse::<u16>().is_ok() && !port.starts_with('+');
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-._~:[]".contains(c);
    !host.is_empty() && host.chars().all(is_part) && port.is_none_or(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_taken_apart() {
        let url = Url::parse("http://a.test:8000/b/c.png?size=2#top").unwrap();
        assert_eq!(
            (url.authority, url.path),
            ("a.test:8000", "/b/c.png?size=2")
        );
        assert_eq!(url.whole, "http://a.test:8000/b/c.png?size=2");
        assert!(!url.is_secure && Url::parse("HTTPS://a.test").unwrap().is_secure);
        let url = Url::parse("http://a.test?q=1").unwrap();
        assert_eq!((url.authority, url.path), ("a.test", "?q=1"));
        assert_eq!(
            Url::parse("http://[::1]:80/").unwrap().authority,
            "[::1]:80"
        );
        assert_eq!(Url::parse("http://[::1]/").unwrap().authority, "[::1]");
    }

    #[test]
    fn other_texts_are_no_urls() {
        for text in [
            "",
            "a.test/b",
            "://a.test",
            "ftp://a.test/b",
            "file:///etc/passwd",
            "http://",
            "http:///b",
            "http://#top",
            "http://:80/b",
            "http://a.test:port/b",
            "http://a.test:99999/b",
            "http://a b/c",
            "http://a.test/b c",
            "http://a.test/\n",
            "http://a@b.test/",
            "http://ä.test/",
        ] {
            assert_eq!(Url::parse(text), Err(FetchError::BadUrl), "{text}");
        }
    }
}
