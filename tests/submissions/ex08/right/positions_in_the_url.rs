//! Takes a URL apart by positions and by bytes.
//!
//! ```toml
//! base = "solution"
//! ```

/// The last part of the path, if it is harmless.
pub fn file_name(url: &str) -> Option<&str> {
    let host = url.find("://")? + 3;
    let end = url[host..]
        .find(['?', '#'])
        .map_or(url.len(), |at| host + at);
    let path = url.get(host..end)?;
    let slash = path.rfind('/')?;
    let name = &path[slash + 1..];
    let first = *name.as_bytes().first()?;
    let is_harmless =
        |byte: &u8| matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.');
    (first != b'.' && name.as_bytes().iter().all(is_harmless)).then_some(name)
}
